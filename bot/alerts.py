"""What is wrong with this installation and only its owner can mend, from its begin to its end.

Whoever meets such a thing fires an alert, whoever sees that it is well again clears it; both cost
nothing and never fail. ``bot.owners`` keeps them in the store and tells the owners.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.errors import ModelError
from bot.model import Chat, Note
from bot.ports import Standing

REPEAT = timedelta(hours=24)
"""How long an owner is left alone with what they were told."""

LONG = 600.0  # seconds after which it is no passing trouble that something is out of reach

HANDOVER = 60.0  # seconds for which a process before this one may still have our token

_OVERHEARD = f"alert.{Standing.SHARED}"
_PATIENCE = {Standing.AWAY: LONG, Standing.SHARED: HANDOVER}

CLOSED = "closed/"  # how the names of alerts begin that are about a chat


@dataclass(frozen=True, slots=True)
class Alert:
    """Something that is wrong: ``name`` says what with ("telegram", "model", "disk").

    ``note`` says what is wrong and what to do. Owners are told if it is still so after
    ``patience`` seconds. One that is not ``lasting`` is news of a moment and has no end. What is
    ``seldom`` looked at is not called wrong before that time is over: nobody may look again.
    """

    name: str
    note: Note
    patience: float = 0.0
    lasting: bool = True
    seldom: bool = False


@dataclass(slots=True)
class _Firing:
    alert: Alert
    since: float
    last: float

    @property
    def ripe(self) -> bool:
        """Whether it has been seen to be so for longer than it may be."""
        return self.last - self.since >= self.alert.patience


@dataclass(slots=True)
class Alerts:
    """What this process knows to be wrong, and to be well. ``clock``: seconds, monotonic."""

    clock: Callable[[], float] = time.monotonic
    _firing: dict[str, _Firing] = field(default_factory=dict)
    _well: set[str] = field(default_factory=set)

    def fire(self, alert: Alert) -> None:
        """Note that something is wrong; for how long is counted from the first time."""
        now = self.clock()
        since = self._firing[alert.name].since if alert.name in self._firing else now
        self._firing[alert.name] = _Firing(alert, since, now)
        self._well.discard(alert.name)

    def clear(self, name: str) -> None:
        """Note that something is well."""
        self._firing.pop(name, None)
        self._well.add(name)

    def platform(self, name: str, standing: Standing, reason: str) -> None:
        """Note how an adapter stands with its platform; ``reason`` is the platform's own word."""
        if standing is Standing.WELL:
            self.clear(name)
            return
        note = Note(f"alert.{standing}", {"platform": name, "why": reason})
        self.fire(Alert(name, note, _PATIENCE.get(standing, 0.0)))

    def model(self, name: str, error: ModelError | None) -> None:
        """Note what came of a question to a model, ``None``: an answer."""
        if error is None:
            self.clear(name)
        elif error.for_owner:
            self.fire(Alert(name, Note("alert.model", {"why": error.note})))
        elif error.retryable:
            note = Note("alert.model_away", {"why": error.note})
            self.fire(Alert(name, note, LONG, seldom=True))

    def forget(self, name: str) -> None:
        """Note that a moment's news was taken over by the store."""
        self._firing.pop(name, None)

    @property
    def firing(self) -> Mapping[str, Note]:
        """What is wrong now, by name, with what to say of it."""
        return {
            name: one.alert.note
            for name, one in self._firing.items()
            if one.alert.lasting and (one.ripe or not one.alert.seldom)
        }

    @property
    def mute(self) -> frozenset[str]:
        """What nothing can be said through now; who is only overheard can still speak."""
        return frozenset(name for name, note in self.firing.items() if note.key != _OVERHEARD)

    @property
    def ripe(self) -> tuple[Alert, ...]:
        """What has been seen to be wrong for longer than it may be."""
        return tuple(one.alert for one in self._firing.values() if one.ripe)

    @property
    def well(self) -> frozenset[str]:
        """What was seen to be well after it was wrong, or from the start."""
        return frozenset(self._well)


def closed_chat(chat: Chat, reason: str) -> Alert:
    """Return the alert that a chat in which a digest lives takes no posts any more."""
    where = f"{chat.platform}:{chat.id}"
    return Alert(CLOSED + where, Note("alert.closed", {"chat": where, "why": reason}))


@dataclass(frozen=True, slots=True)
class Known:
    """An alert as the store has it: since when, when owners were told last, whether it is over."""

    note: Note
    since: datetime
    told: datetime | None = None
    over: bool = False
    lasting: bool = True


Book = Mapping[str, Known]
"""Alerts as the store has them, by name."""


def entered(
    known: Book, ripe: tuple[Alert, ...], well: frozenset[str], now: datetime
) -> dict[str, Known | None]:
    """Return what changes in the book, by name: ``None`` goes.

    What was told and is well again is over; what nobody was told of, and news of a moment that
    are old, just go. What is wrong once more begins anew.
    """
    changes: dict[str, Known | None] = {}
    for alert in ripe:
        before = known.get(alert.name)
        if before is None or before.over:
            changes[alert.name] = Known(alert.note, now, lasting=alert.lasting)
        elif before.note.key != alert.note.key:  # another trouble with the same thing
            changes[alert.name] = replace(before, note=alert.note, told=None)
    for name, one in known.items():
        if name in changes:
            continue
        if not one.lasting and one.told is not None and now - one.told >= REPEAT:
            changes[name] = None
        elif one.lasting and name in well and not one.over:
            changes[name] = replace(one, over=True) if one.told is not None else None
    return changes


def to_tell(known: Book, now: datetime) -> tuple[str, ...]:
    """Return the names of what owners are to be told of now: begun, still so, or over."""
    return tuple(name for name, one in known.items() if _due(one, now))


def _due(one: Known, now: datetime) -> bool:
    if one.told is None or one.over:
        return True
    return one.lasting and now - one.told >= REPEAT
