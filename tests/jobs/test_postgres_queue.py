"""The queue on PostgreSQL: several workers, lost answers, procrastinate's tables."""

import asyncio
import threading
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select, text, update

from bot.errors import StoreCorruptError, StoreNewerError, StoreUnreachableError
from bot.jobs import turns
from bot.jobs.postgres import SWEEPING, PostgresJobs
from bot.model import Chat, Task, TaskKind, TaskState
from bot.store import SqlStore, schema
from bot.store.database import try_hold
from bot.testing.patience import PATIENCE, soon

HERE, THERE, NEW = Chat("telegram", "1"), Chat("slack", "1"), Chat("telegram", "-1001")


def now():
    return datetime.now(UTC)


def task(key, chat=HERE):
    return Task(key, TaskKind.BRIEF, chat, b"", now())


class Member:
    """One of several workers on a store."""

    def __init__(self, url):
        self.store = SqlStore(url)
        self.begun, self.ended, self.busy = [], [], 0
        self.go = asyncio.Event()
        self.running = None

    async def open(self):
        await self.store.open()
        self.jobs = PostgresJobs(self.store.tasks, now, grace=0.02)
        await self.jobs.open()
        return self

    def start(self, held=False):
        if not held:
            self.go.set()
        self.running = asyncio.create_task(self.jobs.run(self.work, self.gave_up))

    async def work(self, task):
        self.begun.append(task.key)
        self.busy += 1
        try:
            await self.go.wait()
            await self.store.outbox.put([], task, done=True)
            self.ended.append(task.key)
        finally:
            self.busy -= 1

    async def gave_up(self, task, reason):
        raise AssertionError(reason)

    async def stop(self):
        if self.running:
            self.running.cancel()
            with suppress(asyncio.CancelledError):
                await self.running
            self.running = None

    async def scalar(self, query):
        return await self.store.database.read(lambda c: c.scalar(query))


async def settled(pair, *chats):
    """Wait until chats have no task, and whoever did one has noted its end."""
    for chat in chats:
        await pair[0].jobs.settled(chat)
    await soon(lambda: not any(member.busy for member in pair))


@pytest.fixture
async def pair(postgres_url):
    members = [await Member(postgres_url).open() for _ in range(2)]
    yield members
    for member in members:
        await member.stop()
        await member.store.close()


async def test_a_chat_has_one_task_under_way_among_all_workers(pair):
    one, other = pair
    for member in pair:
        member.start(held=True)
    for n in range(3):
        await one.jobs.put(task(f"a{n}"))
        await other.jobs.put(task(f"b{n}", THERE))
    await soon(lambda: len(one.begun + other.begun) == 2)
    await asyncio.sleep(0.1)
    assert sorted(one.begun + other.begun) == ["a0", "b0"]
    one.go.set()
    other.go.set()
    await settled(pair, HERE, THERE)
    assert sorted(one.ended + other.ended) == ["a0", "a1", "a2", "b0", "b1", "b2"]


async def test_workers_hear_of_a_task_without_looking(pair, monkeypatch):
    monkeypatch.setattr("bot.jobs.postgres.GLANCE", 3600)
    asker, worker = pair
    worker.start()
    await asyncio.sleep(0.3)  # its first look is over
    await asker.jobs.put(task("t"))
    await soon(lambda: worker.ended == ["t"])


async def test_a_task_that_was_only_stored_is_found(pair):
    asker, worker = pair
    worker.start()
    await asker.store.tasks.put(task("t"))
    await soon(lambda: worker.ended == ["t"])


async def test_cancelling_reaches_other_processes(pair):
    asker, worker = pair
    worker.start(held=True)
    await asker.jobs.put(task("t"))
    await soon(lambda: worker.begun == ["t"])
    assert [t.key for t in await asker.jobs.cancel(HERE)] == ["t"]
    await asker.jobs.put(task("u"))
    await soon(lambda: worker.begun == ["t", "u"])
    worker.go.set()
    await settled(pair, HERE)
    assert worker.ended == ["u"]


async def test_forgetting_a_chat_stops_what_is_done_for_it(pair):
    asker, worker = pair
    worker.start(held=True)
    await asker.jobs.put(task("t"))
    await soon(lambda: worker.begun == ["t"])
    await asker.store.forget(HERE)
    await soon(lambda: not len(worker.jobs._crew))
    await asker.jobs.put(task("u"))
    worker.go.set()
    await soon(lambda: worker.ended == ["u"])


async def test_reclaiming_touches_nothing_that_a_worker_does(pair):
    other, worker = pair
    worker.start(held=True)
    await worker.jobs.put(task("t"))
    await soon(lambda: worker.begun == ["t"])
    assert await other.store.tasks.reclaim() == 0


async def test_what_one_hands_back_another_takes_at_once(pair):
    one, other = pair
    one.start(held=True)
    await one.jobs.put(task("t"))
    await soon(lambda: one.begun == ["t"])
    await one.stop()
    other.start()
    await soon(lambda: other.ended == ["t"])
    assert await other.scalar(select(schema.tasks.c.losses)) == 0


async def test_a_task_that_was_begun_by_a_lost_answer_is_begun_again(pair):
    worker, _ = pair
    worker.start()
    await soon(lambda: worker.jobs._worker is not None)
    me = worker.jobs._worker

    def begin(c):
        worker.store.tasks.insert(c, task("t"))
        c.execute(update(schema.tasks).values(state="doing", worker=me))
        turns.queue_up(c, 1)
        assert turns.fetch(c, me)

    await worker.store.database.write(begin)
    await soon(lambda: worker.ended == ["t"])


async def test_who_leaves_while_it_begins_a_task_leaves_nothing_begun(pair, monkeypatch):
    asker, worker = pair
    inside, on = threading.Event(), threading.Event()
    fetch = turns.fetch

    def slow(c, number):
        found = fetch(c, number)
        if found:
            inside.set()
            assert on.wait(PATIENCE)
        return found

    monkeypatch.setattr("bot.jobs.turns.fetch", slow)
    await asker.jobs.put(task("t"))
    worker.start(held=True)
    await soon(inside.is_set)
    stopping = asyncio.create_task(worker.stop())
    waits = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    async with asyncio.timeout(PATIENCE):
        while not await asker.scalar(waits):  # until it means to leave  # noqa: ASYNC110
            await asyncio.sleep(0.002)
    on.set()
    await stopping
    await worker.store.close()
    rows = select(schema.tasks.c.state, schema.tasks.c.losses)
    ((state, losses),) = await asker.store.database.read(lambda c: c.execute(rows).all())
    assert (TaskState(state), losses, worker.begun) == (TaskState.WAITING, 0, [])
    asker.start()
    await soon(lambda: asker.ended == ["t"])


async def test_a_process_that_froze_in_a_transaction_holds_nothing_up(postgres_url, pair):
    asker, worker = pair
    frozen, stands, thaw = SqlStore(postgres_url, busy=1.0), threading.Event(), threading.Event()
    await asker.store.tasks.put(task("t"))  # somebody has to find it

    def stand_still(c):
        c.execute(text("LOCK TABLE procrastinate_workers, tasks"))
        assert try_hold(c, SWEEPING)
        stands.set()
        thaw.wait()

    standing = asyncio.create_task(frozen.database.write(stand_still))
    await soon(stands.is_set)
    worker.start()
    await soon(lambda: worker.ended == ["t"])
    thaw.set()
    with pytest.raises(StoreUnreachableError):
        await standing
    await frozen.close()


async def test_a_worker_that_was_taken_for_dead_begins_anew(pair):
    one, _ = pair
    one.start(held=True)
    await one.jobs.put(task("t"))
    await soon(lambda: one.begun == ["t"])
    await one.store.database.write(lambda c: turns.prune(c, -1))
    one.jobs._beaten = float("-inf")  # so that its next beat is now
    one.jobs.wake()
    await soon(lambda: one.begun == ["t", "t"])
    one.go.set()
    await settled(pair, HERE)
    assert one.ended == ["t"]
    assert await one.scalar(select(schema.tasks.c.losses)) == 1


async def test_chats_that_became_one_have_one_task_under_way(pair):
    one, other = pair
    one.start(held=True)
    await one.jobs.put(task("a", HERE))
    await one.jobs.put(task("b", NEW))
    await soon(lambda: sorted(one.begun) == ["a", "b"])
    await other.store.move(HERE, NEW)
    await other.jobs.put(task("c", NEW))
    await asyncio.sleep(0.1)
    assert sorted(one.begun) == ["a", "b"]
    one.go.set()
    await settled(pair, NEW)
    assert sorted(one.ended) == ["a", "b", "c"]


async def test_nothing_is_left_in_the_queue_when_all_is_done(pair):
    one, other = pair
    for member in pair:
        member.start()
    for n in range(12):
        await one.jobs.put(task(f"t{n}", Chat("telegram", str(n % 4))))
    await settled(pair, *(Chat("telegram", str(n)) for n in range(4)))
    await one.stop()
    await other.stop()
    for name in ("procrastinate_jobs", "procrastinate_events", "procrastinate_workers"):
        assert await one.scalar(text(f"SELECT count(*) FROM {name}")) == 0


async def test_chats_that_put_and_end_at_once_are_never_forgotten(pair):
    one, other = pair
    for member in pair:
        member.start()
    keys = [f"t{n}" for n in range(20)]
    jobs = [member.jobs for member in pair]
    await asyncio.gather(*(jobs[n % 2].put(task(key)) for n, key in enumerate(keys)))
    async with asyncio.timeout(PATIENCE):
        await settled(pair, HERE)
    assert sorted(one.ended + other.ended) == sorted(keys)


# --- procrastinate's tables


async def prepared(url):
    store = SqlStore(url)
    await store.open()
    try:
        await PostgresJobs(store.tasks, now).open()
    finally:
        await store.close()


async def test_many_may_prepare_the_queue_at_once(postgres_url):
    await asyncio.gather(*(prepared(postgres_url) for _ in range(4)))


async def test_a_queue_of_an_older_release_is_brought_up_to_date(postgres_url, pair):
    one, _ = pair
    scripts = turns.migrations()
    old = [name for name in scripts if name < "03.03"]

    for kind in ("TABLE", "TYPE", "FUNCTION"):
        await one.store.database.write(lambda c, kind=kind: c.execute(text(DROP[kind])))
    for name in old:
        await one.store.database.write(lambda c, name=name: turns.script(c, scripts[name]))
    reached = text(f"UPDATE {turns.VERSION} SET migration = :name")
    await one.store.database.write(lambda c: c.execute(reached, {"name": old[-1]}))
    await one.jobs.open()
    one.start()
    await one.jobs.put(task("t"))
    await soon(lambda: one.ended == ["t"])
    newest = await one.scalar(text(f"SELECT migration FROM {turns.VERSION}"))
    assert newest == max(scripts)


DROP = {
    "TABLE": "DROP TABLE procrastinate_events, procrastinate_periodic_defers,"
    " procrastinate_jobs, procrastinate_workers CASCADE",
    "FUNCTION": "DO $$ DECLARE f record; BEGIN FOR f IN SELECT oid::regprocedure AS name FROM"
    " pg_proc WHERE proname LIKE 'procrastinate%' LOOP EXECUTE 'DROP FUNCTION ' || f.name ||"
    " ' CASCADE'; END LOOP; END $$",
    "TYPE": "DROP TYPE procrastinate_job_status, procrastinate_job_event_type,"
    " procrastinate_job_to_defer_v1 CASCADE",
}


async def test_a_queue_of_a_newer_release_is_refused(postgres_url, pair):
    one, _ = pair
    newer = text(f"UPDATE {turns.VERSION} SET migration = '99.00.00_01_next.sql'")
    await one.store.database.write(lambda c: c.execute(newer))
    with pytest.raises(StoreNewerError):
        await one.jobs.open()


async def test_another_programs_queue_is_refused_and_not_touched(postgres_url, pair):
    one, _ = pair
    await one.store.database.write(lambda c: c.execute(text(f"DROP TABLE {turns.VERSION}")))
    with pytest.raises(StoreCorruptError):
        await one.jobs.open()
    assert await one.scalar(select(func.to_regclass(turns.VERSION))) is None


async def test_a_task_and_its_chats_turn_are_one_stroke(pair, monkeypatch):
    one, _ = pair

    def fail(c, chat):
        raise StoreCorruptError

    monkeypatch.setattr(turns, "queue_up", fail)
    with pytest.raises(StoreCorruptError):
        await one.jobs.put(task("t"))
    assert await one.store.tasks.state("t") is None
