"""Whether a name stands in a text, in whatever spelling and script."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from bot.language.lazy import lazy
from bot.language.names import transliteration
from bot.language.names.gazetteer import (
    arabic_forms,
    is_family,
    is_given_name,
    is_ordinary,
    metonyms,
)
from bot.language.names.signs import every_form, known_names
from bot.language.names.tokens import Token, bases, tokenize
from bot.language.names.transliteration import skeleton, sounded

_SOUNDED = 4  # letters from which two spellings of the same sounds are one name
_JOINED = 7  # letters of a name of several words that is looked for as one: كوالالمبور
_GLUED = 14  # letters; no Arabic word of a newspaper is as long
_WEAK_LETTERS = str.maketrans("", "", "اويءه")


class Part(NamedTuple):
    """One piece that a name is made of: a known name by its keys, or a word by its spelling."""

    form: str
    keys: frozenset[str]
    arabic: bool


@dataclass(frozen=True)
class Sounds:
    """Words of a text in one script, by what their consonants sound like."""

    forms: frozenset[str]

    @lazy
    def alike(self) -> Mapping[str, Sequence[str]]:
        """The forms by skeleton: few skeletons are near a name's, so few forms are looked at."""
        found: dict[str, list[str]] = {}
        for form in self.forms:
            found.setdefault(skeleton(form), []).append(form)
        return found

    @lazy
    def every(self) -> tuple[str, ...]:
        """The skeletons."""
        return tuple(self.alike)


@dataclass(frozen=True, slots=True)
class Spellings:
    """Some of the words of a text in one script, and what all of these sound like."""

    forms: frozenset[str]
    heard: Sounds

    def like(self, word: str) -> list[str]:
        """Return the forms with the consonants of ``word``."""
        same = self.heard.alike.get(skeleton(word), ())
        return [form for form in same if form in self.forms]

    def near(self, word: str) -> Iterator[str]:
        """Yield the forms that may be another script's spelling of ``word``."""
        if not self.forms:
            return
        sound = skeleton(word)
        for other, far, _ in process.extract(
            sound, self.heard.every, scorer=Levenshtein.distance, score_cutoff=2, limit=None
        ):
            if far < 2 or far <= transliteration.slack(sound, other):
                yield from [form for form in self.heard.alike[other] if form in self.forms]


@dataclass(frozen=True, slots=True)
class Index:
    """The names that a text may hold, ready to be asked for."""

    keys: frozenset[str]
    arabic: Spellings  # in Arabic letters, also of two words as one
    latin: Spellings
    free_arabic: Spellings  # those that are no known name themselves
    free_latin: Spellings
    glued: str  # all Arabic letters in a row where spaces were lost, "" in a sound text


def name_in(name: str, text: str) -> bool:
    """Tell whether all parts of ``name`` stand in ``text``, in any spelling or script.

    The text should be the cited paragraphs and no more: short spellings fit something in any long
    one. Titles and ordinary words of the name are not asked for; a name of nothing else is
    compared word by word. The empty name is in no text.
    """
    pieces = parts(name)
    return bool(pieces) and all(part_in(part, index(text)) for part in pieces)


def missing(name: str, text: str) -> tuple[str, ...]:
    """Return the parts of ``name``, in comparison form, that ``text`` does not have."""
    return tuple(part.form for part in parts(name) if not part_in(part, index(text)))


def spelled_beside(name: str, text: str) -> bool:
    """Tell whether ``text`` has a name of several words in its order, one spelled much otherwise.

    مولود تشاووش أوغلو is مولود جاويش أوغلو: at least as many words fit as do not, and those have
    consonants of the same classes.
    """
    mine = [token for token in tokenize(name) if not is_ordinary(token)]
    there = tokenize(text) if len(mine) > 1 else ()
    return any(_run_fits(mine, there[at : at + len(mine)]) for at in range(len(there)))


def _run_fits(mine: Sequence[Token], there: Sequence[Token]) -> bool:
    if len(there) < len(mine):
        return False
    like = [_alike(one, other) for one, other in zip(mine, there, strict=True)]
    return min(like) > 0 and 2 * sum(like) >= 3 * len(like)


def _alike(one: Token, other: Token) -> int:
    """Return 2 for two spellings of one word, 1 for words of the same sounds, else 0."""
    if skeleton(one.form) != skeleton(other.form.removeprefix("ال")) or not skeleton(one.form):
        return 0
    if one.arabic == other.arabic:
        same = _same_arabic if one.arabic else _same_latin
        return 2 if same(one.form, other.form) else 1
    latin, arabic = (other, one) if one.arabic else (one, other)
    return 2 if transliteration.fits(latin.form, arabic.form) else 1


def same_name(one: str, other: str) -> bool:
    """Tell whether two names can be one: all parts of the shorter are in the longer.

    "ترمب" is "Donald Trump"; "Ivanka Trump" is not. Names of several words each must agree in all.
    """
    short, long = sorted((one, other), key=_length)
    return name_in(short, long) and (_length(short) < 2 or name_in(long, short))


def _length(name: str) -> int:
    """Count the words of a name that are not ordinary ones."""
    return sum(not is_ordinary(token) for token in tokenize(name))


@lru_cache(maxsize=2048)
def parts(name: str) -> tuple[Part, ...]:
    """Return the pieces of a name that a text must have."""
    tokens = tokenize(name)
    found: list[Part] = []
    done = 0
    for known in known_names(tokens):
        found += _words(tokens[done : known.first])
        form = " ".join(token.form for token in tokens[known.first : known.last])
        found.append(Part(form, known.keys, tokens[known.first].arabic))
        done = known.last
    found += _words(tokens[done:])
    if not found:
        found = [Part(token.form, frozenset(), token.arabic) for token in tokens]
    return tuple(found)


def _words(tokens: Sequence[Token]) -> list[Part]:
    return [
        Part(token.form, frozenset(), token.arabic)
        for at, token in enumerate(tokens)
        if _is_asked(token) or (at and token.arabic and is_family(tokens[at - 1], token))
    ]


def _is_asked(token: Token) -> bool:
    """Whether a word of a name must be found: first names also where they are words as well."""
    return not is_ordinary(token) or (token.arabic and is_given_name(token.form))


@lru_cache(maxsize=512)  # the paragraphs of a long story; each takes some 4 kB
def index(text: str) -> Index:
    """Return the names that a text may hold."""
    tokens = tokenize(text)
    keys: set[str] = set()
    taken: set[int] = set()
    for at, length, found in every_form(text):
        keys |= found
        taken.update(range(at, at + length))
    words: dict[bool, list[str]] = {False: [], True: []}
    free: dict[bool, list[str]] = {False: [], True: []}
    for at, token in enumerate(tokens):
        forms = _spellings(token, tokens[at + 1] if at + 1 < len(tokens) else None)
        words[token.arabic] += forms
        if at not in taken:
            free[token.arabic] += forms
    lost = any(token.arabic and len(token.form) >= _GLUED for token in tokens)
    glued = "".join(token.form for token in tokens if token.arabic) if lost else ""
    arabic, latin = Sounds(frozenset(words[True])), Sounds(frozenset(words[False]))
    return Index(
        frozenset(keys),
        Spellings(arabic.forms, arabic),
        Spellings(latin.forms, latin),
        Spellings(frozenset(free[True]), arabic),
        Spellings(frozenset(free[False]), latin),
        glued,
    )


def _spellings(token: Token, following: Token | None) -> list[str]:
    """Return what a token may spell: itself, without its prefixes, joined with the next."""
    if not token.arabic:
        joined = following and not following.arabic and token.capital
        one = [token.form[:-1]] if _is_plural(token) else []
        return [token.form, *one, *([token.form + following.form] if joined and following else [])]
    forms = [form for form in bases(token.form) if len(form) > 1]
    if following and following.arabic:
        after = following.form.removeprefix("ال")
        forms.append(token.form + following.form)
        if after != following.form:
            forms.append(token.form + after)
    return forms


def _is_plural(token: Token) -> bool:
    """Whether a capital word may be several of what its name is: MacBooks, Fokkers."""
    form = token.form
    return token.capital and len(form) > _SOUNDED and form[-1] == "s" and form[-2] not in "su"


@lru_cache(maxsize=4096)  # a paragraph is asked for the same names by many claims
def part_in_text(part: Part, text: str) -> bool:
    """Tell whether one part of a name is in a text."""
    return part_in(part, index(text))


def is_plainly_in(part: Part, text: str) -> bool:
    """Tell whether one part of a name is in a text as a known name, or letter by letter."""
    return _is_plain(part, index(text))


def part_in(part: Part, where: Index) -> bool:
    """Tell whether one part of a name is in an indexed text."""
    if _is_plain(part, where):
        return True
    if part.keys:
        found = _spelled(part, where.free_arabic, where.free_latin)
    else:
        found = _spelled(part, where.arabic, where.latin)
    return found or (bool(where.glued) and _glued(part, where.glued))


def _is_plain(part: Part, where: Index) -> bool:
    if part.keys:
        named = not where.keys.isdisjoint(part.keys)
        return named or not where.keys.isdisjoint(metonyms(part.keys))
    return part.form in where.arabic.forms or part.form in where.latin.forms


def _glued(part: Part, letters: str) -> bool:
    """Look for a part of a name in a text that lost spaces: "فيالأممالمتحدة"."""
    if part.keys:
        forms = (form for key in part.keys for form in arabic_forms(key))
        return any(len(form) > 3 and form in letters for form in forms)
    if part.arabic:
        return len(part.form) > 3 and part.form in letters
    return transliteration.fits_inside(part.form, letters)


def _spelled(part: Part, arabic: Spellings, latin: Spellings) -> bool:
    """Tell whether a text's spellings hold this one, across scripts or within its own."""
    if " " in part.form:
        words = part.form.split()
        one = Part("".join(words), frozenset(), part.arabic)
        return all(
            _spelled(Part(word, frozenset(), part.arabic), arabic, latin) for word in words
        ) or (len(one.form) > _JOINED and _spelled(one, arabic, latin))
    if part.arabic:
        forms = bases(part.form)
        return (
            not arabic.forms.isdisjoint(forms)
            or (bool(arabic.forms) and any(_has_alike(base, arabic) for base in forms))
            or (bool(latin.forms) and any(_has_transliterated(base, latin) for base in forms))
        )
    return (
        part.form in latin.forms
        or any(_same_latin(part.form, form) for form in latin.like(part.form))
        or any(transliteration.fits(part.form, form) for form in arabic.near(part.form))
    )


def _has_alike(arabic: str, there: Spellings) -> bool:
    return any(_same_arabic(arabic, form) for form in there.like(arabic))


def _has_transliterated(arabic: str, there: Spellings) -> bool:
    return any(transliteration.fits(form, arabic) for form in there.near(arabic))


def same_spelling(one: str, other: str) -> bool:
    """Tell whether two words of one script can be spellings of one name."""
    arabic = "\u0621" <= one[:1] <= "\u06d3"
    return _same_arabic(one, other) if arabic else _same_latin(one, other)


def _same_arabic(one: str, other: str) -> bool:
    """Tell whether two Arabic spellings differ only in letters that newsrooms write at will."""
    if one == other:
        return True
    if min(len(one), len(other)) < 4 or skeleton(one, False) != skeleton(other, False):
        return False
    if is_given_name(one) and is_given_name(other):  # سلمان is not سليمان
        return False
    strong = one.translate(_WEAK_LETTERS), other.translate(_WEAK_LETTERS)
    far = Levenshtein.distance(one, other, score_cutoff=2)
    if strong[0] == strong[1]:
        return far <= (2 if len(strong[0]) > 2 and len(one) > 6 else 1)
    return far <= 1 and len(one) > 5


def _same_latin(one: str, other: str) -> bool:
    """Tell whether two Latin spellings differ only by a vowel, or spell the same sounds."""
    if one == other:
        return True
    if min(len(one), len(other)) >= _SOUNDED and sounded(one) == sounded(other):
        return True
    if min(len(one), len(other)) < 5 or one[0] != other[0]:
        return False
    far = Levenshtein.distance(one, other, score_cutoff=2)
    return far <= (1 if len(one) < 8 else 2) and skeleton(one) == skeleton(other)
