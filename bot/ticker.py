"""What happens by the clock: digests whose hour has come, feeds that are to be asked."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

import structlog

from bot.codec import dump
from bot.digest.slots import due, next_slot, reached
from bot.digesting import DigestJob
from bot.errors import StoreError
from bot.feeds.poll import poll
from bot.feeds.reader import Reader
from bot.fetch import Fetcher
from bot.meter import meter
from bot.model import Subscription, Task, TaskKind
from bot.ports import Jobs, Store

log = structlog.get_logger()

EVERY = 15.0  # seconds between two looks at the clock
DAY = 86_400.0  # seconds between two sweeps
KEPT = timedelta(days=30)
"""How long a page that was read, and an answer that was paid for, is found again."""


class Ticker:
    """Puts digests that are due into the queue, and asks feeds.

    A slot is the key of its task, so two processes that look at once post one digest. ``language``
    says in which language a chat is spoken to.
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
    ) -> None:
        self._store = store
        self._jobs = jobs
        self._fetcher = fetcher
        self._feeds = feeds
        self._now = now
        self._language = language
        self._sleep = sleep

    async def run(self) -> None:
        """Look at the clock until this is cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._often(self.tick))
            group.create_task(self._often(self.ask))
            group.create_task(self._often(self.sweep, DAY))

    async def _often(self, look: Callable[[], Awaitable[None]], every: float = EVERY) -> None:
        while True:
            try:
                await look()
            except StoreError as error:
                log.warning("the clock was not followed", error=error.key)
            except Exception:
                log.exception("the clock was not followed")
            await self._sleep(every)

    async def sweep(self) -> None:
        """Drop pages and answers of models that were kept for long enough."""
        dropped = await self._store.drop_kept(self._now() - KEPT)
        log.info("kept results dropped", results=dropped)

    async def tick(self) -> None:
        """Put every digest whose slot has come into the queue, and note when its next one is."""
        now = self._now()
        for subscription, last in await self._store.digests.due(now):
            since = reached(last or subscription.begins or subscription.created, now)
            for one in due(subscription, since, now):
                job = DigestJob(subscription, one, await self._language(subscription))
                chat = subscription.chat
                task = Task(one.slot.key, TaskKind.DIGEST, chat, dump(job), now)
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


async def keep(
    store: Store, subscription: Subscription, now: datetime, last: datetime | None = None
) -> None:
    """Store a subscription with the moment at which it is to be looked at next."""
    coming = None if subscription.paused else next_slot(subscription, now)
    await store.digests.subscribe(subscription, coming.at if coming else None, last)


def named(*words: object) -> str:
    """Return the id of a subscription that is always the same for the same words."""
    told = "\n".join(map(str, words))
    return hashlib.sha256(told.encode()).hexdigest()[:8]


async def configured(store: Store, wanted: Sequence[Subscription], now: datetime) -> None:
    """Store the digests of the configuration; what a chat changed about one of them stays."""
    for subscription in wanted:
        known = await store.digests.subscriptions(subscription.chat)
        if subscription.id not in {one.id for one, _ in known}:
            await keep(store, subscription, now)
