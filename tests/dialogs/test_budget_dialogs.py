"""What a day may cost, as people meet it: briefs, questions, checks, digests."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters.slack.manifest import manifest
from bot import build
from bot.commands import menu
from bot.config import Settings
from bot.model import Chat, Message, Piece
from bot.testing.adapter import FakeAdapter
from bot.testing.copyist import copied
from bot.testing.feeds import Item, rss
from bot.testing.llm import FakeLLM
from bot.testing.patience import PATIENCE
from bot.testing.reading import HereFeeds, HereReader
from bot.testing.slack import FakeSlack
from bot.testing.web import Web
from bot.ticker import Ticker
from bot.traffic.turns import Rule

HERE = Chat("console", "terminal")
CALL = 1500  # tokens of one call of the fake model

BRIDGE = """The Selmar bridge reopens

The Selmar bridge reopened on Monday after nine weeks of repairs, the mayor said.
"We kept every promise that we made in spring," Mayor Hana Toth told the Selmar Post.
The bridge was built in 1931 and carried trams until the line was closed in 1968.
"""


class Talk:
    """Isnad with a terminal in memory, one that reads nothing and shows to nobody."""

    def __init__(self, house: Any, shown: FakeAdapter) -> None:
        self.house, self.shown = house, shown
        self.n = 0

    async def says(self, line: str, user: str = "terminal") -> str:
        self.n += 1
        return await self.hears(Message(HERE, f"m{self.n}", user, line))

    async def hears(self, message: Message) -> str:
        before = len(self.shown.shown(HERE))
        await self.house.app.handle(message)
        return await self.quiet(before)

    async def quiet(self, before: int) -> str:
        async with asyncio.timeout(PATIENCE):
            await self.house.jobs.settled(HERE)
            await self.house.outbox.settled(HERE)
        return "\n".join(self.shown.shown(HERE)[before:])

    async def polls(self) -> None:
        """Ask the feeds that this chat follows, as if their hour had come."""
        had, language = self.house.tools, self.house.app.spoken_in

        def later() -> datetime:
            return had.now() + timedelta(hours=6)

        async def at_once(_: float) -> None:
            await asyncio.sleep(0)

        jobs = self.house.jobs
        await Ticker(had.store, jobs, had.fetcher, had.feeds, later, language, at_once).ask()


@pytest.fixture
async def isnad(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, web: Web
) -> AsyncIterator[Callable[..., Any]]:
    monkeypatch.setenv("ISNAD_HOME", str(tmp_path))
    async with contextlib.AsyncExitStack() as stack:

        async def start(**sections: Any) -> Talk:
            fetch = {"allow_hosts": (web.host,), "timeout": PATIENCE}
            settings = Settings(**({"fetch": fetch, "brief": {"interface": "en"}} | sections))
            shown = FakeAdapter()
            house = await stack.enter_async_context(
                build.house(settings, {"console": lambda _: shown}, HereReader(), HereFeeds())
            )
            await stack.enter_async_context(house.working())
            return Talk(house, shown)

        yield start


@pytest.fixture
async def llm() -> AsyncIterator[FakeLLM]:
    async with FakeLLM() as server:
        server.answers(copied)
        yield server


def connected(llm: FakeLLM, **more: Any) -> dict[str, Any]:
    return {"base_url": llm.base_url, "api_key": "sk-test", "model": "fake"} | more


async def test_questions_have_a_limit_of_their_own(isnad: Any, web: Web) -> None:
    talk = await isnad(budget={"user_questions": 2})
    await talk.says(web.text("/a", BRIDGE))
    assert "1931" in await talk.says("/ask When was the bridge built?")
    warned = await talk.says("/ask When did it reopen?")
    assert "You have had 1 of your 2 questions a day answered." in warned
    stopped = await talk.says("/ask Who is the mayor?")
    assert stopped.count("\n") == 0
    assert "You have had 2 questions answered today, of 2 a day." in stopped
    assert "nine weeks" in await talk.says(web.text("/b", BRIDGE))  # briefs go on


async def test_a_check_counts_as_a_question(isnad: Any, web: Web) -> None:
    talk = await isnad(budget={"chat_questions": 1})
    await talk.says(web.text("/a", BRIDGE))
    assert "1931" in await talk.says("/check The bridge was built in 1931.")
    again = await talk.says("/check The bridge was built in 1931.")
    assert "This chat has had 1 questions answered today, of 1 a day." in again


async def test_what_a_judge_costs_for_a_check_is_paid(isnad: Any, web: Web, llm: FakeLLM) -> None:
    talk = await isnad(llm=connected(llm))
    await talk.says(web.text("/a", BRIDGE))
    before, calls = await talk.house.app.desk.purse.spent(HERE), len(llm.calls)
    await talk.says("/check The bridge was closed for nine weeks of repairs.")
    after, _ = await talk.house.app.desk.purse.spent(HERE)
    assert len(llm.calls) > calls
    assert after.tokens - before[0].tokens == CALL * (len(llm.calls) - calls)


async def test_all_calls_of_one_job_are_its_askers(isnad: Any, web: Web, llm: FakeLLM) -> None:
    talk = await isnad(llm=connected(llm, price_output=2.0))
    await talk.says("\n".join(web.text(f"/{n}", BRIDGE) for n in "ab"), user="amina")
    purse = talk.house.app.desk.purse
    hers, price = await purse.spent(HERE, "amina")
    assert hers.tokens == CALL * len(llm.calls) > CALL
    assert price == pytest.approx(300 * len(llm.calls) * 2 / 1_000_000)
    assert (await purse.spent(HERE, "basim"))[0].tokens == 0


async def test_a_model_that_answers_nonsense_is_paid_too(
    isnad: Any, web: Web, llm: FakeLLM
) -> None:
    llm._steps.clear()
    llm.truncates()
    talk = await isnad(llm=connected(llm))
    assert "nine weeks" in await talk.says(web.text("/a", BRIDGE))
    spent, _ = await talk.house.app.desk.purse.spent()
    assert spent.tokens == CALL * len(llm.calls) > 0


async def test_tokens_that_are_used_up_stop_briefs_and_questions(
    isnad: Any, web: Web, llm: FakeLLM
) -> None:
    talk = await isnad(llm=connected(llm), budget={"user_tokens": 1000})
    await talk.says(web.text("/a", BRIDGE))
    calls = len(llm.calls)
    assert "You have used up your 1,000 tokens of today." in await talk.says(web.text("/b", BRIDGE))
    assert "You have used up your 1,000 tokens" in await talk.says("/ask When was it built?")
    assert len(llm.calls) == calls
    assert "You have used up" not in await talk.says("/ask When was it built?", user="other")


async def test_what_waits_is_stopped_too_when_the_tokens_are_used_up(
    isnad: Any, web: Web, llm: FakeLLM
) -> None:
    talk = await isnad(llm=connected(llm), budget={"chat_tokens": 1000})
    for n in "ab":
        await talk.house.app.handle(Message(HERE, n, "terminal", web.text(f"/{n}", BRIDGE)))
    said = await talk.quiet(0)
    assert said.count("This chat has used up its 1,000 tokens of today.") == 1
    assert [hit.path for hit in web.requests] == ["/a"]


async def test_a_message_that_is_dealt_with_again_is_charged_once(
    isnad: Any, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process ends between the charge and the task; the message comes again."""
    talk = await isnad(budget={"user_briefs": 1})
    jobs, put = talk.house.jobs, talk.house.jobs.put

    async def killed(*_: object) -> bool:
        raise asyncio.CancelledError

    monkeypatch.setattr(jobs, "put", killed)
    message = Message(HERE, "m", "terminal", web.text("/a", BRIDGE))
    with pytest.raises(asyncio.CancelledError):
        await talk.house.app.handle(message)
    monkeypatch.setattr(jobs, "put", put)
    assert "nine weeks" in await talk.hears(message)
    spent, _ = await talk.house.app.desk.purse.spent(HERE)
    assert (spent.briefs, spent.links) == (1, 1)


async def followed(talk: Talk, web: Web) -> None:
    """Follow a feed that then brings a story, with a digest."""
    feed = web.bytes("/feed.xml", rss(), "application/rss+xml")
    await talk.says(f"/follow {feed}")
    await talk.says("/digest add 08:00 UTC")
    story = BRIDGE.replace("Selmar", "Talmar").replace("nine weeks", "eleven weeks")
    page = web.text("/talmar", story)
    web.bytes("/feed.xml", rss(Item("The Talmar bridge", page, "t")), "application/rss+xml")
    await talk.polls()


async def test_a_digest_past_the_days_tokens_is_made_without_the_model(
    isnad: Any, web: Web, llm: FakeLLM
) -> None:
    talk = await isnad(llm=connected(llm), budget={"chat_tokens": 1000})
    await followed(talk, web)
    await talk.says(web.text("/a", BRIDGE))
    calls = len(llm.calls)
    said = await talk.says("/digest now")
    assert "eleven weeks" in said
    assert "This digest was made without the model" in said
    assert "This chat has used up its 1,000 tokens of today." in said
    assert len(llm.calls) == calls
    assert [alert.name for alert in talk.house.owners.alerts.ripe] == ["digest/console:terminal"]


async def test_a_digest_past_the_days_briefs_is_skipped_and_said(isnad: Any, web: Web) -> None:
    talk = await isnad(budget={"chat_briefs": 1})
    await followed(talk, web)
    await talk.says("/digest now")
    said = await talk.says("/digest now")
    assert "No digest this time." in said
    assert "This chat has had 1 briefs today, of 1 a day." in said


async def test_usage_shows_every_kind(isnad: Any, web: Web) -> None:
    talk = await isnad()
    await followed(talk, web)
    await talk.says("/digest now")
    await talk.says(web.text("/a", BRIDGE))
    await talk.says("/ask When was the bridge built?")
    await talk.says("/check The bridge was built in 1931.")
    said = await talk.says("/usage")
    kinds = "briefs 1, digests 1, questions 1, checked texts 1, links 2, tokens 0"
    assert f"This chat today: {kinds}." in said
    assert "You today: briefs 1, digests 0, questions 1, checked texts 1, links 1" in said
    assert f"In all today: {kinds}." in said


async def test_forgetting_gives_no_new_budget(isnad: Any, web: Web, llm: FakeLLM) -> None:
    talk = await isnad(llm=connected(llm), budget={"tokens": 1000})
    await talk.says(web.text("/a", BRIDGE))
    await talk.says("/forget yes")
    assert "Today's 1,000 tokens are used up." in await talk.says(web.text("/b", BRIDGE))
    assert "Chats that were forgotten: briefs 1" in await talk.says("/usage")


async def test_in_slack_a_question_past_the_limit_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, web: Web
) -> None:
    monkeypatch.setenv("ISNAD_HOME", str(tmp_path))
    monkeypatch.setattr("adapters.slack.limits.CHANNEL", Rule(1000, 1.0))
    async with FakeSlack() as slack:
        slack.install(manifest(menu("slack")))
        keys = {name: getattr(slack, name) for name in ("app_token", "signing_secret", "base_url")}
        settings = Settings(
            access={"open": True},
            adapters={"slack": keys | {"bot_token": slack.token}},
            budget={"user_questions": 1},
            fetch={"allow_hosts": (web.host,)},
            jobs={"grace": 0},
        )
        made = {"slack": build.adapter("slack", settings)}
        async with build.house(settings, made, HereReader()) as house:
            serving = asyncio.create_task(house.serve())
            adapter: Any = house.adapters["slack"]
            await asyncio.wait_for(adapter.listening.wait(), PATIENCE)
            amina = slack.user("Amina")
            room = slack.dm(amina)
            room.says(amina, web.text("/a", BRIDGE))
            await slack.until(lambda: any("nine weeks" in p.screen for p in room.posts))
            for n in range(2):
                room.says(amina, "When was the bridge built?")
                mark = "1931" if n == 0 else "You have had 1 questions answered today"
                await slack.until(lambda m=mark: m in "\n".join(room.screen()))
            assert (await house.app.desk.purse.spent())[0].questions == 1
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)


async def test_a_piece_is_charged_once_by_its_key(isnad: Any) -> None:
    talk = await isnad(budget={"user_briefs": 1})
    purse = talk.house.app.desk.purse
    assert (await purse.take("k", Piece.BRIEF, HERE, "u", 3)).stop is None
    assert (await purse.take("k", Piece.BRIEF, HERE, "u", 3)).stop is None
    assert (await purse.take("other", Piece.BRIEF, HERE, "u", 3)).stop is not None
