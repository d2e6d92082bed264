"""Who is meant: speakers by name, office or state, in whatever spelling and script.

A speaker is told by the names in "US President Donald Trump", by state and office where there is
none ("a US official"). The last name before a comma or "of" is the speaker's own; others belong
to the office ("Trump's envoy Steve Witkoff").
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, cached_property, lru_cache

from bot.language import direction, find, fold, stem, text_direction, words
from bot.language.names.acronyms import is_short_for, spelled_out
from bot.language.names.gazetteer import is_given_name, is_ordinary, is_title, metonyms
from bot.language.names.matching import Part, index, part_in, parts
from bot.language.names.states import state_keys
from bot.language.names.tokens import Token, tokenize
from bot.language.tables import table as names_table
from bot.language.words import terms
from bot.questions.tables import folded_set, table
from bot.story import media

_APPOSITION = re.compile(r"[,،(]|(?<!Secretary )\b(?:of|in|at|from|for)\b|\bفي\b")


_PARTICLES = frozenset(("بن", "ابن", "ابو", "ابي", "ال"))
_FORMS = frozenset(("inc", "corp", "co", "ltd", "plc", "llc", "gmbh"))  # of companies


class Match(IntEnum):
    """How a speaker answers to a name, worst to best."""

    NONE = 0
    RELATED = 1  # the name is in the speaker's office: "Trump's envoy Steve Witkoff"
    EXACT = 2


@dataclass(frozen=True)
class Who:
    """Somebody, as a source or a person writes it."""

    surface: str

    @cached_property
    def names(self) -> tuple[Part, ...]:
        """The names in it, states and words of offices left out, in order."""
        return _names(self.surface)

    @cached_property
    def own(self) -> Part | None:
        """The last name of the one who is meant, not of what stands behind a comma or "of"."""
        found = _names(_head(self.surface)) or self.names
        return found[-1] if found else None

    @cached_property
    def states(self) -> frozenset[str]:
        """The keys of the states that it names: of "US official", «المسؤول الأميركي»."""
        return frozenset(key for part in parts(self.surface) for key in _states(part))

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of what is neither a name nor a state."""
        known = (part for part in parts(self.surface) if part.keys or part in self.names)
        named = {word for part in known for word in part.form.split()}
        if self.states:
            named |= {w for w in words(self.surface) if stem(w) in _state_words()}
        return frozenset(terms(" ".join(w for w in words(self.surface) if w not in named)))

    @cached_property
    def roles(self) -> frozenset[str]:
        """What it is, the same in all languages: "official", "spokesman"."""
        return frozenset(role for one in self.stems for role in _roles().get(one, ()))

    @cached_property
    def arabic(self) -> bool:
        """Whether it is in Arabic letters."""
        return text_direction(self.surface) == "rtl"


@lru_cache(maxsize=4096)
def who(surface: str) -> Who:
    """Return who is meant by the words of a source, a claim or a person."""
    return Who(surface)


def is_somebody(surface: str) -> bool:
    """Tell whether words name a person, an office, a state: somebody who can speak."""
    one = who(surface)
    return bool(one.names or one.states or one.roles)


@lru_cache(maxsize=8192)
def same(one: Who, other: Who) -> bool:
    """Tell whether two are one: by their names, where they have none by state and office.

    «الرئيس الأميركي» is the one named "US President Donald Trump"; "a US official" is not.
    """
    if one.names and other.names:
        short, long = sorted((one, other), key=lambda who: len(who.names))
        alike = _own_stands(short, long) and all(_stands(p, long.surface) for p in short.names)
        return alike or (one.arabic != other.arabic and _ends_with(one, other))
    if one.names or other.names:
        named, nameless = (one, other) if one.names else (other, one)
        return bool(nameless.roles and nameless.states) and _has_office(named, nameless)
    if one.states != other.states:
        return False
    if one.arabic == other.arabic:
        return one.stems == other.stems
    return bool(one.roles) and one.roles == other.roles


def _ends_with(one: Who, other: Who) -> bool:
    """Tell whether a full name in Latin letters is what the Arabic words end with.

    No capital tells the office «رئيس نقابة عمال الموانئ» from the name behind it.
    """
    latin, arabic = (other, one) if one.arabic else (one, other)
    last = words(_head(arabic.surface))[-1:]
    return (
        len(latin.names) > 1
        and bool(last)
        and _stands(latin.own, last[0])
        and all(_stands(part, arabic.surface) for part in latin.names)
    )


def _has_office(named: Who, nameless: Who) -> bool:
    """Tell whether somebody holds an office that has no name: same state, all of its words."""
    if named.states != nameless.states:
        return False
    plain = all(one in _roles() for one in nameless.stems)
    alike = named.arabic == nameless.arabic and not plain
    return nameless.stems <= named.stems if alike else nameless.roles <= named.roles


@lru_cache(maxsize=8192)
def answers(query: str, surface: str) -> Match:
    """Tell how somebody answers to what a person asks for: a name, an office, a state, a medium."""
    asked, one = who(query), who(surface)
    if not surface.strip():
        return Match.NONE
    if _is_medium(query, surface):
        return Match.EXACT
    if asked.names:
        return _answers_to_name(asked, one)
    if asked.states or asked.roles:
        return Match.EXACT if _answers_to_office(asked, one) else Match.NONE
    return Match.EXACT if asked.stems and asked.stems <= one.stems else Match.NONE


def _is_medium(query: str, surface: str) -> bool:
    """Tell whether a medium is meant, by any name that the list of media has for it."""
    if _key(query) == _key(surface):
        return True
    return any(find(form, fold(surface)) for form in _media_forms(query))


@lru_cache(maxsize=2048)
def _key(name: str) -> str:
    return media.key(name)


@lru_cache(maxsize=2048)
def _media_forms(name: str) -> tuple[str, ...]:
    """Return what a medium of the list is called in each language, () for anything else."""
    if not media.is_listed(name):
        return ()
    return tuple(form for code in ("ar", "en") if (form := media.form(name, code)))


def is_named(query: str, text: str) -> bool:
    """Tell whether a text names somebody: by all parts of the name, a state by its own name."""
    asked = who(query)
    if asked.names:
        return all(_stands(part, text) for part in asked.names)
    return bool(asked.states) and asked.states <= index(text).keys


def _answers_to_name(asked: Who, one: Who) -> Match:
    if all(_stands(p, one.surface) for p in asked.names) and asked.states <= one.states:
        return Match.EXACT if _own_stands(asked, one) else Match.RELATED
    if one.names and same(asked, one):  # asked for by the full name, called by the last
        return Match.EXACT
    short = is_short_for(asked.surface, one.surface) if asked.surface.isupper() else False
    return Match.EXACT if short or spelled_out(one.surface, asked.surface) else Match.NONE


def _answers_to_office(asked: Who, one: Who) -> bool:
    """Tell whether somebody is of a state and has an office: all that is asked for, no more."""
    if not asked.states <= one.states:
        return False
    if asked.arabic == one.arabic:
        return asked.stems <= one.stems
    return asked.roles <= one.roles


def _own_stands(short: Who, long: Who) -> bool:
    """Tell whether the family name of one is the other's own."""
    return bool(short.own and long.own) and _stands(short.own, _words(long.own))


def _words(part: Part | None) -> str:
    return part.form.title() if part else ""  # a name in Latin letters is known by its capital


def _stands(part: Part | None, text: str) -> bool:
    """Tell whether a text has a part of a name; a seat of government stands for no other name."""
    if part is not None and metonyms(part.keys):
        return bool(part.keys & index(text).keys)
    return part is not None and part_in(part, index(text))


@lru_cache(maxsize=4096)
def _names(surface: str) -> tuple[Part, ...]:
    found = tuple(part for part in parts(surface) if _is_name(part))
    return found or _named_like_words(surface)


def _named_like_words(surface: str) -> tuple[Part, ...]:
    """Return an Arabic name of ordinary words («سامي الحداد»), from a given name on."""
    forms = [token for token in tokenize(_head(surface)) if token.arabic]
    first = next((n for n, token in enumerate(forms) if _is_given(token)), len(forms))
    own = (token.form for token in forms[first:] if token.form not in _PARTICLES)
    return tuple(Part(form, frozenset(), True) for form in own)


def _is_given(token: Token) -> bool:
    return is_given_name(token.form) and not is_title(token) and stem(token.form) not in _roles()


def _head(surface: str) -> str:
    """Return a name without its apposition: "Ann Lee, mayor of Dar" is Ann Lee."""
    cut = _APPOSITION.search(surface, 1)
    return surface[: cut.start()] if cut else surface


def _is_name(part: Part) -> bool:
    """Tell a name from a state, a people, and from an office that no list calls ordinary."""
    if part.keys:
        return not (part.keys & _keys("groups") or _states(part))
    if part.form.startswith("لل"):  # «شركة الساحل للنقل»: what for, not who
        return False
    token = Token(part.form, 0, len(part.form), part.arabic, not part.arabic, False)
    return part.form not in _FORMS and not (
        is_ordinary(token) or is_title(token) or stem(part.form) in _roles()
    )


@lru_cache(maxsize=4096)
def _states(part: Part) -> frozenset[str]:
    """Return the states that a part of a name is, or stands for as their capital."""
    return (part.keys | metonyms(part.keys - _keys("organisations"))) & state_keys()


def listed_name(surface: str, language: str) -> str | None:
    """Return what the tables call somebody in ``language``: the fullest form, if it has two words.

    ``None`` for a name in that script, and for one that no table knows.
    """
    pieces = parts(surface)
    arabic = direction(language) == "rtl"
    if len(pieces) != 1 or pieces[0].arabic == arabic:
        return None
    data = {**names_table("names")["organisations"], **names_table("names")["people"]}
    listed = " ".join(data.get(key, "") for key in pieces[0].keys).split()
    forms = [
        form.replace("_", " ")
        for form in listed
        if "_" in form and (text_direction(form) == "rtl") == arabic
    ]
    longest = max(forms, key=lambda form: len(form.split()), default=None)
    return longest if longest is None or arabic else longest.title()


@cache
def _state_words() -> frozenset[str]:
    return frozenset(map(stem, folded_set("state_words", "und")))


@cache
def _keys(section: str) -> frozenset[str]:
    """Return the keys of one section of the known names: "groups", "organisations"."""
    return frozenset(names_table("names")[section])


@cache
def _roles() -> Mapping[str, tuple[str, ...]]:
    """Return the roles that a stem of either language may mean."""
    found: dict[str, tuple[str, ...]] = {}
    for line in str(table("roles")["roles"]).strip().splitlines():
        name = line.split(None, 1)[0]
        for word in words(line.replace("|", " ")):
            known = found.get(stem(word), ())
            found[stem(word)] = (*known, name) if name not in known else known
    return found
