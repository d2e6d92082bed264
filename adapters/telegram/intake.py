"""An update, as JSON, becomes what it asks of Isnad. Pure, and never raises.

Field names: core.telegram.org/bots/api#update. What is unknown is ignored: later versions of the
API add kinds, fields and types.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import PurePath

from adapters.telegram.nouns import (
    PLATFORM,
    Asked,
    Attachment,
    Event,
    Json,
    Membership,
    Moved,
    Self,
    Tapped,
)
from adapters.telegram.words import Words, read, read_rich
from bot.model import Chat, Message
from bot.sources import links as links_in

KINDS = ("message", "edited_message", "channel_post", "edited_channel_post")
ALLOWED = (*KINDS, "callback_query", "my_chat_member")
READABLE = frozenset({".html", ".htm", ".xhtml", ".txt", ".md", ".markdown"})
TYPES = {"text/html": ".html", "text/plain": ".txt", "text/markdown": ".md"}
MEDIA = ("animation", "audio", "document", "photo", "sticker", "story", "video", "video_note")
MORE_MEDIA = ("voice", "contact", "location", "poll", "venue", "dice", "paid_media")
SERVICE = 777000  # Telegram's own account: it brings a channel's posts into its discussion group
WANTING = frozenset({"LINKS", "TEXT"})  # what commands take that another message can give
COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]+))?(?=\s|$)")


def understand(update: object, me: Self) -> Event | None:
    """Return what an update asks, ``None`` if it is not for Isnad."""
    if not isinstance(update, dict):
        return None
    for kind in KINDS:
        if kind in update:
            return _message(_object(update, kind), me, edited=kind.startswith("edited"))
    if "callback_query" in update:
        return _tap(_object(update, "callback_query"))
    if "my_chat_member" in update:
        return _membership(_object(update, "my_chat_member"))
    return None


# --- messages --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Content:
    """What a message holds to read."""

    words: Words
    files: tuple[Attachment, ...] = ()


def _message(said: Json, me: Self, *, edited: bool) -> Event | None:
    chat, id = _chat_id(said), said.get("message_id")
    user = _sender(said, me)
    if chat is None or not _is_id(id) or user is None:
        return None
    if _is_id(said.get("migrate_to_chat_id")):
        return Moved(chat, str(said["migrate_to_chat_id"]))
    if _is_id(said.get("migrate_from_chat_id")):
        return Moved(str(said["migrate_from_chat_id"]), chat)
    asked = Asked(
        Message(
            chat=Chat(PLATFORM, chat),
            id=str(id),
            user=user,
            text="",
            language=_language(_object(said, "from")),
            thread=_thread(said),
            reply_to=_answered(said),
            addressed=_object(said, "chat").get("type") == "private",
            name=_name(_object(said, "from")),
            chat_name=_text(_object(said, "chat"), "title"),
        ),
        album=_album(said, chat),
        edited=edited,
    )
    return _filled(asked, said, me)


def _filled(asked: Asked, said: Json, me: Self) -> Asked | None:
    """Put in what a message says and with what it is about; ``None`` if that is not for us."""
    message, own = asked.message, _content(said, me)
    forwarded = "forward_origin" in said
    text = own.words.text.lstrip("/") if forwarded else own.words.text
    called = COMMAND.match(text)
    command = _command(called, me, addressed=message.addressed or own.words.mentions)
    to_us = _object(_object(said, "reply_to_message"), "from").get("id") == me.id
    addressed = (
        message.addressed or command is not None or to_us or (own.words.mentions and not forwarded)
    )
    if called and command is None:
        return None  # another bot's
    rest = text[called.end() :].strip() if called else text
    quoted = Words() if to_us else read(_object(said, "quote"), me)
    about = _Content(quoted)
    bare = not (own.words.links or quoted.links or own.files or links_in(rest))
    takes = me.commands.get(command) if command is not None else None
    asks = takes in WANTING if command is not None else own.words.mentions
    if bare and asks and not to_us:
        about = _about(said, me, quoted)
    if about.words.text and (command is None or (takes in WANTING and not rest)):
        rest = f"{rest}\n{about.words.text}".strip()
    links = tuple(dict.fromkeys((*own.words.links, *about.words.links)))
    filled = replace(
        asked,
        message=replace(
            message,
            text=f"/{command} {rest}".strip() if command is not None else rest,
            links=links,
            addressed=addressed,
        ),
        files=own.files if takes == "TEXT" else (*own.files, *about.files),
    )
    return filled if _worth(filled, said) else None


def _worth(asked: Asked, said: Json) -> bool:
    """Whether there is anything to answer: service messages and other people's talk are not."""
    message = asked.message
    if message.links or asked.files or links_in(message.text):
        return True
    spoke = bool(message.text) or any(name in said for name in (*MEDIA, *MORE_MEDIA))
    return message.addressed and (spoke or _has_words(said))


def _has_words(said: Json) -> bool:
    return any(
        isinstance(said.get(name), str | dict) for name in ("text", "caption", "rich_message")
    )


def _command(called: re.Match[str] | None, me: Self, *, addressed: bool) -> str | None:
    """Return the name of a command that is for us: where others listen too, one that we have."""
    if called is None:
        return None
    name, to = called[1].lower(), called[2]
    if to is not None:
        return name if to.lower() == me.username.lower() else None
    return name if addressed or name in me.commands else None


def _content(said: Json, me: Self) -> _Content:
    """Read what a message says itself: text, caption, rich blocks, a file."""
    caption = read(said, me, "caption", "caption_entities")
    parts = [read(said, me), caption, read_rich(said.get("rich_message"))]
    words = Words(
        "\n".join(part.text for part in parts if part.text),
        tuple(dict.fromkeys(link for part in parts for link in part.links)),
        any(part.mentions for part in parts),
    )
    return _Content(words, _files(said))


def _about(said: Json, me: Self, quoted: Words) -> _Content:
    """Read what a message is about: the quoted words, else the message that it answers."""
    replied = _object(said, "reply_to_message")
    if _answered(said) is None:
        replied = {}
    other = _object(said, "external_reply")
    held = _content(replied, me)
    preview = _object(other, "link_preview_options").get("url")
    links = [*quoted.links, *held.words.links]
    links += [preview] if isinstance(preview, str) and preview.startswith("http") else []
    text = quoted.text or held.words.text.lstrip("/")
    words = Words(text, tuple(dict.fromkeys(links)))
    return _Content(words, (*held.files, *_files(other)))


def _files(said: Json) -> tuple[Attachment, ...]:
    document = _object(said, "document")
    id, name = document.get("file_id"), document.get("file_name")
    name = name if isinstance(name, str) else ""
    kind = document.get("mime_type")
    if PurePath(name).suffix.lower() not in READABLE:
        usual = TYPES.get(kind) if isinstance(kind, str) else None
        if usual is None:
            return ()
        name = f"{name or 'file'}{usual}"
    if not isinstance(id, str) or not id:
        return ()
    size = document.get("file_size")
    return (Attachment(id, name, size if isinstance(size, int) else 0),)


# --- who and where ----------------------------------------------------------


def _sender(said: Json, me: Self) -> str | None:
    """Return who speaks: a person, a group's anonymous administrator, a channel; no other bot."""
    person, chat = _object(said, "from"), _object(said, "sender_chat")
    id = person.get("id")
    if id == me.id or _object(said, "via_bot").get("id") == me.id:
        return None
    if _is_id(chat.get("id")) and (not person or person.get("is_bot") or id == SERVICE):
        return str(chat["id"])
    if not person:
        return _chat_id(said)  # a channel speaks for itself
    return None if person.get("is_bot") or not _is_id(id) else str(id)


def _chat_id(said: Json) -> str | None:
    id = _object(said, "chat").get("id")
    return str(id) if _is_id(id) else None


def _thread(said: Json) -> str | None:
    """Return the topic of a message; answers in other groups have a thread too, but no topic."""
    id = said.get("message_thread_id")
    return str(id) if said.get("is_topic_message") and _is_id(id) else None


def _answered(said: Json) -> str | None:
    """Return the message that one answers; in a topic, its first message is answered by all."""
    replied = _object(said, "reply_to_message")
    id = replied.get("message_id")
    if not _is_id(id) or "forum_topic_created" in replied or str(id) == _thread(said):
        return None
    return str(id)


def _album(said: Json, chat: str) -> str | None:
    group = said.get("media_group_id")
    return f"{chat}/{group}" if isinstance(group, str) and group else None


def _language(person: Json) -> str | None:
    code = person.get("language_code")
    return code.split("-")[0].split("_")[0].lower() or None if isinstance(code, str) else None


def _name(person: Json) -> str:
    """Return what somebody is called: first and last name, and @username."""
    username = _text(person, "username")
    parts = (_text(person, "first_name"), _text(person, "last_name"), username and f"@{username}")
    return " ".join(part for part in parts if part)


def _text(holder: Json, name: str) -> str:
    value = holder.get(name)
    return value if isinstance(value, str) else ""


# --- other kinds --------------------------------------------------------------


def _tap(said: Json) -> Tapped | None:
    query, data, person = said.get("id"), said.get("data"), _object(said, "from")
    under = _object(said, "message")
    chat, id = _chat_id(under), under.get("message_id")
    if not isinstance(query, str) or not isinstance(data, str) or not _is_id(person.get("id")):
        return None
    if chat is None or not _is_id(id):
        return None
    message = Message(
        chat=Chat(PLATFORM, chat),
        id=str(id),
        user=str(person["id"]),
        text=data,
        language=_language(person),
        thread=_thread(under),
        reply_to=str(id),
        event=query,
        name=_name(person),
        chat_name=_text(_object(under, "chat"), "title"),
    )
    return Tapped(query, message)


def _membership(said: Json) -> Membership | None:
    chat, status = _chat_id(said), _object(said, "new_chat_member").get("status")
    if chat is None or not isinstance(status, str):
        return None
    return Membership(chat, status not in {"left", "kicked"})


def _object(holder: Json, name: str) -> Json:
    found = holder.get(name)
    return found if isinstance(found, dict) else {}


def _is_id(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value != 0
