"""Tasks on several workers: ``python -m bench.work [--write]``.

Workers are processes of their own on one PostgreSQL server; a task takes two seconds, as if it
waited for a model. It is measured how much more two workers do than one, and how long people in
other chats wait while one chat asks for 300 briefs at once.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from time import monotonic

from bench.figures import markdown
from bench.results import options, tell
from bot.jobs.postgres import PostgresJobs
from bot.model import Chat, Task, TaskKind
from bot.store import SqlStore
from bot.testing import postgres

SECONDS, SLOTS, SILENT = 2.0, 4, 15.0
TASKS, CHATS = 64, 32
FLOOD, ASKED, EVERY = 300, 30, 1.0  # every so many seconds somebody else asks for something


def _now() -> datetime:
    return datetime.now(UTC)


@asynccontextmanager
async def workers(url: str, n: int) -> AsyncIterator[None]:
    """Run ``n`` workers on the store at ``url``, all of them ready."""
    options = (str(SECONDS), str(SLOTS), str(SILENT))
    command = (sys.executable, "-m", "bot.testing.worker", url, *options)
    pipe = asyncio.subprocess.PIPE
    started = [await asyncio.create_subprocess_exec(*command, stdout=pipe) for _ in range(n)]
    reading = []
    for process in started:
        assert process.stdout is not None
        await process.stdout.readline()
        reading.append(asyncio.create_task(process.stdout.read()))
    try:
        yield
    finally:
        for process in started:
            process.kill()
        await asyncio.gather(*reading, *(process.wait() for process in started))


@asynccontextmanager
async def opened(server: str, name: str) -> AsyncIterator[tuple[str, SqlStore, PostgresJobs]]:
    """Open a store with a queue in a database of its own."""
    import psycopg

    address = server.replace("+psycopg", "").format("postgres")
    async with await psycopg.AsyncConnection.connect(address, autocommit=True) as connection:
        await connection.execute(f"CREATE DATABASE {name}")
    url = server.format(name)
    store = SqlStore(url)
    await store.open()
    jobs = PostgresJobs(store.tasks, _now)
    await jobs.open()
    try:
        yield url, store, jobs
    finally:
        await store.close()


def _task(key: str, chat: str) -> Task:
    return Task(key, TaskKind.BRIEF, Chat("telegram", chat), b"", _now())


async def throughput(server: str, n: int) -> float:
    """Return the tasks a second that ``n`` workers do."""
    async with opened(server, f"through{n}") as (url, store, jobs), workers(url, n):
        started = monotonic()
        for k in range(TASKS):
            await jobs.put(_task(f"t{k}", str(k % CHATS)))
        while any(await store.tasks.counts()):  # noqa: ASYNC110
            await asyncio.sleep(0.02)
        return TASKS / (monotonic() - started)


async def waits(server: str, flood: int) -> list[float]:
    """Return how long people in other chats wait for their tasks, in seconds, sorted."""
    async with opened(server, f"flood{flood}") as (url, _, jobs), workers(url, 1):
        for k in range(flood):
            await jobs.put(_task(f"flood{k}", "flood"))

        async def ask(k: int) -> float:
            await asyncio.sleep(k * EVERY)
            started, chat = monotonic(), Chat("telegram", f"other{k}")
            await jobs.put(_task(f"other{k}", chat.id))
            await jobs.settled(chat)
            return monotonic() - started

        return sorted(await asyncio.gather(*(ask(k) for k in range(ASKED))))


def p95(values: Sequence[float]) -> float:
    """Return the 95th percentile of sorted values."""
    return values[min(len(values) - 1, round(0.95 * (len(values) - 1)))]


async def measure() -> str:
    """Return what was measured, as tables."""
    with postgres.server() as server:
        one, two = await throughput(server, 1), await throughput(server, 2)
        calm, flooded = await waits(server, 0), await waits(server, FLOOD)
    first = [
        ("tasks a second", f"{one:.2f}", f"{two:.2f}", f"{two / one:.2f}"),
    ]
    second = [
        (name, f"{of(calm):.2f}", f"{of(flooded):.2f}", f"{of(flooded) / of(calm):.2f}")
        for name, of in (("median", lambda v: v[len(v) // 2]), ("95th percentile", p95))
    ]
    return (
        f"{TASKS} tasks of {SECONDS:.0f} s in {CHATS} chats, {SLOTS} slots in each worker.\n\n"
        + markdown(("", "one worker", "two workers", "ratio"), first)
        + f"\n\nSeconds that {ASKED} people wait, one asking each second, one worker.\n\n"
        + markdown(("", "alone", f"one chat asks for {FLOOD}", "ratio"), second)
    )


def main(arguments: list[str] | None = None) -> None:
    """Measure, print, and with ``--write`` keep the figures."""
    given = options(__doc__).parse_args(arguments)
    text = asyncio.run(measure())
    tell("Several workers", text, keep=given.write)


if __name__ == "__main__":
    main()
