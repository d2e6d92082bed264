"""A store on each database."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import create_engine, text

from bot.store import SqlStore
from bot.testing.nouns import READ


def _sqlite_file(request):
    return f"sqlite:///{request.getfixturevalue('tmp_path') / 'isnad.db'}"


def _sqlite_memory(request):
    return "sqlite:///:memory:"


def _postgres(request):
    url = request.getfixturevalue("postgres_server").format("postgres")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return url


@pytest.fixture(params=[_sqlite_file, _sqlite_memory, _postgres], ids=lambda f: f.__name__[1:])
def url(request):
    return request.param(request)


@pytest.fixture
async def store(url) -> AsyncIterator[SqlStore]:
    store = SqlStore(url, now=lambda: READ)
    await store.open()
    yield store
    await store.close()
