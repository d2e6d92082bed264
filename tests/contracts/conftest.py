"""A store on each database."""

from collections.abc import AsyncIterator
from datetime import datetime

import pytest

from bot.jobs import turns
from bot.store import SqlStore, schema
from bot.testing import postgres
from bot.testing.nouns import READ, Clock

VERSIONS = {schema.version.name, turns.VERSION}
"""Tables that say which tables there are."""


def _sqlite_file(request):
    return f"sqlite:///{request.getfixturevalue('tmp_path') / 'isnad.db'}"


def _sqlite_memory(request):
    return "sqlite:///:memory:"


@pytest.fixture(scope="session")
def postgres_database(postgres_server):
    """A database of the contracts' own, which nobody gives other tables."""
    postgres.create(postgres_server, "contracts")
    return postgres_server.format("contracts")


def _postgres(request):
    url = request.getfixturevalue("postgres_database")
    _empty(url)
    return url


def _empty(url):
    """Delete all rows, and count from one again; to make the tables anew takes longer."""
    import psycopg

    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = {name for (name,) in found} - VERSIONS
        connection.execute("SET session_replication_role = replica")  # in any order
        connection.execute("; ".join(f'DELETE FROM "{name}"' for name in tables))
        connection.execute(
            "SELECT setval(oid::regclass, 1, false) FROM pg_class"
            " WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace"
        )


@pytest.fixture(params=[_sqlite_file, _sqlite_memory, _postgres], ids=lambda f: f.__name__[1:])
def url(request):
    return request.param(request)


@pytest.fixture
def clock() -> Clock[datetime]:
    """What the store and its leases go by."""
    return Clock(READ)


@pytest.fixture
async def store(url, clock) -> AsyncIterator[SqlStore]:
    store = SqlStore(url, now=clock)
    await store.open()
    yield store
    await store.close()
