"""Waiting for a turn, and pauses that a platform asks for, kept over a restart."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog

from bot.errors import StoreError
from bot.ports import Pauses
from bot.traffic.turns import Scope, Ticket, Turns

log = structlog.get_logger()

LONGEST = 86_400.0  # seconds: a kept pause that is longer was kept by a clock that was wrong


class PausedError(Exception):
    """It is not the time for this call: the platform is to be left alone for ``after`` seconds."""

    def __init__(self, after: float) -> None:
        super().__init__(f"for {after:.1f} seconds more")
        self.after = after


@dataclass(frozen=True, slots=True)
class Wait:
    """How long a call may wait for its turn.

    ``since``: when the post began to which it belongs, on the loop's clock: the oldest goes first.
    ``patience``: seconds of a pause that are waited out. A ``spare`` call is made at once, while
    there is room that others do not need, or not at all.
    """

    since: float | None = None
    patience: float = 0.0
    spare: bool = False


AT_ONCE = Wait()


class Limiter:
    """Lets calls go when a platform's limits allow it: ``async with limiter.turn(scopes): ...``.

    ``now`` is the wall clock, by which pauses are kept; windows are counted on the loop's clock,
    which nobody sets.
    """

    def __init__(
        self, pauses: Pauses, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._pauses = pauses
        self._now = now
        self._turns = Turns()
        self._waiting: dict[Ticket, asyncio.Future[None]] = {}
        self._next: asyncio.TimerHandle | None = None

    async def load(self) -> None:
        """Respect the pauses that a process before was asked for."""
        try:
            kept = await self._pauses.load()
        except StoreError as error:
            log.warning("pauses not read", error=error.key)
            return
        for name, until in kept.items():
            self._rest(name, min((until - self._now()).total_seconds(), LONGEST))

    @asynccontextmanager
    async def turn(self, scopes: Sequence[Scope], wait: Wait = AT_ONCE) -> AsyncIterator[None]:
        """Wait for the turn of a call, which is made within the context and counts from it.

        ``scopes`` go from the widest to the narrowest. Raises ``PausedError`` where ``wait`` does
        not allow for the time that it would take.
        """
        clock = asyncio.get_running_loop().time
        since = clock() if wait.since is None else wait.since
        ticket = Ticket(tuple(scopes), since, wait.patience)
        if wait.spare and (seconds := self._turns.spare(ticket, clock())):
            raise PausedError(seconds)
        try:
            if not wait.spare:
                await self._granted(ticket)
            yield
        finally:
            self._turns.over(ticket, clock())
            self._look()

    async def pause(self, name: str, seconds: float) -> None:
        """Leave a scope alone for so long, also after a restart."""
        self._rest(name, seconds)
        try:
            await self._pauses.keep(name, self._now() + timedelta(seconds=seconds))
        except StoreError as error:
            log.warning("pause not kept", scope=name, error=error.key)

    def _rest(self, name: str, seconds: float) -> None:
        if seconds > 0:
            self._turns.pause(name, asyncio.get_running_loop().time() + seconds)

    async def _granted(self, ticket: Ticket) -> None:
        waiting = self._waiting[ticket] = asyncio.get_running_loop().create_future()
        self._turns.ask(ticket)
        self._look()
        try:
            await waiting
        finally:
            self._waiting.pop(ticket, None)

    def _look(self) -> None:
        """See whose turn has come, and when to see again."""
        loop = asyncio.get_running_loop()
        if self._next is not None:
            self._next.cancel()
            self._next = None
        decided, again = self._turns.due(loop.time())
        for ticket in decided:
            waiting = self._waiting.get(ticket)
            if waiting is None or waiting.done():
                continue
            if ticket.granted is None:
                waiting.set_exception(PausedError(ticket.busy or 0.0))
            else:
                waiting.set_result(None)
        if again is not None:
            self._next = loop.call_at(again, self._look)
