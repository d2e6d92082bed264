"""What a chat has read, as the sources of a question: the articles that come nearest to it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from bot.answer.picking import gathered, nearest
from bot.model import Article, Brief, Chat, Question, Story
from bot.ports import Store

BRIEFS = 30  # the newest of a chat
PARAGRAPHS = 40  # that are looked for
ARTICLES = 12  # that a question is answered from at most


async def archive(asked: Question, words: Sequence[str], chat: Chat | None, store: Store) -> Story:
    """Return the articles of a chat that hold the paragraphs nearest to a question, best first.

    ``words`` are further terms to look for. Nothing of another chat is ever among them.
    """
    briefs = await store.briefs(chat, BRIEFS)
    return await asyncio.to_thread(_found, asked, words, briefs)


def _found(asked: Question, words: Sequence[str], briefs: Sequence[Brief]) -> Story:
    whole = gathered(_articles(briefs))
    wider = replace(asked, text=" ".join((asked.text, *words)))
    ids = dict.fromkeys(id.split(".", 1)[0] for id in nearest(wider, whole, PARAGRAPHS))
    best = [whole.article(id) for id in ids][:ARTICLES]
    return gathered(best)


def _articles(briefs: Sequence[Brief]) -> tuple[Article, ...]:
    """Return the articles of briefs, the newest first, each text at one address once."""
    found: dict[tuple[str, str], Article] = {}
    for brief in briefs:
        for article in brief.story.articles:
            found.setdefault((article.canonical or article.url, article.digest), article)
    return tuple(found.values())
