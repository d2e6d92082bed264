"""What is read: sources, articles with numbered paragraphs, problems, stories."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from pathlib import PurePath

from bot.model.words import Note, Sides


class SourceKind(StrEnum):
    """Where an article is to be had."""

    LINK = "link"
    FILE = "file"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Source:
    """Something to read: a URL, a local path, or the text itself."""

    kind: SourceKind
    value: str

    @property
    def name(self) -> str:
        """What people call it: link, name of the file, first words of a text ("-" of an empty one).

        Where a file lies is nobody's business who reads a brief of it.
        """
        if self.kind is SourceKind.FILE:
            return PurePath(self.value).name or self.value
        if self.kind is SourceKind.LINK:
            return self.value
        return self.value.strip().split("\n", 1)[0][:60] or "-"


class ParagraphKind(StrEnum):
    """What a paragraph is inside its article."""

    BODY = "body"
    HEADING = "heading"
    QUOTE = "quote"  # a pull quote: repeats the body, corroborates nothing
    CAPTION = "caption"


class Completeness(StrEnum):
    """How much of an article was there to read."""

    FULL = "full"
    TEASER = "teaser"
    LIVEBLOG = "liveblog"
    PASTED = "pasted"  # text that a person put into the chat


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, verbatim as read (NFC). ``id`` is "p3", inside a story "a1.p3"."""

    id: str
    n: int  # 1-based position in its article
    text: str
    kind: ParagraphKind = ParagraphKind.BODY


@dataclass(frozen=True, slots=True)
class Published:
    """When an article says it was published. ``sure`` only where its own evidence agrees."""

    day: date
    at: datetime | None = None  # with a zone, where the page gives one
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Article:
    """One article as it was read.

    ``url`` is the source as given (URL or file path), ``canonical`` its cleaned URL
    ("" for files without one and for pasted text). ``removed`` holds what stood on the page
    but is not the article's own text. ``copy_of`` and ``origin`` are set by ``bot.story``:
    the article this one copies, and the outlet or agency whose report it only repeats. Its story
    also knows ``outlet_forms``: what the outlet is called on each language side.
    """

    url: str
    canonical: str
    outlet: str
    title: str
    author: str | None
    published: Published | None
    fetched: datetime
    language: str  # ISO 639-1 from the text itself, "und" if it cannot be told
    paragraphs: tuple[Paragraph, ...]
    removed: tuple[str, ...] = ()
    completeness: Completeness = Completeness.FULL
    digest: str = ""  # sha256 of the paragraphs' text
    id: str = ""  # "a1" inside a story
    copy_of: str | None = None
    origin: str | None = None
    outlet_forms: Sides = field(default_factory=dict, hash=False)


class ProblemKind(StrEnum):
    """Why a source could not be briefed."""

    # the network
    NOT_FOUND = "not_found"
    REFUSED = "refused"  # the site said no: 401, 403, 451
    NO_HOST = "no_host"  # its name leads nowhere
    UNAVAILABLE = "unavailable"  # 429, 5xx, connection failures
    TIMEOUT = "timeout"
    FORBIDDEN_ADDRESS = "forbidden_address"  # not a public address, port or scheme
    BAD_LINK = "bad_link"
    TOO_LARGE = "too_large"
    TLS = "tls"
    REDIRECTS = "redirects"
    # the file
    NO_FILE = "no_file"
    FOLDER = "folder"
    UNOPENED = "unopened"  # there, but not to be read by us
    EMPTY = "empty"
    NOT_HTML = "not_html"  # PDF, image, archive ...
    ENCODING = "encoding"
    # the page
    STUB = "stub"
    LISTING = "listing"  # home page, tag page, directory
    WALL = "wall"  # consent, login
    CHALLENGE = "challenge"  # bot check or an empty shell that needs a browser
    UNREADABLE = "unreadable"  # the extractor was stopped or found nothing


@dataclass(frozen=True, slots=True)
class Problem:
    """A source that gives no article, and the reason in words for people."""

    source: str
    kind: ProblemKind
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def note(self) -> Note:
        """The text key of this problem with its values (always with ``source``)."""
        return Note(f"problem.{self.kind}", {"source": self.source, **self.values})


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of one source: an article or a problem, never both or neither."""

    source: str
    article: Article | None = None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """Articles that tell of one event. Their ids are a1, a2, ... and a1.p1, a1.p2, ..."""

    articles: tuple[Article, ...]

    @property
    def paragraphs(self) -> Mapping[str, Paragraph]:
        """Every paragraph of the story by its id."""
        return {p.id: p for a in self.articles for p in a.paragraphs}

    def article(self, id: str) -> Article:
        """Return the article that ``id`` ("a1" or "a1.p3") belongs to; KeyError if none does."""
        wanted = id.split(".", 1)[0]
        for article in self.articles:
            if article.id == wanted:
                return article
        raise KeyError(id)
