"""Entries of feeds as articles, so that stories are grouped from both alike."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from bot.article.urls import canonical, identity
from bot.model import Article, Completeness, Entry, Paragraph, Published


def article_of(entry: Entry, outlet: str, fetched: datetime) -> Article:
    """Return an entry as the teaser of its article; ``outlet`` is what its feed or site is called.

    ``fetched`` is when the feed was read.
    """
    told = f"{entry.title}\n{entry.summary}"
    at = entry.published
    return Article(
        url=entry.url,
        canonical=canonical(entry.url),
        outlet=outlet,
        title=entry.title,
        author=entry.author,
        published=Published(at.date(), at) if at else None,
        fetched=fetched,
        language=entry.language,
        paragraphs=(Paragraph("p1", 1, entry.summary),) if entry.summary else (),
        completeness=Completeness.TEASER,
        digest=sha256(told.encode("utf-8", "surrogatepass")).hexdigest(),
    )


def key_of(article: Article) -> str:
    """Return the name under which an article is remembered as told: its address, else its text."""
    return identity(article.canonical) if article.canonical else article.digest
