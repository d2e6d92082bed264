"""What a claim is held against: the paragraphs that it cites, made ready once, and their dates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from bot.citations.prepared import Prepared, prepare, prepare_paragraph
from bot.language.dates import interval
from bot.language.lazy import lazy
from bot.language.numbers import Quantity
from bot.model import Article, Claim, Paragraph, Story

_KNOWN = ("ar", "en")


_MOST = 512  # sets of paragraphs that a shelf keeps as evidence
_DATE_LINE = 24  # characters before the date of a date line: a label, a bracket, a weekday


def first_day(text: Prepared) -> date | None:
    """Return the exact day with which a text begins, if it does."""
    if not any(char.isdigit() for char in text.text[: 2 * _DATE_LINE]):
        return None
    first = next(iter(text.dates(None)), None)
    if first is None or first.start > _DATE_LINE or len(first.values) != 1:
        return None
    span = interval(first.values[0])
    return span[0] if span and span[0] == span[1] else None


def article_of(paragraph: str) -> str:
    """Return the id of the article that a paragraph belongs to, by its own id: "a3" of "a3.p5"."""
    return paragraph.rpartition(".")[0]


@dataclass(frozen=True)
class Passage:
    """One paragraph as evidence, with the day on which its article was published.

    ``about`` names the article's outlet and author, who may be named without standing in it.
    """

    id: str
    prepared: Prepared
    published: date | None = None
    about: str = ""

    @property
    def language(self) -> str:
        """The language that the paragraph is in."""
        return self.prepared.language

    @property
    def article(self) -> str:
        """The id of the article that the paragraph belongs to."""
        return article_of(self.id)

    @lazy
    def date_line(self) -> date | None:
        """The day that the paragraph gives before its text begins ("Published 2025-11-07 ...").

        Pages keep such lines apart, pasted texts do not.
        """
        return first_day(self.prepared)


@dataclass(frozen=True)
class Evidence:
    """The cited passages of one claim, in the order of its citations, each once.

    ``missing`` are cited ids that no paragraph has, ``languages`` the sides that were asked for.
    """

    passages: tuple[Passage, ...]
    missing: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    store: dict[object, object] = field(default_factory=dict, compare=False, repr=False)

    @lazy
    def by_id(self) -> Mapping[str, Passage]:
        """The passages by paragraph id."""
        return {passage.id: passage for passage in self.passages}

    @lazy
    def quantities(self) -> tuple[tuple[Quantity, Passage], ...]:
        """Every figure of the passages with the passage that it stands in."""
        return tuple((q, p) for p in self.passages for q in p.prepared.quantities)

    @lazy
    def figures(self) -> tuple[Quantity, ...]:
        """Every figure of the passages."""
        return tuple(figure for figure, _ in self.quantities)

    @lazy
    def published(self) -> tuple[date, ...]:
        """The days on which the cited articles were published, where known."""
        return tuple(dict.fromkeys(filter(None, map(self.day_of, self.passages))))

    @property
    def day(self) -> date | None:
        """The day from which the claim counts its own relative times."""
        return self.published[0] if self.published else None

    def day_of(self, passage: Passage) -> date | None:
        """Return the day of publication of a passage: known, or said by a cited date line."""
        return passage.published or self._date_lines.get(passage.article)

    @lazy
    def _date_lines(self) -> Mapping[str, date]:
        return {p.article: day for p in self.passages if (day := p.date_line)}

    @lazy
    def joined(self) -> Prepared:
        """The passages as one text."""
        return prepare(" ".join(p.prepared.text for p in self.passages), None)

    def in_language(self, language: str) -> tuple[Passage, ...]:
        """Return the passages that are in ``language``."""
        return self._by_language.get(language, ())

    @lazy
    def _by_language(self) -> Mapping[str, tuple[Passage, ...]]:
        languages = {p.language for p in self.passages}
        return {one: tuple(p for p in self.passages if p.language == one) for one in languages}


class Shelf:
    """All paragraphs that claims may cite, each made ready when it is first cited."""

    def __init__(self, passages: Mapping[str, Passage], languages: Sequence[str]) -> None:
        self.passages = passages
        self.languages = tuple(languages)
        self._cited: dict[tuple[str, ...], Evidence] = {}

    def evidence(self, claim: Claim) -> Evidence:
        """Return what ``claim`` is held against."""
        return self.cited(tuple(dict.fromkeys(c.paragraph for c in claim.citations)))

    def cited(self, ids: Sequence[str]) -> Evidence:
        """Return the evidence that the paragraphs ``ids`` make.

        The same object for the same ones: what they say together is read once.
        """
        key = tuple(ids)
        found = self._cited.get(key)
        if found is None:
            if len(self._cited) >= _MOST:
                self._cited.clear()
            found = self._cited[key] = self._evidence(key)
        return found

    def _evidence(self, ids: tuple[str, ...]) -> Evidence:
        found = tuple(self.passages[id] for id in ids if id in self.passages)
        missing = tuple(id for id in ids if id not in self.passages)
        return Evidence(found, missing, self.languages)


def shelf(story: Story, languages: Sequence[str]) -> Shelf:
    """Return the paragraphs of ``story`` for claims in ``languages``."""
    passages = {}
    for article in story.articles:
        day = article.published.day if article.published else None
        for paragraph in article.paragraphs:
            made = passage(paragraph, article.language, day)
            passages[paragraph.id] = replace(made, about=_about(article))
    return Shelf(passages, languages)


def _about(article: Article) -> str:
    """Return the names in an article's head: its outlet, on each language side, and author."""
    named = [article.outlet, *article.outlet_forms.values(), article.author]
    return ". ".join(dict.fromkeys(filter(None, named)))


def passage(paragraph: Paragraph, language: str | None, published: date | None) -> Passage:
    """Return a paragraph as evidence; ``language`` is its article's (told by itself if unknown)."""
    known = language if language in _KNOWN else None
    return Passage(paragraph.id, prepare_paragraph(paragraph.text, known), published)
