"""Tasks done in this process, which alone uses its store; ``bot.ports.Jobs``."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import Callable, Sequence
from datetime import datetime

import structlog

from bot.errors import StoreError
from bot.jobs.attempts import DEADLINE, Attempts, GaveUp, Work, insist
from bot.jobs.crew import Crew
from bot.model import Chat, Showing, Task
from bot.ports import Tasks

log = structlog.get_logger()

GLANCE = 1.0
"""Seconds between two looks for what has become due."""


class LocalJobs:
    """Does up to ``slots`` tasks at a time.

    An attempt may take ``deadline`` seconds; at the end what is under way has ``grace`` seconds.
    ``chance`` gives numbers from 0 to 1.
    """

    def __init__(
        self,
        tasks: Tasks,
        now: Callable[[], datetime],
        *,
        slots: int = 4,
        deadline: float = DEADLINE,
        grace: float = 8.0,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._tasks = tasks
        self._now = now
        self._slots = slots
        self._grace = grace
        self._crew = Crew(tasks, Attempts(tasks, now, deadline, chance), now)
        self._wake = asyncio.Event()

    async def put(self, task: Task, showings: Sequence[Showing] = ()) -> bool:
        """Store a task with the posts that tell of it; ``False`` if its key is known."""
        new = await self._tasks.put(task, showings)
        self.wake()
        return new

    async def again(self, key: str) -> bool:
        """Do a task that was given up anew, soon; whether there was one."""
        found = await self._tasks.again(key)
        self.wake()
        return found

    def wake(self) -> None:
        """Look for tasks now: one was put or is to be done again."""
        self._wake.set()

    async def run(self, work: Work, gave_up: GaveUp) -> None:
        """Do tasks until cancelled, beginning with what a process before left undone."""
        left = await insist(self._tasks.reclaim)
        if left:
            log.info("unfinished tasks taken up", n=left)
        try:
            while True:
                self._wake.clear()
                await self._fill(work, gave_up)
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(GLANCE):
                        await self._wake.wait()
        finally:
            await self._crew.stop(self._grace)

    async def _fill(self, work: Work, gave_up: GaveUp) -> None:
        try:
            taken = await self._take(self._slots - len(self._crew))
        except StoreError as error:
            log.warning("no tasks taken", reason=error.key)
            return
        for task in taken:
            self._crew.start(task, work, gave_up, self.wake)

    async def _take(self, most: int) -> tuple[Task, ...]:
        if most < 1:
            return ()
        taking = asyncio.ensure_future(self._tasks.take(self._now(), most))
        try:
            return await asyncio.shield(taking)
        except asyncio.CancelledError:  # what was begun by now is nobody's
            for task in await taking:
                await self._tasks.hand_back(task, self._now())
            raise

    async def cancel(self, chat: Chat) -> tuple[Task, ...]:
        """End all that waits or is under way in a chat; return it."""
        return await self._crew.cancel(chat)

    async def settled(self, chat: Chat) -> None:
        """Return when nothing of a chat waits or is under way."""
        await self._crew.settled(chat)
