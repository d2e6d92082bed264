"""Manners towards sites: few requests at once, and pauses that they asked for."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot import manners
from bot.errors import ReadError
from bot.fetch import Fetcher
from bot.manners import Manners
from bot.model import Problem, ProblemKind
from bot.testing.nouns import Clock
from bot.testing.patience import passes
from bot.testing.web import Answer, Hit, Web, names

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
SITES = names({"a.example": "93.184.215.14", "b.example": "93.184.215.15"})


@pytest.fixture
def clock() -> Clock[datetime]:
    return Clock(NOW)


@pytest.fixture
async def web() -> AsyncIterator[Web]:
    async with Web() as site:
        yield site


@pytest.fixture
async def fetcher(web: Web, clock: Clock[datetime]) -> AsyncIterator[Fetcher]:
    async with Fetcher(connect=web.network, resolve=SITES, clock=clock) as fetcher:
        yield fetcher


async def refused(fetcher: Fetcher, url: str) -> Problem:
    with pytest.raises(ReadError) as caught:
        await fetcher.fetch(url)
    return caught.value.problem


@pytest.mark.parametrize(
    "header", ["3600", "Sat, 21 Nov 2026 09:00:00 GMT"], ids=["seconds", "date"]
)
@pytest.mark.parametrize("status", [429, 503])
async def test_a_site_that_says_when_to_come_back_is_left_alone_until_then(
    web: Web, fetcher: Fetcher, clock: Clock[datetime], status: int, header: str
) -> None:
    web.status("/busy", status, retry_after=header)
    web.page("/", "here")
    assert (await refused(fetcher, "http://a.example/busy")).values["retry_after"] == 3600
    clock.at += timedelta(seconds=600)
    again = await refused(fetcher, "https://a.example:8443/")
    assert (again.kind, again.values) == (
        ProblemKind.UNAVAILABLE,
        {"status": status, "retry_after": 3000},
    )
    assert web.hits("/") == 0
    assert (await fetcher.fetch("http://b.example/")).body == b"here"
    clock.at += timedelta(seconds=3000)
    assert (await fetcher.fetch("http://a.example/")).body == b"here"


async def test_a_redirect_does_not_lead_to_a_site_that_pauses(web: Web, fetcher: Fetcher) -> None:
    web.status("/busy", 503, retry_after="60")
    web.redirect("/go", "http://a.example/")
    web.page("/", "here")
    await refused(fetcher, "http://a.example/busy")
    found = await refused(fetcher, "http://b.example/go")
    assert found.values == {"status": 503, "retry_after": 60}


async def test_a_site_that_does_not_say_when_is_asked_again(web: Web, fetcher: Fetcher) -> None:
    web.status("/busy", 503)
    web.page("/", "here")
    await refused(fetcher, "http://a.example/busy")
    assert (await fetcher.fetch("http://a.example/")).body == b"here"


async def test_two_requests_at_once_to_one_host_and_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(manners, "GAP", 0.0)
    at_once = most = 0
    politeness = Manners(Clock(NOW))

    async def ask(host: str) -> None:
        nonlocal at_once, most
        async with politeness.turn(host):
            at_once += 1
            most = max(most, at_once)
            await asyncio.sleep(0.02)
            at_once -= 1

    await asyncio.gather(*(ask("a.example") for _ in range(6)))
    assert most == 2


async def test_requests_to_one_host_have_a_gap_between_them() -> None:
    loop = asyncio.get_running_loop()
    started: list[float] = []
    politeness = Manners(Clock(NOW))

    async def ask() -> None:
        async with politeness.turn("a.example"):
            started.append(loop.time())

    await asyncio.gather(*(ask() for _ in range(3)))
    assert started[2] - started[0] > 1.9 * manners.GAP


async def test_a_slow_host_does_not_hold_up_another(web: Web, fetcher: Fetcher) -> None:
    web.hang("/slow")
    web.page("/", "here")
    slow = [asyncio.ensure_future(fetcher.fetch("http://a.example/slow")) for _ in range(5)]
    assert (await fetcher.fetch("http://b.example/")).body == b"here"
    for task in slow:
        task.cancel()
    await asyncio.gather(*slow, return_exceptions=True)


async def test_waiting_for_a_turn_is_not_the_sites_fault(web: Web, clock: Clock[datetime]) -> None:
    """The third link of a slow host waits longer than its own time, and is read all the same."""
    both = asyncio.Event()

    def slow(hit: Hit) -> Answer:
        if both.is_set():
            return Answer(body=b"x")
        if len(web.requests) == 2:
            both.set()
        return Answer(raw=b"", hang=True)

    web.answer("/", slow)
    async with Fetcher(connect=web.network, resolve=SITES, clock=clock, timeout=30) as fetcher:
        first = [asyncio.ensure_future(fetcher.fetch("http://a.example/")) for _ in range(2)]
        await both.wait()
        third = asyncio.ensure_future(fetcher.fetch("http://a.example/"))
        for _ in range(20):
            await asyncio.sleep(0)  # until it waits for its turn
        passes(31)
        ends = await asyncio.gather(*first, return_exceptions=True)
        assert (await third).body == b"x"
    assert [type(end) for end in ends] == [ReadError, ReadError]


async def test_hosts_with_nothing_to_remember_are_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(manners, "HOSTS", 10)
    monkeypatch.setattr(manners, "GAP", 0.0)
    clock = Clock(NOW)
    politeness = Manners(clock)
    for n in range(50):
        politeness.pause(f"{n}.example", 429, 5)
        clock.at += timedelta(seconds=10)
        async with politeness.turn(f"{n}.example"):
            pass
    assert len(politeness._hosts) <= 11
    assert len(politeness._pauses) <= 11
