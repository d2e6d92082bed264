"""What a model's endpoint is told: articles and questions, and nobody's name or number."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from adapters.telegram.adapter import Telegram
from adapters.telegram.api import Pace
from bot import build
from bot.config import (
    AccessSettings,
    AdapterSettings,
    FetchSettings,
    LlmSettings,
    Settings,
    TelegramSettings,
)
from bot.testing.answers import Respondent, says
from bot.testing.llm import FakeLLM
from bot.testing.patience import PATIENCE
from bot.testing.telegram import FakeTelegram
from bot.testing.web import Web

BRIDGE = """The Selmar bridge reopens

The Selmar bridge reopened on Monday after nine weeks of repairs, the mayor said.
Shopkeepers on the east bank said that they had lost a third of their custom since March.
The bridge was built in 1931 and carried trams until the line was closed in 1968.
"""


async def test_no_request_names_who_asked_or_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, web: Web
) -> None:
    monkeypatch.setenv("ISNAD_HOME", str(tmp_path))
    async with FakeTelegram(privacy=True) as tg, FakeLLM() as llm:
        llm.answers(Respondent().to("When was the bridge built?", says(answered="no")))
        telegram: Any = TelegramSettings.model_validate(
            {"token": tg.token, "base_url": tg.base_url}
        )
        settings = Settings(
            fetch=FetchSettings(allow_hosts=(web.host,), timeout=PATIENCE),
            adapters=AdapterSettings(telegram=telegram),
            access=AccessSettings(open=True),
            llm=LlmSettings.model_validate({"base_url": llm.base_url, "api_key": "sk-test"}),
        )
        pace = Pace(poll=5, album=0.05)
        adapters = {"telegram": lambda services: Telegram(telegram, services, pace)}
        amina = tg.user("Aminatou Quellinaro", language="en", username="quellin77")
        async with build.house(settings, adapters) as house, house.working():
            adapter: Any = house.adapters["telegram"]
            running = asyncio.create_task(adapter.run(house.app.handle))
            amina.says(web.text("/a", BRIDGE))
            await tg.until(lambda: amina.chat.posts and amina.chat.last.buttons)
            amina.says("When was the bridge built?")
            await tg.until(lambda: any("built?" in call.user for call in llm.calls))
            await tg.until(lambda: "not in these sources" in amina.chat.last.text)
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
        told = [json.dumps([call.body, dict(call.headers)]) for call in llm.calls]
    assert any("When was the bridge built?" in said for said in told)
    for mine in (
        "Aminatou",
        "Quellinaro",
        "quellin77",
        str(amina.id),
        str(amina.chat.id),
        tg.token,
    ):
        assert all(mine not in said for said in told)
