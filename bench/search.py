"""Searching a large archive: ``python -m bench.search [--write] [--sizes ...] [--postgres]``.

Archives of made-up words, half Arabic and half English, as frequent as words are (Zipf), five
paragraphs an article over three years, in one chat. Queries are of common
words, rare words, both, names and whole questions. Beside it stands a plain full-text query of
SQLite: the same words joined by OR, ranked by its own BM25.
"""

from __future__ import annotations

import asyncio
import random
import sqlite3
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, partial
from itertools import accumulate, islice
from pathlib import Path
from statistics import quantiles
from typing import TypeAlias

from sqlalchemy import Connection, Table, text

from bench.figures import markdown
from bench.results import options, tell
from bot.language.search import forms_of
from bot.model import Chat
from bot.store import SqlStore
from bot.store.chats import chat_row
from bot.store.schema import articles, chat_articles, paragraphs, searched
from bot.store.search import hashed, make_secret
from bot.testing import postgres

SIZES = (1_000, 10_000, 100_000)  # articles
PARAGRAPHS, WORDS = 5, 45  # of an article, of a paragraph
VOCABULARY = 30_000  # words of a language
QUERIES = 120
_Rows: TypeAlias = dict[Table, list[dict[str, object]]]

CHAT = Chat("bench", "large")
NOW = datetime(2026, 1, 1, tzinfo=UTC)
_BATCH = 1000  # articles in one transaction
_PEER = "CREATE VIRTUAL TABLE plain USING fts5(words, content='', tokenize='unicode61')"
_OR = "SELECT rowid FROM plain WHERE plain MATCH ? ORDER BY rank LIMIT 20"


@dataclass(frozen=True, slots=True)
class Figures:
    """What one archive took: seconds to build, bytes, milliseconds of each query.

    ``busy`` are milliseconds of processor time, which others on the machine do not lengthen.
    """

    articles: int
    seconds: float
    size: int
    ours: Sequence[float]
    busy: Sequence[float]
    plain: Sequence[float]


# --- made-up text ------------------------------------------------------------


@cache
def vocabulary(language: str) -> tuple[str, ...]:
    """Return the words of a language, the most frequent first; frequent words are short."""
    chance = random.Random(language)
    arabic = language == "ar"
    first, second = ("بتجدرسشصطعفقكلمنه", "اويبتمنر") if arabic else ("bcdfghklmnprstv", "aeiou")
    found: dict[str, None] = {}
    while len(found) < VOCABULARY:
        syllables = 2 + len(found).bit_length() // 6 + chance.randrange(2)
        pairs = (chance.choice(first) + chance.choice(second) for _ in range(syllables))
        found["".join(pairs)] = None
    return tuple(found)


@cache
def _weights() -> tuple[float, ...]:
    return tuple(accumulate(1 / rank for rank in range(1, VOCABULARY + 1)))


def _said(chance: random.Random, language: str, words: int) -> list[str]:
    return chance.choices(vocabulary(language), cum_weights=_weights(), k=words)


def _told(n: int) -> list[list[str]]:
    """Return the words of the n-th article's paragraphs: always the same ones."""
    chance = random.Random(n)
    language = _language(n)
    return [_said(chance, language, WORDS) for _ in range(PARAGRAPHS)]


def _language(n: int) -> str:
    return "ar" if n % 2 else "en"


def queries() -> Iterator[str]:
    """Yield what is asked: common words, rare ones, both, names, whole questions."""
    chance = random.Random("queries")
    for n in range(QUERIES):
        language = _language(n)
        every = vocabulary(language)
        common, rare = chance.choices(every[:40], k=4), chance.choices(every[2000:], k=2)
        kinds = (
            common,
            rare,
            [*common[:2], *rare[:1]],
            [rare[0].capitalize(), rare[1].capitalize()],
            _said(chance, language, 8),
            [*_said(chance, "ar", 4), *_said(chance, "en", 4)],
        )
        yield " ".join(kinds[n // 2 % len(kinds)])


# --- archives ----------------------------------------------------------------


async def build(store: SqlStore, size: int) -> float:
    """Fill the archive of ``CHAT``; return the seconds that it took."""
    began = time.perf_counter()
    chat, secret = await store.database.write(_chat)
    waiting = iter(range(size))
    known: dict[str, str] = {}
    while batch := list(islice(waiting, _BATCH)):
        filled = _rows(batch, chat, secret, known)  # a transaction does not wait for this
        await store.database.write(partial(_write, filled))
    return time.perf_counter() - began


def _chat(c: Connection) -> tuple[int, str]:
    chat = chat_row(c, CHAT)
    return chat, make_secret(c, chat)


def _rows(batch: Sequence[int], chat: int, secret: str, known: dict[str, str]) -> _Rows:
    """Return the rows of some articles; ``known`` holds the forms of the words so far."""
    rows: _Rows = {table: [] for table in _TABLES}
    for n in batch:
        rows[articles].append(_article(n))
        rows[chat_articles].append({"chat": chat, "article": n + 1, "added": NOW})
        for place, words in enumerate(_told(n), 1):
            inside = {"article": n + 1, "n": place, "id": f"p{place}", "kind": "body"}
            rows[paragraphs].append({**inside, "text": " ".join(words)})
            for word in words:
                if word not in known:
                    known[word] = " ".join(hashed(secret, form) for form in forms_of(word))
            forms = " ".join(known[word] for word in words if known[word])
            rows[searched].append({"chat": chat, "article": n + 1, "place": place, "forms": forms})
    return rows


def _write(rows: _Rows, c: Connection) -> None:
    for table in _TABLES:
        c.execute(table.insert(), rows[table])


_TABLES = (articles, paragraphs, chat_articles, searched)


def _article(n: int) -> dict[str, object]:
    return {
        "n": n + 1,
        "address": f"address {n}",
        "digest": f"digest {n}",
        "url": f"https://example.org/{n}",
        "canonical": f"https://example.org/{n}",
        "outlet": "example.org",
        "title": "",
        "published_day": date(2023, 1, 1) + timedelta(days=n * 1095 // 100_000 % 1095),
        "published_sure": True,
        "fetched": NOW,
        "language": _language(n),
        "completeness": "full",
        "removed": [],
    }


def plain(file: Path, size: int) -> sqlite3.Connection:
    """Return a plain full-text index of the same paragraphs."""
    peer = sqlite3.connect(file)
    peer.execute(_PEER)
    texts = ((" ".join(words),) for n in range(size) for words in _told(n))
    peer.executemany("INSERT INTO plain(words) VALUES (?)", texts)
    peer.commit()
    return peer


# --- measuring ---------------------------------------------------------------


async def measure(url: str, size: int, folder: Path | None = None) -> Figures:
    """Build an archive at ``url`` and search it; with a ``folder`` the plain index too."""
    store = SqlStore(url, now=lambda: NOW)
    await store.open()
    seconds = await build(store, size)
    if not store.database.sqlite:
        await store.database.write(lambda c: c.execute(text("ANALYZE searched")).close())
    asked = list(queries())
    await store.search(CHAT, asked[0])  # the first loads the word lists
    ours, busy = [], []
    for query in asked:
        began, used = time.perf_counter(), time.process_time()
        await store.search(CHAT, query)
        ours.append((time.perf_counter() - began) * 1000)
        busy.append((time.process_time() - used) * 1000)
    held = await store.database.read(_bytes)
    await store.close()
    beside = _plain(folder, size, asked) if folder else ()
    return Figures(size, seconds, held, ours, busy, beside)


def _plain(folder: Path, size: int, asked: Sequence[str]) -> list[float]:
    peer = plain(folder / "plain.db", size)
    taken = []
    for query in asked:
        began = time.perf_counter()
        peer.execute(_OR, (" OR ".join(f'"{word}"' for word in query.split()),)).fetchall()
        taken.append((time.perf_counter() - began) * 1000)
    peer.close()
    return taken


def _bytes(c: Connection) -> int:
    """Return the size of all tables."""
    if c.dialect.name == "postgresql":
        return int(c.scalar(text("SELECT pg_database_size(current_database())")) or 0)
    pages, page = c.scalar(text("PRAGMA page_count")), c.scalar(text("PRAGMA page_size"))
    return int(pages or 0) * int(page or 0)


def _percentiles(taken: Sequence[float]) -> tuple[str, str]:
    if not taken:
        return "", ""
    every = quantiles(taken, n=20)
    return f"{every[9]:.1f}", f"{every[18]:.1f}"


def row(name: str, f: Figures) -> tuple[object, ...]:
    """Return the figures of one archive as a row."""
    taken = (*_percentiles(f.ours), *_percentiles(f.busy), *_percentiles(f.plain))
    return name, f"{f.articles:,}", f"{f.seconds:.0f}", f"{f.size / 1e6:.0f}", *taken


HEADER = (
    "",
    "articles",
    "s to build",
    "MB",
    "p50 ms",
    "p95 ms",
    "processor p50",
    "p95",
    "OR: p50 ms",
    "p95 ms",
)


def main(arguments: list[str] | None = None) -> None:
    """Measure, print, and with ``--write`` keep the figures."""
    parser = options(__doc__)
    parser.add_argument("--postgres", action="store_true", help="measure PostgreSQL too")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="articles")
    given = parser.parse_args(arguments)
    rows: list[tuple[object, ...]] = []
    for size in given.sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            figures = asyncio.run(measure(f"sqlite:///{folder / 'isnad.db'}", size, folder))
        rows.append(row("SQLite", figures))
        print(rows[-1], flush=True)
    for size in given.sizes if given.postgres else ():
        with ExitStack() as stack:
            url = stack.enter_context(postgres.server()).format("postgres")
            rows.append(row("PostgreSQL", asyncio.run(measure(url, size))))
            print(rows[-1], flush=True)
    table = markdown(HEADER, rows)
    tell("Search", table, keep=given.write)


if __name__ == "__main__":
    main()
