"""Asks a model to judge claims: batches at once, what is left open once more, doubts twice."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.citations import Shelf, shelf
from bot.errors import ModelContextError, ModelError, ModelNonsenseError, ModelRefusalError
from bot.judge.batches import MOST, batches, mixed
from bot.judge.opinion import Opinion
from bot.judge.reading import read_opinions
from bot.judge.rules import findings, problem, unclear
from bot.judge.task import Request, request, size
from bot.model import Claim, Finding, Label, Note, Story, Usage
from bot.ports import Model
from bot.summarize.asking import UnusableError, paid
from bot.summarize.prefix import data
from prompts import prompt

_LOG = logging.getLogger(__name__)

AT_ONCE = 4  # calls under way; more meet the rate limits of small accounts
_NO_ANSWER = "check.entailment.no_answer"
_DOWN = "check.entailment.judge_down"
_DIVIDED = "check.entailment.divided"


@dataclass(frozen=True, slots=True)
class Judged:
    """What a judge found: findings by claim id (none: supported), and the cost.

    ``failed`` says why the model could not be asked, where not one claim has an opinion.
    """

    findings: Mapping[str, tuple[Finding, ...]]
    usage: Usage = field(default_factory=Usage)
    failed: Note | None = None


class Judge:
    """Tier three of the ladder: ``model`` says whether claims follow from what they cite.

    ``context_tokens`` is what is sent at most: claims that cite more go in more calls.
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
    ) -> Judged:
        """Judge ``claims`` (their ids are distinct) by the paragraphs of ``story`` that they cite.

        ``doubted`` are ids of claims on which a strong cue fired: one that is found supported is
        looked at once more, in other company. What has no usable opinion is asked for once more,
        all in one call. No error leaves here: what the model does not settle is unclear.
        """
        hearing = _Hearing(self._model, self._turn, story, shelf(story, languages))
        await hearing.hear(self._fitting(batches(claims), story))
        first = dict(hearing.outcomes)
        again = [c for c in claims if c.id in doubted and first.get(c.id) == ()]
        second, _ = await asyncio.gather(
            self._again(self._fitting(mixed(again), story), len(claims), hearing),
            hearing.ask_again([c for c in claims if c.id in hearing.open]),
        )
        found = hearing.outcomes
        return Judged(
            {c.id: second.get(c.id) or found.get(c.id, (unclear(_NO_ANSWER),)) for c in claims},
            hearing.usage,
            hearing.failed,
        )

    async def _again(
        self, batched: Sequence[tuple[Claim, ...]], before: int, hearing: _Hearing
    ) -> Mapping[str, tuple[Finding, ...]]:
        """Return what a second look finds; whatever it is, two looks that differ leave a doubt."""
        if not batched or before == 1:
            return {}  # the very same question has the very same answer
        look = hearing.another()
        await look.hear(batched)
        hearing.usage += look.usage
        silent = (unclear(_NO_ANSWER),)
        claims = (claim for batch in batched for claim in batch)
        return {c.id: tuple(map(_divided, look.outcomes.get(c.id, silent))) for c in claims}

    def _fitting(
        self, batched: Sequence[tuple[Claim, ...]], story: Story
    ) -> list[tuple[Claim, ...]]:
        """Return batches of which each fits into the context; a single claim is sent anyway."""
        fitting = []
        for batch in batched:
            asked = request(batch, story)
            if len(batch) == 1 or size(asked) <= self._context:
                fitting.append(batch)
            else:
                half = len(batch) // 2
                fitting += self._fitting((batch[:half], batch[half:]), story)
        return fitting


def _divided(found: Finding) -> Finding:
    if found.label is Label.UNCLEAR:
        return found
    return Finding(found.check, Label.UNCLEAR, Note(_DIVIDED, found.reason.values), found.side)


class _Hearing:
    """Claims of one story before the judge; keeps what has come out, and what is still open.

    ``open`` says by claim why there is no opinion on it that can be used.
    """

    def __init__(self, model: Model, turn: asyncio.Semaphore, story: Story, shelf: Shelf) -> None:
        self._model = model
        self._turn = turn
        self._story = story
        self._shelf = shelf
        self._answered = False
        self._error: Note | None = None
        self._too_long = False
        self.outcomes: dict[str, tuple[Finding, ...]] = {}
        self.open: dict[str, str] = {}
        self.usage = Usage()

    @property
    def failed(self) -> Note | None:
        """Why nothing came out; ``None`` as soon as anything did."""
        if self._answered or not (self.open or self.outcomes):
            return None
        return self._error or ModelNonsenseError(reason="form").note

    def another(self) -> _Hearing:
        """Return a hearing by the same judge that knows nothing of this one."""
        return _Hearing(self._model, self._turn, self._story, self._shelf)

    async def hear(self, batched: Iterable[tuple[Claim, ...]], *more: str) -> None:
        await asyncio.gather(*(self._batch(batch, *more) for batch in batched))

    async def ask_again(self, claims: Sequence[Claim]) -> None:
        """Ask once more for opinions on open ``claims``: one call, so that it stays cheap.

        As many as go into one; where a request was too long, or refused, half as many.
        """
        most = MOST // 2 if self._too_long else MOST
        batch = next(iter(batches(claims)), ())[:most]
        if batch:
            why = "; ".join(dict.fromkeys(self.open[claim.id] for claim in batch))
            await self._batch(batch, prompt("again").fill(problem=data(why)))

    async def _batch(self, batch: tuple[Claim, ...], *more: str) -> None:
        """Ask about a batch and keep what comes of it; what does not stays open."""
        try:
            opinions = await self._opinions(request(batch, self._story), more)
        except (ModelNonsenseError, ModelContextError, ModelRefusalError) as error:
            self.usage += paid(error)
            self._error = error.note
            self._too_long |= not isinstance(error, ModelNonsenseError)
            why = error.values.get("reason", "it was refused")
            self._leave(batch, f"it was not one plain JSON object in the form ({why})")
        except UnusableError as error:
            self._error = ModelNonsenseError(reason="form").note
            self._leave(batch, str(error))
        except ModelError as error:
            _LOG.warning("judging %d claims failed: %s", len(batch), type(error).__name__)
            self._error = error.note
            down = unclear(_DOWN, reason=error.note)
            self.outcomes.update((claim.id, (down,)) for claim in batch)
        else:
            for claim in batch:
                self._settle(claim, opinions.get(claim.id))

    def _settle(self, claim: Claim, opinion: Opinion | None) -> None:
        why = problem(claim, opinion, self._shelf.evidence(claim))
        if why is None and opinion is not None:
            self._answered = True
            self.outcomes[claim.id] = findings(claim, opinion)
            self.open.pop(claim.id, None)
        elif why is not None:
            self._leave((claim,), why)

    def _leave(self, batch: Iterable[Claim], why: str) -> None:
        self.open.update((claim.id, why) for claim in batch)

    async def _opinions(self, asked: Request, more: tuple[str, ...]) -> Mapping[str, Opinion]:
        async with self._turn:
            user = (asked.sources, asked.task, *more)
            reply = await self._model.ask(asked.system, user, asked.schema, "judge")
        self.usage += reply.usage
        opinions = read_opinions(reply.data, asked.nonce, [c.id for c in asked.claims])
        await reply.keep()
        return opinions
