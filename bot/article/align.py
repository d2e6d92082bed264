"""Finds an extractor's lines again among the blocks of the page.

The extractor chooses; the words come from the page. A line may be one block, a part of one
(something inside was left out), or several (table cells run together). Everything is compared
by letters and digits alone.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

from bot.article.blocks import Block
from bot.article.signs import squeeze

WHOLE = 0.8
"""A block is taken as a whole when this share of it was chosen."""
_CELLS = re.compile(r"\s*\|\s*")
_EDGE = 24
_STEP = 8


class Alignment:
    """Which blocks of a page were chosen, and how much of each."""

    def __init__(self, blocks: list[Block]) -> None:
        self.blocks = blocks
        self.text = "".join(b.key for b in blocks)
        self.starts: list[int] = []
        self.exact: dict[str, list[int]] = {}
        at = 0
        for block in blocks:
            self.starts.append(at)
            self.exact.setdefault(block.key, []).append(block.n)
            at += len(block.key)
        self.spans: dict[int, list[tuple[int, int]]] = {}
        self.lost: list[tuple[int, str]] = []  # (block it came after, line not found on the page)
        self.at = 0

    def take(self, lines: Iterable[str]) -> None:
        """Choose the blocks of every line."""
        for line in lines:
            if self._find(line):
                continue
            for cell in _CELLS.split(line) if line.startswith("|") else [line]:
                if not self._find(cell):
                    self.lost.append((self._block(max(0, self.at - 1)), cell.strip()))

    def _find(self, line: str) -> bool:
        key = squeeze(line)
        return not key or self._exact(key) or self._inside(key) or self._pieces(key)

    def _exact(self, key: str) -> bool:
        found = self.exact.get(key)
        if not found:
            return False
        here = self._block(self.at)
        n = next((i for i in found if i >= here), found[0])
        self._cover(self.starts[n], self.starts[n] + len(key))
        return True

    def _inside(self, key: str) -> bool:
        start = self.text.find(key, self.at)
        if start < 0:
            start = self.text.find(key)
        if start < 0 or len(key) < 4:
            return False
        self._cover(start, start + len(key))
        return True

    def _pieces(self, key: str) -> bool:
        """Find a line from which things inside were cut, piece by piece."""
        found: list[tuple[int, int]] = []
        done, here = 0, self.at
        while done <= len(key) - _EDGE:
            edge = key[done : done + _EDGE]
            start = self.text.find(edge, here)
            start = start if start >= 0 else self.text.find(edge)
            size = self._run(key, done, start) if start >= 0 else 0
            if size:
                found.append((start, start + size))
                here = start + size
            done += size or _STEP
        if 2 * sum(end - start for start, end in found) < len(key):
            return False
        for start, end in found:
            self._cover(start, end)
        return True

    def _run(self, key: str, done: int, start: int) -> int:
        """Count the signs that ``key`` from ``done`` and the page from ``start`` share."""
        size = _EDGE
        while key[done + size : done + 2 * size] == self.text[start + size : start + 2 * size]:
            if done + size >= len(key):
                break
            size *= 2
        shared = zip(key[done + size :], self.text[start + size :], strict=False)
        return size + next((n for n, (a, b) in enumerate(shared) if a != b), len(key) - done - size)

    def _block(self, at: int) -> int:
        return max(0, bisect_right(self.starts, at) - 1)

    def _cover(self, start: int, end: int) -> None:
        self.at = end
        n = self._block(start)
        while n < len(self.blocks) and self.starts[n] < end:
            low = max(start, self.starts[n]) - self.starts[n]
            high = min(end, self.starts[n] + len(self.blocks[n].key)) - self.starts[n]
            if high > low:
                self.spans.setdefault(n, []).append((low, high))
            n += 1

    def chosen(self) -> dict[int, str]:
        """Return the chosen blocks in page order, with the text of each that was chosen."""
        return {n: self._text(n) for n in sorted(self.spans)}

    def _text(self, n: int) -> str:
        block = self.blocks[n]
        low = min(s for s, _ in self.spans[n])
        high = max(e for _, e in self.spans[n])
        if high - low >= WHOLE * len(block.key):
            return block.text
        return _slice(block.text, low, high)


def _slice(text: str, low: int, high: int) -> str:
    """Cut ``text`` to its letters and digits ``low`` to ``high``, with the signs that follow."""
    seen, start, end = 0, 0, len(text)
    for at, sign in enumerate(text):
        size = len(squeeze(sign))
        if size and seen <= low:
            start = at
        if size and seen >= high:
            end = at
            break
        seen += size
    return text[start:end].strip()
