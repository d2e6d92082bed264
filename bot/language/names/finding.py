"""Finds the names that a text calls people, places and organisations by."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache, lru_cache
from typing import NamedTuple, TypeAlias

from bot.language.names.compounds import compound_keys
from bot.language.names.gazetteer import (
    has_foreign_shape,
    is_family,
    is_given_name,
    is_ordinary,
    is_otherwise_written,
    is_title,
    is_weak,
    looks_like_verb,
)
from bot.language.names.signs import KnownName, Opening, Shown, known_in, shown_in, speaking
from bot.language.names.tokens import Token, tokenize
from bot.language.tables import listed, table
from bot.language.words import stopwords

_CHAIN = 4  # words of which the last is definite that make a title longer
_IN_THE_NAME = "باسم"
_GOES_ON = re.compile("م.ا..ه|است..ا.|ا.ت.ا.?|ان..ا.|.{2,}[^ايو]ا")  # مساندة, استنكار, مسبقا
_OPENING_SIGNS, _CLOSING_SIGNS = " \t\r\n\"'“”‘’«»([{-–—•*", ".!?:;…"
_SONS = frozenset(("بن", "ابن", "بنت"))
_ACRONYM = 6  # letters of the longest acronym
_SHOUTED = 3  # words all in capitals that tell a text so written at least
_TANWIN = re.compile("[\u064b-\u064d]\u0627?$|\u0627\u064b$")
_LONGEST = 4  # words of an Arabic name that no table knows


Taken: TypeAlias = Mapping[int, bool]
"""The places of words that known names have already, and whether a name can only be somebody's."""


class NameKind(StrEnum):
    """Why something is taken for a name, the surest first."""

    KNOWN = "known"  # the tables have it
    CAPITALISED = "capitalised"
    TITLED = "titled"  # Arabic: after a title, begun by a given name, or of a foreign shape
    ACRONYM = "acronym"  # capitals that no table has: may be written out elsewhere


class NameMention(NamedTuple):
    """A name in a text: code point offsets, the words as written, and how it was found."""

    start: int
    end: int
    surface: str
    kind: NameKind


def names_in(text: str, language: str = "und") -> tuple[NameMention, ...]:
    """Return the names in ``text``, in order, never overlapping.

    In Latin letters what is written with a capital and is no ordinary English word; in Arabic
    letters, which have none, known names and what follows a title or begins with a given name.
    Better to miss a name than to take a word for one. ``language`` other than "en", "ar" and
    "und": known names only.
    """
    return _names_in(text, language in ("en", "ar", "und"))


@lru_cache(maxsize=256)  # several gates ask for the names of the same few texts
def _names_in(text: str, unknown_too: bool) -> tuple[NameMention, ...]:
    tokens = tokenize(text)
    known = [
        name
        for name in known_in(text)
        if not is_weak(tokens[name.first : name.last])
        and not is_otherwise_written(tokens, text, name.last)
    ]
    found = [_mention(text, tokens[one.first : one.last], NameKind.KNOWN) for one in known]
    if unknown_too:
        taken = {at: _is_person(one) for one in known for at in range(one.first, one.last)}
        found += _latin_names(text, tokens, taken)
        found += _arabic_names(text, tokens, taken)
    return tuple(sorted(found, key=lambda mention: mention.start))


def _is_person(name: KnownName) -> bool:
    """Whether a known name can only be somebody's."""
    return name.keys <= _people()


@cache
def _people() -> frozenset[str]:
    return compound_keys().union(table("names")["people"])


def _mention(text: str, tokens: Sequence[Token], kind: NameKind) -> NameMention:
    start, end = tokens[0].start, tokens[-1].end
    if text[start:end].endswith(("'s", "’s")):
        end -= 2
    return NameMention(start, end, text[start:end], kind)


def _latin_names(text: str, tokens: Sequence[Token], taken: Taken) -> list[NameMention]:
    """Return the runs of capitalised words that are no ordinary ones."""
    capitals = [(at, token) for at, token in enumerate(tokens) if token.capital]
    upper = sum([token.upper for _, token in capitals])
    if not capitals or (upper >= _SHOUTED and _shouts(tokens)):
        return []
    found: list[NameMention] = []
    run: list[Token] = []
    last = -1
    for at, token in capitals:
        if token.arabic or at in taken or not _is_proper(token) or _is_word(text, tokens, at):
            continue
        alone = bool(run) and run[-1].upper != token.upper  # "PM Zaev": an acronym and a name
        if run and (last != at - 1 or alone or not _beside(text, run[-1], token)):
            found.append(_run(text, run))
            run = []
        run.append(token)
        last = at
    return [*found, *([_run(text, run)] if run else [])]


def _is_proper(token: Token) -> bool:
    """Tell a capitalised word from an ordinary one, and from a model's number."""
    return not is_ordinary(token) and not any(map(str.isdigit, token.form))


def _is_word(text: str, tokens: Sequence[Token], at: int) -> bool:
    """Tell a common word that opens a sentence, or says what the name before it is, from a name.

    Elsewhere a capital makes a name of it: the Oracle deal.
    """
    token = tokens[at]
    several = token.form not in _common()
    if several and not _is_plural(token.form):
        return False
    before = text[: token.start].rstrip(_OPENING_SIGNS)
    if before and before[-1] not in _CLOSING_SIGNS:
        return not several and tokens[at - 1].capital and _beside(text, tokens[at - 1], token)
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    return not (after and after.capital and _beside(text, token, after))  # "Oracle Corporation"


@cache
def _common() -> frozenset[str]:
    return frozenset(listed("common_en"))


_PLURALS = (("s", ""), ("es", ""), ("ies", "y"), ("men", "man"))


def _is_plural(form: str) -> bool:
    """Whether a word is the plural of a common one: bandits, granaries, crewmen."""
    return any(
        form.endswith(many) and f"{form.removesuffix(many)}{one}" in _common()
        for many, one in _PLURALS
    )


def _run(text: str, run: Sequence[Token]) -> NameMention:
    acronym = len(run) == 1 and len(run[0].form) <= _ACRONYM and _has_capitals(text, run[0])
    return _mention(text, run, NameKind.ACRONYM if acronym else NameKind.CAPITALISED)


def _has_capitals(text: str, token: Token) -> bool:
    """Whether the letters of a word are capitals, or several and the last of them: AfD, PiS."""
    written = text[token.start : token.end]
    return token.upper or (sum(map(str.isupper, written)) > 1 and written[-1].isupper())


def _shouts(tokens: Sequence[Token]) -> bool:
    """Tell a text all in capitals, in which capitals say nothing."""
    upper = [token.upper for token in tokens if not token.arabic and len(token.form) > 3]
    return len(upper) >= _SHOUTED and sum(upper) > 0.7 * len(upper)


def _beside(text: str, one: Token, other: Token) -> bool:
    """Tell whether only a space, hyphen or the stop of an initial stands between two words."""
    return text[one.end : other.start].strip(" .\u00a0'’-‐‑") == ""


def _arabic_names(text: str, tokens: Sequence[Token], taken: Taken) -> list[NameMention]:
    """Return what a title announces or a given name begins."""
    found: list[NameMention] = []
    done = 0
    openings = _openings(text, tokens, shown_in(text))
    for at in sorted(openings):
        if at < done or at in taken:
            continue
        start = at if openings[at] is Opening.NAME else _announced(text, tokens, taken, at)
        end = _end_of_name(text, tokens, taken, start) if start is not None else at
        if start == at and not is_given_name(tokens[at].form):
            end = _end_of_shapes(text, tokens, start, end)
        if start is not None and end != start:
            found.append(_mention(text, tokens[start:end], NameKind.TITLED))
            done = end
    return found


def _openings(text: str, tokens: Sequence[Token], shown: Shown) -> Mapping[int, Opening]:
    """Return the places of words that open a name, with first names that are words as well."""
    found = {at: signs.opening for at, signs in shown if signs.opening}
    for at in [at for at, signs in shown if signs.family and at]:
        if _is_named_in_full(text, tokens[at - 1], tokens[at]):
            found.setdefault(at - 1, Opening.NAME)
    for at, _ in shown:  # a first name that is a word as well, before its father's: كريم بن سليمان
        if at and tokens[at].form in _SONS and is_given_name(tokens[at - 1].form):
            found.setdefault(at - 1, Opening.NAME)
    return found


def _is_named_in_full(text: str, given: Token, family: Token) -> bool:
    """Whether a first name stands before a family's: كريم الدسوقي."""
    return is_family(given, family) and _beside(text, given, family) and not is_ordinary(family)


def _announced(text: str, tokens: Sequence[Token], taken: Taken, at: int) -> int | None:
    """Return where a name begins that the title ``at`` announces; a known person has it himself."""
    if _is_nunated(text, tokens[at]):
        return None  # 52 نائباً وقّعوا
    following = at + 1
    while following < len(tokens) and _beside(text, tokens[following - 1], tokens[following]):
        after = tokens[following]
        if not after.arabic or taken.get(following):
            return None
        if following in taken or after.form.startswith(("ال", "لل")) or is_title(after):
            following += 1
            continue
        if after.form == _IN_THE_NAME:
            following += 1
            continue
        inner = _closes(tokens, following)
        if inner:
            following = inner
            continue
        if _are_described(text, tokens, following):
            return None
        named = _is_name_word(after) and not looks_like_verb(after.form)
        return following if named and not _is_nunated(text, after) else None
    return None


def _are_described(text: str, tokens: Sequence[Token], at: int) -> bool:
    """Whether a noun and its adjective in the accusative stand there: خفضا جديدا."""
    row = tokens[at : at + 2]
    return (
        len(row) > 1
        and _beside(text, row[0], row[1])
        and all(one.form.endswith("ا") and not is_given_name(one.form) for one in row)
        and is_ordinary(row[1])
    )


def _closes(tokens: Sequence[Token], at: int) -> int | None:
    """Return where a title goes on that ordinary words and a definite one make longer.

    "رئيس نقابة عمال الموانئ"; ``None`` if they make none.
    """
    end = at
    while end < min(len(tokens), at + _CHAIN) and tokens[end].arabic:
        form = tokens[end].form
        if form.startswith(("ال", "لل")):
            return end + 1 if end > at else None
        if form in stopwords("ar") or is_given_name(form) or not is_ordinary(tokens[end]):
            return None
        if _is_joined_verb(form):
            return None
        end += 1
    return None


def _is_joined_verb(form: str) -> bool:
    """Whether a word is a verb behind "and", so what it is about is over: نائب وأكدت التقيد."""
    if form[0] not in "وف":
        return False
    return form[1:] in speaking("verbs") or (form.endswith("ت") and not form.endswith("ات"))


def _end_of_name(text: str, tokens: Sequence[Token], taken: Taken, start: int) -> int:
    """Return the end of the row of name words that begins at ``start``."""
    at = start
    while at < len(tokens) and at - start < _LONGEST and at not in taken:
        token = tokens[at]
        if at > start and not _beside(text, tokens[at - 1], token):
            break
        if at > start and at + 1 not in taken and _names_father(text, tokens, at):
            at += 2
            continue
        verb = at > start and token.form[0] == "ي" and looks_like_verb(token.form)
        if verb or text[token.start : token.end] == "على" or _is_nunated(text, token):  # no علي
            break
        family = at > start and is_family(tokens[at - 1], token)
        if not token.arabic or not (_is_name_word(token) or tokens[at - 1].form == "عبد" or family):
            break
        if at > start + 1 and is_over(tokens[at - 2 : at], token):
            break
        at += 1
        if family:
            break
    return start if at == start + 1 and tokens[start].form == "عبد" else at


def _names_father(text: str, tokens: Sequence[Token], at: int) -> bool:
    """Whether a word is "son of", so the next one is a father's name: that may be any word."""
    father = tokens[at + 1 : at + 2] if tokens[at].form in _SONS else ()
    return bool(father) and father[0].arabic and _beside(text, tokens[at], father[0])


def is_over(last: Sequence[Token], token: Token) -> bool:
    """Whether a name is whole with its ``last`` two words, and an unknown one goes on from it.

    Behind a family's name with its article and behind a father's (الزياني مساندة, بن سلمان سلفا)
    comes the sentence; behind others where a word has the form of a verbal noun or an adverb.
    """
    if token.form.startswith("ال") or is_given_name(token.form):
        return False
    before, family = last
    whole = (family.form.startswith("ال") and before.form != "عبد") or before.form in _SONS
    return whole or bool(_GOES_ON.fullmatch(token.form))


def _end_of_shapes(text: str, tokens: Sequence[Token], start: int, end: int) -> int:
    """Return how far a name goes that its foreign shape alone shows: هولاند, not هولاند تمديد."""
    at = start + 1
    while at < end and (is_given_name(tokens[at].form) or has_foreign_shape(tokens[at])):
        at += 1
    return at


def _is_nunated(text: str, token: Token) -> bool:
    """Whether a word that is no given name is written with its tanwin: طليقاً, غائبًا."""
    written = _TANWIN.search(text, token.start, token.end)
    return bool(written) and not is_given_name(token.form.removesuffix("ا"))


def _is_name_word(token: Token) -> bool:
    if token.form.startswith("لل"):
        return False
    return is_given_name(token.form) or not is_ordinary(token)
