"""``support``: a claim of which the cited text carries almost nothing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import compress

from bot.citations.evidence import Evidence
from bot.citations.reading import Reading, readings
from bot.citations.translated import meanings_in, meanings_of
from bot.model import Check, Claim, Finding

_LEAST = 0.33
_WORDS = 8


def support(claim: Claim, evidence: Evidence) -> tuple[Finding, ...]:
    """How little of each side the cited text in its language carries. Never a verdict."""
    return tuple(
        f for one in readings(claim, evidence) if one.own == one.every for f in _support(one)
    )


def _support(one: Reading) -> Iterator[Finding]:
    share = coverage(one)
    if share is not None and share < _LEAST:
        yield one.finds(Check.SUPPORT, "little", share=round(100 * share))


def coverage(one: Reading) -> float | None:
    """Return the share of a side's content words that the cited text has, None of too few."""
    claim = one.sense
    at = list(compress(range(len(claim.words)), claim.content))
    if len(at) < _WORDS:
        return None
    there = set[str]().union(*[text.places for text in one.own])
    held = sum([claim.roots[i] in there for i in at])
    if held < _LEAST * len(at):  # other words may mean the same
        meant = frozenset[str]().union(*(row for text in one.texts for row in meanings_in(text)))
        other = (claim.words[i] for i in at if claim.roots[i] not in there)
        held += sum(not meant.isdisjoint(meanings_of(w, one.side.language)) for w in other)
    return held / len(at)
