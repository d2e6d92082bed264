"""What the fakes of all chat platforms note of a bot, and the faults that tests order of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

E = TypeVar("E", bound=Exception)


@dataclass(frozen=True, slots=True)
class Violation:
    """Something that the real server bears in silence, and that no bot should do."""

    method: str
    what: str


class Act(StrEnum):
    """What a fault does: refuse, or do as asked and then not say so."""

    FAIL = "fail"
    HANG = "hang"
    CLOSE = "close"
    ANSWER = "answer"  # an error after the deed


@dataclass(slots=True)
class Fault(Generic[E]):
    """An order: what to do with calls of a method ("*": any but the one that fetches events)."""

    method: str
    act: Act
    error: E | None = None
    where: object = None  # only calls that name this chat
    after: int = 0  # let so many calls pass first
    every: int = 1  # then hit every n-th
    times: int | None = 1  # so often; None: for ever
    until: float | None = None  # and not at or after this time
    seen: int = 0

    def hits(self, method: str, where: object, now: float, fetching: str) -> bool:
        """Whether the fault strikes a call; counts it. ``fetching`` is what "*" spares."""
        if self.times == 0 or (self.until is not None and now >= self.until):
            return False
        if self.method not in (method, "*") or (self.method == "*" and method == fetching):
            return False
        if self.where is not None and where != self.where:
            return False
        self.seen += 1
        if self.seen <= self.after or (self.seen - self.after) % self.every:
            return False
        self.times = None if self.times is None else self.times - 1
        return True


@dataclass(slots=True)
class Faults(Generic[E]):
    """The orders that stand, first come, first served.

    ``fetching`` is the method by which a bot fetches events: only an order by its name hits it.
    """

    fetching: str
    orders: list[Fault[E]] = field(default_factory=list)

    def take(self, method: str, where: object, now: float) -> Fault[E] | None:
        """Return the order that strikes a call, if one does."""
        return next((f for f in self.orders if f.hits(method, where, now, self.fetching)), None)

    def clear(self) -> None:
        """Forget all orders."""
        self.orders.clear()
