"""Tidying up goes to its end, also where who waits is cancelled meanwhile."""

import asyncio

import pytest

from bot.traffic.ending import to_the_end


async def test_what_is_begun_is_finished_before_the_cancellation_is_raised() -> None:
    begun, go, tidy = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def tidying() -> None:
        begun.set()
        await go.wait()
        tidy.set()

    task = asyncio.create_task(to_the_end(tidying()))
    await begun.wait()
    task.cancel()
    await asyncio.sleep(0)
    assert not task.done()
    go.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert tidy.is_set()


async def test_a_second_cancellation_ends_it() -> None:
    begun = asyncio.Event()

    async def tidying() -> None:
        begun.set()
        await asyncio.Event().wait()

    task = asyncio.create_task(to_the_end(tidying()))
    await begun.wait()
    task.cancel()
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_an_error_of_the_tidying_is_told() -> None:
    async def tidying() -> None:
        raise RuntimeError("stuck")

    with pytest.raises(RuntimeError, match="stuck"):
        await to_the_end(tidying())
