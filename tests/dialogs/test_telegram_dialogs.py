"""What people see in Telegram: the whole of Isnad behind the SDK, before a fake server."""

import asyncio
import contextlib
import json
import os
import shutil
import socket
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import structlog

from adapters.telegram.adapter import Telegram
from adapters.telegram.api import Pace
from bot import build
from bot.config import (
    AccessSettings,
    AdapterSettings,
    FetchSettings,
    JobsSettings,
    Settings,
    StoreSettings,
    TelegramSettings,
)
from bot.model import Message
from bot.ports import Handler
from bot.testing.patience import LOOK, PATIENCE, soon
from bot.testing.reading import HereReader
from bot.testing.telegram import FakeTelegram, Person, Tap
from bot.testing.web import Web
from bot.tools import Tools
from bot.traffic.turns import Rule

USUAL = Pace(poll=5, album=0.05)
QUICK = Pace(poll=5, album=0.05, edits=0.0)

BRIDGE = """The Selmar bridge reopens

The Selmar bridge reopened on Monday after nine weeks of repairs, the mayor said.
"We kept every promise that we made in spring," Mayor Hana Toth told the Selmar Post.
Shopkeepers on the east bank said that they had lost a third of their custom since March.
The bridge was built in 1931 and carried trams until the line was closed in 1968.
"""

LIBRARY = """مكتبة التل تعود إلى العمل

قال رئيس البلدية سامر الحداد يوم الأحد إن مكتبة التل ستفتح أبوابها من جديد في آذار/مارس.
وقالت أمينة المكتبة رنا السعدي إن «الكتب كلها نجت من الحريق».
وشيدت المكتبة عام 1958 وأغلقت بعد حريق العام الماضي.
"""

Wrap = Callable[[Handler], Handler]
Running = Callable[..., contextlib.AbstractAsyncContextManager[tuple[Telegram, Tools]]]


@pytest.fixture
async def tg() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram(privacy=True) as server:
        yield server
        assert server.violations == []
        await server.left()


@pytest.fixture
def port() -> int:
    """A port that is free, and that nobody gets who asks for any: those lie above."""
    first = 20_000 + os.getpid() % 10_000  # another for each of the processes that run tests
    for number in range(first, 32_000):
        with socket.socket() as tried, contextlib.suppress(OSError):
            tried.bind(("127.0.0.1", number))
            return number
    raise AssertionError("no port is free")


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with nothing in it, made once."""
    path = tmp_path_factory.mktemp("empty") / "isnad.db"

    async def make() -> None:
        store = build.open_store(Settings(store=StoreSettings(url=f"sqlite:///{path}")))
        await store.open()
        await store.close()

    asyncio.run(make())
    return path


@pytest.fixture
def isnad(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty: Path, tg: FakeTelegram, web: Web
) -> Running:
    """Run Isnad as ``isnad serve`` does; ``wrap`` stands before what deals with messages.

    Pages are read in this process and messages are sent as fast as can be, unless it is to be
    as it is, ``usual``.
    """
    monkeypatch.setenv("ISNAD_HOME", str(tmp_path))
    shutil.copy(empty, tmp_path / "isnad.db")

    @contextlib.asynccontextmanager
    async def running(
        wrap: Wrap = lambda handler: handler, *, usual: bool = False, **more: str
    ) -> AsyncIterator[tuple[Telegram, Tools]]:
        telegram: Any = TelegramSettings.model_validate(
            {"token": tg.token, "base_url": tg.base_url, **more}
        )
        settings = Settings(
            fetch=FetchSettings(allow_hosts=(web.host,), timeout=PATIENCE),
            adapters=AdapterSettings(telegram=telegram),
            jobs=JobsSettings(grace=0),
            access=AccessSettings(open=True),
        )
        pace, reader = (USUAL, None) if usual else (QUICK, HereReader())
        if not usual:
            monkeypatch.setattr("adapters.telegram.limits.CHAT", Rule(1000, 1.0))
        adapters = {"telegram": lambda services: Telegram(telegram, services, pace)}
        async with build.house(settings, adapters, reader) as house, house.working():
            adapter: Any = house.adapters["telegram"]
            task = asyncio.create_task(adapter.run(wrap(house.app.handle)))
            try:
                yield adapter, house.tools
            finally:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)

    return running


async def briefed(tg: FakeTelegram, person: Person) -> str:
    """Wait for a brief; return all that the bot has said, as lines."""
    await tg.until(lambda: person.chat.posts and person.chat.last.buttons)
    return "\n".join(post.text for post in person.chat.posts)


async def pressed(tg: FakeTelegram, person: Person, label: str) -> Tap:
    tap = person.chat.taps(person, person.chat.last, label)
    assert isinstance(tap, Tap)
    await tg.until(lambda: tap.answers)
    return tap


async def left(tools: Tools) -> int:
    """How many updates are stored and not dealt with."""
    pending = await tools.store.inbox("telegram").pending()
    return sum(id.isdigit() for id, _ in pending)


def noting(seen: list[str]) -> Wrap:
    """Handle messages by noting what they say."""

    def wrap(usual: Handler) -> Handler:
        async def handle(message: Message) -> None:
            seen.append(message.text)

        return handle

    return wrap


async def done(tools: Tools) -> None:
    """Wait until every update that was stored is dealt with."""
    async with asyncio.timeout(PATIENCE):
        while await left(tools):  # noqa: ASYNC110
            await asyncio.sleep(LOOK)


# --- briefs ------------------------------------------------------------------


async def test_a_link_becomes_a_brief_in_the_placeholders_place(
    tg: FakeTelegram, web: Web, isnad: Running
) -> None:
    amina = tg.user("Amina", language="en")
    async with isnad(usual=True):
        amina.says(f"What is this? {web.text('/a', BRIDGE)}")
        said = await briefed(tg, amina)
        assert "nine weeks of repairs" in said
        assert [c.text for _, c in amina.chat.last.history][:1] == ["Reading 0 of 1 …"]
        assert len(tg.called("sendMessage")) == 1

        sources = amina.chat.last
        await pressed(tg, amina, "Sources")
        await tg.until(lambda: amina.chat.last is not sources and amina.chat.last.text != "…")
        assert "The Selmar bridge reopens" in amina.chat.last.text
        amina.says("/source 1")
        await tg.until(lambda: "Open" in amina.chat.last.text)
        assert amina.chat.last.links == [
            f"{web.url('/a')}" + amina.chat.last.links[0][len(web.url("/a")) :]
        ]
    assert tg.refused == []


async def test_an_arabic_reader_is_answered_in_arabic_from_right_to_left(
    tg: FakeTelegram, web: Web, isnad: Running
) -> None:
    amina = tg.user("أمينة", language="ar")
    async with isnad():
        amina.says(web.text("/a", LIBRARY))
        said = await briefed(tg, amina)
    assert "عن هذا الموجز" in said
    assert amina.chat.last.content.rich is not None
    assert amina.chat.last.content.rich.is_rtl
    assert [b["text"] for row in amina.chat.last.buttons for b in row][-2:] == ["المصادر", "إعادة"]


async def test_a_tap_on_a_citation_number_shows_the_paragraph_in_the_chat(
    tg: FakeTelegram, web: Web, isnad: Running
) -> None:
    amina = tg.user("Amina", language="en")
    async with isnad():
        amina.says(web.text("/a", LIBRARY))
        await briefed(tg, amina)
        older = amina.chat.last
        amina.says(web.text("/b", BRIDGE))
        await tg.until(lambda: amina.chat.last is not older and amina.chat.last.buttons)
        amina.chat.taps(amina, older, "[1]")
        await tg.until(lambda: "Open" in amina.chat.last.text)
        assert "مكتبة التل" in amina.chat.last.text, "of the brief under which it stands"


async def test_an_album_of_documents_is_read_and_answered_in_the_classic_form(
    tg: FakeTelegram, isnad: Running
) -> None:
    amina = tg.user("Amina", language="en")
    async with isnad(rich="off"):
        amina.chat.album(amina, [("bridge.txt", BRIDGE.encode()), ("x.pdf", b"%PDF")], "Read this")
        said = await briefed(tg, amina)
    assert "nine weeks of repairs" in said
    assert len(amina.chat.posts) == 1
    assert amina.chat.last.content.rich is None
    assert "expandable_blockquote" in {e.type for e in amina.chat.last.entities}


async def test_in_a_group_who_mentions_it_is_answered(
    tg: FakeTelegram, web: Web, isnad: Running
) -> None:
    group, amina = tg.group("News", forum=True), tg.user("Amina", language="en")
    topic = group.opens_topic(amina, "Bridges")
    link = web.text("/a", BRIDGE)
    async with isnad() as (_, tools):
        group.says(amina, link, thread=topic)
        asked = group.says(amina, f"@isnad_bot {link}", thread=topic)
        await tg.until(lambda: group.posts and group.last.buttons)
        await done(tools)
    assert len(group.posts) == 1
    assert (group.last.thread, group.last.reply_to) == (topic, asked)


async def test_links_that_are_added_by_an_edit_belong_to_the_brief(
    tg: FakeTelegram, web: Web, isnad: Running
) -> None:
    amina = tg.user("Amina", language="en")
    first = web.text("/a", BRIDGE)
    async with isnad() as (_, tools):
        said = amina.says(f"Read {first}")
        await briefed(tg, amina)
        amina.chat.edits(said, f"Read this: {first}")
        await done(tools)
        assert len(amina.chat.posts) == 1, "the same link once"
        more = web.text("/b", BRIDGE.replace("reopens", "may carry trams").replace("1931", "1930"))
        amina.chat.edits(said, f"Read this: {first} {more}")
        await tg.until(lambda: len(amina.chat.posts) > 1 and amina.chat.last.buttons)
        assert "a2" in amina.chat.last.text


# --- questions -------------------------------------------------------------------


async def test_who_answers_an_older_brief_asks_its_sources(
    tg: FakeTelegram, web: Web, isnad: Running
) -> None:
    amina = tg.user("Amina", language="en")
    async with isnad() as (_, tools):
        amina.says(web.text("/a", BRIDGE))
        await briefed(tg, amina)
        older = amina.chat.last
        amina.says(web.text("/b", LIBRARY))
        await tg.until(lambda: len(amina.chat.posts) > 1 and amina.chat.last.buttons)
        amina.says("When was it built?", reply_to=older)
        await tg.until(lambda: "come closest" in amina.chat.last.text)
        assert "The bridge was built in 1931" in amina.chat.last.text
        assert "come closest" not in older.text
        await done(tools)


# --- commands and buttons -------------------------------------------------------


async def test_commands_do_not_wait_for_a_brief_under_way(
    tg: FakeTelegram, web: Web, isnad: Running
) -> None:
    amina = tg.user("Amina", language="en")
    async with isnad():
        amina.says(web.hang("/slow"))
        await tg.until(lambda: amina.chat.posts)
        await soon(lambda: web.hits("/slow"))
        amina.says("/status")
        await tg.until(lambda: "Under way here: 1;" in amina.chat.last.text)
        amina.says("/cancel")
        await tg.until(lambda: amina.chat.posts[0].text == "Stopped.")


async def test_a_typed_retry_says_which_brief_is_made_again(
    tg: FakeTelegram, web: Web, isnad: Running
) -> None:
    amina = tg.user("Amina", language="en")
    async with isnad() as (_, tools):
        amina.says(web.text("/a", BRIDGE))
        await briefed(tg, amina)
        amina.chat.taps(amina, amina.chat.last, "Again")
        await tg.until(lambda: "Made again on" in amina.chat.posts[0].text)
        assert len(amina.chat.posts) == 1, "whoever taps sees it change"
        amina.says("/retry")
        again = "The brief “The Selmar bridge reopens” is being made again, in its place above."
        await tg.until(lambda: again in amina.chat.last.text)
        await done(tools)


async def test_forget_is_for_who_asked_alone(tg: FakeTelegram, isnad: Running) -> None:
    group = tg.group("News")
    amina, basim = tg.user("Amina", language="en"), tg.user("Basim", language="ar")
    async with isnad():
        group.says(amina, "/forget@isnad_bot")
        await tg.until(lambda: group.posts and group.last.buttons)
        ask = group.last
        (label,) = [button["text"] for row in ask.buttons for button in row]
        theirs = group.taps(basim, ask, label)
        forged = tg.tapped(amina, ask, group, "/forget yes")
        assert isinstance(theirs, Tap)
        await tg.until(lambda: theirs.answers and forged.answers)
        assert "هذا الزر قديم أو ليس لك" in theirs.answers[0]["text"]
        assert "too old" in forged.answers[0]["text"]
        assert group.last is ask
        mine = group.taps(amina, ask, label)
        await tg.until(lambda: group.last is not ask and group.last.text != "…")
        assert isinstance(mine, Tap)
        assert "text" not in mine.answers[0]
        assert group.last.text == "Everything of this chat is deleted."


async def test_the_menu_is_there_from_the_start(tg: FakeTelegram, isnad: Running) -> None:
    async with isnad():
        await tg.until(lambda: len(tg.commands) == 9)
    assert "أوقف ما هو قيد الإعداد هنا" in json.dumps(
        tg.menu("ar", "all_private_chats"), ensure_ascii=False
    )


# --- nothing lost, nothing twice -------------------------------------------------


async def test_a_stopped_process_takes_up_what_it_left(tg: FakeTelegram, isnad: Running) -> None:
    people = [tg.user(f"P{n}") for n in range(40)]
    handled: list[str] = []
    for person in people:
        person.says(f"https://a.example/{person.id}")
    for life in range(1, 6):

        def until_killed(usual: Handler, most: int = 8 * life) -> Handler:
            async def handle(message: Message) -> None:
                if len(handled) == most:
                    await asyncio.Event().wait()
                handled.append(message.text)

            return handle

        async with isnad(until_killed) as (_, tools):
            await soon(lambda: len(handled) == 8 * life)  # noqa: B023
            async with asyncio.timeout(PATIENCE):
                while await left(tools) != 40 - 8 * life:  # noqa: ASYNC110
                    await asyncio.sleep(LOOK)
        for update in tg.updates.made:
            tg.redeliver(update)
    assert sorted(handled) == sorted(f"https://a.example/{person.id}" for person in people)


async def test_a_brief_that_a_kill_interrupts_fills_the_placeholder_it_left(
    tg: FakeTelegram, web: Web, isnad: Running
) -> None:
    amina = tg.user("Amina", language="en")
    link = web.hang("/a")
    async with isnad(rich="off"):
        amina.says(link)
        await tg.until(lambda: amina.chat.posts)
    placeholder = amina.chat.last
    web.text("/a", BRIDGE)

    def killed_at_the_end(usual: Handler) -> Handler:
        async def handle(message: Message) -> None:
            await usual(message)
            await asyncio.Event().wait()

        return handle

    for wrap in (killed_at_the_end, lambda usual: usual):
        async with isnad(wrap, rich="off") as (_, tools):
            await briefed(tg, amina)
            if wrap is not killed_at_the_end:
                await done(tools)
                assert await tools.store.inbox("telegram").pending() == ()
    assert amina.chat.posts == [placeholder]
    assert "nine weeks of repairs" in placeholder.text


async def test_messages_of_a_chat_are_dealt_with_in_order_chats_beside_each_other(
    tg: FakeTelegram, isnad: Running
) -> None:
    amina, basim = tg.user("Amina"), tg.user("Basim")
    seen: list[str] = []
    free = asyncio.Event()

    def held(usual: Handler) -> Handler:
        async def handle(message: Message) -> None:
            if message.text == "one":
                await free.wait()
            seen.append(message.text)

        return handle

    async with isnad(held) as (_, tools):
        for words in ("one", "two", "/status"):
            amina.says(words)
        basim.says("three")
        await soon(lambda: len(seen) == 2)
        assert sorted(seen) == ["/status", "three"]
        free.set()
        await done(tools)
    assert seen[2:] == ["one", "two"]


async def test_many_messages_at_once_are_answered_in_their_order(
    tg: FakeTelegram, web: Web, isnad: Running
) -> None:
    asked = {
        "/sources": "The Selmar bridge reopens",
        "/zq1": "zq1. /help lists",
        "/who": "Hana Toth",
        "/zq2": "zq2. /help lists",
        "How long did the repairs take?": "Nothing in these sources",
        "/zq3": "zq3. /help lists",
        "/timeline": "1931",
        "/zq4": "zq4. /help lists",
        "/source 1": "[1] 127.0.0.1",
        "/zq5": "zq5. /help lists",
        "/length long": "From now on",
        "/zq6": "zq6. /help lists",
        "/numbers": "Figures",
        "/zq7": "zq7. /help lists",
        "/digest": "no digest in this chat",
    }
    amina = tg.user("Amina", language="en")
    async with isnad(usual=True) as (_, tools):
        amina.says(web.text("/a", BRIDGE))
        await briefed(tg, amina)
        before = len(amina.chat.posts)
        for line in asked:
            amina.says(line)
        await done(tools)
        await tg.until(lambda: len(amina.chat.posts) == before + len(asked))
        await tg.until(lambda: not any(post.text == "…" for post in amina.chat.posts))
    said = [post.text for post in amina.chat.posts[before:]]
    assert [one for one, told in zip(asked, said, strict=True) if asked[one] not in told] == []


async def test_a_message_that_breaks_its_handler_stops_nothing(
    tg: FakeTelegram, isnad: Running
) -> None:
    amina, seen = tg.user("Amina"), list[str]()

    def brittle(usual: Handler) -> Handler:
        async def handle(message: Message) -> None:
            if message.text == "poison":
                raise RuntimeError
            seen.append(message.text)

        return handle

    async with isnad(brittle) as (_, tools):
        tg.delivers({"update_id": 0, "message": {"message_id": "x", "chat": []}})
        tg.delivers({"update_id": 0, "dream_shared": {"id": 1}})
        amina.says("poison")
        amina.says("fine")
        await soon(lambda: seen)
        await done(tools)
    assert seen == ["fine"]


async def test_a_wrong_token_ends_it_and_stands_in_no_log(tg: FakeTelegram, isnad: Running) -> None:
    wrong = "110201543:b-token-that-the-server-does-not-know"
    with structlog.testing.capture_logs() as logs:
        async with isnad(token=wrong) as (adapter, _):
            await adapter._over.wait()  # and ended while it tidies up: no connection is left
    assert [log["event"] for log in logs] == ["telegram stopped: another token is needed"]
    assert wrong not in str(logs)


async def test_it_waits_for_a_server_that_is_down(
    tg: FakeTelegram, isnad: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.telegram.listening.FIRST_WAIT", 0.01)
    amina, seen = tg.user("Amina"), list[str]()
    tg.fails("getMe", 502, times=2)
    tg.fails("deleteWebhook", 502, times=2)
    tg.fails("setMyCommands", 429, parameters={"retry_after": 60})
    amina.says("hello")

    async with isnad(noting(seen)):
        await soon(lambda: seen)


async def test_another_poller_is_said_once_and_waited_out(
    tg: FakeTelegram, isnad: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.telegram.listening.FIRST_WAIT", 0.01)
    amina, seen = tg.user("Amina"), list[str]()
    tg.fails("getUpdates", 409, times=3)

    with structlog.testing.capture_logs() as logs:
        async with isnad(noting(seen)) as (_, tools):
            amina.says("hello")
            await soon(lambda: seen)
            await done(tools)
    assert seen == ["hello"]
    assert [log["event"] for log in logs].count("telegram: another process polls") == 1


# --- the webhook -----------------------------------------------------------------


async def test_a_webhook_takes_what_has_the_secret_and_nothing_else(
    tg: FakeTelegram, isnad: Running, port: int
) -> None:
    amina, seen = tg.user("Amina"), list[str]()
    url = f"http://127.0.0.1:{port}/hook"

    more = {"mode": "webhook", "webhook_url": url, "webhook_port": str(port)}
    async with isnad(noting(seen), **more) as (_, tools), aiohttp.ClientSession() as session:
        await tg.until(lambda: tg.webhook)
        statuses = []
        for headers in ({}, {"X-Telegram-Bot-Api-Secret-Token": "wrong"}):
            async with session.post(url, json={"update_id": 1}, headers=headers) as answer:
                statuses.append(answer.status)
        amina.says("hello")
        await soon(lambda: seen)
        await done(tools)
    assert statuses == [403, 403]
    assert seen == ["hello"]
    assert tg.webhook["url"] == url
