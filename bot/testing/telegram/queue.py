"""The queue of updates, with the semantics of ``getUpdates``.

Updates stay until they are confirmed by a higher offset, or for 24 hours. The default of
``allowed_updates`` leaves out three kinds. A second poller ends the first with 409.
"""

from __future__ import annotations

import asyncio
import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from bot.testing.telegram import api
from bot.testing.telegram.ledger import DESCRIPTIONS, BotApiError

RETENTION: Final = 86_400.0
MAX_TIMEOUT: Final = 50
ON_REQUEST: Final = ("chat_member", "message_reaction", "message_reaction_count")


@dataclass(frozen=True, slots=True)
class Update:
    """An update as it is delivered."""

    id: int
    kind: str
    payload: dict[str, Any]
    time: float

    def json(self) -> dict[str, Any]:
        """Return an ``Update`` of the API."""
        return {"update_id": self.id, self.kind: copy.deepcopy(self.payload)}


def all_kinds() -> tuple[str, ...]:
    """Return every kind of update that the API knows."""
    return tuple(name for name in api.types()["Update"].fields if name != "update_id")


@dataclass
class UpdateQueue:
    """Updates in order. ``clock`` gives Unix seconds."""

    clock: Callable[[], float]
    next_id: int = 871_000_001
    allowed: frozenset[str] = field(default_factory=lambda: frozenset(default_kinds()))
    strict: bool = False  # hold back who asks for the same offset again within three seconds
    pending: list[Update] = field(default_factory=list)
    made: list[Update] = field(default_factory=list)  # all of them, whatever became of them
    listeners: list[Callable[[Update], None]] = field(default_factory=list)

    confirmed: Callable[[], None] = lambda: None  # called when updates may have been

    def __post_init__(self) -> None:
        self._again: list[Update] = []
        self._poller: asyncio.Future[None] | None = None
        self._last: tuple[int, float] = (-1, 0.0)
        self.closed = False

    def add(self, kind: str, payload: dict[str, Any], *, always: bool = False) -> Update:
        """Make an update; it is kept for delivery if its kind is allowed, or ``always``."""
        update = Update(self.next_id, kind, copy.deepcopy(payload), self.clock())
        self.next_id += 1
        self.made.append(update)
        if always or kind in self.allowed:
            self.pending.append(update)
            self._tell(update)
        return update

    def again(self, update: Update) -> None:
        """Deliver an update once more, whether or not it was confirmed."""
        self._again.append(update)
        self._tell(update)

    def allow(self, kinds: Sequence[str] | None) -> None:
        """Set which kinds are made from now on; ``None`` keeps that, empty is the default."""
        if kinds is not None:
            known = [kind for kind in kinds if kind in all_kinds()]
            self.allowed = frozenset(known or default_kinds())

    def clear(self) -> None:
        """Forget what waits."""
        self.pending.clear()
        self._again.clear()

    async def get(self, offset: int, limit: int, timeout: float) -> list[dict[str, Any]]:  # noqa: ASYNC109 - the API's own word
        """Return what ``getUpdates`` returns; ``BotApiError`` 409 if another poller comes."""
        self._end_poller()
        limit = min(max(limit, 1), 100) if limit else 100
        timeout, limit = self._hold_back(offset, limit, min(max(timeout, 0), MAX_TIMEOUT))
        self._confirm(offset)
        self.confirmed()
        if not self._ready() and timeout and not self.closed:
            await self._wait(timeout)
        found = [*self._again, *self.pending][:limit]
        del self._again[:limit]
        return [update.json() for update in found]

    def close(self) -> None:
        """Let go of who waits."""
        self.closed = True
        self._wake()

    def _hold_back(self, offset: int, limit: int, timeout: float) -> tuple[float, int]:
        now = self.clock()
        last, when = self._last
        self._last = (offset, now)
        if not self.strict or last != offset:
            return timeout, limit
        held = 3.0 if timeout < 3 and now < when + 3 else timeout
        return held, 1 if now < when + 0.5 else limit

    def _confirm(self, offset: int) -> None:
        oldest = self.clock() - RETENTION
        self.pending = [u for u in self.pending if u.time > oldest]
        if offset > 0:
            self.pending = [u for u in self.pending if u.id >= offset]
        elif offset < 0:
            self.pending = self.pending[offset:]

    def _ready(self) -> bool:
        return bool(self.pending or self._again)

    async def _wait(self, seconds: float) -> None:
        self._poller = poller = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(seconds):
                await poller
        except TimeoutError:
            pass
        finally:
            if self._poller is poller:
                self._poller = None

    def _tell(self, update: Update) -> None:
        self._wake()
        for listener in self.listeners:
            listener(update)

    def _wake(self) -> None:
        if self._poller is not None and not self._poller.done():
            self._poller.set_result(None)

    def _end_poller(self) -> None:
        if self._poller is not None and not self._poller.done():
            self._poller.set_exception(BotApiError(409, DESCRIPTIONS[409]))


def default_kinds() -> tuple[str, ...]:
    """Return the kinds of update that a bot gets without asking."""
    return tuple(kind for kind in all_kinds() if kind not in ON_REQUEST)
