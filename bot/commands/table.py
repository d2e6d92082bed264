"""The only table of commands. Help, menus and manifests are made from it."""

from __future__ import annotations

from collections.abc import Mapping

from bot import render
from bot.app import App, Command
from bot.commands import asking, choosing, making, reading
from bot.model import Block, BlockKind, MenuEntry, Message, Post, Span
from prompts import languages, text

ASKED = {"who": "[NAME]"}
TERMINAL = frozenset({"console"})


async def help(app: App, message: Message, argument: str) -> Post:
    """List what can be sent and every command of this platform."""
    language = app.language(message)
    lines = [text("command.title", language), text("command.send", language)]
    entries = []
    for entry in menu(message.chat.platform):
        usage = render.field(f"/{entry.name} {entry.argument}".strip(), language)
        spans = (Span(f"{usage}: "), Span(entry.help[language]))
        entries.append(Block(BlockKind.ITEM, spans, language))
    return Post((*render.plain_post(lines, language).blocks, *entries), quiet=True)


async def start(app: App, message: Message, argument: str) -> Post:
    """Say what Isnad is and how to begin."""
    language = app.language(message)
    lines = [text("chat.welcome_chat", language)]
    if app.tools.writer is None:
        lines.append(text("chat.engine_extractive", language))
    return render.plain_post(lines, language)


async def quit(app: App, message: Message, argument: str) -> Post:
    """Say goodbye; the terminal leaves by itself."""
    language = app.language(message)
    return render.plain_post([text("chat.bye", language)], language)


COMMANDS = (
    Command("start", start),
    Command("help", help),
    Command("brief", making.brief, "LINKS"),
    Command("add", making.add, "LINKS"),
    Command("sources", reading.sources),
    Command("source", reading.source, "N"),
    Command("why", reading.why, "N"),
    *(Command(name, run, ASKED.get(name, "")) for name, run in asking.RUNS.items()),
    Command("changed", asking.changed),
    Command("check", reading.check, "TEXT"),
    Command("lang", choosing.lang, "ar|en|both"),
    Command("length", choosing.length, "short|full"),
    Command("links", choosing.links, "every|addressed"),
    Command("retry", making.retry, "[N]"),
    Command("errors", making.errors),
    Command("cancel", making.cancel),
    Command("status", choosing.status),
    Command("forget", choosing.forget),
    Command("sample", making.sample, platforms=TERMINAL),
    Command("quit", quit, platforms=TERMINAL),
)
"""Every command, in the order in which help shows them."""


def table() -> Mapping[str, Command]:
    """Return every command by its name."""
    return {command.name: command for command in COMMANDS}


def menu(platform: str) -> tuple[MenuEntry, ...]:
    """Return the commands of a platform as its menu shows them."""
    return tuple(
        MenuEntry(
            c.name, c.argument, {code: text(f"command.{c.name}", code) for code in languages()}
        )
        for c in COMMANDS
        if c.platforms is None or platform in c.platforms
    )
