"""One database, SQLite or PostgreSQL: its transactions, and its errors in our words.

Work is a plain function of a connection; it is done in a thread, a transaction at a time, so that
the loop never waits for a disk or a server. On SQLite all writes of this process go through one
writer that commits them in groups; on PostgreSQL each has its own transaction.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar, cast

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Engine,
    QueuePool,
    Table,
    and_,
    create_engine,
    event,
    or_,
    text,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError, SQLAlchemyError

from bot.errors import (
    ConfigError,
    StoreCorruptError,
    StoreError,
    StoreFullError,
    StoreLockedError,
    StoreUnreachableError,
)
from bot.model import Note
from bot.store.group import Group

T = TypeVar("T")
Work = Callable[[Connection], T]

FAR = timedelta(days=14)
"""Nothing is planned as far ahead: a moment beyond it was told by a clock that was wrong."""
NEVER = datetime(9000, 1, 1, tzinfo=UTC)
"""When what is over for good comes again."""

_DRIVERS = {"sqlite": "sqlite+pysqlite", "postgresql": "postgresql+psycopg"}
_CONNECTIONS = 4  # each with a thread, so that nobody waits for a connection in a thread
_LOCKS = 0x49736E  # "Isn": PostgreSQL's advisory locks are numbers, and others have some too
_WRITE = "isnad_write"
_MIGRATE = "isnad_migrate"

# https://www.sqlite.org/rescode.html, primary result codes
_SQLITE: dict[int, type[StoreError]] = {
    sqlite3.SQLITE_BUSY: StoreLockedError,
    sqlite3.SQLITE_LOCKED: StoreLockedError,
    sqlite3.SQLITE_FULL: StoreFullError,
    sqlite3.SQLITE_CORRUPT: StoreCorruptError,
    sqlite3.SQLITE_NOTADB: StoreCorruptError,
    sqlite3.SQLITE_CANTOPEN: StoreUnreachableError,
    sqlite3.SQLITE_READONLY: StoreUnreachableError,
    sqlite3.SQLITE_PERM: StoreUnreachableError,
    sqlite3.SQLITE_IOERR: StoreUnreachableError,
}

# https://www.postgresql.org/docs/current/errcodes-appendix.html, by prefix
_POSTGRES: dict[str, type[StoreError]] = {
    "08": StoreUnreachableError,
    "25P03": StoreUnreachableError,  # this process stood still in a transaction
    "28": StoreUnreachableError,
    "3D": StoreUnreachableError,
    "40": StoreLockedError,  # serialization failure, deadlock
    "53": StoreFullError,
    "55P03": StoreLockedError,
    "57P": StoreUnreachableError,  # shutting down, starting up
    "XX": StoreCorruptError,
}


class Database:
    """Transactions on the database at ``url`` (an SQLAlchemy URL, with or without a driver).

    ``busy`` is how many seconds to wait for a lock that another process holds; on PostgreSQL the
    server ends a transaction that stands still for three times as long, because its process is
    frozen or cut off, so that nobody waits for it for ever. Every method may raise the kinds of
    StoreError; a URL that cannot be one is a ConfigError.
    """

    def __init__(self, url: str, busy: float = 5.0) -> None:
        self.url = _url(url)
        self.busy = busy
        self.place = self.url.database or "" if self.sqlite else self.url.render_as_string()
        self._engine = _engine(self.url, busy)
        self._threads: ThreadPoolExecutor | None = None  # from the first transaction on
        self._closed = False
        self._group = Group(self._commit)
        self._running: set[asyncio.Future[Any]] = set()

    @property
    def sqlite(self) -> bool:
        """Whether this is SQLite; else it is PostgreSQL."""
        return self.url.get_backend_name() == "sqlite"

    @property
    def file(self) -> Path | None:
        """The file of an SQLite database that has one."""
        name = self.url.database
        in_memory = not name or name == ":memory:" or "mode=memory" in name
        return Path(name) if self.sqlite and name and not in_memory else None

    async def read(self, work: Work[T]) -> T:
        """Do ``work`` in a transaction that only reads: one state of the data throughout."""
        options = {} if self.sqlite else {"isolation_level": "REPEATABLE READ"}
        return await self._transaction(work, options)

    async def write(self, work: Work[T]) -> T:
        """Do ``work`` in a transaction; when this returns, it is on the disk.

        ``work`` may be done again from the start after a failure of work that it shares a
        commit with, so it changes nothing but the database.
        """
        if self.sqlite:
            return await self._group.run(work)
        return await self._transaction(work, {_WRITE: True})

    async def migrate(self, work: Work[T]) -> T:
        """Do ``work`` alone in a transaction that may rebuild tables."""
        done = await self._transaction(work, {_WRITE: True, _MIGRATE: True})
        if self.file:
            await self._in_thread(self._engine.dispose)  # its connection enforces no foreign keys
        return done

    async def pragma(self, statement: str) -> None:
        """Run one statement that cannot be in a transaction; on PostgreSQL nothing."""

        def run() -> None:
            with self._engine.connect() as connection:
                cursor = connection.connection.cursor()
                cursor.execute(statement)
                cursor.close()

        if self.sqlite:
            await self._in_thread(run)

    def open(self) -> None:
        """Let a database that was closed be used again."""
        self._closed = False

    async def close(self) -> None:
        """Wait for what is under way, then let go of the database; no thread stays behind.

        Who uses it afterwards gets a StoreError, and does not open it unawares.
        """
        await self._group.close()
        await asyncio.gather(*self._running, return_exceptions=True)
        threads, self._threads, self._closed = self._threads, None, True
        if threads is not None:
            dispose = self._engine.dispose  # an SQLite file is tidied up by that
            await asyncio.get_running_loop().run_in_executor(threads, self._told, dispose)
            threads.shutdown()

    async def _commit(self, work: Work[None]) -> None:
        await self._transaction(work, {_WRITE: True})

    async def _transaction(self, work: Work[T], options: dict[str, Any]) -> T:
        def run() -> T:
            with self._engine.connect() as connection:
                connection.execution_options(**options)
                with connection.begin():
                    return work(connection)

        return await self._in_thread(run)

    async def _in_thread(self, run: Callable[[], T]) -> T:
        """Run in a thread, to the end also when the caller is cancelled.

        A connection that is left in the middle has to be thrown away, and with it a database
        in memory.
        """
        if self._closed:
            raise StoreError(place=self.place, detail="closed")
        if self._threads is None:
            self._threads = ThreadPoolExecutor(_connections(self.url), "isnad-store")
        done = asyncio.get_running_loop().run_in_executor(self._threads, self._told, run)
        self._running.add(done)
        done.add_done_callback(self._running.discard)
        return await asyncio.shield(done)

    def _told(self, run: Callable[[], T]) -> T:
        try:
            return run()
        except (SQLAlchemyError, sqlite3.Error, OSError) as error:
            raise translated(error, self.place) from error


def hold(connection: Connection, what: int, shared: bool = False) -> None:
    """Keep other processes from the same work until this transaction ends.

    Those who hold it ``shared`` do not wait for each other. An SQLite transaction that writes
    is alone anyway.
    """
    if connection.dialect.name == "postgresql":
        lock = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
        connection.execute(text(f"SELECT {lock}(:a, :b)"), {"a": _LOCKS, "b": what})


def try_hold(connection: Connection, what: int) -> bool:
    """Like ``hold``, but where somebody else has the lock, ``False`` at once."""
    if connection.dialect.name != "postgresql":
        return True
    query = text("SELECT pg_try_advisory_xact_lock(:a, :b)")
    return bool(connection.scalar(query, {"a": _LOCKS, "b": what}))


def translated(error: BaseException, place: str) -> StoreError:
    """Return the StoreError that says what ``error`` of a driver means for a person."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
    kind: type[StoreError] | None = None
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", None)
        kind = _SQLITE.get(code & 0xFF) if isinstance(code, int) else None
    elif isinstance(cause, OSError):
        kind = StoreUnreachableError
    else:
        state = getattr(cause, "sqlstate", None) or ""
        kind = next((k for prefix, k in _POSTGRES.items() if state.startswith(prefix)), None)
        if not state and isinstance(error, OperationalError):  # no server, so no code of one
            kind = StoreUnreachableError
    # the driver's words, never SQLAlchemy's: those carry the parameters, which are people's text
    detail = str(cause) if isinstance(cause, sqlite3.Error | OSError) else type(cause).__name__
    return (kind or StoreError)(place=place, detail=detail)


def _url(given: str) -> URL:
    try:
        url = make_url(given)
    except ArgumentError as error:
        raise ConfigError(detail=Note("config.store_url")) from error
    driver = _DRIVERS.get(url.get_backend_name())
    if driver is None:
        told = {"name": url.get_backend_name()}
        raise ConfigError(detail=Note("config.store_kind", told))
    return url.set(drivername=driver)


def _connections(url: URL) -> int:
    """Return how many connections there may be; each to ":memory:" is a database of its own."""
    memory = url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:")
    return 1 if memory else _CONNECTIONS


def _engine(url: URL, busy: float) -> Engine:
    sqlite = url.get_backend_name() == "sqlite"
    try:
        engine = create_engine(
            url,
            poolclass=QueuePool,
            pool_size=_connections(url),
            max_overflow=0,
            pool_use_lifo=True,  # the connection that was used last knows most of the pages
            pool_pre_ping=not sqlite,
            # threads take turns with a connection, and never share one
            connect_args={"check_same_thread": False} if sqlite else {},
            hide_parameters=True,
        )
    except ModuleNotFoundError as error:
        told = {"name": error.name, "run": "pip install 'isnad[postgres]'"}
        raise ConfigError(detail=Note("config.package", told)) from error
    if sqlite:
        _tune(engine, busy)
    else:
        _bound(engine, busy)
    return engine


def _bound(engine: Engine, busy: float) -> None:
    """Let PostgreSQL end transactions in which nothing happens any more."""
    setting = f"SET idle_in_transaction_session_timeout = {round(busy * 3000)}"

    @event.listens_for(engine, "connect")
    def connect(connection: Any, record: object) -> None:
        connection.autocommit = True  # else it would be undone with the transaction
        cursor = connection.cursor()
        cursor.execute(setting)
        cursor.close()
        connection.autocommit = False


def _tune(engine: Engine, busy: float) -> None:
    """Make SQLite durable, and make it say early that it means to write."""
    pragmas = (
        f"busy_timeout={round(busy * 1000)}",
        "foreign_keys=ON",
        "synchronous=FULL",  # what was committed survives a power cut
        "secure_delete=ON",  # what was forgotten is overwritten
    )

    @event.listens_for(engine, "connect")
    def connect(connection: Any, record: object) -> None:
        connection.isolation_level = None  # the driver begins nothing by itself
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if options.get(_MIGRATE):  # rebuilding a table would cascade; not possible later on
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        # a transaction that becomes a writer only half way fails at once, without waiting
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get(_WRITE) else "BEGIN")


def has_come(moment: Column[Any], now: Any) -> ColumnElement[bool]:
    """Return the condition that a moment has come, or that no right clock can have told it."""
    return or_(moment <= now, and_(moment > now + FAR, moment < NEVER))


def insert(c: Connection, table: Table) -> sqlite.Insert:
    """Return an INSERT that can be told what to do about a row that is there already."""
    if c.dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql  # takes a while to import

        # the two have the same methods, but no common type
        return cast(sqlite.Insert, postgresql.insert(table))
    return sqlite.insert(table)
