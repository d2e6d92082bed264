"""Digests come at their hour: once, whatever the clock and the machine do."""

import asyncio
import json
import os
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import structlog.testing

from bot.codec import load
from bot.digesting import DigestJob
from bot.model import Chat, Schedule, Subscription, Task
from bot.preset import keep
from bot.store import SqlStore
from bot.testing.nouns import Clock, make_brief
from bot.ticker import Ticker
from bot.traffic import attachments

HERE = Chat("telegram", "1")
START = datetime(2026, 11, 20, 9, tzinfo=UTC)


class Queue:
    """Jobs that nobody does: what was asked for, once for each key."""

    def __init__(self) -> None:
        self.tasks: dict[str, Task] = {}

    async def put(self, task: Task, showings: Any = ()) -> bool:
        new = task.key not in self.tasks
        self.tasks.setdefault(task.key, task)
        return new

    @property
    def days(self) -> list[str]:
        jobs = (load(DigestJob, task.payload) for task in self.tasks.values())
        return [job.due.slot.day.isoformat() for job in jobs]

    @property
    def last(self) -> DigestJob:
        return load(DigestJob, list(self.tasks.values())[-1].payload)


@pytest.fixture
def clock() -> Clock[datetime]:
    return Clock(START)


@pytest.fixture
def memory() -> str:
    return "sqlite:///:memory:"


@pytest.fixture(params=["memory", "postgres_url"])
async def store(request: pytest.FixtureRequest, clock: Clock[datetime]) -> AsyncIterator[SqlStore]:
    store = SqlStore(request.getfixturevalue(request.param), now=clock)
    await store.open()
    yield store
    await store.close()


def daily(
    clock: Clock[datetime], zone: str = "UTC", at: time = time(8), **more: Any
) -> Subscription:
    schedule = Schedule((at,), (0, 1, 2, 3, 4, 5, 6), zone)
    return Subscription("d1", HERE, schedule, clock.at, **more)


def ticker(store: SqlStore, queue: Queue, clock: Clock[datetime], **more: Any) -> Ticker:
    async def english(_: Subscription) -> str:
        return "en"

    jobs: Any = queue
    nobody: Any = None
    return Ticker(store, jobs, nobody, nobody, clock, english, **more)


async def test_a_digest_comes_at_its_hour_and_not_before(
    store: SqlStore, clock: Clock[datetime]
) -> None:
    queue = Queue()
    await keep(store, daily(clock), clock.at)
    for hours in range(1, 73):
        clock.at = START + timedelta(hours=hours)
        await ticker(store, queue, clock).tick()
    assert queue.days == ["2026-11-21", "2026-11-22", "2026-11-23"]


async def test_two_who_look_at_once_put_one_task(store: SqlStore, clock: Clock[datetime]) -> None:
    queue = Queue()
    await keep(store, daily(clock), clock.at)
    clock.at = datetime(2026, 11, 21, 8, tzinfo=UTC)
    one, other = ticker(store, queue, clock), ticker(store, queue, clock)
    await asyncio.gather(one.tick(), other.tick())
    assert queue.days == ["2026-11-21"]


@pytest.mark.parametrize(
    ("away", "days", "late", "missed"),
    [
        (timedelta(minutes=1), ["2026-11-21"], False, 0),
        (timedelta(minutes=5), ["2026-11-21"], True, 0),
        (timedelta(hours=3), ["2026-11-21"], True, 0),
        (timedelta(days=2), ["2026-11-23"], False, 2),
    ],
)
async def test_after_a_time_away_there_is_one(
    store: SqlStore,
    clock: Clock[datetime],
    away: timedelta,
    days: list[str],
    late: bool,
    missed: int,
) -> None:
    queue = Queue()
    await keep(store, daily(clock), clock.at)
    clock.at = datetime(2026, 11, 21, 8, tzinfo=UTC) + away
    await ticker(store, queue, clock).tick()
    assert queue.days == days
    assert queue.last.due.late is late
    assert len(queue.last.due.missed) == missed


async def test_what_is_older_than_its_window_is_told_with_the_next(
    store: SqlStore, clock: Clock[datetime]
) -> None:
    queue = Queue()
    await keep(store, daily(clock, catch_up=60), clock.at)
    clock.at = datetime(2026, 11, 21, 12, tzinfo=UTC)
    await ticker(store, queue, clock).tick()
    assert queue.days == []
    clock.at = datetime(2026, 11, 22, 8, tzinfo=UTC)
    await ticker(store, queue, clock).tick()
    assert queue.days == ["2026-11-22"]
    assert [slot.day.isoformat() for slot in queue.last.due.missed] == ["2026-11-21"]


@pytest.mark.parametrize("hours", [-1, 1])
async def test_a_clock_that_steps_doubles_and_loses_nothing(
    store: SqlStore, clock: Clock[datetime], hours: int
) -> None:
    queue = Queue()
    await keep(store, daily(clock), clock.at)
    clock.at = datetime(2026, 11, 21, 8, tzinfo=UTC)
    await ticker(store, queue, clock).tick()
    clock.at += timedelta(hours=hours)
    for minutes in range(0, 60 * 24, 15):
        step = clock.at + timedelta(minutes=minutes)
        now = Clock(step)
        await ticker(store, queue, now).tick()
    assert queue.days[:2] == ["2026-11-21", "2026-11-22"][: len(queue.days)]
    assert len(queue.days) == len(set(queue.days))


async def test_a_sweep_drops_what_is_kept_for_long_enough(
    store: SqlStore, clock: Clock[datetime]
) -> None:
    await store.keep("fetch", "k", b"page")
    await store.save_brief(make_brief("b", clock.at), HERE)
    looks = ticker(store, Queue(), clock, keep_days=60)
    clock.at += timedelta(days=31)
    await looks.sweep()
    assert await store.kept("fetch", "k") is None
    assert await store.brief("b", HERE) is not None
    clock.at += timedelta(days=30)
    await looks.sweep()
    assert await store.brief("b", HERE) is None


def sent(root: Path, chat: Chat, name: str, at: datetime) -> Path:
    path = attachments.save(root, chat, name, name.encode())
    os.utime(path, (at.timestamp(), at.timestamp()))
    return path


async def test_a_sweep_takes_files_that_were_attached_too_unless_a_brief_rests_on_them(
    store: SqlStore, clock: Clock[datetime], tmp_path: Path
) -> None:
    other = Chat("telegram", "2")
    old, used, new = (
        sent(tmp_path, HERE, name, clock.at + timedelta(days=days))
        for name, days in [("old.html", 0), ("used.html", 0), ("new.html", 20)]
    )
    kept = sent(tmp_path, other, "kept.html", clock.at)
    for chat, days in [(HERE, 30), (other, 0)]:
        await store.set_chat_setting(chat, "keep", days)
    clock.at += timedelta(days=29)
    brief = make_brief("b", clock.at)
    article = replace(brief.story.articles[0], url=used.as_uri())
    articles = (article, *brief.story.articles[1:])
    await store.save_brief(replace(brief, story=replace(brief.story, articles=articles)), HERE)
    looks = ticker(store, Queue(), clock, files=tmp_path)
    clock.at += timedelta(days=2)
    await looks.sweep()
    assert [path.exists() for path in (old, used, new, kept)] == [False, True, True, True]
    assert not old.parent.exists()
    clock.at += timedelta(days=30)
    await looks.sweep()
    assert [path.exists() for path in (used, new, kept)] == [False, False, True]


async def test_a_paused_digest_does_not_come(store: SqlStore, clock: Clock[datetime]) -> None:
    queue = Queue()
    await keep(store, daily(clock, paused=True), clock.at)
    clock.at = START + timedelta(days=3)
    await ticker(store, queue, clock).tick()
    assert queue.days == []


async def test_a_clock_that_is_not_known_any_more_costs_no_other_digest(
    store: SqlStore, clock: Clock[datetime]
) -> None:
    gone, queue = daily(clock, "Nowhere/Gone"), Queue()
    await store.digests.subscribe(gone, clock.at)
    other = replace(daily(clock), id="d2")
    await keep(store, other, clock.at)
    clock.at = datetime(2026, 11, 21, 8, tzinfo=UTC)
    looks = ticker(store, queue, clock)
    with structlog.testing.capture_logs() as told:
        await looks.tick()
        await looks.tick()
    assert queue.days == ["2026-11-21"]
    assert [line["zone"] for line in told] == ["Nowhere/Gone"]


async def test_a_clock_that_was_a_year_ahead_stops_no_digest(
    store: SqlStore, clock: Clock[datetime]
) -> None:
    queue = Queue()
    await keep(store, daily(clock), clock.at)
    clock.at += timedelta(days=365)
    await ticker(store, queue, clock).tick()
    for hours in range(49):
        clock.at = START + timedelta(hours=hours)
        await ticker(store, queue, clock).tick()
    assert queue.days[1:] == ["2026-11-21", "2026-11-22"]


async def test_each_local_date_has_one_digest_at_every_change_of_clocks(
    shared: Path, store: SqlStore, clock: Clock[datetime]
) -> None:
    cases = (shared / "platform" / "dst_cases.jsonl").read_text("utf-8").splitlines()
    for line in cases:
        case, queue = json.loads(line), Queue()
        wall = datetime.fromisoformat(case.get("local_wall", "2026-06-01T08:00:00"))
        first = wall.replace(tzinfo=ZoneInfo(case["tz"])) - timedelta(days=1)
        clock.at = first.astimezone(UTC)
        await keep(store, daily(clock, case["tz"], wall.time()), clock.at)
        for _ in range(32):
            clock.at += timedelta(minutes=97)
            await ticker(store, queue, clock).tick()
        await store.digests.unsubscribe(HERE, "d1")
        assert queue.days.count(wall.date().isoformat()) == 1, case
        assert len(queue.days) == len(set(queue.days)), case
