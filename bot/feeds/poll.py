"""Asks many feeds at once: each host in a line of its own, no feed a burden to another."""

from __future__ import annotations

import asyncio
import hashlib
from collections import defaultdict
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

import structlog

from bot.errors import BotError
from bot.feeds.reader import Reader
from bot.feeds.schedule import PACE, Brought, Outcome, Pace, Told, Unchanged, after, failed
from bot.fetch import FEEDS, Fetcher, Page, Validators
from bot.model import Feed, Polled

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Manners:
    """How many requests run at once in all, and the seconds between two to one host."""

    at_once: int = 16
    gap: float = 1.0


MANNERS: Final = Manners()


@dataclass(frozen=True, slots=True)
class Poll:
    """What came of one feed: a ``feed`` only if its bytes changed, an ``error`` if it failed."""

    before: Polled
    after: Polled
    feed: Feed | None = None
    error: BotError | None = None


async def poll(
    feeds: Iterable[Polled],
    fetcher: Fetcher,
    reader: Reader,
    now: Callable[[], datetime],
    *,
    manners: Manners = MANNERS,
    pace: Pace = PACE,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> AsyncGenerator[Poll, None]:
    """Ask every one of ``feeds`` once and yield what came of it, in the order in which it comes.

    Never two requests to one host at once, and a gap between them; a slow consumer slows the
    asking, and one that stops listening (``aclose``) ends it. ``now`` is the clock (aware).
    Whatever goes wrong with a feed is its ``error``.
    """
    lines: defaultdict[str, list[Polled]] = defaultdict(list)
    for polled in {polled.url: polled for polled in feeds}.values():
        lines[_host(polled.url)].append(polled)
    places = asyncio.Semaphore(manners.at_once)  # a place is free again when its result is taken
    results: asyncio.Queue[Poll | None] = asyncio.Queue()

    async def ask(line: Sequence[Polled]) -> None:
        for n, polled in enumerate(line):
            if n:
                await sleep(manners.gap)
            await places.acquire()
            results.put_nowait(await one(polled, fetcher, reader, now, pace))

    tasks = [asyncio.create_task(ask(line)) for line in lines.values()]
    for task in tasks:
        task.add_done_callback(lambda _: results.put_nowait(None))
    try:
        running = len(tasks)
        while running:
            result = await results.get()
            if result is None:
                running -= 1
                continue
            places.release()
            yield result
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def one(
    polled: Polled,
    fetcher: Fetcher,
    reader: Reader,
    now: Callable[[], datetime],
    pace: Pace = PACE,
) -> Poll:
    """Ask one feed whether it has changed, and say what came of it; raises nothing."""
    try:
        outcome, error = await _asked(polled, fetcher, reader), None
    except BotError as known:
        outcome, error = failed(known), known
    except Exception:
        log.exception("a feed could not be polled", host=_host(polled.url))
        error = BotError()
        outcome = failed(error)
    feed = outcome.feed if isinstance(outcome, Brought) else None
    return Poll(polled, after(outcome, polled, now(), pace), feed, error)


async def _asked(polled: Polled, fetcher: Fetcher, reader: Reader) -> Outcome:
    validators = Validators(polled.etag, polled.modified)
    page = await fetcher.fetch(polled.url, validators=validators, accept=FEEDS)
    told = told_of(page, polled.url)
    if page.status == 304 or told.digest == polled.digest:
        return Unchanged(told)
    feed = await reader.read(page.body, page.final_url, page.content_type, page.fetched)
    return Brought(told, feed)


def told_of(page: Page, url: str) -> Told:
    """Return what a site said around the feed that is followed at ``url``."""
    return Told(
        page.moved or url,
        page.validators.etag,
        page.validators.modified,
        hashlib.sha256(page.body).hexdigest() if page.status != 304 else "",
        page.max_age,
    )


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
