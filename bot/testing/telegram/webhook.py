"""Delivery of updates to a webhook: in order within a chat, chats beside one another."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

from bot.testing.telegram.queue import Update
from bot.testing.telegram.world import World

if TYPE_CHECKING:
    from aiohttp import ClientSession

SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
FIRST_DELAY: Final = 0.05  # the real server begins with about a second
MAX_DELAY: Final = 60.0


class Webhook:
    """Posts updates to where ``setWebhook`` points; repeats until the answer is 2xx."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._queues: dict[Any, asyncio.Queue[Update]] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._session: ClientSession | None = None
        world.updates.listeners.append(self._take)

    async def close(self) -> None:
        """Stop."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    def wake(self) -> None:
        """Deliver what waited before there was a webhook."""
        for update in list(self._world.updates.pending):
            self._take(update)

    def _take(self, update: Update) -> None:
        if not self._world.webhook:
            return
        key = _chat(update)
        if key not in self._queues:
            self._queues[key] = asyncio.Queue()
            self._tasks.append(asyncio.create_task(self._deliver(self._queues[key])))
        self._queues[key].put_nowait(update)

    async def _deliver(self, queue: asyncio.Queue[Update]) -> None:
        while True:
            update = await queue.get()
            delay = FIRST_DELAY
            while self._world.webhook and not await self._post(update):
                await asyncio.sleep(delay)
                delay = min(delay * 2, MAX_DELAY)
            if update in self._world.updates.pending:
                self._world.updates.pending.remove(update)

    async def _post(self, update: Update) -> bool:
        from aiohttp import ClientError, ClientSession

        self._session = self._session or ClientSession(trust_env=False)
        hook = self._world.webhook
        headers = {SECRET_HEADER: hook["secret"]} if hook["secret"] else {}
        try:
            async with self._session.post(hook["url"], json=update.json(), headers=headers) as got:
                status = got.status
        except (ClientError, OSError) as error:
            return self._failed(str(error))
        if 200 <= status < 300:
            return True
        return self._failed(f"Wrong response from the webhook: {status}")

    def _failed(self, why: str) -> bool:
        hook = self._world.webhook
        hook |= {"last_error_date": int(self._world.now()), "last_error_message": why}
        return False


def _chat(update: Update) -> Any:
    said = update.payload
    chat = (said.get("message") or said).get("chat")
    return chat["id"] if chat else update.id
