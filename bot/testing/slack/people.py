"""The verbs of people: what they say, type, click and open."""

from __future__ import annotations

import mimetypes
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from bot.testing.slack import payloads
from bot.testing.slack.answers import answered, submitted
from bot.testing.slack.blocks import elements
from bot.testing.slack.delivery import Delivery
from bot.testing.slack.ledger import Json
from bot.testing.slack.nouns import File, Message, View
from bot.testing.slack.world import Person, Room, World


@dataclass(frozen=True, slots=True)
class Channel:
    """A conversation, as a test takes part in it."""

    world: World
    room: Room

    @property
    def id(self) -> str:
        """The id on the platform."""
        return self.room.id

    @property
    def name(self) -> str:
        """The name without #."""
        return self.room.name

    @property
    def messages(self) -> list[Message]:
        """All messages that ever were, the deleted and the ephemeral too."""
        return self.room.messages

    @property
    def posts(self) -> list[Message]:
        """The app's messages that stand and that everybody sees."""
        own = (m for m in self.room.messages if m.by_app)
        return [m for m in own if not m.deleted and m.ephemeral_for is None]

    def thread(self, parent: Message) -> list[Message]:
        """Return the answers in a thread that stand."""
        found = self.world.visible(self.room, parent.ts)
        return [said for said in found if said is not parent]

    def screen(
        self, thread: Message | None = None, viewer: str | None = None, *, links: bool = False
    ) -> list[str]:
        """Return the visible lines of the conversation or of one thread; ``links``: where to.

        Ephemeral messages are shown to their ``viewer`` only.
        """
        shown = []
        for said in self.world.visible(self.room, thread.ts if thread else None):
            if said.ephemeral_for in (None, viewer):
                lines = (line.told(links=links) for line in said.lines)
                shown += [line for line in lines if line.strip()]
        return shown

    def says(
        self,
        user: User,
        text: str = "",
        thread: Message | None = None,
        files: Sequence[tuple[str, bytes]] = (),
        broadcast: bool = False,
    ) -> Message:
        """Let somebody say something: addresses and ``[words](address)`` become links."""
        told, blocks = payloads.typed(text)
        said = Message(
            self.id,
            self.world.ts(),
            user.id,
            told,
            blocks=blocks,
            thread=(thread.thread or thread.ts) if thread else None,
            files=tuple(self._file(name, content, user) for name, content in files),
            broadcast=broadcast,
            client_id=secrets.token_hex(16),
        )
        return self.world.add(said)

    def app_says(self, name: str, text: str) -> Message:
        """Let another app say something."""
        told, blocks = payloads.typed(text)
        said = Message(self.id, self.world.ts(), "", told, blocks=blocks, other_app=name)
        return self.world.add(said)

    def edits(self, said: Message, text: str) -> None:
        """Let its author change a message."""
        told, blocks = payloads.typed(text)
        self.world.change(said, told, blocks)

    def deletes(self, said: Message) -> None:
        """Let its author delete a message."""
        self.world.remove(said)

    def joins(self, member: str | None = None) -> Delivery | None:
        """Let somebody (the app, if nobody is named) become a member."""
        id = member or self.world.who.bot_user
        self.room.members.append(id)
        return self.world.tell(
            {
                "type": "member_joined_channel",
                "user": id,
                "channel": self.id,
                "channel_type": self.id[0],
                "team": self.world.who.team,
                "event_ts": self.world.ts(),
            }
        )

    def archived(self) -> None:
        """Archive it."""
        self.room.archived = True

    def _file(self, name: str, content: bytes, user: User) -> File:
        kind = mimetypes.guess_type(name)[0] or "text/plain"
        return self.world.file(name, content, user.id, kind)


@dataclass(frozen=True, slots=True)
class User:
    """Somebody, as a test acts for them."""

    world: World
    person: Person

    @property
    def id(self) -> str:
        """The id on the platform."""
        return self.person.id

    @property
    def mention(self) -> str:
        """What mentions them in a message."""
        return f"<@{self.id}>"

    def commands(self, channel: Channel, command: str, text: str = "") -> Delivery:
        """Type a slash command. LookupError if the app's manifest has none such."""
        world, room = self.world, channel.room
        if world.commands is not None and command not in world.commands:
            raise LookupError(f"{command} is not a valid command")
        if world.commands is not None and world.commands[command]:
            text, _ = payloads.typed(text)
        payload: Json = {
            "token": world.who.verification,
            "team_id": world.who.team,
            "team_domain": world.who.domain,
            "channel_id": room.id,
            "channel_name": room.name if room.kind == "channel" else _private(room.kind),
            "user_id": self.id,
            "user_name": self.person.name,
            "command": command,
            "text": text,
            "api_app_id": world.who.app,
            "is_enterprise_install": False,
            "response_url": world.response_url(room, self.id),
            "trigger_id": world.trigger(self.id),
        }
        return world.tell_command(payload, lambda said: answered(world, room, self.id, said))

    def clicks(self, where: Message | View, what: str) -> Delivery:
        """Use a button, by its action id, its value, an option's value or its words.

        LookupError if there is none such.
        """
        content = where.blocks if isinstance(where, Message) else where.content["blocks"]
        block_id, element = _pick(content, what)
        world = self.world
        acted = payloads.action(element, block_id, world.ts(), what)
        payload = payloads.interaction(
            world.who, "block_actions", self._who(), trigger_id=world.trigger(self.id)
        )
        payload |= {"actions": [acted], "state": {"values": {}}}
        if isinstance(where, View):
            told = payloads.view(world.who, where, payloads.values(where.content, {}))
            payload |= {"container": {"type": "view", "view_id": where.id}, "view": told}
        else:
            payload |= self._around(where)
        return world.tell_interaction(payload)

    def submits(self, view: View, **given: object) -> Delivery:
        """Send a modal off; values by action id."""
        world = self.world
        state = payloads.values(view.content, given)
        payload = payloads.interaction(
            world.who, "view_submission", self._who(), trigger_id=world.trigger(self.id)
        )
        payload |= {"view": payloads.view(world.who, view, state), "response_urls": []}
        return world.tell_interaction(payload, lambda said: submitted(world, view, said))

    def closes(self, view: View) -> Delivery | None:
        """Close a modal; the app hears of it if it wanted to."""
        view.open = False
        if not view.content.get("notify_on_close"):
            return None
        payload = payloads.interaction(self.world.who, "view_closed", self._who())
        told = payloads.view(self.world.who, view)
        return self.world.tell_interaction(payload | {"view": told, "is_cleared": False})

    def shortcut(self, said: Message | None, callback_id: str) -> Delivery:
        """Use a shortcut on a message, or (``None``) a global one.

        LookupError if the app's manifest has none such.
        """
        world = self.world
        if world.shortcuts is not None and callback_id not in world.shortcuts:
            raise LookupError(f"there is no shortcut {callback_id}")
        payload = payloads.interaction(
            world.who,
            "message_action" if said else "shortcut",
            self._who(),
            callback_id=callback_id,
            trigger_id=world.trigger(self.id),
            action_ts=world.ts(),
        )
        if said is not None:
            room = world.rooms[said.channel]
            payload |= {
                "response_url": world.response_url(room, self.id, said),
                "message_ts": said.ts,
                "channel": {"id": room.id, "name": room.name},
                "message": payloads.message(world.who, said, world.base),
            }
        return world.tell_interaction(payload)

    def opens_home(self, tab: str = "home") -> Delivery | None:
        """Open the app's home (or its messages)."""
        world = self.world
        told: Json = {
            "type": "app_home_opened",
            "user": self.id,
            "channel": world.im(self.id).id,
            "tab": tab,
            "event_ts": world.ts(),
        }
        if tab == "home" and self.id in world.homes:
            told["view"] = payloads.view(world.who, world.homes[self.id])
        return world.tell(told)

    def opens_assistant(self, looking_at: Channel | None = None) -> Message:
        """Start a thread in the assistant container; returns its first message."""
        world = self.world
        room = world.im(self.id)
        first = Message(room.id, world.ts(), world.who.bot_user, "New chat", by_app=True)
        first.thread = first.ts
        world.add(first, silent=True)
        self._assistant("assistant_thread_started", first, looking_at)
        return first

    def looks_at(self, first: Message, channel: Channel) -> Delivery | None:
        """Look at another channel with an assistant thread open."""
        return self._assistant("assistant_thread_context_changed", first, channel)

    def _assistant(self, type: str, first: Message, channel: Channel | None) -> Delivery | None:
        world = self.world
        team = {"team_id": world.who.team, "enterprise_id": None}
        thread: Json = {
            "user_id": self.id,
            "context": {"channel_id": channel.id, **team} if channel else {},
            "channel_id": first.channel,
            "thread_ts": first.ts,
        }
        event = {"type": type, "assistant_thread": thread, "event_ts": world.ts()}
        return world.tell(event)

    def _who(self) -> Json:
        return payloads.person(self.world.who, self.id, self.person.name)

    def _around(self, said: Message) -> Json:
        world = self.world
        room = world.rooms[said.channel]
        hidden = said.ephemeral_for is not None
        container: Json = {
            "type": "message",
            "message_ts": said.ts,
            "channel_id": room.id,
            "is_ephemeral": hidden,
        }
        if said.thread:
            container["thread_ts"] = said.thread
        around: Json = {
            "container": container,
            "channel": {"id": room.id, "name": room.name},
            "response_url": world.response_url(room, self.id, said),
        }
        if not hidden:
            around["message"] = payloads.message(world.who, said, world.base)
        return around


def _pick(content: object, what: str) -> tuple[str, Json]:
    offered = []
    for block_id, element in elements(content):
        options = element.get("options") or []
        sides = [element.get("positive_button"), element.get("negative_button")]
        parts = [element, *options, *(side for side in sides if side)]
        told = [
            (p.get("action_id"), p.get("value"), (p.get("text") or {}).get("text")) for p in parts
        ]
        if any(what in names for names in told):
            return block_id, element
        offered += told
    raise LookupError(f"nothing to click is called {what!r}; there is {offered}")


def _private(kind: str) -> str:
    return {"im": "directmessage", "mpim": "mpdm"}.get(kind, "privategroup")
