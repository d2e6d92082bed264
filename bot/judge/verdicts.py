"""Where the judge stands in the ladder: what it is asked of, and whose word counts after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.citations import worst
from bot.model import Check, Claim, Finding, Label, Verdict

UNHEARD = frozenset({"check.entailment.no_answer", "check.entailment.judge_down"})
STRONG = frozenset(
    {Check.DATES, Check.POLARITY, Check.MODALITY, Check.ATTRIBUTION, Check.SCOPE, Check.CAUSE}
)
"""Cues that fire on few right claims: where one did and the judge saw nothing, it looks again."""


def is_open(claim: Claim) -> bool:
    """Whether no gate has refused a checked claim: there is something left to judge."""
    return not any(f.label is Label.UNSUPPORTED for f in _found(claim))


def is_doubted(claim: Claim) -> bool:
    """Whether a strong cue fired on a checked claim."""
    return any(f.check in STRONG for f in _found(claim))


def is_unheard(claim: Claim) -> bool:
    """Whether no judge answered on a checked claim: nobody knows what to mend."""
    return any(f.reason.key in UNHEARD for f in _found(claim))


def ruled(claim: Claim, found: Sequence[Finding]) -> Claim:
    """Return a checked claim with the judge's findings in its verdict.

    A side that the judge clears is cleared of its cues; on one that it refuses they stay, since
    they help whoever mends it.
    """
    refused = {finding.side for finding in found}
    cues = [f for f in _found(claim) if None in refused or f.side in refused]
    checks = (*(claim.verdict.checks if claim.verdict else ()), Check.ENTAILMENT)
    findings = (*found, *cues)
    return replace(claim, verdict=Verdict(worst(f.label for f in findings), checks, findings))


def _found(claim: Claim) -> tuple[Finding, ...]:
    return claim.verdict.findings if claim.verdict else ()
