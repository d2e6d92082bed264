"""Which paragraphs may matter for mending claims: the cited, their neighbours, the nearest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.citations import shelf
from bot.citations.nearest import library
from bot.model import Article, Claim, ParagraphKind, Story
from bot.summarize.prefix import only

_NEAREST = 4  # paragraphs for each side of a claim
_OPENING = 2  # body paragraphs of each cited article: they name who speaks, and when


def near(story: Story, claims: Sequence[Claim]) -> Story:
    """Return of ``story`` what may carry ``claims``; all of it if nothing in it is near.

    What a claim cites and the paragraphs beside it, how the cited articles open, and the nearest
    paragraphs of the whole story to each side.
    """
    cited = {c.paragraph for claim in claims for c in claim.citations} & set(story.paragraphs)
    found = {id for article in story.articles for id in _around(article, cited)}
    shelved = library(tuple(shelf(story, ()).passages.values()))
    for claim in claims:
        for code, text in claim.text.items():
            found |= set(shelved.nearest(text, code, _NEAREST)) if text else set()
    return only(story, found) if found else story


def _around(article: Article, cited: set[str]) -> Iterator[str]:
    """Yield the ids of an article's cited paragraphs, of those beside them, and of its opening."""
    ids = [p.id for p in article.paragraphs]
    at = [n for n, id in enumerate(ids) if id in cited]
    yield from (id for n in at for id in ids[max(0, n - 1) : n + 2])
    body = [p.id for p in article.paragraphs if p.kind is ParagraphKind.BODY]
    yield from body[:_OPENING] if at else ()
