"""``isnad check``: rows of claims, a labelled set, or a person's draft, from the command line."""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence

import click

from bot import build, endpoints, render
from bot.citations.standalone import row_to_text
from bot.config import Settings
from bot.drafts import check_draft
from bot.errors import NotTextError
from bot.judge import rows
from bot.judge.calibrate import calibrate
from bot.model import Label, Note, Source, Story
from bot.pipeline import read_all
from bot.story import numbered

EXAMPLE = '{"id": "1", "claim": {"en": "…"}, "paragraphs": [{"id": "p1", "text": "…"}]}'
NO_ROW = 2  # exit status where a line could not be checked; verdicts have none of their own
NAMED = 10  # lines that are no rows are told one by one up to here, the rest are counted
NO_TEXT = "\N{REPLACEMENT CHARACTER}"  # stands in for a line that is no text: no row either


async def check_rows(file: str, settings: Settings, judged: bool, form: str) -> int:
    """Print a verdict for each JSON line of ``file`` ("-": standard input), in their order.

    A line that is no row does not stop the others: its answer has an "error", it is named on
    standard error, and the status is ``NO_ROW``.
    """

    def told(note: Note) -> str:
        return render.say(note, settings.brief.interface)

    bad, name = 0, "stdin" if file == "-" else file
    async with endpoints.judge(settings) as judge:
        with click.open_file(file, "rb") as opened:
            lines = _Lines(opened)
            async for row in rows.check_rows(lines, judge if judged else None, told):
                place, is_text = lines.places.popleft()
                if not is_text:
                    row["error"] = "not text in UTF-8"
                if "error" in row:
                    bad += 1
                    if bad <= NAMED:
                        values = {"file": name, "line": place, "error": row["error"]}
                        click.echo(told(Note("rows.line", values)), err=True)
                if form == "jsonl":
                    click.echo(json.dumps(row, ensure_ascii=False))
                elif "error" not in row:
                    click.echo(row_to_text(row))
    if bad:
        click.echo(told(Note("rows.bad", {"n": bad, "file": name, "example": EXAMPLE})), err=True)
    return NO_ROW if bad else 0


class _Lines:
    """The lines of an open file as text, with the number of each that is answered.

    ``places`` has those that are read and not yet answered, and whether they are text.
    """

    def __init__(self, opened: Iterable[bytes]) -> None:
        self.places: deque[tuple[int, bool]] = deque()
        self._opened = opened

    def __iter__(self) -> Iterator[str]:
        for n, raw in enumerate(self._opened, 1):
            line = _decoded(raw.removeprefix(BOM_UTF8) if n == 1 else raw)
            if line is None or line.strip():  # blank ones have no answer
                self.places.append((n, line is not None))
                yield NO_TEXT if line is None else line


def _decoded(raw: bytes) -> str | None:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return None


async def calibrate_model(file: str, settings: Settings, judged: bool, form: str) -> int:
    """Print how well the checker, with its judge, sorts the labelled rows of ``file``."""
    async with endpoints.judge(settings) as judge:
        figures = await calibrate(_text(file).split("\n"), judge if judged else None)
    as_json = json.dumps(figures.as_json(), ensure_ascii=False)
    click.echo(as_json if form == "jsonl" else figures.as_text())
    return 0


async def check_text(file: str, sources: Sequence[Source], settings: Settings, judged: bool) -> int:
    """Print the draft in ``file`` sentence by sentence with what its sources say.

    Status 1 if a sentence fails, or there is none.
    """
    draft = _text(file)
    interface = settings.brief.interface
    async with build.tools(settings) as tools:
        readings = await read_all(sources, tools, _silent)
        for reading in readings:
            if reading.problem:
                click.echo(render.say(reading.problem.note, interface), err=True)
        articles = [reading.article for reading in readings if reading.article]
        if not articles:
            return 1
        story = Story(tuple(numbered(article, n) for n, article in enumerate(articles, 1)))
        judge = tools.judge if judged else None
        claims = await check_draft(draft, story, judge)
    post = render.draft_post(claims, story, interface, judge is not None)
    click.echo(render.as_text(post), nl=False)
    return (
        0 if claims and all(c.verdict and c.verdict.label is Label.SUPPORTED for c in claims) else 1
    )


def _text(file: str) -> str:
    """Return what a file, or standard input ("-"), holds; NotTextError names one without text."""
    with click.open_file(file, "rb") as opened:
        raw: bytes = opened.read()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotTextError(file=file) from None


async def _silent(key: str, values: Mapping[str, object]) -> None:
    """Tell nobody of progress."""
