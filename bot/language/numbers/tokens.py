"""Cuts the comparison form of a text into the tokens that figures are made of."""

from __future__ import annotations

import re
from typing import NamedTuple


class Token(NamedTuple):
    """A token; ``kind``: "n" digits, "w" word, "s" sign, "d" date in digits, "t" time, "x" link."""

    kind: str
    text: str
    start: int
    end: int


_TOKEN = re.compile(
    r"(?P<x>(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+\.\w[\w.]*|[@#]\w+)"
    r"|(?P<d>(?<![\d.])(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}([/.-])\d{1,2}\3(?:\d{4}|\d{2}))(?![\d/]))"
    r"|(?P<t>(?<![\d:])\d{1,2}:\d{2}(?::\d{2})?(?![\d:]))"
    r"|(?P<n>\d{1,3}(?: \d{3})+(?![\d.,]\d|\d)|\d+(?:[.,']\d+)*)"
    r"|(?P<w>[^\W\d_]+(?:'[^\W\d_]+)*)"
    r"|(?P<s>[^\s])"
)


def tokens(folded: str) -> list[Token]:
    """Return the tokens of a comparison form (``bot.language.fold``) in order."""
    return [
        Token(match.lastgroup or "d", match.group(), match.start(), match.end())
        for match in _TOKEN.finditer(folded)
    ]
