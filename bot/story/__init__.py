"""Which articles tell the same story, which are copies, and who knows it for themselves. Pure.

A story is what is said of one event by several outlets in any of our languages. Articles that
copy another one or only repeat an agency's report stay in the story, marked, so that "three
outlets" means three that know it for themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.model import Article, Completeness, Story
from bot.story.bridge import marks
from bot.story.grouping import groups
from bot.story.naming import medium_in, named, outlet_in
from bot.story.nearcopies import copies
from bot.story.provenance import attributions, called, origin, outlets
from bot.story.reported import hearsay
from bot.story.terms import profile

__all__ = [
    "attributions",
    "called",
    "events",
    "hearsay",
    "medium_in",
    "named",
    "numbered",
    "outlet_in",
    "outlets",
    "stories",
    "story_of",
]


def stories(articles: Sequence[Article]) -> tuple[Story, ...]:
    """Group ``articles`` by the event that they tell of, whatever their outlet and language.

    An article that is given twice (by canonical URL or by its text) is taken once. Stories and
    their articles keep the order given; articles get the ids a1, a2, ... and their paragraphs
    a1.p1, a1.p2, ...; near-copies get ``copy_of``, repeated reports ``origin``.
    """
    return tuple(map(story_of, events(articles)))


def events(articles: Sequence[Article]) -> tuple[tuple[Article, ...], ...]:
    """Group ``articles`` as ``stories`` does, without looking for copies: for thousands of them."""
    distinct = _distinct(articles)
    read = [(profile(a), marks(a)) for a in distinct]  # an article's words are cut once for both
    found = groups([one for one, _ in read], [one for _, one in read])
    return tuple(tuple(distinct[at] for at in group) for group in found)


def same(one: Story, other: Story) -> bool:
    """Whether two stories tell of one event: they share an article, or would be grouped."""
    if {a.digest for a in one.articles} & {a.digest for a in other.articles}:
        return True
    return len(events((*one.articles, *other.articles))) == 1


def numbered(article: Article, n: int) -> Article:
    """Return ``article`` as the ``n``-th of its story: id "a<n>", paragraph ids "a<n>.p<m>"."""
    paragraphs = tuple(replace(p, id=f"a{n}.p{p.n}") for p in article.paragraphs)
    return replace(article, id=f"a{n}", paragraphs=paragraphs)


def story_of(articles: Sequence[Article]) -> Story:
    """Return the story of one event: number its articles, mark copies and repeated reports."""
    known = tuple(article.outlet for article in articles if article.outlet)
    origins = [origin(article, known) for article in articles]
    copied = copies(articles, origins)
    return Story(
        tuple(
            replace(
                numbered(article, at + 1),
                origin=origins[at],
                copy_of=f"a{copied[at] + 1}" if at in copied else None,
            )
            for at, article in enumerate(articles)
        )
    )


def _distinct(articles: Sequence[Article]) -> tuple[Article, ...]:
    """Return each article once, the fuller reading of a page in the place of its first."""
    kept: list[Article] = []
    seen: dict[str, int] = {}
    for article in articles:
        keys = [key for key in (article.canonical, article.digest) if key]
        at = next((seen[key] for key in keys if key in seen), len(kept))
        if at == len(kept):
            kept.append(article)
        elif _fuller(article, kept[at]):
            kept[at] = article
        seen.update(dict.fromkeys(keys, at))
    return tuple(kept)


def _fuller(one: Article, other: Article) -> bool:
    return other.completeness is Completeness.TEASER and one.completeness is not Completeness.TEASER
