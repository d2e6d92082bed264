"""Commands that look into a brief: its sources, its evidence, its checks."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace

from bot import render
from bot.app import App
from bot.asking import is_answer
from bot.commands.common import meant, say
from bot.desk import answer_key
from bot.drafts import check_draft
from bot.language import ascii_digits
from bot.model import Answer, Attachment, Block, BlockKind, Brief, Message, Piece, Post, Span
from bot.page import brief_page, sides
from prompts import text

_ID = re.compile(r"a[0-9]+\.p[0-9]+", re.I)  # of a paragraph of a story


async def source(app: App, message: Message, argument: str) -> Post:
    """Show a paragraph word for word: by its id (a3.p5), or by the number that cites it.

    The numbers are those of the brief or answer that the message answers, else of whichever of
    the chat's last brief and last answer is newer.
    """
    language = app.language(message)
    read = await _newest(app, message)
    if read is None:
        return say(app, message, "chat.no_brief")
    asked = ascii_digits(argument.strip("[] "))
    if _ID.fullmatch(asked):
        post = render.paragraph_post(read.story, asked.lower(), language)
        return post or say(app, message, "chat.no_paragraph", id=asked)
    if not asked.isdecimal():
        return say(app, message, "chat.source_usage", command=message.text.split()[0])
    n = int(asked)
    if isinstance(read, Brief):
        post, most = render.source_post(read, n, language), len(render.numbering(read))
        return post or say(app, message, "chat.no_source", n=most)
    post, most = render.answer_source_post(read, n, language), len(render.citation_numbers(read))
    return post or say(app, message, "chat.no_source_of_answer", n=most)


async def _newest(app: App, message: Message) -> Brief | Answer | None:
    """Return the answer or brief that a message answers, else the chat's newest of both."""
    store = app.tools.store
    found = await store.outbox.at(message.chat, message.reply_to) if message.reply_to else None
    if found is not None and is_answer(found[0]):
        return await store.answer(found[0], message.chat)
    brief = await meant(app, message)
    last = () if found is not None else await store.answers(message.chat, limit=1)
    return max((*last, *([brief] if brief else ())), key=lambda one: one.created, default=None)


async def why(app: App, message: Message, argument: str) -> Post:
    """Show the checks of the claims that rest on a citation, and the words that carry them."""
    brief = await meant(app, message)
    if brief is None:
        return say(app, message, "chat.no_brief")
    if not argument.strip("[] ").isdecimal():
        return say(app, message, "chat.source_usage", command=message.text.split()[0])
    post = render.why_post(brief, int(argument.strip("[] ")), app.language(message))
    return post or say(app, message, "chat.no_source", n=len(render.numbering(brief)))


async def sources(app: App, message: Message, argument: str) -> Post:
    """List the articles of the chat's last brief."""
    brief = await meant(app, message)
    if brief is None:
        return say(app, message, "chat.no_brief")
    language = app.language(message)
    return Post(tuple(render.source_block(a, language) for a in brief.story.articles))


async def page(app: App, message: Message, argument: str) -> Post:
    """Give the chat's last brief as a page, by a link or in a file; the reader's language first."""
    brief = await meant(app, message)
    if brief is None:
        return say(app, message, "chat.no_brief")
    language = app.language(message)
    if app.desk.pages is not None:
        told = render.plain_post([text("page.linked", language, n=app.desk.pages.days)], language)
        href = app.desk.pages.link(brief.id, language)
        link = Block(
            BlockKind.ITEM, (Span(brief.headline.get(language) or href, href=href),), language
        )
        return replace(told, blocks=(*told.blocks, link))
    content = await asyncio.to_thread(brief_page, brief, sides(brief, language))
    post = render.plain_post([text("page.attached", language)], language)
    name = f"isnad-{brief.created:%Y-%m-%d}-{brief.id[:8]}.html"
    return replace(post, file=Attachment(name, "text/html", content))


async def check(app: App, message: Message, argument: str) -> Post | None:
    """Hold a text against the sources of the chat's last brief, sentence by sentence."""
    brief = await meant(app, message)
    if brief is None:
        return say(app, message, "chat.no_brief")
    if not argument:
        return say(app, message, "chat.check_usage")
    key = f"{answer_key(message)}/check"
    if not await app.desk.may(key, Piece.CHECK, message, app.language(message)):
        return None
    claims = await check_draft(argument, brief.story, app.tools.judge)
    judged = app.tools.judge is not None
    return render.draft_post(claims, brief.story, app.language(message), judged)
