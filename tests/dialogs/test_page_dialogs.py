"""A brief as a page under a link, from both platforms; without a public address it is a file."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot import build
from bot.model import Chat
from bot.seal import PageLinks
from bot.testing.both import Both, on_both
from bot.testing.web import Web
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

    def __init__(self, both: Both, port: int) -> None:
        self.house = both.house
        self.says = both.says
        self.amina, self.room = both.amina, both.room
        self.tg, self.slack = both.tg, both.slack
        self._port = port

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
    request: pytest.FixtureRequest, unpaced: None, web: Web
) -> AsyncIterator[tuple[Newsroom, Web]]:
    public: dict[str, Any] = {"access": {"open": True}, "web": {"public_url": request.param}}
    async with on_both(web, {}, **public) as both:
        house = both.house
        links = house.app.desk.pages or PageLinks(BASE, b"", build.now, 1)
        async with serving("127.0.0.1", 0, of_store(links, house.tools.store)) as port:
            yield Newsroom(both, port), web


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
