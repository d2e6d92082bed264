"""From a draft to what may be posted: all tiers, one repair round, all tiers again.

``check`` is the pure part. Only claims labelled supported leave here; every other one is dropped
with the reason that a person can read.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from bot.around import as_claims, positions, settled
from bot.citations import GATES, LADDER, Rungs, judge_claims, shelf
from bot.citations.elsewhere import elsewhere
from bot.citations.nearest import Library, library
from bot.citations.spans import located
from bot.dropping import attempts, dropped, hushed, passed
from bot.errors import ModelError
from bot.judge import Judge, is_doubted, is_open, is_unheard, ruled
from bot.model import (
    Check,
    Claim,
    Disagreement,
    Draft,
    Dropped,
    Note,
    Origin,
    Sides,
    Story,
    Usage,
)
from bot.naming import in_one_form
from bot.ports import Summarizer
from bot.summarize.asking import paid

_LOG = logging.getLogger(__name__)
_NO_DRAFT = (Check.SCHEMA, Check.PARITY)
_OF_POSITIONS: Rungs = tuple(rung for rung in GATES if rung[0] not in _NO_DRAFT)


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
    unclear. Where better paragraphs are found they are cited before anything is rewritten.
    What no judge answered is not rewritten. A repair that the model does not answer leaves the
    failed claims dropped; no error leaves here.
    """
    bench = _Bench(story, languages, judge)
    checked, beside = await bench.drafted(draft.claims, as_claims(draft, bench.paragraphs))
    recited = await bench.recited(checked)
    failed = tuple(filter(_is_mendable, (*recited, *positions(beside)))) if not bench.failed else ()
    repaired, cost = await _repair(failed, story, languages, summarizer)
    mended = await bench.rewritten(failed, repaired, tuple(beside))
    final = tuple(mended.get(claim.id, claim) for claim in recited)
    beside = {id: mended.get(id, claim) for id, claim in beside.items()}
    kept = tuple(
        replace(claim, citations=located(claim.citations, bench.paragraphs))
        for claim in final
        if passed(claim)
    )
    around = settled(draft, beside, kept, story, bench.paragraphs, judged=judge is not None)
    kept, around = in_one_form(kept, around, bench.paragraphs)
    stopped = (dropped(claim) for claim in final if not passed(claim))
    return Verified(
        headline=around.headline,
        claims=kept,
        disagreements=around.disagreements,
        unsaid=around.unsaid,
        dropped=tuple(
            hushed(one, bench.paragraphs) for one in (*draft.rejected, *stopped, *around.dropped)
        ),
        usage=bench.usage + cost,
        failed=bench.failed,
    )


def _is_mendable(claim: Claim) -> bool:
    return not passed(claim) and not is_unheard(claim)


async def _repair(
    failed: tuple[Claim, ...], story: Story, languages: Sequence[str], summarizer: Summarizer
) -> tuple[tuple[Claim, ...], Usage]:
    if not failed:
        return (), Usage()
    try:
        return await summarizer.repair(story, languages, failed)
    except ModelError as error:
        _LOG.warning("repair of %d claims failed: %s", len(failed), error.key)
        return (), paid(error)


class _Bench:
    """Where the claims of one draft are tried; keeps what that cost."""

    def __init__(self, story: Story, languages: Sequence[str], judge: Judge | None) -> None:
        self.paragraphs = shelf(story, languages)
        self.usage = Usage()
        self.failed: Note | None = None
        self._story = story
        self._languages = languages
        self._judge = judge

    async def drafted(
        self, claims: Iterable[Claim], around: Iterable[Claim]
    ) -> tuple[tuple[Claim, ...], Mapping[str, Claim]]:
        """Return ``claims`` with the verdict of all tiers, and by id what stands ``around`` them.

        What stands around is no draft of a claim and may lack what one must have. What a gate
        refuses is judged at once by better paragraphs, if there are any: one wait for all.
        """
        mine = judge_claims(claims, self.paragraphs, LADDER)
        rest = judge_claims(around, self.paragraphs, _OF_POSITIONS)
        stands = positions({claim.id: claim for claim in rest})
        better = (*self._moved(mine, LADDER), *self._moved(stands, _OF_POSITIONS))
        moved = {claim.id: claim for claim in better}
        found = await self._judged([moved.get(claim.id, claim) for claim in (*mine, *rest)])
        done = {
            claim.id: _after_reciting(claim, found[claim.id])
            if claim.id in moved
            else found[claim.id]
            for claim in (*mine, *rest)
        }
        return tuple(done[claim.id] for claim in mine), {c.id: done[c.id] for c in rest}

    def _moved(self, checked: Iterable[Claim], rungs: Rungs) -> tuple[Claim, ...]:
        """Return those that failed, checked anew by better paragraphs where there are any.

        The nearest ones are tried, which needs a judge: alone the gates would take any paragraph
        with the right figure.
        """
        failed = [claim for claim in checked if not passed(claim)] if self._judge else []
        moved = [
            replace(claim, citations=citations, verdict=None)
            for claim in failed
            if (citations := elsewhere(claim, self.paragraphs, self._library, rungs))
        ]
        return judge_claims(moved, self.paragraphs, rungs)

    async def _judged(self, claims: Sequence[Claim]) -> Mapping[str, Claim]:
        done = {claim.id: claim for claim in claims}
        asked = [claim for claim in claims if is_open(claim)]
        if self._judge is None or not asked:
            return done
        doubted = [claim.id for claim in asked if is_doubted(claim)]
        found = await self._judge.judge(asked, self._story, self._languages, doubted)
        self.usage += found.usage
        self.failed = self.failed or found.failed
        return done | {c.id: ruled(c, found.findings[c.id]) for c in asked}

    async def recited(self, checked: tuple[Claim, ...]) -> tuple[Claim, ...]:
        """Cite better paragraphs where the judge missed all, and keep that where all tiers pass."""
        if self.failed:  # nobody would judge what is found
            return checked
        missed = [c for c in checked if c.verdict and Check.ENTAILMENT in c.verdict.checks]
        better = await self._judged(self._moved(missed, LADDER))
        return tuple(_after_reciting(claim, better.get(claim.id)) for claim in checked)

    @cached_property
    def _library(self) -> Library:
        return library(tuple(self.paragraphs.passages.values()))

    async def rewritten(
        self, failed: Sequence[Claim], repaired: Iterable[Claim], around: Collection[str]
    ) -> Mapping[str, Claim]:
        """Return by id the ``failed`` claims that were ``repaired``, tried anew.

        ``around`` are the ids of those that stand around the claims.
        """
        wanted = {claim.id: claim for claim in failed}
        mended = [claim for claim in repaired if claim.id in wanted]
        mine = [claim for claim in mended if claim.id not in around]
        rest = [claim for claim in mended if claim.id in around]
        tried = judge_claims(mine, self.paragraphs, LADDER)
        tried += judge_claims(rest, self.paragraphs, _OF_POSITIONS)
        better = await self._judged(tried)
        return {id: _after_rewriting(wanted[id], claim) for id, claim in better.items()}


def _after_reciting(claim: Claim, moved: Claim | None) -> Claim:
    """Return the recited claim if it passed, else the claim that now knows of the attempt."""
    if moved is None or moved.verdict is None or claim.verdict is None:
        return claim
    drafted = attempts(claim, Origin.DRAFTED)
    if passed(moved):
        return replace(moved, verdict=replace(moved.verdict, trace=drafted))
    trace = (*drafted, *attempts(moved, Origin.RECITED))
    return replace(claim, verdict=replace(claim.verdict, trace=trace))


def _after_rewriting(claim: Claim, mended: Claim) -> Claim:
    if mended.verdict is None or claim.verdict is None:
        return mended
    trace = claim.verdict.trace or attempts(claim, Origin.DRAFTED)
    if not passed(mended):
        trace = (*trace, *attempts(mended, Origin.REWRITTEN))
    return replace(mended, verdict=replace(mended.verdict, trace=trace))
