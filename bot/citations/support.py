"""``support``: a claim of which the cited text carries almost nothing."""

from __future__ import annotations

from collections.abc import Iterator

from bot.citations.evidence import Evidence
from bot.citations.reading import Reading, readings
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
    roots = [claim.roots[i] for i in range(len(claim.words)) if claim.content[i]]
    if len(roots) < _WORDS:
        return None
    there = {key for text in one.own for key in text.places}
    return sum(root in there for root in roots) / len(roots)
