"""``isnad check``: rows of claims, a labelled set, or a person's draft, from the command line."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import click

from bot import build, endpoints, render
from bot.citations.standalone import row_to_text
from bot.config import Settings
from bot.drafts import check_draft
from bot.judge import rows
from bot.judge.calibrate import calibrate
from bot.model import Label, Note, Source, Story
from bot.pipeline import read_all
from bot.story import numbered


async def check_rows(file: str, settings: Settings, judged: bool, form: str) -> int:
    """Print a verdict for each JSON line of ``file`` ("-": standard input), in their order."""

    def told(note: Note) -> str:
        return render.say(note, settings.brief.interface)

    async with endpoints.judge(settings) as judge:
        with click.open_file(file, encoding="utf-8") as lines:
            async for row in rows.check_rows(lines, judge if judged else None, told):
                click.echo(
                    json.dumps(row, ensure_ascii=False) if form == "jsonl" else row_to_text(row)
                )
    return 0


async def calibrate_model(file: str, settings: Settings, judged: bool, form: str) -> int:
    """Print how well the checker, with its judge, sorts the labelled rows of ``file``."""
    async with endpoints.judge(settings) as judge:
        with click.open_file(file, encoding="utf-8") as lines:
            figures = await calibrate(lines, judge if judged else None)
    as_json = json.dumps(figures.as_json(), ensure_ascii=False)
    click.echo(as_json if form == "jsonl" else figures.as_text())
    return 0


async def check_text(file: str, sources: Sequence[Source], settings: Settings, judged: bool) -> int:
    """Print the draft in ``file`` sentence by sentence with what its sources say.

    Status 1 if a sentence fails, or there is none.
    """
    with click.open_file(file, encoding="utf-8") as opened:
        draft = opened.read()
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


async def _silent(key: str, values: Mapping[str, object]) -> None:
    """Tell nobody of progress."""
