"""What is left of Isnad's promises when its process is killed, again and again.

People ask on a fake platform for briefs that a fake model writes; ``isnad serve`` is killed, at a
named point or after a while, started again, and watched until nothing is left to be done. What
people then see has to be what they see where nothing was killed.

    async with Hurried() as isnad:
        async with Scene(isnad, "telegram", url, folder) as calm:
            wanted = await calm.play()
        async with Scene(isnad, "telegram", other_url, other_folder) as scene:
            found = await scene.play(Life(Point.CALLED, 2))
    assert found.shown == wanted.shown
"""

from __future__ import annotations

import asyncio
import re
import signal
from collections import Counter
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from sqlalchemy import func, select

from bot.errors import StoreError
from bot.failpoint import VARIABLE, Point
from bot.model import EVERY_DAY, Dating, Entry, Polled, Schedule, Subscription
from bot.store import SqlStore
from bot.store.schema import outbox
from bot.testing.copyist import copied
from bot.testing.hurried import Hurried
from bot.testing.llm import FakeLLM
from bot.testing.pages import page, paragraphs
from bot.testing.sides import Side, SlackSide, TelegramSide
from bot.testing.slack import FakeSlack
from bot.testing.telegram import FakeTelegram
from bot.testing.web import Web

LOOK: Final = 0.1  # seconds between two looks at how far things are
STARTING: Final = 120.0  # seconds that a process may take until it listens
LEASE: Final = 5.0  # seconds until what a dead process did is taken over, on PostgreSQL
PARTING: Final = 30.0  # seconds, on a busy machine
LASTING: Final = 300.0  # seconds that everything may take then
NEWS: Final = 16  # the page that a feed brings: of another kind than the first person's links
QUESTION: Final = "/ask What happened?"
CLOCK: Final = re.compile(r"\d{4}-\d\d-\d\d|\d\d:\d\d|\d{1,2} \w+ 20\d\d")  # runs have their own
PLACES: Final = ("Selmar", "Talmar", "Oren", "Dovik", "Hastra", "Lunde", "Virma", "Koresh")
TALES: Final = (
    "The {place} bridge number {n} reopened after repairs that took {k} weeks, and the council of"
    " {place} praised the builders of section {k} for their patience, for their care, for the old"
    " stones that they saved from the river and for the lamps that now burn along both of its"
    " railings until the morning.",
    "Nurses at clinic {n} in {place} counted {k} new patients with the mild fever that travellers"
    " had carried home from the mountain fair, gave every one of them the usual syrup, and asked"
    " schools in ward {k} to keep children with a cough at home for the rest of that week.",
    "The orchestra of {place} sold {k} hundred tickets for symphony {n}, which its conductor wrote"
    " on a sailing boat, and a choir from village {k} will sing the last movement in a language"
    " that only shepherds on the northern islands have spoken since the lighthouse was closed.",
)
HEADS: Final = (
    "Bridge {n} in {place} reopens",
    "Fever at clinic {n}",
    "{place} hears symphony {n}",
)


@dataclass(frozen=True, slots=True)
class Life:
    """How a process ends: the ``times``-th time at ``point``, else after so many seconds.

    ``asked``: it is asked to end (SIGTERM), and has ``PARTING`` seconds for that.
    """

    point: Point | None = None
    times: int = 1
    seconds: float = 0.0
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of a scene.

    ``shown`` are the messages that stand in each chat, placeholders apart; ``ever`` how many
    messages of each chat ever held more than a placeholder. ``spare`` are placeholders that were
    left behind, ``calls`` questions to the model, ``died`` processes that were killed.
    """

    shown: dict[str, list[str]]
    ever: dict[str, int]
    spare: int
    calls: int
    died: int
    wrong: tuple[str, ...] = ()  # what the platform had to complain of


# --- what people ask for -----------------------------------------------------


def story(n: int, length: int = 4) -> str:
    """Return the n-th page, of a place and an event that no other page tells of."""
    place, tale = PLACES[n // len(TALES) % len(PLACES)], n % len(TALES)
    title = HEADS[tale].format(place=place, n=n + 1)
    told = (TALES[tale].format(place=place, n=n + 1, k=k + 11) for k in range(length))
    body = f"<article><h1>{title}</h1>{paragraphs(tuple(told))}</article>"
    return page(body, title=title)


def is_placeholder(text: str) -> bool:
    """Whether a message tells no more than that something is to come."""
    return text.strip("\u200e\u200f\u2066\u2067\u2068\u2069 \n").endswith("…") and len(text) < 80


# --- the scene -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Plot:
    """What happens: ``people`` each ask for something.

    The first asks for two stories at once, the longer one of ``length`` paragraphs, the others for
    one each. ``later``: lives begin when that is done, with a question to a brief and a digest
    whose hour has come. The model takes ``latency`` seconds for an answer.
    """

    people: int = 2
    length: int = 20
    latency: float = 0.0
    later: bool = False


class Scene:
    """A platform, sites, a model and a store, where a ``Plot`` is played."""

    def __init__(
        self,
        isnad: Hurried,
        platform: str,
        url: str,
        folder: Path,
        plot: Plot = Plot(),
    ) -> None:
        self._isnad = isnad
        self.url = url
        self.folder = folder
        self._platform = platform
        self._plot = plot
        self._speech = self._speak
        self._stack = AsyncExitStack()
        self._spoken = False
        self.parted = 0.0  # seconds that the last process took that was asked to end

    async def __aenter__(self) -> Self:
        """Start everything but Isnad."""
        enter = self._stack.enter_async_context
        self.web, self.llm = await enter(Web()), await enter(FakeLLM(self._plot.latency))
        self.llm.answers(copied)
        self.side: Side
        if self._platform == "telegram":
            self.side = TelegramSide(await enter(FakeTelegram()))
        else:
            self.side = SlackSide(await enter(FakeSlack()))
        self.store = SqlStore(self.url)
        await self.store.open()
        self._stack.push_async_callback(self.store.close)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop everything."""
        await self._stack.aclose()

    async def play(self, *lives: Life) -> Seen:
        """Let a process live each of these lives, then one until all is done; see what is there.

        A life whose point is not reached ends when all is done, and so does the scene.
        """
        if self.side.early:
            self._speech()
        if self._plot.later:
            await self._live(None)
            await self._subscribe()
            self._speech, self._spoken = self._ask, False
        died = 0
        for life in (*lives, None):
            if not await self._live(life):
                break
            died += 1
        return self._seen(died)

    def _speak(self) -> None:
        def link(n: int, length: int) -> str:
            return self.web.page(f"/{n}", story(n, length))

        self.side.asks(0, f"{link(0, 8)} {link(5, self._plot.length)}")
        for n in range(1, self._plot.people):
            self.side.asks(n, link(n + 5, 4))
        self._spoken = True

    def _ask(self) -> None:
        self.side.asks(self._plot.people - 1, QUESTION)
        self._spoken = True

    async def _subscribe(self) -> None:
        """Let the first chat have a digest whose hour has come, with a story that is new."""
        digests, chat, now = self.store.digests, self.side.chat(0), datetime.now(UTC)
        feed = Polled(f"http://{self.web.host}/feed", due=now + timedelta(days=1))
        await digests.follow(chat, feed, "Feed", ())
        page = self.web.page(f"/{NEWS}", story(NEWS, 4))
        title = HEADS[NEWS % len(HEADS)].format(place="", n=NEWS + 1)
        entry = Entry(page, page, title, "", None, Dating.ABSENT)
        await digests.polled(feed, feed, "Feed", [entry])
        at = now.time().replace(second=0, microsecond=0)
        schedule = Schedule((at,), EVERY_DAY, "UTC")
        begun = now - timedelta(hours=1)
        await digests.subscribe(Subscription("d", chat, schedule, begun), now)

    async def _live(self, life: Life | None) -> bool:
        """Run a process; return whether it was killed before all was done."""
        armed = {VARIABLE: f"{life.point}:{life.times}" if life and life.point else ""}
        process, log = self._isnad, self.folder / "log"
        self.side.listening()  # from here on: what the process before asked for is no sign
        await process.start(self._settings() | armed, log)
        try:
            async with asyncio.timeout(STARTING):
                while not self.side.listening() and process.returncode is None:  # noqa: ASYNC110
                    await asyncio.sleep(LOOK)
            if not self._spoken:
                self._speech()
            async with asyncio.timeout(LASTING):
                await self._until_over(life)
            if process.returncode is None:
                return False
        finally:
            await process.kill()
        if process.returncode != (0 if life and life.asked else -signal.SIGKILL):
            said = log.read_text("utf-8", "replace")[-4000:]
            raise RuntimeError(f"Isnad ended with {process.returncode}:\n{said}")
        return True

    async def _until_over(self, life: Life | None) -> None:
        clock, process = asyncio.get_running_loop().time, self._isnad
        end = clock() + life.seconds if life and life.point is None else float("inf")
        while process.returncode is None:
            if clock() >= end:
                await (self._part() if life and life.asked else process.kill())
            elif await self._idle():
                return
            else:
                await asyncio.sleep(min(LOOK, max(0.0, end - clock())))

    async def _part(self) -> None:
        """Ask the process to end, and wait for that. TimeoutError."""
        begun = asyncio.get_running_loop().time()
        self._isnad.send(signal.SIGTERM)
        async with asyncio.timeout(PARTING):
            await self._isnad.wait()
        self.parted = asyncio.get_running_loop().time() - begun

    async def _idle(self) -> bool:
        """Whether everything that was said is dealt with."""
        if not await self.side.heard():
            return False
        # also what another process is showing, or was when it died
        unshown = select(func.count()).select_from(outbox).where(outbox.c.waiting)
        with suppress(StoreError):
            return not (
                await self.store.inbox(self._platform).pending()
                or any(await self.store.tasks.counts())
                or await self.store.database.read(lambda c: c.scalar(unshown))
            )
        return False

    def _settings(self) -> dict[str, str]:
        return {
            "ISNAD_HOME": str(self.folder),
            "ISNAD_STORE__URL": self.url,
            "ISNAD_WATCH__PORT": "0",
            "ISNAD_JOBS__LEASE": str(LEASE),
            "ISNAD_ACCESS__OPEN": "true",
            "ISNAD_LOG__LEVEL": "info",
            "ISNAD_BRIEF__LANGUAGES": "en",
            "ISNAD_BRIEF__INTERFACE": "en",
            "ISNAD_FETCH__ALLOW_HOSTS": self.web.host,
            "ISNAD_LLM__BASE_URL": self.llm.base_url,
            "ISNAD_LLM__API_KEY": "sk-test",
            "ISNAD_LLM__MODEL": "scribe",
            **self.side.settings(),
        }

    def _seen(self, died: int) -> Seen:
        shown: dict[str, list[str]] = {}
        ever: Counter[str] = Counter()
        spare = 0
        for name, messages in self.side.chats():
            here = [self._plain(m.versions[-1]) for m in messages if m.stands]
            shown[name] = [text for text in here if not is_placeholder(text)]
            spare += len(here) - len(shown[name])
            ever[name] = sum(not all(map(is_placeholder, m.versions)) for m in messages)
        return Seen(shown, dict(ever), spare, len(self.llm.calls), died, self.side.wrong())

    def _plain(self, text: str) -> str:
        return CLOCK.sub("", text.replace(self.web.host, "site"))
