"""Commands that look into a brief: its sources, its evidence, its checks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

from bot import render
from bot.app import App
from bot.commands.common import meant, say
from bot.drafts import check_draft
from bot.model import Attachment, Brief, Message, Post
from bot.page import brief_page
from prompts import text


async def source(app: App, message: Message, argument: str) -> Post:
    """Show the paragraph behind a citation of the chat's last brief."""
    return await _of_citation(app, message, argument, render.source_post)


async def why(app: App, message: Message, argument: str) -> Post:
    """Show the checks of the claims that rest on a citation, and the words that carry them."""
    return await _of_citation(app, message, argument, render.why_post)


async def _of_citation(
    app: App, message: Message, argument: str, show: Callable[[Brief, int, str], Post | None]
) -> Post:
    brief = await meant(app, message)
    if brief is None:
        return say(app, message, "chat.no_brief")
    if not argument.strip("[] ").isdecimal():
        return say(app, message, "chat.source_usage", command=message.text.split()[0])
    post = show(brief, int(argument.strip("[] ")), app.language(message))
    return post or say(app, message, "chat.no_source", n=len(render.numbering(brief)))


async def sources(app: App, message: Message, argument: str) -> Post:
    """List the articles of the chat's last brief."""
    brief = await meant(app, message)
    if brief is None:
        return say(app, message, "chat.no_brief")
    language = app.language(message)
    return Post(tuple(render.source_block(a, language) for a in brief.story.articles))


async def page(app: App, message: Message, argument: str) -> Post:
    """Give the chat's last brief as a page, in a file; the reader's language comes first."""
    brief = await meant(app, message)
    if brief is None:
        return say(app, message, "chat.no_brief")
    language = app.language(message)
    own = [code for code in brief.languages if code == language]
    sides = tuple(dict.fromkeys((*own, *brief.languages)))
    content = await asyncio.to_thread(brief_page, brief, sides)
    post = render.plain_post([text("page.attached", language)], language)
    name = f"isnad-{brief.created:%Y-%m-%d}-{brief.id[:8]}.html"
    return replace(post, file=Attachment(name, "text/html", content))


async def check(app: App, message: Message, argument: str) -> Post:
    """Hold a text against the sources of the chat's last brief, sentence by sentence."""
    brief = await meant(app, message)
    if brief is None:
        return say(app, message, "chat.no_brief")
    if not argument:
        return say(app, message, "chat.check_usage")
    claims = await check_draft(argument, brief.story, app.tools.judge)
    judged = app.tools.judge is not None
    return render.draft_post(claims, brief.story, app.language(message), judged)
