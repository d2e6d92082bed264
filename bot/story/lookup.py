"""Which articles are worth comparing: those that share what few others have. An inverted index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from heapq import nlargest
from math import log

FEW = 300  # up to this many articles every key looks up, and every pair that shares one counts
_LOOKED_AT = 700  # holders of its keys that each of more articles looks at (more: no better),
_PAIRED = 20  # and how many of them it is compared with
_COMMON = 0.5  # of all articles; a key that more of them have tells nothing

Keys = Mapping[int, Sequence[str]]


def pairs_between(asking: Keys, holding: Keys, most: int = _PAIRED) -> Iterator[tuple[int, int]]:
    """Yield each of ``asking`` with those of ``holding`` that share its keys, itself included.

    Among many articles each is paired only with the ``most`` that share its most telling keys, so
    that the number of pairs grows with that of the articles.
    """
    holders: dict[str, list[int]] = defaultdict(list)
    for at, keys in holding.items():
        for key in keys:
            holders[key].append(at)
    total = len(asking.keys() | holding.keys())
    for at, keys in asking.items():
        yield from ((at, other) for other in _found(keys, holders, total, most))


def _found(
    keys: Sequence[str], holders: Mapping[str, Sequence[int]], total: int, most: int
) -> Iterator[int]:
    """Yield the holders of ``keys``; of many those with the most telling ones.

    Keys are asked for from the rarest on until enough holders were looked at: a limit for each
    key would leave a story that everybody tells without any.
    """
    known = [key for key in keys if key in holders]
    if total <= FEW:
        yield from dict.fromkeys(at for key in known for at in holders[key])
        return
    shared: dict[int, float] = defaultdict(float)
    left = _LOOKED_AT
    for key in sorted(known, key=lambda k: (len(holders[k]), k)):
        left -= len(holders[key])
        if left < 0 or len(holders[key]) > _COMMON * total:
            break
        telling = log(1 + total / len(holders[key])) ** 2
        for at in holders[key]:
            shared[at] += telling
    yield from nlargest(most, shared, key=shared.__getitem__)
