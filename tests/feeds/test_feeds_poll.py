"""Many feeds are asked at once, politely, and none can harm another."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.errors import NotAFeedError, ReadError
from bot.feeds.poll import Manners, Poll, one, poll
from bot.feeds.reader import Reader
from bot.feeds.reading import read
from bot.fetch import FEEDS, Fetcher
from bot.model import Feed, Polled, Trouble
from bot.testing.feeds import NOW, Item, rss
from bot.testing.patience import PATIENCE
from bot.testing.web import Answer, Hit, Web, names

XML = "application/rss+xml"
HOSTS = [f"s{n}.example" for n in range(8)]


class InProcess(Reader):
    """A reader without processes: these tests are about what is around it."""

    async def read(self, data: bytes, url: str, content_type: str | None, now: datetime) -> Feed:
        if data == b"bomb":
            raise RuntimeError("an error that nobody has thought of")
        return read(data, url, content_type, now)


@pytest.fixture
async def web() -> AsyncIterator[Web]:
    async with Web() as site:
        yield site


@pytest.fixture
async def fetcher(web: Web) -> AsyncIterator[Fetcher]:
    """A fetcher for which every host of ``HOSTS`` is this site."""
    resolve = names({f"{w}{host}": "93.184.216.34" for w in ("", "www.") for host in HOSTS})
    async with Fetcher(
        [web.host], resolve=resolve, connect=web.network, timeout=PATIENCE, clock=lambda: NOW
    ) as fetcher:
        yield fetcher


async def polled(fetcher: Fetcher, feed: Polled) -> Poll:
    return await one(feed, fetcher, InProcess(), lambda: NOW)


async def gathered(fetcher: Fetcher, feeds: list[Polled], at_once: int = 16) -> list[Poll]:
    async def no_pause(seconds: float) -> None:
        await asyncio.sleep(0)

    manners = Manners(at_once, gap=1)
    polls = poll(feeds, fetcher, InProcess(), lambda: NOW, manners=manners, sleep=no_pause)
    return [result async for result in polls]


# --- one feed --------------------------------------------------------------


async def test_a_feed_is_asked_for_as_a_feed_and_brings_its_entries(
    web: Web, fetcher: Fetcher
) -> None:
    url = web.bytes("/feed", rss(Item()), XML)
    result = await polled(fetcher, Polled(url))
    assert result.feed is not None
    assert (len(result.feed.entries), result.error) == (1, None)
    assert web.requests[0].headers["accept"] == FEEDS


async def test_an_unchanged_feed_is_not_sent_again(web: Web, fetcher: Fetcher) -> None:
    def answer(hit: Hit) -> Answer:
        tag = [("ETag", '"1"'), ("Last-Modified", "Sat, 21 Nov 2026 07:00:00 GMT")]
        return Answer(304) if hit.headers.get("if-none-match") == '"1"' else Answer(200, tag, rss())

    first = await polled(fetcher, Polled(web.answer("/feed", answer)))
    second = await polled(fetcher, first.after)
    assert (second.feed, second.error) == (None, None)
    assert second.after.etag == '"1"'
    assert web.requests[1].headers["if-modified-since"] == "Sat, 21 Nov 2026 07:00:00 GMT"


async def test_the_same_bytes_again_are_not_read_again(web: Web, fetcher: Fetcher) -> None:
    url = web.bytes("/feed", rss(Item()), XML)
    first = await polled(fetcher, Polled(url))
    second = await polled(fetcher, first.after)
    assert (second.feed, second.error) == (None, None)
    assert second.after.interval > first.after.interval


async def test_a_feed_that_moved_is_followed_where_it_is(web: Web, fetcher: Fetcher) -> None:
    new = web.bytes("/new", rss(Item(link="/a")), XML)
    result = await polled(fetcher, Polled(web.redirect("/old", "/new", 301)))
    assert result.after.url == new


async def test_a_feed_that_is_elsewhere_for_now_stays_where_it_was(
    web: Web, fetcher: Fetcher
) -> None:
    web.bytes("/new", rss(Item()), XML)
    old = web.redirect("/old", "/new", 302)
    assert (await polled(fetcher, Polled(old))).after.url == old


async def test_a_move_to_something_that_is_no_feed_is_not_followed(
    web: Web, fetcher: Fetcher
) -> None:
    web.page("/home", "<html><body>home</body></html>")
    old = web.redirect("/old", "/home", 301)
    result = await polled(fetcher, Polled(old))
    assert isinstance(result.error, NotAFeedError)
    assert (result.after.url, result.after.trouble) == (old, Trouble.NO_FEED)


async def test_the_ids_of_a_feed_that_moved_are_what_they_were(web: Web, fetcher: Fetcher) -> None:
    data = rss(Item(id="7"), Item(id="/8", link="", title="Two"))
    feeds = [await polled(fetcher, Polled(web.bytes(p, data, XML))) for p in ("/a/x", "/b/c/y")]
    ids = [[e.id for e in f.feed.entries] for f in feeds if f.feed]
    assert ids == [["7", "/8"]] * 2


async def test_gone_is_the_end_and_is_said(web: Web, fetcher: Fetcher) -> None:
    result = await polled(fetcher, Polled(web.status("/feed", 410)))
    assert isinstance(result.error, ReadError)
    assert (result.after.stopped, result.after.trouble) == (True, Trouble.GONE)


async def test_a_busy_site_is_left_alone_as_long_as_it_asks(web: Web, fetcher: Fetcher) -> None:
    result = await polled(fetcher, Polled(web.status("/feed", 503, retry_after="7200")))
    assert result.after.due is not None
    assert result.after.due >= NOW + timedelta(hours=2)


async def test_an_error_that_nobody_thought_of_is_an_error_of_that_feed(
    web: Web, fetcher: Fetcher
) -> None:
    result = await polled(fetcher, Polled(web.bytes("/feed", b"bomb", XML)))
    assert result.error is not None
    assert (result.after.failures, result.after.trouble) == (1, Trouble.UNREADABLE)


# --- many feeds ------------------------------------------------------------


async def test_no_feed_sinks_another(web: Web, fetcher: Fetcher) -> None:
    web.bytes("/good", rss(Item()), XML)
    web.bytes("/bomb", b"bomb", XML)
    web.page("/page", "<html></html>")
    web.bytes("/hostile", b"<!DOCTYPE rss [<!ENTITY a 'b'>]><rss/>", XML)
    web.answer("/broken", Answer(raw=b"HTTP/1.1 what\r\n\r\n"))
    web.status("/gone", 410)
    web.huge("/large", 6)
    web.redirect("/loop", "/loop")
    paths = ["good", "bomb", "page", "hostile", "broken", "gone", "large", "loop"]
    urls = [f"http://{host}/{path}" for host, path in zip(HOSTS, paths, strict=True)]
    feeds = [Polled(u) for u in (*urls, "http://127.0.0.1/", "http://[bad", "javascript:x")]
    results = await gathered(fetcher, feeds)
    assert {result.before for result in results} == set(feeds)
    assert [result.before.url for result in results if not result.error] == urls[:1]


async def test_a_host_is_asked_one_thing_at_a_time_with_pauses(web: Web, fetcher: Fetcher) -> None:
    running: Counter[str] = Counter()
    most: Counter[str] = Counter()
    all_at_work = asyncio.Event()
    pauses: list[float] = []

    class Watching(InProcess):
        async def read(
            self, data: bytes, url: str, content_type: str | None, now: datetime
        ) -> Feed:
            host = url.split("/")[2].removeprefix("www.")
            running[host] += 1
            most[host] = max(most[host], running[host])
            if len(running) == 4:
                all_at_work.set()  # hosts do not wait for each other, or this test never ends
            await all_at_work.wait()
            running[host] -= 1
            return await super().read(data, url, content_type, now)

    async def pause(seconds: float) -> None:
        pauses.append(seconds)

    web.bytes("/feed", rss(Item()), XML)
    feeds = [
        Polled(f"http://{www}{host}/feed?{n}")
        for host in HOSTS[:4]
        for n, www in enumerate(("", "www.", ""))
    ]
    manners = Manners(16, gap=1.5)
    polls = poll(feeds, fetcher, Watching(), lambda: NOW, manners=manners, sleep=pause)
    assert len([result async for result in polls]) == 12
    assert most == dict.fromkeys(HOSTS[:4], 1)
    assert pauses == [1.5] * 8


async def test_a_slow_consumer_slows_the_asking(web: Web, fetcher: Fetcher) -> None:
    web.bytes("/feed", rss(Item()), XML)
    feeds = [Polled(f"http://{host}/feed") for host in HOSTS]
    polls = poll(feeds, fetcher, InProcess(), lambda: NOW, manners=Manners(at_once=2))
    await anext(polls)
    for _ in range(50):
        await asyncio.sleep(0)
    assert len(web.requests) <= 3
    assert len([r async for r in polls]) == len(HOSTS) - 1


async def test_whoever_stops_listening_stops_the_asking(web: Web, fetcher: Fetcher) -> None:
    web.bytes("/feed", rss(Item()), XML)
    web.hang("/hang")
    feeds = [Polled(f"http://{HOSTS[0]}/feed"), Polled(f"http://{HOSTS[1]}/hang")]
    polls = poll(feeds, fetcher, InProcess(), lambda: NOW)
    await anext(polls)
    await polls.aclose()
    assert len(asyncio.all_tasks() - {asyncio.current_task()} - web._tasks) == 0


async def test_a_feed_is_asked_once_however_often_it_is_named(web: Web, fetcher: Fetcher) -> None:
    url = web.bytes("/feed", rss(Item()), XML)
    assert len(await gathered(fetcher, [Polled(url), replace(Polled(url), failures=1)])) == 1


async def test_nothing_to_ask_is_nothing() -> None:
    async with Fetcher() as fetcher:
        assert await gathered(fetcher, []) == []
