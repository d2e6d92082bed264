"""Isnad on Telegram and on Slack at once, in this process, with one person who is on both."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from bot import build
from bot.commands import menu
from bot.config import Settings
from bot.house import House
from bot.model import Chat
from bot.testing.patience import LOOK, PATIENCE
from bot.testing.reading import HereReader
from bot.testing.slack import FakeSlack
from bot.testing.telegram import FakeTelegram
from bot.testing.web import Web


class Both:
    """The house, the two platforms, and Amina: in a private chat on each."""

    def __init__(self, house: House, tg: FakeTelegram, slack: FakeSlack) -> None:
        self.house = house
        self.tg = tg
        self.slack = slack
        self.amina = tg.user("Amina", language="en")
        self.there = slack.user("Amina")
        self.room = slack.dm(self.there)

    async def says(self, line: str, *others: Chat) -> None:
        """Say a line, or give a command, on both; return when all is quiet, in ``others`` too."""
        self.amina.says(line)
        if line.startswith("/"):
            self.there.commands(self.room, "/isnad", line[1:])
        else:
            self.room.says(self.there, line)
        await self.quiet(*others)

    async def quiet(self, *others: Chat) -> None:
        """Return when everything that was said here and in ``others`` is dealt with."""
        chats = (*others, Chat("telegram", str(self.amina.id)), Chat("slack", self.room.id))
        async with asyncio.timeout(PATIENCE):
            await self.tg.until(lambda: not self.tg.updates.pending)
            await self.slack.settle()
            for platform in ("telegram", "slack"):
                while await self.house.tools.store.inbox(platform).pending():  # noqa: ASYNC110
                    await asyncio.sleep(LOOK)
            for chat in chats:
                await self.house.jobs.settled(chat)
                await self.house.outbox.settled(chat)
            await self.slack.settle()


@asynccontextmanager
async def on_both(
    site: Web, others: Mapping[str, Any], *, rich: str = "auto", **sections: Any
) -> AsyncIterator[Both]:
    """Serve on both platforms and on ``others``; in the end neither may have complained.

    ``others`` are further adapters, as ``build.house`` takes them; ``rich`` is Telegram's
    setting, ``sections`` are other ones of the configuration.
    """
    from adapters.slack.manifest import manifest
    from adapters.telegram.adapter import Telegram
    from adapters.telegram.api import Pace

    async with FakeTelegram() as tg, FakeSlack() as slack:
        slack.install(manifest(menu("slack")))
        keys = {"bot_token": slack.token, "app_token": slack.app_token, "base_url": slack.base_url}
        bot = {"token": tg.token, "base_url": tg.base_url, "rich": rich}
        given: dict[str, Any] = {
            "fetch": {"allow_hosts": (site.host,), "timeout": PATIENCE},
            "brief": {"interface": "en"},
            "adapters": {"slack": keys, "telegram": bot},
            **sections,
        }
        settings = Settings(**given)
        telegram: Any = settings.adapters.telegram
        pace = Pace(poll=5, edits=0.0, album=0.0)
        adapters: Any = {
            **others,
            "telegram": lambda services: Telegram(telegram, services, pace),
            "slack": build.adapter("slack", settings),
        }
        async with build.house(settings, adapters, HereReader()) as house:
            serving = asyncio.create_task(house.serve())
            listening: Any = house.adapters["slack"]
            await listening.listening.wait()
            await slack.sockets.connected(2)
            yield Both(house, tg, slack)
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)
        assert tg.violations == []
        assert not slack.violations and not slack.refused
