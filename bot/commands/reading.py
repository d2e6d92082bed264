"""Commands that look into a brief: its sources, its evidence, its checks."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot import render
from bot.app import App
from bot.asking import is_answer
from bot.commands.asking import ask, in_full
from bot.commands.common import BRIEF, meant, named, opened, say
from bot.desk import answer_key
from bot.drafts import check_draft
from bot.language import folded, is_question
from bot.model import Answer, Attachment, Block, BlockKind, Brief, Message, Piece, Post, Span
from bot.page import brief_page, sides
from prompts import text

_LINKING = frozenset({"of", "in", "from", "the", *map(folded, ("من", "في", "رقم"))})
Of = tuple[str, ...] | None  # words that name a brief; none: the one that is meant
_ID = re.compile(r"a[0-9]+\.p[0-9]+", re.I)  # of a paragraph of a story


async def source(app: App, message: Message, argument: str) -> Post:
    """Show a paragraph word for word: by its id (a3.p5), or by the number that cites it.

    Whose numbers those are: see ``_read``.
    """
    language, (asked, of) = app.language(message), _number(argument)
    read = await _read(app, message, of)
    if isinstance(read, Post):
        return read
    if _ID.fullmatch(asked):
        post = render.paragraph_post(read.story, asked.lower(), language)
        return post or say(app, message, "chat.no_paragraph", id=asked)
    if not asked.isdecimal():
        return say(app, message, "chat.source_usage", command=_typed(message))
    if isinstance(read, Brief):
        post = render.source_post(read, int(asked), language)
    else:
        post = render.answer_source_post(read, int(asked), language)
    return _headed(app, message, read, post, of) if post else _no_number(app, message, read, of)


async def why(app: App, message: Message, argument: str) -> Post | None:
    """Show the checks of the claims that rest on a citation, and the words that carry them.

    Whose numbers those are: see ``_read``. A question that only begins so is answered as one.
    """
    asked, of = _number(argument)
    if not asked.isdecimal() and is_question(argument):
        return await ask(app, message, in_full(message, argument))
    read = await _read(app, message, of)
    if isinstance(read, Post):
        return read
    if not asked.isdecimal():
        return say(app, message, "chat.source_usage", command=_typed(message))
    n = int(asked)
    post = render.why_post(read, n, app.language(message))
    if post is None and n in _numbers(read).values():
        return _headed(app, message, read, say(app, message, "chat.no_claim", n=n), of)
    return _headed(app, message, read, post, of) if post else _no_number(app, message, read, of)


def _number(argument: str) -> tuple[str, Of]:
    """Return the number or id that is asked for, and the words that name the brief it is of.

    "٣ من الموجز" is ("3", ()), the last brief's; "3 brief 2" and "3 2" are ("3", ("2",)), an
    earlier one's; "3" is ("3", None), whosever it is.
    """
    said = [word.strip("[]") for word in folded(argument).split()]
    asked = _own(said)
    if len(asked) < 2 and BRIEF.isdisjoint(said):
        return next(iter(asked), ""), None
    return next(iter(asked), ""), tuple(asked[1:])


def _own(said: Sequence[str]) -> list[str]:
    return [word for word in said if word not in BRIEF and word not in _LINKING]


async def _of(app: App, message: Message, words: Sequence[str]) -> Brief | Post:
    """Return the brief that words name, without any the one that is meant; else what to say."""
    if words:
        return await named(app, message, words)
    return await meant(app, message) or say(app, message, "chat.no_brief")


async def _read(app: App, message: Message, of: Of) -> Brief | Answer | Post:
    """Return the brief or answer whose numbers are meant; a post where there is none.

    It is the one that the message answers, else whichever of the chat's last brief and last
    answer is newer; an answer that cites nothing has no numbers. ``of``: it is a brief, the one
    that these words name, or the one that is meant.
    """
    store = app.tools.store
    if of is not None:
        return await _of(app, message, of)
    found = await store.outbox.at(message.chat, message.reply_to) if message.reply_to else None
    if found is not None and is_answer(found[0]):
        answer = await store.answer(found[0], message.chat)
        return answer or say(app, message, "chat.no_brief")
    brief = await meant(app, message)
    last = () if found is not None else await store.answers(message.chat, limit=1)
    citing = (answer for answer in last if _numbers(answer))
    read: tuple[Brief | Answer, ...] = (*citing, *([brief] if brief else ()))
    if not read:
        return say(app, message, "chat.no_brief")
    return max(read, key=lambda one: one.created)


def _numbers(read: Brief | Answer) -> Mapping[str, int]:
    return render.numbering(read) if isinstance(read, Brief) else render.citation_numbers(read)


def _headed(app: App, message: Message, read: Brief | Answer, post: Post, of: Of) -> Post:
    """Say above what is shown of an answer, or of a brief that was named, whose it is."""
    if isinstance(read, Answer):
        head = say(app, message, "chat.of_answer", question=read.question)
    elif of:
        title = render.headline(read, app.language(message))
        head = say(app, message, "chat.of_brief", headline=title)
    else:
        return post
    return replace(post, blocks=(*head.blocks, *post.blocks))


def _no_number(app: App, message: Message, read: Brief | Answer, of: Of) -> Post:
    if not _numbers(read):
        return _headed(app, message, read, say(app, message, "chat.cites_nothing"), of)
    key = "chat.no_source" if isinstance(read, Brief) else "chat.no_source_of_answer"
    return say(app, message, key, command=_typed(message), n=len(_numbers(read)))


def _typed(message: Message) -> str:
    return message.text.split()[0]


async def sources(app: App, message: Message, argument: str) -> Post:
    """List the articles of the chat's last brief, or of the one that is named."""
    brief = await _of(app, message, _own(folded(argument).split()))
    if isinstance(brief, Post):
        return brief
    language = app.language(message)
    return Post(tuple(render.source_block(a, language) for a in brief.story.articles))


async def page(app: App, message: Message, argument: str) -> Post:
    """Give a brief as a page, by a link or in a file, the reader's language first.

    It is the chat's last one, or the one that is named.
    """
    brief = await _of(app, message, _own(folded(argument).split()))
    if isinstance(brief, Post):
        return brief
    language = app.language(message)
    if app.desk.pages is not None:
        told = render.plain_post([text("page.linked", language, n=app.desk.pages.days)], language)
        href = app.desk.pages.link(brief.id, language)
        link = Block(
            BlockKind.ITEM, (Span(brief.headline.get(language) or href, href=href),), language
        )
        return replace(told, blocks=(*told.blocks, link))
    content = await asyncio.to_thread(brief_page, brief, sides(brief, language))
    spoken = {code for claim in brief.claims for code, said in claim.text.items() if said}
    key = "page.attached" if len(spoken) > 1 else "page.attached_one"
    post = render.plain_post([text(key, language)], language)
    name = f"isnad-{brief.created:%Y-%m-%d}-{brief.id[:8]}.html"
    return replace(post, file=Attachment(name, "text/html", content))


async def check(app: App, message: Message, argument: str) -> Post | None:
    """Hold a text against the sources of a brief, sentence by sentence.

    It is the one named before the text ("brief 2: ..."), else the one that is meant.
    """
    found, said = await opened(app, message, argument)
    brief = found or await meant(app, message)
    if brief is None:
        return say(app, message, "chat.no_brief")
    if isinstance(brief, Post):
        return brief
    if not said:
        return say(app, message, "chat.check_usage")
    key, language = f"{answer_key(message)}/check", app.language(message)
    if not await app.desk.may(key, Piece.CHECK, message, language):
        return None
    claims = await check_draft(said, brief.story, app.tools.judge)
    post = render.draft_post(claims, brief.story, language, app.tools.judge is not None)
    if len(await app.tools.store.briefs(message.chat, 2)) < 2:
        return post
    head = say(app, message, "draft.against", headline=render.headline(brief, language))
    return replace(post, blocks=(*head.blocks, *post.blocks))
