"""What a chat chooses, how things stand in it, and how it is forgotten."""

from __future__ import annotations

from dataclasses import replace

from bot import __version__, render
from bot.access import Role
from bot.app import App
from bot.chats import BOTH, LENGTHS, read_state, remember
from bot.commands.common import say, shown
from bot.commands.names import choice
from bot.digest.keeping import read_keeping
from bot.model import Action, Message, Post
from bot.ports import KEEP
from prompts import language_name, languages, text


async def lang(app: App, message: Message, argument: str) -> Post | None:
    """Choose the sides of a brief; the last one is shown again so."""
    choices, chosen = (*app.desk.languages, BOTH), choice("lang", argument)
    if chosen not in choices:
        return say(app, message, "chat.lang_usage", choices="|".join(choices))
    await remember(app.tools.store, message.chat, side=chosen)
    if chosen in languages():
        message = replace(message, language=chosen)
    if await _again(app, message):
        return None
    language = app.language(message)
    side = text("action.both", language) if chosen == BOTH else language_name(chosen, language)
    return say(app, message, "chat.lang_set", side=side)


async def length(app: App, message: Message, argument: str) -> Post | None:
    """Choose short or full briefs; the last one is shown again so."""
    chosen = choice("length", argument)
    if chosen not in LENGTHS:
        return say(app, message, "chat.length_usage")
    await remember(app.tools.store, message.chat, length=chosen)
    if await _again(app, message):
        return None
    return say(app, message, f"chat.length_{chosen}")


async def _again(app: App, message: Message) -> bool:
    """Show the brief that is meant as the chat now wants it.

    Whether that tells enough: there is one, and it stands where the button was tapped. What was
    typed may be far from it.
    """
    state = await read_state(app.tools.store, message.chat)
    slot, brief = await shown(app, message, state)
    if brief is not None:
        await app.desk.show(brief, slot, message.place, app.language(message))
    return brief is not None and bool(message.event and message.reply_to)


async def links(app: App, message: Message, argument: str) -> Post:
    """Choose whether every link that is posted in a group is briefed."""
    chosen = choice("links", argument)
    if chosen not in {"every", "addressed"}:
        return say(app, message, "chat.links_usage")
    await remember(app.tools.store, message.chat, every_link=chosen == "every")
    return say(app, message, f"chat.links_{chosen}")


async def keep(app: App, message: Message, argument: str) -> Post:
    """Choose for how long articles and briefs of this chat are kept; alone, say how long."""
    language, days = app.language(message), read_keeping(argument)
    if days is not None:
        await app.tools.store.set_chat_setting(message.chat, KEEP, days)
    kept = await app.tools.store.chat_settings(message.chat)
    now = int(kept.get(KEEP, app.tools.keep_days))
    lines = [
        text("chat.keep_days", language, n=now) if now else text("chat.keep_forever", language)
    ]
    if days is None:
        if argument:
            lines.insert(
                0, text("chat.keep_unread", language, said=render.field(argument, language))
            )
        lines.append(text("chat.keep_usage", language))
    return replace(render.plain_post(lines, language), quiet=True)


async def status(app: App, message: Message, argument: str) -> Post:
    """Say what is under way, and this chat's choices."""
    language = app.language(message)
    state = await read_state(app.tools.store, message.chat)
    here, everywhere = [sum(await app.tools.store.tasks.counts(c)) for c in (message.chat, None)]
    model = "status.no_model" if app.tools.writer is None else "status.model"
    comma = "، " if language == "ar" else ", "
    sides = comma.join(language_name(s, language) for s in state.sides(app.desk.languages))
    lines = [
        text("status.version", language, version=__version__),
        text(model, language),
        text("status.running", language, here=here, all=everywhere),
        text("status.sides", language, sides=sides, length=text(f"home.{state.length}", language)),
    ]
    post = replace(render.plain_post(lines, language), quiet=True)
    if await app.gate.role(message) is not Role.OWNER:
        return post
    wrong = render.problems_post(tuple((await app.wrong()).values()), language)
    return replace(post, blocks=(*post.blocks, *wrong.blocks))


async def forget(app: App, message: Message, argument: str) -> Post:
    """Delete everything of this chat, after asking."""
    language = app.language(message)
    if choice("forget", argument) != "yes":
        sure = Action(text("action.forget", language), "/forget yes")
        return replace(say(app, message, "chat.forget_ask"), actions=(sure,))
    await app.desk.forget(message.chat)
    return say(app, message, "chat.forgotten")
