"""What a claim is held against: the paragraphs that it cites, made ready once, and their dates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from bot.citations.prepared import Prepared, prepare
from bot.language.numbers import Quantity
from bot.model import Claim, Paragraph, Story

_KNOWN = ("ar", "en")


@dataclass(frozen=True)
class Passage:
    """One paragraph as evidence, with the day on which its article was published."""

    id: str
    prepared: Prepared
    published: date | None = None

    @property
    def language(self) -> str:
        """The language that the paragraph is in."""
        return self.prepared.language


@dataclass(frozen=True)
class Evidence:
    """The cited passages of one claim, in the order of its citations, each once.

    ``missing`` are cited ids that no paragraph has, ``languages`` the sides that were asked for.
    """

    passages: tuple[Passage, ...]
    missing: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()

    @cached_property
    def by_id(self) -> Mapping[str, Passage]:
        """The passages by paragraph id."""
        return {passage.id: passage for passage in self.passages}

    @cached_property
    def quantities(self) -> tuple[tuple[Quantity, Passage], ...]:
        """Every figure of the passages with the passage that it stands in."""
        return tuple((q, p) for p in self.passages for q in p.prepared.quantities)

    @cached_property
    def published(self) -> tuple[date, ...]:
        """The days on which the cited articles were published, where known."""
        return tuple(dict.fromkeys(p.published for p in self.passages if p.published))

    def in_language(self, language: str) -> tuple[Passage, ...]:
        """Return the passages that are in ``language``."""
        return tuple(p for p in self.passages if p.language == language)


class Shelf:
    """All paragraphs that claims may cite, each made ready when it is first cited."""

    def __init__(self, passages: Mapping[str, Passage], languages: Sequence[str]) -> None:
        self.passages = passages
        self.languages = tuple(languages)

    def evidence(self, claim: Claim) -> Evidence:
        """Return what ``claim`` is held against."""
        return self.cited(tuple(dict.fromkeys(c.paragraph for c in claim.citations)))

    def cited(self, ids: Sequence[str]) -> Evidence:
        """Return the evidence that the paragraphs ``ids`` make."""
        found = tuple(self.passages[id] for id in ids if id in self.passages)
        missing = tuple(id for id in ids if id not in self.passages)
        return Evidence(found, missing, self.languages)


def shelf(story: Story, languages: Sequence[str]) -> Shelf:
    """Return the paragraphs of ``story`` for claims in ``languages``."""
    passages = {}
    for article in story.articles:
        day = article.published.day if article.published else None
        for paragraph in article.paragraphs:
            passages[paragraph.id] = passage(paragraph, article.language, day)
    return Shelf(passages, languages)


def passage(paragraph: Paragraph, language: str | None, published: date | None) -> Passage:
    """Return a paragraph as evidence; ``language`` is its article's (told by itself if unknown)."""
    known = language if language in _KNOWN else None
    return Passage(paragraph.id, prepare(paragraph.text, known), published)
