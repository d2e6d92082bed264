"""Tasks done by any number of processes that share a PostgreSQL store; ``bot.ports.Jobs``.

The truth is in the rows of the tasks; procrastinate's queue (``bot.jobs.turns``) says whose turn
it is, wakes workers and knows which of them live. The loop around it is ours: procrastinate's own
worker ends, and drops what is under way, when the database goes away for a moment.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final

import psycopg
import structlog
from sqlalchemy import Connection, Select, exists, func, not_, or_, select, text, update

from bot.errors import StoreError
from bot.jobs import turns
from bot.jobs.attempts import DEADLINE, Attempts, GaveUp, Work, insist
from bot.jobs.crew import PARTING, Crew
from bot.jobs.turns import Turn
from bot.model import Chat, Showing, Task, TaskState
from bot.store.chats import chat_row
from bot.store.database import try_hold
from bot.store.schema import tasks
from bot.store.tasks import SqlTasks, is_due

log = structlog.get_logger()

GLANCE: Final = 0.5
"""Seconds between two looks at what others did: cancelled, put back, left behind."""

SWEEPING: Final = 5
"""The number of the lock on looking after what others left behind."""

_RECONNECT = 0.5  # seconds
_MOST_QUEUED = 200  # chats that are queued up in one transaction
_WAITING, _DOING = TaskState.WAITING.value, TaskState.DOING.value
_OWN = frozenset({_DOING, TaskState.DONE.value, TaskState.DEAD.value})


class PostgresJobs:
    """Does up to ``slots`` tasks at a time; other processes do others.

    A worker tells every ``beat`` seconds that it lives and is taken for dead when it was silent
    for ``silent`` seconds: then others do its tasks, and what it still does is not kept. An
    attempt may take ``deadline`` seconds; at the end what is under way has ``grace`` seconds.
    ``chance`` gives numbers from 0 to 1.
    """

    def __init__(
        self,
        tasks: SqlTasks,
        now: Callable[[], datetime],
        *,
        slots: int = 4,
        deadline: float = DEADLINE,
        grace: float = 7.0,
        beat: float = 2.0,
        silent: float = 15.0,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._tasks = tasks
        self._database = tasks.database
        self._now = now
        self._slots = slots
        self._grace = grace
        self._beat = beat
        self._silent = silent
        self._crew = Crew(tasks, Attempts(tasks, now, deadline, chance), now)
        self._wake = asyncio.Event()
        self._turns: dict[int, asyncio.Task[None] | None] = {}
        self._worker: int | None = None
        self._beaten = self._looked = float("-inf")
        self._well = float("inf")  # since when the database answers

    async def open(self) -> None:
        """Make the queue's tables ready; the store is open already."""
        place = self._database.place
        while await self._database.write(lambda c: turns.prepare(c, place)):
            log.info("a step of the queue's migration is done")

    async def put(self, task: Task, showings: Sequence[Showing] = ()) -> bool:
        """Store a task, the posts that tell of it and its chat's turn, all or nothing."""

        def work(c: Connection) -> bool:
            if self._tasks.insert(c, task, showings) is None:
                return False
            turns.queue_up(c, chat_row(c, task.chat))
            return True

        return await self._database.write(work)

    async def again(self, key: str) -> bool:
        """Do a task that was given up anew, soon; whether there was one."""

        def work(c: Connection) -> bool:
            chat = self._tasks.revive(c, key)
            if chat is not None:
                turns.queue_up(c, chat)
            return chat is not None

        return await self._database.write(work)

    def wake(self) -> None:
        """Look for tasks now: one was put or is to be done again."""
        self._wake.set()

    async def cancel(self, chat: Chat) -> tuple[Task, ...]:
        """End all that waits or is under way in a chat; return it. Other processes find out."""
        return await self._crew.cancel(chat)

    async def settled(self, chat: Chat) -> None:
        """Return when nothing of a chat waits or is under way, here or elsewhere."""
        await self._crew.settled(chat)

    # --- the loop ----------------------------------------------------------

    async def run(self, work: Work, gave_up: GaveUp) -> None:
        """Do tasks until cancelled."""
        listening = asyncio.create_task(self._listen())
        try:
            while True:
                self._wake.clear()
                await self._round(work, gave_up)
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(GLANCE):
                        await self._wake.wait()
        finally:
            listening.cancel()
            await self._crew.stop(self._grace)
            await self._leave()

    async def _round(self, work: Work, gave_up: GaveUp) -> None:
        clock = asyncio.get_running_loop().time()
        try:
            await self._live(clock)
            await self._fill(work, gave_up)
            if clock - self._looked >= GLANCE:
                self._looked = clock
                await self._look()
                await self._sweep(clock)
        except StoreError as error:
            log.warning("the queue is away", reason=error.key)
            self._well = float("inf")
        else:
            self._well = min(self._well, clock)

    async def _listen(self) -> None:
        """Wake up whenever a turn is queued up, by whichever process."""
        url = self._database.url.set(drivername="postgresql")
        address = url.render_as_string(hide_password=False)
        while True:
            with contextlib.suppress(psycopg.Error, OSError):
                connection = await psycopg.AsyncConnection.connect(address, autocommit=True)
                async with connection:
                    await connection.execute(f'LISTEN "{turns.CHANNEL}"')
                    self.wake()  # for what was put before
                    async for _ in connection.notifies():
                        self.wake()
            await asyncio.sleep(_RECONNECT)

    async def _live(self, clock: float) -> None:
        """Tell that this worker lives; one that was taken for dead lets go and begins anew."""
        if self._worker is not None and clock - self._beaten < self._beat:
            return
        worker = self._worker
        if worker is not None and not await self._database.write(lambda c: turns.beat(c, worker)):
            log.warning("taken for dead", worker=worker, tasks=len(self._crew))
            self._crew.cut({task.key for task in self._crew.tasks})
            self._worker = None
        if self._worker is None:
            self._worker = await self._database.write(turns.register)
        self._beaten = clock

    # --- own work ----------------------------------------------------------

    async def _fill(self, work: Work, gave_up: GaveUp) -> None:
        free, worker = self._slots - len(self._crew), self._worker
        if free < 1 or worker is None:
            return
        for turn, task in await self._database.write(lambda c: self._begin(c, worker, free)):
            self._turns[turn.job] = None
            self._crew.start(task, work, gave_up, self._ends(turn))

    def _begin(self, c: Connection, worker: int, most: int) -> list[tuple[Turn, Task]]:
        """Take the next turns and begin their tasks; a turn without a task is over at once."""
        begun: list[tuple[Turn, Task]] = []
        while len(begun) < most and (turn := turns.fetch(c, worker)):
            task = self._tasks.take_of(c, turn.chat, self._now(), worker)
            if task is None:
                turns.close(c, turn)
            else:
                begun.append((turn, task))
        return begun

    def _ends(self, turn: Turn) -> Callable[[], None]:
        def ends() -> None:
            self._turns[turn.job] = asyncio.create_task(self._close(turn))
            self.wake()  # another chat need not wait for that

        return ends

    async def _close(self, turn: Turn) -> None:
        """End a turn; if more is to be done, its chat goes to the end of the queue."""
        try:
            await insist(lambda: self._database.write(lambda c: self._pass_on(c, turn)))
        except StoreError as error:  # the next look finds a turn that is not known any more
            log.warning("turn not ended", reason=error.key)
        finally:
            self._turns.pop(turn.job, None)
            self.wake()

    def _pass_on(self, c: Connection, turn: Turn) -> None:
        turns.close(c, turn)
        query = select(tasks.c.n).where(tasks.c.chat == turn.chat, *is_due(self._now()))
        if c.scalar(query.limit(1)) is not None:
            turns.queue_up(c, turn.chat)

    async def _look(self) -> None:
        """Compare what is under way here with the rows: others cancel and take over.

        A row of ours of which we know nothing was begun by a transaction whose answer was lost
        with the connection.
        """
        worker = self._worker
        assert worker is not None
        doing = {task.key: task.attempt for task in self._crew.tasks}
        query = select(tasks.c.key, tasks.c.attempt, tasks.c.state, tasks.c.worker)
        mine = (tasks.c.worker == worker) & (tasks.c.state == _DOING)
        query = query.where(or_(tasks.c.key.in_(doing), mine))

        def read(c: Connection) -> tuple[Sequence[Any], tuple[Turn, ...]]:
            return c.execute(query).all(), turns.turns_of(c, worker)

        found, held = await self._database.read(read)
        ours = {row.key for row in found if row.attempt == doing.get(row.key) and row.state in _OWN}
        self._crew.cut(doing.keys() - ours)
        unknown = [row for row in found if row.key not in doing]
        lost = [turn for turn in held if turn.job not in self._turns]
        if unknown or lost:
            await self._database.write(lambda c: self._let_go(c, worker, unknown, lost))

    def _let_go(
        self, c: Connection, worker: int, unknown: Sequence[Any], lost: Sequence[Turn]
    ) -> None:
        for row in unknown:
            mine = (tasks.c.worker == worker, tasks.c.attempt == row.attempt)
            same = (tasks.c.key == row.key, tasks.c.state == _DOING, *mine)
            c.execute(update(tasks).where(*same).values(state=_WAITING))
        for turn in lost:
            self._pass_on(c, turn)

    async def _leave(self) -> None:
        """Pass on all turns and let this worker go; what fails here is found by the others."""
        worker = self._worker
        if worker is None:
            return

        def work(c: Connection) -> None:
            turns.end(c, worker)  # a transaction whose caller is gone may be beginning tasks
            mine = (tasks.c.worker == worker, tasks.c.state == _DOING)
            c.execute(update(tasks).where(*mine).values(state=_WAITING))
            for turn in turns.turns_of(c, worker):
                self._pass_on(c, turn)
            turns.unregister(c, worker)

        closing = [task for task in self._turns.values() if task is not None]
        try:
            async with asyncio.timeout(PARTING):
                await asyncio.gather(*closing, return_exceptions=True)
                await self._database.write(work)
        except (StoreError, TimeoutError) as error:
            log.warning("worker not signed off", worker=worker, error=type(error).__name__)
        self._worker = None

    # --- what others left behind -------------------------------------------

    async def _sweep(self, clock: float) -> None:
        """Find dead workers and what they did, and chats that wait without a turn."""
        awake = clock - self._well > self._silent  # else the others may have been cut off too
        worker = self._worker if awake else None
        left = await self._database.write(lambda c: self._sweep_rows(c, worker))
        if left:
            log.info("unfinished tasks taken up", n=left)

    def _sweep_rows(self, c: Connection, worker: int | None) -> int:
        """Do so in a transaction; only with a ``worker``, who looks, are others taken for dead."""
        if not try_hold(c, SWEEPING):
            return 0
        if worker is not None:
            turns.beat(c, worker)  # who looks lives, however long this round took
            turns.prune(c, self._silent)
        lives = select(turns.workers.c.id)
        gone = or_(tasks.c.worker.is_(None), tasks.c.worker.not_in(lives))
        new = {"state": _WAITING, "losses": tasks.c.losses + 1}
        lost = c.execute(update(tasks).where(tasks.c.state == _DOING, gone).values(new)).rowcount
        for turn in turns.stalled(c):
            turns.close(c, turn)
        for chat in c.scalars(_lonely(self._now())).all():
            turns.queue_up(c, chat)
        return lost


def _lonely(now: datetime) -> Select[Any]:
    """Return the query for chats with something to do that neither wait for a turn nor have one."""
    of_chat = turns.jobs.c.lock == func.concat(turns.lock_of(""), tasks.c.chat)
    queued = exists().where(of_chat, text("procrastinate_jobs.status IN ('todo', 'doing')"))
    query = select(tasks.c.chat).where(*is_due(now), not_(queued)).distinct()
    return query.order_by(tasks.c.chat).limit(_MOST_QUEUED)
