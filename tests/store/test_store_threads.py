"""Work on the database is done in threads: the loop goes on, and none of them is left behind."""

import asyncio
import threading

import pytest
from sqlalchemy import text

from bot.errors import StoreError, StoreUnreachableError
from bot.model import Chat
from bot.store import SqlStore
from bot.testing.patience import PATIENCE

CHAT = Chat("telegram", "1")


@pytest.fixture(params=["file", "memory"])
async def store(request, tmp_path):
    name = tmp_path / "isnad.db" if request.param == "file" else ":memory:"
    store = SqlStore(f"sqlite:///{name}")
    await store.open()
    yield store
    await store.close()


def ours():
    return [t for t in threading.enumerate() if t.name.startswith("isnad-store")]


async def test_the_loop_goes_on_while_work_is_done(store):
    go = threading.Event()
    reading = asyncio.create_task(store.database.read(lambda c: go.wait(PATIENCE)))
    writing = asyncio.create_task(store.database.write(lambda c: go.wait(PATIENCE)))
    await asyncio.sleep(0)  # had the loop to wait for them, it would not come to the next line
    go.set()
    assert await asyncio.gather(reading, writing) == [True, True]


async def test_what_is_asked_at_once_takes_few_threads(store):
    await asyncio.gather(*(store.chat_settings(Chat("telegram", str(n))) for n in range(100)))
    assert 1 <= len(ours()) <= 4


async def test_closing_ends_all_threads(store):
    await asyncio.gather(*(store.set_chat_setting(CHAT, str(n), n) for n in range(20)))
    await store.close()
    assert ours() == []


async def test_a_store_that_could_not_be_opened_leaves_no_thread(tmp_path):
    (tmp_path / "isnad.db").mkdir()
    store = SqlStore(f"sqlite:///{tmp_path / 'isnad.db'}")
    with pytest.raises(StoreUnreachableError):
        await store.open()
    assert ours() == []


async def test_closing_waits_for_work_that_nobody_waits_for_any_more(store):
    begun, go, ended = threading.Event(), threading.Event(), []

    def work(c):
        begun.set()
        go.wait(PATIENCE)
        c.execute(text("SELECT 1"))
        ended.append(True)

    reading = asyncio.create_task(store.database.read(work))
    await asyncio.to_thread(begun.wait, PATIENCE)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    closing = asyncio.create_task(store.close())
    await asyncio.sleep(0)
    assert not closing.done()
    go.set()
    await closing
    assert ended == [True]


async def test_a_store_that_was_closed_can_be_opened_again(tmp_path):
    store = SqlStore(f"sqlite:///{tmp_path / 'isnad.db'}")
    for n in range(2):
        await store.open()
        await store.set_chat_setting(CHAT, str(n), n)
        await store.close()
    await store.open()
    assert await store.chat_settings(CHAT) == {"0": 0, "1": 1}
    await store.close()


async def test_a_store_that_was_closed_is_not_opened_by_who_uses_it(store):
    await store.close()
    reads, writes = store.chat_settings(CHAT), store.set_chat_setting(CHAT, "k", 1)
    for use in (reads, writes, store.forget(CHAT)):
        with pytest.raises(StoreError, match="closed"):
            await use
    assert ours() == []
    await store.close()
