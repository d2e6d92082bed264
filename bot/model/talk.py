"""Talking: chats, messages, and posts as platform-neutral blocks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Chat:
    """A conversation on one platform; ``id`` is unique on that platform."""

    platform: str
    id: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answer goes: a chat, a thread or topic in it, the message and person answered."""

    chat: Chat
    thread: str | None = None
    answers: str | None = None
    user: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """What a person said, with what their platform knows of it.

    ``links`` are those that the platform marks itself (hidden behind words, in a caption, in a
    forwarded post); links that stand in ``text`` are found there. ``files`` are local paths that
    the adapter vouches for: the terminal user's own, or where it saved an attachment. A path in
    the text of any other platform is only text. ``addressed``: said to the bot (alone with it, a
    mention, a command, an answer to it). ``reply_to`` is the message that it answers. ``event``
    names what happened where that is not the message itself: each tap on a button has its own, and
    so has a message that was ``edited``: it now has other links or files. ``name`` and
    ``chat_name`` are what the platform tells that the sender and the chat are called, "" where it
    tells nothing.
    """

    chat: Chat
    id: str
    user: str
    text: str
    language: str | None = None
    files: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    thread: str | None = None
    reply_to: str | None = None
    addressed: bool = True
    edited: bool = False
    event: str = ""
    name: str = ""
    chat_name: str = ""

    @property
    def place(self) -> Place:
        """Where the answer to this message goes."""
        return Place(self.chat, self.thread, self.id, self.user)


class Style(StrEnum):
    """How a span of text is shown."""

    PLAIN = "plain"
    STRONG = "strong"
    SOFT = "soft"  # secondary: outlets, dates, speakers
    QUOTED = "quoted"  # verbatim words of a source
    CITATION = "citation"  # a citation number; ``href`` opens the evidence


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one style, ready to show, with the place it links to, if any."""

    text: str
    style: Style = Style.PLAIN
    href: str | None = None


class BlockKind(StrEnum):
    """What a block is; adapters decide how it looks."""

    TITLE = "title"
    HEADING = "heading"
    CLAIM = "claim"
    ITEM = "item"
    QUOTE = "quote"
    TEXT = "text"
    NOTE = "note"  # about the brief itself: what is missing, dropped, unread


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph-like piece of a post in one language.

    A ``folded`` one (background, and what is about the brief itself) may be hidden until a tap,
    under the heading that it follows, where a platform can do that.
    """

    kind: BlockKind
    spans: tuple[Span, ...]
    language: str
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Action:
    """A button: what it says, and the command that a tap on it sends ("/lang ar").

    With ``href`` it opens that page instead, where a platform has such buttons.
    """

    label: str
    command: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of text that goes with a post: its name, its media type, what is in it."""

    name: str
    media: str
    content: str


@dataclass(frozen=True, slots=True)
class Post:
    """A platform-neutral message: blocks in reading order, each with its language.

    A ``passing`` post tells of work under way and is replaced by a later one. A ``quiet`` one
    (help, an error) is for the person who asked, where a platform can show it to them alone. One
    ``at_once`` answers a command with what was known already: where a platform does not say
    whether it took it, it may be shown once more, and then says so. One that ``asks`` is a
    question to them: what they say next, in answer to it, is theirs to word. One with a ``file``
    is that file, with a line or two about it; it is never edited.
    """

    blocks: tuple[Block, ...]
    passing: bool = False
    quiet: bool = False
    actions: tuple[Action, ...] = ()
    asks: bool = False
    file: Attachment | None = None
    at_once: bool = False


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A command as menus and manifests show it, its help in each language that Isnad speaks.

    ``also`` are its other names, which people may type and be told.
    """

    name: str
    argument: str
    help: Mapping[str, str]
    also: Iterable[str] = ()
