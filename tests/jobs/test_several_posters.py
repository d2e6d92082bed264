"""Several processes that show posts from one outbox: each post comes once, in order."""

import asyncio
import signal
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest

from bot.model import Chat, Fate, Place, Showing
from bot.outbox import Dispatcher
from bot.render import plain_post
from bot.store import SqlStore
from bot.store.outbox import SqlOutbox
from bot.testing.adapter import FakeAdapter, fault
from bot.testing.child import child
from bot.testing.patience import PATIENCE, soon

HERE, THERE = Chat("slow", "1"), Chat("slow", "2")


def now():
    return datetime.now(UTC)


def showing(key, chat=HERE):
    return Showing(key, Place(chat), plain_post([key], "en"))


@pytest.fixture(params=["sqlite", "postgres"])
async def store(request, tmp_path):
    """A store; on SQLite two dispatchers of one process share it, which is all there can be."""
    sqlite = request.param == "sqlite"
    url = f"sqlite:///{tmp_path / 'a.db'}" if sqlite else request.getfixturevalue("postgres_url")
    store = SqlStore(url)
    await store.open()
    yield store
    await store.close()


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr("bot.outbox.GLANCE", 0.02)
    monkeypatch.setattr("bot.outbox.FIRST_PAUSE", 0.0)


async def _nothing(chat, reason):
    pass


@asynccontextmanager
async def dispatching(store, adapter, lease=5.0):
    """Show what is in the outbox as a process of its own would."""
    outbox = SqlOutbox(store.database, now)
    made = Dispatcher(outbox, {"slow": adapter}, now, lease=lease, closed=_nothing)
    running = asyncio.create_task(made.run())
    yield made
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_two_who_show_at_once_show_each_post_once_and_in_order(store):
    one, other = FakeAdapter(), FakeAdapter()
    async with dispatching(store, one) as first, dispatching(store, other) as second:
        for n in range(12):
            await (first if n % 2 else second).put([showing(f"{n:02}"), showing(f"x{n}", THERE)])
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(first.settled(HERE), second.settled(THERE))
    said = [post.blocks[0].spans[0].text for _, post in [*one.order, *other.order]]
    assert len(said) == len(set(said)) == 24
    for adapter in (one, other):
        mine = [post.blocks[0].spans[0].text for chat, post in adapter.order if chat == HERE]
        assert mine == sorted(mine)


async def test_who_waits_for_a_post_is_told_also_when_another_shows_it(store):
    busy, free = FakeAdapter(), FakeAdapter()
    busy.gate.clear()
    async with dispatching(store, busy) as first, dispatching(store, free) as second:
        await first.put([showing("held")])  # whoever begins, the other one may show what follows
        async with asyncio.timeout(PATIENCE):
            waiting = asyncio.create_task(second.show(showing("next", THERE)))
            await asyncio.sleep(0.1)
            busy.gate.set()
            assert await waiting is Fate.SHOWN
            assert await first.show(showing("last")) is Fate.SHOWN


async def test_who_stands_still_lets_go_and_another_shows_the_post(store, monkeypatch):
    frozen, heir = FakeAdapter(), FakeAdapter()
    frozen.gate.clear()

    async def still(*_):
        await asyncio.Event().wait()

    monkeypatch.setattr("bot.outbox.FIRST_PAUSE", 1.0)
    async with dispatching(store, frozen, lease=0.3) as first:
        monkeypatch.setattr(first._outbox, "renew", still)
        await first.put([showing("k")])
        async with asyncio.timeout(PATIENCE):
            while HERE not in frozen.busy:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
            async with dispatching(store, heir, lease=5.0) as second:
                await second.settled(HERE)
                frozen.gate.set()
                await second.put([showing("after")])
                await second.settled(HERE)
    shown = [post.blocks[0].spans[0].text for _, post in [*heir.order, *frozen.order]]
    assert sorted(shown) == ["after", "k"]
    assert heir.shown(HERE)[0] == "k"


async def test_a_lease_outlasts_a_post_that_takes_long(store):
    slow, other = FakeAdapter(), FakeAdapter()
    slow.gate.clear()
    async with dispatching(store, slow, lease=2.0) as first:
        await first.put([showing("k")])
        async with asyncio.timeout(PATIENCE):
            while HERE not in slow.busy:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
            async with dispatching(store, other, lease=2.0):
                await asyncio.sleep(2.5)
                slow.gate.set()
                await first.settled(HERE)
    assert slow.shown(HERE) == ["k"]
    assert other.order == []


async def test_while_a_closed_chat_is_noted_others_are_shown_their_posts(store, monkeypatch):
    adapter, noted, renewed = FakeAdapter(), asyncio.Event(), []
    adapter.faults.append(fault(Fate.CLOSED))
    outbox = SqlOutbox(store.database, now)
    usual = outbox.renew

    async def renew(*which):
        renewed.append(which)
        return await usual(*which)

    async def closed(chat, reason):
        renewed.clear()
        await noted.wait()

    monkeypatch.setattr(outbox, "renew", renew)
    made = Dispatcher(outbox, {"slow": adapter}, now, lease=0.4, closed=closed)
    running = asyncio.create_task(made.run())
    await made.put([showing("k")])
    await soon(lambda: len(renewed) > 1 or running.done())
    assert not running.done()
    assert await made.show(showing("other", THERE)) is Fate.SHOWN
    noted.set()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


def posting(url, lease, seconds):
    return child("bot.testing.poster", url, lease, seconds)


async def test_a_process_that_was_frozen_sends_nothing_that_another_took_over(postgres_url):
    store = SqlStore(postgres_url)
    await store.open()
    async with posting(postgres_url, 1.0, 600) as frozen:
        await store.outbox.put([showing("k")])
        await frozen.says("sending k")
        frozen.send(signal.SIGSTOP)
        async with posting(postgres_url, 60.0, 0.0) as heir:
            await heir.says("sent k")
            async with asyncio.timeout(PATIENCE):
                while await store.outbox.unshown(HERE):  # noqa: ASYNC110
                    await asyncio.sleep(0.01)
            frozen.send(signal.SIGUSR1)
            frozen.send(signal.SIGCONT)
        await store.outbox.put([showing("l")])
        await frozen.says("sent l")
        assert "sent k" not in frozen.said
        assert heir.said == ["ready", "sending k", "sent k"]
    await store.close()
