"""Work in lines: in order within one, beside each other otherwise."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import structlog

from bot.commands import menu
from bot.traffic.arrivals import Arrivals, in_turn


@pytest.fixture
async def arrivals() -> AsyncIterator[Arrivals]:
    made = Arrivals()
    yield made
    await made.stop()


async def test_a_line_is_done_in_order_and_others_do_not_wait(arrivals: Arrivals) -> None:
    done, free = list[str](), asyncio.Event()

    async def slow() -> None:
        await free.wait()
        done.append("slow")

    async def note(what: str) -> None:
        done.append(what)

    arrivals.put(slow, "a")
    arrivals.put(lambda: note("next"), "a")
    arrivals.put(lambda: note("other"), "b")
    arrivals.put(lambda: note("none"))
    while len(done) < 2:  # noqa: ASYNC110
        await asyncio.sleep(0)
    assert sorted(done) == ["none", "other"]
    free.set()
    await arrivals.idle()
    assert done[2:] == ["slow", "next"]


async def test_an_error_ends_one_piece_of_work_and_nothing_else(arrivals: Arrivals) -> None:
    done = list[str]()

    async def fail() -> None:
        raise ZeroDivisionError

    async def go() -> None:
        done.append("go")

    with structlog.testing.capture_logs() as logs:
        arrivals.put(fail, "a")
        arrivals.put(go, "a")
        await arrivals.idle()
    assert (done, [log["log_level"] for log in logs]) == (["go"], ["error"])


async def test_what_has_not_begun_when_it_stops_is_left(arrivals: Arrivals) -> None:
    begun = list[int]()

    async def hang(n: int) -> None:
        begun.append(n)
        await asyncio.Event().wait()

    arrivals.put(lambda: hang(1), "a")
    arrivals.put(lambda: hang(2), "a")
    await asyncio.sleep(0)
    await arrivals.stop()
    assert begun == [1]


@pytest.mark.parametrize(
    ("said", "waits"),
    [
        ("How many came?", True),
        ("/source 3", True),
        ("/brief https://a.example/1", True),
        ("/مصدر 3", True),
        ("/", True),
        ("/Cancel", False),
        ("/status@isnad_bot", False),
        ("/check The bridge opened.", False),
        ("/إلغاء", False),
        ("/حاله", False),
    ],
)
def test_all_but_what_stops_tells_or_takes_long_waits_its_turn(said: str, waits: bool) -> None:
    assert in_turn(said, menu("telegram")) is waits
