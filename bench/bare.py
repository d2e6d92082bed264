"""Both SDKs in one bare process: ``python bench/bare.py TOKEN BASE BOT_TOKEN APP_TOKEN API``.

What ``bench.starting`` measures ``isnad serve`` beside. It imports nothing of ours.
"""

from __future__ import annotations

import asyncio
import sys

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from telegram.ext import Application, MessageHandler, filters


async def main(token: str, base: str, bot_token: str, app_token: str, api: str) -> None:
    """Run both as their examples do."""

    async def nothing(*_: object) -> None:
        """Do nothing."""

    slack = AsyncApp(client=AsyncWebClient(token=bot_token, base_url=api))
    slack.event("app_mention")(nothing)
    handler = AsyncSocketModeHandler(slack, app_token)
    telegram = Application.builder().token(token).base_url(base).build()
    telegram.add_handler(MessageHandler(filters.ALL, nothing))
    async with telegram:
        await telegram.start()
        assert telegram.updater is not None
        await telegram.updater.start_polling()
        await handler.start_async()  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
