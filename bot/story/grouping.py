"""Which articles tell of one event: terms, an inverted index, average linkage."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from heapq import heapify, heappop, heappush, nlargest
from math import log, sqrt

from bot.story.terms import Profile

# Two groups become one when their articles are this similar on average. Pairs of articles on
# unrelated events stay under 0.10 and pairs on one event lie around 0.25; between 0.12 and 0.17
# the outcome hardly moves.
SAME_EVENT = 0.14

_TITLE_SHARE = 0.3  # how much of the similarity comes from what the titles promise
_PRIOR = 500  # articles that the shares of the word lists are worth against those at hand
_KEYS = 25  # terms of an article that look up others
_CROWD = 80  # a term that stands in more articles than this looks up nothing

Pairs = Mapping[tuple[int, int], float]


def groups(profiles: Sequence[Profile]) -> tuple[tuple[int, ...], ...]:
    """Return the positions of ``profiles`` by event, each group and the groups in order given."""
    linked = _linkage(len(profiles), similarities(profiles), SAME_EVENT)
    return tuple(sorted(tuple(sorted(group)) for group in linked))


def similarities(profiles: Sequence[Profile]) -> dict[tuple[int, int], float]:
    """Return the similarity, 0 to 1, of each pair (i < j) that shares a telling term."""
    spread = Counter(term for one in profiles for term in one.counts)
    rarity = [_rarities(one, spread, len(profiles)) for one in profiles]
    vectors = [_vector(one, rare) for one, rare in zip(profiles, rarity, strict=True)]
    found = {}
    for i, j in _candidates(vectors, spread):
        told = _dot(vectors[i], vectors[j])
        promised = sqrt(
            _covered(profiles[i], rarity[i], profiles[j])
            * _covered(profiles[j], rarity[j], profiles[i])
        )
        found[i, j] = (1 - _TITLE_SHARE) * told + _TITLE_SHARE * promised / 2
    return found


def _rarities(one: Profile, spread: Mapping[str, int], total: int) -> dict[str, float]:
    """Return -log of the share of articles with each term, the lists' and ours taken together."""
    rarities = {}
    for term, share in one.shares.items():
        seen = share * _PRIOR + spread[term] - 1
        rarities[term] = log((_PRIOR + total - 1) / seen)
    return rarities


def _vector(one: Profile, rarity: Mapping[str, float]) -> dict[str, float]:
    weights = {term: count * max(rarity[term], 0.0) for term, count in one.counts.items()}
    length = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {term: weight / length for term, weight in weights.items()}


def _dot(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    if len(one) > len(other):
        one, other = other, one
    return sum(weight * other[term] for term, weight in one.items() if term in other)


def _covered(one: Profile, rarity: Mapping[str, float], other: Profile) -> float:
    """Return how much of what one title promises stands anywhere in the other article."""
    whole = sum(rarity[term] for term in one.title if term in rarity)
    both = sum(rarity[term] for term in one.title if term in rarity and term in other.counts)
    return both / whole if whole > 0 else 0.0


def _candidates(
    vectors: Sequence[Mapping[str, float]], spread: Mapping[str, int]
) -> set[tuple[int, int]]:
    """Return the pairs that share one of their weightiest terms; work grows with the articles."""
    holders: dict[str, list[int]] = defaultdict(list)
    for at, vector in enumerate(vectors):
        telling = (term for term in vector if 1 < spread[term] <= max(_CROWD, len(vectors) // 100))
        for term in nlargest(_KEYS, telling, key=vector.__getitem__):
            holders[term].append(at)
    return {(i, j) for held in holders.values() for n, j in enumerate(held) for i in held[:n]}


def _linkage(total: int, pairs: Pairs, least: float) -> list[list[int]]:
    """Join the two most similar groups, on average over their articles, until none is left."""
    groups = {at: [at] for at in range(total)}
    sums: dict[int, dict[int, float]] = defaultdict(dict)
    for (i, j), similarity in pairs.items():
        sums[i][j] = sums[j][i] = similarity
    queue = [(-similarity, i, j) for (i, j), similarity in pairs.items() if similarity >= least]
    heapify(queue)
    fresh = total
    while queue:
        _, i, j = heappop(queue)
        if i not in groups or j not in groups:
            continue
        groups[fresh] = groups.pop(i) + groups.pop(j)
        joined = Counter(sums.pop(i))
        joined.update(sums.pop(j))
        for other in joined.keys() - {i, j}:
            if other not in groups:
                continue
            sums[fresh][other] = sums[other][fresh] = joined[other]
            average = joined[other] / (len(groups[fresh]) * len(groups[other]))
            if average >= least:
                heappush(queue, (-average, other, fresh))
        fresh += 1
    return list(groups.values())
