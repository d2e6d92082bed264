"""The outbox at work: whatever is to be shown is stored first, then shown, once and in order.

One post of a chat is on its way at a time; chats do not wait for each other. A post that a
platform did not take is tried again after a growing pause, and the posts of its chat wait for it.

Where several processes show what is in one outbox, each leases the chat that it shows something
in. Who stands still for longer than its lease lets go of what it was about to show before it does
anything else: by then another has taken it over.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from bot.errors import DeliveryError, LostError, StoreError
from bot.failpoint import Point, reached
from bot.meter import meter
from bot.model import Chat, Fate, Outgoing, Showing, Task
from bot.ports import Adapter, Outbox

log = structlog.get_logger()

FIRST_PAUSE = 1.0  # seconds before the second try, doubled for each further one
LONGEST_PAUSE = 300.0
MOST_TRIES = 50  # four hours; then the post is given up, and shown to the operator
FAULTS = 3  # tries of a post at which the adapter itself fails
GLANCE = 0.5  # seconds between two looks at what other processes put there
BEATS = 4  # times that a lease is renewed before it would be over
GLANCE_ALONE = 5.0  # where there are none: for what a process before left to be tried again
MOST_LINES = 5000  # chats that are remembered while nothing is on its way there
PAUSE = 0.02  # seconds between two looks whether everything is shown
PATIENCE = 60.0  # seconds that an answer is waited for before the next message is dealt with
AGAIN = frozenset({Fate.UNSENT, Fate.UNCLEAR})


@dataclass(slots=True)
class Row:
    """The trail of one post: see ``bot.ports.Trail``."""

    key: str
    ids: tuple[str, ...]
    unsure: bool
    _outbox: Outbox

    async def keep(self, ids: Sequence[str]) -> None:
        """Store which messages show the post."""
        reached(Point.KEEPING)
        await self._outbox.keep(self.key, ids)
        reached(Point.KEPT)
        self.ids, self.unsure = tuple(ids), False


@dataclass(slots=True)
class _Line:
    """What is known of one chat: who is on it, when it was staged last, until when it rests."""

    task: asyncio.Task[None] | None = None
    held: asyncio.Timeout | None = None  # ends what is on its way there with the chat's lease
    staged: float = float("-inf")
    rests: float = float("-inf")


@dataclass(slots=True)
class _Platform:
    adapter: Adapter
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    lines: dict[Chat, _Line] = field(default_factory=dict)
    stopped: bool = False


class Dispatcher:
    """Shows what is in the outbox, through the adapters that this process has.

    ``lease``: other processes put and show posts there too; a chat in which this one shows
    something is left to it for so many seconds without a sign of life. 0: there are none.
    ``closed`` is told of a chat that does not take our posts any more, with the platform's word
    for the reason.
    """

    def __init__(
        self,
        outbox: Outbox,
        adapters: Mapping[str, Adapter],
        now: Callable[[], datetime],
        *,
        lease: float = 0.0,
        closed: Callable[[Chat, str], Awaitable[None]],
    ) -> None:
        self._outbox = outbox
        self._now = now
        self._lease = lease
        self._closed = closed
        self._platforms = {name: _Platform(adapter) for name, adapter in adapters.items()}
        self._waiting: dict[str, list[asyncio.Future[Fate]]] = {}

    # --- putting -----------------------------------------------------------

    async def put(
        self, showings: Sequence[Showing], task: Task | None = None, *, done: bool = False
    ) -> None:
        """Store what is to be shown; see ``bot.ports.Outbox.put``."""
        reached(Point.PUTTING)
        await self._outbox.put(showings, task, done=done)
        reached(Point.PUT)
        self.wake(*showings)

    async def show(self, showing: Showing) -> Fate:
        """Store a post and wait until it is shown, or over, or takes all too long."""
        future: asyncio.Future[Fate] = asyncio.get_running_loop().create_future()
        waiting = self._waiting.setdefault(showing.key, [])
        waiting.append(future)
        try:
            await self.put([showing])
            async with asyncio.timeout(PATIENCE):
                return await self._fate(showing.key, future)
        except TimeoutError:
            return Fate.UNSENT
        finally:
            waiting.remove(future)
            if not waiting:
                self._waiting.pop(showing.key, None)

    async def _fate(self, key: str, future: asyncio.Future[Fate]) -> Fate:
        """Return what becomes of a post, whichever process shows it."""
        while self._lease and not (await asyncio.wait([future], timeout=GLANCE))[0]:
            fate = await self._outbox.over(key)
            if fate is not None:
                return fate
        return await future

    def wake(self, *showings: Showing) -> None:
        """Look at the outbox now: something was put there."""
        names = {showing.place.chat.platform for showing in showings}
        for name in names & self._platforms.keys():
            self._platforms[name].wake.set()

    def invitation(self, platform: str, code: str) -> str:
        """Return a link that brings a code to Isnad on a platform, "" where there is none."""
        return self._platforms[platform].adapter.invitation(code)

    def stopped(self) -> tuple[str, ...]:
        """Return the platforms that take nothing until their configuration is changed."""
        return tuple(name for name, platform in self._platforms.items() if platform.stopped)

    async def settled(self, chat: Chat) -> None:
        """Return when nothing of a chat is on its way any more, or its platform has stopped."""
        platform = self._platforms[chat.platform]
        while not platform.stopped:
            line = platform.lines.get(chat)
            if line and line.task:  # also what is noted after a post belongs to it
                await asyncio.wait({line.task})
            elif await self._outbox.unshown(chat):
                platform.wake.set()
                await asyncio.sleep(PAUSE)
            else:
                return

    async def flush(self, seconds: float) -> None:
        """Show what can be shown at once, for so many seconds at most; without a store nothing."""
        with contextlib.suppress(TimeoutError, StoreError):
            async with asyncio.timeout(seconds):
                for name, platform in self._platforms.items():
                    while not platform.stopped and await self._outbox.waiting(name, self._now(), 1):
                        platform.wake.set()
                        await asyncio.sleep(PAUSE)

    # --- showing -----------------------------------------------------------

    async def run(self) -> None:
        """Show what is put there until it is cancelled."""
        try:
            async with asyncio.TaskGroup() as group:
                for name in self._platforms:
                    group.create_task(self._serve(name))
                if self._lease:
                    group.create_task(self._stay())
        finally:
            if self._lease:
                with contextlib.suppress(StoreError):
                    await self._outbox.release()

    async def _stay(self) -> None:
        """Renew the leases of the chats in which something is on its way."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(self._lease / BEATS)
            begun, lines = loop.time(), [p.lines for p in self._platforms.values()]
            held = {chat: n.held for some in lines for chat, n in some.items() if n.held}
            try:
                ours = await self._outbox.renew(tuple(held), self._lease)
            except StoreError as error:  # they run out where this goes on
                log.warning("leases not renewed", error=error.key)
                continue
            for chat, timeout in held.items():
                line = self._platforms[chat.platform].lines.get(chat)
                if line is not None and line.held is timeout and not timeout.expired():
                    timeout.reschedule(begun + self._lease if chat in ours else begun)

    async def _serve(self, name: str) -> None:
        platform = self._platforms[name]
        try:
            while not platform.stopped:
                platform.wake.clear()
                pause = await self._look(name)
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(pause):
                        await platform.wake.wait()
        finally:
            tasks = [line.task for line in platform.lines.values() if line.task]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _look(self, name: str) -> float:
        """Start on every chat that has a post waiting; return when to look again, in seconds."""
        platform = self._platforms[name]
        pauses = [GLANCE if self._lease else GLANCE_ALONE]
        try:
            rows = await self._outbox.waiting(name, self._now())
        except StoreError as error:
            log.warning("outbox not read", error=error.key)
            return FIRST_PAUSE
        clock = asyncio.get_running_loop().time()
        for chat, waiting in _by_chat(rows).items():
            line = platform.lines.setdefault(chat, _Line())
            if line.task is not None:
                continue
            ready = [(self._ready(row, line, platform), row) for row in waiting]
            at, row = next(((a, r) for a, r in ready if a <= clock), min(ready, key=lambda p: p[0]))
            if at > clock:
                pauses.append(at - clock)
                continue
            line.task = asyncio.create_task(self._deliver(platform, line, row))
        resting = [line.rests - clock for line in platform.lines.values() if line.rests > clock]
        if len(platform.lines) > MOST_LINES:
            kept = {c: n for c, n in platform.lines.items() if n.task or n.rests > clock}
            platform.lines = kept
        return min(pauses + resting)

    def _ready(self, row: Outgoing, line: _Line, platform: _Platform) -> float:
        """Return when a post may go, on the loop's clock: stages wait for each other."""
        return max(
            line.rests, line.staged + platform.adapter.stage_gap if _stage(row) else line.rests
        )

    async def _deliver(self, platform: _Platform, line: _Line, row: Outgoing) -> None:
        try:
            async with asyncio.timeout(self._lease or None) as held:
                line.held = held if self._lease else None
                row = await self._begin(row)
                fate, after, reason = await self._try(platform, row)
                meter.count("posts", platform=row.showing.place.chat.platform, fate=fate)
                await self._settle(line, row, fate, after, reason)
            line.held = None  # its lease is over, and not to be renewed while we tell of it
            if fate is Fate.CLOSED:
                await self._closed(row.showing.place.chat, reason)
        except LostError:
            log.info("post taken over", post=row.showing.key)
        except TimeoutError:  # the chat may be another's by now
            log.warning("post let go", post=row.showing.key)
            line.rests = asyncio.get_running_loop().time() + FIRST_PAUSE
        except StoreError as error:
            log.warning("fate of a post not noted", error=error.key)
            line.rests = asyncio.get_running_loop().time() + FIRST_PAUSE
        finally:
            line.task = line.held = None
            if row.showing.post is not None and row.showing.post.passing:
                line.staged = asyncio.get_running_loop().time()
            platform.wake.set()

    async def _begin(self, row: Outgoing) -> Outgoing:
        """Note that a post is being tried; return it as it now is. LostError."""
        noted = not _stage(row)
        if noted or self._lease:
            row = await self._outbox.attempt(row, self._lease, noted=noted)
        if noted:
            reached(Point.ATTEMPTED)
        return row

    async def _try(self, platform: _Platform, row: Outgoing) -> tuple[Fate, float, str]:
        """Show a post; return what became of it, seconds to wait, and the reason."""
        showing = row.showing
        trail = Row(showing.key, row.ids, row.unsure, self._outbox)
        try:
            await platform.adapter.send(showing.place, showing.post, trail)
        except DeliveryError as error:
            if error.stopped:
                platform.stopped = True
            log.info("post not shown", post=showing.key, error=str(error), fate=error.fate)
            return error.fate, error.after, str(error)
        except (LostError, StoreError):
            raise
        except Exception as error:
            log.exception("adapter failed at a post", post=showing.key)
            fate = Fate.UNCLEAR if row.tries < FAULTS else Fate.REFUSED
            return fate, 0.0, type(error).__name__
        reached(Point.SHOWN)
        return Fate.SHOWN, 0.0, ""

    async def _settle(
        self, line: _Line, row: Outgoing, fate: Fate, after: float, reason: str
    ) -> None:
        due = None
        if fate in AGAIN and row.tries < MOST_TRIES and not _stage(row):
            pause = max(after, min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(row.tries, 10)))
            due = self._now() + timedelta(seconds=pause)
            line.rests = asyncio.get_running_loop().time() + pause
        await self._outbox.settle(row, fate, due, reason)
        reached(Point.SETTLED)
        if due is None:
            for future in self._waiting.get(row.showing.key, ()):
                if not future.done():
                    future.set_result(fate)


def _stage(row: Outgoing) -> bool:
    """Whether this only tells how far the work is: if it is lost, the next one comes soon."""
    return row.showing.post is not None and row.showing.post.passing and bool(row.ids)


def _by_chat(rows: Sequence[Outgoing]) -> dict[Chat, list[Outgoing]]:
    found: dict[Chat, list[Outgoing]] = {}
    for row in rows:
        found.setdefault(row.showing.place.chat, []).append(row)
    return found
