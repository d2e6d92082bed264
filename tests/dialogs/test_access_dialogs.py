"""Strangers, owners, invitations and limits, as people meet them."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from adapters.telegram.adapter import Telegram
from adapters.telegram.api import Pace
from bot import build
from bot.config import Settings
from bot.model import Chat
from bot.testing.patience import PATIENCE
from bot.testing.reading import HereReader
from bot.testing.telegram import FakeTelegram, Person
from bot.testing.web import Web
from bot.traffic.turns import Rule

BRIDGE = """The Selmar bridge reopens

The Selmar bridge reopened on Monday after nine weeks of repairs, the mayor said.
"We kept every promise that we made in spring," Mayor Hana Toth told the Selmar Post.
The bridge was built in 1931 and carried trams until the line was closed in 1968.
"""

Running = Callable[..., contextlib.AbstractAsyncContextManager[build.House]]


@pytest.fixture
async def tg() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as server:
        yield server
        assert server.violations == []


@pytest.fixture
def isnad(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tg: FakeTelegram, web: Web) -> Running:
    monkeypatch.setenv("ISNAD_HOME", str(tmp_path))
    monkeypatch.setattr("adapters.telegram.limits.CHAT", Rule(1000, 1.0))

    @contextlib.asynccontextmanager
    async def running(**sections: Any) -> AsyncIterator[build.House]:
        telegram = {"token": tg.token, "base_url": tg.base_url, "rich": "off"}
        sections = {
            "fetch": {"allow_hosts": (web.host,), "timeout": PATIENCE},
            "jobs": {"grace": 0},
            "adapters": {"telegram": telegram},
        } | sections
        settings = Settings(**sections)
        pace = Pace(poll=5, edits=0.0, album=0.0)
        make: Any = lambda services: Telegram(settings.adapters.telegram, services, pace)  # noqa: E731
        async with build.house(settings, {"telegram": make}, HereReader()) as house:
            serving = asyncio.create_task(house.serve())
            yield house
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)

    return running


async def quiet(tg: FakeTelegram, house: build.House, *people: Person) -> None:
    """Wait until everything that was said is dealt with."""
    async with asyncio.timeout(PATIENCE):
        await tg.until(lambda: tg.polls and not tg.updates.pending)
        while await house.tools.store.inbox("telegram").pending():  # noqa: ASYNC110
            await asyncio.sleep(0.005)
        for person in people:
            chat = Chat("telegram", str(person.id))
            await house.jobs.settled(chat)
            await house.outbox.settled(chat)


def told(person: Person) -> list[str]:
    return [post.text for post in person.chat.posts]


async def test_a_stranger_is_refused_once_and_nothing_is_fetched(
    tg: FakeTelegram, web: Web, isnad: Running
) -> None:
    sami = tg.user("Sami", language="en")
    async with isnad() as house:
        sami.says(web.text("/a", BRIDGE))
        await quiet(tg, house, sami)
        sami.says("hello?")
        sami.says("/start")
        sami.says("/status")
        await quiet(tg, house, sami)
        assert len(told(sami)) == 1
        assert "only for people who were invited" in told(sami)[0]
        assert web.requests == []
        assert await house.tools.store.tasks.counts() == (0, 0)


async def test_whoever_brings_the_code_owns_it_and_lets_others_in(
    tg: FakeTelegram, web: Web, isnad: Running
) -> None:
    amina, basim = tg.user("Amina", language="en"), tg.user("Basim", language="ar")
    async with isnad() as house:
        code = await house.app.gate.claim_code()
        amina.says(f"/start {code}")
        await quiet(tg, house, amina)
        assert told(amina)[-1].startswith("You are the owner of this Isnad.")
        assert "/invite makes a code for one person" in told(amina)[-1]
        assert "I am Isnad." in told(amina)[-1]
        amina.says("/invite reader")
        await quiet(tg, house, amina)
        (word,) = [w for w in told(amina)[-1].split() if len(w) == 22]
        assert f"https://t.me/isnad_bot?start={word}" in amina.chat.last.links
        basim.says(f"/start {word}")
        await quiet(tg, house, basim)
        assert told(basim)[-1].startswith("أنت الآن ممن يستعملونني (قارئ).")
        basim.says(web.text("/a", BRIDGE))
        await quiet(tg, house, basim)
        assert "دورك هنا لا يسمح بذلك" in told(basim)[-1]
        assert web.requests == []
        amina.says(web.url("/a"))
        await quiet(tg, house, amina)
        assert any("nine weeks of repairs" in text for text in told(amina))
        amina.says("/usage")
        await quiet(tg, house, amina)
        assert f"Amina (telegram:{amina.id}): briefs 1" in told(amina)[-1]


async def test_a_wrong_code_is_answered_kindly_and_guessing_is_not(
    tg: FakeTelegram, isnad: Running
) -> None:
    sami = tg.user("Sami", language="en")
    async with isnad() as house:
        code = await house.app.gate.claim_code()
        for n in range(7):
            sami.says(f"/start {n}{code}")
        await quiet(tg, house, sami)
        assert len(told(sami)) == 5
        assert all(
            "This code lets nobody in. It may be mistyped" in said for said in told(sami)[:4]
        )
        assert "try again in an hour" in told(sami)[4]
        sami.says(f"/start {code}")
        await quiet(tg, house, sami)
        assert len(told(sami)) == 5
        assert await house.app.gate.people() == ()


async def test_a_mistyped_code_does_not_keep_the_owner_out(
    tg: FakeTelegram, isnad: Running
) -> None:
    amina = tg.user("Amina", language="ar")
    async with isnad() as house:
        code = await house.app.gate.claim_code()
        for said in ("/start", f"/start {str(code)[:-1]}", f"/start {code}"):
            amina.says(said)
            await quiet(tg, house, amina)
        assert "هذا الرمز لا يُدخل أحداً" in told(amina)[1]
        assert told(amina)[2].startswith("أنت مالك إسناد هذا.")


async def test_people_are_listed_by_their_names(tg: FakeTelegram, isnad: Running) -> None:
    amina = tg.user("Amina", language="en", username="amina_n")
    desk = tg.group("The evening desk", bot_admin=True)
    async with isnad() as house:
        amina.says(f"/start {await house.app.gate.claim_code()}")
        await quiet(tg, house, amina)
        desk.says(amina, "/allow@isnad_bot reader")
        await quiet(tg, house, amina)
        await house.outbox.settled(Chat("telegram", str(desk.id)))
        amina.says("/people")
        await quiet(tg, house, amina)
        assert told(amina)[-1].replace("\u2060", "").splitlines() == [
            f"1. Amina @amina_n (telegram:{amina.id}): owner",
            f"2. chat The evening desk (telegram:{desk.id}): reader",
        ]
        amina.says("/people remove 2")
        await quiet(tg, house, amina)
        assert "The evening desk" in told(amina)[-1]


async def test_a_forwarded_command_is_only_text(tg: FakeTelegram, isnad: Running) -> None:
    amina = tg.user("Amina", language="en")
    async with isnad() as house:
        code = await house.app.gate.claim_code()
        amina.chat.forwards(amina, f"/start {code}", "Somebody")
        await quiet(tg, house, amina)
        assert await house.app.gate.people() == ()


async def test_a_days_limit_warns_and_then_stops(
    tg: FakeTelegram, web: Web, isnad: Running
) -> None:
    amina = tg.user("Amina", language="en")
    limits = {"user_briefs": 2}
    async with isnad(access={"open": True}, budget=limits) as house:
        for page in ("/a", "/b", "/c"):
            amina.says(web.text(page, BRIDGE))
            await quiet(tg, house, amina)
        assert any("You have had 1 of your 2 briefs" in text for text in told(amina))
        assert "You have had 2 briefs today, of 2 a day." in told(amina)[-1]
        assert [request.path for request in web.requests].count("/c") == 0


async def test_a_flood_of_links_gets_one_answer(tg: FakeTelegram, web: Web, isnad: Running) -> None:
    amina = tg.user("Amina", language="en")
    async with isnad(access={"open": True}) as house:
        amina.says("\n".join(web.url(f"/{n}") for n in range(100)))
        await quiet(tg, house, amina)
        assert len(told(amina)) == 1
        assert "I read at most 50 at a time" in told(amina)[0]
        assert web.requests == []
