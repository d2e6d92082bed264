"""What was asked of the fake server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
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
class Ack:
    """A delivery that the bot acknowledged; ``seconds`` on the loop's clock from first byte."""

    delivery: str  # event_id, or the envelope's
    kind: str
    seconds: float
    attempt: int
    via: str  # "http" or the name of a socket
    response: Json = field(default_factory=dict)
