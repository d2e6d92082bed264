"""Whether a checked claim may be posted, and what is said of one that may not. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from bot.citations import Shelf
from bot.citations.injection import injection
from bot.model import (
    Attempt,
    Check,
    Claim,
    Dropped,
    Finding,
    Label,
    Note,
    Origin,
    Part,
    Section,
    Sides,
)

_ORDER = {label: n for n, label in enumerate((Label.UNSUPPORTED, Label.UNCLEAR, Label.SUPPORTED))}
_ORDERED = {f"check.injection.{kind}" for kind in ("order", "obeyed", "code")}
_UNSEEN = Finding(Check.ENTAILMENT, Label.UNSUPPORTED, Note("check.entailment.no_answer"))


def passed(claim: Claim) -> bool:
    """Whether every check let ``claim`` pass."""
    return claim.verdict is not None and claim.verdict.label is Label.SUPPORTED


def worst(findings: Iterable[Finding]) -> Finding:
    """Return the worst of ``findings``, the first of these; that nobody judged if there is none."""
    return min(findings, key=lambda finding: _ORDER[finding.label], default=_UNSEEN)


def attempts(claim: Claim, origin: Origin) -> tuple[Attempt, ...]:
    """Return what was tried of ``claim`` so far: its trace, and its present form."""
    if claim.verdict is None:
        return ()
    cited = tuple(citation.paragraph for citation in claim.citations)
    return (*claim.verdict.trace, Attempt(origin, claim.text, cited, claim.verdict.findings))


def dropped(claim: Claim, part: Part = Part.CLAIM) -> Dropped:
    """Say of a claim, or of another part that was checked as one, what stopped it."""
    first = worst(claim.verdict.findings if claim.verdict else ())
    trace = claim.verdict.trace if claim.verdict else ()
    return Dropped(
        claim.text, first.check, first.reason, trace or attempts(claim, Origin.DRAFTED), part
    )


def hushed(one: Dropped, paragraphs: Shelf) -> Dropped:
    """Return what was dropped without its words, if they order, link or mark up, or bring a code.

    Else what a page orders would reach its readers among what was left out.
    """
    text = {code: said for code, said in one.text.items() if said}
    whole = paragraphs.cited(tuple(paragraphs.passages))
    found = injection(Claim("", Section.ANNOUNCEMENT, text, ()), whole)
    if not _ORDERED & {one.reason.key, *(finding.reason.key for finding in found)}:
        return one
    nothing: Sides = dict.fromkeys(one.text)
    return Dropped(nothing, Check.INJECTION, Note("check.injection.hidden"), part=one.part)
