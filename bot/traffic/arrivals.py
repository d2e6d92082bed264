"""Work in lines: what is in one line is done in order, lines do not wait for each other."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from typing import Any, TypeAlias

import structlog

from bot.model import MenuEntry

log = structlog.get_logger()

Work: TypeAlias = Callable[[], Awaitable[None]]

APART = frozenset({"cancel", "status", "check", "follow"})
"""Commands that wait for nobody and let nobody wait: they stop or tell of what is under way, or
take long and have no placeholder. All else that is said in a chat is answered as it came."""


class Arrivals:
    """Does work as it arrives; an error ends one piece of work, nothing else."""

    def __init__(self) -> None:
        self._lines: dict[str, deque[Work]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def put(self, work: Work, line: str | None = None) -> None:
        """Do ``work`` at once, or when all that was put into its ``line`` before is done."""
        if line is None:
            self._start(_guarded(work))
        elif line in self._lines:
            self._lines[line].append(work)
        else:
            self._lines[line] = deque([work])
            self._start(self._follow(line))

    async def stop(self) -> None:
        """End what is under way; what did not begin is left."""
        self._lines.clear()
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def idle(self) -> None:
        """Wait until everything that was put is done."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _follow(self, line: str) -> None:
        while waiting := self._lines.get(line):
            await _guarded(waiting.popleft())
        self._lines.pop(line, None)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def in_turn(text: str, menu: Iterable[MenuEntry]) -> bool:
    """Whether a message waits until those before it in its chat are dealt with."""
    if not text.startswith("/"):
        return True
    from bot.language import folded  # loaded with the first message, not at the start

    name = folded(text[1:].split(None, 1)[0].partition("@")[0]) if text[1:].strip() else ""
    apart = (entry for entry in menu if entry.name in APART)
    return all(name not in (entry.name, *map(folded, entry.also)) for entry in apart)


async def _guarded(work: Work) -> None:
    try:
        await work()
    except Exception:
        log.exception("event failed")
