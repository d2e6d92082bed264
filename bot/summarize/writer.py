"""The summarizer that asks a model: one call for a draft in all languages, one for repairs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from bot.errors import ModelContextError
from bot.model import Claim, Draft, Story, Usage
from bot.ports import Model
from bot.summarize.answer import Answer, read_draft, read_repairs
from bot.summarize.asking import UnusableError, ask, request
from bot.summarize.budget import fit, size
from bot.summarize.form import draft_form, repair_form
from bot.summarize.near import near
from bot.summarize.prefix import sources
from bot.summarize.tasks import draft_task, instructions, repair_task
from prompts import prompt

T = TypeVar("T")

SHORTER = "write fewer claims and differences, with shorter evidence"


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
        asked = request(
            "draft",
            instructions("draft", languages),
            (sources(shown),),
            draft_task(shown, self._output, cut=bool(notes)),
            draft_form(list(shown.paragraphs), languages),
        )

        def read(answer: Mapping[str, Any]) -> Answer:
            return read_draft(answer, asked.nonce, languages)

        answer, usage, name = await ask(self._model, asked, read, SHORTER)
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
        asked = request(
            "repair",
            instructions("repair", languages),
            (sources(shown),),
            repair_task(failed),
            repair_form(list(shown.paragraphs), languages, ids),
        )
        reply = await self._model.ask(asked.system, asked.user, asked.schema, asked.label)
        try:
            repaired = read_repairs(reply.data, asked.nonce, languages, ids)
        except UnusableError:
            return (), reply.usage
        await reply.keep()
        return repaired, reply.usage
