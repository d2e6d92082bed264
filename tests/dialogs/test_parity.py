"""What a person can ask for on one platform, they can ask for on every other one."""

import io
import re
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.console import CHAT, Terminal
from bot.access import Person, Role
from bot.commands import table
from bot.model import Message
from bot.testing.both import Both, on_both
from bot.testing.web import Web

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

    def __init__(self, both: Both, heard: io.StringIO) -> None:
        self.house = both.house
        self.tg, self._slack = both.tg, both.slack
        self.amina, self.room = both.amina, both.room
        self._both = both
        self._heard = heard
        self.pages: dict[str, str] = {}
        self._n = 0

    async def says(self, line: str, *, fresh: bool = True) -> dict[str, str]:
        """Say a line everywhere; return what is new on each screen when all is quiet.

        Not ``fresh``: all that stands there, since platforms edit what was said before.
        """
        before = self._screens()
        self._n += 1
        await self.house.app.handle(Message(CHAT, f"m{self._n}", "terminal", line))
        await self._both.says(line, CHAT)
        after = self._screens()
        return {
            name: _new(before[name], after[name]) if new else "\n".join(after[name])
            for name, new in (("console", True), ("telegram", fresh), ("slack", fresh))
        }

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
async def everywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unpaced: None, web: Web
) -> AsyncIterator[Everywhere]:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    heard = io.StringIO()
    console = {"console": lambda services: Terminal(io.StringIO(), heard, services, 100)}
    async with on_both(web, console, rich="off") as both:
        talk = Everywhere(both, heard)
        for platform, id in (("telegram", str(both.amina.id)), ("slack", both.there.id)):
            await both.house.app.gate.set(Person("user", platform, id, Role.OWNER), Role.OWNER)
        talk.pages = {"link": web.page("/a", BRIDGE), "again": web.page("/b", BRIDGE)}
        yield talk


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
