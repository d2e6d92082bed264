"""Specific questions on a brief, answered at once and without a model."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from bot import asking, story
from bot.app import App, Run
from bot.commands.common import LOOK_BACK, meant, opened, say
from bot.language import is_question
from bot.model import Brief, Message, Post
from bot.render.questions import QUESTIONS, Question
from bot.render.questions import changed as what_changed


def _asked(question: Question) -> Run:
    async def run(app: App, message: Message, argument: str) -> Post:
        brief = await meant(app, message)
        if brief is None:
            return say(app, message, "chat.no_brief")
        return await asyncio.to_thread(question, brief, argument, app.language(message))

    return run


async def who(app: App, message: Message, argument: str) -> Post | None:
    """Say who says what; a question that only begins like the command is answered as one."""
    if is_question(argument):
        return await ask(app, message, in_full(message, argument))
    return await _who(app, message, argument)


def in_full(message: Message, argument: str) -> str:
    """Return a command with what follows it as a sentence: "who is it?" of "/who is it?"."""
    return f"{message.text.split(None, 1)[0].lstrip('/').partition('@')[0]} {argument}"


_who = _asked(QUESTIONS["who"])
RUNS = {name: _asked(question) for name, question in QUESTIONS.items()} | {"who": who}
"""The commands of this room by their names."""


async def ask(app: App, message: Message, argument: str) -> Post | None:
    """Have a question answered from the sources: of the brief named before it, if one is."""
    brief, said = await opened(app, message, argument)
    if isinstance(brief, Post):
        return brief
    asked = await asking.command(message, said, app.language(message), app.tools.store)
    if asked is None:
        return say(app, message, "chat.ask_usage")
    if brief is not None:
        asked = replace(asked, brief=brief.id, everything=False)
    await app.desk.ask(asked)
    return None


async def changed(app: App, message: Message, argument: str) -> Post:
    """Tell what is new in a brief since the chat's earlier brief of the same story."""
    brief = await meant(app, message)
    if brief is None:
        return say(app, message, "chat.no_brief")
    before = await _before(app, brief, message)
    return what_changed(brief, before, argument, app.language(message))


async def _before(app: App, brief: Brief, message: Message) -> Brief | None:
    """Return the chat's newest earlier brief that tells the same story."""
    earlier = await app.tools.store.briefs(message.chat, LOOK_BACK)
    older = (b for b in earlier if b.created < brief.created and b.id != brief.id)
    return next((b for b in older if story.same(b.story, brief.story)), None)
