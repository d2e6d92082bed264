"""From a draft to what may be posted: all tiers, one repair round, all tiers again.

``check`` is the pure part. Only claims labelled supported leave here; every other one is dropped
with the reason that a person can read.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from bot.citations import LADDER, Evidence, Rungs, Shelf, judge_claim, judge_claims, shelf
from bot.citations.elsewhere import elsewhere
from bot.citations.nearest import Library, library
from bot.citations.spans import located
from bot.errors import ModelError
from bot.judge import Judge, is_doubted, is_open, ruled
from bot.model import (
    Attempt,
    Check,
    Citation,
    Claim,
    Disagreement,
    Draft,
    Dropped,
    Finding,
    Label,
    Note,
    Origin,
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
_HEADLINE = "headline"


@dataclass(frozen=True, slots=True)
class Verified:
    """What is left of a draft. ``usage`` is what checking and repairing cost.

    ``failed`` says why the judge could not be asked at all, where there was one to ask.
    """

    headline: Sides
    claims: tuple[Claim, ...]
    disagreements: tuple[Disagreement, ...]
    unsaid: tuple[Sides, ...]
    dropped: tuple[Dropped, ...]
    usage: Usage
    failed: Note | None = None


def check(claims: Iterable[Claim], story: Story, languages: Sequence[str]) -> tuple[Claim, ...]:
    """Return ``claims``, in order, each with its verdict: the worst label, every finding."""
    return judge_claims(claims, shelf(story, languages), LADDER)


async def verify(
    draft: Draft,
    story: Story,
    languages: Sequence[str],
    summarizer: Summarizer,
    judge: Judge | None = None,
) -> Verified:
    """Check a draft; what fails is repaired once by ``summarizer``, checked again, or dropped.

    ``judge`` decides what the gates let pass; without one a claim on which a cue fired stays
    unclear. Where the judge names better paragraphs they are cited before anything is rewritten.
    A repair that the model does not answer leaves the failed claims dropped; no error leaves here.
    """
    bench = _Bench(story, languages, judge)
    around = (*_positions(draft), *_headlines(draft, bench.paragraphs))
    checked, beside = await bench.tried(draft.claims, around)
    recited = await bench.recited(checked)
    failed = tuple(claim for claim in recited if not _passed(claim))
    repaired, cost = await _repair(failed, story, languages, summarizer)
    final = await bench.rewritten(recited, repaired)
    kept = tuple(
        replace(claim, citations=located(claim.citations, bench.paragraphs))
        for claim in final
        if _passed(claim)
    )
    said = _sound(draft, beside) if judge else draft.headline
    return Verified(
        headline=_headline(said, kept, story, bench.paragraphs),
        claims=kept,
        disagreements=_disagreements(draft.disagreements, beside, bench.paragraphs),
        unsaid=_unsaid(draft.unsaid, bench.paragraphs),
        dropped=(*draft.rejected, *(_dropped(claim) for claim in final if not _passed(claim))),
        usage=bench.usage + cost,
        failed=bench.failed,
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


def _dropped(claim: Claim) -> Dropped:
    """Say of a claim what stopped it: its worst finding, the first of these."""
    findings = claim.verdict.findings if claim.verdict else ()
    first: Finding = min(findings, key=lambda finding: _ORDER[finding.label])
    trace = claim.verdict.trace if claim.verdict else ()
    last = _attempt(claim, Origin.DRAFTED) if not trace else ()
    return Dropped(claim.text, first.check, first.reason, (*trace, *last))


def _attempt(claim: Claim, origin: Origin) -> tuple[Attempt, ...]:
    """Return what was tried of ``claim`` so far: its trace, and its present form."""
    if claim.verdict is None:
        return ()
    cited = tuple(citation.paragraph for citation in claim.citations)
    return (*claim.verdict.trace, Attempt(origin, claim.text, cited, claim.verdict.findings))


class _Bench:
    """Where the claims of one draft are tried; keeps what that cost."""

    def __init__(self, story: Story, languages: Sequence[str], judge: Judge | None) -> None:
        self.paragraphs = shelf(story, languages)
        self.usage = Usage()
        self.failed: Note | None = None
        self._story = story
        self._languages = languages
        self._judge = judge
        self._better: dict[str, tuple[Citation, ...]] = {}

    async def tried(
        self, claims: Iterable[Claim], around: Iterable[Claim] = ()
    ) -> tuple[tuple[Claim, ...], Mapping[str, Claim]]:
        """Return ``claims`` with the verdict of all tiers, and by id what stands ``around`` them.

        What stands around is no draft of a claim and may lack what one must have.
        """
        mine = judge_claims(claims, self.paragraphs, LADDER)
        rest = judge_claims(around, self.paragraphs, _OF_POSITIONS)
        found = await self._judged((*mine, *rest))
        return tuple(found[c.id] for c in mine), {c.id: found[c.id] for c in rest}

    async def _judged(self, claims: Sequence[Claim]) -> Mapping[str, Claim]:
        done = {claim.id: claim for claim in claims}
        asked = [claim for claim in claims if is_open(claim)]
        if self._judge is None or not asked:
            return done
        doubted = [claim.id for claim in asked if is_doubted(claim)]
        found = await self._judge.judge(asked, self._story, self._languages, doubted)
        self.usage += found.usage
        self.failed = self.failed or found.failed
        self._better.update(found.better)
        return done | {c.id: ruled(c, found.findings[c.id]) for c in asked}

    async def recited(self, checked: tuple[Claim, ...]) -> tuple[Claim, ...]:
        """Cite better paragraphs where there are any, and keep that where all tiers pass.

        The judge names them for what the gates let pass; for the rest the nearest ones are tried,
        which needs a judge too: alone the gates would take any paragraph with the right figure.
        """
        failed = [claim for claim in checked if not _passed(claim)] if self._judge else []
        moved = [
            replace(claim, citations=citations, verdict=None)
            for claim in failed
            if (citations := self._better.get(claim.id) or self._elsewhere(claim))
        ]
        tried, _ = await self.tried(moved)
        better = {claim.id: claim for claim in tried}
        return tuple(_after_reciting(claim, better.get(claim.id)) for claim in checked)

    def _elsewhere(self, claim: Claim) -> tuple[Citation, ...] | None:
        return elsewhere(claim, self.paragraphs, self._library, LADDER)

    @cached_property
    def _library(self) -> Library:
        return library(tuple(self.paragraphs.passages.values()))

    async def rewritten(
        self, checked: tuple[Claim, ...], repaired: tuple[Claim, ...]
    ) -> tuple[Claim, ...]:
        """Put each repaired claim, tried anew, in the place of the failed one that has its id."""
        wanted = {claim.id: claim for claim in checked if not _passed(claim)}
        mended = {claim.id: claim for claim in repaired if claim.id in wanted}
        tried, _ = await self.tried(mended.values())
        better = {claim.id: claim for claim in tried}
        return tuple(_after_rewriting(c, better[c.id]) if c.id in better else c for c in checked)


def _after_reciting(claim: Claim, moved: Claim | None) -> Claim:
    """Return the recited claim if it passed, else the claim that now knows of the attempt."""
    if moved is None or moved.verdict is None or claim.verdict is None:
        return claim
    drafted = _attempt(claim, Origin.DRAFTED)
    if _passed(moved):
        return replace(moved, verdict=replace(moved.verdict, trace=drafted))
    trace = (*drafted, *_attempt(moved, Origin.RECITED))
    return replace(claim, verdict=replace(claim.verdict, trace=trace))


def _after_rewriting(claim: Claim, mended: Claim) -> Claim:
    if mended.verdict is None or claim.verdict is None:
        return mended
    trace = claim.verdict.trace or _attempt(claim, Origin.DRAFTED)
    if not _passed(mended):
        trace = (*trace, *_attempt(mended, Origin.REWRITTEN))
    return replace(mended, verdict=replace(mended.verdict, trace=trace))


# --- what stands around the claims -----------------------------------------


def _as_claim(text: Sides, evidence: Evidence, rungs: Rungs) -> Claim:
    """Judge a text that is no claim of the draft."""
    return judge_claim(Claim("", Section.ANNOUNCEMENT, text, ()), evidence, rungs)


def _headlines(draft: Draft, paragraphs: Shelf) -> tuple[Claim, ...]:
    """Return the headline as a claim on all that the announcement cites, if there is one.

    A side that brings a figure, name or quotation of its own is left out of it.
    """
    news = [c for c in draft.claims if c.section is Section.ANNOUNCEMENT] or list(draft.claims)
    cited = tuple({c.paragraph: c for claim in news for c in claim.citations}.values())
    evidence = paragraphs.cited(tuple(citation.paragraph for citation in cited))
    sides = {
        code: text
        for code, text in draft.headline.items()
        if text and _passed(_as_claim({code: text}, evidence, _OF_TITLES))
    }
    return (Claim(_HEADLINE, Section.ANNOUNCEMENT, sides, cited),) if sides and cited else ()


def _sound(draft: Draft, beside: Mapping[str, Claim]) -> Sides:
    """Return the headline without the sides that the judge did not clear."""
    claim = beside.get(_HEADLINE)
    if claim is None or claim.verdict is None or Check.ENTAILMENT not in claim.verdict.checks:
        return dict.fromkeys(draft.headline)
    bad = {finding.side for finding in claim.verdict.findings}
    cleared = set() if None in bad else set(claim.text) - bad
    return {code: text if code in cleared else None for code, text in draft.headline.items()}


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


def _positions(draft: Draft) -> tuple[Claim, ...]:
    """Return the positions of the draft's disagreements as claims."""
    return tuple(
        Claim(_position(n, m), Section.REACTIONS, position.text, position.citations)
        for n, one in enumerate(draft.disagreements)
        for m, position in enumerate(one.positions)
    )


def _position(disagreement: int, position: int) -> str:
    return f"d{disagreement + 1}.{position + 1}"


def _disagreements(
    drafted: Iterable[Disagreement], beside: Mapping[str, Claim], paragraphs: Shelf
) -> tuple[Disagreement, ...]:
    """Keep the positions that passed, and points that have two of them left."""
    kept = []
    for n, one in enumerate(drafted):
        positions = tuple(
            p for m, p in enumerate(one.positions) if _passed(beside[_position(n, m)])
        )
        cited = tuple(dict.fromkeys(c.paragraph for p in positions for c in p.citations))
        topic = _as_claim(one.topic, paragraphs.cited(cited), _OF_TITLES)
        if len(positions) >= _MIN_POSITIONS and _passed(topic):
            found = (replace(p, citations=located(p.citations, paragraphs)) for p in positions)
            kept.append(replace(one, positions=tuple(found)))
    return tuple(kept)


def _unsaid(drafted: Iterable[Sides], paragraphs: Shelf) -> tuple[Sides, ...]:
    """Keep the gaps that bring no figure, name or quotation of their own."""
    everything = paragraphs.cited(tuple(paragraphs.passages))
    return tuple(gap for gap in drafted if _passed(_as_claim(gap, everything, _OF_TITLES)))
