"""What each command of the list does."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot import render
from bot.app import App, Command, Run
from bot.commands import asking, choosing, digests, making, people, reading
from bot.commands.listed import LISTED, menu
from bot.commands.names import other_names
from bot.model import Block, BlockKind, Message, Post, Span
from prompts import text

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


RUNS: Mapping[str, Run] = {
    run.__name__: run
    for run in (
        start,
        help,
        quit,
        asking.ask,
        asking.changed,
        choosing.lang,
        choosing.length,
        choosing.links,
        choosing.keep,
        choosing.status,
        choosing.forget,
        digests.digest,
        digests.follow,
        digests.unfollow,
        digests.feeds,
        making.brief,
        making.add,
        making.retry,
        making.errors,
        making.cancel,
        making.sample,
        people.usage,
        people.allow,
        people.deny,
        people.invite,
        people.people,
        reading.sources,
        reading.source,
        reading.why,
        reading.page,
        reading.check,
    )
} | asking.RUNS
"""What each command does: the function of its name."""


def commands() -> Mapping[str, Command]:
    """Return every command by its name."""
    return {
        c.name: Command(c.name, RUNS[c.name], c.argument, other_names(c.name), c.platforms, c.role)
        for c in LISTED
    }
