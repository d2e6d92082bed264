"""Posts that are due in many chats at once: ``python -m bench.fanout [--write]``.

600 private chats and 20 groups are each to be shown a post by ``isnad serve``, and the shipped
server notes what it gets. Every post takes a placeholder and an edit. It is done twice: alone, and
while one chat wants to be left alone.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.figures import markdown
from bench.results import options, tell
from bot import build
from bot.config import Settings, StoreSettings
from bot.model import Chat, Place, Showing
from bot.render import plain_post
from bot.testing.telegram import FakeTelegram, busiest

PEOPLE, GROUPS = 600, 20
RATE = 30  # messages a second that Telegram allows in all
PAUSE = 20  # seconds for which one chat wants to be left alone


@dataclass(frozen=True, slots=True)
class Run:
    """When the server counted each call, by chat; ``paused`` is the chat that wanted peace."""

    counted: dict[int, list[float]]
    paused: int | None = None

    def others(self) -> list[float]:
        """Return when anything was counted but in the chat that wanted peace."""
        calls = self.counted.items()
        return sorted(time for chat, times in calls if chat != self.paused for time in times)

    @property
    def share(self) -> float:
        """Return the rate of these as a share of what is allowed, from first to last."""
        times = self.others()
        return (len(times) - 1) / (times[-1] - times[0]) / RATE

    def most(self, chats: Iterable[int], seconds: float) -> int:
        """Return the most calls that any of these chats had within any such window."""
        return max(busiest(self.counted[chat], seconds) for chat in chats)


async def run(people: int = PEOPLE, groups: int = GROUPS, pause: int = 0) -> Run:
    """Let a post be due in each chat, and wait until all are shown."""
    with tempfile.TemporaryDirectory() as folder:
        async with FakeTelegram() as tg:
            chats = [tg.user(f"P{n}").chat for n in range(people)]
            chats += [tg.group(f"G{n}") for n in range(groups)]
            paused = chats[people // 2].id if pause else None
            if pause:
                tg.fails("sendMessage", 429, parameters={"retry_after": pause}, chat=paused)
            url = f"sqlite:///{Path(folder) / 'isnad.db'}"
            await _due(url, [chat.id for chat in chats])
            async with _serving(tg, url, folder):
                await tg.until(lambda: _edits(tg) == len(chats), 60 + len(chats))
            counted: dict[int, list[float]] = {chat.id: [] for chat in chats}
            for call in tg.calls:
                if call.done and isinstance(call.chat_id, int):
                    counted[call.chat_id].append(call.time)
            return Run(counted, paused)


async def _due(url: str, chats: Iterable[int]) -> None:
    """Store a post for each chat."""
    store = build.open_store(Settings(store=StoreSettings(url=url)))
    await store.open()
    post = plain_post(["Nothing new today."], "en")
    places = [Place(Chat("telegram", str(chat))) for chat in chats]
    await store.outbox.put([Showing(f"post/{place.chat.id}", place, post) for place in places])
    await store.close()


@asynccontextmanager
async def _serving(tg: FakeTelegram, url: str, folder: str) -> AsyncIterator[None]:
    """Run ``isnad serve`` as a process of its own."""
    given = {
        "ISNAD_HOME": folder,
        "ISNAD_STORE__URL": url,
        "ISNAD_WATCH__PORT": "0",
        "ISNAD_LOG__LEVEL": "error",
        "ISNAD_ADAPTERS__TELEGRAM__TOKEN": tg.token,
        "ISNAD_ADAPTERS__TELEGRAM__BASE_URL": tg.base_url,
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "serve", env={**os.environ, **given}
    )
    try:
        yield
    finally:
        process.terminate()
        await process.wait()


def _edits(tg: FakeTelegram) -> int:
    return sum(call.done for call in tg.called("editMessageText"))


def table(alone: Run, disturbed: Run) -> str:
    """Return what was measured, as a table."""
    people = [chat for chat in alone.counted if chat > 0]
    groups = [chat for chat in alone.counted if chat < 0]
    rows = [
        ("calls", *(len(run.others()) for run in (alone, disturbed))),
        ("share of the allowed rate", *(f"{run.share:.1%}" for run in (alone, disturbed))),
        ("most within a second (30)", *(busiest(r.others(), 1.0) for r in (alone, disturbed))),
        ("most in a chat within a second (1)", *(r.most(people, 1.0) for r in (alone, disturbed))),
        (
            "most in a group within a minute (20)",
            *(r.most(groups, 60.0) for r in (alone, disturbed)),
        ),
    ]
    return markdown(("all other chats", "alone", f"one chat rests {PAUSE} s"), rows)


def main(arguments: list[str] | None = None) -> None:
    """Measure, print, and with ``--write`` keep the figures."""
    given = options(__doc__).parse_args(arguments)
    made = table(asyncio.run(run()), asyncio.run(run(pause=PAUSE)))
    many = f"{PEOPLE} private chats and {GROUPS} groups, each with a post that takes two calls."
    text = f"{many}\n\n{made}"
    tell("Fan-out", text, keep=given.write)


if __name__ == "__main__":
    main()
