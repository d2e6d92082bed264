"""People talk with Isnad in Slack: everything real but Slack and the web."""

import asyncio
import itertools
import json
import logging
import re
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from adapters.slack.manifest import manifest
from bot import build
from bot.commands import menu
from bot.config import Settings
from bot.model import Chat
from bot.ports import Handler
from bot.testing.patience import PATIENCE
from bot.testing.reading import HereReader
from bot.testing.slack import Channel, FakeSlack, Message, User
from bot.testing.web import Web
from bot.tools import Tools
from bot.traffic.attachments import folder
from bot.traffic.turns import Rule

FERRY = """<html><head><title>Ferry line to Oren opens</title></head><body><article>
<h1>Ferry line to Oren opens</h1>
<p>The ferry line between Talmar and Oren opened on Monday with four crossings a day.</p>
<p>"Nobody on the island has to plan a week ahead any more," Mayor Lena Ortiz said.</p>
<p>Fishermen in Talmar said that the new pier takes a third of their berths.</p>
<p>The last ferry to Oren ran in 1988, when the line lost its subsidy.</p>
</article></body></html>"""

FERRY_TOO = """<html><head><title>Oren ferry sells out in its first week</title></head><body>
<article><h1>Oren ferry sells out in its first week</h1>
<p>The ferry line from Talmar to Oren, opened on Monday, sold all seats in its first week.</p>
<p>Transport councillor Idris Bell said that a second ferry for Oren would cost 9 million.</p>
<p>Mayor Lena Ortiz said that the council would vote on the second ferry in June.</p>
<p>The line to Oren had been closed since 1988.</p></article></body></html>"""

ARABIC = """<html lang="ar"><head><title>افتتاح خط العبّارات إلى أورين</title></head><body><article>
<h1>افتتاح خط العبّارات إلى أورين</h1>
<p>افتُتح يوم الاثنين خط العبّارات بين تلمار وأورين بأربع رحلات في اليوم.</p>
<p>وقالت رئيسة البلدية لينا أورتيز إن أحداً في الجزيرة لن يخطط لأسبوع مقدماً بعد اليوم.</p>
<p>وقال صيادون في تلمار إن الرصيف الجديد يأخذ ثلث مراسيهم.</p>
<p>وكانت آخر عبّارة إلى أورين قد أبحرت عام 1988.</p></article></body></html>"""


pytestmark = pytest.mark.asyncio(loop_scope="module")


@dataclass
class Talk:
    """A workspace with Isnad in it, and somebody with a channel there."""

    slack: FakeSlack
    house: build.House
    adapter: Any
    amina: User = field(init=False)
    news: Channel = field(init=False)

    def __post_init__(self) -> None:
        self.amina = self.slack.user("Amina")
        self.news = self.slack.channel(f"news-{next(NUMBERS)}")
        self._before = len(self.slack.violations), len(self.slack.calls)

    @property
    def tools(self) -> Tools:
        """What jobs work with."""
        return self.house.tools

    async def brief(self, *links: str) -> Message:
        """Ask for a brief in the channel; return its first message when all stands."""
        self.news.says(self.amina, " ".join((self.slack.bot, *links)))
        return await self.done()

    async def done(self, count: int = 1) -> Message:
        """Return the newest of ``count`` briefs in the channel when its thread stands."""

        def stands() -> bool:
            own = [post for post in self.news.posts if not post.in_thread]
            return len(own) == count and bool(self.news.thread(own[-1]))

        await self.slack.until(stands)
        await self.settled()
        return [post for post in self.news.posts if not post.in_thread][-1]

    async def settled(self) -> None:
        """Wait until nothing is under way."""
        async with asyncio.timeout(PATIENCE):
            await self.slack.settle()
            await self.adapter._arrivals.idle()
            for room in (self.news.id, self.slack.dm(self.amina).id):
                await self.house.jobs.settled(Chat("slack", room))
                await self.house.outbox.settled(Chat("slack", room))

    def sound(self) -> bool:
        """Whether Slack took everything and had nothing to complain of."""
        violations, calls = self._before
        refused = [c for c in self.slack.calls[calls:] if c.error and not c.ordered]
        return not self.slack.violations[violations:] and not refused


NUMBERS = itertools.count()
Start = Callable[..., AbstractAsyncContextManager[Talk]]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with nothing in it, made once."""
    path = tmp_path_factory.mktemp("empty") / "isnad.db"
    sections: dict[str, Any] = {"store": {"url": f"sqlite:///{path}"}}

    async def make() -> None:
        store = build.open_store(Settings(**sections))
        await store.open()
        await store.close()

    asyncio.run(make())
    return path


@pytest.fixture(scope="module", autouse=True)
def unpaced() -> Iterator[None]:
    """No post waits for its turn: that is the limiter's own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("adapters.slack.limits.CHANNEL", Rule(1000, 1.0))
        yield


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def web() -> AsyncIterator[Web]:
    async with Web() as site:
        yield site


@asynccontextmanager
async def workspace() -> AsyncIterator[FakeSlack]:
    async with FakeSlack() as slack:
        slack.install(manifest(menu("slack")))
        yield slack


@asynccontextmanager
async def isnad(
    slack: FakeSlack, web: Web, mode: str, handle: Handler | None, more: dict[str, object]
) -> AsyncIterator[Talk]:
    """Run Isnad as ``isnad serve`` does; ``handle`` takes the place of what answers."""
    keys: dict[str, object] = {
        "bot_token": slack.token,
        "app_token": slack.app_token,
        "signing_secret": slack.signing_secret,
        "base_url": slack.base_url,
    }
    sections: dict[str, Any] = {
        "fetch": {"allow_hosts": (web.host,), "timeout": PATIENCE},
        "jobs": {"grace": 0},
        "access": {"open": True},
        "adapters": {"slack": keys | {"mode": mode, "port": 0} | more},
    }
    settings = Settings(**sections)
    adapters = {"slack": build.adapter("slack", settings)}
    async with build.house(settings, adapters, HereReader()) as house, house.working():
        adapter: Any = house.adapters["slack"]
        running = asyncio.create_task(adapter.run(handle or house.app.handle))
        await _listening(slack, adapter, mode)
        try:
            yield Talk(slack, house, adapter)
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)


@pytest_asyncio.fixture(loop_scope="module")
async def start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty: Path, web: Web
) -> AsyncIterator[Start]:
    """Start Isnad in a workspace of the test's own, once or again."""
    monkeypatch.setenv("ISNAD_HOME", str(tmp_path))
    shutil.copy(empty, tmp_path / "isnad.db")
    async with workspace() as slack:
        people: list[Talk] = []

        @asynccontextmanager
        async def run(
            mode: str = "socket", handle: Handler | None = None, **more: object
        ) -> AsyncIterator[Talk]:
            async with isnad(slack, web, mode, handle, more) as talk:
                if people:
                    talk.amina, talk.news = people[0].amina, people[0].news
                people.append(talk)
                yield talk

        yield run


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared_talk(
    tmp_path_factory: pytest.TempPathFactory, empty: Path, web: Web
) -> AsyncIterator[Talk]:
    home = tmp_path_factory.mktemp("home")
    shutil.copy(empty, home / "isnad.db")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ISNAD_HOME", str(home))
        async with workspace() as slack, isnad(slack, web, "socket", None, {}) as talk:
            yield talk


@pytest.fixture
def talk(shared_talk: Talk) -> Talk:
    """Somebody new, with a new channel, in a workspace where Isnad is already."""
    return replace(shared_talk)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def door(
    tmp_path_factory: pytest.TempPathFactory, empty: Path, web: Web
) -> AsyncIterator[FakeSlack]:
    """A workspace whose events come over HTTP."""
    home = tmp_path_factory.mktemp("door")
    shutil.copy(empty, home / "isnad.db")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ISNAD_HOME", str(home))
        async with workspace() as slack, isnad(slack, web, "http", None, {}):
            yield slack


async def _listening(slack: FakeSlack, adapter: Any, mode: str) -> None:
    await asyncio.wait_for(adapter.listening.wait(), PATIENCE)
    if mode == "socket":
        await slack.sockets.connected(2)
    else:
        slack.request_url = f"http://127.0.0.1:{adapter.port}/slack/events"


def whole(channel: Channel) -> bool:
    """Whether a brief stands there to its end."""
    return any("About this brief" in post.screen for post in channel.posts)


# --- briefs ----------------------------------------------------------------


@pytest.mark.parametrize("mode", ["socket", "http"])
async def test_links_become_a_placeholder_then_the_brief_with_its_thread(
    start: Start, web: Web, mode: str
) -> None:
    async with start(mode) as talk:
        post = await talk.brief(web.page("/a", FERRY), web.page("/ar", ARABIC))
        assert "Reading 0 of 2" in post.edits[0].text
        assert "Ferry line to Oren opens" in post.screen
        assert "افتتاح خط العبّارات إلى أورين" in post.screen
        assert "four crossings a day" in post.screen
        assert "cited paragraphs" in post.screen
        thread = "\n".join(reply.screen for reply in talk.news.thread(post))
        assert "Background" in thread
        assert "Sources" in thread
        assert post.unfurl_links is False
        assert talk.sound()


async def test_a_thread_in_which_isnad_answered_is_known_also_after_a_restart(
    start: Start, web: Web
) -> None:
    async with start() as talk:
        first = talk.news.says(talk.amina, "what about this?")
        link = web.status("/gone", 404)
        talk.news.says(talk.amina, f"{talk.slack.bot} {link}", thread=first)
        await talk.slack.until(lambda: any("404" in p.screen for p in talk.news.posts))
    async with start() as talk:
        talk.news.says(talk.amina, web.page("/a", FERRY), thread=first)
        await talk.slack.until(lambda: whole(talk.news))
        assert {post.thread for post in talk.news.posts} == {first.ts}
        assert talk.sound()


async def test_a_mention_in_a_thread_is_answered_there(talk: Talk, web: Web) -> None:
    first = talk.news.says(talk.amina, "what about this?")
    talk.news.says(talk.amina, f"{talk.slack.bot} {web.page('/a', FERRY)}", thread=first)
    await talk.slack.until(lambda: whole(talk.news))
    assert all(post.thread == first.ts for post in talk.news.posts)
    await talk.settled()
    talk.news.says(talk.amina, web.page("/b", FERRY_TOO), thread=first)
    await talk.slack.until(lambda: any("NEW" in p.screen for p in talk.news.posts))
    assert talk.sound()


async def test_links_in_the_thread_of_a_brief_are_added(talk: Talk, web: Web) -> None:
    post = await talk.brief(web.page("/a", FERRY))
    talk.news.says(talk.amina, web.page("/b", FERRY_TOO), thread=post)
    await talk.slack.until(lambda: any("NEW" in p.screen for p in talk.news.posts))
    await talk.settled()
    again = "\n".join(reply.screen for reply in talk.news.thread(post))
    assert "Oren ferry sells out in its first week" in again
    assert talk.sound()


async def test_talk_without_links_is_left_alone(talk: Talk, web: Web) -> None:
    post = await talk.brief(web.page("/a", FERRY))
    before = len(talk.news.messages)
    talk.news.says(talk.amina, "thanks!", thread=post)
    talk.news.says(talk.amina, f"see {web.page('/b', FERRY_TOO)}")
    await talk.settled()
    assert len(talk.news.messages) == before + 2


async def test_a_question_in_the_thread_of_a_brief_is_answered_there(talk: Talk, web: Web) -> None:
    post = await talk.brief(web.page("/a", FERRY))
    before = len(talk.news.thread(post))
    talk.news.says(talk.amina, "When does the ferry sail?", thread=post)
    await talk.settled()
    new = talk.news.thread(post)[before:]
    assert "The paragraphs that come closest" in "\n".join(said.screen for said in new)
    assert talk.sound()


async def test_a_question_among_people_is_left_alone(talk: Talk) -> None:
    first = talk.news.says(talk.amina, "Lunch at one.")
    talk.news.says(talk.amina, "Who comes along?", thread=first)
    await talk.settled()
    assert talk.news.posts == []


async def test_an_edit_adds_the_links_that_it_brings(talk: Talk, web: Web) -> None:
    link, other = web.page("/a", FERRY), web.page("/b", FERRY_TOO)
    said = talk.news.says(talk.amina, f"{talk.slack.bot} {link}")
    await talk.done()
    talk.news.edits(said, f"{talk.slack.bot} {link} {other}")
    await talk.slack.until(lambda: any("NEW" in p.screen for p in talk.news.posts))
    assert talk.sound()


async def test_a_page_can_be_attached(talk: Talk) -> None:
    chat = talk.slack.dm(talk.amina)
    chat.says(talk.amina, "", files=[("ferry.html", FERRY.encode()), ("x.png", b"\x89PNG")])
    await talk.slack.until(lambda: whole(chat))
    assert talk.sound()


async def test_the_shortcut_briefs_every_link_of_a_thread(talk: Talk, web: Web) -> None:
    first = talk.news.says(talk.amina, f"look {web.page('/a', FERRY)}")
    reply = talk.news.says(talk.amina, f"and {web.page('/b', FERRY_TOO)}", thread=first)
    talk.amina.shortcut(reply, "brief_thread")
    await talk.slack.until(lambda: whole(talk.news))
    await talk.settled()
    told = "\n".join(post.screen for post in talk.news.posts)
    assert "Oren ferry sells out in its first week" in told
    assert all(post.thread == first.ts for post in talk.news.posts)
    assert talk.sound()


# --- commands --------------------------------------------------------------


def alone(talk: Talk) -> list[str]:
    """What only Amina saw, oldest first."""
    return [m.screen for m in talk.news.messages if m.ephemeral_for == talk.amina.id]


@pytest.mark.parametrize(
    ("command", "text", "told"),
    [
        ("/isnad", "", "What you can send"),
        ("/isnad", "help", "/isnad source N: the paragraph behind citation N"),
        ("/isnad", "status", "Languages: Arabic, English"),
        ("/isnad", "source 3", "There is no brief in this chat yet."),
        ("/isnad", "dance", "There is no command /dance."),
        ("/isnad", "lnag", "Do you mean /isnad lang?"),
        ("/isnad", "/lnag ar", "Do you mean /isnad lang?"),
        ("/isnad", "dgiest", "Do you mean /digest?"),
        ("/brief", "", "/brief https://example.org/story"),
        ("/isnad", "length short", "From now on briefs are short."),
    ],
)
async def test_commands_are_answered_to_their_asker_alone(
    talk: Talk, command: str, text: str, told: str
) -> None:
    talk.amina.commands(talk.news, command, text)
    await talk.slack.until(lambda: alone(talk))
    assert told in alone(talk)[0]
    assert talk.news.posts == []
    assert talk.sound()


@pytest.mark.parametrize(
    ("text", "told"), [("مصادرر", "/isnad مصادر"), ("مصدر", "/isnad مصدر"), ("lnag", "/isnad lang")]
)
async def test_what_is_told_in_arabic_can_be_typed_as_it_is_told(
    talk: Talk, web: Web, text: str, told: str
) -> None:
    talk.amina.commands(talk.news, "/brief", web.page("/a", FERRY))
    await talk.done()
    salma = talk.slack.user("Salma", locale="ar-SA")
    salma.commands(talk.news, "/isnad", text)
    await talk.slack.until(lambda: talk.news.messages[-1].ephemeral_for == salma.id)
    assert told in re.sub("[\u200e\u2066-\u2069]", "", talk.news.messages[-1].screen)


async def test_brief_as_a_command_and_then_its_sources(talk: Talk, web: Web) -> None:
    talk.amina.commands(talk.news, "/brief", web.page("/a", FERRY))
    await talk.done()
    talk.amina.commands(talk.news, "/isnad", "source 1")
    await talk.slack.until(lambda: alone(talk))
    assert "four crossings a day" in alone(talk)[0]
    assert talk.sound()


async def test_a_channel_without_isnad_in_it_is_told_how_to_invite(talk: Talk, web: Web) -> None:
    desk = talk.slack.channel("desk", kind="group", member=False)
    talk.amina.commands(desk, "/brief", web.page("/a", FERRY))
    await talk.slack.until(lambda: any("/invite" in m.screen for m in desk.messages))
    assert desk.posts == []


async def test_people_are_spoken_to_in_their_own_language(talk: Talk) -> None:
    salma = talk.slack.user("Salma", locale="ar-SA")
    talk.amina.commands(talk.news, "/isnad", "status")
    salma.commands(talk.news, "/isnad", "status")
    await talk.slack.until(lambda: len(talk.news.messages) == 2)
    told = {m.ephemeral_for: m.screen for m in talk.news.messages}
    assert "Languages" in told[talk.amina.id]
    assert "اللغات" in told[salma.id]


async def test_cancel_stops_what_is_under_way(talk: Talk, web: Web) -> None:
    talk.news.says(talk.amina, f"{talk.slack.bot} {web.hang('/slow')}")
    await talk.slack.until(lambda: talk.news.posts)
    talk.amina.commands(talk.news, "/isnad", "cancel")
    await talk.slack.until(lambda: "Stopped." in talk.news.posts[0].screen)


async def test_a_link_that_cannot_be_read_is_said_in_the_placeholder(talk: Talk, web: Web) -> None:
    talk.news.says(talk.amina, f"{talk.slack.bot} {web.status('/gone', 404)}")
    await talk.slack.until(lambda: talk.news.posts and "404" in talk.news.posts[0].screen)
    assert len(talk.news.posts) == 1
    assert talk.sound()


# --- buttons, modals, home -------------------------------------------------


async def test_a_citation_opens_its_paragraph_in_a_modal(talk: Talk, web: Web) -> None:
    post = await talk.brief(web.page("/a", FERRY))
    menu = next(e for b in post.blocks for e in b.get("elements", []) if "options" in e)
    talk.amina.clicks(post, menu["options"][0]["value"])
    await talk.slack.until(
        lambda: any(
            "four crossings" in modal.screen
            for modal in talk.slack.modals
            if modal.user == talk.amina.id
        )
    )
    assert len(talk.news.posts) == 1 + len(talk.news.thread(post))
    assert talk.sound()


async def test_the_button_of_a_language_shows_that_side_alone(talk: Talk, web: Web) -> None:
    post = await talk.brief(web.page("/a", FERRY), web.page("/ar", ARABIC))
    thread = len(talk.news.thread(post))
    talk.amina.clicks(post, "العربية")
    await talk.slack.until(lambda: "Ferry line to Oren opens" not in post.screen)
    await talk.settled()
    assert "افتتاح خط العبّارات إلى أورين" in post.screen
    assert len(talk.news.thread(post)) <= thread
    assert talk.sound()


async def test_two_taps_are_answered_twice_and_one_that_comes_again_once(
    talk: Talk, web: Web
) -> None:
    talk.amina.commands(talk.news, "/isnad", "forget")
    await talk.slack.until(lambda: alone(talk))
    asked = next(m for m in talk.news.messages if m.ephemeral_for)
    tap = talk.amina.clicks(asked, "Yes, delete everything")
    await talk.slack.until(lambda: len(alone(talk)) == 2)
    talk.amina.clicks(asked, "Yes, delete everything")
    await talk.slack.until(lambda: len(alone(talk)) == 3)
    talk.slack.redeliver(tap)
    await talk.settled()
    assert len(alone(talk)) == 3
    assert talk.sound()


async def test_a_button_that_was_made_up_does_nothing(talk: Talk, web: Web) -> None:
    post = await talk.brief(web.page("/a", FERRY))
    await talk.settled()  # no edit of the bot undoes what is made up
    for block in post.blocks:
        for element in block.get("elements", []):
            if element.get("value", "").startswith("/retry"):
                element["value"] = "/forget yes"
    talk.amina.clicks(post, "Again")
    await talk.slack.until(lambda: alone(talk))
    assert "too old" in alone(talk)[0]
    assert await talk.tools.store.last_brief(Chat("slack", talk.news.id)) is not None


async def test_forget_asks_first_and_only_its_asker_can_say_yes(talk: Talk, web: Web) -> None:
    page = ("ferry.html", FERRY.encode())
    talk.news.says(talk.amina, f"{talk.slack.bot} here", files=[page])
    await talk.done()
    files = folder(talk.adapter._services.files, Chat("slack", talk.news.id))
    assert [path.name for path in files.rglob("*.html")] == ["ferry.html"]
    talk.amina.commands(talk.news, "/isnad", "forget")
    await talk.slack.until(lambda: alone(talk))
    asked = next(m for m in talk.news.messages if m.ephemeral_for)
    talk.slack.user("Omar").clicks(asked, "Yes, delete everything")
    await talk.settled()
    assert await talk.tools.store.last_brief(Chat("slack", talk.news.id)) is not None
    talk.amina.clicks(asked, "Yes, delete everything")
    await talk.slack.until(lambda: any("deleted" in told for told in alone(talk)[1:]))
    assert not files.exists()
    assert await talk.tools.store.last_brief(Chat("slack", talk.news.id)) is None


async def test_feedback_is_kept_and_thanked_for(talk: Talk, web: Web) -> None:
    post = await talk.brief(web.page("/a", FERRY))
    chat = Chat("slack", talk.news.id)
    brief = await talk.tools.store.last_brief(chat)
    omar = talk.slack.user("Omar")
    for user, word in ((talk.amina, "Not of use"), (omar, "Of use"), (talk.amina, "Of use")):
        user.clicks(post, word)
        await talk.settled()
    assert "Thank you" in alone(talk)[0]
    kept = await talk.tools.store.chat_settings(chat)
    assert brief is not None
    assert kept["ratings"] == {brief.id: {talk.amina.id: True, omar.id: True}}


async def test_the_home_tab_shows_settings_commands_and_the_last_brief(
    talk: Talk, web: Web
) -> None:
    chat = talk.slack.dm(talk.amina)
    chat.says(talk.amina, web.page("/a", FERRY))
    await talk.slack.until(lambda: whole(chat))
    await talk.settled()
    talk.amina.opens_home()
    await talk.slack.until(lambda: talk.amina.id in talk.slack.homes)
    screen = talk.slack.homes[talk.amina.id].screen
    shown = ("I am Isnad.", "Languages: Arabic, English", "Ferry line to Oren", "/isnad source N")
    for told in shown:
        assert told in screen
    assert "/isnad help lists" in screen
    talk.amina.clicks(talk.slack.homes[talk.amina.id], "Short briefs")
    await talk.slack.until(lambda: "length: short" in talk.slack.homes[talk.amina.id].screen)
    await talk.settled()
    assert talk.sound()


async def test_the_assistant_container_gets_prompts_and_a_status(talk: Talk, web: Web) -> None:
    first = talk.amina.opens_assistant()
    chat = talk.slack.dm(talk.amina)
    await talk.slack.until(lambda: chat.room.prompts)
    chat.says(talk.amina, web.page("/a", FERRY), thread=first)
    await talk.slack.until(lambda: whole(chat))
    assert ("is reading …") in [status for _, status in chat.room.statuses]
    assert talk.sound()


# --- previews --------------------------------------------------------------


async def test_a_preview_is_published_by_its_asker_also_after_a_restart(
    start: Start, web: Web
) -> None:
    async with start(preview=True) as talk:
        chat = talk.slack.dm(talk.amina)
        talk.news.says(talk.amina, f"{talk.slack.bot} {web.page('/a', FERRY)}")
        await talk.slack.until(lambda: whole(chat))
        await talk.settled()
        assert talk.news.posts == []
        preview = next(p for p in chat.posts if not p.in_thread)
        assert "Only you see this brief." in preview.screen
    async with start(preview=True) as talk:
        taps = [talk.amina.clicks(preview, "Publish to the channel") for _ in range(2)]
        post = await talk.done()
        assert "four crossings" in post.screen
        assert "Only you see" not in post.screen
        assert preview.screen == "The brief is in the channel."
        talk.slack.redeliver(taps[0])
        await talk.settled()
        assert len([p for p in talk.news.posts if not p.in_thread]) == 1
        talk.news.says(talk.amina, web.page("/b", FERRY_TOO), thread=post)
        await talk.slack.until(lambda: any("NEW" in p.screen for p in chat.posts))
        assert talk.sound()


async def test_a_preview_can_be_discarded(start: Start, web: Web) -> None:
    async with start(preview=True) as talk:
        chat = talk.slack.dm(talk.amina)
        talk.news.says(talk.amina, f"{talk.slack.bot} {web.page('/a', FERRY)}")
        await talk.slack.until(lambda: whole(chat))
        await talk.settled()
        preview = next(p for p in chat.posts if not p.in_thread)
        talk.amina.clicks(preview, "Discard")
        await talk.slack.until(lambda: preview.screen == "The brief was discarded.")
        assert chat.thread(preview) == []
        assert talk.news.posts == []


# --- storage before acknowledgement ----------------------------------------


async def test_an_event_that_comes_four_times_is_one_job(start: Start, web: Web) -> None:
    async with start("http") as talk:
        said = talk.news.says(talk.amina, f"{talk.slack.bot} {web.page('/a', FERRY)}")
        for delivery in talk.slack.delivered(said):
            for _ in range(3):
                talk.slack.redeliver(delivery)
        await talk.done()
        assert len(talk.slack.called("chat.postMessage")) == 2
        assert {ack.attempt for ack in talk.slack.acks} == {0, 1}  # in time, each


async def test_what_a_stopped_process_left_behind_is_done_at_the_next_start(
    start: Start, web: Web
) -> None:
    async def hang(message: object) -> None:
        await asyncio.Event().wait()

    async with start(handle=hang) as talk:
        talk.news.says(talk.amina, f"{talk.slack.bot} {web.page('/a', FERRY)}")
        await talk.slack.settle()
        assert talk.news.posts == []
    async with start() as talk:
        await talk.done()
        await talk.settled()
    async with start() as talk:
        await talk.settled()
        assert len([p for p in talk.news.posts if not p.in_thread]) == 1


async def test_a_burst_is_acknowledged_while_work_is_under_way(start: Start) -> None:
    heard: list[str] = []
    all_busy, done = asyncio.Event(), asyncio.Event()

    async def slow(message: Any) -> None:
        heard.append(message.id)
        if len(heard) == 20:
            all_busy.set()
        await done.wait()

    async with start("http", handle=slow) as talk:
        channels = [talk.slack.channel(f"c{n}") for n in range(20)]
        for n in range(60):
            text = f"{talk.slack.bot} https://a.example/{n}"
            channels[n % 20].says(talk.amina, text)
        await talk.slack.settle()
        assert len(talk.slack.acks) == 120  # each mention comes as a message, too
        await asyncio.wait_for(all_busy.wait(), PATIENCE)
        assert len(heard) == 20  # in order within a channel, and none is done yet
        done.set()


async def test_nothing_is_lost_while_the_websockets_are_renewed(start: Start) -> None:
    heard = []

    async def hear(message: Any) -> None:
        heard.append(message.id)

    async with start(handle=hear) as talk:
        said = []
        for n in range(12):
            if n % 4 == 1:
                await talk.slack.sockets.refresh()
            said.append(talk.news.says(talk.amina, f"{talk.slack.bot} https://a.example/{n}").ts)
        await talk.slack.sockets.connected(2)
        for seconds in (0, 60, 300):  # what two connections lost comes again after a while
            await talk.slack.passes(seconds)
            await talk.settled()
        assert sorted(heard) == said


# --- the door --------------------------------------------------------------


@pytest.mark.parametrize(
    "stamp", ["abc", "", "1e9", "-1", "٣٣", "999999999999999999", "1700000000"]
)
async def test_a_request_with_a_wrong_time_is_turned_away_quietly(
    door: FakeSlack, stamp: str, caplog: pytest.LogCaptureFixture
) -> None:
    body = json.dumps({"type": "event_callback"}).encode()
    headers = door.signed(body, timestamp=stamp)
    with caplog.at_level(logging.DEBUG):
        status, _ = await door.raw_post(body, headers)
    assert status == 401
    assert "Traceback" not in caplog.text


async def test_a_request_that_slack_did_not_sign_is_turned_away(door: FakeSlack) -> None:
    body = b"{}"
    assert (await door.raw_post(body, {}))[0] == 401
    forged = door.signed(body, secret="another")
    assert (await door.raw_post(body, forged))[0] == 401


async def test_slack_can_verify_the_address(door: FakeSlack) -> None:
    assert await door.verifies_url()
    assert await door.checks_ssl() == 200


# --- when Slack has trouble ------------------------------------------------


async def test_a_revoked_token_stops_the_adapter_and_keeps_the_work(start: Start, web: Web) -> None:
    async with start() as talk:
        talk.slack.revoke()
        talk.news.says(talk.amina, f"{talk.slack.bot} {web.page('/a', FERRY)}")
        async with asyncio.timeout(PATIENCE):
            await talk.adapter._over.wait()
    talk.slack.revoke("")
    async with start() as talk:
        assert "Ferry line" in (await talk.done()).screen


async def test_a_brief_whose_placeholder_was_deleted_is_posted_anew(talk: Talk, web: Web) -> None:
    post = await talk.brief(web.page("/a", FERRY))
    talk.news.deletes(post)
    talk.amina.commands(talk.news, "/isnad", "retry")
    again = await talk.done()
    assert again is not post
    assert "four crossings" in again.screen


async def test_no_token_is_ever_logged(
    start: Start, web: Web, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        async with start() as talk:
            await talk.brief(web.page("/a", FERRY))
            talk.slack.fails("chat.postMessage", "channel_not_found")
            talk.news.says(talk.amina, f"{talk.slack.bot} {web.page('/b', FERRY_TOO)}")
            await talk.settled()
    for secret in (FakeSlack.token, FakeSlack.app_token, FakeSlack.signing_secret):
        assert secret not in caplog.text
