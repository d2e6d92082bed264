"""What only an owner can mend, as owners meet it; starts without a part."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from adapters.slack.manifest import manifest
from adapters.telegram.adapter import Telegram
from adapters.telegram.api import Pace
from bot import build
from bot.access import Person, Role
from bot.chats import remember
from bot.codec import dump
from bot.commands import menu
from bot.config import Settings
from bot.digesting import DigestJob
from bot.house import House
from bot.model import Chat, Due, Message, Slot, Task, TaskKind, TaskState
from bot.testing.llm import FakeLLM
from bot.testing.patience import PATIENCE
from bot.testing.reading import HereReader
from bot.testing.slack import FakeSlack
from bot.testing.telegram import FakeTelegram
from bot.testing.web import Web
from bot.traffic.turns import Rule

BRIDGE = """The Selmar bridge reopens

The Selmar bridge reopened on Monday after nine weeks of repairs, the mayor said.
"We kept every promise that we made in spring," Mayor Hana Toth told the Selmar Post.
The bridge was built in 1931 and carried trams until the line was closed in 1968.
"""

Running = Callable[..., contextlib.AbstractAsyncContextManager["Talk"]]


@dataclass
class Talk:
    """Isnad on two platforms; Amina owns it on Telegram, Basim on Slack."""

    house: House
    tg: FakeTelegram
    slack: FakeSlack
    amina: Any
    basim: Any

    async def until(self, done: Callable[[], Any]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not done():  # noqa: ASYNC110
                await asyncio.sleep(0.01)

    async def look(self) -> None:
        """Let Isnad look after itself as it does now and then, and what it says be shown."""
        await self.house.owners.look()
        async with asyncio.timeout(PATIENCE):
            for name in self.house.adapters.keys() - self.house.owners.alerts.firing.keys():
                chat = Chat(name, str(self.amina.id))
                if name == "slack":
                    chat = await self.house.adapters[name].private(self.basim.id)
                await self.house.outbox.settled(chat)

    def on_telegram(self) -> list[str]:
        return [post.text for post in self.amina.chat.posts]

    def on_slack(self) -> list[str]:
        return [post.screen for post in self.slack.dm(self.basim).posts]


@pytest.fixture
async def isnad(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, web: Web
) -> AsyncIterator[Running]:
    monkeypatch.setenv("ISNAD_HOME", str(tmp_path))
    monkeypatch.setattr("adapters.telegram.limits.CHAT", Rule(1000, 1.0))
    monkeypatch.setattr("adapters.slack.limits.CHANNEL", Rule(1000, 1.0))
    monkeypatch.setattr("adapters.telegram.listening.FIRST_WAIT", 0.01)
    monkeypatch.setattr("bot.house.FIRST_WAIT", 0.01)
    async with FakeTelegram() as tg, FakeSlack() as slack:
        slack.install(manifest(menu("slack")))
        amina, basim = tg.user("Amina", language="ar"), slack.user("Basim")

        @contextlib.asynccontextmanager
        async def running(token: str = tg.token, **sections: Any) -> AsyncIterator[Talk]:
            keys = {name: getattr(slack, name) for name in ("app_token", "signing_secret")}
            adapters = {
                "telegram": {"token": token, "base_url": tg.base_url, "rich": "off"},
                "slack": keys | {"bot_token": slack.token, "base_url": slack.base_url},
            }
            fetch = {"allow_hosts": (web.host,), "timeout": PATIENCE}
            more = {"fetch": fetch, "jobs": {"grace": 0}, "adapters": adapters} | sections
            settings = Settings(**more)
            pace = Pace(poll=1, edits=0.0, album=0.0)
            makes: dict[str, Any] = {
                "telegram": lambda given: Telegram(settings.adapters.telegram, given, pace),
                "slack": build.adapter("slack", settings),
            }
            async with build.house(settings, makes, HereReader()) as house:
                for platform, id in (("telegram", str(amina.id)), ("slack", basim.id)):
                    await house.app.gate.set(Person("user", platform, id, Role.OWNER), Role.OWNER)
                her = Chat("telegram", str(amina.id))
                await house.app.gate.heard(Message(her, "1", her.id, "", language="ar"))
                serving = asyncio.create_task(house.serve())
                yield Talk(house, tg, slack, amina, basim)
                serving.cancel()
                await asyncio.gather(serving, return_exceptions=True)

        yield running


async def test_a_refused_token_is_told_on_the_other_platform_and_when_it_is_mended(
    isnad: Running, web: Web
) -> None:
    async with isnad(token="110201543:b-token-that-the-server-does-not-know") as talk:
        await talk.until(lambda: "telegram" in talk.house.owners.alerts.firing)
        await talk.until(lambda: "slack" in talk.house.owners.alerts.well)
        await talk.look()
        state = await talk.house.state()
        assert list(state.ills) == ["telegram"]
        assert "telegram refuses our token" in state.ills["telegram"]
        assert any("telegram refuses our token (Unauthorized)" in t for t in talk.on_slack())
        talk.slack.dm(talk.basim).says(talk.basim, web.text("/a", BRIDGE))
        await talk.until(lambda: any("nine weeks" in text for text in talk.on_slack()))
    async with isnad() as talk:
        await talk.until(lambda: "telegram" in talk.house.owners.alerts.well)
        await talk.until(lambda: "slack" in talk.house.owners.alerts.well)
        await talk.look()
        assert (await talk.house.state()).ills == {}
        assert any("This is over" in text for text in talk.on_slack())


async def test_a_slack_that_takes_no_token_leaves_telegram_at_work(
    isnad: Running, web: Web
) -> None:
    async with isnad() as talk:
        await talk.until(lambda: talk.house.owners.alerts.well >= {"telegram", "slack"})
        talk.slack.revoke()
        channel = talk.slack.channel("news")
        channel.says(talk.basim, f"{talk.slack.bot} {web.text('/a', BRIDGE)}")
        await talk.until(lambda: "slack" in talk.house.owners.alerts.firing)
        await talk.look()
        assert any("رمز الدخول الذي لدينا" in text for text in talk.on_telegram())
        talk.amina.says("/status")
        await talk.until(lambda: "token_revoked" in talk.on_telegram()[-1])


async def test_a_platform_that_breaks_at_the_start_is_tried_again(
    isnad: Running, monkeypatch: pytest.MonkeyPatch, web: Web
) -> None:
    broken = 0
    usual = Telegram._take_up

    async def breaks(adapter: Telegram) -> None:
        nonlocal broken
        broken += 1
        if broken < 3:
            raise OSError("port in use")
        await usual(adapter)

    monkeypatch.setattr(Telegram, "_take_up", breaks)
    async with isnad() as talk:
        talk.amina.says(web.text("/a", BRIDGE))
        await talk.until(lambda: any("nine weeks" in text for text in talk.on_telegram()))
        assert broken == 3


async def test_another_poller_is_in_health_and_told_if_it_stays(
    isnad: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.alerts._PATIENCE", {})
    async with isnad() as talk:
        await talk.until(lambda: talk.house.owners.alerts.well >= {"telegram", "slack"})
        talk.tg.fails("getUpdates", 409, times=1000)
        await talk.until(lambda: "telegram" in talk.house.owners.alerts.firing)
        assert "Another program takes" in (await talk.house.state()).ills["telegram"]
        await talk.look()
        assert any("Another program takes the messages" in text for text in talk.on_slack())


async def test_a_key_that_the_model_refuses_is_told_once_in_the_owners_language(
    isnad: Running, web: Web
) -> None:
    async with FakeLLM() as llm:
        llm.fails(401)
        async with isnad(llm={"base_url": llm.base_url, "api_key": "sk-wrong"}) as talk:
            await talk.until(lambda: talk.house.owners.alerts.well >= {"telegram", "slack"})
            for page in ("/a", "/b"):
                before = len(talk.on_telegram())
                talk.amina.says(web.text(page, BRIDGE))
                await talk.until(lambda n=before: "1931" in "".join(talk.on_telegram()[n:]))
                await talk.look()
        told = [text for text in talk.on_telegram() if "لا يمكن استعمال النموذج" in text]
        assert len(told) == 1
        assert "sk-wrong" not in "".join(talk.on_telegram())
        assert sum("The model cannot be used" in text for text in talk.on_slack()) == 1


async def test_an_owner_hears_that_a_chat_with_a_digest_is_closed(isnad: Running, web: Web) -> None:
    async with isnad() as talk:
        await talk.until(lambda: talk.house.owners.alerts.well >= {"telegram", "slack"})
        channel = talk.slack.channel("news")
        channel.says(talk.basim, f"{talk.slack.bot} /digest add 08:00 UTC")
        await talk.until(lambda: any("every day at 08:00" in p.screen for p in channel.posts))
        talk.slack.fails("chat.postMessage", "is_archived", times=10)
        channel.says(talk.basim, f"{talk.slack.bot} {web.text('/a', BRIDGE)}")
        await talk.until(
            lambda: any(n.startswith("closed/") for n in talk.house.owners.alerts.firing)
        )
        await talk.house.owners.look()
        await talk.until(lambda: any(channel.id in text for text in talk.on_telegram()))


async def test_a_chat_that_is_closed_gets_no_digest(isnad: Running, web: Web) -> None:
    async with isnad() as talk:
        await talk.until(lambda: talk.house.owners.alerts.well >= {"telegram", "slack"})
        her = Chat("telegram", str(talk.amina.id))
        talk.amina.says("/digest add 08:00 UTC")
        await talk.until(lambda: "08:00" in "".join(talk.on_telegram()))
        store, before = talk.house.tools.store, len(talk.on_telegram())
        ((one, _),) = await store.digests.subscriptions(her)
        await remember(store, her, closed="user_is_blocked")
        now = talk.house.tools.now()
        slot = Slot(one.id, now.date(), now.time())
        job = DigestJob(one, Due(slot, now), "en")
        await talk.house.jobs.put(Task(slot.key, TaskKind.DIGEST, her, dump(job), now))
        await talk.house.jobs.settled(her)
        await talk.house.outbox.settled(her)
        assert await store.tasks.state(slot.key) is TaskState.DONE
        assert len(talk.on_telegram()) == before
