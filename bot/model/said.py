"""What is said: claims with their citations and verdicts, drafts, briefs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.model.read import Problem, Story
from bot.model.words import Note, Sides


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


class Origin(StrEnum):
    """How a form of a claim came to be."""

    DRAFTED = "drafted"
    RECITED = "recited"  # the judge named paragraphs that carry it
    REWRITTEN = "rewritten"  # the summarizer mended it


@dataclass(frozen=True, slots=True)
class Attempt:
    """A form of a claim that did not pass: how it came to be, what it said and cited, why not."""

    origin: Origin
    text: Sides
    cited: tuple[str, ...]  # paragraph ids
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the ladder found: the worst label, the checks that ran, what did not pass.

    ``trace`` holds the forms of the claim that were tried before this one, first to last.
    """

    label: Label
    checks: tuple[Check, ...]
    findings: tuple[Finding, ...] = ()
    trace: tuple[Attempt, ...] = ()


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


class Part(StrEnum):
    """What of a brief a text is."""

    CLAIM = "claim"
    HEADLINE = "headline"
    DIFFERENCE = "difference"  # a point on which sources differ, as a whole
    POSITION = "position"  # one side of it
    GAP = "gap"  # what no source says


@dataclass(frozen=True, slots=True)
class Dropped:
    """A claim, or another part, that is not posted, the check that stopped it, and the reason.

    ``trace`` holds every form of it that was tried, the last one too.
    """

    text: Sides
    check: Check
    reason: Note
    trace: tuple[Attempt, ...] = ()
    part: Part = Part.CLAIM


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
    """What a summarizer proposes; nothing in it is posted before it is checked.

    ``outlets`` gives by article id what its outlet is called on each language side.
    """

    headline: Sides
    claims: tuple[Claim, ...]
    disagreements: tuple[Disagreement, ...] = ()
    unsaid: tuple[Sides, ...] = ()
    outlets: Mapping[str, Sides] = field(default_factory=dict)
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
