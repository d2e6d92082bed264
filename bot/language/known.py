"""What is known of a word, worked out when a text first has it: then a plain look-up."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

_MOST = 4096  # words that are kept: more than a story has

V = TypeVar("V")


class Known(dict[str, V]):
    """What ``tell`` says of each word that was asked for, begun anew when there are too many."""

    def __init__(self, tell: Callable[[str], V]) -> None:
        super().__init__()
        self._tell = tell

    def __missing__(self, word: str) -> V:
        if len(self) >= _MOST:
            self.clear()
        found = self[word] = self._tell(word)
        return found
