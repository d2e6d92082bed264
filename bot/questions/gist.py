"""How much two passages of a story's sources are about the same thing, in one language or two."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from math import log, sqrt

from bot.language.names.matching import index
from bot.language.words import terms
from bot.model import Story
from bot.questions.book import read
from bot.story.bridge import concepts_in


@lru_cache(maxsize=8192)
def gist(text: str, language: str) -> frozenset[str]:
    """Return what a text is about: stems of its words; things and names of any language."""
    stems = (f"{language} {term}" for term in terms(text, language) if not term[0].isdigit())
    return frozenset((*stems, *concepts_in(text, language), *index(text).keys))


class Likeness:
    """Compares passages of one story: what stands everywhere in it says little."""

    def __init__(self, texts: Iterable[tuple[str, str]]) -> None:
        found = [gist(text, language) for text, language in texts]
        spread = Counter(mark for one in found for mark in one)
        self._weights: Mapping[str, float] = {
            mark: log((1 + len(found)) / count) for mark, count in spread.items()
        }
        self._rare = log(1 + len(found))

    def between(self, one: frozenset[str], other: frozenset[str]) -> float:
        """Return how alike two gists are, 0 to 1."""
        shared = sum(self._square(mark) for mark in one & other)
        size = sqrt(self._size(one) * self._size(other))
        return shared / size if size else 0.0

    def _size(self, one: frozenset[str]) -> float:
        return sum(map(self._square, one))

    def _square(self, mark: str) -> float:
        return self._weights.get(mark, self._rare) ** 2


@lru_cache(maxsize=4)
def likeness(story: Story) -> Likeness:
    """Return how the passages of a story compare."""
    return Likeness((line.passage.text, line.passage.language) for line in read(story).lines)
