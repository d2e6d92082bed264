"""Cuts the comparison form of a text into the tokens that figures are made of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from bot.language.words import letter_words


class Token(NamedTuple):
    """A token; ``kind``: "n" digits, "w" word, "s" sign, "d" date in digits, "t" time, "x" link."""

    kind: str
    text: str
    start: int
    end: int


_LINK = r"(?P<x>(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+\.\w[\w.]*|[@#]\w+)|"
_LINK_SIGN = re.compile(r"[@#]|://|www\.")  # looked for once in a text, not at every word of it
_PLAIN = (
    r"(?P<w>[^\W\d_]+(?:'[^\W\d_]+)*)"
    r"|(?P<d>(?<![\d.])(?:\d{4}-\d{1,2}-\d{1,2}"
    r"|\d{1,2}(?P<mark>[/.-])\d{1,2}(?P=mark)(?:\d{4}|\d{2}))(?![\d/]))"
    r"|(?P<t>(?<![\d:])\d{1,2}:\d{2}(?::\d{2})?(?![\d:]))"
    r"|(?P<n>\d{1,3}(?: \d{3})+(?![\d.,]\d|\d)|\d+(?:[.,']\d+)*)"
    r"|(?P<s>[^\s])"
)
_WITHOUT_LINKS, _WITH_LINKS = re.compile(_PLAIN), re.compile(_LINK + _PLAIN)
_FIGURE = re.compile(r"[0-9@#]")


_new = tuple.__new__  # a third of the time of ``Token``, and there is one for every word


def tokens(folded: str) -> list[Token]:
    """Return the tokens of a comparison form (``bot.language.fold``) in order."""
    pattern = _WITH_LINKS if _LINK_SIGN.search(folded) else _WITHOUT_LINKS
    return [
        _new(Token, (match.lastgroup or "d", match[0], *match.span()))
        for match in pattern.finditer(folded)
    ]


def plain_words(folded: str) -> Sequence[str] | None:
    """Return the words of a text that has no digits, ``None`` where only ``tokens`` tells them.

    A name with a sign before it ("@one") is no word.
    """
    return None if _FIGURE.search(folded) else letter_words(folded)
