"""From what a person typed to a feed that can be followed."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
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
    named = await _look(page, reader)
    if isinstance(named, Feed):
        return _found(address, page, named, (), now())
    empty: Found | None = None
    turns = _Turns((*named, *guesses(page.final_url)), {address, page.final_url})
    for candidate in turns:
        await sleep(gap)
        try:
            page = await fetcher.fetch(candidate.url, accept=FEEDS)
            looked = await _look(page, reader)
        except BotError:
            continue
        if not isinstance(looked, Feed):
            if candidate.how is How.LINKED:
                turns.first(looked)  # a page that lists the site's feeds
            continue
        others = tuple(c for c in named if c.url != candidate.url)
        found = _found(candidate.url, page, looked, others, now())
        if looked.entries:
            return found
        empty = empty or found
    if empty is None:
        raise NoFeedFoundError(source=typed)
    return empty


class _Turns:
    """The candidates in their order, each once, and not too many."""

    def __init__(self, candidates: Iterable[Candidate], seen: Iterable[str]) -> None:
        self._waiting = deque(candidates)
        self._seen = set(seen)
        self._left = TRIES

    def first(self, candidates: Iterable[Candidate]) -> None:
        """Put others before those that wait."""
        self._waiting.extendleft(reversed(tuple(candidates)))

    def __iter__(self) -> Iterator[Candidate]:
        while self._waiting and self._left:
            candidate = self._waiting.popleft()
            if candidate.url not in self._seen:
                self._seen.add(candidate.url)
                self._left -= 1
                yield candidate


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
