"""What updates mean, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from bot.model import Message

PLATFORM = "telegram"
Json: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Self:
    """The bot itself: its id, its name without "@", and what each of its commands takes."""

    id: int = 0
    username: str = ""
    commands: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a message that can be read as an article; ``size`` in bytes, if it was told."""

    id: str
    name: str
    size: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """A message for Isnad. ``album`` is what its parts share, ``edited`` that it was changed."""

    message: Message
    files: tuple[Attachment, ...] = ()
    album: str | None = None
    edited: bool = False


@dataclass(frozen=True, slots=True)
class Tapped:
    """A tap on a button: ``message`` is of whom and where, its text is what was sealed."""

    query: str
    message: Message


@dataclass(frozen=True, slots=True)
class Moved:
    """A group became a supergroup: it has a new id."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Membership:
    """Whether the bot may still speak in a chat."""

    chat: str
    inside: bool


Event: TypeAlias = Asked | Tapped | Moved | Membership
