"""Which articles tell of one event: similarity over an inverted index, average linkage."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import heapify, heappop, heappush, nlargest
from math import log, sqrt

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

_NEARLY = 0.75 * SAME_EVENT  # for an article that stands alone beside a group of three or more,
_CROWDED = 3
_CLEARLY = 2.0  # if it is this many times more like that group than like the next

_TITLE_SHARE = 0.3  # how much of the similarity comes from what the titles promise
_PRIOR = 2000  # articles that the shares of the word lists are worth against those at hand
_KEYS = 25  # terms of an article that look up others
_CROWD = 80  # a term that stands in more articles than this looks up nothing
_FEW = 300  # up to this many articles every term looks up, and one is enough
_LOOKED_AT = 1500  # holders of its keys that an article looks at among those of another language,
_PAIRED = 20  # and how many of them it is compared with
_ALPHABET = 12  # letters of a skeleton, for the chance that two are alike
_DOUBT = 0.004  # names of different people that do sound alike

Pairs = dict[tuple[int, int], float]


def groups(
    profiles: Sequence[Profile], marked: Sequence[Marks | None]
) -> tuple[tuple[int, ...], ...]:
    """Return the positions of the articles by event, each group and the groups in order given."""
    pairs = similarities(profiles) | similarities_across(marked)
    linked = _adopt(linkage(len(profiles), pairs, SAME_EVENT), pairs)
    return tuple(sorted(tuple(sorted(group)) for group in linked))


def similarities(profiles: Sequence[Profile]) -> Pairs:
    """Return the similarity, 0 to 1, of each pair (i < j) that shares a telling term."""
    spread = Counter(term for one in profiles for term in one.counts)
    rarity = [_rarities(one.shares, spread, len(profiles)) for one in profiles]
    vectors = [_vector(one.counts, rare) for one, rare in zip(profiles, rarity, strict=True)]
    found = {}
    for i, j in _candidates([_keys(vector, spread, len(vectors)) for vector in vectors]):
        told = _dot(vectors[i], vectors[j])
        promised = sqrt(
            _covered(profiles[i], rarity[i], profiles[j])
            * _covered(profiles[j], rarity[j], profiles[i])
        )
        found[i, j] = (1 - _TITLE_SHARE) * told + _TITLE_SHARE * promised / 2
    return found


def similarities_across(marked: Sequence[Marks | None]) -> Pairs:
    """Return the similarity of each Arabic article with each English one that shares marks."""
    present = [one for one in marked if one]
    if len({one.language for one in present}) < 2:
        return {}
    spread = Counter(mark for one in present for mark in (*one.counts, *one.names, *one.heard))
    weights = [
        _weights(one.counts, _rarities(one.shares, spread, len(present))) if one else {}
        for one in marked
    ]
    keys: dict[str, dict[int, list[str]]] = {one.language: {} for one in present}
    for at, (one, weight) in enumerate(zip(marked, weights, strict=True)):
        if one:
            names = (f"~{name}" for name in (one.names or one.heard) if len(name) > 3)
            keys[one.language][at] = [*weight, *names]
    found: Pairs = {}
    for i, j in _candidates_across(*keys.values()):
        one, other = marked[i], marked[j]
        if one and other:
            likeness = _likeness(one, weights[i], other, weights[j])
            found[min(i, j), max(i, j)] = _ACROSS * likeness
    return found


def _likeness(
    one: Marks, weights: Mapping[str, float], other: Marks, others: Mapping[str, float]
) -> float:
    """Return the cosine of the marks of two articles, with the names that both hold."""
    named, heard = (one.names, other.heard) if one.names else (other.names, one.heard)
    matched = missed = 0.0
    for name, count in named.items():
        weight = (count * _surprise(name, len(heard))) ** 2
        if name in heard:
            matched += weight
        else:
            missed += weight
    # The side without capitals has as many names as were found in it; who knows which others.
    named_marks, heard_marks = (weights, others) if one.names else (others, weights)
    length = sqrt((_square(named_marks) + matched + missed) * (_square(heard_marks) + matched))
    return (_dot(weights, others) + matched) / length if length else 0.0


def _surprise(name: str, words: int) -> float:
    """Return -log of the chance that a text of so many skeletons holds this one by accident."""
    return -log(min(1.0, words / _ALPHABET ** len(name) + _DOUBT))


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
    if len(one) > len(other):
        one, other = other, one
    return sum(weight * other[term] for term, weight in one.items() if term in other)


def _covered(one: Profile, rarity: Mapping[str, float], other: Profile) -> float:
    """Return how much of what one title promises stands anywhere in the other article."""
    whole = sum(rarity[term] for term in one.title if term in rarity)
    both = sum(rarity[term] for term in one.title if term in rarity and term in other.counts)
    return both / whole if whole > 0 else 0.0


def _keys(weights: Mapping[str, float], spread: Mapping[str, int], total: int) -> list[str]:
    """Return the weightiest terms of an article that others have too, but not too many."""
    if total <= _FEW:
        return list(weights)
    telling = (term for term in weights if 1 < spread[term] <= _CROWD)
    return nlargest(_KEYS, telling, key=weights.__getitem__)


def _candidates(keys: Sequence[Iterable[str]]) -> Iterator[tuple[int, int]]:
    """Yield the pairs (i < j) that share a key, or two of them among many articles."""
    holders: dict[str, list[int]] = defaultdict(list)
    for at, held in enumerate(keys):
        common = Counter(other for key in held for other in holders[key])
        for key in held:
            holders[key].append(at)
        yield from ((other, at) for other in _enough(common, len(keys)))


def _candidates_across(
    ones: Mapping[int, Sequence[str]], others: Mapping[int, Sequence[str]]
) -> Iterator[tuple[int, int]]:
    """Yield the pairs of one of ``ones`` and one of ``others`` that share a key.

    Among many articles those that share the most telling keys: each of ``others`` asks its keys
    that fewest hold, until so many were looked at, and is paired with the best. What the two
    languages both know are countries, common things and short skeletons, so that a limit on each
    key would leave nothing to look up by.
    """
    holders: dict[str, list[int]] = defaultdict(list)
    for at, held in ones.items():
        for key in held:
            holders[key].append(at)
    few = len(ones) + len(others) <= _FEW
    for at, held in others.items():
        keys = sorted((k for k in held if k in holders), key=lambda k: (len(holders[k]), k))
        shared: dict[int, float] = defaultdict(float)
        left = _LOOKED_AT
        for key in keys:
            left -= len(holders[key])
            if left < 0 and not few:
                break
            telling = log(1 + len(ones) / len(holders[key])) ** 2
            for other in holders[key]:
                shared[other] += telling
        best = shared if few else nlargest(_PAIRED, shared, key=shared.__getitem__)
        yield from ((other, at) for other in best)


def _enough(common: Mapping[int, int], total: int) -> Iterator[int]:
    least = 1 if total <= _FEW else 2
    return (other for other, count in common.items() if count >= least)


def linkage(total: int, pairs: Mapping[tuple[int, int], float], least: float) -> list[list[int]]:
    """Join the two groups that are most similar, on average over their articles, again and again.

    ``pairs`` holds the similarities of articles 0 to ``total`` - 1 that are not nearly 0; it
    ends when no two groups reach ``least``.
    """
    members = {at: [at] for at in range(total)}
    sums: dict[int, dict[int, float]] = defaultdict(dict)
    for (i, j), similarity in pairs.items():
        sums[i][j] = sums[j][i] = similarity
    queue = [(-similarity, i, j) for (i, j), similarity in pairs.items() if similarity >= least]
    heapify(queue)
    fresh = total
    while queue:
        _, i, j = heappop(queue)
        if i not in members or j not in members:
            continue
        members[fresh] = members.pop(i) + members.pop(j)
        for other, both in _added(sums.pop(i), sums.pop(j), members).items():
            sums[fresh][other] = sums[other][fresh] = both
            average = both / (len(members[fresh]) * len(members[other]))
            if average >= least:
                heappush(queue, (-average, other, fresh))
        fresh += 1
    return list(members.values())


def _adopt(linked: Sequence[list[int]], pairs: Mapping[tuple[int, int], float]) -> list[list[int]]:
    """Give articles that stand alone to a group that they miss by little and resemble most.

    A look back or a side of an event shares less with each report than the reports do among
    themselves; it belongs to a group if it is clearly nearer to it than to any other.
    """
    likely: dict[tuple[int, int], float] = defaultdict(float)
    home = {at: n for n, group in enumerate(linked) if len(group) >= _CROWDED for at in group}
    alone = {group[0]: n for n, group in enumerate(linked) if len(group) == 1}
    for (i, j), similarity in pairs.items():
        for one, other in ((i, j), (j, i)):
            if one in alone and other in home:
                likely[one, home[other]] += similarity / len(linked[home[other]])
    ranked: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for (one, n), average in likely.items():
        ranked[one].append((average, n))
    found = [list(group) for group in linked]
    for one, choices in ranked.items():
        (best, n), (second, _) = [*sorted(choices, reverse=True), (0.0, -1)][:2]
        if best >= _NEARLY and best >= _CLEARLY * second:
            found[n].append(one)
            found[alone[one]].remove(one)
    return [group for group in found if group]


def _added(
    one: Mapping[int, float], other: Mapping[int, float], alive: Mapping[int, object]
) -> dict[int, float]:
    """Return the sums of two groups' similarities to each group that is still there."""
    return {
        at: one.get(at, 0.0) + other.get(at, 0.0) for at in one.keys() | other.keys() if at in alive
    }
