"""A model whose every answer is paid for by whoever had it asked, of use or not."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeAlias

import structlog

from bot.errors import ModelError, StoreError
from bot.model import Usage
from bot.ports import Model, Reply

log = structlog.get_logger()

Pay: TypeAlias = Callable[[Usage, str], Awaitable[None]]
"""Notes what an answer used up, and the model that gave it."""


class PaidModel:
    """Wraps a ``Model``: each call that cost something is noted, also one that came to nothing.

    ``heard`` is told after each call of the error, ``None`` after an answer. A store that fails
    costs the note, not the answer.
    """

    def __init__(self, model: Model, pay: Pay, heard: Callable[[ModelError | None], None]) -> None:
        self.name = model.name
        self._model = model
        self._pay = pay
        self._heard = heard

    async def ask(
        self, system: str, user: Sequence[str], schema: dict[str, Any], label: str
    ) -> Reply:
        """Answer as the wrapped model does."""
        try:
            reply = await self._model.ask(system, user, schema, label)
        except ModelError as error:
            self._heard(error)
            used = error.values.get("usage")
            if isinstance(used, Usage):
                await self._note(used, self.name)
            raise
        self._heard(None)
        await self._note(reply.usage, reply.model)
        return reply

    async def _note(self, used: Usage, model: str) -> None:
        try:
            await self._pay(used, model)
        except StoreError as error:
            log.error("not noted what a model cost", error=error.key, tokens=used.input_tokens)
