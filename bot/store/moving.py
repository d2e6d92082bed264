"""A whole store copied into another one: backups, and the way from SQLite to PostgreSQL."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    Connection,
    Integer,
    Table,
    create_engine,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import StoreNotEmptyError
from bot.model import TaskState
from bot.store.database import translated
from bot.store.schema import metadata, tasks
from bot.store.sql import SqlStore

BATCH = 500  # rows in memory at a time


async def copy(source: str, target: str) -> Mapping[str, int]:
    """Copy every row of the store at one URL into the empty one at another.

    The source may be in use: what is copied is one state of it. Returns the number of rows by
    table. Nothing is written unless everything is. StoreNotEmptyError if the target holds
    anything already; other kinds of StoreError.
    """
    urls = []
    for url in (source, target):
        store = SqlStore(url)
        await store.open()
        urls.append(store.database.url)
        await store.close()
    return await asyncio.to_thread(_copy, *urls)


def _copy(source: URL, target: URL) -> Mapping[str, int]:
    reading, writing = (create_engine(url, hide_parameters=True) for url in (source, target))
    place = writing.url.database or ""
    try:
        with reading.connect() as old, writing.begin() as new:
            if old.dialect.name == "postgresql":
                old.execution_options(isolation_level="REPEATABLE READ")
            for table in metadata.sorted_tables:
                if new.scalar(select(func.count()).select_from(table)):
                    raise StoreNotEmptyError(place=place, detail=table.name)
            copied = {t.name: _rows(old, new, t) for t in metadata.sorted_tables}
            doing = TaskState.DOING.value  # whoever does it writes into the old store
            waiting = update(tasks).where(tasks.c.state == doing)
            new.execute(waiting.values(state=TaskState.WAITING.value))
            return copied
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        raise translated(error, place) from error
    finally:
        reading.dispose()
        writing.dispose()


def _rows(old: Connection, new: Connection, table: Table) -> int:
    copied = 0
    result = old.execution_options(yield_per=BATCH).execute(select(table))
    for rows in result.mappings().partitions(BATCH):
        new.execute(insert(table), [dict(row) for row in rows])
        copied += len(rows)
    _count_on(new, table)
    return copied


def _count_on(new: Connection, table: Table) -> None:
    """Let PostgreSQL number new rows behind those that brought their own numbers."""
    keys: list[Any] = list(table.primary_key.columns)
    if new.dialect.name != "postgresql" or len(keys) != 1 or not isinstance(keys[0].type, Integer):
        return
    if keys[0].foreign_keys:
        return
    name = {"t": table.name, "c": keys[0].name}
    sequence = new.scalar(text("SELECT pg_get_serial_sequence(:t, :c)"), name)
    last = new.scalar(select(func.max(keys[0])))
    if sequence and last:
        new.execute(text("SELECT setval(:s, :n)"), {"s": sequence, "n": last})
