"""From a draft to what may be posted: the ladder, one repair round, the ladder again.

``check`` is the pure part. Only claims labelled supported leave here; every other one is dropped
with the reason that a person can read.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.citations import LADDER, Evidence, Rungs, Shelf, judge_claim, judge_claims, shelf
from bot.citations.spans import located
from bot.errors import ModelError
from bot.model import (
    Check,
    Claim,
    Disagreement,
    Draft,
    Dropped,
    Finding,
    Label,
    Position,
    Section,
    Sides,
    Story,
    Usage,
)
from bot.ports import Summarizer

_LOG = logging.getLogger(__name__)
_ORDER = {label: n for n, label in enumerate((Label.UNSUPPORTED, Label.UNCLEAR, Label.SUPPORTED))}
_NO_DRAFT = (Check.SCHEMA, Check.PARITY)
_OF_POSITIONS: Rungs = tuple(rung for rung in LADDER if rung[0] not in _NO_DRAFT)
_OF_TITLES: Rungs = tuple(
    rung for rung in LADDER if rung[0] in (Check.QUOTE, Check.NUMBERS, Check.DATES, Check.NAMES)
)
_MIN_POSITIONS = 2


@dataclass(frozen=True, slots=True)
class Verified:
    """What is left of a draft. ``usage`` is what checking and repairing cost."""

    headline: Sides
    claims: tuple[Claim, ...]
    disagreements: tuple[Disagreement, ...]
    unsaid: tuple[Sides, ...]
    dropped: tuple[Dropped, ...]
    usage: Usage


def check(claims: Iterable[Claim], story: Story, languages: Sequence[str]) -> tuple[Claim, ...]:
    """Return ``claims``, in order, each with its verdict: the worst label, every finding."""
    return judge_claims(claims, shelf(story, languages), LADDER)


async def verify(
    draft: Draft, story: Story, languages: Sequence[str], summarizer: Summarizer
) -> Verified:
    """Check a draft; what fails is repaired once by ``summarizer``, checked again, or dropped.

    A repair that the model does not answer leaves the failed claims dropped; no error leaves here.
    """
    paragraphs = shelf(story, languages)
    checked = judge_claims(draft.claims, paragraphs, LADDER)
    failed = tuple(claim for claim in checked if not _passed(claim))
    repaired, usage = await _repair(failed, story, languages, summarizer)
    final = _merge(checked, judge_claims(repaired, paragraphs, LADDER))
    kept = tuple(
        replace(claim, citations=located(claim.citations, paragraphs))
        for claim in final
        if _passed(claim)
    )
    return Verified(
        headline=_headline(draft.headline, kept, story, paragraphs),
        claims=kept,
        disagreements=_disagreements(draft.disagreements, paragraphs),
        unsaid=_unsaid(draft.unsaid, paragraphs),
        dropped=(*draft.rejected, *(_dropped(claim) for claim in final if not _passed(claim))),
        usage=usage,
    )


def _passed(claim: Claim) -> bool:
    return claim.verdict is not None and claim.verdict.label is Label.SUPPORTED


async def _repair(
    failed: tuple[Claim, ...], story: Story, languages: Sequence[str], summarizer: Summarizer
) -> tuple[tuple[Claim, ...], Usage]:
    if not failed:
        return (), Usage()
    try:
        return await summarizer.repair(story, languages, failed)
    except ModelError as error:
        _LOG.warning("repair of %d claims failed: %s", len(failed), error)
        return (), Usage()


def _merge(checked: tuple[Claim, ...], repaired: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """Put each repaired claim in the place of the failed one that has its id."""
    better = {claim.id: claim for claim in repaired}
    return tuple(c if _passed(c) else better.get(c.id, c) for c in checked)


def _dropped(claim: Claim) -> Dropped:
    """Say of a claim what stopped it: its worst finding, the first of these."""
    findings = claim.verdict.findings if claim.verdict else ()
    first: Finding = min(findings, key=lambda finding: _ORDER[finding.label])
    return Dropped(claim.text, first.check, first.reason)


# --- what stands around the claims -----------------------------------------


def _as_claim(text: Sides, evidence: Evidence, rungs: Rungs) -> Claim:
    """Judge a text that is no claim of the draft."""
    return judge_claim(Claim("", Section.ANNOUNCEMENT, text, ()), evidence, rungs)


def _headline(headline: Sides, kept: tuple[Claim, ...], story: Story, paragraphs: Shelf) -> Sides:
    """Keep each side whose figures, names and quotations the kept claims' evidence carries.

    In the place of one that fails comes the title of an article in that language, if there is one.
    """
    cited = dict.fromkeys(c.paragraph for claim in kept for c in claim.citations)
    evidence = paragraphs.cited(tuple(cited))
    made: dict[str, str | None] = {}
    for language, text in headline.items():
        sound = text and kept and _passed(_as_claim({language: text}, evidence, _OF_TITLES))
        made[language] = text if sound else _title(story, language)
    return made


def _title(story: Story, language: str) -> str | None:
    own = (a for a in story.articles if a.language == language and a.title)
    first = min(own, key=lambda article: article.copy_of is not None, default=None)
    return first.title if first else None


def _disagreements(drafted: Iterable[Disagreement], paragraphs: Shelf) -> tuple[Disagreement, ...]:
    """Keep the positions that their citations carry, and points that have two of them left."""
    kept = []
    for one in drafted:
        positions = tuple(p for p in one.positions if _stands(p, paragraphs))
        cited = tuple(dict.fromkeys(c.paragraph for p in positions for c in p.citations))
        topic = _as_claim(one.topic, paragraphs.cited(cited), _OF_TITLES)
        if len(positions) >= _MIN_POSITIONS and _passed(topic):
            found = (replace(p, citations=located(p.citations, paragraphs)) for p in positions)
            kept.append(replace(one, positions=tuple(found)))
    return tuple(kept)


def _stands(position: Position, paragraphs: Shelf) -> bool:
    claim = Claim("", Section.REACTIONS, position.text, position.citations)
    return _passed(judge_claim(claim, paragraphs.evidence(claim), _OF_POSITIONS))


def _unsaid(drafted: Iterable[Sides], paragraphs: Shelf) -> tuple[Sides, ...]:
    """Keep the gaps that bring no figure, name or quotation of their own."""
    everything = paragraphs.cited(tuple(paragraphs.passages))
    return tuple(gap for gap in drafted if _passed(_as_claim(gap, everything, _OF_TITLES)))
