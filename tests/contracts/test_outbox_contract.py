"""What posts and pauses as rows promise, whichever database is under them."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import LostError
from bot.model import Block, BlockKind, Chat, Fate, Outgoing, Place, Post, Showing, Span
from bot.store import SqlStore
from bot.store.outbox import SqlOutbox
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
    await store.outbox.attempt(outgoing)
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
    await store.outbox.attempt(await only(store))
    await store.outbox.put([replace(showing("k"), post=None)])
    assert (await only(store)).unsure


# --- trying


async def test_a_try_that_left_no_record_makes_unsure(store):
    await store.outbox.put([showing("k")])
    await store.outbox.attempt(await only(store))
    outgoing = await only(store)
    assert (outgoing.unsure, outgoing.tries) == (True, 1)


async def test_a_try_that_ended_between_two_parts_makes_unsure_of_the_second(store):
    await store.outbox.put([showing("k")])
    await store.outbox.attempt(await only(store))
    await store.outbox.keep("k", ["10"])
    outgoing = await only(store)
    assert (outgoing.unsure, outgoing.ids) == (True, ("10",))


@pytest.mark.parametrize(("fate", "unsure"), [(Fate.UNSENT, False), (Fate.UNCLEAR, True)])
async def test_only_a_try_with_an_unclear_end_makes_unsure(store, fate, unsure):
    await store.outbox.put([showing("k")])
    outgoing = await only(store)
    await store.outbox.attempt(await only(store))
    await store.outbox.settle(outgoing, fate, LATER)
    assert (await only(store, LATER)).unsure is unsure


async def test_a_try_that_did_nothing_leaves_what_was_unsure_before(store):
    await store.outbox.put([showing("k")])
    await store.outbox.attempt(await only(store))
    outgoing = await only(store)
    await store.outbox.attempt(await only(store))
    await store.outbox.settle(outgoing, Fate.UNSENT, READ)
    assert (await only(store)).unsure


async def test_a_lost_message_that_was_found_is_sure(store):
    await store.outbox.put([showing("k")])
    await store.outbox.attempt(await only(store))
    outgoing = await only(store)
    await store.outbox.keep("k", ["10"])
    await store.outbox.settle(outgoing, Fate.UNSENT, READ)
    assert not (await only(store)).unsure


async def test_what_is_to_be_tried_again_waits_until_it_is_due(store):
    await store.outbox.put([showing("k")])
    await store.outbox.attempt(await only(store))
    await store.outbox.settle(await only(store), Fate.UNSENT, LATER, "429")
    assert await waiting(store) == ()
    assert await store.outbox.unshown(HERE) == 1
    assert (await only(store, LATER)).tries == 1


async def test_what_waits_by_a_clock_a_year_ahead_is_tried(store):
    await store.outbox.put([showing("k")])
    await store.outbox.attempt(await only(store))
    await store.outbox.settle(await only(store), Fate.UNSENT, READ + timedelta(days=365), "429")
    assert (await only(store)).tries == 1


async def test_a_new_version_is_tried_at_once_and_afresh(store):
    await store.outbox.put([showing("k")])
    await store.outbox.attempt(await only(store))
    await store.outbox.settle(await only(store), Fate.UNSENT, LATER)
    await store.outbox.put([showing("k", "new")])
    assert (await only(store)).tries == 0


async def test_showing_an_older_version_leaves_the_newer_one_waiting(store):
    await store.outbox.put([showing("k", "old")])
    old = await only(store)
    await store.outbox.attempt(await only(store))
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
    await store.outbox.attempt(outgoing)
    await store.forget(HERE)
    for call in (
        store.outbox.attempt(outgoing),
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
    await store.outbox.attempt(outgoing)
    await other.outbox.attempt(outgoing)
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


# --- several processes


@pytest.fixture
def both(store, clock):
    """The outboxes of two processes on one store."""
    return [SqlOutbox(store.database, lambda: READ, clock) for _ in range(2)]


async def test_what_one_process_shows_no_other_one_sees_or_begins(both):
    mine, other = both
    await mine.put([showing("a"), showing("b")])
    first, second = await mine.waiting("telegram", READ)
    await mine.attempt(first, lease=10)
    assert await other.waiting("telegram", READ) == ()
    for outgoing in (first, second):  # nor what comes after it in the same chat
        with pytest.raises(LostError):
            await other.attempt(outgoing, lease=10)
    assert [o.showing.key for o in await mine.waiting("telegram", READ)] == ["a", "b"]


async def test_a_chat_that_was_leased_by_a_clock_a_year_ahead_is_free(both):
    mine, other = both
    await mine.put([showing("a")])
    (outgoing,) = await mine.waiting("telegram", READ)
    await mine.attempt(outgoing, lease=365 * 86_400)
    (seen,) = await other.waiting("telegram", READ)
    assert (await other.attempt(seen, lease=10)).showing.key == "a"


async def test_other_chats_are_free(both):
    mine, other = both
    await mine.put([showing("a"), showing("s", chat=Chat("telegram", "2"))])
    first, second = await mine.waiting("telegram", READ)
    await mine.attempt(first, lease=10)
    assert (await other.attempt(second, lease=10)).showing.key == "s"


async def test_a_chat_is_free_again_when_its_post_is_settled(both):
    mine, other = both
    await mine.put([showing("a"), showing("b")])
    outgoing = (await mine.waiting("telegram", READ))[0]
    await mine.settle(await mine.attempt(outgoing, lease=10), Fate.SHOWN)
    (left,) = await other.waiting("telegram", READ)
    assert (await other.attempt(left, lease=10)).showing.key == "b"


async def test_a_post_that_another_process_just_showed_is_not_begun(both):
    mine, other = both
    await mine.put([showing("a")])
    (outgoing,) = await other.waiting("telegram", READ)
    await mine.settle(await mine.attempt(outgoing, lease=10), Fate.SHOWN)
    with pytest.raises(LostError):
        await other.attempt(outgoing, lease=10)
    await mine.put([showing("b")])  # and its chat is left free
    (left,) = await mine.waiting("telegram", READ)
    await mine.attempt(left, lease=10)


async def test_a_post_is_begun_with_what_became_of_it_meanwhile(both):
    mine, other = both
    await mine.put([showing("a")])
    (stale,) = await other.waiting("telegram", READ)
    begun = await mine.attempt(stale, lease=10)
    await mine.keep("a", ["10"])
    await mine.settle(begun, Fate.UNSENT, READ)
    assert (await other.attempt(stale, lease=10)).ids == ("10",)


async def test_who_stands_still_for_longer_than_its_lease_has_lost_its_post(both, clock):
    mine, other = both
    await mine.put([showing("a")])
    (outgoing,) = await mine.waiting("telegram", READ)
    begun = await mine.attempt(outgoing, lease=10)
    clock.at += timedelta(seconds=11)
    (left,) = await other.waiting("telegram", READ)
    assert left.unsure
    await other.settle(await other.attempt(left, lease=10), Fate.SHOWN)
    for late in (mine.keep("a", ["10"]), mine.settle(begun, Fate.UNSENT, READ)):
        with pytest.raises(LostError):
            await late
    assert await other.over("a") is Fate.SHOWN


async def test_a_stage_is_fenced_too(both, clock):
    mine, other = both
    await mine.put([showing("a")])
    begun = await mine.attempt((await mine.waiting("telegram", READ))[0], lease=10, noted=False)
    assert not (await mine.waiting("telegram", READ))[0].unsure
    clock.at += timedelta(seconds=11)
    await other.attempt((await other.waiting("telegram", READ))[0], lease=10, noted=False)
    with pytest.raises(LostError):
        await mine.settle(begun, Fate.SHOWN)
    assert await mine.over("a") is None


async def test_a_lease_that_is_renewed_in_time_lasts(both, clock):
    mine, other = both
    await mine.put([showing("a")])
    await mine.attempt((await mine.waiting("telegram", READ))[0], lease=10)
    for _ in range(3):
        clock.at += timedelta(seconds=8)
        assert await mine.renew([HERE, THERE], lease=10) == {HERE}
    assert await other.waiting("telegram", READ) == ()
    assert await other.renew([HERE], lease=10) == frozenset()


async def test_who_leaves_lets_all_go(both):
    mine, other = both
    await mine.put([showing("a")])
    await mine.attempt((await mine.waiting("telegram", READ))[0], lease=10)
    await mine.release()
    assert len(await other.waiting("telegram", READ)) == 1


async def test_leases_of_two_who_ask_at_once_go_to_one(both):
    mine, other = both
    await mine.put([showing("a")])
    (outgoing,) = await mine.waiting("telegram", READ)
    asked = [one.attempt(outgoing, lease=10) for one in (mine, other)]
    came = await asyncio.gather(*asked, return_exceptions=True)
    assert sorted(isinstance(one, LostError) for one in came) == [False, True]


async def test_leases_run_by_the_databases_own_clock(url):
    if ":memory:" in url or url.startswith("sqlite"):
        pytest.skip("one process alone uses it")
    ahead = timedelta(hours=1)  # of this machine's clock
    store = SqlStore(url)
    await store.open()
    mine, other = (SqlOutbox(store.database, lambda: datetime.now(UTC) + ahead) for _ in range(2))
    await mine.put([showing("a")])
    (outgoing,) = await mine.waiting("telegram", datetime.now(UTC))
    await mine.attempt(outgoing, lease=30)
    assert await other.waiting("telegram", datetime.now(UTC) + ahead) == ()
    await mine.attempt(outgoing, lease=0.01)
    await asyncio.sleep(0.02)
    assert len(await other.waiting("telegram", datetime.now(UTC))) == 1
    await store.close()
