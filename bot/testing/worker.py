"""A process that does tasks: ``python -m bot.testing.worker URL SECONDS SLOTS SILENT``.

Each task takes ``SECONDS``, or until SIGUSR1 comes, from which on tasks take no time, and shows
one post, under the task's own key. With PostgreSQL the process is taken for dead after ``SILENT``
seconds. It writes a line for all that it does: ``ready``, ``begun KEY ATTEMPT``,
``ended KEY ATTEMPT``, ``lost KEY ATTEMPT``, ``dead KEY ATTEMPT``. SIGTERM stops it with grace,
which it says, too: ``stopping``.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from contextlib import ExitStack, suppress
from datetime import UTC, datetime

import structlog

from bot.errors import LostError
from bot.jobs.alone import alone
from bot.jobs.local import LocalJobs
from bot.model import Note, Place, Post, Showing, Task
from bot.ports import Jobs
from bot.store import SqlStore


def _now() -> datetime:
    return datetime.now(UTC)


def _say(*words: object) -> None:
    print(*words, flush=True)  # noqa: T201  (whoever started it reads this)


async def _jobs(store: SqlStore, slots: int, silent: float) -> Jobs:
    if store.database.sqlite:
        return LocalJobs(store.tasks, _now, slots=slots)
    from bot.jobs.postgres import PostgresJobs

    jobs = PostgresJobs(store.tasks, _now, slots=slots, beat=silent / 5, silent=silent)
    await jobs.open()
    return jobs


async def serve(url: str, seconds: float, slots: int, silent: float) -> None:
    """Do tasks until told to stop."""
    store = SqlStore(url, busy=silent / 3)
    on, loop = asyncio.Event(), asyncio.get_running_loop()

    async def work(task: Task) -> None:
        _say("begun", task.key, task.attempt)
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await on.wait()
            await store.outbox.put([Showing(task.key, Place(task.chat), Post(()))], task, done=True)
        except LostError:
            _say("lost", task.key, task.attempt)
            raise
        _say("ended", task.key, task.attempt)

    async def gave_up(task: Task, reason: Note) -> None:
        _say("dead", task.key, task.attempt)

    with ExitStack() as stack:
        stack.enter_context(alone(store.database.file))
        await store.open()
        jobs = await _jobs(store, slots, silent)
        running = asyncio.create_task(jobs.run(work, gave_up))

        def stop() -> None:
            running.cancel()
            _say("stopping")

        loop.add_signal_handler(signal.SIGTERM, stop)
        loop.add_signal_handler(signal.SIGUSR1, on.set)
        _say("ready")
        await asyncio.wait([running])
        await store.close()


if __name__ == "__main__":
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    address, seconds, slots, silent = sys.argv[1:]
    asyncio.run(serve(address, float(seconds), int(slots), float(silent)))
