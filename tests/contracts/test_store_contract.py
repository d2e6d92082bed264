"""What every store does, whichever database is under it."""

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest
from sqlalchemy import func, select, text

from bot.errors import StoreCorruptError, StoreError
from bot.model import (
    Answer,
    Chat,
    Place,
    Post,
    Published,
    Result,
    Showing,
    Story,
    Task,
    TaskKind,
    Usage,
)
from bot.store import SqlStore, schema
from bot.store.chats import chat_row
from bot.store.database import insert
from bot.testing.nouns import READ, make_article, make_brief, make_reading, make_story

HERE, THERE, NEW = Chat("telegram", "1"), Chat("slack", "1"), Chat("telegram", "-1001")


async def dumped(store) -> str:
    """Everything that the database holds, compressed values unpacked, as one text."""
    from bot.store.rows import unpack
    from bot.store.schema import metadata

    def read(connection):
        rows = [r for t in metadata.sorted_tables for r in connection.execute(t.select())]
        return [unpack(v).decode() if isinstance(v, bytes) else str(v) for r in rows for v in r]

    return "\n".join(await store.database.read(read))


# --- paid results


async def test_what_was_not_kept_is_not_found(store):
    assert await store.kept("fetch", "k") is None


@pytest.mark.parametrize("value", [b"", b"x", bytes(range(256)) * 999], ids=len)
async def test_what_was_kept_comes_back(store, value):
    await store.keep("fetch", "k", value)
    assert await store.kept("fetch", "k") == value


async def test_kinds_do_not_mix(store):
    await store.keep("fetch", "k", b"page")
    assert await store.kept("model", "k") is None


async def test_the_last_value_counts(store):
    await store.keep("fetch", "k", b"old")
    await store.keep("fetch", "k", b"new")
    assert await store.kept("fetch", "k") == b"new"


async def test_old_results_can_be_dropped(store):
    await store.keep("fetch", "k", b"x")
    assert await store.drop_kept(READ) == 0
    assert await store.drop_kept(READ + timedelta(seconds=1)) == 1
    assert await store.kept("fetch", "k") is None


async def test_a_secret_does_not_grow_old(store):
    await store.keep("secret", "seal", b"x")
    await store.drop_kept(READ + timedelta(days=999))
    assert await store.kept("secret", "seal") == b"x"


# --- articles


async def read(store, *read):
    """Save what was read, each with a brief of its own; return the archive, oldest first."""
    for article in read:
        await store.save_brief(make_reading(article), HERE)
    return await store.digests.shared(HERE, READ - timedelta(days=1))


async def test_an_article_comes_back_as_it_was_read_outside_of_any_story(store):
    article = make_article("أولا", "ثانيا", language="ar")
    assert await read(store, replace(article, copy_of="a2", origin="Reuters")) == (article,)


async def test_an_article_without_date_author_and_url_comes_back(store):
    bare = replace(make_article(), author=None, published=None, canonical="", url="notes.txt")
    assert await read(store, bare) == (bare,)


async def test_the_zone_of_a_date_is_kept(store):
    at = datetime(2026, 3, 3, 1, 30, tzinfo=timezone(timedelta(hours=3)))
    article = replace(make_article(), published=Published(date(2026, 3, 3), at, sure=False))
    (found,) = await read(store, article)
    assert found.published.at.isoformat() == at.isoformat()
    assert found == article


async def test_a_later_reading_of_the_same_text_is_the_same_article(store):
    article = make_article()
    later = replace(article, title="Corrected", fetched=READ + timedelta(hours=1))
    assert await read(store, article, later, article) == (later,)


async def test_a_changed_text_is_another_article(store):
    old = make_article("before")
    new = replace(make_article("after"), fetched=READ + timedelta(hours=1))
    assert set(await read(store, new, old)) == {old, new}


async def test_two_sites_with_the_same_text_are_two_articles(store):
    ours, theirs = make_article("same"), make_article("same", url="https://example.net/copy")
    assert set(await read(store, ours, theirs)) == {ours, theirs}


async def test_an_address_may_be_very_long(store):
    article = make_article(url="https://example.org/?q=" + "ا" * 8000)
    assert await read(store, article) == (article,)


async def test_text_that_no_database_holds_is_kept_readable(store):
    (found,) = await read(store, make_article("a\x00b", "\ud800c"))
    assert [p.text for p in found.paragraphs] == ["a\ufffdb", "\ufffdc"]


async def counted(store, table):
    return await store.database.read(lambda c: c.scalar(select(func.count()).select_from(table)))


# --- briefs


async def test_a_brief_comes_back_as_it_was(store):
    await store.save_brief(make_brief(), HERE)
    assert await store.brief("b1") == make_brief()


async def test_a_brief_with_broken_text_comes_back_as_it_was(store):
    story = Story((make_article("a\x00b", "\ud800c", id="a1"),))
    brief = replace(make_brief(story=story), headline={"en": "\x00\udfff"})
    await store.save_brief(brief)
    assert await store.brief("b1") == brief


async def test_an_unknown_brief_is_none(store):
    assert await store.brief("nothing") is None


async def test_a_brief_without_a_chat_is_in_no_chat(store):
    await store.save_brief(make_brief())
    assert await store.brief("b1") is not None
    assert await store.brief("b1", HERE) is None
    assert await store.last_brief(HERE) is None


async def test_a_chat_sees_only_its_own_briefs(store):
    await store.save_brief(make_brief("b1"), HERE)
    await store.save_brief(make_brief("b2"), THERE)
    assert await store.brief("b1", THERE) is None
    assert [b.id for b in await store.briefs(THERE)] == ["b2"]
    assert (await store.brief("b1", HERE)).id == "b1"


async def test_the_last_brief_is_the_newest(store):
    later = READ + timedelta(minutes=5)
    await store.save_brief(make_brief("b1", later), HERE)
    await store.save_brief(make_brief("b2", READ), HERE)
    assert (await store.last_brief(HERE)).id == "b1"


async def test_of_two_briefs_of_one_moment_the_one_kept_last_is_the_last(store):
    await store.save_brief(make_brief("b1"), HERE)
    await store.save_brief(make_brief("b2"), HERE)
    assert [b.id for b in await store.briefs(HERE)] == ["b2", "b1"]


async def test_a_chat_can_have_more_briefs_than_are_asked_for(store):
    for n in range(4):
        await store.save_brief(make_brief(f"b{n}"), HERE)
    assert [b.id for b in await store.briefs(HERE, limit=2)] == ["b3", "b2"]


async def test_a_brief_with_the_same_id_takes_its_place(store):
    await store.save_brief(make_brief(), HERE)
    corrected = replace(make_brief(), claims=())
    await store.save_brief(corrected, HERE)
    assert await store.briefs(HERE) == (corrected,)


async def test_claims_and_what_stopped_them_are_there_to_be_counted(store):
    await store.save_brief(make_brief(), HERE)

    def read(connection):
        claims = connection.execute(text("SELECT posted FROM claims ORDER BY n")).scalars().all()
        query = text('SELECT claim, "check" FROM findings ORDER BY claim')
        return claims, [tuple(r) for r in connection.execute(query)]

    claims, findings = await store.database.read(read)
    assert [bool(c) for c in claims] == [True, True, False]
    assert findings == [(1, "attribution"), (2, "attribution"), (3, "numbers")]


async def test_a_brief_that_fails_half_way_leaves_nothing(store):
    twice = make_article(id="a1")
    with pytest.raises(StoreError):  # an article cannot be in a brief twice under one id
        await store.save_brief(make_brief(story=Story((twice, twice))), HERE)
    assert await store.brief("b1") is None
    assert await counted(store, schema.articles) == 0


async def test_a_failure_harms_no_write_beside_it(store):
    twice = make_article(id="a1")
    bad = make_brief("bad", story=Story((twice, twice)))
    done = await asyncio.gather(
        *(store.save_brief(make_brief(f"b{n}"), HERE) for n in range(3)),
        store.save_brief(bad, HERE),
        *(store.keep("k", f"{n}", b"v") for n in range(3)),
        return_exceptions=True,
    )
    assert [type(d).__name__ for d in done if d is not None] == ["StoreError"]
    assert {b.id for b in await store.briefs(HERE)} == {"b0", "b1", "b2"}
    assert await store.kept("k", "2") == b"v"


# --- chats


async def test_settings_of_a_chat_come_back_and_can_be_taken_away(store):
    await store.set_chat_setting(HERE, "languages", ["ar", "en"])
    await store.set_chat_setting(HERE, "every_link", False)
    await store.set_chat_setting(HERE, "languages", ["ar"])
    assert await store.chat_settings(HERE) == {"languages": ["ar"], "every_link": False}
    await store.set_chat_setting(HERE, "languages", None)
    assert await store.chat_settings(HERE) == {"every_link": False}


async def test_settings_are_of_one_chat(store):
    await store.set_chat_setting(HERE, "length", "short")
    assert await store.chat_settings(THERE) == {}


async def test_nothing_of_a_forgotten_chat_is_left(store):
    await store.save_brief(make_brief(), HERE)
    await store.set_chat_setting(HERE, "topic", "harbour")
    await store.keep("model", "k", b"an answer", HERE)
    task = Task("t", TaskKind.BRIEF, HERE, b"links", READ)
    await store.tasks.put(task, [showing("k", "b1")])
    await store.outbox.keep("k", ["10"])
    await store.pauses(HERE.platform).keep(HERE.id, READ + timedelta(hours=1))
    await follow(store, HERE)
    await store.forget(HERE)
    assert await dumped(store) == ""


async def follow(store, chat, feed="news"):
    """Let a chat have a digest and follow a feed with an entry."""

    def work(c):
        owner = chat_row(c, chat)
        for table in (schema.subscriptions, schema.entries):
            row = {"chat": owner, "id": feed, "at": READ, "due": READ, "payload": {}}
            c.execute(table.insert(), {k: v for k, v in row.items() if k in table.c})
        new = insert(c, schema.feeds).values(address=feed, payload={})
        c.execute(new.on_conflict_do_nothing())
        n = c.scalar(select(schema.feeds.c.n).where(schema.feeds.c.address == feed))
        c.execute(schema.follows.insert(), {"chat": owner, "feed": n, "payload": {}})
        entry = insert(c, schema.entries).values(feed=n, id="1", at=READ, payload={})
        c.execute(entry.on_conflict_do_nothing())

    await store.database.write(work)


async def test_a_feed_stays_while_somebody_follows_it(store):
    await follow(store, THERE)
    before = await dumped(store)
    await follow(store, HERE)
    await store.forget(HERE)
    assert await dumped(store) == before


async def test_forgetting_one_chat_leaves_the_others_whole(store):
    await store.save_brief(make_brief("b2"), THERE)
    await store.set_chat_setting(THERE, "length", "short")
    await store.keep("model", "k", b"an answer", THERE)
    before = await dumped(store)
    await store.save_brief(make_brief("b1"), HERE)
    await store.set_chat_setting(HERE, "length", "full")
    await store.forget(HERE)
    assert await dumped(store) == before


async def test_an_article_of_a_brief_without_a_chat_outlives_a_forgotten_one(store):
    await store.save_brief(make_brief("b1"))
    await store.save_brief(make_brief("b2"), HERE)
    await store.forget(HERE)
    assert await counted(store, schema.articles) == 2


async def test_what_was_kept_for_everybody_outlives_a_forgotten_chat(store):
    await store.keep("fetch", "k", b"page")
    await store.forget(HERE)
    assert await store.kept("fetch", "k") == b"page"


async def test_a_chat_that_was_never_seen_can_be_forgotten(store):
    await store.forget(HERE)
    await store.save_brief(make_brief(), HERE)
    assert await store.last_brief(HERE) is not None


async def test_a_forgotten_chat_can_begin_again(store):
    await store.save_brief(make_brief("b1"), HERE)
    await store.forget(HERE)
    await store.save_brief(make_brief("b2"), HERE)
    assert [b.id for b in await store.briefs(HERE)] == ["b2"]


# --- a chat that goes on under another id


async def test_all_that_is_a_chats_moves_with_it(store):
    await store.save_brief(make_brief(), HERE)
    await store.set_chat_setting(HERE, "length", "short")
    await store.tasks.put(Task("t", TaskKind.BRIEF, HERE, b"", READ), [showing("k", "b1")])
    await store.move(HERE, NEW)
    assert await store.last_brief(NEW) == make_brief()
    assert await store.chat_settings(NEW) == {"length": "short"}
    assert await store.tasks.counts(NEW) == (1, 0)
    (waiting,) = await store.outbox.waiting(NEW.platform, READ)
    assert waiting.showing.place.chat == NEW
    await store.forget(NEW)
    assert await dumped(store) == ""


async def test_messages_of_the_old_chat_are_not_remembered(store):
    await store.save_brief(make_brief(), HERE)
    await store.outbox.put([showing("k", "b1")])
    (outgoing,) = await store.outbox.waiting(HERE.platform, READ)
    await store.outbox.attempt(outgoing)
    await store.outbox.keep("k", ["10"])
    await store.move(HERE, NEW)
    assert await store.brief_at(HERE, "10") is await store.brief_at(NEW, "10") is None
    (waiting,) = await store.outbox.waiting(NEW.platform, READ)
    assert (waiting.ids, waiting.unsure) == ((), False)


async def test_two_chats_become_one_and_the_newer_choices_stay(store):
    for chat, id in ((HERE, "b1"), (NEW, "b2")):
        await store.save_brief(make_brief(id), chat)
        await store.set_chat_setting(chat, "length", id)
        await follow(store, chat)
    await store.set_chat_setting(HERE, "side", "ar")
    await store.move(HERE, NEW)
    assert {b.id for b in await store.briefs(NEW)} == {"b1", "b2"}
    assert await store.chat_settings(NEW) == {"length": "b2", "side": "ar"}
    assert await store.briefs(HERE) == ()
    await store.forget(NEW)
    assert await dumped(store) == ""


async def test_it_is_known_where_a_chat_went_until_that_one_is_forgotten(store):
    newest = Chat(NEW.platform, "-3")
    for chat in (HERE, newest):
        await store.set_chat_setting(chat, "keep", 1)
    await store.move(HERE, NEW)
    await store.move(NEW, newest)
    assert [await store.moved_to(c) for c in (HERE, NEW, newest)] == [newest] * 3
    await store.drop_kept(READ + timedelta(days=400))
    assert await store.moved_to(HERE) == newest
    await store.forget(newest)
    assert await store.moved_to(HERE) == HERE


async def test_an_unknown_chat_moves_nowhere_and_one_to_itself_stays(store):
    await store.save_brief(make_brief(), NEW)
    await store.outbox.put([showing("k", "b1", NEW)])
    await store.outbox.keep("k", ["10"])
    before = await dumped(store)
    await store.move(HERE, NEW)
    await store.move(NEW, NEW)
    assert await dumped(store) == before


# --- opening, closing, doing things at once


async def test_everything_is_there_after_a_restart(url):
    if ":memory:" in url:
        pytest.skip("memory does not outlive the process")
    first = SqlStore(url)
    await first.open()
    await first.save_brief(make_brief(), HERE)
    await first.close()
    second = SqlStore(url)
    await second.open()
    assert await second.last_brief(HERE) == make_brief()
    await second.close()


async def test_two_may_open_a_new_store_at_once(url):
    if ":memory:" in url:
        pytest.skip("nobody else sees this memory")
    stores = [SqlStore(url) for _ in range(4)]
    await asyncio.gather(*(s.open() for s in stores))
    await stores[0].save_brief(make_brief(), HERE)
    assert await stores[3].last_brief(HERE) == make_brief()
    for store in stores:
        await store.close()


async def test_many_writers_and_readers_at_once(store):
    story = make_story()
    await asyncio.gather(
        *(store.save_brief(make_brief(f"b{n}", story=story), HERE) for n in range(8)),
        *(store.keep("k", f"{n % 4}", b"v") for n in range(40)),
        *(store.kept("k", "1") for _ in range(40)),
        *(store.last_brief(HERE) for _ in range(8)),
    )
    assert len(await store.briefs(HERE, limit=99)) == 8


async def test_savers_and_forgetters_at_once_leave_no_brief_without_its_articles(url, store):
    if ":memory:" in url:
        pytest.skip("nobody else sees this memory")
    other = SqlStore(url)
    await other.open()
    forward = make_story()
    backward = Story(forward.articles[::-1])
    for n in range(6):
        await asyncio.gather(
            store.save_brief(make_brief(f"h{n}", story=forward), HERE),
            other.save_brief(make_brief(f"t{n}", story=backward), THERE),
            store.forget(HERE),
        )
    await store.save_brief(make_brief("last", story=forward), HERE)
    await other.forget(HERE)
    await other.close()
    query = text("SELECT count(*) FROM chat_articles JOIN chats ON chat = chats.n")
    assert await store.database.read(lambda c: c.scalar(query)) == 2
    assert len(await store.briefs(THERE)) == 6


async def test_a_value_that_was_damaged_is_an_error_of_the_store(store):
    await store.save_brief(make_brief(), HERE)
    await store.keep("fetch", "k", b"page")
    for damage in (
        "UPDATE briefs SET payload = kept.value FROM kept",
        "UPDATE kept SET value = substr(value, 2)",
    ):
        await store.database.write(lambda c, damage=damage: c.execute(text(damage)))
    with pytest.raises(StoreCorruptError):
        await store.last_brief(HERE)
    with pytest.raises(StoreCorruptError):
        await store.kept("fetch", "k")


async def test_a_caller_that_gives_up_breaks_nothing(store):
    await store.save_brief(make_brief(), HERE)
    for delay in (0, 0.001, 0.003):
        for call in (store.last_brief(HERE), store.keep("k", "1", b"v")):
            with suppress(TimeoutError):
                await asyncio.wait_for(call, delay)
    assert await store.last_brief(HERE) == make_brief()


async def test_a_moment_without_a_zone_is_refused(store):
    naive = replace(make_brief(), created=datetime(2026, 3, 2, 9))
    with pytest.raises(StoreError):
        await store.save_brief(naive)


# --- posts and inbox -------------------------------------------------------


def showing(key, brief=None, chat=HERE):
    return Showing(key, Place(chat), Post(()), brief)


async def test_a_brief_is_found_by_each_message_that_shows_it(store):
    brief = make_brief()
    await store.save_brief(brief, HERE)
    await store.outbox.put([showing("k", brief.id)])
    await store.outbox.keep("k", ["10", "11"])
    assert await store.brief_at(HERE, "10") == await store.brief_at(HERE, "11") == brief
    assert await store.brief_at(THERE, "10") is None
    assert await store.brief_at(HERE, "12") is None


async def test_a_message_shows_the_brief_that_was_put_there_last(store):
    for id in ("b1", "b2"):
        await store.save_brief(make_brief(id), HERE)
        await store.outbox.put([showing(f"post of {id}", id)])
        await store.outbox.keep(f"post of {id}", ["10"])
    assert (await store.brief_at(HERE, "10")).id == "b2"


async def test_an_event_is_received_once(store):
    inbox = store.inbox("telegram")
    assert [await inbox.receive("7", b"x"), await inbox.receive("7", b"x")] == [True, False]


async def test_platforms_have_inboxes_of_their_own(store):
    assert await store.inbox("telegram").receive("7", b"x")
    assert await store.inbox("slack").receive("7", b"x")


async def test_what_is_not_done_is_pending_oldest_first(store):
    inbox = store.inbox("telegram")
    for event in ("9", "8", "7"):
        await inbox.receive(event, event.encode())
    await inbox.done("8")
    assert await inbox.pending() == (("9", b"9"), ("7", b"7"))


async def test_an_event_that_is_done_is_still_known(store):
    inbox = store.inbox("telegram")
    await inbox.receive("7", b"x")
    await inbox.done("7")
    assert not await inbox.receive("7", b"x")


async def test_many_deliveries_of_an_event_at_once_are_one(store):
    inbox = store.inbox("slack")
    new = await asyncio.gather(*(inbox.receive("E1", b"x") for _ in range(20)))
    assert sum(new) == 1


# --- answers


def make_answer(id: str, minutes: int = 0, brief: str | None = "b1") -> Answer:
    return Answer(
        id=id,
        created=READ + timedelta(minutes=minutes),
        question="What did the lighthouse keeper say?",
        language="en",
        result=Result.ANSWERED,
        story=make_story(),
        brief=brief,
        usage=Usage(1, 900, 0, 50),
        model="scribe-1",
    )


async def test_an_answer_comes_back_as_it_was(store):
    await store.save_answer(make_answer("q1"), HERE)
    assert await store.answer("q1", HERE) == make_answer("q1")


async def test_the_last_answers_come_first_and_only_those_on_a_brief_if_one_is_named(store):
    for n, brief in enumerate(("b1", "b2", "b1", None)):
        await store.save_answer(make_answer(f"q{n}", n, brief), HERE)
    assert [a.id for a in await store.answers(HERE)] == ["q3", "q2", "q1"]
    assert [a.id for a in await store.answers(HERE, "b1")] == ["q2", "q0"]


async def test_an_answer_that_is_made_again_takes_its_own_place(store):
    for _ in range(2):
        await store.save_answer(make_answer("q1"), HERE)
    assert len(await store.answers(HERE)) == 1


async def test_another_chat_sees_no_answer(store):
    await store.save_answer(make_answer("q1"), HERE)
    await store.save_answer(make_answer("q2"), None)
    assert await store.answer("q1", THERE) is None
    assert await store.answers(THERE) == ()
    assert [a.id for a in await store.answers(None)] == ["q2"]


async def test_answers_are_forgotten_with_their_chat_and_move_with_it(store):
    await store.save_answer(make_answer("q1"), HERE)
    await store.move(HERE, NEW)
    assert [a.id for a in await store.answers(NEW)] == ["q1"]
    await store.forget(NEW)
    assert "lighthouse keeper" not in await dumped(store)
