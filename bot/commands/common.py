"""What commands share: whose brief is meant, and one sentence as an answer."""

from __future__ import annotations

from dataclasses import replace

from bot import render
from bot.app import App
from bot.asking import is_answer
from bot.chats import ChatState
from bot.model import Brief, Message, Note, Post


def say(app: App, message: Message, key: str, **values: object) -> Post:
    """Return one sentence for the person who asked."""
    post = render.problems_post([Note(key, values)], app.language(message))
    return replace(post, quiet=True)


async def meant(app: App, message: Message) -> Brief | None:
    """Return the brief that a message answers, else the chat's last."""
    store = app.tools.store
    answered = message.reply_to and await store.brief_at(message.chat, message.reply_to)
    return answered or await store.last_brief(message.chat)


async def shown(app: App, message: Message, state: ChatState) -> tuple[str | None, Brief | None]:
    """Return the post that a message answers (or whose button it is) and its brief, or the last."""
    store = app.tools.store
    found = await store.outbox.at(message.chat, message.reply_to) if message.reply_to else None
    if found is not None and found[1] is not None:
        slot = None if is_answer(found[0]) else found[0]
        return slot, await store.brief(found[1], message.chat)
    return state.slot, await store.last_brief(message.chat)
