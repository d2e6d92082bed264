"""How claims are put together for a judge: few calls, neighbours together, none too long."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from hashlib import sha256
from math import ceil

from bot.judge.rules import sides_of
from bot.model import Claim

_NUMBER = re.compile(r"[0-9]+")
MOST = 12  # claims a call; with more, answers get careless


def batches(claims: Sequence[Claim]) -> list[tuple[Claim, ...]]:
    """Return ``claims`` in batches of at most MOST with the same sides, as even as can be.

    Claims that cite the same paragraphs come together, so that few are shown twice.
    """
    return [batch for group in _alike(claims) for batch in _even(_neighbours(group))]


def mixed(claims: Sequence[Claim]) -> list[tuple[Claim, ...]]:
    """Return ``claims`` in batches of another order, always the same one."""
    return [
        batch
        for group in _alike(claims)
        for batch in _even(sorted(group, key=lambda c: sha256(c.id.encode()).digest()))
    ]


def _alike(claims: Sequence[Claim]) -> list[list[Claim]]:
    groups: dict[tuple[str, ...], list[Claim]] = {}
    for claim in claims:
        groups.setdefault(tuple(sides_of(claim)), []).append(claim)
    return [group for sides, group in groups.items() if sides]


def _even(claims: Sequence[Claim]) -> Iterator[tuple[Claim, ...]]:
    n = ceil(len(claims) / MOST)
    for i in range(n):
        yield tuple(claims[len(claims) * i // n : len(claims) * (i + 1) // n])


def _neighbours(claims: Sequence[Claim]) -> list[Claim]:
    """Order claims so that each cites as little as can be that the last few did not."""
    left = sorted(claims, key=_place)
    ordered: list[Claim] = []
    size = ceil(len(left) / ceil(len(left) / MOST))
    while left:
        seen = {id for claim in ordered[len(ordered) // size * size :] for id in _cited(claim)}
        nearest = min(left, key=lambda claim: len(_cited(claim) - seen))  # the first of equals
        left.remove(nearest)
        ordered.append(nearest)
    return ordered


def _cited(claim: Claim) -> frozenset[str]:
    return frozenset(citation.paragraph for citation in claim.citations)


def _place(claim: Claim) -> list[tuple[int, ...]]:
    """Return where a claim's citations stand, for sorting: a2.p10 comes after a2.p9."""
    return sorted(tuple(map(int, _NUMBER.findall(c.paragraph))) for c in claim.citations)
