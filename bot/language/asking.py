"""Tells whether somebody asks something, by the mark at the end or the word at the beginning."""

from __future__ import annotations

from functools import cache

from bot.language.tables import split, table
from bot.language.words import stopwords, words

_MARKS = "?؟"
_CLOSING = " \t\n\r\"'»”’)…!.*_\u200e\u200f\u2066\u2067\u2068\u2069"
_FEW = 6  # words of a question that only goes on from another: "and Saudi Arabia"


def is_question(text: str) -> bool:
    """Whether a text asks something by itself: a question mark last, or a question word first.

    One word alone asks nothing.
    """
    said = words(text)
    if text.rstrip(_CLOSING).endswith(tuple(_MARKS)):
        return bool(said)
    return len(said) > 1 and said[0] in _listed("opens")


def goes_on(text: str) -> bool:
    """Whether a text may be a question only after another: short, and more than thanks."""
    said = words(text)
    if is_question(text):
        return True
    begins = bool(said) and (said[0] in _listed("follows") or said[0].startswith("و"))
    content = [word for word in said if word not in stopwords("und")]
    return begins and bool(content) and len(said) <= _FEW


@cache
def _listed(kind: str) -> frozenset[str]:
    lists = table("questions")
    return frozenset(word for code in lists for word in split(lists[code][kind]))
