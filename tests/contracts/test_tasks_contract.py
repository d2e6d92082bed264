"""What tasks as rows promise, whichever database is under them."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import LostError
from bot.model import Chat, Note, Place, Post, Showing, Task, TaskKind, TaskState
from bot.store import SqlStore
from bot.store.tasks import REMEMBERED
from bot.testing.nouns import READ

HERE, THERE = Chat("telegram", "1"), Chat("slack", "1")
LATER = READ + timedelta(minutes=1)
WHY = Note("error.model_busy", {"after": 3})


def task(key, chat=HERE, payload=b"links"):
    return Task(key, TaskKind.BRIEF, chat, payload, READ)


def telling(key, chat=HERE):
    return Showing(key, Place(chat), Post((), passing=True))


async def put(store, *keys, chat=HERE):
    for key in keys:
        assert await store.tasks.put(task(key, chat))


async def taken(store, now=READ, most=9):
    return [t.key for t in await store.tasks.take(now, most)]


async def begun(store, key="t", chat=HERE):
    await put(store, key, chat=chat)
    (found,) = await store.tasks.take(READ, 1)
    return found


# --- asking


async def test_a_task_comes_back_as_it_was_put_with_its_attempt_counted(store):
    asked = task("t", payload=bytes(range(256)))
    await store.tasks.put(asked)
    assert await store.tasks.take(READ, 1) == (replace(asked, attempt=1),)


async def test_a_key_is_one_task_and_its_posts_are_put_once(store):
    assert await store.tasks.put(task("t"), [telling("p")])
    assert not await store.tasks.put(task("t", THERE), [telling("q")])
    assert await store.tasks.counts() == (1, 0)
    assert [o.showing.key for o in await store.outbox.waiting("telegram", READ)] == ["p"]


async def test_a_key_is_known_after_the_task_ended(store):
    await store.tasks.end(await begun(store), TaskState.DONE)
    assert not await store.tasks.put(task("t"))


async def test_many_who_ask_for_one_key_at_once_make_one_task(store):
    new = await asyncio.gather(*(store.tasks.put(task("t")) for _ in range(20)))
    assert sum(new) == 1


async def test_the_state_of_a_task_is_told(store):
    assert await store.tasks.state("t") is None
    await put(store, "t")
    assert await store.tasks.state("t") is TaskState.WAITING
    (found,) = await store.tasks.take(READ, 1)
    assert await store.tasks.state("t") is TaskState.DOING
    await store.tasks.end(found, TaskState.DONE)
    assert await store.tasks.state("t") is TaskState.DONE


async def test_counts_are_of_one_chat_or_of_all(store):
    await put(store, "a", "b")
    await put(store, "c", chat=THERE)
    await store.tasks.take(READ, 1)
    assert await store.tasks.counts() == (2, 1)
    assert await store.tasks.counts(HERE) == (1, 1)
    assert await store.tasks.counts(THERE) == (1, 0)


# --- taking


async def test_a_chat_has_one_task_under_way_the_oldest_first(store):
    await put(store, "a", "b")
    assert await taken(store) == ["a"]
    assert await taken(store) == []


async def test_chats_do_not_wait_for_each_other(store):
    await put(store, "a", "b")
    await put(store, "c", chat=THERE)
    assert await taken(store) == ["a", "c"]


async def test_no_more_are_taken_than_asked_for(store):
    for n in range(5):
        await put(store, f"t{n}", chat=Chat("telegram", f"{n}"))
    assert await taken(store, most=0) == []
    assert await taken(store, most=2) == ["t0", "t1"]


async def test_chats_come_in_turn_whoever_floods(store):
    await put(store, *(f"flood{n}" for n in range(6)))
    await put(store, "b1", "b2", chat=THERE)
    order = []
    while found := await store.tasks.take(READ, 1):
        order.append(found[0].key)
        await store.tasks.end(found[0], TaskState.DONE)
    assert order == ["flood0", "b1", "flood1", "b2", "flood2", "flood3", "flood4", "flood5"]


async def test_a_chat_that_was_not_served_yet_comes_first(store):
    await store.tasks.end(await begun(store, "a1"), TaskState.DONE)
    await put(store, "a2")
    await put(store, "b1", chat=THERE)
    assert await taken(store, most=1) == ["b1"]


async def test_two_takers_never_get_the_same_task_or_chat(url, store):
    if ":memory:" in url:
        pytest.skip("nobody else sees this memory")
    other = SqlStore(url)
    await other.open()
    for n in range(24):
        await put(store, f"{n}", chat=Chat("telegram", f"{n % 8}"))
    got = await asyncio.gather(*(s.tasks.take(READ, 1) for _ in range(12) for s in (store, other)))
    await other.close()
    chats = [t.chat for found in got for t in found]
    assert len(chats) == len(set(chats)) == 8


# --- handing back


async def test_what_was_handed_back_waits_until_it_is_due(store):
    found = await begun(store)
    assert await store.tasks.hand_back(found, LATER, WHY)
    assert await taken(store) == []
    assert await store.tasks.take(LATER, 1) == (replace(found, attempt=2, failures=1),)


async def test_what_waits_by_a_clock_a_year_ahead_is_due(store):
    await store.tasks.hand_back(await begun(store), READ + timedelta(days=365), WHY)
    assert await taken(store) == ["t"]


async def test_what_was_handed_back_without_a_reason_did_not_fail(store):
    found = await begun(store)
    assert await store.tasks.hand_back(found, READ)
    assert await store.tasks.take(READ, 1) == (replace(found, attempt=2),)


async def test_a_task_that_waits_for_another_try_does_not_hold_up_its_chat(store):
    await store.tasks.hand_back(await begun(store, "a"), LATER, WHY)
    await put(store, "b")
    assert await taken(store) == ["b"]


async def test_reclaimed_tasks_wait_again_and_count_as_lost(store):
    found = await begun(store)
    await put(store, "b")
    assert await store.tasks.reclaim() == 1
    assert await store.tasks.reclaim() == 0
    assert await store.tasks.take(READ, 1) == (replace(found, attempt=2, losses=1),)


# --- ending


async def test_an_attempt_that_was_taken_over_ends_and_posts_nothing(store):
    zombie = await begun(store)
    await store.tasks.reclaim()
    (heir,) = await store.tasks.take(READ, 1)
    assert not await store.tasks.end(zombie, TaskState.DONE)
    assert not await store.tasks.hand_back(zombie, READ)
    with pytest.raises(LostError):
        await store.outbox.put([telling("p")], zombie)
    assert await store.outbox.unshown(HERE) == 0
    await store.outbox.put([telling("p")], heir, done=True)
    assert await store.tasks.state("t") is TaskState.DONE


async def test_what_ended_cannot_be_ended_again(store):
    found = await begun(store)
    assert await store.tasks.end(found, TaskState.DONE)
    assert not await store.tasks.end(found, TaskState.DEAD, WHY)
    assert await store.tasks.state("t") is TaskState.DONE


async def test_a_post_and_the_end_of_its_task_are_one_stroke(store):
    found = await begun(store)
    await store.outbox.put([telling("p")], found, done=True)
    assert await store.tasks.state("t") is TaskState.DONE
    with pytest.raises(LostError):
        await store.outbox.put([telling("q")], found)
    assert [o.showing.key for o in await store.outbox.waiting("telegram", READ)] == ["p"]


async def test_cancelling_ends_all_of_a_chat_and_tells_what_it_was(store):
    doing = await begun(store, "a")
    await put(store, "b")
    await put(store, "c", chat=THERE)
    assert await store.tasks.cancel(HERE) == (doing, task("b"))
    assert await store.tasks.cancel(HERE) == ()
    assert await store.tasks.state("a") is await store.tasks.state("b") is TaskState.CANCELLED
    assert await store.tasks.counts() == (1, 0)
    with pytest.raises(LostError):
        await store.outbox.put([telling("p")], doing)


async def test_a_lost_attempt_harms_no_write_beside_it(store):
    zombie = await begun(store)
    await store.tasks.cancel(HERE)
    done = await asyncio.gather(
        store.keep("k", "1", b"v"),
        store.outbox.put([telling("p")], zombie),
        store.keep("k", "2", b"v"),
        return_exceptions=True,
    )
    assert [type(d) for d in done] == [type(None), LostError, type(None)]


# --- what was given up


async def test_the_dead_are_listed_newest_first_with_their_reasons(store):
    for key in ("a", "b"):
        await store.tasks.end(await begun(store, key), TaskState.DEAD, Note(f"error.{key}"))
    await store.tasks.end(await begun(store, "c", THERE), TaskState.DEAD, WHY)
    listed = await store.tasks.dead(HERE)
    assert [(t.key, t.payload, note.key) for t, note in listed] == [
        ("b", b"links", "error.b"),
        ("a", b"links", "error.a"),
    ]
    assert [(t.key, note) for t, note in await store.tasks.dead(limit=1)] == [("c", WHY)]


async def test_what_was_given_up_can_be_done_again_from_the_start(store):
    found = await begun(store)
    await store.tasks.hand_back(found, READ, WHY)
    (found,) = await store.tasks.take(READ, 1)
    await store.tasks.end(found, TaskState.DEAD, WHY)
    assert await store.tasks.again("t")
    assert await store.tasks.dead() == ()
    (found,) = await store.tasks.take(READ, 1)
    assert (found.attempt, found.failures) == (3, 0)  # attempts never come back
    assert found.payload == b"links"


async def test_only_what_was_given_up_can_be_done_again(store):
    assert not await store.tasks.again("t")
    found = await begun(store)
    assert not await store.tasks.again("t")
    await store.tasks.end(found, TaskState.DONE)
    assert not await store.tasks.again("t")


async def test_what_a_task_was_about_goes_when_it_is_done(store):
    secret = task("t", payload=b"what a person wrote " * 9)
    await store.tasks.put(secret)
    (found,) = await store.tasks.take(READ, 1)
    await store.tasks.end(found, TaskState.DONE)
    query = "SELECT payload FROM tasks"
    payload = await store.database.read(lambda c: c.exec_driver_sql(query).scalar_one())
    assert len(payload) < 20


async def test_keys_of_tasks_that_ended_long_ago_are_forgotten(url, store):
    if ":memory:" in url:
        pytest.skip("nobody else sees this memory")
    await store.tasks.end(await begun(store, "old"), TaskState.DONE)
    much_later = SqlStore(url, now=lambda: READ + REMEMBERED + timedelta(seconds=1))
    await much_later.open()
    await much_later.tasks.end(await begun(store, "new"), TaskState.DONE)
    await much_later.close()
    assert await store.tasks.state("old") is None
    assert await store.tasks.state("new") is TaskState.DONE
