"""Talking: chats, messages, and posts as platform-neutral blocks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Chat:
    """A conversation on one platform; ``id`` is unique on that platform."""

    platform: str
    id: str


@dataclass(frozen=True, slots=True)
class Ref:
    """A message that was posted: enough to edit it or to answer it."""

    chat: Chat
    id: str


@dataclass(frozen=True, slots=True)
class Message:
    """What a person said: text, attached files, and the language their client speaks, if it tells.

    ``files`` are local paths that the adapter vouches for: the terminal user's own, or where
    it saved an attachment. A path in the text of any other platform is only text.
    """

    chat: Chat
    id: str
    user: str
    text: str
    language: str | None = None
    files: tuple[str, ...] = ()


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
    """One paragraph-like piece of a post in one language."""

    kind: BlockKind
    spans: tuple[Span, ...]
    language: str


@dataclass(frozen=True, slots=True)
class Post:
    """A platform-neutral message: blocks in reading order, each with its language.

    A ``passing`` post tells of work under way and is replaced by a later one.
    """

    blocks: tuple[Block, ...]
    passing: bool = False
