"""All parts, joined, at work: what listens, answers, works, shows, and looks after itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from bot.access import Gate
from bot.errors import StoreError
from bot.model import Message, Note, Subscription, Task
from bot.outbox import Dispatcher
from bot.owners import Owners
from bot.ports import Adapter, Jobs, Standing
from bot.preset import Preset
from bot.seal import PageLinks
from bot.tools import Tools

if TYPE_CHECKING:
    from bot.app import App
    from bot.watch import State

log = structlog.get_logger()

FLUSH = 2.0  # seconds at the end in which posts that wait are still shown
FIRST_WAIT, LONGEST_WAIT = 2.0, 300.0  # seconds before a platform that broke is tried again


async def _at_once() -> None:
    """Wait for nothing."""


@dataclass(frozen=True, slots=True)
class House:
    """All parts, joined: what listens, what answers, what does the work and what shows it."""

    tools: Tools
    front: Callable[[], App]
    gate: Gate
    adapters: Mapping[str, Adapter]
    jobs: Jobs
    outbox: Dispatcher
    owners: Owners
    preset: Preset
    files: Path  # what people attached
    pages: PageLinks | None

    @property
    def app(self) -> App:
        """The front door; what answers is loaded when somebody comes, or work is left."""
        return self.front()

    async def handle(self, message: Message) -> None:
        """Answer one message."""
        await self.app.handle(message)

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """Do and show what is asked for, and what an earlier process left, until the block ends."""
        showing = asyncio.create_task(self.outbox.run())
        doing = asyncio.create_task(self.jobs.run(self._work, self._gave_up))
        try:
            yield
        finally:
            doing.cancel()  # what ends in its grace is still shown
            await asyncio.gather(doing, return_exceptions=True)
            await self.outbox.flush(FLUSH)
            showing.cancel()
            await asyncio.gather(showing, return_exceptions=True)

    async def _work(self, task: Task) -> None:
        await self.app.desk.work(task)

    async def _gave_up(self, task: Task, reason: Note) -> None:
        await self.app.desk.gave_up(task, reason)

    async def state(self) -> State:
        """Return how things stand, for those who look after this installation."""
        from bot.watch import State  # what it is shown with takes a while to import

        stopped = dict.fromkeys(self.outbox.stopped(), "")
        try:
            waiting, doing = await self.tools.store.tasks.counts()
            oldest = await self.tools.store.tasks.oldest()
            notes = await self.owners.known()
        except StoreError as error:
            notes = {"store": error.note} | dict(self.owners.alerts.firing)
            return State(ills=stopped | _said(notes))
        age = (self.tools.now() - oldest).total_seconds() if oldest else 0.0
        return State(waiting, doing, age, stopped | _said(notes))

    async def serve(self, begun: Callable[[], Awaitable[None]] = _at_once) -> None:
        """Listen on every platform until all have stopped or this is cancelled.

        Then work ends first: while it does, posts can still be shown, and what arrives is stored.
        What is done by the clock waits until platforms have ``begun``.
        """
        async with asyncio.TaskGroup() as group:
            clock = group.create_task(self._follow_the_clock(begun))
            watching = group.create_task(self._watch(begun))
            listening = [group.create_task(self._listen(name)) for name in self.adapters]
            try:
                async with self.working():
                    await asyncio.wait(listening)
            finally:
                for task in (clock, watching, *listening):
                    task.cancel()

    async def _listen(self, name: str) -> None:
        """Listen on a platform until it stops; where it breaks, the others go on without it."""
        wait = FIRST_WAIT
        clock = asyncio.get_running_loop().time
        while True:
            begun = clock()
            try:
                await self.adapters[name].run(self.handle)
                return
            except Exception as error:
                log.exception("platform broke, tried again", platform=name)
                why = type(error).__name__
            self.owners.alerts.platform(name, Standing.AWAY, why)
            wait = FIRST_WAIT if clock() - begun > LONGEST_WAIT else min(wait * 2, LONGEST_WAIT)
            await asyncio.sleep(wait)

    async def _spoken_in(self, subscription: Subscription) -> str:
        return await self.app.spoken_in(subscription)

    async def _watch(self, begun: Callable[[], Awaitable[None]]) -> None:
        await begun()
        await self.owners.run()

    async def _follow_the_clock(self, begun: Callable[[], Awaitable[None]]) -> None:
        await begun()
        from bot.ticker import Ticker  # it loads what reads feeds

        had = self.tools
        clock = Ticker(
            had.store,
            self.jobs,
            had.fetcher,
            had.feeds,
            had.now,
            self._spoken_in,
            keep_days=had.keep_days,
            preset=self.preset,
            files=self.files,
        )
        await clock.run()


def _said(notes: Mapping[str, Note]) -> dict[str, str]:
    if not notes:
        return {}
    from bot import render  # it takes a while to import

    return {name: render.say(note, "en") for name, note in notes.items()}
