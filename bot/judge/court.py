"""Asks a model to judge claims: batches at once, a careless answer once more, doubts twice."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.citations import Shelf, shelf
from bot.errors import ModelContextError, ModelError, ModelNonsenseError, ModelRefusalError
from bot.judge.batches import batches, mixed
from bot.judge.opinion import Opinion
from bot.judge.reading import read_opinions
from bot.judge.rules import better, findings, problem, unclear
from bot.judge.task import Request, narrowed, request
from bot.model import Citation, Claim, Finding, Label, Note, Story, Usage
from bot.ports import Model
from bot.summarize.answer import UnusableError
from bot.summarize.budget import fit
from bot.summarize.prefix import data, system
from prompts import prompt

_LOG = logging.getLogger(__name__)

AT_ONCE = 4  # calls under way; more meet the rate limits of small accounts
_NO_ANSWER = "check.entailment.no_answer"
_DOWN = "check.entailment.judge_down"
_DIVIDED = "check.entailment.divided"


@dataclass(frozen=True, slots=True)
class Judged:
    """What a judge found: findings by claim id (none: supported), better citations, the cost.

    ``failed`` says why the model could not be asked, where not one claim has an opinion.
    """

    findings: Mapping[str, tuple[Finding, ...]]
    better: Mapping[str, tuple[Citation, ...]] = field(default_factory=dict)
    usage: Usage = field(default_factory=Usage)
    failed: Note | None = None


class Judge:
    """Tier three of the ladder: ``model`` says whether claims follow from what they cite.

    ``context_tokens`` is what is sent at most; a story is shown as the writer saw it.
    """

    def __init__(self, model: Model, context_tokens: int = 100_000) -> None:
        self._model = model
        self._context = context_tokens
        self._turn = asyncio.Semaphore(AT_ONCE)

    async def judge(
        self,
        claims: Sequence[Claim],
        story: Story,
        languages: Sequence[str],
        doubted: Collection[str] = (),
        *,
        elsewhere: bool = True,
    ) -> Judged:
        """Judge ``claims`` (their ids are distinct) by the paragraphs of ``story`` that they cite.

        ``doubted`` are ids of claims on which a strong cue fired: one that is found supported is
        looked at once more, in other company. ``elsewhere``: better paragraphs may be named. No
        error leaves here: what the model does not settle is unclear.
        """
        shown, _ = fit(story, self._context)
        bench = _Bench(story, shown, shelf(story, languages), elsewhere)
        hearing = _Hearing(self._model, self._turn, bench)
        await hearing.hear(batches(claims))
        first = dict(hearing.outcomes)
        again = [c for c in claims if c.id in doubted and first.get(c.id) == ()]
        second = await self._again(again, len(claims), hearing)
        return Judged(
            {c.id: second.get(c.id) or first.get(c.id, (unclear(_NO_ANSWER),)) for c in claims},
            hearing.better,
            hearing.usage,
            hearing.failed,
        )

    async def _again(
        self, claims: Sequence[Claim], before: int, hearing: _Hearing
    ) -> Mapping[str, tuple[Finding, ...]]:
        """Return what a second look finds; whatever it is, two looks that differ leave a doubt."""
        if not claims or before == 1:
            return {}  # the very same question has the very same answer
        await hearing.hear(mixed(claims))
        return {c.id: tuple(map(_divided, hearing.outcomes.get(c.id, ()))) for c in claims}


def _divided(found: Finding) -> Finding:
    if found.label is Label.UNCLEAR:
        return found
    return Finding(found.check, Label.UNCLEAR, Note(_DIVIDED, found.reason.values), found.side)


@dataclass(frozen=True, slots=True)
class _Bench:
    """What the claims of one hearing are judged by: the story, what of it is shown."""

    story: Story
    shown: Story
    shelf: Shelf
    elsewhere: bool

    def request(self, batch: tuple[Claim, ...], *, narrow: bool) -> Request:
        """Return the request on ``batch``; narrow: with no more than what it cites."""
        seen = narrowed(self.story, batch) if narrow else self.shown
        return request(batch, seen, elsewhere=self.elsewhere)

    def shows(self, batch: tuple[Claim, ...]) -> bool:
        """Whether all that ``batch`` cites is in what is shown."""
        cited = {c.paragraph for claim in batch for c in claim.citations}
        return cited <= set(self.shown.paragraphs)


class _Hearing:
    """The claims of one story before the judge; keeps what has come out so far."""

    def __init__(self, model: Model, turn: asyncio.Semaphore, bench: _Bench) -> None:
        self._model = model
        self._turn = turn
        self._bench = bench
        self._answered = False
        self._error: Note | None = None
        self.outcomes: dict[str, tuple[Finding, ...]] = {}
        self.better: dict[str, tuple[Citation, ...]] = {}
        self.usage = Usage()

    @property
    def failed(self) -> Note | None:
        """Why nothing came out; ``None`` as soon as anything did."""
        return None if self._answered else self._error

    async def hear(self, batched: Iterable[tuple[Claim, ...]]) -> None:
        await asyncio.gather(*(self._batch(batch) for batch in batched))

    async def _batch(self, batch: tuple[Claim, ...]) -> None:
        """Ask about a batch; a claim whose answer cannot be used is asked once more, alone."""
        opinions = await self._opinions(batch)
        if opinions is None:
            return
        open_ = [(c, why) for c in batch if (why := self._settle(c, opinions.get(c.id)))]
        await asyncio.gather(*(self._alone(claim, why) for claim, why in open_))

    async def _alone(self, claim: Claim, why: str) -> None:
        opinions = await self._opinions((claim,), prompt("again").fill(problem=data(why)))
        if opinions is not None and self._settle(claim, opinions.get(claim.id)):
            self.outcomes[claim.id] = (unclear(_NO_ANSWER),)

    def _settle(self, claim: Claim, opinion: Opinion | None) -> str | None:
        """Keep what an opinion comes to; return why not, if it cannot be used."""
        why = problem(claim, opinion, self._bench.shelf.evidence(claim))
        if why is None and opinion is not None:
            self.outcomes[claim.id] = findings(claim, opinion)
            self.better[claim.id] = better(claim, opinion)
        return why

    async def _opinions(self, batch: tuple[Claim, ...], *more: str) -> Mapping[str, Opinion] | None:
        """Ask for opinions on ``batch``; ``None`` where there is no answer, which is kept."""
        narrow = not self._bench.shows(batch)
        try:
            try:
                return await self._ask(self._bench.request(batch, narrow=narrow), more)
            except (ModelContextError, ModelRefusalError):
                if narrow:
                    raise
                return await self._ask(self._bench.request(batch, narrow=True), more)
        except ModelNonsenseError:
            self._fail(batch, unclear(_NO_ANSWER))
        except ModelError as error:
            _LOG.warning("judging %d claims failed: %s", len(batch), type(error).__name__)
            self._error = error.note
            self._fail(batch, unclear(_DOWN, reason=error.note))
        return None

    def _fail(self, batch: tuple[Claim, ...], finding: Finding) -> None:
        self.outcomes.update((claim.id, (finding,)) for claim in batch)

    async def _ask(self, asked: Request, more: tuple[str, ...]) -> Mapping[str, Opinion]:
        """Ask, and once more with the reason if the answer is of no use as a whole."""
        try:
            return await self._once(asked, more)
        except UnusableError as error:
            why = str(error)
        except ModelNonsenseError as error:
            self._pay(error.values.get("usage"))
            why = f"it was not one plain JSON object ({error.values.get('reason', 'unreadable')})"
        try:
            return await self._once(asked, (*more, prompt("again").fill(problem=data(why))))
        except UnusableError as error:
            raise ModelNonsenseError(reason="form") from error

    async def _once(self, asked: Request, more: tuple[str, ...]) -> Mapping[str, Opinion]:
        async with self._turn:
            user = (asked.sources, asked.task, *more)
            reply = await self._model.ask(system(), user, asked.schema, "judge")
        self._pay(reply.usage)
        opinions = read_opinions(reply.data, asked.nonce, [c.id for c in asked.claims])
        self._answered = True
        await reply.keep()
        return opinions

    def _pay(self, usage: object) -> None:
        if isinstance(usage, Usage):
            self.usage += usage
