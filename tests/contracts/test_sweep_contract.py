"""What is older than a chat wants to keep goes, wherever in the database it stands."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model import (
    Answer,
    Block,
    BlockKind,
    Chat,
    Dating,
    Entry,
    Fate,
    Piece,
    Place,
    Polled,
    Post,
    Result,
    Showing,
    Span,
    Story,
    Task,
    TaskKind,
    TaskState,
    Usage,
)
from bot.store.rows import unpack
from bot.store.schema import metadata
from bot.testing.nouns import make_article, make_brief

HERE, THERE = Chat("telegram", "1"), Chat("slack", "1")
OLD, NEW = "Zarbatin", "Quelomar"  # words that stand in all that is old, and in all that is new


async def dumped(store):
    """Everything that the database holds, compressed values unpacked, as one text."""

    def read(connection):
        rows = [r for t in metadata.sorted_tables for r in connection.execute(t.select())]
        return [unpack(v).decode() if isinstance(v, bytes) else str(v) for r in rows for v in r]

    return "\n".join(await store.database.read(read))


def story(word):
    said = (f"{word} opened its bridge.", f"The mayor of {word} came.")
    return Story((make_article(*said, id="a1", url=f"https://{word}.example/a"),))


async def lives(store, clock, word, chat=HERE):
    """Let a chat have of each thing one that holds a word."""
    brief = replace(make_brief(f"brief-{word}", clock.at, story(word)), dropped=(), claims=())
    await store.save_brief(brief, chat)
    answered = Answer(f"answer-{word}", clock.at, word, "en", Result.ANSWERED, story(word))
    await store.save_answer(answered, chat)
    await store.keep("model", word, word.encode(), chat)
    post = Post((Block(BlockKind.TEXT, (Span(word),), "en"),))
    await store.outbox.put([Showing(f"post-{word}", Place(chat), post, f"brief-{word}")])
    (outgoing,) = await store.outbox.waiting(chat.platform, clock.at)
    await store.outbox.settle(await store.outbox.attempt(outgoing), Fate.REFUSED)
    task = Task(f"task-{word}", TaskKind.BRIEF, chat, word.encode(), clock.at)
    await store.tasks.put(task)
    (begun,) = await store.tasks.take(clock.at, 1)
    await store.tasks.end(begun, TaskState.DEAD)
    await store.set_chat_setting(chat, "slot", f"post-{word}")
    await store.set_chat_setting(chat, "sources", [["link", f"https://{word}.example/a"]])
    kept = await store.chat_settings(chat)
    told = {**kept.get("told", {}), f"https://{word}.example/a": clock.at.isoformat()}
    await store.set_chat_setting(chat, "told", told)
    ratings = {**kept.get("ratings", {}), f"brief-{word}": {"amina": True}}
    await store.set_chat_setting(chat, "ratings", ratings)


async def test_nothing_that_is_older_is_left_and_all_that_is_younger_stays(store, clock):
    await store.set_chat_setting(HERE, "keep", 30)
    await lives(store, clock, OLD)
    clock.at += timedelta(days=20)
    await lives(store, clock, NEW)
    before = await dumped(store)
    clock.at += timedelta(days=11)
    assert await store.sweep(0) > 0
    left = await dumped(store)
    assert OLD in before
    assert OLD not in left
    assert left.count(NEW) == before.count(NEW)
    assert [hit.article.url for hit in await store.search(HERE, NEW)]
    assert await store.search(HERE, OLD) == ()


async def test_what_was_of_the_last_brief_goes_with_it(store, clock):
    await store.set_chat_setting(HERE, "keep", 30)
    await lives(store, clock, OLD)
    clock.at += timedelta(days=31)
    await store.sweep(0)
    assert await store.chat_settings(HERE) == {"keep": 30}
    assert await store.last_brief(HERE) is None


@pytest.mark.parametrize(("chosen", "usual", "stays"), [
    (None, 0, True), (None, 30, False), (0, 30, True), (90, 30, True), (7, 0, False),
])  # fmt: skip
async def test_a_chats_own_choice_comes_before_the_installations(
    store, clock, chosen, usual, stays
):
    await store.set_chat_setting(HERE, "keep", chosen)
    await lives(store, clock, OLD)
    clock.at += timedelta(days=31)
    await store.sweep(usual)
    assert (OLD in await dumped(store)) is stays


async def test_an_article_stays_while_another_chat_has_it(store, clock):
    await store.set_chat_setting(HERE, "keep", 7)
    for chat in (HERE, THERE):
        await store.save_brief(make_brief(chat.platform, clock.at, story(OLD)), chat)
    clock.at += timedelta(days=8)
    await store.sweep(0)
    assert await store.search(HERE, OLD) == ()
    assert len(await store.search(THERE, OLD)) == 2


async def test_an_old_article_stays_while_a_young_brief_tells_of_it(store, clock):
    await store.set_chat_setting(HERE, "keep", 7)
    await store.save_brief(make_brief("a", clock.at, story(NEW)), HERE)
    clock.at += timedelta(days=6)
    await store.save_brief(make_brief("b", clock.at, story(NEW)), HERE)
    clock.at += timedelta(days=6)
    await store.sweep(0)
    assert await store.brief("a", HERE) is None
    assert await store.brief("b", HERE) is not None
    assert len(await store.search(HERE, NEW)) > 0


async def test_what_is_no_chats_is_kept_as_the_installation_says(store, clock):
    await store.save_brief(make_brief("b", clock.at, story(OLD)))
    clock.at += timedelta(days=31)
    await store.sweep(0)
    assert OLD in await dumped(store)
    await store.sweep(30)
    assert OLD not in await dumped(store)


async def test_what_was_spent_stays_as_numbers(store, clock):
    await store.save_brief(make_brief("b", clock.at, story(OLD)), HERE)
    await store.charges.charge("k", Piece.BRIEF, HERE, "amina", 2)
    await store.charges.pay(Usage(1, 900, 0, 90), "scribe", HERE, "amina")
    began = clock.at
    before = await store.charges.spent(began, HERE)
    clock.at += timedelta(days=31)
    await store.sweep(30)
    assert await store.charges.spent(began, HERE) == before
    assert before.input_tokens > 0


async def test_what_still_waits_is_not_swept(store, clock):
    await lives(store, clock, OLD)
    await store.outbox.put([Showing("waits", Place(HERE), Post(()))])
    task = Task("waits", TaskKind.BRIEF, HERE, b"links", clock.at)
    await store.tasks.put(task)
    clock.at += timedelta(days=31)
    await store.sweep(30)
    assert len(await store.outbox.waiting(HERE.platform, clock.at)) == 1
    assert await store.tasks.state("waits") is TaskState.WAITING


async def test_digests_and_feeds_are_no_things_of_the_past(store, clock):
    feed = Polled("https://feed.example/rss")
    entry = Entry("1", "https://feed.example/1", "t", "s", None, Dating.ABSENT)
    await store.digests.follow(HERE, feed, "Feed", [entry])
    clock.at += timedelta(days=31)
    await store.sweep(30)
    assert len(await store.digests.following(HERE)) == 1
