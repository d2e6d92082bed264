"""What doing tasks promises, in one process or in several."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from bot.errors import ConfigError, LostError, ModelBusyError
from bot.jobs.attempts import FAULT, MOST_LOSSES
from bot.jobs.local import LocalJobs
from bot.jobs.postgres import PostgresJobs
from bot.model import Chat, Note, Place, Post, Showing, Task, TaskKind, TaskState
from bot.store import SqlStore
from bot.testing.nouns import READ, Clock
from bot.testing.patience import PATIENCE, soon

HERE, THERE = Chat("telegram", "1"), Chat("slack", "1")


def task(key, chat=HERE):
    return Task(key, TaskKind.BRIEF, chat, b"links", READ)


@dataclass
class Bench:
    """Jobs at work on a store, and what they were seen to do."""

    store: SqlStore
    clock: Clock[datetime]
    kind: type
    begun: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    told: list[tuple[str, Note]] = field(default_factory=list)
    faults: dict[str, list[Exception]] = field(default_factory=dict)
    holds: dict[str, asyncio.Event] = field(default_factory=dict)
    busy: int = 0

    async def start(self, **options):
        options = {"slots": 4, "grace": PATIENCE, "chance": lambda: 0.5} | options
        self.jobs = self.kind(self.store.tasks, self.clock, **options)
        if self.kind is PostgresJobs:
            await self.jobs.open()
        self.running = asyncio.create_task(self.jobs.run(self.work, self.gave_up))

    async def work(self, task):
        self.begun.append(task.key)
        self.busy += 1
        try:
            if task.key in self.holds:
                await self.holds[task.key].wait()
            if self.faults.get(task.key):
                raise self.faults[task.key].pop(0)
            await self.store.outbox.put([], task, done=True)
            self.ended.append(task.key)
        finally:
            self.busy -= 1

    async def settled(self, chat):
        """Wait until a chat has no task, and whoever did one has noted its end."""
        held = sum(not hold.is_set() for hold in self.holds.values())
        await self.jobs.settled(chat)
        await soon(lambda: self.busy <= held)

    async def gave_up(self, task, reason):
        self.told.append((task.key, reason))

    async def put(self, *keys, chat=HERE, hold=False):
        for key in keys:
            if hold:
                self.holds[key] = asyncio.Event()
            assert await self.jobs.put(task(key, chat))

    async def state(self, key, wanted):
        async with asyncio.timeout(PATIENCE):
            while await self.store.tasks.state(key) is not wanted:  # noqa: ASYNC110
                await asyncio.sleep(0.002)

    async def tried(self, key, times):
        """Let a task that fails be tried so often, its pauses passing at once."""
        async with asyncio.timeout(PATIENCE):
            while self.begun.count(key) < times:
                if await self.store.tasks.state(key) is TaskState.WAITING:
                    self.clock.at += timedelta(seconds=3600)
                    self.jobs.wake()
                await asyncio.sleep(0.002)

    async def stop(self):
        self.running.cancel()
        with suppress(asyncio.CancelledError):
            await self.running


@pytest.fixture
async def bench(url, store, clock):
    bench = Bench(store, clock, PostgresJobs if url.startswith("postgres") else LocalJobs)
    yield bench
    for hold in bench.holds.values():
        hold.set()
    await bench.stop()


# --- the plain case


async def test_a_task_is_done_once(bench):
    await bench.start()
    await bench.put("t")
    assert not await bench.jobs.put(task("t"))
    await bench.settled(HERE)
    assert bench.ended == ["t"]
    assert await bench.store.tasks.state("t") is TaskState.DONE
    assert bench.told == []


async def test_posts_are_put_with_their_task(bench):
    await bench.start()
    bench.holds["t"] = asyncio.Event()
    await bench.jobs.put(task("t"), [Showing("p", Place(HERE), Post((), passing=True))])
    assert await bench.store.outbox.unshown(HERE) == 1


async def test_tasks_of_a_chat_are_done_one_after_the_other(bench):
    await bench.start()
    await bench.put("a", hold=True)
    await bench.put("b")
    await bench.put("c", chat=THERE)
    await soon(lambda: bench.ended == ["c"])
    assert sorted(bench.begun) == ["a", "c"]
    bench.holds["a"].set()
    await bench.settled(HERE)
    assert bench.ended == ["c", "a", "b"]


async def test_no_more_are_done_at_a_time_than_there_are_slots(bench):
    await bench.start(slots=2)
    for n in range(4):
        await bench.put(f"t{n}", chat=Chat("telegram", f"{n}"), hold=True)
    await soon(lambda: len(bench.begun) == 2)
    await bench.put("last", chat=THERE)
    assert len(bench.begun) == 2
    for hold in bench.holds.values():
        hold.set()
    await bench.settled(THERE)
    assert bench.begun[-1] == "last"


async def test_a_chat_that_floods_does_not_starve_the_others(bench):
    await bench.start(slots=1)
    await bench.put("flood0", hold=True)
    await bench.put(*(f"flood{n}" for n in range(1, 5)))
    await bench.put("b0", "b1", chat=THERE)
    await bench.put("c0", chat=Chat("slack", "2"))
    bench.holds["flood0"].set()
    await bench.settled(HERE)
    assert bench.ended[:6] == ["flood0", "b0", "c0", "flood1", "b1", "flood2"]


async def test_what_the_work_forgot_to_end_is_done(bench):
    async def forgetful(task):
        bench.begun.append(task.key)

    bench.work = forgetful
    await bench.start()
    await bench.put("t")
    await bench.state("t", TaskState.DONE)


# --- failures


async def test_what_may_pass_is_done_again_after_a_pause(bench):
    bench.faults["t"] = [ModelBusyError(), ModelBusyError()]
    await bench.start()
    await bench.put("t")
    await bench.state("t", TaskState.WAITING)
    await bench.tried("t", 3)
    await bench.settled(HERE)
    assert bench.begun == ["t", "t", "t"]
    assert bench.ended == ["t"]
    assert bench.told == []


async def test_a_pause_is_waited_for_while_the_chat_goes_on(bench):
    bench.faults["t"] = [ModelBusyError(retry_after=60)]
    await bench.start()
    await bench.put("t", "other")
    await soon(lambda: bench.ended == ["other"])
    bench.clock.at += timedelta(seconds=59)
    bench.jobs.wake()
    await bench.put("another")
    await soon(lambda: bench.ended == ["other", "another"])
    assert bench.begun.count("t") == 1
    bench.clock.at += timedelta(seconds=2)
    bench.jobs.wake()
    await soon(lambda: bench.ended == ["other", "another", "t"])


async def test_what_somebody_has_to_mend_is_given_up_at_once_and_told(bench):
    bench.faults["t"] = [ConfigError(detail="no such model")]
    await bench.start()
    await bench.put("t")
    await bench.state("t", TaskState.DEAD)
    reason = Note("error.config", {"detail": "no such model"})
    assert bench.told == [("t", reason)]
    assert [(t.key, why) for t, why in await bench.store.tasks.dead()] == [("t", reason)]


async def test_an_unforeseen_error_is_tried_a_few_times_more(bench):
    bench.faults["t"] = [ValueError("a bug")] * 99
    await bench.start()
    await bench.put("t")
    await bench.tried("t", FAULT.most + 1)
    await bench.state("t", TaskState.DEAD)
    assert bench.begun == ["t"] * (FAULT.most + 1)
    assert bench.told == [("t", Note("error.unexpected"))]


async def test_work_beyond_its_deadline_is_stopped(bench):
    await bench.start(deadline=0.05)
    await bench.put("t", hold=True)
    await bench.tried("t", FAULT.most + 1)
    await bench.state("t", TaskState.DEAD)
    assert bench.told == [("t", Note("error.deadline"))]


async def test_a_task_over_which_processes_die_is_given_up_without_a_try(bench):
    await bench.store.tasks.put(task("t"))
    for _ in range(MOST_LOSSES):
        await bench.store.tasks.take(READ, 1)
        await bench.store.tasks.reclaim()
    await bench.start()
    await bench.state("t", TaskState.DEAD)
    assert bench.begun == []
    assert bench.told == [("t", Note("error.crashed"))]


async def test_the_end_is_noted_also_where_nobody_could_be_told(bench):
    async def speechless(task, reason):
        raise ValueError("a bug")

    bench.gave_up = speechless
    bench.faults["t"] = [ConfigError(detail="x")]
    await bench.start()
    await bench.put("t", "next")
    await bench.state("t", TaskState.DEAD)
    await soon(lambda: bench.ended == ["next"])


async def test_what_was_given_up_is_done_again_at_once_when_asked_for(bench, monkeypatch):
    for module in ("local", "postgres"):  # the next look is far away
        monkeypatch.setattr(f"bot.jobs.{module}.GLANCE", 600.0)
    bench.faults["t"] = [ConfigError(detail="x")]
    await bench.start()
    await bench.put("t")
    await bench.state("t", TaskState.DEAD)
    assert await bench.jobs.again("t")
    await soon(lambda: bench.ended == ["t"])
    assert not await bench.jobs.again("t")


# --- cancelling


async def test_cancelling_stops_what_is_under_way_and_what_waits(bench):
    await bench.start()
    await bench.put("a", hold=True)
    await bench.put("b")
    await bench.put("c", chat=THERE, hold=True)
    await soon(lambda: sorted(bench.begun) == ["a", "c"])
    assert [t.key for t in await bench.jobs.cancel(HERE)] == ["a", "b"]
    await bench.settled(HERE)
    assert await bench.jobs.cancel(HERE) == ()
    await bench.put("d")
    bench.holds["c"].set()
    await bench.settled(THERE)
    await bench.settled(HERE)
    assert sorted(bench.ended) == ["c", "d"]


async def test_an_attempt_that_was_taken_over_writes_nothing(bench, monkeypatch):
    async def unseen(jobs):
        """Look at nothing, so that nobody warns it."""

    monkeypatch.setattr(PostgresJobs, "_look", unseen)
    lost = asyncio.Event()

    async def work(task):
        bench.begun.append(task.key)
        await bench.holds["t"].wait()
        try:
            await bench.store.outbox.put([Showing("p", Place(HERE), Post(()))], task, done=True)
        except LostError:
            lost.set()
            raise

    bench.work = work
    await bench.start()
    await bench.put("t", hold=True)
    await soon(lambda: bench.begun == ["t"])
    await bench.store.database.write(lambda c: c.execute(text("UPDATE tasks SET attempt = 2")))
    bench.holds["t"].set()
    await asyncio.wait_for(lost.wait(), PATIENCE)
    assert await bench.store.outbox.unshown(HERE) == 0
    assert await bench.store.tasks.state("t") is TaskState.DOING


# --- starting and stopping


async def test_what_a_process_before_left_undone_is_taken_up(bench):
    await bench.store.tasks.put(task("t"))
    await bench.store.tasks.take(READ, 1)
    await bench.start()
    await soon(lambda: bench.ended == ["t"])


async def test_what_was_put_before_the_start_is_done(bench):
    await bench.store.tasks.put(task("t"))
    await bench.start()
    await soon(lambda: bench.ended == ["t"])


async def test_stopping_lets_what_is_under_way_end_and_takes_no_more(bench):
    await bench.start()
    await bench.put("a", hold=True)
    await bench.put("b")
    await soon(lambda: bench.begun == ["a"])
    bench.running.cancel()
    await asyncio.sleep(0)
    bench.holds["a"].set()
    await asyncio.wait([bench.running])
    assert bench.ended == ["a"]
    assert await bench.store.tasks.counts() == (1, 0)


async def test_what_does_not_end_in_time_is_handed_back_and_has_not_failed(bench):
    await bench.start(grace=0.02)
    await bench.put("a", hold=True)
    await soon(lambda: bench.begun == ["a"])
    await bench.stop()
    assert bench.ended == []
    (found,) = await bench.store.tasks.take(READ, 1)
    assert (found.attempt, found.failures, found.losses) == (2, 0, 0)
