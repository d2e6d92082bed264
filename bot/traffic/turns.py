"""Whose turn it is under a platform's limits. Pure: every method is told what time it is.

A call counts in several scopes at once (everything, its chat), in each of which only so many may
fall into any window of time. When a call was counted by the platform is not known, only that it
was between its start and its answer; so its place is free again a whole window after the answer,
less half of the fastest round trip, which two calls spend on the way whatever the platform does.
Of those that wait, the one whose post began first goes first: what is begun is finished, and a
chat that floods waits behind the others with each new post.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from math import inf
from typing import TypeAlias

RECENT = 200  # calls among which the fastest is looked for
SOON = 1.0  # seconds in which a call that is under way may be answered
FEW = 30  # calls that tell too little of the way
EMPTY = 5000  # windows after which those that count nothing are cleared away

Key: TypeAlias = "tuple[str, Rule | None]"


@dataclass(frozen=True, slots=True)
class Rule:
    """At most ``most`` calls in any ``seconds``; ``kept`` of them are not for what can be left.

    Calls begin ``gap`` seconds apart: those that go out together wait for each other on the way.
    """

    most: int
    seconds: float
    kept: int = 0
    gap: float = 0.0


@dataclass(frozen=True, slots=True)
class Scope:
    """What a call counts for: a name, by which pauses know it too, and a rule, if there is one."""

    name: str
    rule: Rule | None = None


@dataclass(eq=False, slots=True)
class Ticket:
    """A call that wants its turn: ``scopes`` from the widest to the narrowest.

    ``since``: when its post began; ``patience``: seconds of a pause that it waits out.
    ``busy`` is set instead of ``granted`` where a pause is longer: for how many seconds.
    """

    scopes: tuple[Scope, ...]
    since: float
    patience: float = 0.0
    granted: float | None = None
    busy: float | None = None


@dataclass(slots=True)
class _Window:
    """When each call that counts in a scope counts no more; ``inf`` until it is answered."""

    rule: Rule
    ends: dict[Ticket, float] = field(default_factory=dict)
    next: float = -inf

    def free(self, now: float, kept: int = 0) -> float:
        """Return when there is a place, ``now`` if there is one."""
        for ticket in [t for t, end in self.ends.items() if end <= now]:
            del self.ends[ticket]
        most = max(1, self.rule.most - kept)
        over = len(self.ends) - most
        place = sorted(self.ends.values())[over] if over >= 0 else now
        return max(place, self.next)

    def take(self, ticket: Ticket, now: float) -> None:
        """Let a call have a place."""
        self.ends[ticket] = inf
        self.next = now + self.rule.gap


class Turns:
    """Grants turns. Each call is asked for (``ask``), granted (``due``) and ended (``over``)."""

    def __init__(self) -> None:
        self._windows: dict[tuple[str, Rule], _Window] = {}
        self._full = EMPTY
        self._paused: dict[str, float] = {}
        self._parked: dict[Key, list[tuple[float, int, Ticket]]] = {}
        self._timers: list[tuple[float, int, Key]] = []
        self._next: dict[Key, float] = {}  # the timer that counts, of those for a key
        self._new: list[Ticket] = []
        self._count = count()
        self._trips: deque[float] = deque(maxlen=RECENT)

    def ask(self, ticket: Ticket) -> None:
        """Let a call wait for its turn."""
        self._new.append(ticket)

    def spare(self, ticket: Ticket, now: float) -> float:
        """Grant a call that can be left, if there is room to spare: 0, else the seconds until."""
        until = max((self._paused.get(s.name, now) for s in ticket.scopes), default=now)
        for name, rule in _keys(ticket):
            until = max(until, self._free(name, rule, now, rule.kept))
        if until > now:
            return until - now if until < inf else SOON
        self._grant(ticket, now)
        return 0.0

    def over(self, ticket: Ticket, now: float) -> None:
        """Let a call be answered, or left: its places are free when their windows are over."""
        if ticket.granted is None:
            ticket.busy = ticket.busy or 0.0
            return
        self._trips.append(now - ticket.granted)
        way = min(self._trips) / 2 if len(self._trips) >= FEW else 0.0
        for key in _keys(ticket):
            end = self._windows[key].ends[ticket] = now - way + key[1].seconds
            if key in self._parked:
                self._timer(end, key)

    def pause(self, name: str, until: float) -> None:
        """Let nothing that counts for ``name`` go before ``until``."""
        self._paused[name] = max(until, self._paused.get(name, until))

    def due(self, now: float) -> tuple[list[Ticket], float | None]:
        """Return whose turn has come (or who is ``busy``), and when to ask again, if ever."""
        decided: list[Ticket] = []
        new, self._new = self._new, []
        for ticket in new:
            self._try(ticket, now, decided)
        while self._timers and (self._timers[0][0] <= now or not self._counts(self._timers[0])):
            timer = heappop(self._timers)
            if self._counts(timer):
                del self._next[timer[2]]
                self._wake(timer[2], now, decided)
        self._sweep(now)
        return decided, self._timers[0][0] if self._timers else None

    def _counts(self, timer: tuple[float, int, Key]) -> bool:
        at, _, key = timer
        return self._next.get(key) == at

    def _wake(self, key: Key, now: float, decided: list[Ticket]) -> None:
        """Try those that wait for a place, in order, or all that wait for the end of a pause."""
        name, rule = key
        parked = self._parked.get(key, [])
        if rule is None:
            self._parked.pop(key, None)
            for _, _, ticket in sorted(parked):
                self._try(ticket, now, decided)
            return
        while parked and self._free(name, rule, now) <= now:
            self._try(heappop(parked)[2], now, decided)
        if parked:
            self._timer(self._free(name, rule, now), key)
        else:
            self._parked.pop(key, None)

    def _try(self, ticket: Ticket, now: float, decided: list[Ticket]) -> None:
        """Grant a call its turn, or let it wait for what stands in its way."""
        if ticket.busy is not None:
            return  # it was left
        for scope in reversed(ticket.scopes):
            left = self._paused.get(scope.name, now) - now
            if left > ticket.patience:
                ticket.busy = left
                decided.append(ticket)
                return
            if left > 0:
                ticket.patience -= left
                self._park(ticket, (scope.name, None), now + left)
                return
        for key in reversed(_keys(ticket)):
            free = self._free(*key, now)
            if free > now or self._behind(ticket, key):
                self._park(ticket, key, free)
                return
        self._grant(ticket, now)
        decided.append(ticket)

    def _behind(self, ticket: Ticket, key: Key) -> bool:
        """Whether another has waited there for longer."""
        parked = self._parked.get(key)
        return parked is not None and len(parked) > 0 and parked[0][0] < ticket.since

    def _grant(self, ticket: Ticket, now: float) -> None:
        ticket.granted = now
        for name, rule in _keys(ticket):
            self._windows.setdefault((name, rule), _Window(rule)).take(ticket, now)

    def _park(self, ticket: Ticket, key: Key, until: float) -> None:
        heappush(self._parked.setdefault(key, []), (ticket.since, next(self._count), ticket))
        self._timer(until, key)

    def _timer(self, at: float, key: Key) -> None:
        """Look at what waits there at a time, or before."""
        if at == inf or self._next.get(key, inf) <= at:
            return
        self._next[key] = at
        heappush(self._timers, (at, next(self._count), key))

    def _free(self, name: str, rule: Rule, now: float, kept: int = 0) -> float:
        window = self._windows.get((name, rule))
        return window.free(now, kept) if window is not None else now

    def _sweep(self, now: float) -> None:
        """Clear away what counts nothing any more."""
        if len(self._windows) < self._full:
            return
        for window in self._windows.values():
            window.free(now)
        self._windows = {key: window for key, window in self._windows.items() if window.ends}
        self._paused = {name: until for name, until in self._paused.items() if until > now}
        self._full = max(EMPTY, 2 * len(self._windows))


def _keys(ticket: Ticket) -> tuple[tuple[str, Rule], ...]:
    """Return the windows in which a call counts, from the widest to the narrowest."""
    return tuple((scope.name, scope.rule) for scope in ticket.scopes if scope.rule is not None)
