"""What was asked of the fake server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
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
