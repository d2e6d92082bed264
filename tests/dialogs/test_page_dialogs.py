"""A brief as a page under a link, from both platforms; without a public address it is a file."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from adapters.slack.manifest import manifest
from adapters.telegram.adapter import Telegram
from adapters.telegram.api import Pace
from bot import build
from bot.commands import menu
from bot.config import Settings
from bot.model import Chat
from bot.seal import PageLinks
from bot.testing.reading import HereReader
from bot.testing.slack import FakeSlack
from bot.testing.telegram import FakeTelegram
from bot.testing.web import Web
from bot.traffic.turns import Rule
from bot.web import of_store, serving

BASE = "https://briefs.example"

TOWER = """<html><head><title>Ostrel clock tower is lit again</title></head><body><article>
<h1>Ostrel clock tower is lit again</h1>
<p>The Ostrel clock tower was lit on Sunday for the first time in eleven years.</p>
<p>"Children who never saw it shine came at midnight," Mayor Petra Lind said.</p>
<p>Residents of the square said that the light keeps them awake until two in the morning.</p>
<p>The tower was built in 1907 and lost its lamps in a storm in 2015.</p>
</article></body></html>"""


class Newsroom:
    """Isnad on Telegram and Slack with its pages served, and one person on each."""

    def __init__(self, house: build.House, tg: FakeTelegram, slack: FakeSlack, port: int) -> None:
        self.house = house
        self.tg = tg
        self.slack = slack
        self.amina = tg.user("Amina", language="en")
        self.there = slack.user("Amina")
        self.room = slack.dm(self.there)
        self._port = port

    async def says(self, line: str) -> None:
        """Say a line on both; return when all is quiet."""
        self.amina.says(line)
        if line.startswith("/"):
            self.there.commands(self.room, "/isnad", line[1:])
        else:
            self.room.says(self.there, line)
        chats = [Chat("telegram", str(self.amina.id)), Chat("slack", self.room.id)]
        async with asyncio.timeout(30):
            await self.tg.until(lambda: not self.tg.updates.pending, 20)
            await self.slack.settle(20)
            while await self.house.tools.store.inbox("telegram").pending():  # noqa: ASYNC110
                await asyncio.sleep(0.005)
            for chat in chats:
                await self.house.jobs.settled(chat)
                await self.house.outbox.settled(chat)
            await self.slack.settle(20)

    def buttons(self) -> dict[str, dict[str, Any]]:
        """Return the buttons under the newest brief of each platform by their labels."""
        own = [post for post in self.amina.chat.posts if post.buttons][-1]
        telegram = {b["text"]: b for b in itertools.chain.from_iterable(own.buttons)}
        blocks = [b for post in self.room.messages for b in post.blocks if b["type"] == "actions"]
        slack = {e["text"]["text"]: e for b in blocks for e in b["elements"] if "text" in e}
        return {"telegram": telegram["As a page"], "slack": slack["As a page"]}

    async def opens(self, link: str) -> tuple[int, str]:
        """Open a link as the proxy in front does."""
        assert link.startswith(f"{BASE}/b/")
        url = f"http://127.0.0.1:{self._port}{link.removeprefix(BASE)}"
        async with aiohttp.ClientSession() as session, session.get(url) as response:
            return response.status, await response.text()


@pytest.fixture(params=[BASE, ""], ids=["public", "private"])
async def newsroom(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[Newsroom, Web]]:
    monkeypatch.setenv("ISNAD_HOME", str(tmp_path))
    monkeypatch.setattr("adapters.slack.limits.CHANNEL", Rule(1000, 1.0))
    monkeypatch.setattr("adapters.telegram.limits.CHAT", Rule(1000, 1.0))
    async with Web() as web, FakeTelegram() as tg, FakeSlack() as slack:
        slack.install(manifest(menu("slack")))
        keys = {"bot_token": slack.token, "app_token": slack.app_token, "base_url": slack.base_url}
        sections: dict[str, Any] = {
            "fetch": {"allow_hosts": (web.host,), "timeout": 5},
            "brief": {"interface": "en"},
            "access": {"open": True},
            "web": {"public_url": request.param},
            "adapters": {"slack": keys, "telegram": {"token": tg.token, "base_url": tg.base_url}},
        }
        settings = Settings(**sections)
        telegram: Any = settings.adapters.telegram
        pace = Pace(poll=5, answer=5.0, edits=0.0, album=0.0)
        adapters: Any = {
            "telegram": lambda services: Telegram(telegram, services, pace),
            "slack": build.adapter("slack", settings),
        }
        async with build.house(settings, adapters, HereReader()) as house:
            links = house.app.desk.pages or PageLinks(BASE, b"", build.now, 1)
            async with serving("127.0.0.1", 0, of_store(links, house.tools.store)) as port:
                running = asyncio.create_task(house.serve())
                await house.adapters["slack"].listening.wait()  # type: ignore[attr-defined]
                await slack.sockets.connected(2)
                yield Newsroom(house, tg, slack, port), web
                running.cancel()
                await asyncio.gather(running, return_exceptions=True)
        assert tg.violations == []
        assert not slack.violations and not slack.refused


public = pytest.mark.parametrize("newsroom", [BASE], indirect=True, ids=["public"])
private = pytest.mark.parametrize("newsroom", [""], indirect=True, ids=["private"])


@public
async def test_the_button_opens_the_page_until_its_chat_is_forgotten(
    newsroom: tuple[Newsroom, Web],
) -> None:
    talk, web = newsroom
    await talk.says(web.page("/a", TOWER))
    found = talk.buttons()
    for button in found.values():
        status, page = await talk.opens(button["url"])
        assert status == 200
        assert "Ostrel clock tower is lit again" in page
    assert found["telegram"]["url"] != found["slack"]["url"]
    await talk.house.app.desk.forget(Chat("telegram", str(talk.amina.id)))
    assert (await talk.opens(found["telegram"]["url"]))[0] == 404
    assert (await talk.opens(found["slack"]["url"]))[0] == 200


@public
async def test_asked_for_a_page_it_gives_a_link_and_no_file(
    newsroom: tuple[Newsroom, Web],
) -> None:
    talk, web = newsroom
    await talk.says(web.page("/a", TOWER))
    await talk.says("/page")
    said = talk.amina.chat.posts[-1]
    (link,) = [e.get("url") for e in said.content.entities if e.type == "text_link"]
    shown = [m for m in talk.room.messages if m.by_app and "read it for 30 days" in m.screen]
    assert "read it for 30 days" in said.text
    assert (await talk.opens(link))[0] == 200
    assert len(shown) == 1
    assert not [file for m in talk.room.messages for file in m.files]


@private
async def test_without_a_public_address_the_button_asks_for_a_file(
    newsroom: tuple[Newsroom, Web],
) -> None:
    talk, web = newsroom
    await talk.says(web.page("/a", TOWER))
    for button in talk.buttons().values():
        assert "url" not in button
    await talk.says("/page")
    assert talk.amina.chat.posts[-1].content.media["document"]
    assert [file for m in talk.room.messages for file in m.files]
