"""Adapters that are loaded while others listen already: a platform's SDK takes long to import."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from bot.model import Chat, Place, Post
from bot.ports import Adapter, Handler, Services, Trail

START = 0.3  # seconds that one has to begin talking before the next is loaded
GAP = 2.0  # seconds between two edits, of a platform that does not yet say how many it wants


class Later:
    """The ``Adapter`` that ``make`` makes, once it listens or is to send.

    Those that share a ``turn`` are loaded one after the other, in a thread: each begins to talk
    with its platform before the next is loaded, which takes the processor for a while.
    """

    def __init__(self, make: Callable[[], Adapter], turn: asyncio.Lock) -> None:
        self._make = make
        self._turn = turn
        self._made: Adapter | None = None
        self.stage_gap = GAP

    def invitation(self, code: str) -> str:
        """Return a link that opens a chat and sends a code, "" where there is none yet."""
        return self._made.invitation(code) if self._made else ""

    async def private(self, user: str) -> Chat:
        """Return the chat in which one person is spoken to alone."""
        return await (await self._adapter()).private(user)

    async def run(self, handle: Handler) -> None:
        """Listen until the platform or the process ends."""
        await (await self._adapter()).run(handle)

    async def send(self, place: Place, post: Post | None, trail: Trail) -> None:
        """Let the messages of ``trail`` show a post."""
        await (await self._adapter()).send(place, post, trail)

    async def _adapter(self) -> Adapter:
        if self._made is None:
            await self._turn.acquire()
            wait = 0.0
            try:
                if self._made is None:
                    made = await asyncio.to_thread(self._make)
                    self.stage_gap, self._made, wait = made.stage_gap, made, START
            finally:
                asyncio.get_running_loop().call_later(wait, self._turn.release)
        return self._made


def later(make: Callable[[Services], Adapter], turn: asyncio.Lock) -> Callable[[Services], Adapter]:
    """Return what makes an adapter that is loaded later."""
    return lambda services: Later(lambda: make(services), turn)


async def begun(turn: asyncio.Lock) -> None:
    """Return when all that wait for their ``turn``, or begin to now, have been loaded."""
    await asyncio.sleep(0)  # who is started together with this stands before it
    async with turn:
        return
