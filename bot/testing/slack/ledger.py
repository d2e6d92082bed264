"""What was asked of the fake server, what it noticed, and the faults that were ordered of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]


class SlackError(Exception):
    """An answer with ``ok`` false, or (``body`` given) a status and bytes that are no JSON."""

    def __init__(
        self,
        error: str,
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        **more: object,
    ) -> None:
        super().__init__(error)
        self.error = error
        self.status = status
        self.headers = dict(headers or {})
        self.body = body
        self.more = more

    def json(self) -> Json:
        """Return the body as the platform words it."""
        return {"ok": False, "error": self.error, **self.more}


def invalid(error: str, problems: list[str]) -> SlackError:
    """Return a refusal that lists what is wrong, in the two places where Slack lists it."""
    told = {"messages": [f"[ERROR] {problem}" for problem in problems]}
    more: Json = {"errors": problems} if error == "invalid_blocks" else {}
    return SlackError(error, response_metadata=told, **more)


def rate_limited(seconds: float) -> SlackError:
    """Return the answer of a server that wants to be left alone for a while."""
    return SlackError("ratelimited", status=429, headers={"Retry-After": f"{seconds:g}"})


@dataclass(slots=True)
class Call:
    """A request: method, parameters as read, Unix time, and what became of it."""

    method: str
    params: Json
    time: float
    token: str = ""
    status: int = 0  # what was answered; 0: nothing was
    error: str = ""
    response: Json = field(default_factory=dict)
    done: bool = False  # whether it took effect, whatever was answered
    ordered: bool = False  # whether the answer was ordered by a test

    @property
    def channel(self) -> str | None:
        """The channel that the call names."""
        found: str | None = self.params.get("channel") or self.params.get("channel_id")
        return found


@dataclass(frozen=True, slots=True)
class Violation:
    """Something that the real server bears with, and that no bot should do."""

    method: str
    what: str


@dataclass(frozen=True, slots=True)
class Ack:
    """A delivery that the bot acknowledged; ``seconds`` on the loop's clock from first byte."""

    delivery: str  # event_id, or the envelope's
    kind: str
    seconds: float
    attempt: int
    via: str  # "http" or the name of a socket
    response: Json = field(default_factory=dict)


class Act(StrEnum):
    """What a fault does: refuse, or do as asked and then not say so."""

    FAIL = "fail"
    HANG = "hang"
    CLOSE = "close"
    ANSWER = "answer"  # an error after the deed


@dataclass(slots=True)
class Fault:
    """An order: what to do with calls of a method ("*": any but ``apps.connections.open``)."""

    method: str
    act: Act
    error: SlackError | None = None
    channel: str | None = None  # only calls that name this channel
    after: int = 0  # let so many calls pass first
    every: int = 1  # then hit every n-th
    times: int | None = 1  # so often; None: for ever
    until: float | None = None  # and not at or after this time
    seen: int = 0

    def hits(self, call: Call) -> bool:
        """Whether the fault strikes this call; counts it."""
        if self.times == 0 or (self.until is not None and call.time >= self.until):
            return False
        if self.method == "*" and call.method == "apps.connections.open":
            return False
        if self.method not in (call.method, "*"):
            return False
        if self.channel is not None and call.channel != self.channel:
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

    def take(self, call: Call) -> Fault | None:
        """Return the order that strikes a call, if one does."""
        return next((fault for fault in self.orders if fault.hits(call)), None)

    def clear(self) -> None:
        """Forget all orders."""
        self.orders.clear()
