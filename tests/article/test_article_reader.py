"""Pages are read in processes that can be killed, whatever is in the page."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.article import Reader
from bot.article.reading import read
from bot.article.report import reading_to_json, reading_to_text
from bot.model import Note, ProblemKind, Reading
from bot.testing.pages import ENGLISH, NOW, article

URL = "https://nour.example/bridge"
PAGE = article().encode()
# Ever so many links in a page: slow to be judged, and not seen to be a bomb.
BOMB = b"<html>" + b"<p><a href='/x'>some link here</a></p>" * 120_000
ATTRIBUTES = b"<html><p " + b" ".join(b'a%d="<"' % n for n in range(60_000)) + b">x</p>"


@pytest.fixture
async def reader() -> AsyncIterator[Reader]:
    reader = Reader(cpu=1)
    yield reader
    await reader.close()


async def test_a_page_is_read_as_in_this_process(reader: Reader) -> None:
    assert await reader.read(PAGE, URL, "text/html", NOW) == read(PAGE, URL, "text/html", NOW)


async def test_a_bomb_is_unreadable_and_the_others_are_read(reader: Reader) -> None:
    bomb, *pages = await asyncio.gather(
        *(reader.read(data, URL, None, NOW) for data in (BOMB, PAGE, PAGE))
    )
    assert bomb.problem is not None
    assert bomb.problem.kind is ProblemKind.UNREADABLE
    assert all(reading.article for reading in pages)


async def test_pages_do_not_wait_for_bombs(reader: Reader) -> None:
    bombs = [asyncio.ensure_future(reader.read(BOMB, URL, None, NOW)) for _ in range(3)]
    pages = await asyncio.gather(*(reader.read(PAGE, URL, None, NOW) for _ in range(2)))
    assert all(reading.article for reading in pages)
    assert not bombs[2].done()
    for bomb in bombs:
        bomb.cancel()
    await asyncio.gather(*bombs, return_exceptions=True)


def test_a_bomb_of_attributes_is_seen_before_it_is_parsed() -> None:
    """Parsing it would take most of a minute."""
    found = read(ATTRIBUTES, URL, None, NOW).problem
    assert found is not None
    assert found.kind is ProblemKind.UNREADABLE


async def test_a_worker_that_died_is_replaced(reader: Reader) -> None:
    await reader.read(PAGE, URL, None, NOW)
    (worker,) = reader._workers._idle
    worker.process.kill()
    await worker.process.wait()
    assert (await reader.read(PAGE, URL, None, NOW)).article


async def test_whoever_gives_up_leaves_no_answer_for_the_next(reader: Reader) -> None:
    await reader.read(PAGE, URL, None, NOW)
    task = asyncio.ensure_future(reader.read(BOMB, URL, None, NOW))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (await reader.read(PAGE, URL, None, NOW)).article


async def test_a_reader_that_was_closed_reads_again(reader: Reader) -> None:
    await reader.read(PAGE, URL, None, NOW)
    await reader.close()
    assert (await reader.read(PAGE, URL, None, NOW)).article


PIECES = """<p>|</p>|<div |<table><tr><td>|<script>|<!--|-->|<br>|<h1>|>|<title>|&amp;|&#0;|&#x200c;
|قال الوزير إن |2025-11-07 |=|"|<meta charset="x">|<script type="application/ld+json">{"@type": [
|</script>|<meta property="article:published_time" content="2025-99-99T25:00Z">|# |- |<a href=x>
|</a>|date 2025-02-31 |المصدر / |<meta http-equiv=refresh content="0;url=http://[">|By A B
|منذ ساعتين"""
TOKENS = st.lists(
    st.sampled_from([*PIECES.split("|"), "\x00", "\ud800", ENGLISH[0]]), max_size=60
).map("".join)


@settings(max_examples=150, deadline=None)
@given(TOKENS, st.sampled_from([URL, "a.txt", "a.md", "", "https://[", "http://x/2025/13/45"]))
def test_no_markup_raises(source: str, url: str) -> None:
    reading = read(source.encode("utf-8", "surrogatepass"), url, None, NOW)
    assert (reading.article is None) != (reading.problem is None)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([None, "text/html", "text/html; charset=utf-16"]))
def test_no_bytes_raise(data: bytes, header: str | None) -> None:
    for source in (data, b"<html><body><p>" + data):
        reading = read(source, URL, header, NOW)
        assert (reading.article is None) != (reading.problem is None)


def test_too_much_is_refused() -> None:
    found = read(b"<p>" + b"x" * 5_000_000, URL, None, NOW).problem
    assert found is not None
    assert found.kind is ProblemKind.TOO_LARGE


def say(note: Note) -> str:
    return f"{note.key} {note.values['source']}"


def test_a_reading_as_json() -> None:
    row = reading_to_json(read(PAGE, URL, None, NOW), say)
    assert (row["source"], row["problem"]) == (URL, None)
    assert row["article"]["paragraphs"][0] == {"id": "p1", "kind": "body", "text": ENGLISH[0]}
    assert {"title", "outlet", "author", "published", "language", "completeness", "removed"} <= set(
        row["article"]
    )
    assert json.loads(json.dumps(row)) == row


def test_a_problem_as_json() -> None:
    row = reading_to_json(read(b"%PDF-1.7", URL, None, NOW), say)
    assert row == {
        "source": URL,
        "article": None,
        "problem": {"kind": "not_html", "message": f"problem.not_html {URL}"},
    }


def test_a_reading_as_text() -> None:
    text = reading_to_text(read(PAGE, URL, None, NOW), say)
    assert text.startswith("Council approves bridge repair\n")
    assert f"p1  {ENGLISH[0]}" in text
    problem = Reading(URL, problem=read(b"", URL, None, NOW).problem)
    assert reading_to_text(problem, say) == f"problem.empty {URL}"
