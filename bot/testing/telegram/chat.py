"""People and chats: what they do, and what they get to see."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol, TypeAlias

from bot.testing.telegram import entities as text_entities
from bot.testing.telegram.entities import Entity, Formatted
from bot.testing.telegram.ledger import BotApiError, bad_request
from bot.testing.telegram.message import GROUP_BOT, Content, Message, Upload
from bot.testing.telegram.queue import Update
from bot.testing.telegram.screen import screen

MEMBER_FIELDS: Final = (
    *("can_be_edited", "can_manage_chat", "can_change_info", "can_delete_messages"),
    *("can_invite_users", "can_restrict_members", "can_promote_members", "can_manage_video_chats"),
    *("can_post_stories", "can_edit_stories", "can_delete_stories", "can_pin_messages"),
    "is_anonymous",
)
FileSaid: TypeAlias = tuple[str, bytes]


class Outside(Protocol):
    """What a chat needs of the server around it."""

    privacy: bool

    @property
    def me(self) -> Mapping[str, Any]:
        """The bot as a ``User``."""
        ...

    def now(self) -> float:
        """Unix seconds."""
        ...

    def emit(self, kind: str, payload: dict[str, Any]) -> Update:
        """Make an update."""
        ...

    def keep(self, upload: Upload) -> None:
        """Keep a file for download."""
        ...

    def message_id(self, chat: Chat) -> int:
        """Return the next message id for this chat."""
        ...

    def supergroup(self, title: str) -> Chat:
        """Make the supergroup that a group becomes."""
        ...

    def tapped(self, person: Person, message: Message, chat: Chat, data: str) -> Tap:
        """Make a callback query."""
        ...


@dataclass(eq=False)
class Tap:
    """A tap on a button; ``answers`` has what ``answerCallbackQuery`` said."""

    id: str
    time: float
    data: str
    answers: list[dict[str, Any]] = field(default_factory=list)


@dataclass(eq=False)
class Person:
    """Somebody with a Telegram account. ``chat`` is the private chat with the bot."""

    id: int
    name: str
    language: str | None = None
    username: str | None = None
    last_name: str | None = None
    chat: Chat = field(init=False)

    def json(self) -> dict[str, Any]:
        """Return a ``User`` of the API."""
        said = {"id": self.id, "is_bot": False, "first_name": self.name}
        more = {
            "last_name": self.last_name,
            "username": self.username,
            "language_code": self.language,
        }
        return said | {name: value for name, value in more.items() if value}

    def says(self, text: str, **more: Any) -> Message:
        """Write to the bot in private; see ``Chat.says``."""
        return self.chat.says(self, text, **more)


@dataclass(eq=False)
class Chat:
    """A chat that the bot may be in; ``messages`` has all that was ever in it, in order."""

    world: Outside
    id: int
    type: str  # private, group, supergroup, channel
    title: str | None = None
    person: Person | None = None  # in private chats
    username: str | None = None
    is_forum: bool = False
    bot_status: str = "member"  # member, administrator, left, kicked
    messages: list[Message] = field(default_factory=list)
    pinned: list[Message] = field(default_factory=list)
    actions: list[tuple[float, str]] = field(default_factory=list)
    drafts: dict[int, Content] = field(default_factory=dict)
    topics: dict[int, str] = field(default_factory=dict)
    admins: list[Person] = field(default_factory=list)
    reactions: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    migrated_to: Chat | None = None
    started: bool = True  # private chats: whether the person wrote first

    # --- what one sees -------------------------------------------------------------------

    def json(self) -> dict[str, Any]:
        """Return a ``Chat`` of the API."""
        said: dict[str, Any] = {"id": self.id, "type": self.type}
        if self.person is not None:
            user = self.person.json()
            names = ("first_name", "last_name", "username")
            return said | {name: user[name] for name in names if name in user}
        said["title"] = self.title
        said |= {"username": self.username} if self.username else {}
        return said | ({"is_forum": True} if self.is_forum else {})

    @property
    def visible(self) -> list[Message]:
        """The messages that are there now."""
        return [message for message in self.messages if not message.deleted]

    @property
    def posts(self) -> list[Message]:
        """The bot's messages that are there now."""
        return [message for message in self.visible if message.by_bot]

    @property
    def last(self) -> Message:
        """The newest message of the bot."""
        return self.posts[-1]

    def screen(self, *, links: bool = False) -> list[str]:
        """Return what is seen, as lines; ``links`` adds where they lead."""
        return screen(self.visible, links=links)

    def message(self, id: int) -> Message | None:
        """Return a message that is there, or ``None``."""
        return next((m for m in reversed(self.messages) if m.id == id and not m.deleted), None)

    # --- what people do ------------------------------------------------------------------

    def says(
        self,
        person: Person,
        text: str,
        *,
        entities: Sequence[Entity | Mapping[str, Any]] | None = None,
        reply_to: Message | None = None,
        quote: str | None = None,
        thread: int | None = None,
        anonymous: bool = False,
        **more: Any,
    ) -> Message:
        """Write. Links, mentions and commands become entities; ``entities`` adds to them.

        ``anonymous`` is an administrator who writes in the group's name. ``more`` are further
        fields of the ``Message``.
        """
        given = [
            e if isinstance(e, Entity) else text_entities.entity(dict(e)) for e in entities or ()
        ]
        content = Content(text_entities.settle(text, given))
        if quote is not None:
            more["quote"] = {"text": quote, "position": 0, "is_manual": True}
        return self._incoming(
            person, content, more, reply_to=reply_to, thread=thread, anonymous=anonymous
        )

    def forwards(
        self,
        person: Person,
        text: str,
        origin: Person | Chat | str,
        *,
        entities: Sequence[Entity | Mapping[str, Any]] | None = None,
        **more: Any,
    ) -> Message:
        """Forward a message of a person, a channel, or of somebody who hides (a name)."""
        date = int(self.world.now()) - 60
        forward: dict[str, Any] = {"type": "user", "date": date}
        if isinstance(origin, Person):
            forward["sender_user"] = origin.json()
        elif isinstance(origin, str):
            forward |= {"type": "hidden_user", "sender_user_name": origin}
        else:
            forward |= {"type": "channel", "chat": origin.json(), "message_id": 17}
        return self.says(person, text, entities=entities, forward_origin=forward, **more)

    def edits(self, message: Message, text: str) -> Update:
        """Change a message of a person."""
        content = Content(text_entities.settle(text, ()), message.content.media)
        message.change(content, self.world.now())
        kind = "edited_channel_post" if self.type == "channel" else "edited_message"
        return self.world.emit(kind, message.json())

    def sends_document(
        self,
        person: Person,
        name: str,
        data: bytes,
        *,
        caption: str = "",
        mime: str = "application/octet-stream",
        **more: Any,
    ) -> Message:
        """Send a file."""
        upload = Upload(name, data, mime)
        self.world.keep(upload)
        formatted = text_entities.settle(caption, ()) if caption else Formatted("")
        return self._incoming(person, Content(formatted, {"document": upload.json()}), more)

    def album(self, person: Person, files: Iterable[FileSaid], caption: str = "") -> list[Message]:
        """Send several files at once; the first has the caption."""
        group = str(13_000_000_000_000 + self.world.message_id(self))
        captions = itertools.chain([caption], itertools.repeat(""))
        return [
            self.sends_document(person, name, data, caption=said, media_group_id=group)
            for (name, data), said in zip(files, captions, strict=False)
        ]

    def channel_post(self, text: str, signature: str | None = None) -> Message:
        """Publish in a channel, in its own name."""
        more: dict[str, Any] = {"author_signature": signature} if signature else {}
        more |= {"sender_chat": self.json()}
        content = Content(text_entities.settle(text, ()))
        return self._place(Message(0, self.json(), 0, content, None, more), "channel_post")

    def taps(self, person: Person, message: Message, button: str) -> Tap | str:
        """Tap a button, by its label or its data; returns the link if it is one."""
        for found in itertools.chain.from_iterable(message.buttons):
            if button in (found["text"], found.get("callback_data")):
                if "callback_data" not in found:
                    return str(found["url"])
                return self.world.tapped(person, message, self, found["callback_data"])
        raise LookupError(f"no button {button!r} under message {message.id}")

    def reacts(self, person: Person, message: Message, emoji: str) -> Update:
        """Put a reaction under a message."""
        new = [{"type": "emoji", "emoji": emoji}]
        payload = {"chat": self.json(), "message_id": message.id, "user": person.json()}
        payload |= {"date": int(self.world.now()), "old_reaction": [], "new_reaction": new}
        return self.world.emit("message_reaction", payload)

    def opens_topic(self, person: Person, name: str) -> int:
        """Open a topic in a forum; returns its thread id."""
        service = {"forum_topic_created": {"name": name, "icon_color": 7322096}}
        message = self._incoming(person, Content(), {**service, "is_topic_message": True})
        message.more = {**message.more, "message_thread_id": message.id}
        self.topics[message.id] = name
        return message.id

    # --- what becomes of the bot ---------------------------------------------------------

    def my_chat_member(self, status: str, by: Person | None = None) -> Update:
        """Change what the bot is here: member, administrator, left, kicked."""
        old, self.bot_status = self.bot_status, status
        me = self.world.me
        actor = by or self.person or Person(777_000, "Telegram")
        payload = {"chat": self.json(), "from": actor.json(), "date": int(self.world.now())}
        payload |= {
            "old_chat_member": self.member(old, me),
            "new_chat_member": self.member(status, me),
        }
        return self.world.emit("my_chat_member", payload)

    def kicks_bot(self, by: Person | None = None) -> Update:
        """Throw the bot out; in a private chat: block it."""
        return self.my_chat_member("kicked", by)

    def takes_bot_back(self, by: Person | None = None) -> Update:
        """Let the bot in again."""
        return self.my_chat_member("member", by)

    def migrates(self) -> Chat:
        """Become a supergroup with a new id, as groups do when they grow; returns it."""
        new = self.world.supergroup(self.title or "")
        new.bot_status, self.migrated_to = self.bot_status, new
        here, there = {"migrate_to_chat_id": new.id}, {"migrate_from_chat_id": self.id}
        self._place(Message(0, self.json(), 0, Content(), GROUP_BOT, here), "message")
        new._place(Message(0, new.json(), 0, Content(), GROUP_BOT, there), "message")
        return new

    def check_access(self, *, write: bool = True) -> None:
        """Raise what the server would say to a bot that may not write (or read) here."""
        kind = "group" if self.type == "group" else f"{self.type}"
        if self.migrated_to is not None and write:
            raise bad_request(
                "group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=self.migrated_to.id,
            )
        if self.type == "private":
            if self.bot_status == "kicked" and write:
                raise BotApiError(403, "Forbidden: bot was blocked by the user")
            if not self.started and write:
                raise BotApiError(403, "Forbidden: bot can't initiate conversation with a user")
        elif self.bot_status == "kicked":
            raise BotApiError(403, f"Forbidden: bot was kicked from the {kind} chat")
        elif self.bot_status == "left":
            raise BotApiError(403, f"Forbidden: bot is not a member of the {kind} chat")

    def post(self, content: Content, *, reply_to: Message | None, thread: int | None) -> Message:
        """Place a message of the bot."""
        sender = None if self.type == "channel" else self.world.me
        more: dict[str, Any] = {"sender_chat": self.json()} if self.type == "channel" else {}
        if thread is not None:
            more |= {"message_thread_id": thread, "is_topic_message": True}
        message = Message(0, self.json(), 0, content, sender, more, reply_to, by_bot=True)
        return self._place(message, None)

    def _incoming(
        self,
        person: Person,
        content: Content,
        more: Mapping[str, Any],
        *,
        reply_to: Message | None = None,
        thread: int | None = None,
        anonymous: bool = False,
    ) -> Message:
        extra = dict(more)
        if thread is not None:
            extra |= {"message_thread_id": thread, "is_topic_message": True}
        if anonymous:
            extra["sender_chat"] = self.json()
        sender = GROUP_BOT if anonymous else person.json()
        self.started = True
        message = Message(0, self.json(), 0, content, sender, extra, reply_to)
        return self._place(message, "message" if self._reaches_bot(message) else None)

    def _place(self, message: Message, kind: str | None) -> Message:
        message.id, message.date = self.world.message_id(self), self.world.now()
        self.messages.append(message)
        if kind is not None and self.bot_status not in ("left", "kicked"):
            self.world.emit(kind, message.json())
        return message

    def _reaches_bot(self, message: Message) -> bool:
        """Whether a bot in privacy mode gets to see this: commands, mentions, replies."""
        if self.type == "private" or not self.world.privacy or self.bot_status == "administrator":
            return True
        if message.reply_to is not None and message.reply_to.by_bot:
            return True
        name = str(self.world.me["username"]).lower()
        said = [(e.type, e.of(message.text).lower()) for e in message.entities]
        return not message.text or any(
            (kind == "mention" and what == f"@{name}")
            or (kind == "bot_command" and what.partition("@")[2] in ("", name))
            for kind, what in said
        )

    def member(self, status: str, user: Mapping[str, Any]) -> dict[str, Any]:
        """Return a ``ChatMember`` of the API."""
        said: dict[str, Any] = {"status": status, "user": dict(user)}
        if status == "administrator":
            said |= dict.fromkeys(MEMBER_FIELDS, False)
        return said | ({"until_date": 0} if status == "kicked" else {})
