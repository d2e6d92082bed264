"""What was asked of the fake server, what it noticed, and the faults that were ordered of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, TypeAlias

Params: TypeAlias = dict[str, Any]

DESCRIPTIONS: Final = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden: bot was kicked from the supergroup chat",
    404: "Not Found",
    409: "Conflict: terminated by other getUpdates request; make sure that only one bot instance "
    "is running",
    429: "Too Many Requests",
    500: "Internal Server Error",
    502: "Bad Gateway",
}


class BotApiError(Exception):
    """An answer with ``ok`` false: an HTTP status, a description, ``ResponseParameters``."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters


def bad_request(what: str, **parameters: int) -> BotApiError:
    """Return a refusal with status 400, worded as the server words it."""
    return BotApiError(400, f"Bad Request: {what}", **parameters)


def too_many(seconds: int) -> BotApiError:
    """Return the answer of a server that wants to be left alone for a while."""
    return BotApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


@dataclass(slots=True)
class Call:
    """A request: method, parameters as read, Unix time, and what became of it."""

    method: str
    params: Params
    time: float
    files: Mapping[str, bytes] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)  # of the files
    status: int = 0  # what was answered; 0: nothing was
    description: str = ""
    result: Any = None
    done: bool = False  # whether it took effect, whatever was answered
    ordered: bool = False  # whether the answer was ordered by a test

    @property
    def chat_id(self) -> int | str | None:
        """The chat that the call names."""
        found: int | str | None = self.params.get("chat_id")
        return found


@dataclass(frozen=True, slots=True)
class Violation:
    """Something that the real server swallows in silence, and that no bot should do."""

    method: str
    what: str


class Act(StrEnum):
    """What a fault does: refuse, or do as asked and then not say so."""

    FAIL = "fail"
    HANG = "hang"
    CLOSE = "close"
    ANSWER = "answer"  # an error after the deed


@dataclass(slots=True)
class Fault:
    """An order: what to do with calls of a method ("*": any but polling)."""

    method: str
    act: Act
    error: BotApiError | None = None
    chat: int | None = None  # only calls that name this chat
    after: int = 0  # let so many calls pass first
    every: int = 1  # then hit every n-th
    times: int | None = 1  # so often; None: for ever
    until: float | None = None  # and not at or after this time
    seen: int = 0

    def hits(self, method: str, params: Params, now: float) -> bool:
        """Whether the fault strikes this call; counts it."""
        if self.times == 0 or (self.until is not None and now >= self.until):
            return False
        if self.method not in (method, "*") or (self.method == "*" and method == "getUpdates"):
            return False
        if self.chat is not None and params.get("chat_id") != self.chat:
            return False
        self.seen += 1
        if self.seen <= self.after or (self.seen - self.after) % self.every:
            return False
        self.times = None if self.times is None else self.times - 1
        return True


@dataclass(slots=True)
class Faults:
    """The orders that stand, first come, first served."""

    orders: list[Fault] = field(default_factory=list)

    def take(self, method: str, params: Params, now: float) -> Fault | None:
        """Return the order that strikes a call, if one does."""
        return next((f for f in self.orders if f.hits(method, params, now)), None)

    def clear(self) -> None:
        """Forget all orders."""
        self.orders.clear()
