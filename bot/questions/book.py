"""The sources of a brief, read once: their sentences, whose words they are, from which day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from bot.citations.evidence import first_day
from bot.citations.prepared import prepare
from bot.extract.fitness import advertised
from bot.extract.passages import Passage
from bot.extract.sides import own_passages
from bot.model import Article, Citation, Story
from bot.questions.voices import Spoken, voices
from bot.story import attributions, called, hearsay
from bot.story.media import same as same_medium


@dataclass(frozen=True, eq=False)
class Line:
    """One sentence of a source and whose words stand in it, in the order of the text.

    ``source`` is the outlet or agency that knows it for itself, the same for an article and its
    copies.
    """

    passage: Passage
    spoken: tuple[Spoken, ...]
    source: str

    def cite(self, start: int = 0, end: int | None = None) -> Citation:
        """Return the words between two offsets of the sentence, else all of it, as evidence."""
        p = self.passage
        end = len(p.text) if end is None else end
        return Citation(p.paragraph, p.text[start:end], p.start + start, p.start + end)


@dataclass(frozen=True)
class Book:
    """What the sources say, without what they only repeat, and the day of each article."""

    lines: tuple[Line, ...]
    days: Mapping[str, date | None]


@lru_cache(maxsize=4)
def read(story: Story) -> Book:
    """Return the sentences of a story's articles in their order; kept for the last few stories.

    Headings, captions, what a site repeats under its articles, and what a copy has from its
    original are left out.
    """
    found = own_passages(story.articles)
    furniture = advertised(found)
    kept = [p for p in found if p.paragraph not in furniture and not _is_furniture(p)]
    lines = tuple(_lines(story, kept))
    return Book(lines, {article.id: _day(article) for article in story.articles})


def _lines(story: Story, found: list[Passage]) -> Iterator[Line]:
    known = tuple(article.outlet for article in story.articles if article.outlet)
    heard: dict[str, str | None] = {}
    for article in story.articles:
        ids = (paragraph.id for paragraph in article.paragraphs)
        heard.update(zip(ids, attributions(article, known), strict=True))
    for passage in found:
        article = story.article(passage.article)
        medium = _medium(passage, article, known, heard[passage.paragraph])
        yield Line(passage, voices(passage, medium), _source(story, article))


def _medium(
    passage: Passage, article: Article, known: tuple[str, ...], heard: str | None
) -> str | None:
    """Return the medium whose report a sentence passes on.

    It names it, or its whole paragraph goes on with one that was named before.
    """
    named = hearsay(passage.text, passage.language, known)
    if named:
        return None if same_medium(named, called(article)) else named
    return None if hearsay(passage.source, passage.language, known) else heard


def _is_furniture(passage: Passage) -> bool:
    return passage.credited or passage.has("junk.phrases")


def _source(story: Story, article: Article) -> str:
    original = story.article(article.copy_of) if article.copy_of else article
    return article.origin or original.origin or called(original)


def _day(article: Article) -> date | None:
    """Return the day of an article: what it is published on, else the date that it begins with."""
    if article.published:
        return article.published.day
    first = next(iter(article.paragraphs), None)
    return first_day(prepare(first.text, article.language)) if first else None
