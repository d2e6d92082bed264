"""The jobs, each one readable function from top to bottom.

``make_briefs`` draws the main one: read all sources at once, group them into stories, then for
each story draft, verify, keep. What touches the world comes in as ``Tools``.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from bot import whose
from bot.article import refresh_target
from bot.codec import CodecError, dump, load
from bot.errors import ModelError, ReadError
from bot.failpoint import Point, reached
from bot.meter import meter
from bot.model import (
    Article,
    Brief,
    Chat,
    Draft,
    Engine,
    Note,
    Problem,
    ProblemKind,
    Reading,
    Source,
    SourceKind,
    Story,
)
from bot.ports import Progress
from bot.sources import key as as_one
from bot.story import named, stories
from bot.summarize.asking import paid
from bot.summarize.prefix import without_orders
from bot.tools import Tools
from bot.verify import Verified, verify

TOGETHER = 8  # sources read at the same time
MAX_FILE = 5_000_000
FRESH = timedelta(minutes=10)  # a page that was read this recently is not fetched again
MEGABYTE = 1_000_000
UNREAD: dict[type[OSError], ProblemKind] = {
    IsADirectoryError: ProblemKind.FOLDER,
    PermissionError: ProblemKind.UNOPENED,
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a message's sources. The first brief, if any, names the problems too."""

    briefs: tuple[Brief, ...]
    problems: tuple[Problem, ...]


async def make_briefs(
    sources: Sequence[Source],
    languages: Sequence[str],
    tools: Tools,
    progress: Progress,
    chat: Chat | None = None,
) -> Outcome:
    """Brief ``sources``: one brief for each story that they tell, problems for the rest.

    No source can sink another; StoreError is the only error that leaves here.
    """
    readings = await read_all(sources, tools, progress)
    problems = tuple(r.problem for r in readings if r.problem)
    told = stories([without_orders(r.article) for r in readings if r.article])
    briefs = []
    for n, story in enumerate(told):
        brief = await brief_story(story, languages, tools, progress)
        if n == 0:
            brief = replace(brief, problems=problems)
        await tools.store.save_brief(brief, chat)
        reached(Point.BRIEF_SAVED)
        briefs.append(brief)
    return Outcome(tuple(briefs), problems)


async def brief_story(
    story: Story, languages: Sequence[str], tools: Tools, progress: Progress
) -> Brief:
    """Draft a story, check every claim, and keep what passed."""
    await progress("progress.writing", {"n": len(story.articles)})
    draft, engine = await _draft(story, languages, tools)
    reached(Point.DRAFTED)
    story = named(story, draft.outlets, languages)
    checked = await _verify(draft, engine, story, languages, tools, progress)
    if checked.failed and not checked.claims:  # the model is gone: let the sources speak
        engine = Engine.EXTRACTIVE
        spent = draft.usage + checked.usage
        own = await tools.extractive.draft(story, languages)
        failed = Note("note.model_failed", {"reason": checked.failed})
        draft = replace(own, notes=(failed, *own.notes), usage=spent)
        checked = await _verify(draft, engine, story, languages, tools, progress)
    reached(Point.CHECKED)
    return Brief(
        id=tools.new_id(),
        created=tools.now(),
        engine=engine,
        languages=tuple(languages),
        story=story,
        headline=checked.headline,
        claims=checked.claims,
        disagreements=checked.disagreements,
        unsaid=checked.unsaid,
        dropped=checked.dropped,
        notes=draft.notes,
        usage=draft.usage + checked.usage,
        model=draft.model,
        prompt=draft.prompt,
    )


async def _verify(
    draft: Draft,
    engine: Engine,
    story: Story,
    languages: Sequence[str],
    tools: Tools,
    progress: Progress,
) -> Verified:
    """Check a draft; a model's is judged by the judge, the sources' own sentences need none."""
    await progress("progress.checking", {"n": len(draft.claims)})
    if engine is Engine.MODEL and tools.writer:
        return await verify(draft, story, languages, tools.writer, tools.judge)
    return await verify(draft, story, languages, tools.extractive)


async def _draft(story: Story, languages: Sequence[str], tools: Tools) -> tuple[Draft, Engine]:
    """Let the model write; where it cannot, say so and let the sources speak."""
    if tools.writer is None:
        return await tools.extractive.draft(story, languages), Engine.EXTRACTIVE
    try:
        return await tools.writer.draft(story, languages), Engine.MODEL
    except ModelError as error:
        draft = await tools.extractive.draft(story, languages)
        failed = Note("note.model_failed", {"reason": error.note})
        notes = (failed, *draft.notes)
        return replace(draft, notes=notes, usage=paid(error)), Engine.EXTRACTIVE


# --- reading ---------------------------------------------------------------


async def read_all(
    sources: Sequence[Source], tools: Tools, progress: Progress
) -> tuple[Reading, ...]:
    """Read all sources at once; one reading each, in their order."""
    done = 0
    await progress("progress.fetching", {"done": done, "total": len(sources)})

    slots = asyncio.Semaphore(TOGETHER)

    async def one(source: Source) -> Reading:
        nonlocal done
        async with slots:
            reading = await read(source, tools)
        done += 1
        await progress("progress.fetching", {"done": done, "total": len(sources)})
        return reading

    return tuple(await asyncio.gather(*(one(source) for source in sources)))


async def read(source: Source, tools: Tools) -> Reading:
    """Read one source: a link is fetched (or found, if it was just read), a file opened."""
    ways: dict[SourceKind, Callable[[Source, Tools], Awaitable[Reading]]] = {
        SourceKind.LINK: _read_link,
        SourceKind.FILE: _read_file,
        SourceKind.TEXT: _read_text,
    }
    try:
        reading = await ways[source.kind](source, tools)
    except ReadError as error:
        reading = Reading(source.name, problem=error.problem)
    meter.count("fetches", outcome=reading.problem.kind if reading.problem else "read")
    return reading


async def _read_link(source: Source, tools: Tools) -> Reading:
    key = hashlib.sha256(as_one(source).encode()).hexdigest()
    found = await _just_read(key, tools)
    if found is not None:
        return Reading(source.name, article=replace(found, url=source.value))
    page = await tools.fetcher.fetch(source.value)
    reached(Point.FETCHED)
    target = refresh_target(page.body, page.final_url)
    if target is not None:
        page = await tools.fetcher.fetch(target)
    reading = await tools.reader.read(page.body, page.final_url, page.content_type, page.fetched)
    if reading.article is None:
        return _named(reading, source)
    article = replace(reading.article, url=source.value)
    await tools.store.keep("article", key, dump(article), whose.chat())
    reached(Point.READ)
    return Reading(source.name, article=article)


async def _just_read(key: str, tools: Tools) -> Article | None:
    kept = await tools.store.kept("article", key)
    try:
        article = load(Article, kept) if kept else None
    except CodecError:  # kept by another version
        return None
    return article if article and tools.now() - article.fetched < FRESH else None


async def _read_file(source: Source, tools: Tools) -> Reading:
    try:
        data = await asyncio.to_thread(_bytes, source)
    except OSError as error:
        kind = UNREAD.get(type(error), ProblemKind.NO_FILE)
        raise ReadError(Problem(source.name, kind)) from error
    reading = await tools.reader.read(data, source.value, None, tools.now())
    if reading.article:
        reading = replace(reading, article=replace(reading.article, url=_address(source.value)))
    return _named(reading, source)


def _address(path: str) -> str:
    """Return a local path as a link that a browser can open."""
    return Path(path).absolute().as_uri()


def _bytes(source: Source) -> bytes:
    path = Path(source.value)
    if path.stat().st_size > MAX_FILE:
        values = {"megabytes": MAX_FILE // MEGABYTE}
        raise ReadError(Problem(source.name, ProblemKind.TOO_LARGE, values))
    return path.read_bytes()


async def _read_text(source: Source, tools: Tools) -> Reading:
    reading = await tools.reader.read(source.value.encode(), "", "text/plain", tools.now())
    return _named(reading, source)


def _named(reading: Reading, source: Source) -> Reading:
    """Name a reading as the person named it."""
    problem = replace(reading.problem, source=source.name) if reading.problem else None
    return replace(reading, source=source.name, problem=problem)
