"""Many feeds asked at once: ``python -m bench.polling [--write]``.

Feeds of 40 entries each, Arabic and English, every third with the whole text of its articles,
stand on as many hosts of the shipped web site. They are polled twice, through the fetcher and the
worker processes: the first time each brings its entries, the second time each is unchanged.
"""

from __future__ import annotations

import asyncio
import random
import resource
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from bench.figures import markdown
from bench.results import options, tell
from bot.feeds.poll import poll
from bot.feeds.reader import Reader
from bot.fetch import Fetcher
from bot.model import Polled
from bot.testing.feeds import NOW, Item, rss
from bot.testing.pages import ARABIC, ENGLISH
from bot.testing.web import Answer, Hit, Web, names

SIZES = (125, 250, 500)  # feeds
ENTRIES = 40
TICK = 0.005  # seconds between two looks at whether the event loop is free


@dataclass(frozen=True, slots=True)
class Round:
    """What one round of polling took; seconds, seconds of processor time, milliseconds."""

    feeds: int
    entries: int
    seconds: float
    ours: float
    pause: float  # the longest for which the event loop was busy


def feed(n: int) -> bytes:
    """Return the n-th feed: always the same one."""
    chance = random.Random(n)
    words = " ".join(ARABIC if n % 2 else ENGLISH).split()
    length = 600 if n % 3 == 0 else 40
    return rss(
        *(
            Item(
                " ".join(chance.choices(words, k=9)),
                f"https://s{n}.example/{i}?utm_source=rss",
                f"s{n}-{i}",
                NOW - timedelta(hours=i),
                f"<p>{' '.join(chance.choices(words, k=length))}</p>",
            )
            for i in range(ENTRIES)
        ),
        title=f"Site {n}",
    )


async def rounds(feeds: int) -> tuple[Round, Round]:
    """Poll this many feeds, and once more."""
    async with _site(feeds) as fetcher:
        reader = Reader()
        waiting = [Polled(f"http://s{n}.example/feed/{n}") for n in range(feeds)]
        first, polled = await _round(waiting, fetcher, reader)
        second, _ = await _round(polled, fetcher, reader)
        await reader.close()
    return first, second


@asynccontextmanager
async def _site(feeds: int) -> AsyncIterator[Fetcher]:
    async with Web() as web:
        for n in range(feeds):
            web.answer(f"/feed/{n}", _answers(feed(n)))
        known = names({f"s{n}.example": "93.184.216.34" for n in range(feeds)})
        async with Fetcher(resolve=known, connect=web.network) as fetcher:
            yield fetcher


def _answers(body: bytes) -> Callable[[Hit], Answer]:
    def answer(hit: Hit) -> Answer:
        known = hit.headers.get("if-none-match") == '"1"'
        return Answer(304) if known else Answer(200, [("ETag", '"1"')], body)

    return answer


async def _round(
    feeds: list[Polled], fetcher: Fetcher, reader: Reader
) -> tuple[Round, list[Polled]]:
    watch = asyncio.create_task(_longest_pause())
    await asyncio.sleep(0)
    wall, ours = time.perf_counter(), time.process_time()
    results = [result async for result in poll(feeds, fetcher, reader, lambda: NOW)]
    seconds, ours = time.perf_counter() - wall, time.process_time() - ours
    watch.cancel()
    entries = sum(len(result.feed.entries) for result in results if result.feed)
    assert not [result for result in results if result.error]
    return (
        Round(len(feeds), entries, seconds, ours, await watch),
        [result.after for result in results],
    )


async def _longest_pause() -> float:
    longest = 0.0
    try:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(TICK)
            longest = max(longest, time.perf_counter() - before - TICK)
    except asyncio.CancelledError:
        return longest * 1000


def _megabytes(who: int) -> str:
    return f"{resource.getrusage(who).ru_maxrss // 1024} MB"


def main(arguments: list[str] | None = None) -> None:
    """Measure, print, and with ``--write`` keep the figures."""
    given = options(__doc__).parse_args(arguments)
    rows: list[tuple[object, ...]] = []
    for size in SIZES:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        for name, one in zip(("new", "unchanged"), asyncio.run(rounds(size)), strict=True):
            rows.append(
                (
                    f"{size} feeds, {name}",
                    one.entries,
                    f"{one.seconds:.1f}",
                    f"{one.ours:.1f}",
                    f"{one.pause:.0f}",
                )
            )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        rows.append((f"{size} feeds, in the workers", "", "", f"{used:.1f}", ""))
    header = ("", "entries", "seconds", "processor seconds", "longest pause, ms")
    ours, workers = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN
    memory = f"Memory at most: {_megabytes(ours)}, and {_megabytes(workers)} a worker (two)."
    text = f"{markdown(header, rows)}\n\n{memory} The site runs in the same process."
    tell("Polling feeds", text, keep=given.write)


if __name__ == "__main__":
    main()
