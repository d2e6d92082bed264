"""What a word shows of names by itself: most words show nothing, and are looked at once.

Names are looked for only where a word may be the first of a known one, or opens another: a title,
a given name, a verb before its speaker, a noun before its town.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum, auto
from functools import cache, lru_cache
from typing import NamedTuple, TypeAlias

from bot.language.fold import folded
from bot.language.known import Known
from bot.language.names.gazetteer import (
    Entries,
    foreign_endings,
    forms,
    given_names,
    has_family_shape,
    has_foreign_shape,
    is_given_name,
    is_title,
    is_weak,
    titles,
)
from bot.language.names.tokens import Token, bases, tokenize
from bot.language.tables import split, table

_SHORTEST = 2  # letters of a name
_BARE = 4  # letters up to which a name is a word as well
_SPOKEN = 3  # letters of a word of saying
_PLUS = frozenset(("+", "plus", "بلس", "بلاس"))  # an alliance that goes beyond a body
_UPPER = 3  # letters up to which a Latin name is told by its capitals alone


class Opening(Enum):
    """How a word opens a name that no table has: as the first of it, or as a title before it."""

    NAME = auto()
    TITLE = auto()


class Signs(NamedTuple):
    """What a word shows.

    ``alone`` are the known forms that it may be, ``longer`` those that it may begin, by their
    second words. ``family``: it has the form of an Arabic family's name. ``speaks``: it is one of
    saying before a name; ``None``: it is if words that open a report follow. ``leads``: it may
    stand before a place's name, or be the first word of it if it is so written.
    """

    alone: Entries
    longer: Mapping[str, Entries]
    opening: Opening | None
    family: bool
    speaks: bool | None
    leads: bool


Shown: TypeAlias = Sequence[tuple[int, Signs]]
"""The words of a text that show something: their places, and what they show."""


class KnownName(NamedTuple):
    """A known name in a row of tokens: which tokens, and the names that this form stands for."""

    first: int
    last: int  # one past
    keys: frozenset[str]


@lru_cache(maxsize=128)  # a text is asked for its names, then for those that their place shows
def shown_in(text: str) -> Shown:
    """Return what the words of a text show."""
    return _shown(tokenize(text))


def _shown(tokens: Sequence[Token]) -> Shown:
    signs = [_SIGNS[token.form] for token in tokens]
    return tuple([(at, one) for at, one in enumerate(signs) if one is not None])


@lru_cache(maxsize=128)
def known_in(text: str) -> tuple[KnownName, ...]:
    """Return the known names among the words of a text, the longest forms, in order."""
    return tuple(_known(tokenize(text), shown_in(text)))


def known_names(tokens: Sequence[Token]) -> Iterator[KnownName]:
    """Yield the known names in a row of tokens, the longest form first, never overlapping."""
    return _known(tokens, _shown(tokens))


def _known(tokens: Sequence[Token], shown: Shown) -> Iterator[KnownName]:
    done = 0
    for at, signs in shown:
        if at < done or not (signs.alone or signs.longer):
            continue
        best, keys = 0, frozenset[str]()
        for length, found in _forms_at(tokens, at, signs):
            if length >= best:
                keys = found if length > best else keys | found
                best = length
        if best:
            done = at + best
            yield KnownName(at, done, keys)


def every_form(text: str) -> Iterator[tuple[int, int, frozenset[str]]]:
    """Yield where each known form in a text begins, its length and the names it stands for."""
    tokens = tokenize(text)
    for at, signs in shown_in(text):
        for length, keys in _forms_at(tokens, at, signs):
            yield at, length, keys


def _forms_at(
    tokens: Sequence[Token], at: int, signs: Signs
) -> Sequence[tuple[int, frozenset[str]]]:
    found = []
    for form, keys in signs.alone:
        if _is_written(form, tokens, at):
            found.append((1, keys))
    if signs.longer and at + 1 < len(tokens):
        for second in bases(tokens[at + 1].form):
            for form, keys in signs.longer.get(second, ()):
                if _goes_on(form, tokens, at) and _is_written(form, tokens, at):
                    if form[-1] in _PLUS:
                        return ((len(form), keys),)  # OPEC+ is not OPEC
                    found.append((len(form), keys))
    return found


def _goes_on(form: Sequence[str], tokens: Sequence[Token], at: int) -> bool:
    """Whether a form of which the first two words stand at a position stands there in whole."""
    if len(form) == 2:
        return True
    return at + len(form) <= len(tokens) and all(
        form[n] in bases(tokens[at + n].form) for n in range(2, len(form))
    )


def _is_written(form: Sequence[str], tokens: Sequence[Token], at: int) -> bool:
    """Whether a form at a position is written as a name where it is also a word."""
    if tokens[at].arabic:
        return True
    if len(form) == 1 and len(form[0]) <= _UPPER:  # "US", "WHO", "IS" are words in lower case
        return tokens[at].upper
    if form[0] in _lower():
        return True
    return tokens[at].capital or any(token.capital for token in tokens[at + 1 : at + len(form)])


@cache
def _lower() -> frozenset[str]:
    return frozenset(split(table("names")["lower"]["en"]))


def _signs(word: str) -> Signs | None:
    if _is_dull(word):
        return None
    begun = _begun(word)
    alone = tuple([entry for entry in begun if len(entry[0]) == 1])
    longer: dict[str, Entries] = {}
    for entry in begun if len(alone) < len(begun) else ():
        if len(entry[0]) > 1:
            longer[entry[0][1]] = (*longer.get(entry[0][1], ()), entry)
    if not "\u0621" <= word[:1] <= "\u06d3":
        return Signs(alone, longer, None, False, False, False) if begun else None
    rest = _opening(word), has_family_shape(word), _speaks(word), _leads(word)
    return Signs(alone, longer, *rest) if begun or rest != _NOTHING else None


_SIGNS = Known(_signs)
_NOTHING = (None, False, False, False)


def _is_dull(word: str) -> bool:
    """Whether a word surely shows nothing, as most do: asked of all tables at once."""
    if not _telling().isdisjoint(bases(word)) or word.lstrip("بل") in _toponyms_bare():
        return False
    return not (has_family_shape(word) or word.endswith(foreign_endings()))


@cache
def _telling() -> frozenset[str]:
    """Return every word that shows something without what may be written onto it."""
    opening = titles("ar") | given_names()
    return opening.union(forms(), _saying(), speaking("cited"), toponyms("head_of"))


def _begun(word: str) -> Entries:
    """Return the known forms of which a word of a text may be the first."""
    known, may_be = forms(), bases(word)
    if word.startswith("ك"):  # "like" stands before no name of two letters: كاد is no Ed
        may_be = tuple([base for base in may_be if len(base) > _SHORTEST])
    found = [entry for base in may_be for entry in known.get(base, ())]
    if found and _has_article(word):
        return tuple([(form, keys) for form, keys in found if form not in _bare_people()])
    return tuple(found)


def _has_article(word: str) -> bool:
    """Whether an Arabic word has the article, perhaps behind a particle."""
    return word.startswith(("ال", "وال", "فال", "بال", "كال", "لل", "ولل", "وبال"))


@cache
def _bare_people() -> frozenset[tuple[str, ...]]:
    """Return the short forms of people's names that no article stands before: الجو is no Joe."""
    data = table("names")
    people = {folded(form) for words in data["people"].values() for form in split(words)}
    kept = {folded(form) for form in split(data["article"]["ar"])}
    places = {folded(form) for words in data["places"].values() for form in split(words)}
    return frozenset((form,) for form in people - kept - places if len(form) <= _BARE)


def _opening(word: str) -> Opening | None:
    """Return how an Arabic word opens a name, ``None`` if it opens none."""
    token = Token(word, 0, len(word), arabic=True, capital=False, upper=False)
    titled = is_title(token)
    if is_given_name(word) and not titled and not is_weak((token,)):
        return Opening.NAME
    if has_foreign_shape(token):
        return Opening.NAME
    return Opening.TITLE if titled else None


def _speaks(word: str) -> bool | None:
    """Whether a word is one of saying before a name, perhaps with "and" written on."""
    bare = word[1:] if word[0] in "وف" and len(word) > _SPOKEN else word
    if word in _saying() or bare in _saying():
        return True
    return None if word in speaking("cited") else False


@cache
def _saying() -> frozenset[str]:
    return speaking("verbs") | speaking("before")


@cache
def speaking(key: str) -> frozenset[str]:
    """Return a list of words around the name of who speaks, in comparison form."""
    return frozenset(folded(word) for word in split(table("names")["speaking"][key]))


def is_head(form: str) -> bool:
    """Whether a word is a noun that a place's name follows: "بلدية", not "البلدية"."""
    if toponyms("head_of").isdisjoint(bases(form)[:3]):
        return False
    return not form.startswith(("ال", "وال", "بال", "لل"))


def _leads(form: str) -> bool:
    return is_head(form) or form.lstrip("بل") in _toponyms_bare()


@cache
def _toponyms_bare() -> frozenset[str]:
    return frozenset(folded(word).lstrip("بل") for word in written_toponyms())


@cache
def written_toponyms() -> frozenset[str]:
    """Return the first words of place names as they are written: وادي is not وأدى."""
    return frozenset(split(table("names")["toponyms"]["ar"]))


@cache
def toponyms(key: str) -> frozenset[str]:
    """Return a list of words around the names of places, in comparison form."""
    return frozenset(folded(word) for word in split(table("names")["toponyms"][key]))
