"""The search bench on a tiny archive."""

from pathlib import Path

from bench.search import CHAT, HEADER, NOW, QUERIES, _told, build, measure, queries, row
from bot.store import SqlStore


async def test_what_is_measured_finds_what_is_there(tmp_path: Path) -> None:
    store = SqlStore(f"sqlite:///{tmp_path / 'isnad.db'}", now=lambda: NOW)
    await store.open()
    await build(store, 30)
    words = _told(4)[2][:6]
    hit = (await store.search(CHAT, " ".join(words)))[0]
    assert hit.paragraph.text.split()[:6] == words
    assert hit.article.url.endswith("/4")
    await store.close()


async def test_a_row_has_all_figures(tmp_path: Path) -> None:
    figures = await measure(f"sqlite:///{tmp_path / 'isnad.db'}", 20, tmp_path)
    assert len(figures.ours) == len(figures.busy) == len(figures.plain) == QUERIES
    assert len(row("SQLite", figures)) == len(HEADER)


def test_the_queries_are_always_the_same() -> None:
    assert list(queries()) == list(queries())
    assert len(set(queries())) > QUERIES // 2
