"""What a chat shows, as lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from bot.testing.telegram.message import Message

SERVICE: Final = {
    "migrate_to_chat_id": "(this group became a supergroup)",
    "migrate_from_chat_id": "(this supergroup was a group)",
    "pinned_message": "(a message was pinned)",
    "forum_topic_created": "(a topic was opened)",
}


def screen(messages: Iterable[Message], *, links: bool = False) -> list[str]:
    """Return messages as lines: who (and whether edited), the text, the files, the buttons.

    ``links`` puts the target of each made link behind the text it lies on.
    """
    return [line for message in messages for line in _message(message, links)]


def who(message: Message) -> str:
    """Return the name over a message."""
    chat = message.more.get("sender_chat") or (message.chat if message.sender is None else None)
    if chat is not None:
        return str(chat.get("title", ""))
    return str((message.sender or {}).get("first_name", ""))


def linked(message: Message) -> str:
    """Return the text with the target of each made link behind it, as "text <target>"."""
    raw, text, at = message.text.encode("utf-16-le"), "", 0
    for entity in sorted(message.entities, key=lambda e: e.end):
        if entity.type == "text_link":
            text += raw[2 * at : 2 * entity.end].decode("utf-16-le")
            text += f" <{entity.get('url')}>"
            at = entity.end
    return text + raw[2 * at :].decode("utf-16-le")


def _message(message: Message, links: bool) -> Iterator[str]:
    edited = " (edited)" if message.edited is not None else ""
    yield f"{who(message)}{edited}:"
    text = linked(message) if links and message.content.rich is None else message.text
    yield from (f"  {line}".rstrip() for line in text.split("\n") if text)
    yield from (f"  {said}" for name, said in SERVICE.items() if name in message.more)
    for name, value in message.content.media.items():
        yield f"  ({name}: {_name(value)})"
    for row in message.buttons:
        yield "  " + " ".join(f"[{button['text']}]" for button in row)


def _name(value: Any) -> str:
    return str(value.get("file_name", "")) if isinstance(value, dict) else ""
