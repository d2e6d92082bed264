"""Questions in a chat: what a message asks, of which sources, and the work of answering it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.answer import answer
from bot.answer.archive import archive
from bot.answer.picking import nearest
from bot.errors import ModelError
from bot.language import detect, goes_on, is_question
from bot.model import (
    Answer,
    Brief,
    Chat,
    Exchange,
    Message,
    Note,
    Question,
    Result,
    SourceKind,
    Story,
    Usage,
)
from bot.ports import Progress, Store
from bot.sources import PASTED_CHARS, in_message
from bot.summarize.asking import paid
from bot.tools import Tools
from prompts import languages as spoken

EVERYTHING = "--all"
MEMORY = timedelta(days=1)  # how long a follow-up can refer to what was asked before
EARLIER = 3  # exchanges
_CALLED = re.compile(r"^(?:\s*[@<][\w@|]+>?[,:]?)+\s*")
_SUFFIX = "/ask"


@dataclass(frozen=True, slots=True)
class Ask:
    """A question that is asked: by which message, in whose language, of which sources.

    ``brief`` is the id of the brief whose sources are meant, ``None``: the chat's last, and if
    that does not answer, all that the chat has read. ``everything``: that alone.
    """

    message: Message
    text: str
    language: str
    brief: str | None = None
    everything: bool = False


def is_answer(slot: str | None) -> bool:
    """Whether the post under a key shows an answer and not a brief."""
    return slot is not None and slot.endswith(_SUFFIX)


def answer_slot(key: str) -> str:
    """Return the key of the task, the post and the answer to a message that is named ``key``."""
    return f"{key}{_SUFFIX}"


async def command(message: Message, argument: str, language: str, store: Store) -> Ask | None:
    """Return what the argument of a command asks, ``None`` if it asks nothing."""
    words = argument.split()
    everything = EVERYTHING in words
    said = " ".join(word for word in words if word != EVERYTHING)
    if not said:
        return None
    about = None if everything else await _about(message, store)
    archived = isinstance(about, Answer)
    brief = about.id if isinstance(about, Brief) else None
    return Ask(message, said, language, brief, everything or archived)


async def talk(message: Message, language: str, store: Store) -> Ask | None:
    """Return what a message asks that is no command and brings nothing to read.

    What answers one of our posts is about its sources, if it asks anything or speaks of them;
    else only a question is one. ``None`` if it is none.
    """
    said = _CALLED.sub("", message.text).strip()
    found = in_message(message.text, message.files, message.links)
    if any(source.kind is not SourceKind.TEXT for source in found):
        return None
    if found and (len(said) >= PASTED_CHARS or not is_question(said)):
        return None  # a pasted text may well end with a question
    about = await _about(message, store)
    if about is None:
        asks = message.addressed and (is_question(said) or await _follows(said, message, store))
        return Ask(message, said, language) if asks else None
    asks = is_question(said) or goes_on(said)
    if not asks and message.addressed:
        asks = bool(nearest(Question(said, language), about.story, 1))
    brief = about.id if isinstance(about, Brief) else None
    return Ask(message, said, language, brief, brief is None) if asks else None


async def _about(message: Message, store: Store) -> Brief | Answer | None:
    """Return the brief that a message answers, or the answer from the archive."""
    if message.reply_to is None:
        return None
    brief = await store.brief_at(message.chat, message.reply_to)
    if brief is not None:
        return brief
    found = await store.outbox.at(message.chat, message.reply_to)
    return await store.answer(found[0], message.chat) if found else None


async def _follows(said: str, message: Message, store: Store) -> bool:
    return goes_on(said) and bool(await store.answers(message.chat, limit=1))


# --- answering -------------------------------------------------------------


async def answered(ask: Ask, tools: Tools, chat: Chat | None, progress: Progress) -> Answer | Note:
    """Answer a question from the sources that are meant, and keep it; a note if there are none.

    Where the chat's last brief is meant and does not answer, its archive is asked too.
    """
    store = tools.store
    brief = await _meant(ask, store, chat)
    asked = Question(ask.text, _language(ask), await _earlier(ask, tools, chat))
    made: Answer | None = None
    if brief is not None:
        made = await answer(asked, brief.story, tools, progress)
        made = replace(made, brief=brief.id)
    if made is None or (ask.brief is None and _lacks(made)):
        made = await _from_archive(asked, made, brief, tools, chat, progress)
    if made is None:
        return Note("chat.nothing_read" if ask.everything else "chat.no_brief")
    await store.save_answer(made, chat)
    return made


async def _meant(ask: Ask, store: Store, chat: Chat | None) -> Brief | None:
    if ask.everything:
        return None
    if ask.brief is not None:
        return await store.brief(ask.brief, chat)
    return next(iter(await store.briefs(chat, 1)), None)


def _language(ask: Ask) -> str:
    told = detect(ask.text)
    return told if told in spoken() else ask.language


async def _earlier(ask: Ask, tools: Tools, chat: Chat | None) -> tuple[Exchange, ...]:
    """Return what was asked lately, of the same brief where one is named, the oldest first."""
    found = await tools.store.answers(chat, ask.brief, EARLIER + 1)
    mine, now = tools.new_id(), tools.now()
    lately = [a for a in found if a.id != mine and now - a.created < MEMORY]
    return tuple(a.exchange for a in reversed(lately[:EARLIER]))


def _lacks(made: Answer) -> bool:
    """Whether the archive is worth asking: no answer, nor, without a model, anything near."""
    if made.result is Result.PASSAGES:
        return not made.closest
    return made.result is not Result.ANSWERED


async def _from_archive(
    asked: Question,
    first: Answer | None,
    brief: Brief | None,
    tools: Tools,
    chat: Chat | None,
    progress: Progress,
) -> Answer | None:
    """Return the archive's answer, or ``first`` where it knows no more than that."""
    if brief is not None and not await _knows_more(asked, brief, chat, tools.store):
        return first
    wider, words, cost = await _expanded(asked, tools)
    story = await archive(wider, words, chat, tools.store)
    if not story.articles or (brief is not None and _same(story, brief.story)):
        return _paid(first, cost)
    made = await answer(wider, story, tools, progress)
    made = replace(made, question=asked.text)
    if first is None:
        return _paid(made, cost)
    nearer = made.closest and not first.closest
    if made.result is not Result.ANSWERED and not nearer:
        return _paid(first, cost + made.usage)
    notes = (Note("answer.from_archive"), *made.notes)
    return _paid(replace(made, notes=notes), cost + first.usage)


async def _knows_more(asked: Question, brief: Brief, chat: Chat | None, store: Store) -> bool:
    """Whether there is anything beside a brief's sources that could be asked."""
    if len(await store.briefs(chat, 2)) > 1:
        return True
    return not _same(await archive(asked, (), chat, store), brief.story)


def _paid(made: Answer | None, more: Usage) -> Answer | None:
    return made and replace(made, usage=made.usage + more)


def _same(archived: Story, story: Story) -> bool:
    """Whether the archive has nothing but what was asked already."""
    return {a.digest for a in archived.articles} <= {a.digest for a in story.articles}


async def _expanded(asked: Question, tools: Tools) -> tuple[Question, tuple[str, ...], Usage]:
    """Let a model add words of both languages; where it cannot, the question's own must do."""
    if tools.answerer is None:
        return asked, (), Usage()
    try:
        return await tools.answerer.expand(asked)
    except ModelError as error:
        return asked, (), paid(error)
