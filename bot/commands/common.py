"""What commands share: whose brief is meant, and one sentence as an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot import render
from bot.app import App
from bot.asking import is_answer
from bot.chats import ChatState
from bot.language import folded
from bot.language import words as words_of
from bot.model import Brief, Message, Note, Post

LOOK_BACK = 30  # briefs of a chat among which an earlier one is looked for
LISTED = 5  # of them are told where none is found
BRIEF = frozenset({"brief", *map(folded, ("موجز", "الموجز", "للموجز", "بالموجز"))})


def say(app: App, message: Message, key: str, **values: object) -> Post:
    """Return one sentence for the person who asked."""
    post = render.problems_post([Note(key, values)], app.language(message))
    return replace(post, quiet=True)


async def meant(app: App, message: Message) -> Brief | None:
    """Return the brief that a message answers, else the chat's last."""
    store = app.tools.store
    answered = message.reply_to and await store.brief_at(message.chat, message.reply_to)
    return answered or await store.last_brief(message.chat)


def pick(briefs: Sequence[Brief], words: Sequence[str]) -> Brief | None:
    """Return the brief that folded words name, of briefs the newest of which comes first.

    A number counts back: 1 is the last one, 2 the one before it. Other words are all in its
    headline or in the titles of its articles; of several such it is the newest.
    """
    if len(words) == 1 and words[0].isdecimal():
        n = int(words[0])
        return briefs[n - 1] if 0 < n <= len(briefs) else None
    return next((brief for brief in briefs if set(words) <= _title_words(brief)), None)


def _title_words(brief: Brief) -> set[str]:
    titles = (*brief.headline.values(), *(article.title for article in brief.story.articles))
    return {word for title in titles if title for word in words_of(title)}


async def named(app: App, message: Message, words: Sequence[str]) -> Brief | Post:
    """Return the chat's brief that words name (see ``pick``), else what to say."""
    briefs = await app.tools.store.briefs(message.chat, LOOK_BACK)
    found = pick(briefs, words)
    if found is not None:
        return found
    if not briefs:
        return say(app, message, "chat.no_brief")
    language = app.language(message)
    told = say(app, message, "chat.no_such_brief")
    lines = [f"{n}. {render.headline(one, language)}" for n, one in enumerate(briefs[:LISTED], 1)]
    return replace(told, blocks=(*told.blocks, *render.plain_post(lines, language).blocks))


async def opened(app: App, message: Message, argument: str) -> tuple[Brief | Post | None, str]:
    """Return the brief that a text names at its beginning ("brief 2: ..."), and the rest of it.

    Without one it is none, and all of the text.
    """
    first, *more = argument.split(None, 2)[:3] or [""]
    number = folded(more[0].strip(":،,.")) if more else ""
    if folded(first) not in BRIEF or not number.isdecimal():
        return None, argument
    return await named(app, message, [number]), more[1] if len(more) > 1 else ""


async def shown(app: App, message: Message, state: ChatState) -> tuple[str | None, Brief | None]:
    """Return the post that a message answers (or whose button it is) and its brief, or the last."""
    store = app.tools.store
    found = await store.outbox.at(message.chat, message.reply_to) if message.reply_to else None
    if found is not None and found[1] is not None:
        slot = None if is_answer(found[0]) else found[0]
        return slot, await store.brief(found[1], message.chat)
    return state.slot, await store.last_brief(message.chat)
