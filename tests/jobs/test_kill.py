"""Processes that die, freeze or lose their database while they do tasks."""

import asyncio
import random
import signal
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from bot.jobs.attempts import insist
from bot.jobs.postgres import PostgresJobs
from bot.model import Chat, Task, TaskKind, TaskState
from bot.store import SqlStore, schema
from bot.testing import postgres
from bot.testing.child import child
from bot.testing.patience import PATIENCE

LONG = 600  # seconds: until it is told to go on
CHATS = [Chat("telegram", str(n)) for n in range(4)]


def now():
    return datetime.now(UTC)


def working(url, seconds):
    """Run a worker that is taken for dead after three seconds."""
    return child("bot.testing.worker", url, seconds, 4, 3.0)


@pytest.fixture
def sqlite_url(tmp_path):
    return f"sqlite:///{tmp_path / 'isnad.db'}"


@pytest.fixture(params=["sqlite_url", "postgres_url"])
def url(request):
    return request.getfixturevalue(request.param)


@asynccontextmanager
async def opened(url):
    store = SqlStore(url)
    await store.open()
    try:
        yield store
    finally:
        await store.close()


async def put(store, *keys, chats=CHATS):
    """Put tasks, the way that a process without a worker does."""
    if store.database.sqlite:
        jobs = store.tasks
    else:
        jobs = PostgresJobs(store.tasks, now)
        await jobs.open()
    for n, key in enumerate(keys):
        await jobs.put(Task(key, TaskKind.BRIEF, chats[n % len(chats)], b"", now()))


async def done(store, *keys):
    """Wait until all are done; return how often each was posted and its losses."""
    async with asyncio.timeout(PATIENCE):
        while any(await insist(store.tasks.counts)):  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    for key in keys:
        assert await store.tasks.state(key) is TaskState.DONE
    o, t = schema.outbox.c, schema.tasks.c
    query = select(t.key, o.version, t.losses).outerjoin(schema.outbox, o.key == t.key)
    rows = await store.database.read(lambda c: c.execute(query).all())
    return {row.key: row.version for row in rows}, {row.key: row.losses for row in rows}


async def test_a_process_that_is_killed_again_and_again_loses_and_doubles_nothing(url):
    keys = [f"t{n}" for n in range(16)]
    chance = random.Random(7)
    async with opened(url) as store:
        await put(store, *keys)
        for moment in ("any", "busy"):
            async with working(url, 0.08 if moment == "any" else LONG) as worker:
                if moment == "any":
                    await asyncio.sleep(chance.uniform(0.02, 0.2))
                else:
                    await worker.until(
                        lambda: any(line.startswith("begun") for line in worker.said)
                    )
                worker.send(signal.SIGKILL)
                await worker.end()
        async with working(url, 0.02):
            posted, losses = await done(store, *keys)
        assert posted == dict.fromkeys(keys, 1)
        assert any(losses.values())


async def test_a_process_that_is_asked_to_stop_ends_what_it_does_and_takes_no_more(url):
    async with opened(url) as store:
        await put(store, "a", "b", chats=CHATS[:1])
        async with working(url, LONG) as worker:
            await worker.says("begun a 1")
            worker.send(signal.SIGTERM)
            await worker.says("stopping")
            worker.send(signal.SIGUSR1)
            assert await worker.end() == 0
            assert worker.said == ["ready", "begun a 1", "stopping", "ended a 1"]
        assert await store.tasks.counts() == (1, 0)


async def test_another_worker_takes_over_what_a_killed_one_did(postgres_url):
    async with opened(postgres_url) as store:
        await put(store, "t")
        async with working(postgres_url, LONG) as first:
            await first.says("begun t 1")
            async with working(postgres_url, 0.01) as second:
                first.send(signal.SIGKILL)
                await second.says("ended t 2")
        assert await done(store, "t") == ({"t": 1}, {"t": 1})


async def test_a_worker_that_was_frozen_does_not_post_what_another_took_over(postgres_url):
    async with opened(postgres_url) as store:
        await put(store, "t")
        async with working(postgres_url, LONG) as frozen:
            await frozen.says("begun t 1")
            frozen.send(signal.SIGSTOP)
            async with working(postgres_url, 0.01) as heir:
                await heir.says("ended t 2")
            frozen.send(signal.SIGUSR1)
            frozen.send(signal.SIGCONT)
            await put(store, "u")
            await frozen.says("ended u 1")
        assert "ended t 1" not in frozen.said
        assert await done(store, "t", "u") == ({"t": 1, "u": 1}, {"t": 1, "u": 0})


async def test_a_database_that_restarts_loses_and_doubles_nothing():
    if postgres.binaries() is None:
        pytest.skip("no PostgreSQL on this machine")
    keys = [f"t{n}" for n in range(16)]
    with postgres.server() as server:
        url = server.format("postgres")
        async with opened(url) as store:
            await put(store, *keys)
            async with working(url, 0.15) as one, working(url, 0.15) as other:
                for _ in range(2):
                    await asyncio.sleep(0.3)
                    await asyncio.to_thread(postgres.restart, server)
                posted, _ = await done(store, *keys)
                assert (one.returncode, other.returncode) == (None, None)
    assert posted == dict.fromkeys(keys, 1)
