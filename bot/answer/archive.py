"""What a chat has read, as the sources of a question: the articles that come nearest to it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.answer.picking import gathered, nearest
from bot.model import Article, Brief, Chat, Question, Story
from bot.ports import Store

ARTICLES = 8  # that a question is answered from at most
PARAGRAPHS = 40  # that are looked for: those of one article stand for it together
BRIEFS = 30  # of no chat, the newest


async def archive(asked: Question, words: Sequence[str], chat: Chat | None, store: Store) -> Story:
    """Return the articles of a chat that hold the paragraphs nearest to a question, best first.

    ``words`` are further terms to look for. Nothing of another chat is ever among them. Without a
    ``chat``: what was read in none.
    """
    if chat is None:
        briefs = await store.briefs(None, BRIEFS)
        return await asyncio.to_thread(_of_briefs, asked, words, briefs)
    hits = await store.search(chat, asked.text, tuple(words), PARAGRAPHS)
    return gathered(_distinct(hit.article for hit in hits)[:ARTICLES])


def _of_briefs(asked: Question, words: Sequence[str], briefs: Sequence[Brief]) -> Story:
    whole = gathered(_distinct(a for brief in briefs for a in brief.story.articles))
    wider = replace(asked, text=" ".join((asked.text, *words)))
    ids = dict.fromkeys(id.split(".", 1)[0] for id in nearest(wider, whole, PARAGRAPHS))
    return gathered([whole.article(id) for id in ids][:ARTICLES])


def _distinct(articles: Iterable[Article]) -> tuple[Article, ...]:
    """Return articles in their order, each text at one address once."""
    found: dict[tuple[str, str], Article] = {}
    for article in articles:
        found.setdefault((article.canonical or article.url, article.digest), article)
    return tuple(found.values())
