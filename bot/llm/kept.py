"""A model that remembers what was of use: the same question is paid for once."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from functools import partial
from typing import Any, Final

from bot.errors import StoreError
from bot.failpoint import Point, reached
from bot.model import Chat, Usage
from bot.ports import Model, Reply, Store

KIND: Final = "answer"


class KeptModel:
    """Wraps a ``Model``: answers are found in the store under the hash of their question.

    Only those are there whose ``keep`` was called, so that a useless answer, a refusal of the
    form or somebody else's, is never found again. The usage of a found answer is zero: it cost
    nothing now. A store that fails costs money, not the answer. ``whose`` tells for which chat
    it is kept: with that chat it is forgotten.
    """

    def __init__(
        self, model: Model, store: Store, whose: Callable[[], Chat | None] = lambda: None
    ) -> None:
        self.name = model.name
        self._model = model
        self._store = store
        self._whose = whose

    async def ask(
        self, system: str, user: Sequence[str], schema: dict[str, Any], label: str
    ) -> Reply:
        """Answer as the wrapped model does or did."""
        key = question(self.name, system, user, schema)
        found = await self._find(key)
        if found is not None:
            return found
        reply = await self._model.ask(system, user, schema, label)
        reached(Point.ANSWERED)
        return replace(reply, keep=partial(self._keep, key, reply))

    async def _keep(self, key: str, reply: Reply) -> None:
        value = {"data": reply.data, "model": reply.model, "usage": asdict(reply.usage)}
        with contextlib.suppress(StoreError):
            packed = json.dumps(value, ensure_ascii=False).encode()
            await self._store.keep(KIND, key, packed, self._whose())
        reached(Point.ANSWER_KEPT)

    async def _find(self, key: str) -> Reply | None:
        try:
            kept = await self._store.kept(KIND, key)
        except StoreError:
            return None
        if kept is None:
            return None
        try:
            value = json.loads(kept)
            return Reply(value["data"], Usage(), value["model"])
        except (ValueError, KeyError, TypeError):
            return None  # written by another version: ask again


def question(model: str, system: str, user: Sequence[str], schema: dict[str, Any]) -> str:
    """Return the sha256 of all that decides an answer, as hexadecimal digits."""
    whole = json.dumps([model, system, list(user), schema], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()
