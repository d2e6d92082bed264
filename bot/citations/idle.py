"""Which checks had nothing to look at in a claim: no figure, no time, no name, one language."""

from __future__ import annotations

from bot.citations.marks import marked, sense
from bot.citations.prepared import Prepared, prepare
from bot.model import Check, Claim

_CUES = {
    Check.SCOPE: ("all", "whole", "most", "only", "rank", "superlative", "each"),
    Check.CAUSE: ("cause",),
}


def idle(claim: Claim) -> frozenset[Check]:
    """Return the checks that had nothing to compare in the sides of ``claim``.

    Only those that look for something in the claim itself: a denial, a plan or a speaker may have
    been left out of it, so these checks always have something to do.
    """
    sides = [prepare(text, language) for language, text in claim.text.items() if text]
    busy = {
        Check.NUMBERS: any(not figure.weak for side in sides for figure in side.quantities),
        Check.DATES: any(side.dates(None) for side in sides),
        Check.NAMES: bool(claim.names or claim.speaker) or any(side.names for side in sides),
        Check.PARITY: len(sides) > 1 and any(map(_compared, sides)),
        Check.WORDING: any(marked(side, "loaded") for side in sides),
    }
    for check, tags in _CUES.items():
        busy[check] = any(sense(side).tagged(*tags) for side in sides)
    return frozenset(check for check, has_work in busy.items() if not has_work)


def _compared(side: Prepared) -> bool:
    """Whether a side has what parity compares: figures, times, quotations."""
    return bool(side.quantities or side.quotations or side.dates(None))
