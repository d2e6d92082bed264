"""Searching a chat's archive, on each database."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from bot.model import Article, Chat, Published
from bot.store import SqlStore
from bot.store.moving import copy
from bot.testing.nouns import READ, make_article, make_brief, make_reading

HERE, THERE, NEW = Chat("telegram", "1"), Chat("slack", "1"), Chat("telegram", "-1001")

ARABIC = make_article(
    "أعلنت بلدية ميناء الرمل افتتاح الجسر.",
    "وقال الرئيس توكاييف إن كلفته بلغت سبعة عشر مليون دينار.",
    url="https://example.com/1",
    language="ar",
)
ENGLISH = make_article(
    "The ferry sank off the old harbour in 1968.",
    "Fishermen protested against the closure of the market.",
    url="https://example.com/2",
)


async def read(store: SqlStore, chat: Chat, article: Article) -> None:
    await store.save_brief(make_reading(article), chat)


async def found(store: SqlStore, chat: Chat, asked: str, *more: str) -> list[str]:
    return [hit.paragraph.text for hit in await store.search(chat, asked, more)]


@pytest.fixture
async def filled(store):
    await read(store, HERE, ARABIC)
    await read(store, HERE, ENGLISH)
    return store


@pytest.mark.parametrize(
    ("asked", "paragraph"),
    [
        ("Tokayev", ARABIC.paragraphs[1]),
        ("tokayev", ARABIC.paragraphs[1]),
        ("توكايف", ARABIC.paragraphs[1]),
        ("بكلفتها", ARABIC.paragraphs[1]),
        ("17 million", ARABIC.paragraphs[1]),
        ("١٧ مليون", ARABIC.paragraphs[1]),
        ("When did the ferry sink?", ENGLISH.paragraphs[0]),
        ("احتجاج على إغلاق السوق", ENGLISH.paragraphs[1]),
    ],
)
async def test_the_best_paragraph_is_first(filled, asked, paragraph):
    hit = (await filled.search(HERE, asked))[0]
    assert hit.paragraph == paragraph
    assert paragraph in hit.article.paragraphs


async def test_what_nobody_wrote_is_not_found(filled):
    assert await filled.search(HERE, "zebra") == ()
    assert await filled.search(HERE, "") == ()
    assert await filled.search(HERE, '" OR "*" NEAR(a b) & ! | \' : * \x00 \ud800') == ()


async def test_the_articles_of_a_brief_are_found(store):
    await store.save_brief(make_brief(), HERE)
    assert "Mayor Sami Haddad said" in (await found(store, HERE, "mayor Haddad"))[0]


async def test_further_words_find_too_and_weigh_less(filled):
    texts = await found(filled, HERE, "ferry", "fishermen")
    assert texts == [p.text for p in ENGLISH.paragraphs]


async def test_no_more_than_asked_for(filled):
    assert len(await filled.search(HERE, "the ferry and the market", limit=1)) == 1


async def test_the_title_finds_the_first_paragraph(store):
    article = replace(ENGLISH, title="Shipwreck remembered")
    await read(store, HERE, article)
    assert await found(store, HERE, "shipwreck") == [ENGLISH.paragraphs[0].text]


async def test_of_two_alike_the_newer_comes_first(store):
    for n, day in enumerate((date(2020, 1, 1), READ.date(), date(2023, 1, 1))):
        article = make_article("The bridge was closed.", url=f"https://example.com/{n}")
        await read(store, HERE, replace(article, published=Published(day)))
    days = [hit.article.published.day.year for hit in await store.search(HERE, "bridge")]
    assert days == [2026, 2023, 2020]


async def test_another_chat_finds_nothing_of_it(filled):
    await read(filled, THERE, ARABIC)
    assert await found(filled, THERE, "ferry") == []
    assert await found(filled, THERE, "Tokayev") == [ARABIC.paragraphs[1].text]
    assert await filled.search(NEW, "Tokayev") == ()


async def test_forgotten_is_not_found_and_leaves_no_word(filled):
    await read(filled, THERE, ARABIC)
    await filled.forget(HERE)
    assert await filled.search(HERE, "ferry") == ()
    assert await found(filled, THERE, "Tokayev") == [ARABIC.paragraphs[1].text]
    left = await filled.database.read(_everything)
    for word in ("ferry", "sank", "fishermen", "ferri"):
        assert word.encode() not in left


def _everything(c) -> bytes:
    """All that is in all tables, those of the full-text index too, as they are."""
    from sqlalchemy import inspect

    whole = b""
    for name in inspect(c).get_table_names():
        if name != "search_index":  # a view of the others
            for row in c.execute(text(f'SELECT * FROM "{name}"')):
                whole += b"\n".join(v if isinstance(v, bytes) else str(v).encode() for v in row)
    return whole


async def test_a_forgotten_chat_can_fill_its_archive_again(filled):
    await filled.forget(HERE)
    await read(filled, HERE, ENGLISH)
    assert len(await filled.search(HERE, "ferry")) == 1


@pytest.mark.parametrize("known", [False, True], ids=["to a new chat", "to a known one"])
async def test_the_archive_moves_with_its_chat(filled, known):
    if known:
        await read(filled, NEW, make_article("A railway.", url="https://example.com/3"))
        await read(filled, NEW, ENGLISH)
    await filled.move(HERE, NEW)
    assert await found(filled, NEW, "Tokayev") == [ARABIC.paragraphs[1].text]
    assert len(await found(filled, NEW, "ferry")) == 1
    assert len(await found(filled, NEW, "railway")) == known
    assert await filled.search(HERE, "ferry") == ()


async def test_a_copy_of_a_store_can_be_searched(tmp_path):
    source, target = (f"sqlite:///{tmp_path / name}" for name in ("old.db", "new.db"))
    store = SqlStore(source)
    await store.open()
    await read(store, HERE, ARABIC)
    await store.close()
    await copy(source, target)
    store = SqlStore(target)
    await store.open()
    assert await found(store, HERE, "Tokayev") == [ARABIC.paragraphs[1].text]
    await read(store, HERE, ENGLISH)
    assert len(await store.search(HERE, "ferry")) == 1
    await store.close()


async def test_a_word_that_everybody_has_does_not_hide_a_rare_one(store):
    for n in range(60):
        said = f"The council met about matter {n} again."
        await read(store, HERE, make_article(said, url=f"https://example.com/{n}"))
    assert "matter 7 " in (await found(store, HERE, "council matter 7"))[0]


WORDS = st.sampled_from(
    ["bridge", "ferry", "harbour", "Tokayev", "17", "million", "الجسر", "كلفة", "وزير", "توكاييف"]
)
TEXTS = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(mine=st.lists(TEXTS, max_size=4), theirs=st.lists(TEXTS, max_size=4), asked=TEXTS)
async def test_no_chat_ever_sees_a_paragraph_of_another(mine, theirs, asked):
    store = SqlStore("sqlite://", now=lambda: datetime(2026, 3, 2, tzinfo=UTC))
    await store.open()
    for chat, texts in ((HERE, mine), (THERE, theirs)):
        for n, said in enumerate(texts):
            url = f"https://example.com/{chat.platform}/{n}"
            await read(store, chat, make_article(f"{chat.platform}: {said}", url=url))
    for chat in (HERE, THERE):
        hits = await store.search(chat, asked, ("telegram", "slack"))
        assert all(hit.paragraph.text.startswith(chat.platform) for hit in hits)
        assert len(hits) == len({hit.article.url for hit in hits})
    await store.close()
