"""Digests: when and of what they are made, their slots, what they tell, what changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

from bot.model.said import Brief, Claim
from bot.model.talk import Chat, Place
from bot.model.words import Sides

EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)


@dataclass(frozen=True, slots=True)
class Schedule:
    """A wall-clock rule: these ``times`` on these ``days`` (Monday 0) in an IANA ``zone``."""

    times: tuple[time, ...]  # to the minute, without a zone, ascending, each once
    days: tuple[int, ...]  # ascending, each once
    zone: str


@dataclass(frozen=True, slots=True)
class Slot:
    """One date and time on a subscription's own clock: what may be posted once, and only once."""

    digest: str  # the subscription's id
    day: date
    at: time

    @property
    def key(self) -> str:
        """The name of the slot, unique for good: "digest:7f3a:2026-11-21@08:00"."""
        return f"digest:{self.digest}:{self.day.isoformat()}@{self.at:%H:%M}"


@dataclass(frozen=True, slots=True)
class Subscription:
    """A digest that a chat has asked for.

    ``topic`` words narrow it (none: everything), ``stories`` is the most that it tells. A
    ``quiet`` one posts nothing where there is nothing new. ``catch_up`` is for how many minutes
    after its time a missed digest is still worth posting. Slots up to the moment when it was
    ``created``, or of its new beginning (``begins``: it was moved or resumed then), are no concern
    of its, nor are slots up to the date and time of ``after``: a change of zone repeats no day.
    ``named`` is what the configuration file calls it, "" for one that a chat asked for.
    """

    id: str
    chat: Chat
    schedule: Schedule
    created: datetime
    topic: tuple[str, ...] = ()
    stories: int = 5
    quiet: bool = False
    catch_up: int = 360
    paused: bool = False
    thread: str | None = None
    begins: datetime | None = None
    after: Slot | None = None
    named: str = ""

    @property
    def place(self) -> Place:
        """Where its digests go."""
        return Place(self.chat, self.thread)


@dataclass(frozen=True, slots=True)
class Due:
    """A slot whose moment ``at`` (UTC) has come.

    ``late``: it comes well after its time. ``missed`` are earlier slots that will not be posted
    any more, oldest first.
    """

    slot: Slot
    at: datetime
    late: bool = False
    missed: tuple[Slot, ...] = ()


class ChangeKind(StrEnum):
    """How a claim of one brief stands to an earlier brief of the same story."""

    SAME = "same"
    CORROBORATED = "corroborated"  # the same, and another outlet now knows it for itself
    CHANGED = "changed"  # of the same matter: another figure, date or position
    NEW = "new"
    KNOWN = "known"  # not told before, but the earlier sources had it
    WITHDRAWN = "withdrawn"  # told before, and its source no longer says it
    UNTOLD = "untold"  # told before, still in the sources or not looked up again


class Aspect(StrEnum):
    """In what a claim changed."""

    FIGURE = "figure"
    DATE = "date"
    POSITION = "position"  # denied or affirmed, planned or done


@dataclass(frozen=True, slots=True)
class Change:
    """A pair of claims of two briefs; one of them is ``None`` where it has no counterpart.

    ``was`` and ``now`` hold, where a figure or date changed, its words in both claims by language.
    """

    kind: ChangeKind
    before: Claim | None
    after: Claim | None
    aspects: tuple[Aspect, ...] = ()
    was: Sides = field(default_factory=dict)
    now: Sides = field(default_factory=dict)
    outlets: tuple[str, ...] = ()  # those that corroborate it


@dataclass(frozen=True, slots=True)
class Changes:
    """What became of every claim: first those of the later brief in order, then those gone."""

    changes: tuple[Change, ...] = ()

    def of(self, *kinds: ChangeKind) -> tuple[Change, ...]:
        """Return the changes of some kinds."""
        return tuple(change for change in self.changes if change.kind in kinds)

    @property
    def new(self) -> frozenset[str]:
        """The ids of the later brief's claims that a reader of the earlier one does not know."""
        fresh = self.of(ChangeKind.NEW, ChangeKind.CHANGED)
        return frozenset(change.after.id for change in fresh if change.after)

    @property
    def withdrawn(self) -> int:
        """How many claims of the earlier brief no longer stand in their source."""
        return len(self.of(ChangeKind.WITHDRAWN))

    @property
    def news(self) -> bool:
        """Whether there is anything to tell somebody who read the earlier brief."""
        return bool(self.new) or self.withdrawn > 0


@dataclass(frozen=True, slots=True)
class Told:
    """One story of a digest.

    ``outlets`` is how many know it for themselves. Where the chat was told of it before, ``since``
    says when, and ``changes`` what is different now.
    """

    brief: Brief
    outlets: int
    since: datetime | None = None
    changes: Changes | None = None


@dataclass(frozen=True, slots=True)
class Digest:
    """A digest to post: its slot, its stories from the top, and how many more there were."""

    subscription: Subscription
    due: Due
    stories: tuple[Told, ...] = field(default=())
    more: int = 0
