"""How much two articles are alike: in one language by their terms, across two by their marks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from math import fsum, log, sqrt

from bot.story.bridge import Marks
from bot.story.terms import Profile

# Two groups become one when their articles are this similar on average. On labelled news, pairs
# of articles on one event lie around 0.25, nine in ten of them over 0.15; nineteen in twenty
# unrelated pairs lie under 0.05, and two events with the same actors at 0.10 on average.
SAME_EVENT = 0.12
# An Arabic and an English text of one event share about two thirds of the marks that both
# languages know, those of different events with the same actors up to a half. Scaled so that
# this bound and the one above fall together.
_ACROSS = SAME_EVENT / 0.5

_TITLE_SHARE = 0.3  # how much of the similarity comes from what the titles promise
_PRIOR = 2000  # articles that the shares of the word lists are worth against those at hand
_ALPHABET = 12  # letters of a skeleton, for the chance that two are alike
_DOUBT = 0.004  # names of different people that do sound alike
_TELLING = 4  # letters of a skeleton that is worth looking up


class Likeness:
    """Articles that can be compared, given by their profiles and their marks."""

    def __init__(self, profiles: Sequence[Profile], marked: Sequence[Marks | None]) -> None:
        self.profiles, self.marked = profiles, marked
        spread = Counter(term for one in profiles for term in one.counts)
        rarity = [_rarities(one.shares, spread, len(profiles)) for one in profiles]
        self.vectors = [
            _vector(one.counts, rare) for one, rare in zip(profiles, rarity, strict=True)
        ]
        self._promises = [
            {term: rare[term] for term in one.title if term in rare}
            for one, rare in zip(profiles, rarity, strict=True)
        ]
        self._wholes = [fsum(promises.values()) for promises in self._promises]
        present = [one for one in marked if one]
        across = len({one.language for one in present}) > 1
        spread = Counter(mark for one in present for mark in one.counts) if across else Counter()
        self.weights: list[dict[str, float]] = [
            _weights(one.counts, _rarities(one.shares, spread, len(present)))
            if one and across
            else {}
            for one in marked
        ]
        self._squares = [_square(weights) for weights in self.weights]

    def of(self, i: int, j: int) -> float:
        """Return the similarity, 0 to 1, of two articles given by their positions."""
        one, other = self.marked[i], self.marked[j]
        if one and other and one.language != other.language:
            return _ACROSS * self._across(i, one, j, other)
        told = _dot(self.vectors[i], self.vectors[j])
        promised = sqrt(self._covered(i, j) * self._covered(j, i))
        return (1 - _TITLE_SHARE) * told + _TITLE_SHARE * promised / 2

    def _covered(self, i: int, j: int) -> float:
        """Return how much of what the title of one promises stands anywhere in the other."""
        promises, whole = self._promises[i], self._wholes[i]
        both = promises.keys() & self.vectors[j].keys()
        return fsum(map(promises.__getitem__, both)) / whole if whole > 0 else 0.0

    def _across(self, i: int, one: Marks, j: int, other: Marks) -> float:
        """Return the cosine of the marks of two articles, with the names that both hold."""
        if not one.names:
            i, one, j, other = j, other, i, one
        matched = missed = 0.0
        heard, words = other.heard, len(other.heard)
        for name, count in one.names.items():
            weight = (count * _surprise(len(name), words)) ** 2
            if name in heard:
                matched += weight
            else:
                missed += weight
        # The side without capitals has as many names as were found in it; who knows which others.
        length = sqrt((self._squares[i] + matched + missed) * (self._squares[j] + matched))
        return (_dot(self.weights[i], self.weights[j]) + matched) / length if length else 0.0

    def terms(self, at: int) -> Iterator[str]:
        """Yield what others that are alike are likely to have too, in the article's language."""
        yield from self.vectors[at]

    def signs(self, at: int) -> Iterator[str]:
        """Yield what articles in the other language that are alike are likely to have too."""
        one = self.marked[at]
        if one and self.weights[at]:
            yield from self.weights[at]
        if one:
            yield from (f"~{name}" for name in (one.names or one.heard) if len(name) >= _TELLING)


@lru_cache(maxsize=8192)
def _surprise(letters: int, words: int) -> float:
    """Return -log of the chance that a text of so many skeletons holds one by accident."""
    return -log(min(1.0, words / _ALPHABET**letters + _DOUBT))


def _square(weights: Mapping[str, float]) -> float:
    return sum(weight * weight for weight in weights.values())


def _rarities(
    shares: Mapping[str, float], spread: Mapping[str, int], total: int
) -> dict[str, float]:
    """Return -log of the share of articles with each term, the lists' and ours taken together."""
    rarities = {}
    for term, share in shares.items():
        seen = share * _PRIOR + spread[term] - 1
        rarities[term] = max(log((_PRIOR + total - 1) / seen), 0.0)
    return rarities


def _weights(counts: Mapping[str, float], rarity: Mapping[str, float]) -> dict[str, float]:
    return {term: count * rarity[term] for term, count in counts.items()}


def _vector(counts: Mapping[str, float], rarity: Mapping[str, float]) -> dict[str, float]:
    weights = _weights(counts, rarity)
    length = sqrt(_square(weights)) or 1.0
    return {term: weight / length for term, weight in weights.items()}


def _dot(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    # exact sums: the order in which a set gives its terms is not the same each time
    return fsum([one[term] * other[term] for term in one.keys() & other.keys()])
