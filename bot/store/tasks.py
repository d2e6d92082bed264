"""Tasks as rows; ``bot.ports.Tasks``.

An attempt is a fencing token: whoever does a task may write for it only while the row is being
done in that very attempt. Attempts are counted up for good and never come back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, func, or_, select, update

from bot.codec import CodecError, dump, load
from bot.errors import StoreCorruptError
from bot.model import Chat, Note, Showing, Task, TaskKind, TaskState
from bot.store import rows
from bot.store.chats import chat_row, is_chat
from bot.store.database import Database, has_come, hold, insert
from bot.store.schema import chats, tasks

REMEMBERED = timedelta(days=30)
"""How long the key of a task that ended is known, and what was given up can be done again."""

_TAKING = 3  # the number of the lock on which tasks begin
_NOTHING = rows.pack(b"")
_WAITING, _DOING, _DEAD = TaskState.WAITING.value, TaskState.DOING.value, TaskState.DEAD.value


class SqlTasks:
    """The tasks of all chats.

    ``put_showings(connection, showings, now)`` puts posts in the outbox.
    """

    def __init__(
        self,
        database: Database,
        now: Callable[[], datetime],
        put_showings: Callable[[Connection, Sequence[Showing], datetime], None],
    ) -> None:
        self.database = database
        self._now = now
        self._put_showings = put_showings

    # --- asking ------------------------------------------------------------

    async def put(self, task: Task, showings: Sequence[Showing] = ()) -> bool:
        """Store a task and the posts that tell of it; ``False`` if its key is known."""
        return await self.database.write(lambda c: self.insert(c, task, showings) is not None)

    def insert(self, c: Connection, task: Task, showings: Sequence[Showing] = ()) -> int | None:
        """Store a task and its posts in a transaction; return its row, ``None`` if it is known."""
        new = insert(c, tasks).values(
            key=task.key,
            chat=chat_row(c, task.chat),
            kind=task.kind.value,
            payload=rows.pack(task.payload),
            asked=task.asked,
            state=_WAITING,
            attempt=0,
            failures=0,
            losses=0,
            turn=0,
        )
        n: int | None = c.scalar(new.on_conflict_do_nothing().returning(tasks.c.n))
        if n is not None:
            self._put_showings(c, showings, self._now())
        return n

    async def cancel(self, chat: Chat) -> tuple[Task, ...]:
        """End what waits or is done in a chat; return it."""
        now = self._now()

        def work(c: Connection) -> list[Row[Any]]:
            query = _tasks().where(*is_chat(chat), tasks.c.state.in_([_WAITING, _DOING]))
            found = c.execute(query.order_by(tasks.c.n).with_for_update(of=tasks)).all()
            for row in found:
                c.execute(update(tasks).where(tasks.c.n == row.n).values(_cancelled(now)))
            return list(found)

        return tuple(self._task(row) for row in await self.database.write(work))

    async def again(self, key: str) -> bool:
        """Let a task that was given up wait anew; whether there was one."""
        return await self.database.write(lambda c: self.revive(c, key) is not None)

    def revive(self, c: Connection, key: str) -> int | None:
        """Let a task that was given up wait anew; return its chat's row, ``None`` without one."""
        new = {"state": _WAITING, "failures": 0, "losses": 0}
        new |= {"due": None, "ended": None, "reason": None}
        dead = update(tasks).where(tasks.c.key == key, tasks.c.state == _DEAD)
        chat: int | None = c.scalar(dead.values(new).returning(tasks.c.chat))
        return chat

    # --- doing -------------------------------------------------------------

    async def take(self, now: datetime, most: int) -> tuple[Task, ...]:
        """Begin up to ``most`` tasks that are due, at most one per chat at a time.

        Chats come in turn: the one that was served longest ago first.
        """

        def work(c: Connection) -> list[Row[Any]]:
            hold(c, _TAKING)
            return [_begin(c, n, None) for n in list(c.scalars(_due(now).limit(most)))]

        if most < 1:
            return ()
        return tuple(self._task(row) for row in await self.database.write(work))

    def take_of(self, c: Connection, chat: int, now: datetime, worker: int) -> Task | None:
        """Begin the oldest task that is due of the chat of row ``chat``, in a transaction.

        ``None`` if there is none, or if the chat has a task under way. ``worker`` is noted as
        the one who does it.
        """
        n = c.scalar(_due(now, chat))
        return None if n is None else self._task(_begin(c, n, worker))

    async def hand_back(self, task: Task, due: datetime, reason: Note | None = None) -> bool:
        """Let an attempt wait again until ``due``; with a ``reason`` it counts as a failure."""
        return await self.database.write(lambda c: back(c, task, due, reason))

    async def end(self, task: Task, state: TaskState, reason: Note | None = None) -> bool:
        """End an attempt; ``False`` if it is not the task's own any more."""
        now = self._now()
        return await self.database.write(lambda c: end_task(c, task, state, reason, now))

    async def reclaim(self) -> int:
        """Let everything that is being done wait again; return how many tasks that were.

        What a worker of several does is not touched: that one may well live.
        """
        lost = {"state": _WAITING, "losses": tasks.c.losses + 1}
        own = (tasks.c.state == _DOING, tasks.c.worker.is_(None))
        statement = update(tasks).where(*own).values(lost)
        return await self.database.write(lambda c: c.execute(statement).rowcount)

    # --- looking -----------------------------------------------------------

    async def state(self, key: str) -> TaskState | None:
        """Return where a task stands, ``None`` for an unknown key."""
        query = select(tasks.c.state).where(tasks.c.key == key)
        found = await self.database.read(lambda c: c.scalar(query))
        return None if found is None else TaskState(found)

    async def counts(self, chat: Chat | None = None) -> tuple[int, int]:
        """Return how many tasks wait and how many are being done."""
        query = select(tasks.c.state, func.count()).join(chats).group_by(tasks.c.state)
        query = query.where(tasks.c.state.in_([_WAITING, _DOING]))
        if chat:
            query = query.where(*is_chat(chat))
        found = await self.database.read(lambda c: {r[0]: r[1] for r in c.execute(query)})
        return found.get(_WAITING, 0), found.get(_DOING, 0)

    async def oldest(self) -> datetime | None:
        """Return when the task that waits longest was asked for, ``None`` where none waits."""
        query = select(func.min(tasks.c.asked)).where(tasks.c.state == _WAITING)
        return await self.database.read(lambda c: c.scalar(query))

    async def dead(
        self, chat: Chat | None = None, limit: int = 20
    ) -> tuple[tuple[Task, Note], ...]:
        """Return what was given up and why, the newest first."""
        query = _tasks().where(tasks.c.state == _DEAD)
        if chat:
            query = query.where(*is_chat(chat))
        query = query.order_by(tasks.c.ended.desc(), tasks.c.turn.desc()).limit(limit)
        found = await self.database.read(lambda c: c.execute(query).all())
        return tuple((self._task(row), self._note(row.reason)) for row in found)

    def _task(self, row: Row[Any]) -> Task:
        return Task(
            key=row.key,
            kind=TaskKind(row.kind),
            chat=Chat(row.platform, row.chat_id),
            payload=self._unpacked(row.payload),
            asked=row.asked,
            attempt=row.attempt,
            failures=row.failures,
            losses=row.losses,
        )

    def _note(self, packed: bytes | None) -> Note:
        if packed is None:
            return Note("error.unexpected")
        try:
            return load(Note, self._unpacked(packed))
        except CodecError as error:
            raise StoreCorruptError(place=self.database.place, detail=str(error)) from error

    def _unpacked(self, packed: bytes) -> bytes:
        try:
            return rows.unpack(packed)
        except CodecError as error:
            raise StoreCorruptError(place=self.database.place, detail=str(error)) from error


def _begin(c: Connection, n: int, worker: int | None) -> Row[Any]:
    last = tasks.alias()
    turn = select(func.coalesce(func.max(last.c.turn), 0) + 1).scalar_subquery()
    new = {"state": _DOING, "attempt": tasks.c.attempt + 1, "turn": turn, "worker": worker}
    c.execute(update(tasks).where(tasks.c.n == n).values(new))
    return c.execute(_tasks().where(tasks.c.n == n)).one()


def owns(c: Connection, task: Task) -> bool:
    """Whether an attempt is the task's own; it stays so until this transaction ends."""
    query = select(tasks.c.n).where(*_is_attempt(task)).with_for_update()
    return c.scalar(query) is not None


def back(c: Connection, task: Task, due: datetime, reason: Note | None) -> bool:
    """Let an attempt wait again; ``False`` if it is not the task's own any more."""
    new: rows.Row = {"state": _WAITING, "due": due}
    if reason is not None:
        new |= {"failures": tasks.c.failures + 1, "reason": _packed(reason)}
    return c.execute(update(tasks).where(*_is_attempt(task)).values(new)).rowcount > 0


def end_task(
    c: Connection, task: Task, state: TaskState, reason: Note | None, now: datetime
) -> bool:
    """End an attempt; ``False`` if it is not the task's own any more. Old ends are forgotten."""
    new: rows.Row = {"state": state.value, "ended": now, "reason": _packed(reason)}
    if state is not TaskState.DEAD:
        new["payload"] = _NOTHING
    ended = c.execute(update(tasks).where(*_is_attempt(task)).values(new)).rowcount > 0
    if ended:
        c.execute(delete(tasks).where(tasks.c.ended < now - REMEMBERED))
    return ended


def _cancelled(now: datetime) -> rows.Row:
    return {"state": TaskState.CANCELLED.value, "ended": now, "payload": _NOTHING, "reason": None}


def _is_attempt(task: Task) -> tuple[Any, ...]:
    doing = (tasks.c.state == _DOING, tasks.c.attempt == task.attempt)
    return (tasks.c.key == task.key, *doing)


def _packed(note: Note | None) -> bytes | None:
    return None if note is None else rows.pack(dump(note))


def _tasks() -> Select[Any]:
    return select(tasks, chats.c.platform, chats.c.id.label("chat_id")).join(chats)


def is_due(now: datetime) -> tuple[Any, ...]:
    """Return the conditions that a task may begin now, its chat permitting."""
    return tasks.c.state == _WAITING, or_(tasks.c.due.is_(None), has_come(tasks.c.due, now))


def _due(now: datetime, chat: int | None = None) -> Select[Any]:
    """Return the query for the oldest task that is due of each chat that is free, in turn."""
    busy = select(tasks.c.chat).where(tasks.c.state == _DOING)
    first = select(tasks.c.chat, func.min(tasks.c.n).label("n"))
    first = first.where(*is_due(now), tasks.c.chat.not_in(busy))
    if chat is not None:
        first = first.where(tasks.c.chat == chat)
    chosen = first.group_by(tasks.c.chat).subquery()
    served = tasks.alias()
    turn = select(func.max(served.c.turn)).where(served.c.chat == chosen.c.chat)
    return select(chosen.c.n).order_by(turn.scalar_subquery(), chosen.c.n)
