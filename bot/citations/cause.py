"""``cause``: what came after something is not told as its effect."""

from __future__ import annotations

from bot.citations.evidence import Evidence
from bot.citations.reading import carries, readings
from bot.model import Check, Claim, Finding


def cause(claim: Claim, evidence: Evidence) -> tuple[Finding, ...]:
    """A side gives a reason or an effect only where the cited text gives one."""
    return tuple(
        one.finds(Check.CAUSE, "added", claim=one.sense.surface(mark.start, mark.end + 3))
        for one in readings(claim, evidence)
        for mark in one.sense.tagged("cause")[:1]
        if not carries(one.own or one.every, "cause", "effect", *(() if one.own else ("outcome",)))
    )
