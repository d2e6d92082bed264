"""The summarizer that asks a model: one call for a draft in all languages, one for repairs."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, TypeVar

from bot.errors import ModelContextError, ModelError, ModelNonsenseError
from bot.model import Claim, Draft, Story, Usage
from bot.ports import Model
from bot.summarize.answer import Answer, UnusableError, read_draft, read_repairs
from bot.summarize.budget import fit, size
from bot.summarize.form import draft_form, repair_form
from bot.summarize.near import near
from bot.summarize.prefix import data, sources
from bot.summarize.tasks import draft_task, instructions, repair_task
from prompts import prompt

T = TypeVar("T")

TOO_LONG = (
    "it ran past the limit and was cut off; write fewer claims and differences, "
    "with shorter evidence"
)


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent: what never changes, the story, the task, the form, the word to be echoed."""

    label: str
    system: str
    sources: str
    task: str
    schema: dict[str, Any]
    nonce: str


class ModelSummarizer:
    """Drafts and repairs with ``model``.

    ``context_tokens`` is what is sent at most, ``output_tokens`` what an answer may take; a story
    that does not fit is cut by plan and the draft says so.
    """

    def __init__(
        self, model: Model, context_tokens: int = 100_000, output_tokens: int = 16_000
    ) -> None:
        self._model = model
        self._context = context_tokens
        self._output = output_tokens

    async def draft(self, story: Story, languages: Sequence[str]) -> Draft:
        """Draft ``story`` in ``languages``, all in one call.

        An answer that is of no use as a whole is asked for once more, then ModelNonsenseError. A
        request that the model finds too long is sent once more at half its length, which is then
        the limit for what follows. Other ``ModelError`` kinds come from the model.
        """
        try:
            return await self._draft(story, languages)
        except ModelContextError:
            self._context = min(self._context, size(story)) // 2
            return await self._draft(story, languages)

    async def _draft(self, story: Story, languages: Sequence[str]) -> Draft:
        shown, notes = fit(story, self._context)
        request = _request(
            "draft",
            instructions("draft", languages),
            shown,
            draft_task(shown, self._output, cut=bool(notes)),
            draft_form(list(shown.paragraphs), languages),
        )

        def read(answer: Mapping[str, Any]) -> Answer:
            return read_draft(answer, request.nonce, languages)

        answer, usage, name = await self._ask(request, read)
        return Draft(
            headline=answer.headline,
            claims=answer.claims,
            disagreements=answer.disagreements,
            unsaid=answer.unsaid,
            outlets=answer.outlets,
            rejected=answer.rejected,
            notes=notes,
            usage=usage,
            model=name,
            prompt=prompt("draft").label,
        )

    async def repair(
        self, story: Story, languages: Sequence[str], failed: Sequence[Claim]
    ) -> tuple[tuple[Claim, ...], Usage]:
        """Ask once to mend the ``failed`` claims, whose verdicts say why they failed.

        Only the paragraphs are shown that may matter for them. Returns the mended ones under
        their ids, without verdicts, and what it cost. An answer without the form mends nothing;
        ``ModelError`` kinds come from the model.
        """
        if not failed:
            return (), Usage()
        shown, _ = fit(near(story, failed), self._context)
        ids = [claim.id for claim in failed]
        request = _request(
            "repair",
            instructions("repair", languages),
            shown,
            repair_task(failed),
            repair_form(list(shown.paragraphs), languages, ids),
        )
        user = (request.sources, request.task)
        reply = await self._model.ask(request.system, user, request.schema, request.label)
        try:
            repaired = read_repairs(reply.data, request.nonce, languages, ids)
        except UnusableError:
            return (), reply.usage
        await reply.keep()
        return repaired, reply.usage

    async def _ask(
        self, request: Request, read: Callable[[Mapping[str, Any]], T]
    ) -> tuple[T, Usage, str]:
        """Ask, and once more with the reason if the answer is of no use; what is, is kept."""
        user = (request.sources, request.task)
        spent = Usage()
        try:
            reply = await self._model.ask(request.system, user, request.schema, request.label)
            spent = reply.usage
            answer = read(reply.data)
        except UnusableError as error:
            problem = str(error)
        except ModelNonsenseError as error:
            problem, spent = _no_object(error), _paid(error)
        else:
            await reply.keep()
            return answer, spent, reply.model
        again = prompt("again").fill(problem=data(problem))
        reply = await self._model.ask(request.system, (*user, again), request.schema, request.label)
        spent += reply.usage
        try:
            answer = read(reply.data)
        except UnusableError as error:
            raise ModelNonsenseError(reason="form", usage=spent) from error
        await reply.keep()
        return answer, spent, reply.model


def _no_object(error: ModelNonsenseError) -> str:
    """Say to a model why what it wrote was not even JSON."""
    if error.values.get("reason") == "length":
        return TOO_LONG
    return f"it was not one plain JSON object ({error.values.get('reason', 'unreadable')})"


def _paid(error: ModelError) -> Usage:
    """Return what the failed call cost, where the model's error tells."""
    usage = error.values.get("usage")
    return usage if isinstance(usage, Usage) else Usage()


def _request(
    label: str, system: str, story: Story, task: Callable[[str], str], schema: dict[str, Any]
) -> Request:
    """Build a request whose nonce is its own hash: one request, one nonce, also when repeated."""
    shown = sources(story)
    whole = "\0".join((system, shown, task(""), json.dumps(schema, sort_keys=True)))
    nonce = sha256(whole.encode()).hexdigest()[:12]
    return Request(label, system, shown, task(nonce), schema, nonce)
