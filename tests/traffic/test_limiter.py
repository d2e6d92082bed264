"""Waiting for a turn on the loop's clock, and pauses that outlive a process."""

import asyncio
import itertools
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import StoreUnreachableError
from bot.testing.memory import MemoryPauses
from bot.traffic.limiter import Limiter, PausedError, Wait
from bot.traffic.turns import Rule, Scope

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
RARE = (Scope("1", Rule(1, 60.0, kept=0)),)
ONE = (Scope("", Rule(100, 0.05)), Scope("1", Rule(1, 0.05, kept=0)))


class Broken(MemoryPauses):
    async def load(self) -> Mapping[str, datetime]:
        raise StoreUnreachableError(place="x", detail="y")

    async def keep(self, scope: str, until: datetime) -> None:
        raise StoreUnreachableError(place="x", detail="y")


@pytest.fixture
def kept() -> MemoryPauses:
    return MemoryPauses()


@pytest.fixture
def limiter(kept: MemoryPauses) -> Limiter:
    return Limiter(kept, lambda: NOON)


async def test_a_call_waits_until_the_one_before_counts_no_more(limiter: Limiter) -> None:
    clock = asyncio.get_running_loop().time
    times = []
    for _ in range(3):
        async with limiter.turn(ONE):
            times.append(clock())
    assert [b - a >= 0.05 for a, b in itertools.pairwise(times)] == [True, True]


async def test_a_call_that_fails_counts_too(limiter: Limiter) -> None:
    with pytest.raises(ZeroDivisionError):
        async with limiter.turn(RARE):
            raise ZeroDivisionError
    with pytest.raises(PausedError):
        async with limiter.turn(RARE, Wait(spare=True)):
            pytest.fail("its turn has not come")


async def test_who_is_cancelled_while_waiting_lets_the_next_one_go(limiter: Limiter) -> None:
    async def call() -> None:
        async with limiter.turn(ONE):
            pass

    async with limiter.turn(ONE):
        first, second = asyncio.create_task(call()), asyncio.create_task(call())
        await asyncio.sleep(0)
        first.cancel()
    await second
    assert first.cancelled()


async def test_a_pause_holds_back_what_it_names_and_is_kept(
    limiter: Limiter, kept: MemoryPauses
) -> None:
    await limiter.pause("1", 300.0)
    assert kept.until == {"1": NOON + timedelta(seconds=300)}
    with pytest.raises(PausedError) as error:
        async with limiter.turn(ONE, Wait(patience=5.0)):
            pytest.fail("it is to wait")
    assert 240 < error.value.after <= 300
    async with limiter.turn((Scope("2"),)):
        pass


async def test_a_short_pause_is_waited_out(limiter: Limiter) -> None:
    clock = asyncio.get_running_loop().time
    began = clock()
    await limiter.pause("1", 0.05)
    async with limiter.turn(ONE, Wait(patience=1.0)):
        assert clock() - began >= 0.05


async def test_the_next_process_respects_the_pauses_of_the_one_before() -> None:
    kept = MemoryPauses()
    kept.until = {"a": NOON + timedelta(minutes=1), "b": NOON - timedelta(1)}
    limiter = Limiter(kept, lambda: NOON)
    await limiter.load()
    with pytest.raises(PausedError):
        async with limiter.turn((Scope("a"),)):
            pytest.fail("it is to wait")
    async with limiter.turn((Scope("b"),)):
        pass


async def test_a_pause_kept_by_a_clock_a_year_ahead_ends_within_a_day(
    kept: MemoryPauses, limiter: Limiter
) -> None:
    kept.until = {"1": NOON + timedelta(days=365)}
    await limiter.load()
    with pytest.raises(PausedError) as caught:
        async with limiter.turn(ONE):
            pytest.fail("it is to wait")
    assert 0 < caught.value.after <= 86_400


async def test_a_store_that_is_down_stops_nothing() -> None:
    limiter = Limiter(Broken(), lambda: NOON)
    await limiter.load()
    await limiter.pause("1", 30.0)
    with pytest.raises(PausedError):
        async with limiter.turn(ONE):
            pytest.fail("it is to wait")
