"""A store copied into another: nothing lost, nothing mixed."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.errors import StoreNotEmptyError
from bot.model import Chat, Place, Post, Showing, Task, TaskKind, TaskState
from bot.store import SqlStore
from bot.store.moving import copy
from bot.testing.nouns import make_brief

HERE = Chat("telegram", "1")
NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)


async def filled(url: str) -> str:
    store = SqlStore(url)
    await store.open()
    await store.save_brief(make_brief(id="b1"), HERE)
    await store.set_chat_setting(HERE, "side", "ar")
    await store.keep("answer", "k", b"paid for")
    for n in range(3):
        task = Task(f"t{n}", TaskKind.BRIEF, HERE, b"payload", NOW)
        await store.tasks.put(task, [Showing(f"t{n}", Place(HERE), Post(()))])
    await store.tasks.take(NOW, 1)
    await store.close()
    return url


async def test_everything_is_in_the_other_store(tmp_path: Path) -> None:
    source = await filled(f"sqlite:///{tmp_path / 'old.db'}")
    target = f"sqlite:///{tmp_path / 'new.db'}"
    copied = await copy(source, target)
    assert copied["tasks"] == 3
    store = SqlStore(target)
    await store.open()
    brief = await store.brief("b1", HERE)
    assert brief == make_brief(id="b1")
    assert await store.chat_settings(HERE) == {"side": "ar"}
    assert await store.kept("answer", "k") == b"paid for"
    assert await store.tasks.counts() == (3, 0)  # what was under way is begun anew
    assert len(await store.outbox.waiting("telegram", NOW)) == 3
    assert await store.tasks.put(Task("t9", TaskKind.BRIEF, HERE, b"", NOW))
    await store.close()


async def test_a_store_that_holds_something_is_not_touched(tmp_path: Path) -> None:
    source = await filled(f"sqlite:///{tmp_path / 'old.db'}")
    target = await filled(f"sqlite:///{tmp_path / 'new.db'}")
    with pytest.raises(StoreNotEmptyError):
        await copy(source, target)
    found = sqlite3.connect(tmp_path / "new.db").execute("select count(*) from tasks")
    assert found.fetchone() == (3,)


async def test_the_old_store_stays_as_it_was(tmp_path: Path) -> None:
    source = await filled(f"sqlite:///{tmp_path / 'old.db'}")
    await copy(source, f"sqlite:///{tmp_path / 'new.db'}")
    store = SqlStore(source)
    await store.open()
    assert await store.tasks.state("t0") is TaskState.DOING
    await store.close()
