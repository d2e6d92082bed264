"""From what a person typed to a feed that can be followed."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.errors import BotError, NoFeedFoundError, ReadError
from bot.feeds.discover import addresses, guesses
from bot.feeds.poll import MANNERS, told_of
from bot.feeds.reader import Reader
from bot.feeds.schedule import Brought, after
from bot.fetch import FEEDS, Fetcher, Page
from bot.model import Candidate, Feed, How, Polled

TRIES: Final = 12  # fetches after the first page


@dataclass(frozen=True, slots=True)
class Found:
    """A feed to follow, just read; ``others`` are what its site's page names beside it."""

    polled: Polled
    feed: Feed
    others: tuple[Candidate, ...] = ()


async def find(
    typed: str,
    fetcher: Fetcher,
    reader: Reader,
    now: Callable[[], datetime],
    *,
    gap: float = MANNERS.gap,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> Found:
    """Find the feed that a person means by "example.org", a link to a page, or a feed's own link.

    A feed with entries wins over an empty one. ``gap`` is the seconds between two fetches.
    Raises ``ReadError`` where the site cannot be read, the kinds of ``FeedError`` where the feed
    itself cannot, ``NoFeedFoundError`` where nothing typed, named or usual leads to a feed.
    """
    address, page = await _first(addresses(typed), typed, fetcher)
    looked = await _look(page, reader)
    if isinstance(looked, Feed):
        return _found(address, page, looked, (), now())
    named = looked
    waiting = deque((*named, *guesses(page.final_url)))
    seen = {address, page.final_url}
    empty: Found | None = None
    tries = 0
    while waiting and tries < TRIES:
        candidate = waiting.popleft()
        if candidate.url in seen:
            continue
        seen.add(candidate.url)
        tries += 1
        await sleep(gap)
        try:
            page = await fetcher.fetch(candidate.url, accept=FEEDS)
            looked = await _look(page, reader)
        except BotError:
            continue
        if isinstance(looked, Feed):
            others = tuple(c for c in named if c.url != candidate.url)
            found = _found(candidate.url, page, looked, others, now())
            if looked.entries:
                return found
            empty = empty or found
        elif candidate.how is How.LINKED:  # a page that lists the site's feeds
            waiting.extendleft(reversed(looked))
    if empty is None:
        raise NoFeedFoundError(source=typed)
    return empty


async def _first(tries: Sequence[str], typed: str, fetcher: Fetcher) -> tuple[str, Page]:
    """Fetch the first of some addresses that answers; the first one's problem if none does."""
    problem: ReadError | None = None
    for address in tries:
        try:
            return address, await fetcher.fetch(address, accept=FEEDS)
        except ReadError as error:
            problem = problem or error
    raise problem or NoFeedFoundError(source=typed)


async def _look(page: Page, reader: Reader) -> Feed | tuple[Candidate, ...]:
    return await reader.look(page.body, page.final_url, page.content_type, page.fetched)


def _found(
    address: str, page: Page, feed: Feed, others: tuple[Candidate, ...], now: datetime
) -> Found:
    brought = Brought(told_of(page, address), feed)
    return Found(after(brought, Polled(address), now), feed, others)
