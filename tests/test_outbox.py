"""What is put into the outbox is shown: once, in order, whatever the platform answers."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.errors import LostError
from bot.model import Chat, Fate, Place, Post, Showing, Task, TaskKind
from bot.outbox import Dispatcher
from bot.render import plain_post
from bot.store import SqlStore
from bot.testing.adapter import FakeAdapter, fault

HERE, THERE = Chat("fake", "1"), Chat("fake", "2")


def post(words: str, *, passing: bool = False) -> Post:
    return Post(plain_post([words], "en").blocks, passing=passing)


def showing(key: str, words: str, chat: Chat = HERE, *, passing: bool = False) -> Showing:
    return Showing(key, Place(chat), post(words, passing=passing))


def now() -> datetime:
    return datetime(2026, 11, 21, 8, tzinfo=UTC)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.outbox.FIRST_PAUSE", 0.0)
    monkeypatch.setattr("bot.outbox.GLANCE_ALONE", 0.01)


class Office:
    """An outbox at work, its adapter, and what it was told of closed chats."""

    def __init__(self, store: SqlStore) -> None:
        self.store = store
        self.adapter = FakeAdapter()
        self.closed: list[tuple[Chat, str]] = []
        self.outbox = self.anew()

    def anew(self) -> Dispatcher:
        async def closed(chat: Chat, reason: str) -> None:
            self.closed.append((chat, reason))

        return Dispatcher(self.store.outbox, {"fake": self.adapter}, now, closed=closed)


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    store = SqlStore("sqlite:///:memory:", now=now)
    await store.open()
    office = Office(store)
    running = asyncio.create_task(office.outbox.run())
    yield office
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await store.close()


async def test_a_post_is_shown_and_told_to_be(office: Office) -> None:
    assert await office.outbox.show(showing("a", "hello")) is Fate.SHOWN
    assert office.adapter.shown(HERE) == ["hello"]


async def test_what_comes_later_under_a_key_takes_its_place(office: Office) -> None:
    await office.outbox.show(showing("a", "reading", passing=True))
    await office.outbox.show(showing("a", "the brief"))
    assert office.adapter.shown(HERE) == ["the brief"]


async def test_posts_of_a_chat_come_in_order(office: Office) -> None:
    await office.outbox.put([showing(str(n), f"{n}") for n in range(5)])
    await office.outbox.settled(HERE)
    assert office.adapter.shown(HERE) == ["0", "1", "2", "3", "4"]


async def test_stages_that_came_meanwhile_are_passed_over(office: Office) -> None:
    office.adapter.gate.clear()
    await office.outbox.put([showing("a", "0", passing=True)])
    for n in range(1, 6):
        await office.outbox.put([showing("a", str(n), passing=True)])
    office.adapter.gate.set()
    await office.outbox.settled(HERE)
    said = [p for _, p in office.adapter.order]
    assert len(said) <= 2
    assert office.adapter.shown(HERE) == ["5"]


async def test_a_stage_waits_and_the_brief_does_not(office: Office) -> None:
    office.adapter.stage_gap = 3600.0
    await office.outbox.show(showing("a", "reading", passing=True))
    await office.outbox.put([showing("a", "writing", passing=True)])
    await office.outbox.show(showing("b", "an answer"))
    assert office.adapter.shown(HERE) == ["reading", "an answer"]
    await office.outbox.show(showing("a", "the brief"))
    assert office.adapter.shown(HERE) == ["the brief", "an answer"]


@pytest.mark.parametrize("fate", [Fate.UNSENT, Fate.UNCLEAR])
async def test_what_was_not_surely_shown_is_tried_again(office: Office, fate: Fate) -> None:
    office.adapter.faults.extend([fault(fate), fault(fate)])
    assert await office.outbox.show(showing("a", "hello")) is Fate.SHOWN
    assert office.adapter.shown(HERE) == ["hello"]


async def test_a_post_that_is_refused_is_over_and_the_next_one_comes(office: Office) -> None:
    office.adapter.faults.append(fault(Fate.REFUSED))
    assert await office.outbox.show(showing("a", "bad")) is Fate.REFUSED
    await office.outbox.show(showing("b", "good"))
    assert office.adapter.shown(HERE) == ["good"]
    assert [(s.key, fate) for s, fate, _ in await office.store.outbox.failed()] == [
        ("a", Fate.REFUSED)
    ]


async def test_a_closed_chat_is_reported_and_others_go_on(office: Office) -> None:
    office.adapter.faults.append(fault(Fate.CLOSED))
    assert await office.outbox.show(showing("a", "anybody there")) is Fate.CLOSED
    await office.outbox.show(showing("b", "hello", THERE))
    assert [chat for chat, _ in office.closed] == [HERE]
    assert office.adapter.shown(THERE) == ["hello"]


async def test_one_chat_that_hangs_holds_nobody_else_back(office: Office) -> None:
    office.adapter.faults.append(fault(Fate.UNSENT, after=3600.0))
    await office.outbox.put([showing("a", "slow")])
    await office.outbox.show(showing("b", "quick", THERE))
    assert office.adapter.shown(THERE) == ["quick"]
    assert office.adapter.shown(HERE) == []


async def test_an_adapter_that_fails_is_tried_a_few_times(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(office.adapter, "send", broken)
    assert await office.outbox.show(showing("a", "hello")) is Fate.REFUSED


async def test_a_stopped_platform_keeps_its_posts_for_the_next_start(office: Office) -> None:
    office.adapter.faults.append(fault(Fate.UNSENT, stopped=True))
    await office.outbox.put([showing("a", "hello")])
    await office.outbox.settled(HERE)
    assert office.adapter.shown(HERE) == []
    again = office.anew()
    running = asyncio.create_task(again.run())
    await again.settled(HERE)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert office.adapter.shown(HERE) == ["hello"]


async def test_what_is_taken_away_is_gone(office: Office) -> None:
    await office.outbox.show(showing("a", "hello"))
    await office.outbox.show(Showing("a", Place(HERE), None))
    assert office.adapter.shown(HERE) == []


async def test_an_attempt_that_was_taken_over_shows_nothing(office: Office) -> None:
    store = office.store
    task = Task("t", TaskKind.BRIEF, HERE, b"", now())
    await store.tasks.put(task)
    (first,) = await store.tasks.take(now(), 1)
    await store.tasks.reclaim()
    (second,) = await store.tasks.take(now(), 1)
    with pytest.raises(LostError):
        await office.outbox.put([showing("t", "stale")], first, done=True)
    await office.outbox.put([showing("t", "fresh")], second, done=True)
    await office.outbox.settled(HERE)
    assert office.adapter.shown(HERE) == ["fresh"]


async def test_an_end_is_orderly_where_the_store_has_gone_before(office: Office) -> None:
    await office.store.close()
    await office.outbox.flush(1.0)
