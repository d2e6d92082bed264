"""Groups by average linkage: the two that are most alike become one, again and again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from heapq import heapify, heappop, heappush

Pairs = dict[tuple[int, int], float]


def linkage(
    total: int,
    pairs: Mapping[tuple[int, int], float],
    least: float,
    sizes: Sequence[int] | None = None,
) -> list[list[int]]:
    """Join the two groups that are most similar, on average over their articles, again and again.

    ``pairs`` holds the similarities of articles 0 to ``total`` - 1 that are not nearly 0; it
    ends when no two groups reach ``least``. With ``sizes`` each is a group of so many articles
    already, and ``pairs`` holds averages.
    """
    weight = dict(enumerate(sizes or [1] * total))
    members = {at: [at] for at in range(total)}
    sums: dict[int, dict[int, float]] = defaultdict(dict)
    for (i, j), similarity in pairs.items():
        sums[i][j] = sums[j][i] = similarity * weight[i] * weight[j]
    queue = [(-similarity, i, j) for (i, j), similarity in pairs.items() if similarity >= least]
    heapify(queue)
    fresh = total
    while queue:
        _, i, j = heappop(queue)
        if i not in members or j not in members:
            continue
        members[fresh] = members.pop(i) + members.pop(j)
        weight[fresh] = weight[i] + weight[j]
        for other, both in _added(sums.pop(i), sums.pop(j), members).items():
            sums[fresh][other] = sums[other][fresh] = both
            average = both / (weight[fresh] * weight[other])
            if average >= least:
                heappush(queue, (-average, other, fresh))
        fresh += 1
    return list(members.values())


def _added(
    one: Mapping[int, float], other: Mapping[int, float], alive: Mapping[int, object]
) -> dict[int, float]:
    """Return the sums of two groups' similarities to each group that is still there."""
    return {
        at: one.get(at, 0.0) + other.get(at, 0.0) for at in one.keys() | other.keys() if at in alive
    }
