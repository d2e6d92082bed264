"""Finds the words of a quotation in a text, verbatim up to what the comparison form folds."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from bot.language.fold import Folded, fold, folded

_TOKEN = re.compile(r"\w+|''|\"|'|[^\w\s]")
_ONLY_WORDS = re.compile(r"\w+(?: \w+)*")
_ANY_QUOTE = "(?:\"|''?)"
_WORD_START = r"(?<!\w)"
_AFTER_CONJUNCTION = r"(?:(?<!\w)|(?<=(?<!\w)[وف]))"  # Arabic writes "and" onto the next word
_OUTER = " \"'.,;:!?()[]-"


def find(needle: str, haystack: Folded) -> tuple[int, int] | None:
    """Return the half-open span in ``haystack.source`` of the words of ``needle``, or ``None``.

    The words must stand there whole, all of them, in their order, with the same punctuation
    between them; spaces beside punctuation, the shape of quotation marks and any punctuation
    around the needle do not count. The first of several Arabic words may follow a written-on
    conjunction ("و", "ف"), which quotations rightly leave out. A needle
    without a word is not found.
    """
    if not _may_stand(needle, haystack):
        return None
    plain = folded(needle).strip(_OUTER)
    if _ONLY_WORDS.fullmatch(plain):
        at = _first(plain, haystack.text)
        return None if at is None else haystack.span(at, at + len(plain))
    found = _pattern(needle)
    match = found.search(haystack.text) if found else None
    return haystack.span(*match.span()) if match else None


def find_all(needle: str, haystack: Folded) -> tuple[tuple[int, int], ...]:
    """Return the spans of every occurrence of ``needle``, as ``find`` does for the first."""
    found = _pattern(needle) if _may_stand(needle, haystack) else None
    if found is None:
        return ()
    return tuple(haystack.span(*match.span()) for match in found.finditer(haystack.text))


def locate(quote: str, text: str) -> tuple[int, int] | None:
    """Return the half-open span of ``quote`` in ``text``, both as written, or ``None``."""
    return find(quote, fold(text))


def _may_stand(needle: str, haystack: Folded) -> bool:
    """Tell whether a text has every word of a needle: what has not needs no pattern."""
    text = haystack.text
    for found in _TOKEN.finditer(fold(needle).text):
        token = found[0]
        if token not in text and _is_word(token):
            return False
    return True


def _first(plain: str, text: str) -> int | None:
    """Return where words and single spaces first stand whole in a text, as ``_pattern`` does."""
    joined = " " in plain and plain[1] != " " and "\u0621" <= plain[0] <= "\u064a"
    at = text.find(plain)
    while at >= 0:
        begins = _is_gap(text, at - 1)
        if not begins and joined and text[at - 1] in "وف":
            begins = _is_gap(text, at - 2)
        if begins and _is_gap(text, at + len(plain)):
            return at
        at = text.find(plain, at + 1)
    return None


def _is_gap(text: str, at: int) -> bool:
    """Whether no letter or digit stands at a place of a text, or outside of it."""
    return not (0 <= at < len(text) and _is_word(text[at]))


@lru_cache(maxsize=128)
def _pattern(needle: str) -> re.Pattern[str] | None:
    tokens = _TOKEN.findall(folded(needle).strip(_OUTER))
    if not any(map(_is_word, tokens)):
        return None
    parts = [_form(tokens[0])]
    for before, token in pairwise(tokens):
        parts.append(" " if _is_word(before) and _is_word(token) else " ?")
        parts.append(_form(token))
    left = _left_edge(tokens[0], sum(map(_is_word, tokens)))
    right = r"(?!\w)" if _is_word(tokens[-1]) else ""
    return re.compile(left + "".join(parts) + right)


def _left_edge(first: str, words: int) -> str:
    """Return the boundary before the needle; its words may begin after a written-on "and"."""
    if not _is_word(first):
        return ""
    arabic = len(first) > 1 and "\u0621" <= first[0] <= "\u064a"
    return _AFTER_CONJUNCTION if arabic and words > 1 else _WORD_START


def _is_word(token: str) -> bool:
    return token[0].isalnum() or token[0] == "_"


def _form(token: str) -> str:
    return _ANY_QUOTE if token in ('"', "'", "''") else re.escape(token)
