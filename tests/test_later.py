"""Adapters that are loaded while others listen already."""

import asyncio
import threading

import pytest

from bot.later import Later, begun
from bot.model import Chat
from bot.ports import Adapter
from bot.testing.adapter import FakeAdapter
from bot.testing.patience import PATIENCE


class Loading:
    """Makes adapters, as soon as it may."""

    def __init__(self) -> None:
        self.threads: list[threading.Thread] = []
        self.began = threading.Event()
        self.may = threading.Event()
        self.may.set()

    def __call__(self) -> Adapter:
        self.threads.append(threading.current_thread())
        self.began.set()
        self.may.wait(10)
        return FakeAdapter(stage_gap=7.0)


@pytest.fixture
def loading() -> Loading:
    return Loading()


def test_nothing_is_loaded_before_it_is_needed(loading: Loading) -> None:
    later = Later(loading, asyncio.Lock())
    assert later.invitation("1234") == ""
    assert loading.threads == []


async def test_it_is_loaded_once_and_beside_what_others_do(loading: Loading) -> None:
    later = Later(loading, asyncio.Lock())
    chats = await asyncio.gather(later.private("1"), later.private("2"))
    assert chats == [Chat("fake", "1"), Chat("fake", "2")]
    assert len(loading.threads) == 1
    assert loading.threads != [threading.main_thread()]
    assert later.stage_gap == 7.0


async def test_those_that_share_a_turn_are_loaded_one_after_the_other(loading: Loading) -> None:
    turn = asyncio.Lock()
    loading.may.clear()
    asked = [asyncio.create_task(Later(loading, turn).private(user)) for user in "12"]
    await asyncio.to_thread(loading.began.wait, PATIENCE)
    await asyncio.to_thread(loading.may.wait, 0.05)  # time enough for the other
    assert len(loading.threads) == 1
    loading.may.set()
    await asyncio.gather(*asked)
    assert len(loading.threads) == 2


async def test_what_can_wait_waits_until_all_are_loaded(loading: Loading) -> None:
    turn = asyncio.Lock()
    loading.may.clear()
    waiting = asyncio.create_task(begun(turn))
    asked = [asyncio.create_task(Later(loading, turn).private(user)) for user in "12"]
    await asyncio.to_thread(loading.began.wait, PATIENCE)
    assert not waiting.done()
    loading.may.set()
    await waiting
    assert len(loading.threads) == 2
    await asyncio.gather(*asked)
