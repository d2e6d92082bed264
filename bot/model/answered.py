"""What is answered: a question, the checked sentences that answer it, what comes closest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.model.read import Story
from bot.model.said import Citation, Claim, Dropped, Usage
from bot.model.words import Note


class Result(StrEnum):
    """What became of a question."""

    ANSWERED = "answered"
    UNSAID = "unsaid"  # the sources do not say
    WITHHELD = "withheld"  # there was an answer, and not one sentence of it passed the check
    PASSAGES = "passages"  # nobody wrote an answer: the sources' own paragraphs


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question that was asked before and what was answered, as plain words."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, in whose language it is to be answered, and what was asked before it.

    ``earlier`` are exchanges on the same sources, the oldest first.
    """

    text: str
    language: str
    earlier: tuple[Exchange, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerDraft:
    """What somebody proposes as an answer; nothing in it is posted before it is checked.

    ``answered``: whether the sources say it, ``partly``: a part of what was asked. ``claims`` have
    one side, in the question's language; ``closest`` are the passages that come nearest where the
    sources do not say it. ``shown`` is what of the story the answer was taken from.
    """

    answered: bool
    claims: tuple[Claim, ...]
    shown: Story
    partly: bool = False
    closest: tuple[Citation, ...] = ()
    rejected: tuple[Dropped, ...] = ()
    notes: tuple[Note, ...] = ()
    usage: Usage = Usage()  # noqa: RUF009 (frozen)
    model: str | None = None
    prompt: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A checked answer. Every sentence in ``claims`` passed; the rest is in ``dropped``.

    ``story`` holds the articles that are cited in it or come closest, whole. ``brief`` is the id
    of the brief whose sources were asked, ``None`` where it was the archive.
    """

    id: str
    created: datetime
    question: str
    language: str
    result: Result
    story: Story
    claims: tuple[Claim, ...] = ()
    closest: tuple[Citation, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    brief: str | None = None
    notes: tuple[Note, ...] = ()
    usage: Usage = Usage()  # noqa: RUF009 (frozen)
    model: str | None = None
    prompt: str | None = None

    @property
    def archive(self) -> bool:
        """Whether the archive was asked, not one brief's sources."""
        return self.brief is None

    @property
    def exchange(self) -> Exchange:
        """The question and its answer as a later question is told of them."""
        said = " ".join(text for c in self.claims for text in c.text.values() if text)
        return Exchange(self.question, said)
