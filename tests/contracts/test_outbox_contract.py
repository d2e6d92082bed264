"""What posts and pauses as rows promise, whichever database is under them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import LostError
from bot.model import Block, BlockKind, Chat, Fate, Outgoing, Place, Post, Showing, Span
from bot.store import SqlStore
from bot.testing.nouns import READ

HERE, THERE = Chat("telegram", "1"), Chat("slack", "1")
LATER = READ + timedelta(minutes=1)


def post(words, **more):
    return Post((Block(BlockKind.TEXT, (Span(words),), "ar"),), **more)


def showing(key, words="سطر", chat=HERE, brief=None):
    return Showing(key, Place(chat, "7", "8", "u"), post(words), brief)


async def waiting(store, now=READ, platform="telegram"):
    return await store.outbox.waiting(platform, now)


async def only(store, now=READ):
    (found,) = await waiting(store, now)
    return found


async def shown(store, key, *ids, words="سطر"):
    """Put a post and show it as the messages ``ids``."""
    await store.outbox.put([showing(key, words)])
    outgoing = next(o for o in await waiting(store) if o.showing.key == key)
    await store.outbox.attempt(key)
    await store.outbox.keep(key, ids)
    await store.outbox.settle(outgoing, Fate.SHOWN)


async def test_a_post_waits_as_it_was_put(store):
    asked = Showing("k", Place(HERE, "7", "8", "u"), post("مرحبا", quiet=True), "b1")
    await store.outbox.put([asked])
    assert await only(store) == Outgoing(asked, version=1)


async def test_posts_wait_oldest_first_each_on_its_platform(store):
    await store.outbox.put([showing("b"), showing("a")])
    await store.outbox.put([showing("s", chat=THERE), showing("c")])
    assert [o.showing.key for o in await waiting(store)] == ["b", "a", "c"]
    assert [o.showing.key for o in await waiting(store, platform="slack")] == ["s"]
    assert [o.showing.key for o in await store.outbox.waiting("telegram", READ, limit=1)] == ["b"]


async def test_what_is_put_later_under_a_key_takes_the_place_of_what_waits(store):
    await store.outbox.put([showing("k", "old"), showing("m")])
    await store.outbox.put([showing("k", "new")])
    first, second = await waiting(store)
    assert first == Outgoing(showing("k", "new"), version=2)
    assert second.showing.key == "m"


async def test_a_post_that_changes_after_it_was_shown_waits_behind_the_others(store):
    await shown(store, "k", "10")
    await store.outbox.put([showing("m")])
    await store.outbox.put([showing("k", "new")])
    assert [o.showing.key for o in await waiting(store)] == ["m", "k"]


async def test_what_is_shown_waits_no_longer(store):
    await shown(store, "k", "10")
    assert await waiting(store) == ()
    assert await store.outbox.unshown(HERE) == 0


async def test_an_edit_knows_the_messages_that_it_goes_into(store):
    await shown(store, "k", "10", "11")
    await store.outbox.put([showing("k", "new")])
    assert await only(store) == Outgoing(showing("k", "new"), version=2, ids=("10", "11"))


async def test_what_was_shown_can_be_taken_away(store):
    await shown(store, "k", "10")
    await store.outbox.put([replace(showing("k"), post=None)])
    outgoing = await only(store)
    assert (outgoing.showing.post, outgoing.ids) == (None, ("10",))
    await store.outbox.keep("k", [])
    await store.outbox.settle(outgoing, Fate.SHOWN)
    assert await waiting(store) == ()
    assert await store.outbox.at(HERE, "10") is None


async def test_what_was_never_shown_needs_no_taking_away(store):
    gone = replace(showing("k"), post=None)
    await store.outbox.put([gone])
    await store.outbox.put([showing("k")])
    await store.outbox.put([gone])
    assert await waiting(store) == ()


async def test_what_may_have_been_shown_is_taken_away(store):
    await store.outbox.put([showing("k")])
    await store.outbox.attempt("k")
    await store.outbox.put([replace(showing("k"), post=None)])
    assert (await only(store)).unsure


# --- trying


async def test_a_try_that_left_no_record_makes_unsure(store):
    await store.outbox.put([showing("k")])
    await store.outbox.attempt("k")
    outgoing = await only(store)
    assert (outgoing.unsure, outgoing.tries) == (True, 1)


async def test_a_try_that_ended_between_two_parts_makes_unsure_of_the_second(store):
    await store.outbox.put([showing("k")])
    await store.outbox.attempt("k")
    await store.outbox.keep("k", ["10"])
    outgoing = await only(store)
    assert (outgoing.unsure, outgoing.ids) == (True, ("10",))


@pytest.mark.parametrize(("fate", "unsure"), [(Fate.UNSENT, False), (Fate.UNCLEAR, True)])
async def test_only_a_try_with_an_unclear_end_makes_unsure(store, fate, unsure):
    await store.outbox.put([showing("k")])
    outgoing = await only(store)
    await store.outbox.attempt("k")
    await store.outbox.settle(outgoing, fate, LATER)
    assert (await only(store, LATER)).unsure is unsure


async def test_a_try_that_did_nothing_leaves_what_was_unsure_before(store):
    await store.outbox.put([showing("k")])
    await store.outbox.attempt("k")
    outgoing = await only(store)
    await store.outbox.attempt("k")
    await store.outbox.settle(outgoing, Fate.UNSENT, READ)
    assert (await only(store)).unsure


async def test_a_lost_message_that_was_found_is_sure(store):
    await store.outbox.put([showing("k")])
    await store.outbox.attempt("k")
    outgoing = await only(store)
    await store.outbox.keep("k", ["10"])
    await store.outbox.settle(outgoing, Fate.UNSENT, READ)
    assert not (await only(store)).unsure


async def test_what_is_to_be_tried_again_waits_until_it_is_due(store):
    await store.outbox.put([showing("k")])
    await store.outbox.attempt("k")
    await store.outbox.settle(await only(store), Fate.UNSENT, LATER, "429")
    assert await waiting(store) == ()
    assert await store.outbox.unshown(HERE) == 1
    assert (await only(store, LATER)).tries == 1


async def test_a_new_version_is_tried_at_once_and_afresh(store):
    await store.outbox.put([showing("k")])
    await store.outbox.attempt("k")
    await store.outbox.settle(await only(store), Fate.UNSENT, LATER)
    await store.outbox.put([showing("k", "new")])
    assert (await only(store)).tries == 0


async def test_showing_an_older_version_leaves_the_newer_one_waiting(store):
    await store.outbox.put([showing("k", "old")])
    old = await only(store)
    await store.outbox.attempt("k")
    await store.outbox.put([showing("k", "new")])
    await store.outbox.keep("k", ["10"])
    await store.outbox.settle(old, Fate.SHOWN)
    assert await only(store) == Outgoing(showing("k", "new"), version=2, ids=("10",))


@pytest.mark.parametrize("fate", [Fate.REFUSED, Fate.CLOSED, Fate.UNSENT, Fate.UNCLEAR])
async def test_what_was_given_up_is_listed_with_the_reason(store, fate):
    await store.outbox.put([showing("k")])
    await store.outbox.settle(await only(store), fate, reason="chat not found")
    assert await waiting(store, LATER) == ()
    assert await store.outbox.failed() == ((showing("k"), fate, "chat not found"),)


async def test_what_was_given_up_is_listed_newest_first(store):
    for key in ("a", "b", "c"):
        await store.outbox.put([showing(key)])
        await store.outbox.settle(await only(store), Fate.REFUSED)
    assert [s.key for s, _, _ in await store.outbox.failed(limit=2)] == ["c", "b"]


async def test_a_stage_that_was_not_shown_is_no_failure(store):
    await store.outbox.put([replace(showing("k"), post=post("reading", passing=True))])
    await store.outbox.settle(await only(store), Fate.UNSENT)
    assert await store.outbox.failed() == ()


async def test_what_was_put_again_after_it_was_given_up_is_no_failure(store):
    await store.outbox.put([showing("k")])
    await store.outbox.settle(await only(store), Fate.REFUSED)
    await store.outbox.put([showing("k", "shorter")])
    assert await store.outbox.failed() == ()
    assert (await only(store)).showing.post == post("shorter")


# --- taking over


async def test_a_post_of_a_forgotten_chat_is_lost(store):
    await store.outbox.put([showing("k")])
    outgoing = await only(store)
    await store.outbox.attempt("k")
    await store.forget(HERE)
    for call in (
        store.outbox.attempt("k"),
        store.outbox.keep("k", ["10"]),
        store.outbox.settle(outgoing, Fate.SHOWN),
    ):
        with pytest.raises(LostError):
            await call


async def test_who_tried_a_post_last_is_its_owner(url, store):
    if ":memory:" in url:
        pytest.skip("nobody else sees this memory")
    other = SqlStore(url, now=lambda: READ)
    await other.open()
    await store.outbox.put([showing("k")])
    outgoing = await only(store)
    await store.outbox.attempt("k")
    await other.outbox.attempt("k")
    with pytest.raises(LostError):
        await store.outbox.keep("k", ["10"])
    with pytest.raises(LostError):
        await store.outbox.settle(outgoing, Fate.SHOWN)
    await other.outbox.keep("k", ["11"])
    await other.outbox.settle(outgoing, Fate.SHOWN)
    await other.close()
    assert await store.outbox.at(HERE, "11") == ("k", None)


# --- finding


async def test_a_post_is_found_by_each_of_its_messages(store):
    await store.outbox.put([showing("k", brief="b1")])
    await store.outbox.keep("k", ["10", "11"])
    assert await store.outbox.at(HERE, "10") == await store.outbox.at(HERE, "11") == ("k", "b1")
    assert await store.outbox.at(THERE, "10") is None
    assert await store.outbox.at(HERE, "12") is None


async def test_a_message_that_no_longer_shows_a_post_is_not_found(store):
    await store.outbox.put([showing("k")])
    await store.outbox.keep("k", ["10", "11"])
    await store.outbox.keep("k", ["11"])
    assert await store.outbox.at(HERE, "10") is None


async def test_a_message_that_two_posts_share_shows_the_later_and_both_know_it(store):
    await store.outbox.put([showing("a"), showing("b")])
    await store.outbox.keep("a", ["root", "1"])
    await store.outbox.keep("b", ["root", "2"])
    assert await store.outbox.at(HERE, "root") == ("b", None)
    assert [o.ids for o in await waiting(store)] == [("root", "1"), ("root", "2")]


async def test_unshown_posts_are_counted_by_chat(store):
    await store.outbox.put([showing("a"), showing("b"), showing("c", chat=THERE)])
    assert await store.outbox.unshown(HERE) == 2
    assert await store.outbox.unshown(Chat("telegram", "9")) == 0


# --- pauses


async def test_pauses_are_kept_until_they_are_over(store):
    pauses = store.pauses("telegram")
    await pauses.keep("1", READ + timedelta(seconds=5))
    await pauses.keep("1", LATER)
    await pauses.keep("", LATER)
    await pauses.keep("over", READ)
    assert await pauses.load() == {"1": LATER, "": LATER}


async def test_pauses_are_of_one_platform(store):
    await store.pauses("telegram").keep("", LATER)
    assert await store.pauses("slack").load() == {}
