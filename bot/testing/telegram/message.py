"""Messages as the server keeps them, with every version that a person may have seen."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from bot.testing.telegram.entities import Entity, Formatted
from bot.testing.telegram.rich import Rich

NOTHING: Final = Formatted("")
GROUP_BOT: Final = {
    "id": 1087968824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that the server keeps."""

    name: str
    data: bytes
    mime: str = "application/octet-stream"

    @property
    def id(self) -> str:
        """The file's id, which depends on its bytes."""
        return (
            "BQACAgQAAx" + hashlib.sha256(self.name.encode() + b"\0" + self.data).hexdigest()[:40]
        )

    def json(self) -> dict[str, Any]:
        """Return a ``Document`` of the API."""
        return {
            "file_id": self.id,
            "file_unique_id": self.id[-16:],
            "file_name": self.name,
            "mime_type": self.mime,
            "file_size": len(self.data),
        }


@dataclass(frozen=True, slots=True)
class Content:
    """What one version of a message shows: text or caption, file, rich blocks, buttons."""

    formatted: Formatted = NOTHING
    media: Mapping[str, Any] = field(default_factory=dict)  # "document", "photo" ...
    rich: Rich | None = None
    markup: Mapping[str, Any] | None = None  # InlineKeyboardMarkup
    preview: Mapping[str, Any] | None = None  # LinkPreviewOptions

    @property
    def text(self) -> str:
        """The visible text."""
        return self.rich.text if self.rich else self.formatted.text

    @property
    def entities(self) -> tuple[Entity, ...]:
        """The entities of the text or caption."""
        return self.formatted.entities

    def json(self) -> dict[str, Any]:
        """Return the fields of a ``Message`` that this fills."""
        said = dict(self.media)
        text, entities = ("caption", "caption_entities") if self.media else ("text", "entities")
        if self.formatted.text:
            said[text] = self.formatted.text
        if self.entities:
            said[entities] = [entity.json() for entity in self.entities]
        if self.rich:
            said["rich_message"] = self.rich.json()
        if self.markup:
            said["reply_markup"] = dict(self.markup)
        if self.preview:
            said["link_preview_options"] = dict(self.preview)
        return said


@dataclass(eq=False)
class Message:
    """A message in a chat. ``content`` is what is seen now, ``history`` what was seen before."""

    id: int
    chat: Mapping[str, Any]  # a `Chat` of the API
    date: float
    content: Content
    sender: Mapping[str, Any] | None = None  # a `User`; none in channels
    more: Mapping[str, Any] = field(default_factory=dict)  # thread, forward origin, service ...
    reply_to: Message | None = None
    by_bot: bool = False
    history: list[tuple[float, Content]] = field(default_factory=list)
    edited: float | None = None
    deleted: bool = False
    force_reply: Mapping[str, Any] | None = None  # ForceReply

    @property
    def text(self) -> str:
        """The text or caption as it is seen now, or that of the rich message."""
        return self.content.text

    @property
    def entities(self) -> tuple[Entity, ...]:
        """The entities as they are now."""
        return self.content.entities

    @property
    def buttons(self) -> list[list[dict[str, Any]]]:
        """The rows of the inline keyboard."""
        return list((self.content.markup or {}).get("inline_keyboard", []))

    @property
    def links(self) -> list[str]:
        """Where the text leads, in order: made links and those that the server found."""
        if self.content.rich:
            return list(self.content.rich.links)
        text = self.text
        return [
            e.get("url") if e.type == "text_link" else e.of(text)
            for e in self.entities
            if e.type in ("text_link", "url", "email", "mention")
        ]

    def forces_reply(self, person: int) -> bool:
        """Whether it opens the input field of a person (by id) for an answer to it.

        A selective one does so for whom it mentions, and for whom it answers.
        """
        if self.force_reply is None:
            return False
        mentioned = {(e.get("user") or {}).get("id") for e in self.entities}
        answered = self.reply_to.sender if self.reply_to else None
        whom = mentioned | ({answered["id"]} if answered else set())
        alone = self.chat.get("type") == "private"
        return alone or not self.force_reply.get("selective") or person in whom

    @property
    def thread(self) -> int | None:
        """The topic that it is in."""
        found: int | None = self.more.get("message_thread_id")
        return found

    def change(self, content: Content, now: float, *, marks: bool = True) -> None:
        """Replace what is seen; ``marks`` shows it as edited."""
        self.history.append((self.edited or self.date, self.content))
        self.content = content
        self.edited = now if marks else self.edited

    def json(self, *, nested: bool = False) -> dict[str, Any]:
        """Return a ``Message`` of the API; a nested one leaves out what it replies to."""
        said: dict[str, Any] = {"message_id": self.id, "date": int(self.date)}
        said["chat"] = dict(self.chat)
        if self.sender is not None:
            said["from"] = dict(self.sender)
        if self.edited is not None:
            said["edit_date"] = int(self.edited)
        if self.reply_to is not None and not nested:
            said["reply_to_message"] = self.reply_to.json(nested=True)
        return said | dict(self.more) | self.content.json()
