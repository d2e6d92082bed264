"""The nouns of Isnad: plain frozen data, closed enums, nothing else.

Every other module speaks in these. A noun carries no behaviour beyond small
properties that any reader would compute the same way. Collections are tuples;
language sides are mappings from a language code ("ar", "en") to text, where
``None`` means that the side could not be made (never a copy of another side).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias

Sides: TypeAlias = Mapping[str, str | None]
"""Text per language side; ``None`` marks a side that could not be made."""


# --- what is read ----------------------------------------------------------


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
        """What people call it: the link or path, or the first words of a text."""
        if self.kind is not SourceKind.TEXT:
            return self.value
        return self.value.strip().split("\n", 1)[0][:60]


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
class Note:
    """A sentence for people, kept as a key and its values until a language is known.

    ``key`` is a dotted key of ``prompts/lang/<code>.toml`` ("problem.not_found");
    ``values`` fill its ``{placeholders}``.
    """

    key: str
    values: Mapping[str, object] = field(default_factory=dict)


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
    the article this one copies, and the outlet or agency whose report it only repeats.
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


class ProblemKind(StrEnum):
    """Why a source could not be briefed."""

    # the network
    NOT_FOUND = "not_found"
    REFUSED = "refused"  # the site said no: 401, 403, 451
    UNAVAILABLE = "unavailable"  # 429, 5xx, connection failures
    TIMEOUT = "timeout"
    FORBIDDEN_ADDRESS = "forbidden_address"  # not a public address, port or scheme
    BAD_LINK = "bad_link"
    TOO_LARGE = "too_large"
    TLS = "tls"
    REDIRECTS = "redirects"
    # the file
    NO_FILE = "no_file"
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


# --- what is said ----------------------------------------------------------


class Section(StrEnum):
    """The three things that a brief keeps apart."""

    ANNOUNCEMENT = "announcement"
    REACTIONS = "reactions"
    BACKGROUND = "background"


class Status(StrEnum):
    """What kind of statement a claim makes about its event."""

    DONE = "done"
    PLANNED = "planned"
    ALLEGED = "alleged"
    POSSIBLE = "possible"
    DENIED = "denied"
    OPINION = "opinion"


class Basis(StrEnum):
    """Whether a time stands in the text or was counted from the article's date."""

    ABSOLUTE = "absolute"
    RELATIVE = "relative"


@dataclass(frozen=True, slots=True)
class Name:
    """A name as the source writes it, and its form on each language side."""

    surface: str
    forms: Sides = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Number:
    """A figure with its unit and what it counts, as the source and each side write it."""

    value: str
    unit: str | None
    counts: str | None
    surface: str
    forms: Sides = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class When:
    """A time: ISO value ("2025-11-06", "1992"), the source's words, and how it is known."""

    value: str
    surface: str
    basis: Basis


@dataclass(frozen=True, slots=True)
class Citation:
    """A paragraph that supports a claim, with the verbatim words that do.

    ``start`` and ``end`` are code point offsets of ``quote`` in the paragraph's text;
    ``None`` until the quote gate has found them.
    """

    paragraph: str
    quote: str
    start: int | None = None
    end: int | None = None


class Check(StrEnum):
    """Every check there is, in ladder order: gates, cues, judge."""

    SCHEMA = "schema"
    CITES = "cites"
    QUOTE = "quote"
    NUMBERS = "numbers"
    DATES = "dates"
    NAMES = "names"
    PARITY = "parity"
    INJECTION = "injection"
    POLARITY = "polarity"
    MODALITY = "modality"
    ATTRIBUTION = "attribution"
    SCOPE = "scope"
    CAUSE = "cause"
    WORDING = "wording"
    SUPPORT = "support"
    ENTAILMENT = "entailment"


class Label(StrEnum):
    """The outcome of a check or of all checks. Only SUPPORTED is ever posted."""

    SUPPORTED = "supported"
    UNCLEAR = "unclear"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class Finding:
    """One check that did not pass: which, on which side (``None``: the claim as a whole), why."""

    check: Check
    label: Label
    reason: Note
    side: str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the ladder found: the worst label, the checks that ran, what did not pass."""

    label: Label
    checks: tuple[Check, ...]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement with both language sides and one list of citations for them.

    A translation cannot gain or lose a source. ``speaker`` is who says it (``None``: the
    outlet's own voice), ``medium`` who carried the words to the outlet: the attribution
    chain is speaker <- medium <- outlet.
    """

    id: str
    section: Section
    text: Sides
    citations: tuple[Citation, ...]
    speaker: Name | None = None
    medium: Name | None = None
    status: Status = Status.DONE
    when: When | None = None
    numbers: tuple[Number, ...] = ()
    names: tuple[Name, ...] = ()
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """One side of a disagreement, cited like a claim."""

    text: Sides
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A point on which the sources differ."""

    topic: Sides
    positions: tuple[Position, ...]


@dataclass(frozen=True, slots=True)
class Dropped:
    """A claim that is not posted, the check that stopped it, and the reason."""

    text: Sides
    check: Check
    reason: Note


@dataclass(frozen=True, slots=True)
class Usage:
    """What the model calls of one piece of work cost."""

    calls: int = 0
    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0

    def __add__(self, other: Usage) -> Usage:
        """Add two usages field by field."""
        return Usage(
            self.calls + other.calls,
            self.input_tokens + other.input_tokens,
            self.cached_tokens + other.cached_tokens,
            self.output_tokens + other.output_tokens,
        )


@dataclass(frozen=True, slots=True)
class Draft:
    """What a summarizer proposes; nothing in it is posted before it is checked."""

    headline: Sides
    claims: tuple[Claim, ...]
    disagreements: tuple[Disagreement, ...] = ()
    unsaid: tuple[Sides, ...] = ()
    rejected: tuple[Dropped, ...] = ()  # what the summarizer's own schema already refused
    notes: tuple[Note, ...] = ()  # what people should know: cuts, a side that is missing
    usage: Usage = Usage()
    model: str | None = None
    prompt: str | None = None  # name and version of the prompt


class Engine(StrEnum):
    """Who wrote a brief."""

    MODEL = "model"
    EXTRACTIVE = "extractive"


@dataclass(frozen=True, slots=True)
class Brief:
    """A finished, checked brief. Every claim in ``claims`` passed; the rest is in ``dropped``."""

    id: str
    created: datetime
    engine: Engine
    languages: tuple[str, ...]
    story: Story
    headline: Sides
    claims: tuple[Claim, ...]
    disagreements: tuple[Disagreement, ...] = ()
    unsaid: tuple[Sides, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[Note, ...] = ()
    usage: Usage = Usage()
    model: str | None = None
    prompt: str | None = None


# --- talking ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Chat:
    """A conversation on one platform; ``id`` is unique on that platform."""

    platform: str
    id: str


@dataclass(frozen=True, slots=True)
class Ref:
    """A message that was posted: enough to edit it or to answer it."""

    chat: Chat
    id: str


@dataclass(frozen=True, slots=True)
class Message:
    """What a person said: text, attached files, and the language their client speaks, if it tells.

    ``files`` are local paths that the adapter vouches for: the terminal user's own, or where
    it saved an attachment. A path in the text of any other platform is only text.
    """

    chat: Chat
    id: str
    user: str
    text: str
    language: str | None = None
    files: tuple[str, ...] = ()


class Style(StrEnum):
    """How a span of text is shown."""

    PLAIN = "plain"
    STRONG = "strong"
    SOFT = "soft"  # secondary: outlets, dates, speakers
    QUOTED = "quoted"  # verbatim words of a source
    CITATION = "citation"  # a citation number; ``href`` opens the evidence


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one style, with the place it links to, if any."""

    text: str
    style: Style = Style.PLAIN
    href: str | None = None


class BlockKind(StrEnum):
    """What a block is; adapters decide how it looks."""

    TITLE = "title"
    HEADING = "heading"
    CLAIM = "claim"
    ITEM = "item"
    QUOTE = "quote"
    TEXT = "text"
    NOTE = "note"  # about the brief itself: what is missing, dropped, unread


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph-like piece of a post in one language."""

    kind: BlockKind
    spans: tuple[Span, ...]
    language: str


@dataclass(frozen=True, slots=True)
class Post:
    """A platform-neutral message: blocks in reading order, each with its language.

    A ``passing`` post tells of work under way and is replaced by a later one.
    """

    blocks: tuple[Block, ...]
    passing: bool = False
