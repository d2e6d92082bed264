"""Work that outlives a process: tasks to do, and posts that are to be shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.model.talk import Chat, Place, Post


class TaskKind(StrEnum):
    """What a task makes."""

    BRIEF = "brief"
    ANSWER = "answer"
    DIGEST = "digest"


class Piece(StrEnum):
    """What a person, or the clock, has Isnad do, as budgets count it."""

    BRIEF = "brief"
    QUESTION = "question"
    CHECK = "check"  # of a person's own text
    DIGEST = "digest"


class TaskState(StrEnum):
    """Where a task stands; the last three are its ends."""

    WAITING = "waiting"
    DOING = "doing"
    DONE = "done"
    DEAD = "dead"  # given up; a person may have it done again
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Task:
    """A piece of work for one chat, stored before anybody is told of it.

    ``key`` names it for good: the same message, or the same slot of a digest, has the same key
    and is one task. ``payload`` is what ``kind`` needs, as bytes. ``attempt`` counts how often it
    was begun; an attempt that was taken over by another can no longer post.
    """

    key: str
    kind: TaskKind
    chat: Chat
    payload: bytes
    asked: datetime
    attempt: int = 0
    failures: int = 0
    losses: int = 0


@dataclass(frozen=True, slots=True)
class Showing:
    """A post that is to be shown at a place, under a key of its own.

    What is put under the same key later takes its place by edit; ``post`` None takes it away.
    ``brief`` is the id of the brief that it shows, if any.
    """

    key: str
    place: Place
    post: Post | None
    brief: str | None = None


class Fate(StrEnum):
    """What became of an attempt to show a post."""

    SHOWN = "shown"
    UNSENT = "unsent"  # surely not done
    UNCLEAR = "unclear"  # nobody knows whether it was done
    REFUSED = "refused"  # the platform does not take it; trying again would not help
    CLOSED = "closed"  # the chat is closed to us


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A showing on its way: its newest ``version`` is not yet shown.

    ``ids`` are the platform's messages that show it so far; ``unsure``: an attempt ended without
    a record, so that one more may be there.
    """

    showing: Showing
    version: int
    ids: tuple[str, ...] = ()
    unsure: bool = False
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Spent:
    """What was used up in some time: pieces of work, links that they read, tokens."""

    briefs: int = 0
    links: int = 0
    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0
    questions: int = 0
    checks: int = 0
    digests: int = 0

    @property
    def tokens(self) -> int:
        """All tokens, of questions and of answers."""
        return self.input_tokens + self.output_tokens
