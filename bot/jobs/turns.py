"""procrastinate's queue, used inside transactions of the store.

A job of the queue is not a task but a chat's turn: whoever fetches it does the next task of that
chat and then puts the chat at the end of the queue. So chats come in turn whoever floods, and
procrastinate's locks keep a chat to one job that waits and one that is under way.

All functions take a connection of SQLAlchemy to PostgreSQL that is in a transaction, and may
raise the kinds of ``StoreError``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar, cast

import psycopg
from procrastinate import SyncPsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager, get_channel_for_queues
from procrastinate.schema import SchemaManager
from sqlalchemy import Connection, column, table, text

from bot.errors import StoreCorruptError, StoreNewerError, StoreUnreachableError
from bot.store.database import hold, translated

T = TypeVar("T")

QUEUE: Final = "isnad"
(CHANNEL,) = get_channel_for_queues([QUEUE])

_JOB: Final = "isnad.turn"
_SCHEMA = 4  # the number of the lock on procrastinate's tables
VERSION: Final = "isnad_queue"
"""The table with the name of the newest migration of procrastinate."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A chat's turn: the job's id and the chat's row."""

    job: int
    chat: int


jobs = table("procrastinate_jobs", column("lock"))
workers = table("procrastinate_workers", column("id"))


def lock_of(chat: int | str) -> str:
    """Return the name of the lock of the chat of row ``chat``."""
    return f"{QUEUE}:{chat}"


def queue_up(c: Connection, chat: int) -> None:
    """Let a chat have a turn, unless it waits for one or has one: its end queues it up again.

    The row of a turn is locked, so that its end cannot overlook what this transaction adds.
    """
    query = text(
        "SELECT id, status::text FROM procrastinate_jobs"
        " WHERE lock = :lock AND status IN ('todo', 'doing') FOR UPDATE"
    )
    found = c.execute(query, {"lock": lock_of(chat)}).all()
    if not found:
        _defer(c, chat)
    for row in found:
        if row.status == "todo":  # a worker that looked just now passed over the locked row
            payload = json.dumps({"type": "job_inserted", "job_id": row.id})
            notify = text("SELECT pg_notify(:channel, :payload)")
            c.execute(notify, {"channel": CHANNEL, "payload": payload})


def _defer(c: Connection, chat: int) -> None:
    lock = lock_of(chat)
    job = Job(
        id=None,
        queue=QUEUE,
        task_name=_JOB,
        lock=lock,
        queueing_lock=lock,
        task_kwargs={"chat": chat},
    )
    try:
        with c.begin_nested():
            _call(c, lambda m: m.defer_job_async(job))
    except AlreadyEnqueued:  # another process was quicker
        pass


def fetch(c: Connection, worker: int) -> Turn | None:
    """Begin the next turn, ``None`` if no chat waits for one."""
    job = _call(c, lambda m: m.fetch_job([QUEUE], worker))
    if job is None or job.id is None:
        return None
    return Turn(job.id, int(cast(int, job.task_kwargs["chat"])))


def close(c: Connection, turn: Turn) -> None:
    """End a turn, if it has not been ended by another.

    What is put for the chat by others meanwhile is visible afterwards, or waits for this.
    """
    query = text("SELECT id FROM procrastinate_jobs WHERE id = :id FOR UPDATE")
    if c.scalar(query, {"id": turn.job}) is not None:
        done = Status.SUCCEEDED
        _call(c, lambda m: m.finish_job_by_id_async(turn.job, done, delete_job=True))


def turns_of(c: Connection, worker: int) -> tuple[Turn, ...]:
    """Return the turns that a worker has under way."""
    jobs = _call(
        c,
        lambda m: m.list_jobs_async(queue=QUEUE, status=Status.DOING.value, worker_id=worker),
    )
    return tuple(_turn(job) for job in jobs)


def stalled(c: Connection) -> tuple[Turn, ...]:
    """Return the turns whose workers are gone."""
    jobs = _call(c, lambda m: m.get_stalled_jobs(queue=QUEUE, seconds_since_heartbeat=10**6))
    return tuple(_turn(job) for job in jobs)


def _turn(job: Job) -> Turn:
    assert job.id is not None
    return Turn(job.id, int(cast(int, job.task_kwargs["chat"])))


# --- workers -------------------------------------------------------------------


def register(c: Connection) -> int:
    """Return the number of a new worker, which has to ``beat`` from now on."""
    return _call(c, lambda m: m.register_worker())


def beat(c: Connection, worker: int) -> bool:
    """Note that a worker lives; ``False`` if it was taken for dead."""
    _call(c, lambda m: m.update_heartbeat(worker))
    query = text("SELECT 1 FROM procrastinate_workers WHERE id = :id")
    return c.scalar(query, {"id": worker}) is not None


def prune(c: Connection, silent: float) -> list[int]:
    """Take workers for dead that were silent for so many seconds; return their numbers."""
    return _call(c, lambda m: m.prune_stalled_workers(silent))


def end(c: Connection, worker: int) -> None:
    """Let a worker begin no more turns, and wait for transactions in which it begins some.

    What they began is visible afterwards.
    """
    # a turn's row refers to its worker's, which whoever begins it therefore locks FOR KEY SHARE
    query = text("SELECT 1 FROM procrastinate_workers WHERE id = :id FOR UPDATE")
    c.execute(query, {"id": worker})


def unregister(c: Connection, worker: int) -> None:
    """Let a worker go."""
    _call(c, lambda m: m.unregister_worker(worker))


# --- tables --------------------------------------------------------------------


def prepare(c: Connection, place: str) -> bool:
    """Make procrastinate's tables beside ours, or bring them a step nearer to the installed ones.

    Return whether more steps are to come: each migration needs a transaction of its own.
    procrastinate keeps no version, so the name of the newest migration is kept here.
    StoreNewerError if a newer release made them, StoreCorruptError if another program did.
    """
    hold(c, _SCHEMA)
    scripts = migrations()
    newest = max(scripts)
    c.execute(text(f"CREATE TABLE IF NOT EXISTS {VERSION} (migration text PRIMARY KEY)"))
    found = c.scalar(text(f"SELECT migration FROM {VERSION}"))  # noqa: S608  (a name of ours)
    if found == newest:
        return False
    if found is not None and found > newest:
        raise StoreNewerError(place=place, detail=f"procrastinate {found}")
    if found is not None:
        reached = min(name for name in scripts if name > found)
        script(c, scripts[reached])
    elif c.scalar(text("SELECT to_regclass('procrastinate_jobs') IS NULL")):
        reached = newest
        script(c, SchemaManager.get_schema())
    else:
        detail = "tables of procrastinate that Isnad did not make"
        raise StoreCorruptError(place=place, detail=detail)
    c.execute(text(f"DELETE FROM {VERSION}"))  # noqa: S608
    c.execute(text(f"INSERT INTO {VERSION} VALUES (:name)"), {"name": reached})  # noqa: S608
    return reached != newest


def migrations() -> dict[str, str]:
    """Return the installed release's migrations by their names, which sort by age."""
    folder = Path(SchemaManager.get_migrations_path())
    return {path.name: path.read_text("utf-8") for path in sorted(folder.glob("*.sql"))}


def script(c: Connection, statements: str) -> None:
    """Run several statements."""
    with _translated(c):
        _raw(c).execute(cast(Any, statements))


# --- procrastinate in a transaction of ours ------------------------------------


class _Pool:
    """A pool of the one connection that the transaction is on."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection

    @contextmanager
    def connection(self) -> Iterator[psycopg.Connection[Any]]:
        yield self._connection


class _Connector(SyncPsycopgConnector):
    """What procrastinate asks for with ``await``, done before it goes on."""

    def __init__(self, c: Connection) -> None:
        super().__init__()
        self.open(cast(Any, _Pool(_raw(c))))

    async def execute_query_async(self, query: Any, **arguments: Any) -> None:
        self.execute_query(query, **arguments)

    async def execute_query_one_async(self, query: Any, **arguments: Any) -> dict[str, Any]:
        return self.execute_query_one(query, **arguments)

    async def execute_query_all_async(self, query: Any, **arguments: Any) -> list[dict[str, Any]]:
        return self.execute_query_all(query, **arguments)


def _raw(c: Connection) -> psycopg.Connection[Any]:
    return cast("psycopg.Connection[Any]", c.connection.driver_connection)


def _call(c: Connection, ask: Callable[[JobManager], Coroutine[Any, Any, T]]) -> T:
    """Return what procrastinate answers; half of its questions exist with ``async`` only."""
    asked = ask(JobManager(_Connector(c)))
    with _translated(c):
        try:
            asked.send(None)
        except StopIteration as answered:
            return cast(T, answered.value)
    asked.close()
    raise AssertionError("procrastinate waits for something that is not the database")


@contextmanager
def _translated(c: Connection) -> Iterator[None]:
    try:
        yield
    except (ConnectorException, psycopg.Error) as error:
        cause = error.__cause__ if isinstance(error, ConnectorException) else error
        place = c.engine.url.render_as_string()
        if isinstance(cause, psycopg.OperationalError) and cause.sqlstate is None:
            raise StoreUnreachableError(place=place, detail=type(cause).__name__) from error
        raise translated(cause or error, place) from error
