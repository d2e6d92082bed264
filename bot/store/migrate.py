"""From whatever lies at the store's address to today's tables, or a clear refusal.

An up-to-date store costs one look at its version. An empty database gets today's tables in one
go; an older one is backed up and led through ``migrations/versions``; a newer or a foreign one
is not touched. Only the second case but one needs alembic, so only it imports it.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

from sqlalchemy import Connection, inspect, select

from bot.errors import StoreCorruptError, StoreLockedError, StoreNewerError
from bot.store import schema
from bot.store.database import Database, hold, translated

SCRIPTS = Path(__file__).parent / "migrations"

_PAUSE = 0.02  # seconds between two tries
_MIGRATION = 1  # the number of the lock that lets one process at a time change the tables


async def prepare(database: Database) -> None:
    """Bring the database to the newest schema.

    StoreNewerError, StoreCorruptError and the other kinds of StoreError say why that was not
    possible; then nothing was changed.
    """
    file = database.file
    if file is not None:
        _make_room(file, database)
    found = await database.read(lambda connection: _found(connection, database.place))
    if found is None:
        await database.write(_create)
    elif not _known(found):
        raise StoreNewerError(place=database.place, detail=f"schema {found}")
    elif found != schema.HEAD:
        await backup(database, f"before-{schema.HEAD}")
        await database.migrate(lambda connection: _upgrade(connection, database.place))
    await _write_ahead(database)


async def _write_ahead(database: Database) -> None:
    """Let readers and a writer work side by side; the file remembers it.

    SQLite does not wait for locks when it changes this, so we do: who holds the file may be
    doing the same.
    """
    loop = asyncio.get_running_loop()
    last = loop.time() + database.busy
    while True:
        try:
            return await database.pragma("PRAGMA journal_mode=WAL")
        except StoreLockedError:
            if loop.time() > last:
                raise
        await asyncio.sleep(_PAUSE)


async def backup(database: Database, label: str) -> Path | None:
    """Copy an SQLite file beside itself; return the copy, ``None`` for other databases.

    The copy is whole and consistent while others write, and is never written over.
    """
    file = database.file
    if file is None:
        return None
    names = (file.with_name(f"{file.stem}.{label}{n}{file.suffix}") for n in _counted())
    copy = next(name for name in names if not name.exists())
    quoted = str(copy).replace("'", "''")
    await database.pragma(f"VACUUM INTO '{quoted}'")
    copy.chmod(0o600)
    return copy


def _counted() -> list[str]:
    return ["", *(f"-{n}" for n in range(2, 1000))]


def _make_room(file: Path, database: Database) -> None:
    """Make the file's folder, and the file itself such that only its owner reads it."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.touch(mode=0o600)
    except OSError as error:
        raise translated(error, database.place) from error


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table(schema.version.name):
        return None
    found: str | None = connection.scalar(select(schema.version.c.version_num))
    return found


def _known(revision: str) -> bool:
    return revision.isdecimal() and int(revision) <= int(schema.HEAD)


def _found(connection: Connection, place: str) -> str | None:
    """Return the version of the store, ``None`` for an empty database.

    StoreCorruptError for another program's file, or a database where tables of ours have no
    version.
    """
    version = _version(connection)
    tables = set(inspect(connection).get_table_names()) if version is None else set()
    if tables & set(schema.metadata.tables) or (tables and connection.dialect.name == "sqlite"):
        raise StoreCorruptError(place=place, detail="tables without a version of Isnad")
    return version


def _create(connection: Connection) -> None:
    hold(connection, _MIGRATION)
    if _version(connection) is None:  # no other process was quicker
        _make_tables(connection)


def _make_tables(connection: Connection) -> None:
    schema.version.create(connection)
    schema.metadata.create_all(connection, checkfirst=False)
    connection.execute(schema.version.insert().values(version_num=schema.HEAD))


def _upgrade(connection: Connection, place: str) -> None:
    from alembic import command
    from alembic.config import Config

    hold(connection, _MIGRATION)
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if broken is not None:
            raise StoreCorruptError(place=place, detail=f"a row of {broken[0]} lost its parent")
