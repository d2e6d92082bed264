"""What happens by the clock: digests whose hour has come, feeds that are to be asked."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from bot.codec import dump
from bot.digest.slots import due, reached
from bot.errors import ScheduleError, StoreError
from bot.feeds.poll import poll
from bot.feeds.reader import Reader
from bot.fetch import Fetcher
from bot.meter import meter
from bot.model import Subscription, Task, TaskKind
from bot.ports import Jobs, Store
from bot.preset import Preset, keep
from bot.traffic import attachments

log = structlog.get_logger()

EVERY = 15.0  # seconds between two looks at the clock
HOUR = 3600.0  # seconds between two looks for feeds of the configuration that were not found
DAY = 86_400.0  # seconds between two sweeps
KEPT = timedelta(days=30)
"""How long a page that was read, and an answer that was paid for, is found again."""


class Ticker:
    """Puts digests that are due into the queue, and asks feeds.

    A slot is the key of its task, so two processes that look at once post one digest. ``language``
    says in which language a chat is spoken to. ``keep_days`` is for how long articles and briefs
    are kept where a chat did not choose, 0 for good; ``preset`` is what the configuration asks
    for in chats; ``files`` is the folder of what people attached.
    """

    def __init__(
        self,
        store: Store,
        jobs: Jobs,
        fetcher: Fetcher,
        feeds: Reader,
        now: Callable[[], datetime],
        language: Callable[[Subscription], Awaitable[str]],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        *,
        keep_days: int = 0,
        preset: Preset | None = None,
        files: Path | None = None,
    ) -> None:
        self._store = store
        self._jobs = jobs
        self._fetcher = fetcher
        self._feeds = feeds
        self._now = now
        self._language = language
        self._sleep = sleep
        self._keep_days = keep_days
        self._preset = preset
        self._files = files
        self._left_out: set[str] = set()  # digests of which it was said that they cannot come

    async def run(self) -> None:
        """Look at the clock until this is cancelled."""
        if self._preset:
            await self._once(self._preset.digests)  # before one that is gone comes once more
        async with asyncio.TaskGroup() as group:
            if self._preset:
                group.create_task(self._often(self._preset.digests, HOUR))
                group.create_task(self._often(self._preset.feeds, HOUR))
            group.create_task(self._often(self.tick, EVERY))
            group.create_task(self._often(self.ask, EVERY))
            group.create_task(self._often(self.sweep, DAY))

    async def _often(self, look: Callable[[], Awaitable[None]], every: float) -> None:
        while True:
            await self._once(look)
            await self._sleep(every)

    async def _once(self, look: Callable[[], Awaitable[None]]) -> None:
        try:
            await look()
        except StoreError as error:
            log.warning("the clock was not followed", error=error.key)
        except Exception:
            log.exception("the clock was not followed")

    async def sweep(self) -> None:
        """Drop what was kept for long enough, and for as long as its chat wants."""
        dropped = await self._store.drop_kept(self._now() - KEPT)
        swept = await self._store.sweep(self._keep_days)
        files = await self._sweep_files(self._files) if self._files else 0
        log.info("swept", results=dropped, articles_and_briefs=swept, files=files)

    async def _sweep_files(self, root: Path) -> int:
        swept = 0
        for chat, before, used in await self._store.attached(self._keep_days):
            swept += await asyncio.to_thread(attachments.sweep, root, chat, before, used)
        return swept

    async def tick(self) -> None:
        """Put every digest whose slot has come into the queue, and note when its next one is."""
        now = self._now()
        waiting = await self._store.digests.due(now)
        if not waiting:
            return
        for subscription, last in waiting:
            try:
                await self._look(subscription, last, now)
            except ScheduleError as error:  # a clock that the machine no longer knows
                self._leave_out(subscription, error)

    def _leave_out(self, subscription: Subscription, error: ScheduleError) -> None:
        """Say once that a digest cannot come; the others do."""
        if subscription.id not in self._left_out:
            self._left_out.add(subscription.id)
            zone = subscription.schedule.zone
            log.warning("a digest cannot come", digest=subscription.id, error=error.key, zone=zone)

    async def _look(self, subscription: Subscription, last: datetime | None, now: datetime) -> None:
        from bot.digesting import DigestJob  # it takes a while to import

        since = reached(last or subscription.begins or subscription.created, now)
        for one in due(subscription, since, now):
            job = DigestJob(subscription, one, await self._language(subscription))
            task = Task(one.slot.key, TaskKind.DIGEST, subscription.chat, dump(job), now)
            if await self._jobs.put(task):
                late = (now - one.at).total_seconds()
                meter.took("digest_late_seconds", max(0.0, late))
            last = one.at
        await keep(self._store, subscription, now, last)

    async def ask(self) -> None:
        """Ask the feeds that are due, and keep what they bring."""
        waiting = await self._store.digests.due_feeds(self._now())
        if not waiting:
            return
        asked = poll(waiting, self._fetcher, self._feeds, self._now, sleep=self._sleep)
        async for found in asked:
            feed = found.feed
            title, brought = (feed.title, feed.entries) if feed else ("", ())
            await self._store.digests.polled(found.before, found.after, title, brought)
