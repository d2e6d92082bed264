"""Runs the ladder: every check on every claim, each failing closed."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from bot.citations.evidence import Evidence, Shelf
from bot.model import Check, Claim, Finding, Label, Note, Verdict

CheckFunction = Callable[[Claim, Evidence], tuple[Finding, ...]]
Rungs = Sequence[tuple[Check, CheckFunction]]

_LOG = logging.getLogger(__name__)
_WORST = (Label.UNSUPPORTED, Label.UNCLEAR, Label.SUPPORTED)


def judge_claim(claim: Claim, evidence: Evidence, rungs: Rungs) -> Claim:
    """Return ``claim`` with the verdict of ``rungs``: the worst label, every finding."""
    findings: list[Finding] = []
    for check, function in rungs:
        findings.extend(_run(check, function, claim, evidence))
    checks = tuple([check for check, _ in rungs])
    verdict = Verdict(worst([one.label for one in findings]), checks, tuple(findings))
    return replace(claim, verdict=verdict)


def _run(
    check: Check, function: CheckFunction, claim: Claim, evidence: Evidence
) -> tuple[Finding, ...]:
    """Run one check; one that raises fails the claim, and the log never holds any text."""
    try:
        return function(claim, evidence)
    except Exception as error:  # noqa: BLE001 - whatever goes wrong in a check, the claim must not pass
        _LOG.error("check %s failed on claim %s: %s", check, claim.id, type(error).__name__)
        reason = Note("check.broken", {"check": str(check)})
        return (Finding(check, Label.UNSUPPORTED, reason),)


def judge_claims(claims: Iterable[Claim], shelf: Shelf, rungs: Rungs) -> tuple[Claim, ...]:
    """Return ``claims``, each with its verdict."""
    return tuple(judge_claim(claim, shelf.evidence(claim), rungs) for claim in claims)


def worst(labels: Iterable[Label]) -> Label:
    """Return the worst of ``labels``; SUPPORTED of none."""
    found = set(labels)
    if not found:
        return Label.SUPPORTED
    return next((label for label in _WORST if label in found), Label.SUPPORTED)
