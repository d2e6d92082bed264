"""The attempts that one process has under way."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.errors import StoreError
from bot.jobs.attempts import Attempts, GaveUp, Work
from bot.model import Chat, Task
from bot.ports import Tasks

log = structlog.get_logger()

PARTING = 1.0
"""Seconds for what was cut short to end, and again for handing it back."""

_GLANCE = 0.2  # seconds between two looks at what other processes do


@dataclass(slots=True)
class _Doing:
    task: Task
    ends: Callable[[], None]


class Crew:
    """Does tasks side by side, and lets them end well."""

    def __init__(self, tasks: Tasks, attempts: Attempts, now: Callable[[], datetime]) -> None:
        self._tasks = tasks
        self._attempts = attempts
        self._now = now
        self._doing: dict[asyncio.Task[None], _Doing] = {}
        self._changed = asyncio.Event()

    def __len__(self) -> int:
        return len(self._doing)

    @property
    def tasks(self) -> tuple[Task, ...]:
        """What is under way."""
        return tuple(doing.task for doing in self._doing.values())

    def start(self, task: Task, work: Work, gave_up: GaveUp, ends: Callable[[], None]) -> None:
        """Begin an attempt; ``ends`` is called once it is over, however it went."""
        doing = asyncio.create_task(self._attempts.do(task, work, gave_up))
        self._doing[doing] = _Doing(task, ends)
        doing.add_done_callback(self._ended)

    def _ended(self, ended: asyncio.Task[None]) -> None:
        doing = self._doing.pop(ended)
        if not ended.cancelled() and ended.exception() is not None:
            log.error("end of a task not noted", task=doing.task.key, exc_info=ended.exception())
        self._changed.set()
        doing.ends()

    def cut(self, keys: Collection[str]) -> None:
        """Stop the work on these tasks; nothing of them is noted."""
        for attempt, doing in list(self._doing.items()):
            if doing.task.key in keys:
                attempt.cancel()

    async def cancel(self, chat: Chat) -> tuple[Task, ...]:
        """End all of a chat, here at once; other processes find it out."""
        ended = await self._tasks.cancel(chat)
        self.cut({task.key for task in ended})
        self._changed.set()
        return ended

    async def settled(self, chat: Chat) -> None:
        """Return when nothing of a chat waits or is under way."""
        while any(task.chat == chat for task in self.tasks) or any(await self._tasks.counts(chat)):
            self._changed.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_GLANCE):
                    await self._changed.wait()

    async def stop(self, grace: float) -> None:
        """Let what is under way end within ``grace`` seconds, then hand back the rest."""
        try:
            if self._doing:
                await asyncio.wait(self._doing, timeout=grace)
        finally:
            cut = self.tasks
            left = list(self._doing)
            for attempt in left:
                attempt.cancel()
            if left:
                await asyncio.wait(left, timeout=PARTING)
                await self._hand_back(cut)

    async def _hand_back(self, tasks: Collection[Task]) -> None:
        """Hand back what can be: what cannot is found by whoever comes next."""
        now = self._now()
        try:
            async with asyncio.timeout(PARTING):
                for task in tasks:
                    await self._tasks.hand_back(task, now)
        except (StoreError, TimeoutError) as error:
            log.warning("tasks not handed back", n=len(tasks), error=type(error).__name__)
