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

    Claims that cite the same paragraphs come together.
    """
    return [batch for group in _alike(claims) for batch in _even(sorted(group, key=_place))]


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


def _place(claim: Claim) -> list[tuple[int, ...]]:
    """Return where a claim's citations stand, for sorting: a2.p10 comes after a2.p9."""
    return sorted(tuple(map(int, _NUMBER.findall(c.paragraph))) for c in claim.citations)
