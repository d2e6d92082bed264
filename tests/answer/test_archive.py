"""What a chat has read answers it alone."""

import asyncio
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answer.archive import archive
from bot.model import Chat, Question
from bot.store import SqlStore
from bot.testing.nouns import make_article, make_reading

HERE, THERE = Chat("telegram", "1"), Chat("slack", "1")
ENGLISH = ["harbour", "strike", "minister", "bridge", "1997", "budget"]
WORDS = [*ENGLISH, "الميناء", "إضراب", "الوزيرة", "جسر", "ميزانية"]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[asyncio.Runner, SqlStore]]:
    """A store in which two chats have read articles of the same words."""
    store = SqlStore(f"sqlite:///{tmp_path_factory.mktemp('archive') / 'store.db'}")

    async def fill() -> None:
        await store.open()
        for chat in (HERE, THERE):
            for n in range(6):
                texts = [f"{chat.platform} {' '.join(WORDS[n : n + 6])} {n} {k}" for k in range(3)]
                url = f"https://{chat.platform}.example/{n}"
                await store.save_brief(make_reading(make_article(*texts, url=url)), chat)

    with asyncio.Runner() as runner:
        runner.run(fill())
        yield runner, store
        runner.run(store.close())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=6), here=st.booleans())
def test_no_question_finds_a_paragraph_of_another_chat(
    both: tuple[asyncio.Runner, SqlStore], words: list[str], here: bool
) -> None:
    runner, store = both
    chat, other = (HERE, THERE) if here else (THERE, HERE)
    asked = Question(" ".join((*words, other.platform)), "en")
    found = runner.run(archive(asked, (other.platform,), chat, store))
    assert found.articles
    assert all(p.text.startswith(chat.platform) for p in found.paragraphs.values())


def test_articles_of_an_archive_have_ids_of_their_own(
    both: tuple[asyncio.Runner, SqlStore],
) -> None:
    runner, store = both
    found = runner.run(archive(Question("harbour strike", "en"), (), HERE, store))
    ids = [p.id for a in found.articles for p in a.paragraphs]
    assert [a.id for a in found.articles] == [f"a{n + 1}" for n in range(len(found.articles))]
    assert len(ids) == len(set(ids))
    assert all(id.startswith(f"{a.id}.p") for a in found.articles for id in (a.paragraphs[0].id,))
