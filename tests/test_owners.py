"""Owners hear what only they can mend, in their language, on what works, once."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from bot.access import Gate, Person, Role
from bot.alerts import Alert, Alerts, closed_chat
from bot.chats import remember
from bot.errors import StoreFullError
from bot.model import Chat, Fate, Message, Note
from bot.outbox import Dispatcher
from bot.owners import LOW, Owners, free_in
from bot.store import SqlStore
from bot.testing.adapter import FakeAdapter, fault

KEY = Alert("model", Note("alert.model", {"why": Note("error.model_key")}))


@dataclass
class Bench:
    """An installation with owners on two platforms; every process of it begins with ``start``."""

    store: SqlStore
    at: datetime = datetime(2026, 11, 22, 8, tzinfo=UTC)
    free: int = 10 * LOW
    one: FakeAdapter = field(default_factory=lambda: FakeAdapter(platform="one"))
    two: FakeAdapter = field(default_factory=lambda: FakeAdapter(platform="two"))
    alerts: Alerts = field(default_factory=Alerts)

    def __post_init__(self) -> None:
        self.gate = Gate(self.store, (), False, self.now)

    def now(self) -> datetime:
        return self.at

    def start(self, **adapters: FakeAdapter) -> Owners:
        self.alerts = Alerts()
        adapters = adapters or {"one": self.one, "two": self.two}
        self.outbox = Dispatcher(self.store.outbox, adapters, self.now, closed=_nothing)
        tools: Any = SimpleNamespace(store=self.store, now=self.now)
        return Owners(self.alerts, tools, self.gate, adapters, self.outbox, "en", lambda: self.free)

    async def owner(self, platform: str, user: str, language: str = "en") -> None:
        await self.gate.set(Person("user", platform, user, Role.OWNER), Role.OWNER)
        message = Message(Chat(platform, user), "1", user, "hello", language=language)
        await self.gate.heard(message)

    async def put_up(self, platform: str) -> list[str]:
        """Return what waits to be shown to the owner of a platform, the oldest first."""
        waiting = await self.store.outbox.waiting(platform, self.at)
        return [_words(one.showing.post) for one in waiting]


async def _nothing(chat: Chat, reason: str) -> None:
    """Nobody asks."""


def _words(post: Any) -> str:
    return "\n".join("".join(span.text for span in block.spans) for block in post.blocks)


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    store = SqlStore("sqlite:///:memory:")
    await store.open()
    bench = Bench(store)
    await bench.owner("one", "A")
    await bench.owner("two", "B", "ar")
    yield bench
    await store.close()


async def test_every_owner_is_told_in_their_language(bench: Bench) -> None:
    owners = bench.start()
    await bench.gate.set(Person("user", "one", "C", Role.EDITOR), Role.EDITOR)
    bench.alerts.fire(KEY)
    await owners.look()
    (english,), (arabic,) = await bench.put_up("one"), await bench.put_up("two")
    assert english.startswith("The model cannot be used: ")
    assert arabic.startswith("لا يمكن استعمال النموذج اللغوي: ")


async def test_nobody_is_told_twice_within_a_day_also_after_a_restart(bench: Bench) -> None:
    for _ in range(3):
        owners = bench.start()
        bench.alerts.fire(KEY)
        await owners.look()
        await owners.look()
    assert len(await bench.put_up("one")) == 1
    bench.at += timedelta(hours=25)
    bench.alerts.fire(KEY)
    await owners.look()
    assert len(await bench.put_up("one")) == 2


async def test_it_is_said_when_it_is_over(bench: Bench) -> None:
    owners = bench.start()
    bench.alerts.fire(KEY)
    await owners.look()
    owners = bench.start()  # a new process, in which nobody knows yet
    await owners.look()
    assert "model" in await owners.known()
    bench.alerts.clear("model")
    await owners.look()
    assert await owners.known() == {}
    told = await bench.put_up("one")
    assert len(told) == 2
    assert told[1].startswith("This is over: “The model cannot be used")
    await owners.look()
    assert len(await bench.put_up("one")) == 2


async def test_who_is_on_a_platform_that_does_not_work_is_told_when_it_does(bench: Bench) -> None:
    owners = bench.start()
    bench.alerts.fire(Alert("one", Note("alert.stopped", {"platform": "one", "why": "revoked"})))
    await owners.look()
    assert await bench.put_up("one") == []
    (told,) = await bench.put_up("two")
    assert "one" in told
    assert "revoked" in told


async def test_where_another_program_listens_the_owner_can_still_be_told(bench: Bench) -> None:
    owners = bench.start(one=bench.one)
    bench.alerts.fire(Alert("one", Note("alert.shared", {"platform": "one", "why": "conflict"})))
    await owners.look()
    (told,) = await bench.put_up("one")
    assert told.startswith("Another program takes the messages")


async def test_what_another_process_saw_is_told_by_the_one_that_has_adapters(bench: Bench) -> None:
    worker = bench.start(none=bench.one)
    worker._adapters = {}
    bench.alerts.fire(KEY)
    await worker.look()
    assert await bench.put_up("one") == []
    await bench.start().look()
    assert len(await bench.put_up("one")) == 1


async def test_a_disk_that_fills_up_is_told_and_when_there_is_room(bench: Bench) -> None:
    owners = bench.start()
    bench.free = LOW // 2
    await owners.look()
    bench.free = 2 * LOW
    await owners.look()
    began, over = await bench.put_up("one")
    assert began.startswith("The disk is nearly full: 100 MB are left.")
    assert over.startswith("This is over")


def test_free_room_is_that_of_a_folder_that_is_still_to_be_made(tmp_path) -> None:
    assert free_in(tmp_path / "not" / "yet") > 0


async def test_a_chat_that_closed_is_told_until_it_opens(bench: Bench) -> None:
    owners = bench.start()
    chat = Chat("one", "-7")
    await remember(bench.store, chat, closed="kicked")
    bench.alerts.fire(closed_chat(chat, "kicked"))
    await owners.look()
    await owners.look()
    assert len(await bench.put_up("one")) == 1
    await remember(bench.store, chat, closed=None)
    await owners.look()
    assert len(await bench.put_up("one")) == 2


async def test_news_of_a_moment_are_told_once_and_are_no_ill(bench: Bench) -> None:
    owners = bench.start()
    news = Alert("digest/one:7", Note("alert.digest", {"chat": "one:7", "why": "."}), lasting=False)
    for _ in range(3):
        bench.alerts.fire(news)
        await owners.look()
    assert len(await bench.put_up("one")) == 1
    assert await owners.known() == {}
    bench.at += timedelta(hours=25)
    await owners.look()
    assert len(await bench.put_up("one")) == 1


async def test_a_full_store_is_told_past_the_store(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    owners = bench.start()
    await owners.look()

    async def full(*_: object) -> None:
        raise StoreFullError(place="isnad.db", detail="no space")

    with monkeypatch.context() as patch:
        patch.setattr(bench.store, "set_chat_setting", full)
        await owners.look()
        await owners.look()
        assert list(bench.alerts.firing) == ["store"]
    (told,) = bench.one.shown(Chat("one", "A"))
    assert told.startswith("Nothing can be stored: ")
    await owners.look()
    assert bench.one.shown(Chat("one", "A"))[1] == "This is over: I can store things again."
    assert bench.alerts.firing == {}


async def test_an_owner_who_cannot_be_reached_keeps_nobody_else_from_hearing(bench: Bench) -> None:
    owners = bench.start()

    async def nobody(user: str) -> Chat:
        raise fault(Fate.REFUSED)

    bench.one.private = nobody  # type: ignore[method-assign]
    bench.alerts.fire(KEY)
    await owners.look()
    assert await bench.put_up("one") == []
    assert len(await bench.put_up("two")) == 1


async def test_what_is_not_in_use_any_more_is_forgotten(bench: Bench) -> None:
    owners = bench.start()
    bench.alerts.fire(KEY)
    await owners.look()
    owners = bench.start()
    await owners.drop({"model", "telegram"})
    assert await owners.known() == {}
