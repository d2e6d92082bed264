"""A process that shows posts: ``python -m bot.testing.poster URL LEASE SECONDS``.

Each post takes ``SECONDS`` until it is sent, or until SIGUSR1 comes, from which on posts take no
time; it says so: ``ready``, ``sending KEY``, ``sent KEY``. Others do the same in the same outbox;
see ``lease`` of ``bot.outbox.Dispatcher``.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from contextlib import suppress
from datetime import UTC, datetime

import structlog

from bot.model import Chat, Place, Post
from bot.outbox import Dispatcher
from bot.ports import Handler, Trail
from bot.store import SqlStore


def _now() -> datetime:
    return datetime.now(UTC)


def _say(*words: object) -> None:
    print(*words, flush=True)  # noqa: T201  (whoever started it reads this)


class Slow:
    """A platform that takes its time and tells what it is sent."""

    stage_gap = 0.0

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self.on = asyncio.Event()

    def invitation(self, code: str) -> str:
        """Return nothing."""
        return ""

    async def private(self, user: str) -> Chat:
        """Return a chat of one person, named like them."""
        return Chat("slow", user)

    async def run(self, handle: Handler) -> None:
        """Hear nothing."""

    async def send(self, place: Place, post: Post | None, trail: Trail) -> None:
        """Show a post, some time after it began to."""
        _say("sending", trail.key)
        with suppress(TimeoutError):
            async with asyncio.timeout(self._seconds):
                await self.on.wait()
        _say("sent", trail.key)
        await trail.keep((trail.key,))


async def show(url: str, lease: float, seconds: float) -> None:
    """Show what is in the outbox, for the platform "slow", until this is killed."""
    store = SqlStore(url, busy=lease)
    await store.open()

    async def closed(chat: Chat, reason: str) -> None:
        _say("closed", chat.id)

    platform = Slow(seconds)
    outbox = Dispatcher(store.outbox, {"slow": platform}, _now, lease=lease, closed=closed)
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, platform.on.set)
    _say("ready")
    await outbox.run()


if __name__ == "__main__":
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    address, lease, seconds = sys.argv[1:]
    asyncio.run(show(address, float(lease), float(seconds)))
