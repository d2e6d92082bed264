"""Locks, full disks, traces of what was forgotten, addresses that are none."""

import asyncio
import sqlite3
from contextlib import closing
from urllib.parse import quote

import pytest

from bot.errors import ConfigError, StoreFullError, StoreLockedError, StoreUnreachableError
from bot.model import Chat, Story
from bot.store import SqlStore
from bot.testing.nouns import make_article, make_brief
from bot.testing.patience import PATIENCE

CHAT = Chat("telegram", "1")


@pytest.fixture
def file(tmp_path):
    return tmp_path / "isnad.db"


@pytest.fixture
async def store(file):
    store = SqlStore(f"sqlite:///{file}", busy=0.05)
    await store.open()
    yield store
    await store.close()


@pytest.fixture
def other(file, store):
    """Another process's connection to the same file."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        yield connection


async def test_a_locked_store_is_an_error_that_can_be_tried_again(store, other):
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreLockedError) as caught:
        await store.save_brief(make_brief(), CHAT)
    assert caught.value.retryable
    other.execute("ROLLBACK")
    assert await store.last_brief(CHAT) is None
    await store.save_brief(make_brief(), CHAT)
    assert await store.last_brief(CHAT) == make_brief()


async def test_a_locked_store_can_be_read(store, other):
    await store.save_brief(make_brief(), CHAT)
    other.execute("BEGIN IMMEDIATE")
    assert await store.last_brief(CHAT) == make_brief()


async def test_a_lock_that_ends_in_time_is_waited_for(file, other):
    patient = SqlStore(f"sqlite:///{file}", busy=30)
    await patient.open()
    other.execute("BEGIN IMMEDIATE")
    write = asyncio.create_task(patient.save_brief(make_brief(), CHAT))
    assert await patient.last_brief(CHAT) is None
    other.execute("ROLLBACK")
    await write
    assert await patient.last_brief(CHAT) == make_brief()
    await patient.close()


async def test_all_who_wait_for_a_lock_hear_of_it_at_once(file, store, other):
    waiting = SqlStore(f"sqlite:///{file}", busy=0.5)
    await waiting.open()
    other.execute("BEGIN EXCLUSIVE")
    calls = [waiting.keep("k", str(n), b"v") for n in range(200)]
    async with asyncio.timeout(PATIENCE):  # one wait for each would be a hundred seconds
        done = await asyncio.gather(*calls, return_exceptions=True)
    assert {type(d) for d in done} == {StoreLockedError}
    await waiting.close()


async def test_a_store_that_another_process_keeps_to_itself_does_not_open(file, store, other):
    await store.close()
    other.execute("PRAGMA locking_mode=EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    other.execute("INSERT INTO chats (platform, id) VALUES ('x', 'y')")
    second = SqlStore(f"sqlite:///{file}", busy=0.05)
    with pytest.raises(StoreLockedError):
        await second.open()


async def test_a_full_disk_is_an_error_and_the_store_recovers(store):
    await store.save_brief(make_brief(), CHAT)
    pages = await store.database.read(lambda c: c.exec_driver_sql("PRAGMA page_count").scalar_one())
    # the limit is one connection's, and one after the other needs no second one
    await store.database.pragma(f"PRAGMA max_page_count={pages + 4}")
    story = Story((make_article(*[f"{n}{'-' * 4000}" for n in range(40)], id="a1"),))
    with pytest.raises(StoreFullError) as caught:
        await store.save_brief(make_brief("b2", story=story), CHAT)
    assert caught.value.retryable
    assert await store.brief("b2") is None
    await store.database.pragma("PRAGMA max_page_count=100000")
    await store.save_brief(make_brief("b2", story=story), CHAT)
    assert await store.brief("b2") is not None


async def test_what_was_forgotten_is_in_no_byte_of_the_files(file, store):
    secret = "كلام لا يعرفه غير هذا الحديث"
    story = Story((make_article(*[f"{secret} {n}" for n in range(200)], id="a1"),))
    await store.save_brief(make_brief(story=story), CHAT)
    await store.set_chat_setting(CHAT, "topic", secret)
    assert secret.encode() in b"".join(f.read_bytes() for f in file.parent.iterdir())
    await store.forget(CHAT)
    assert secret.encode() not in b"".join(f.read_bytes() for f in file.parent.iterdir())


async def test_an_error_of_the_store_shows_no_text_of_people(store, other):
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreLockedError) as caught:
        await store.set_chat_setting(CHAT, "topic", "a private word")
    error = caught.value
    while error is not None:
        assert "private" not in f"{error!r} {error}"
        error = error.__cause__


@pytest.mark.parametrize(
    "url", ["", "isnad.db", "/var/lib/isnad.db", "mysql://localhost/isnad", "oracle://x", "sqlite:"]
)
def test_an_address_that_is_none_is_an_error_of_the_configuration(url):
    with pytest.raises(ConfigError, match=r"config\.store_(?:url|kind)"):
        SqlStore(url)


async def test_a_path_may_hold_anything_once_it_is_quoted(tmp_path):
    file = tmp_path / "100% خبر? #1" / "isnad.db"
    store = SqlStore(f"sqlite+aiosqlite:///{quote(str(file))}")
    await store.open()
    await store.close()
    assert file.is_file()


async def test_a_server_that_does_not_answer_is_an_error_of_the_store(tmp_path):
    pytest.importorskip("psycopg")
    store = SqlStore(f"postgresql://isnad:hunter2@/isnad?host={tmp_path}")
    with pytest.raises(StoreUnreachableError) as caught:
        await store.open()
    assert "hunter2" not in str(caught.value)
