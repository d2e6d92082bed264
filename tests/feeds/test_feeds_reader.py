"""Feeds are read in processes that can be killed, whatever is in the feed."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.errors import BrokenFeedError, HostileFeedError, LargeFeedError, NotAFeedError
from bot.feeds.reader import Reader
from bot.feeds.reading import MAX_BYTES, read
from bot.model import Candidate, How
from bot.testing.feeds import NOW, Item, rss

URL = "https://nour.example/feed"
FEED = rss(
    Item(), Item("الجسر يفتتح أمام السير اليوم", "/2", published="soon"), extra="<ttl>9</ttl>"
)
BOMB = b"<rss " + b" ".join(b'a%d="x"' % n for n in range(200_000)) + b">"
PAGE = b'<html><link rel="alternate" type="application/atom+xml" title="News" href="/atom"></html>'


@pytest.fixture
async def reader() -> AsyncIterator[Reader]:
    reader = Reader(cpu=1)
    yield reader
    await reader.close()


async def test_a_feed_is_read_as_in_this_process(reader: Reader) -> None:
    assert await reader.read(FEED, URL, "text/xml", NOW) == read(FEED, URL, "text/xml", NOW)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PAGE, NotAFeedError),
        (b'<!DOCTYPE rss [<!ENTITY a "b">]><rss/>', HostileFeedError),
        (b" " * (MAX_BYTES + 1), LargeFeedError),
        (b'{"version": ', BrokenFeedError),
    ],
)
async def test_errors_come_through(reader: Reader, data: bytes, kind: type[Exception]) -> None:
    with pytest.raises(kind):
        await reader.read(data, URL, None, NOW)


async def test_a_page_tells_its_feeds(reader: Reader) -> None:
    looked = await reader.look(PAGE, "https://nour.example/x/", None, NOW)
    assert looked == (Candidate("https://nour.example/atom", "News", How.DECLARED),)


async def test_a_bomb_is_broken_and_the_others_are_read(reader: Reader) -> None:
    bomb, *feeds = await asyncio.gather(
        *(reader.read(data, URL, None, NOW) for data in (BOMB, FEED, FEED)), return_exceptions=True
    )
    assert isinstance(bomb, BrokenFeedError)
    assert feeds == [read(FEED, URL, None, NOW)] * 2


async def test_a_worker_that_died_is_replaced(reader: Reader) -> None:
    await reader.read(FEED, URL, None, NOW)
    (worker,) = reader._workers._idle
    worker.process.kill()
    await worker.process.wait()
    assert (await reader.read(FEED, URL, None, NOW)).entries


async def test_whoever_gives_up_leaves_no_answer_for_the_next(reader: Reader) -> None:
    await reader.read(FEED, URL, None, NOW)
    task = asyncio.ensure_future(reader.read(BOMB, URL, None, NOW))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (await reader.read(FEED, URL, None, NOW)).entries


async def test_a_reader_that_was_closed_reads_again(reader: Reader) -> None:
    await reader.read(FEED, URL, None, NOW)
    await reader.close()
    assert (await reader.read(FEED, URL, None, NOW)).entries
