"""Commands that look into a brief: its sources, its evidence, its checks."""

from __future__ import annotations

from collections.abc import Callable

from bot import render
from bot.app import App
from bot.commands.common import meant, say
from bot.drafts import check_draft
from bot.model import Brief, Message, Post


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
