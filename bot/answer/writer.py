"""Who answers with a model: one call for an answer, one for the words of a search."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from bot.answer.form import Says
from bot.answer.picking import pick
from bot.answer.reading import Expanded, Read, read_answer, read_terms
from bot.answer.task import answer_request, search_request
from bot.errors import ModelContextError
from bot.model import AnswerDraft, Question, Story, Usage
from bot.ports import Model
from bot.summarize.asking import ask
from bot.summarize.budget import size
from prompts import prompt

T = TypeVar("T")


class ModelAnswerer:
    """Answers with ``model``; ``context_tokens`` is what is sent at most."""

    def __init__(self, model: Model, context_tokens: int = 100_000) -> None:
        self._model = model
        self._context = context_tokens

    async def answer(self, asked: Question, story: Story) -> AnswerDraft:
        """Propose an answer from ``story``, or that it does not say it.

        An answer that is of no use as a whole is asked for once more, then ModelNonsenseError. A
        request that the model finds too long is sent once more at half its length. Other
        ``ModelError`` kinds come from the model.
        """
        try:
            return await self._answer(asked, story, self._context)
        except ModelContextError:
            return await self._answer(asked, story, min(self._context, size(story)) // 2)

    async def _answer(self, asked: Question, story: Story, context: int) -> AnswerDraft:
        shown, notes = pick(asked, story, context)
        request = answer_request(asked, shown)

        def read(answer: Mapping[str, Any]) -> Read:
            return read_answer(answer, request.nonce, asked.language)

        answer, usage, name = await ask(self._model, request, read)
        return AnswerDraft(
            answered=answer.says is not Says.NO,
            partly=answer.says is Says.PARTLY,
            claims=answer.claims,
            shown=shown,
            closest=answer.closest,
            rejected=answer.rejected,
            notes=notes,
            usage=usage,
            model=name,
            prompt=prompt("answer").label,
        )

    async def expand(self, asked: Question) -> tuple[Question, tuple[str, ...], Usage]:
        """Return a question that can be understood alone, words to search for it, and the cost.

        Raises like ``answer``.
        """
        request = search_request(asked)

        def read(answer: Mapping[str, Any]) -> Expanded:
            return read_terms(answer, request.nonce)

        found, usage, _ = await ask(self._model, request, read)
        words = tuple(word for words in found.terms.values() for word in words)
        return Question(found.asked, asked.language, asked.earlier), words, usage
