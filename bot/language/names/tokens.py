"""Tokens of a text as names need them: where they stand, how they are written, what they may be."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from bot.language.fold import Folded, fold, folded
from bot.language.known import Known

_TOKEN = re.compile(
    r"[\u0620-\u06ff]{2,}"  # most words, found at once: no acronym with stops begins so
    r"|[a-z]{2,}[^\W_\u0600-\u06ff]*(?:'[^\W\d_\u0600-\u06ff]+)*"
    r"|(?:[^\W\d_]\.){2,}(?:[^\W\d_](?!\w))?"
    r"|[\u0620-\u06ff]+|\d*[^\W\d_\u0600-\u06ff][^\W_\u0600-\u06ff]*(?:'[^\W\d_\u0600-\u06ff]+)*"
    r"|(?:(?<=[^\W\d_])|(?<=[^\W\d_] ))\+(?!\w)"  # OPEC+, أوبك +
)
_NISBA = ("يتين", "يتان", "يين", "يون", "يان", "يات", "يه", "يا")
_ENDINGS = (*_NISBA, "ا")
_PREFIXES = ("بال", "كال", "ال", "لل", "ب", "ل", "ك")
_WRITTEN_ON = (*_PREFIXES, "و", "ف")
_ARABIC = re.compile("[\u0621-\u06d3]")
_PARAGRAPH = 4096  # characters; the words of a longer text are not kept


class Token(NamedTuple):
    """A word: ``form`` in comparison form without stops and "'s", and its span as written.

    ``arabic``: it is in Arabic letters. ``capital``: it begins with a capital, or has one inside
    ("iPhone", "al-Sharaa"). ``upper``: its letters are capitals, two at least ("NATO", "MPs").
    """

    form: str
    start: int
    end: int
    arabic: bool
    capital: bool
    upper: bool


_new = tuple.__new__  # a third of the time of ``Token``, and there is one for every word


def tokenize(text: str) -> tuple[Token, ...]:
    """Return the words of a text; figures alone are none.

    Kept for the last paragraphs: what asks for their names asks many times.
    """
    return _tokenize(text) if len(text) <= _PARAGRAPH else _cut(fold(text))


@lru_cache(maxsize=128)
def _tokenize(text: str) -> tuple[Token, ...]:
    return _cut(fold(text))


def _cut(form: Folded) -> tuple[Token, ...]:
    text, plain, cut, last = form.source, form.text, [], 0
    straight = isinstance(form.origin, range)
    for found in _TOKEN.findall(plain):
        start = plain.index(found, last)  # no letter stands between two tokens
        end = last = start + len(found)
        if not straight:
            start, end = form.span(start, end)
        if "\u0621" <= found[0] <= "\u06d3" and found.isalpha():  # no capitals, stops or "'s"
            cut.append(_new(Token, (found, start, end, True, False, False)))
            continue
        written = text[start:end]
        word, arabic, capital, upper = _SHAPES[written] if straight else _shape(found, written)
        cut.append(_new(Token, (word, start, end, arabic, capital, upper)))
    return tuple(cut)


def _shape(word: str, written: str) -> tuple[str, bool, bool, bool]:
    """Return ``form``, ``arabic``, ``capital`` and ``upper`` of a word in comparison form."""
    if "'" in word:
        word = word.removesuffix("'s") if word != "'s" else word
    elif "." in word:
        word = word.replace(".", "")
    arabic = "\u0621" <= word[:1] <= "\u06d3"
    capital = not written.islower() and any(map(str.isupper, written))
    return word, arabic, capital, capital and _is_upper(written)


_SHAPES = Known(lambda written: _shape(folded(written), written))
"""Of a word of a text in which folding moves nothing: then it is folded as it is alone."""


def _is_upper(written: str) -> bool:
    letters = [char for char in written.removesuffix("s") if char.isalpha()]
    return len(letters) > 1 and all(map(str.isupper, letters))


@lru_cache(maxsize=4096)
def bases(form: str) -> tuple[str, ...]:
    """Return what an Arabic word may be without what is written onto it, itself first.

    Article, conjunctions, prepositions; endings of nisba adjectives become their masculine
    ("الأميركيين" may be "اميركي"). A Latin word is only itself and its singular.
    """
    if not _ARABIC.match(form):
        return (form, form[:-1]) if len(form) > 4 and form.endswith("s") else (form,)
    if not (form.startswith(_WRITTEN_ON) or form.endswith(_ENDINGS)):
        return (form,)
    found = dict.fromkeys([form])
    if form[0] in "وف" and len(form) > 3:
        found[form[1:]] = None
    for word in tuple(found):
        for prefix in _PREFIXES if word.startswith(_PREFIXES) else ():
            if word.startswith(prefix) and len(word) - len(prefix) >= 2:
                found[word[len(prefix) :]] = None
                if prefix == "لل":
                    found[f"ال{word[2:]}"] = None
    for word in tuple(found) if form.endswith(_ENDINGS) else ():
        for ending in _NISBA:
            if word.endswith(ending) and len(word) - len(ending) >= 2:
                found[f"{word[: len(word) - len(ending)]}ي"] = None
        if word.endswith("ا") and len(word) > 4:
            found[word[:-1]] = None  # accusative: "فلسطينيا"
    return tuple(found)
