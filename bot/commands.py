"""The only table of commands. Help, menus and manifests are made from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from bot import render
from bot.app import App, Command
from bot.drafts import check_draft
from bot.model import Brief, MenuEntry, Message, Note, Post, Source, SourceKind
from prompts import languages, text

SAMPLES = Path(__file__).resolve().parent.parent / "samples"


async def help(app: App, message: Message, argument: str) -> Post:
    """List what can be sent and every command of this platform."""
    language = app.language(message)
    lines = [text("command.title", language), text("command.links", language)]
    for command in app.commands.values():
        if app.offered(command, message.chat):
            usage = f"/{command.name} {command.argument}".strip()
            lines.append(f"{usage}: {text(f'command.{command.name}', language)}")
    return render.plain_post(lines, language)


async def source(app: App, message: Message, argument: str) -> Post:
    """Show the paragraph behind a citation of the chat's last brief."""
    return await _of_citation(app, message, argument, render.source_post)


async def why(app: App, message: Message, argument: str) -> Post:
    """Show the checks of the claims that rest on a citation, and the words that carry them."""
    return await _of_citation(app, message, argument, render.why_post)


async def _of_citation(
    app: App, message: Message, argument: str, show: Callable[[Brief, int, str], Post | None]
) -> Post:
    language = app.language(message)
    brief = await app.tools.store.last_brief(message.chat)
    if brief is None:
        return render.problems_post([Note("chat.no_brief")], language)
    if not argument.strip("[] ").isdecimal():
        return render.problems_post([Note("chat.source_usage")], language)
    post = show(brief, int(argument.strip("[] ")), language)
    if post is None:
        note = Note("chat.no_source", {"n": len(render.numbering(brief))})
        return render.problems_post([note], language)
    return post


async def sources(app: App, message: Message, argument: str) -> Post:
    """List the articles of the chat's last brief."""
    language = app.language(message)
    brief = await app.tools.store.last_brief(message.chat)
    if brief is None:
        return render.problems_post([Note("chat.no_brief")], language)
    return Post(tuple(render.source_block(a, language) for a in brief.story.articles))


async def check(app: App, message: Message, argument: str) -> Post:
    """Hold a text against the sources of the chat's last brief, sentence by sentence."""
    language = app.language(message)
    brief = await app.tools.store.last_brief(message.chat)
    if brief is None:
        return render.problems_post([Note("chat.no_brief")], language)
    if not argument:
        return render.problems_post([Note("chat.check_usage")], language)
    claims = await check_draft(argument, brief.story, app.tools.judge)
    return render.draft_post(claims, brief.story, language, judged=app.tools.judge is not None)


async def sample(app: App, message: Message, argument: str) -> None:
    """Brief the story that comes with Isnad."""
    pages = sorted(str(path) for path in SAMPLES.glob("*.html"))
    found = tuple(Source(SourceKind.FILE, page) for page in pages)
    await app.brief(message, found, app.language(message))


def table() -> Mapping[str, Command]:
    """Return every command by its name, in the order in which help shows them."""
    terminal = frozenset({"console"})
    commands = [
        Command("help", help),
        Command("source", source, "N"),
        Command("why", why, "N"),
        Command("sources", sources),
        Command("check", check, "TEXT"),
        Command("sample", sample, platforms=terminal),
        Command("quit", _quit, platforms=terminal),
    ]
    return {command.name: command for command in commands}


def menu(platform: str) -> tuple[MenuEntry, ...]:
    """Return the commands of a platform as its menu shows them."""
    return tuple(
        MenuEntry(
            c.name, c.argument, {code: text(f"command.{c.name}", code) for code in languages()}
        )
        for c in table().values()
        if c.platforms is None or platform in c.platforms
    )


async def _quit(app: App, message: Message, argument: str) -> Post:
    """Say goodbye; the terminal leaves by itself."""
    language = app.language(message)
    return render.plain_post([text("chat.bye", language)], language)
