"""The only table of commands. Help, menus and manifests are made from it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from bot import render
from bot.access import Role
from bot.app import App, Command
from bot.commands import asking, choosing, digests, making, people, reading
from bot.commands.names import other_names
from bot.model import Block, BlockKind, MenuEntry, Message, Post, Span
from prompts import languages, text

ASKED = {"who": "[NAME]"}
TERMINAL = frozenset({"console"})
CAPITALS = re.compile(r"\b[A-Z]+\b")  # what a person puts something of their own for


async def help(app: App, message: Message, argument: str) -> Post:
    """List what can be sent and every command of this platform."""
    language = app.language(message)
    lines = [text("command.title", language), text("command.send", language)]
    entries = []
    for entry in menu(message.chat.platform):
        usage = render.field(f"/{entry.name} {_asked(entry.argument, language)}".strip(), language)
        also = f" (/{other_names(entry.name)[0]})" if language == "ar" else ""
        spans = (Span(f"{usage}{also}: "), Span(entry.help[language]))
        entries.append(Block(BlockKind.ITEM, spans, language))
    return Post((*render.plain_post(lines, language).blocks, *entries), quiet=True)


def _asked(argument: str, language: str) -> str:
    """Return what a command asks for, with the words in capitals in the reader's language."""
    return CAPITALS.sub(lambda word: text(f"argument.{word[0].lower()}", language), argument)


async def start(app: App, message: Message, argument: str) -> Post | None:
    """Say what Isnad is and how to begin; a code that stands behind gives another role."""
    language, lines = app.language(message), []
    if argument:
        entered = await people.enter(app, message, argument)
        if not isinstance(entered, str):
            return entered
        lines = [entered]
    lines.append(text("chat.welcome_chat", language))
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
    Command("brief", making.brief, "LINKS", role=Role.EDITOR),
    Command("add", making.add, "LINKS", role=Role.EDITOR),
    Command("ask", asking.ask, "[--all] QUESTION"),
    Command("sources", reading.sources),
    Command("source", reading.source, "N"),
    Command("why", reading.why, "N"),
    Command("page", reading.page),
    *(Command(name, run, ASKED.get(name, "")) for name, run in asking.RUNS.items()),
    Command("changed", asking.changed),
    Command("check", reading.check, "TEXT", role=Role.EDITOR),
    Command("lang", choosing.lang, "ar|en|both"),
    Command("length", choosing.length, "short|full"),
    Command("links", choosing.links, "every|addressed", role=Role.EDITOR),
    Command("keep", choosing.keep, "30 days|forever", role=Role.EDITOR),
    Command("retry", making.retry, "[N]", role=Role.EDITOR),
    Command("errors", making.errors, role=Role.EDITOR),
    Command("cancel", making.cancel, role=Role.EDITOR),
    Command("status", choosing.status),
    Command("digest", digests.digest, "add 08:00 …", role=Role.EDITOR),
    Command("follow", digests.follow, "FEED", role=Role.EDITOR),
    Command("unfollow", digests.unfollow, "N", role=Role.EDITOR),
    Command("feeds", digests.feeds, "[opml]"),
    Command("usage", people.usage),
    Command("allow", people.allow, "[reader|editor]", role=Role.OWNER),
    Command("deny", people.deny, role=Role.OWNER),
    Command("invite", people.invite, "[ROLE] [HOURS]", role=Role.OWNER),
    Command("people", people.people, "[remove N]", role=Role.OWNER),
    Command("forget", choosing.forget, role=Role.EDITOR),
    Command("sample", making.sample, platforms=TERMINAL),
    Command("quit", quit, platforms=TERMINAL),
)
"""Every command, in the order in which help shows them."""


def table() -> Mapping[str, Command]:
    """Return every command by its name."""
    return {c.name: replace(c, also=other_names(c.name)) for c in COMMANDS}


def menu(platform: str) -> tuple[MenuEntry, ...]:
    """Return the commands of a platform as its menu shows them."""
    return tuple(
        MenuEntry(
            c.name, c.argument, {code: text(f"command.{c.name}", code) for code in languages()}
        )
        for c in COMMANDS
        if c.platforms is None or platform in c.platforms
    )
