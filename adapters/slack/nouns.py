"""What reaches Isnad from Slack, and by which means it can be answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from bot.model import Message


@dataclass(frozen=True, slots=True)
class Self:
    """Who we are in a workspace: our user, and what each command of ours takes, by its name."""

    user: str
    commands: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Means:
    """How a message can be answered besides by a post.

    ``trigger`` opens a modal within three seconds; ``response_url`` takes five answers within
    thirty minutes. ``home``: it was asked in the home tab, which shows the answer.
    """

    trigger: str = ""
    response_url: str = ""
    home: bool = False


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that somebody attached, not yet fetched; ``size`` in bytes as Slack tells it."""

    id: str
    name: str
    url: str
    size: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A person's message; ``sealed``: its text is what a button carried, still to be opened."""

    message: Message
    means: Means = Means()
    files: tuple[Attachment, ...] = ()
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class Thread:
    """Somebody wants a thread briefed: the message on which they asked, and its thread."""

    asked: Asked
    root: str


@dataclass(frozen=True, slots=True)
class Shown:
    """Somebody decides about a preview: whether it is published, and where it stands.

    ``sealed`` holds the place where it is to go.
    """

    publish: bool
    sealed: str
    channel: str
    ts: str
    user: str
    response_url: str = ""


@dataclass(frozen=True, slots=True)
class Feedback:
    """Somebody says whether a brief was of use."""

    good: bool
    channel: str
    ts: str
    user: str
    response_url: str = ""


@dataclass(frozen=True, slots=True)
class Home:
    """Somebody opened the app's home; ``channel`` is their conversation with the app."""

    user: str
    channel: str


@dataclass(frozen=True, slots=True)
class Assistant:
    """Somebody opened a thread in the assistant container."""

    user: str
    channel: str
    thread: str


@dataclass(frozen=True, slots=True)
class Gone:
    """The app was removed from the workspace, or its tokens were."""

    reason: str


Event: TypeAlias = Asked | Thread | Shown | Feedback | Home | Assistant | Gone
