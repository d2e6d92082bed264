"""What a person can ask for on one platform, they can ask for on every other one."""

import asyncio
import io
import re
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from adapters.console import CHAT, Terminal
from adapters.slack.manifest import manifest
from adapters.telegram.adapter import Telegram
from adapters.telegram.api import Pace
from bot import build
from bot.access import Person, Role
from bot.commands import menu, table
from bot.config import Settings
from bot.model import Chat, Message
from bot.testing.reading import HereReader
from bot.testing.slack import FakeSlack
from bot.testing.telegram import FakeTelegram
from bot.testing.web import Web
from bot.traffic.turns import Rule

BRIDGE = """<html><head><title>Selmar bridge reopens</title></head><body><article>
<h1>Selmar bridge reopens</h1>
<p>The Selmar bridge reopened on Monday after nine weeks of repairs, the mayor said.</p>
<p>"We kept every promise that we made in spring," Mayor Hana Toth told the Selmar Post.</p>
<p>Shopkeepers on the east bank said that they had lost a third of their custom since March.</p>
<p>The bridge was built in 1931 and carried trams until the line was closed in 1968.</p>
</article></body></html>"""

WALK = {
    "start": "/start",
    "help": "/help",
    "sources": "/sources",
    "source": "/source 1",
    "why": "/why 1",
    "page": "/page",
    "ask": "/ask When was the Selmar bridge built?",
    "who": "/who Hana Toth",
    "quotes": "/quotes",
    "numbers": "/numbers",
    "timeline": "/timeline",
    "differences": "/differences",
    "announcement": "/announcement",
    "reactions": "/reactions",
    "background": "/background",
    "silent": "/silent",
    "changed": "/changed",
    "check": "/check The Selmar bridge reopened on Monday.",
    "links": "/links addressed",
    "errors": "/errors",
    "status": "/status",
    "cancel": "/cancel",
    "lang": "/lang en",
    "length": "/length short",
    "keep": "/keep 6 months",
    "retry": "/retry",
    "add": "/add {again}",
    "brief": "/brief {link}",
    "digest": "/digest add 08:00 Asia/Riyadh bridges",
    "follow": "/follow",
    "unfollow": "/unfollow 1",
    "feeds": "/feeds",
    "usage": "/usage",
    "allow": "/allow editor",
    "deny": "/deny",
    "invite": "/invite reader",
    "people": "/people",
    "forget": "/forget",
}
"""A line for every command that is everywhere; a new one wants its line here."""

EDITED = {"lang", "length", "retry"}
"""Commands that show the brief again, in its own place where a platform can edit."""

ALIKE = 0.9  # of the terminal's words: names of commands and buttons are each platform's own
LINK = re.compile(r"https?://\S+|/start \S+|/\S+\.html")  # a file is in each platform's own place
WORD = re.compile(r"[^\W\d_]{4,}")


def test_every_command_is_walked() -> None:
    assert set(WALK) == {name for name, c in table().items() if c.platforms is None}


class Everywhere:
    """Isnad on three platforms at once, with one person who says the same on each."""

    def __init__(self, house: build.House, heard: io.StringIO, tg: Any, slack: Any) -> None:
        self.house = house
        self._heard = heard
        self.tg, self._slack = tg, slack
        self.amina = tg.user("Amina", language="en")
        self.there = slack.user("Amina")
        self.room = slack.dm(self.there)
        self.pages: dict[str, str] = {}
        self._n = 0

    async def says(self, line: str, *, fresh: bool = True) -> dict[str, str]:
        """Say a line everywhere; return what is new on each screen when all is quiet.

        Not ``fresh``: all that stands there, since platforms edit what was said before.
        """
        before = self._screens()
        self._n += 1
        await self.house.app.handle(Message(CHAT, f"m{self._n}", "terminal", line))
        self.amina.says(line)
        name, _, rest = line[1:].partition(" ")
        if line.startswith("/"):
            self.there.commands(self.room, "/isnad", f"{name} {rest}".strip())
        else:
            self.room.says(self.there, line)
        await self._quiet()
        after = self._screens()
        return {
            name: _new(before[name], after[name]) if new else "\n".join(after[name])
            for name, new in (("console", True), ("telegram", fresh), ("slack", fresh))
        }

    async def _quiet(self) -> None:
        chats = [CHAT, Chat("telegram", str(self.amina.id)), Chat("slack", self.room.id)]
        async with asyncio.timeout(30):
            await self.tg.until(lambda: not self.tg.updates.pending, 20)
            await self._slack.settle(20)
            while await self.house.tools.store.inbox("telegram").pending():  # noqa: ASYNC110
                await asyncio.sleep(0.005)
            for chat in chats:
                await self.house.jobs.settled(chat)
                await self.house.outbox.settled(chat)
            await self._slack.settle(20)

    def _told(self) -> list[str]:
        own = [said for said in self.room.messages if said.by_app and not said.deleted]
        return [said.screen for said in own]

    def _screens(self) -> dict[str, list[str]]:
        slack = [*self._told(), *(view.screen for view in self._slack.modals)]
        return {
            "console": [self._heard.getvalue()],
            "telegram": [post.text for post in self.amina.chat.posts],
            "slack": "\n".join(slack).splitlines(),
        }


@pytest.fixture
async def everywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Everywhere]:
    monkeypatch.setenv("ISNAD_HOME", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("adapters.slack.limits.CHANNEL", Rule(1000, 1.0))
    monkeypatch.setattr("adapters.telegram.limits.CHAT", Rule(1000, 1.0))
    heard = io.StringIO()
    async with Web() as web, FakeTelegram() as tg, FakeSlack() as slack:
        slack.install(manifest(menu("slack")))
        keys = {"bot_token": slack.token, "app_token": slack.app_token, "base_url": slack.base_url}
        sections: dict[str, Any] = {
            "fetch": {"allow_hosts": (web.host,), "timeout": 5},
            "brief": {"interface": "en"},
            "adapters": {
                "slack": keys,
                "telegram": {"token": tg.token, "base_url": tg.base_url, "rich": "off"},
            },
        }
        settings = Settings(**sections)
        pace = Pace(poll=5, answer=5.0, edits=0.0, album=0.0)
        adapters: Any = {
            "console": lambda services: Terminal(io.StringIO(), heard, services, 100),
            "telegram": lambda services: Telegram(settings.adapters.telegram, services, pace),
            "slack": build.adapter("slack", settings),
        }
        async with build.house(settings, adapters, HereReader()) as house:
            serving = asyncio.create_task(house.serve())
            await house.adapters["slack"].listening.wait()
            await slack.sockets.connected(2)
            talk = Everywhere(house, heard, tg, slack)
            for platform, id in (("telegram", str(talk.amina.id)), ("slack", talk.there.id)):
                await house.app.gate.set(Person("user", platform, id, Role.OWNER), Role.OWNER)
            talk.pages = {"link": web.page("/a", BRIDGE), "again": web.page("/b", BRIDGE)}
            yield talk
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)
        assert tg.violations == []
        assert not slack.violations and not slack.refused


async def test_every_command_says_the_same_everywhere(everywhere: Everywhere) -> None:
    await everywhere.says(everywhere.pages["link"])
    for name, line in WALK.items():
        said = await everywhere.says(line.format(**everywhere.pages), fresh=name not in EDITED)
        meant = set(WORD.findall(LINK.sub("", said["console"])))
        assert meant, name
        for platform in ("telegram", "slack"):
            seen = set(WORD.findall(said[platform]))
            missing = meant - seen
            assert len(missing) <= (1 - ALIKE) * len(meant), (name, platform, missing)


def _new(before: list[str], after: list[str]) -> str:
    if len(before) == len(after) == 1 and after[0].startswith(before[0]):
        return after[0][len(before[0]) :]
    return "\n".join((Counter(after) - Counter(before)).elements())


def _read(place: str) -> str:
    return Path(place).read_text("utf-8")


async def test_a_page_is_the_same_file_everywhere(everywhere: Everywhere) -> None:
    await everywhere.says(everywhere.pages["link"])
    said = await everywhere.says("/page")
    (place,) = re.findall(r"^/\S+\.html$", said["console"], re.M)
    shown = everywhere.amina.chat.posts[-1].content.media["document"]
    upload = everywhere.tg.files[shown["file_id"]]
    (shared,) = [file for post in everywhere.room.messages for file in post.files if post.by_app]
    contents = [_read(place), upload.data.decode(), shared.content.decode()]
    for content in contents:
        assert content.startswith("<!doctype html>")
        assert "Selmar bridge reopens" in content
    assert {Path(place).suffix, Path(shown["file_name"]).suffix, Path(shared.name).suffix} == {
        ".html"
    }
