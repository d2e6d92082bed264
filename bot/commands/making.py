"""Commands that have a brief made, made again, or stopped."""

from __future__ import annotations

from dataclasses import replace

from bot import render
from bot.app import App
from bot.chats import read_state
from bot.commands.common import meant, say, shown
from bot.commands.listed import SAMPLES, TERMINAL
from bot.desk import Job
from bot.model import Action, Message, Post, Source, SourceKind
from bot.sources import in_message, of_brief
from prompts import text

OFFERED = 5  # buttons that do again what was given up


async def brief(app: App, message: Message, argument: str) -> Post | None:
    """Brief the links, files or text that follow the command; or show a brief by its "#id"."""
    if argument.startswith("#"):
        known = await app.tools.store.brief(argument[1:].strip(), message.chat)
        if known is None:
            return say(app, message, "chat.no_brief")
        await app.desk.show(known, None, message.place, app.language(message))
        return None
    found = in_message(argument, message.files, message.links)
    if not found:
        return say(app, message, "chat.brief_usage")
    await app.desk.brief(Job(message, found, app.language(message)))
    return None


async def add(app: App, message: Message, argument: str) -> Post | None:
    """Make the brief that is answered, else the last one, again with more links."""
    before = await meant(app, message)
    if before is None:
        return say(app, message, "chat.no_brief")
    more = in_message(argument, message.files, message.links)
    if not more:
        return say(app, message, "chat.add_usage")
    found = tuple(dict.fromkeys((*of_brief(before), *more)))
    await app.desk.brief(Job(message, found, app.language(message), before.id))
    return None


async def retry(app: App, message: Message, argument: str) -> Post | None:
    """Make a brief again in its own place, with a dated note; with a number, what was given up."""
    if argument.isdecimal():
        return await _undead(app, message, int(argument))
    state = await read_state(app.tools.store, message.chat)
    slot, before = await shown(app, message, state)
    if before is None:
        return say(app, message, "chat.no_brief")
    found = state.sources if slot == state.slot else of_brief(before)
    job = Job(message, found or of_brief(before), app.language(message), before.id, slot=slot)
    await app.desk.brief(job)
    if message.reply_to is not None or message.chat.platform in TERMINAL:
        return None
    headline = render.headline(before, app.language(message))
    return say(app, message, "chat.again", headline=headline)  # it may stand far above


async def _undead(app: App, message: Message, number: int) -> Post | None:
    dead = await app.tools.store.tasks.dead(message.chat)
    found = 0 < number <= len(dead) and await app.desk.jobs.again(dead[number - 1][0].key)
    if not found:
        return say(app, message, "chat.no_errors")
    return say(app, message, "chat.done_again")


async def errors(app: App, message: Message, argument: str) -> Post:
    """List what was given up in this chat, and why."""
    language = app.language(message)
    dead = await app.tools.store.tasks.dead(message.chat)
    if not dead:
        return say(app, message, "chat.nothing_given_up")
    lines = [
        text(
            "chat.given_up",
            language,
            n=n,
            at=f"{task.asked:%Y-%m-%d %H:%M}",
            why=render.say(why, language),
        )
        for n, (task, why) in enumerate(dead, start=1)
    ]
    again = tuple(
        Action(text("action.again", language, n=n), f"/retry {n}")
        for n in range(1, min(len(dead), OFFERED) + 1)
    )
    return replace(render.plain_post(lines, language), quiet=True, actions=again)


async def cancel(app: App, message: Message, argument: str) -> Post | None:
    """Stop what is under way in this chat; each placeholder says that it was stopped."""
    stopped = await app.desk.cancel(message.chat)
    return None if stopped else say(app, message, "chat.nothing_running")


async def sample(app: App, message: Message, argument: str) -> None:
    """Brief the story that comes with Isnad."""
    pages = sorted(str(path) for path in SAMPLES.glob("*.html"))
    found = tuple(Source(SourceKind.FILE, page) for page in pages)
    await app.desk.brief(Job(message, found, app.language(message)))
