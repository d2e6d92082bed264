"""Cuts the comparison form of a text into the tokens that figures are made of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from bot.language.known import Known
from bot.language.words import letter_words


class Cut(NamedTuple):
    """A text cut into tokens: the kind, the text and the place of each, by its index.

    Kinds: "n" digits, "w" word, "s" sign, "d" date in digits, "t" time, "x" link.
    """

    kinds: list[str]
    texts: list[str]
    starts: list[int]
    ends: list[int]


_WORD = r"[^\W\d_]+(?:'[^\W\d_]+)*"
_NUMBER = r"\d{1,3}(?: \d{3})+(?![\d.,]\d|\d)|\d+(?:[.,']\d+)*"
_TOKEN = re.compile(rf"({_WORD}|{_NUMBER}|\S)")
_LINK = r"(?P<x>(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+\.\w[\w.]*|[@#]\w+)|"
_PLAIN = (
    rf"(?P<w>{_WORD})"
    r"|(?P<d>(?<![\d.])(?:\d{4}-\d{1,2}-\d{1,2}"
    r"|\d{1,2}(?P<mark>[/.-])\d{1,2}(?P=mark)(?:\d{4}|\d{2}))(?![\d/]))"
    r"|(?P<t>(?<![\d:])\d{1,2}:\d{2}(?::\d{2})?(?![\d:]))"
    rf"|(?P<n>{_NUMBER})"
    r"|(?P<s>[^\s])"
)
_WITHOUT_LINKS, _WITH_LINKS = re.compile(_PLAIN), re.compile(_LINK + _PLAIN)
# Looked for once in a text, not at every word of it: what no link, and no date or time, is without
_LINK_SIGNS = ("@", "#", "://", "www.")
_DATE_SIGN = re.compile(r"\d(?:[/.-]\d{1,2}[/.-]|:\d)\d")
_FIGURE = re.compile(r"[0-9@#]")


def tokens(folded: str) -> Cut:
    """Return the tokens of a comparison form (``bot.language.fold``) in order."""
    links = any(sign in folded for sign in _LINK_SIGNS)
    if links or _DATE_SIGN.search(folded):
        pattern = _WITH_LINKS if links else _WITHOUT_LINKS
        found = list(pattern.finditer(folded))
        return Cut(
            [match.lastgroup or "d" for match in found],
            [match[0] for match in found],
            [match.start() for match in found],
            [match.end() for match in found],
        )
    parts = _TOKEN.split(folded)  # what stands between two tokens, and the tokens
    edges, texts = list(accumulate(map(len, parts))), parts[1::2]
    return Cut([_KINDS[text[0]] for text in texts], texts, edges[:-1:2], edges[1::2])


def _kind(first: str) -> str:
    """Return the kind of a plain token by its first character."""
    return "n" if first.isdecimal() else "w" if first.isalnum() else "s"


_KINDS = Known(_kind)


def plain_words(folded: str) -> Sequence[str] | None:
    """Return the words of a text that has no digits, ``None`` where only ``tokens`` tells them.

    A name with a sign before it ("@one") is no word.
    """
    return None if _FIGURE.search(folded) else letter_words(folded)
