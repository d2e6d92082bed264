"""Sources read, briefed and checked on the command line."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli.base import (
    fail,
    main,
    progress,
    run,
    settings,
    sweep_seldom,
    uncoloured,
    unswept,
)

if TYPE_CHECKING:
    from bot.config import Settings
    from bot.model import Brief
    from bot.pipeline import Outcome

LANGUAGES = click.option("--languages", help="Sides of the brief, first one first: ar,en.")
ENGINE = click.option(
    "--engine",
    type=click.Choice(["auto", "model", "extractive"]),
    help="Who writes; auto takes the model where one is connected.",
)


SHOWN = 60  # characters of what was typed that a complaint repeats
EACH = 8  # documents that one process reads sooner than a second one is loaded
FORMATS = ["text", "markdown", "html", "json", "wire", "audit"]


@main.command()
@click.argument("sources", nargs=-1, required=True)
@click.option("--format", "form", type=click.Choice(FORMATS), default="text")
@LANGUAGES
@ENGINE
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write to a file.")
@click.pass_context
def brief(
    context: click.Context,
    sources: Sequence[str],
    form: str,
    languages: str | None,
    engine: str | None,
    out: Path | None,
) -> None:
    """Brief SOURCES: links, .html/.txt/.md files, or - for standard input.

    Example: isnad brief https://example.org/story report.html --format markdown
    """
    sides = tuple(languages.replace(" ", "").split(",")) if languages else None

    def ready() -> Settings:
        loaded = settings(context, brief={"languages": sides, "engine": engine})
        if out is not None and not (out.parent.is_dir() and os.access(out.parent, os.W_OK)):
            fail(f"{out.parent}: there is no such folder, or it may not be written to")
        return loaded

    with unswept(), uncoloured():  # it ends soon
        run(_brief(ready, sources, form, out))


async def _brief(
    ready: Callable[[], Settings], names: Sequence[str], form: str, out: Path | None
) -> int:
    from bot.article import Reader
    from bot.workers.pool import COUNT
    from prompts import languages as spoken

    reader = Reader(workers=min(COUNT, 1 + len(names) // EACH))
    try:
        with contextlib.suppress(OSError):  # then reading says so
            await reader.warm(len(names))  # they load what they need while we do
        settings = ready()
        from bot import build
        from bot.pipeline import make_briefs

        sides = settings.brief.languages
        async with build.tools(settings, reader) as tools:
            found = [_source(name) for name in names]
            ahead = asyncio.create_task(asyncio.to_thread(_ahead, sides, tools.writer is None))
            outcome = await make_briefs(found, sides, tools, progress)
            await ahead
    finally:
        await reader.close()
    interface = sides[0] if len(sides) == 1 and sides[0] in spoken() else settings.brief.interface
    _deliver(_written(outcome, form, interface), out)
    _complain(outcome, settings.brief.interface)
    return 0 if any(made.claims for made in outcome.briefs) else 1


def _ahead(languages: Sequence[str], quotes: bool) -> None:
    """Load what the next steps need while workers read; ``quotes``: no model writes."""
    from bot.language.names import names_in

    names_in("Isnad")  # the first name that is looked for loads the tables of names
    if quotes:
        import bot.extract.drafting
        from bot.extract.lexicon import lexicon

        for language in languages:
            lexicon(language)
    import bot.render  # noqa: F401


def _deliver(written: str, out: Path | None) -> None:
    if out is None:
        click.echo(written, nl=False)
    else:
        out.write_text(written, "utf-8")


def _source(name: str) -> Any:
    from bot.model import Source, SourceKind
    from bot.sources import argument

    return Source(SourceKind.TEXT, sys.stdin.read()) if name == "-" else argument(name)


def _written(outcome: Outcome, form: str, interface: str) -> str:
    write = _writer(form, interface)
    gap = "" if form in {"json", "audit"} else "\n"
    return gap.join(write(made) for made in outcome.briefs)


def _writer(form: str, interface: str) -> Callable[[Brief], str]:
    """Return what writes a brief in one of ``FORMATS``; what the others need is not loaded."""
    if form == "html":
        from bot.page import brief_page

        return brief_page
    if form == "wire":
        from bot.export import as_wire

        return as_wire
    if form == "audit":
        from bot.export import audit_record

        return lambda made: _line(audit_record(made, public(made)))
    if form == "json":
        return lambda made: _line(public(made))
    from bot import render

    if form == "markdown":
        return lambda made: render.as_markdown(render.brief_post(made, interface))
    listed = render.Layout(evidence=True)
    return lambda made: render.as_text(render.brief_post(made, interface, listed))


def _line(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False) + "\n"


def public(made: Brief) -> dict[str, Any]:
    """Return a brief as the JSON that the outside world reads."""
    from bot import render, story
    from bot.codec import brief_to_json
    from bot.model import Citation

    return brief_to_json(
        made,
        text=render.say,
        link=lambda article, paragraph, quote: render.link(made.story, Citation(paragraph, quote)),
        outlets=lambda claim: len(story.outlets(made.story, claim.citations)),
    )


def _complain(outcome: Outcome, interface: str) -> None:
    """Say on standard error what could not be read, where no brief says it."""
    from bot.render import say

    if sys.stderr.isatty():
        click.echo("\r\x1b[K", err=True, nl=False)
    if not outcome.briefs:
        for problem in outcome.problems:
            click.echo(say(problem.note, interface), err=True)


@main.command()
@click.argument("sources", nargs=-1, required=True)
@click.option("--format", "form", type=click.Choice(["jsonl", "text"]), default="jsonl")
@click.pass_context
def read(context: click.Context, sources: Sequence[str], form: str) -> None:
    """Show what Isnad reads in each of SOURCES, and what it leaves out.

    Example: isnad read page.html --format text
    """
    run(_read(settings(context), sources, form))


async def _read(settings: Settings, names: Sequence[str], form: str) -> int:
    from bot import build
    from bot.article.report import reading_to_json, reading_to_text
    from bot.pipeline import read_all
    from bot.render import say

    def told(note: Any) -> str:
        return say(note, settings.brief.interface)

    async with build.tools(settings) as tools:
        readings = await read_all([_source(name) for name in names], tools, progress)
    for name, reading in zip(names, readings, strict=True):
        if form == "jsonl":
            row = reading_to_json(reading, told) | {"source": name}
            click.echo(json.dumps(row, ensure_ascii=False))
        else:
            click.echo(reading_to_text(reading, told))
    return 1 if any(reading.problem for reading in readings) else 0


@main.command()
@click.argument("sources", nargs=-1, required=True)
@click.option("--text", "draft", metavar="DRAFT", help="A file with a draft to check, or - .")
@click.option("--no-model", is_flag=True, help="Leave the judge out.")
@click.option("--calibrate", is_flag=True, help="Rows have a label: measure by them.")
@click.option("--format", "form", type=click.Choice(["jsonl", "text"]), help="Default: jsonl.")
@click.pass_context
def check(
    context: click.Context,
    sources: Sequence[str],
    draft: str | None,
    no_model: bool,
    calibrate: bool,
    form: str | None,
) -> None:
    """Check claims against the paragraphs they cite: JSON lines in a file or - , a verdict each.

    Example: echo '{"id": "1", "claim": {"en": "Six states signed."}, "paragraphs":
    [{"id": "p1", "text": "Five states signed."}]}' | isnad check -

    A line that is no such row is answered with its "error" and named on standard error; the exit
    status is then 2.

    With --calibrate each row also has "label": "supported" or "unsupported" (and "kind", if the
    errors are sorted): it tells how far the configured model can be trusted as a judge.

    With --text a draft that somebody wrote is checked sentence by sentence against SOURCES
    (links or files). Example: isnad check --text draft.txt https://example.org/story
    """
    from bot import checking

    loaded = settings(context)
    if draft is not None and draft != "-" and not Path(draft).is_file():
        fail(f"--text {draft[:SHOWN]}: DRAFT is a file, or - for standard input; no file is there")
    if draft is not None:
        found = [_source(name) for name in sources]
        run(checking.check_text(draft, found, loaded, not no_model))
    if len(sources) != 1:
        fail("check takes one file of JSON lines, or --text DRAFT with the sources to check it by")
    if calibrate:
        run(checking.calibrate_model(sources[0], loaded, not no_model, form or "text"))
    sweep_seldom()
    run(checking.check_rows(sources[0], loaded, not no_model, form or "jsonl"))
