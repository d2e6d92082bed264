"""Many small writes, few commits, and where they are of one kind, few statements.

A commit waits for the disk (4 ms and more), so writes that arrive while one is under way are
committed together by the next. A caller that returns has its own write on the disk.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection

from bot.errors import LostError, StoreError

T = TypeVar("T")
Item = TypeVar("Item")

MOST = 1000
"""Writes in one commit at most: nobody waits for an endless one."""


@dataclass(slots=True)
class _Wait:
    """One caller's work, what came of it, and where the caller waits."""

    work: Callable[[Connection], Any]
    future: asyncio.Future[Any]
    result: Any = None

    def __call__(self, connection: Connection) -> None:
        self.result = self.work(connection)

    def settle(self, error: BaseException | None = None) -> None:
        if self.future.done():  # the caller was cancelled
            return
        if error is None:
            self.future.set_result(self.result)
        else:
            self.future.set_exception(error)


class Group:
    """Puts work of many callers into one transaction each time ``commit`` is free.

    ``commit(work)`` does ``work`` in one transaction of its own. If a transaction of several
    fails, each is tried again by itself, so that only the one at fault hears of it.
    """

    def __init__(self, commit: Callable[[Callable[[Connection], None]], Awaitable[None]]) -> None:
        self._commit = commit
        self._waiting: list[_Wait] = []
        self._writer: asyncio.Task[None] | None = None

    async def run(self, work: Callable[[Connection], T]) -> T:
        """Do ``work`` in a transaction that others may share; return once it is committed."""
        wait = _Wait(work, asyncio.get_running_loop().create_future())
        self._waiting.append(wait)
        if self._writer is None:
            self._writer = asyncio.create_task(self._write())
        done: T = await wait.future
        return done

    async def close(self) -> None:
        """Wait until everything that was handed in is settled."""
        while self._writer is not None:
            await asyncio.shield(self._writer)

    async def _write(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
                await self._together(batch)
        finally:
            self._writer = None

    async def _together(self, batch: list[_Wait]) -> None:
        def work(connection: Connection) -> None:
            for wait in batch:
                wait(connection)

        try:
            await self._commit(work)
        except Exception as error:  # noqa: BLE001  (it is the callers' to hear)
            if len(batch) > 1 and not concerns_all(error):
                for wait in batch:
                    await self._together([wait])
                return
            for wait in batch:
                wait.settle(error)
        else:
            for wait in batch:
                wait.settle()


@dataclass(eq=False, slots=True)
class _Batch(Generic[Item, T]):
    """What is written by one statement, and where its callers wait for what came of it."""

    items: list[Item] = field(default_factory=list)
    written: asyncio.Task[Sequence[T]] | None = None


class Gathered(Generic[Item, T]):
    """Writes of one kind: what waits for the same transaction is written by one statement.

    ``write(work)`` does ``work`` in a transaction, in any thread; ``work(connection, items)``
    writes items and returns what came of each. If that fails, each is tried again by itself.
    """

    def __init__(
        self,
        write: Callable[[Callable[[Connection], Sequence[T]]], Awaitable[Sequence[T]]],
        work: Callable[[Connection, Sequence[Item]], Sequence[T]],
    ) -> None:
        self._write = write
        self._work = work
        self._open: _Batch[Item, T] | None = None
        self._door = threading.Lock()  # whoever is let into a batch is in its statement

    async def run(self, item: Item) -> T:
        """Write one item; return what came of it once it is committed."""
        with self._door:
            batch = self._open
            if batch is None or len(batch.items) >= MOST:
                batch = self._open = _Batch()
            n = len(batch.items)
            batch.items.append(item)
        if batch.written is None:
            batch.written = asyncio.create_task(self._together(batch))
            batch.written.add_done_callback(_heard)
        try:
            return (await asyncio.shield(batch.written))[n]
        except Exception as error:
            if len(batch.items) == 1 or concerns_all(error):
                raise
        return (await self._write(lambda c: self._work(c, [item])))[0]

    async def _together(self, batch: _Batch[Item, T]) -> Sequence[T]:
        def work(connection: Connection) -> Sequence[T]:
            self._shut(batch)  # who comes now waits for the next
            return self._work(connection, batch.items)

        try:
            return await self._write(work)
        finally:
            self._shut(batch)  # it failed before it began: the next one tries anew

    def _shut(self, batch: _Batch[Item, T]) -> None:
        with self._door:
            if self._open is batch:
                self._open = None


def _heard(task: asyncio.Task[Any]) -> None:
    """Let nobody complain of an error whose callers have all left."""
    if not task.cancelled():
        task.exception()


def concerns_all(error: Exception) -> bool:
    """Whether it is the database that failed (locked, full ...), not one piece of work."""
    return isinstance(error, StoreError) and type(error) not in (StoreError, LostError)
