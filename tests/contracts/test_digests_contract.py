"""What digests and followed feeds as rows promise, whichever database is under them."""

from dataclasses import replace
from datetime import time, timedelta

from sqlalchemy import func, select

from bot.model import Chat, Dating, Entry, Polled, Schedule, Subscription
from bot.store import schema
from bot.testing.nouns import READ, make_article, make_reading

HERE, THERE = Chat("telegram", "1"), Chat("slack", "1")
FEED = Polled("https://feed.example/rss")


def entry(id):
    return Entry(id, f"https://feed.example/{id}", f"title {id}", "", None, Dating.ABSENT)


def daily(id="d1", chat=HERE):
    return Subscription(id, chat, Schedule((time(8),), (0, 1, 2, 3, 4, 5, 6), "UTC"), READ)


async def test_who_follows_a_feed_is_told_whether_that_is_new(store):
    assert await store.digests.follow(HERE, FEED, "Feed", [entry("1")])
    assert not await store.digests.follow(HERE, FEED, "Feed", [entry("1")])
    assert await store.digests.follow(THERE, FEED, "Feed", [])
    assert [f.title for f in await store.digests.following(HERE)] == ["Feed"]


async def test_what_a_feed_brings_is_counted_once_and_news_to_who_followed_it_before(store, clock):
    await store.digests.follow(HERE, FEED, "Feed", [entry("1")])
    clock.at += timedelta(hours=1)
    brought = [entry("1"), entry("2"), entry("3")]
    assert await store.digests.polled(FEED, FEED, "Feed", brought) == 2
    assert await store.digests.polled(FEED, FEED, "Feed", brought) == 0
    clock.at += timedelta(hours=1)
    await store.digests.follow(THERE, FEED, "Feed", brought)
    assert [e.id for e, _, _ in await store.digests.news(HERE, READ)] == ["2", "3"]
    assert await store.digests.news(THERE, READ) == ()


async def test_a_feed_is_let_go_by_each_chat_for_itself(store):
    for chat in (HERE, THERE):
        await store.digests.follow(chat, FEED, "Feed", [])
    assert await store.digests.unfollow(HERE, FEED.url)
    assert not await store.digests.unfollow(HERE, FEED.url)
    assert len(await store.digests.due_feeds(READ)) == 1
    assert await store.digests.unfollow(THERE, FEED.url)
    assert await store.digests.due_feeds(READ) == ()


async def test_feeds_that_have_ended_take_no_turn_from_those_that_live(store):
    ended = [Polled(f"https://feed.example/{n}") for n in range(3)]
    for feed in (*ended, FEED):
        await store.digests.follow(HERE, feed, "Feed", [])
    for feed in ended:
        await store.digests.polled(feed, replace(feed, due=None, stopped=True), "", [])
    assert await store.digests.due_feeds(READ, limit=3) == (FEED,)


async def test_what_is_planned_by_a_clock_far_ahead_is_looked_at_again(store):
    ahead, soon = READ + timedelta(days=365), READ + timedelta(days=1)
    for n, due in enumerate((ahead, soon)):
        await store.digests.subscribe(daily(f"d{n}"), due)
        await store.digests.follow(HERE, replace(FEED, url=f"{FEED.url}{n}", due=due), "", [])
    assert [one.id for one, _ in await store.digests.due(READ)] == ["d0"]
    assert [feed.url for feed in await store.digests.due_feeds(READ)] == [f"{FEED.url}0"]


async def test_a_feed_of_the_configuration_keeps_its_name(store):
    await store.digests.follow(HERE, FEED, "Feed", [])
    assert not await store.digests.follow(HERE, FEED, "Feed", [], "feed.example")
    assert [f.named for f in await store.digests.following(HERE)] == ["feed.example"]
    assert not await store.digests.follow(HERE, FEED, "Feed", [])
    assert [f.named for f in await store.digests.following(HERE)] == ["feed.example"]


async def test_digests_are_due_by_their_next_slot_and_go_with_their_chat(store):
    await store.digests.subscribe(daily(), READ, READ - timedelta(days=1))
    await store.digests.subscribe(daily("d2"), READ + timedelta(hours=1))
    await store.digests.subscribe(daily("d3"), None)
    assert await store.digests.due(READ) == ((daily(), READ - timedelta(days=1)),)
    assert [one.id for one, _ in await store.digests.subscriptions(HERE)] == ["d1", "d2", "d3"]
    await store.forget(HERE)
    assert await store.digests.due(READ + timedelta(days=1)) == ()


async def test_a_digest_that_is_stored_again_takes_its_own_place(store):
    await store.digests.subscribe(daily(), READ)
    await store.digests.subscribe(replace(daily(), topic=("oil",)), READ)
    ((one, _),) = await store.digests.subscriptions(HERE)
    assert one.topic == ("oil",)
    assert await store.digests.unsubscribe(HERE, "d1")
    assert not await store.digests.unsubscribe(HERE, "d1")


async def test_a_digest_of_a_chat_that_moved_is_the_new_chats(store):
    await store.digests.subscribe(daily(), READ)
    await store.move(HERE, THERE)
    ((one, _),) = await store.digests.due(READ)
    assert one.chat == THERE
    assert await store.digests.chats() == (THERE,)


async def test_chats_with_digests_or_feeds_are_known(store):
    await store.digests.subscribe(daily(), READ)
    await store.digests.follow(THERE, FEED, "Feed", [])
    await store.set_chat_setting(Chat("slack", "2"), "side", "en")
    assert set(await store.digests.chats()) == {HERE, THERE}


async def test_an_article_that_is_kept_again_is_found_once(store):
    for _ in range(3):
        await store.save_brief(make_reading(make_article("A heron came to Selmar.")), HERE)
    query = select(func.count()).select_from(schema.searched)
    first = await store.database.read(lambda c: c.scalar(query))
    assert first == await rows_of_one(store)
    assert len(await store.search(HERE, "heron")) == 1


async def rows_of_one(store):
    """How many rows one chat's one article takes in the index."""
    await store.save_brief(make_reading(make_article("A heron came to Selmar.")), THERE)
    query = (
        select(func.count())
        .select_from(schema.searched)
        .join(schema.chats, schema.chats.c.n == schema.searched.c.chat)
    )
    query = query.where(schema.chats.c.platform == THERE.platform)
    return await store.database.read(lambda c: c.scalar(query))
