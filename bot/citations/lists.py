"""How many things a text lists: "Oman, Qatar and Iraq" supports "three states"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.citations.prepared import Prepared

_PART = re.compile(r"[^\W\d_]+|[,.;:()]")
_GAP = 4  # words that one listed thing may take
_LEAST, _MOST = 3, 12  # shorter ones are everywhere, longer ones nobody counts


def listed(text: Prepared) -> frozenset[int]:
    """Return the lengths of the lists in a text that commas and "and" hold together."""
    return frozenset(n for n in _lengths(text) if _LEAST <= n <= _MOST)


def longest(text: Prepared) -> int:
    """Return the length of the longest list in a text."""
    return max(listed(text), default=0)


def _lengths(text: Prepared) -> Iterator[int]:
    joints: list[int] = []  # words between one joint and the next, in the list so far
    gap = 0
    for part in _PART.findall(text.folded.text):
        if part in ".;:()" or gap > _GAP:
            yield from _closed(joints)
            joints, gap = [], 0
            if part in ".;:()":
                continue
        if part in (",", "and", "و"):
            joints, gap = ([*joints, gap] if gap else joints), 0
        elif text.language == "ar" and part[0] == "و" and len(part) > 3:
            joints, gap = ([*joints, gap] if gap else joints), 1
        else:
            gap += 1
    yield from _closed(joints)


def _closed(joints: list[int]) -> Iterator[int]:
    """Yield the length of the whole list, and of its tail of single words."""
    if joints:
        yield len(joints) + 1
        tail = 0
        for gap in reversed(joints):
            if gap > 1:
                break
            tail += 1
        yield tail + 1
        yield tail + 2
