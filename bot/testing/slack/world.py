"""The workspace: people, channels, and what happens when they do something."""

from __future__ import annotations

import asyncio
import random
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from bot.testing.ledger import Violation
from bot.testing.slack import payloads
from bot.testing.slack.delivery import COMMANDS, EVENTS, INTERACTIVE, Deliveries, Delivery
from bot.testing.slack.ledger import Call, Json, SlackError
from bot.testing.slack.nouns import File, Message, View
from bot.testing.slack.pace import Pace
from bot.testing.slack.payloads import Identity

TRIGGER_SECONDS: Final = 3.0
RESPONSE_SECONDS: Final = 30 * 60
RESPONSE_USES: Final = 5
EVENT_OF: Final = {"channel": "channels", "group": "groups", "im": "im", "mpim": "mpim"}


@dataclass(slots=True, eq=False)
class Person:
    """Facts about somebody."""

    id: str
    name: str
    real_name: str
    locale: str
    is_bot: bool = False


@dataclass(eq=False)
class Room:
    """Facts about a conversation; ``kind`` is channel, group, im or mpim."""

    id: str
    name: str
    kind: str
    members: list[str] = field(default_factory=list)
    archived: bool = False
    messages: list[Message] = field(default_factory=list)
    statuses: list[tuple[str, str]] = field(default_factory=list)  # thread, what the app is doing
    prompts: list[tuple[str, list[Json]]] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)  # of assistant threads
    context: dict[str, str] = field(default_factory=dict)  # thread: the channel looked at


@dataclass(slots=True, eq=False)
class Trigger:
    """What opens one modal, within three seconds."""

    id: str
    user: str
    time: float
    used: bool = False


@dataclass(slots=True, eq=False)
class ResponseUrl:
    """An address for answers to an interaction: five uses in thirty minutes."""

    id: str
    room: Room
    user: str
    time: float
    message: Message | None = None
    uses: int = 0


def all_scopes() -> frozenset[str]:
    """Return every scope that a method played here asks of a bot."""
    kinds = EVENT_OF.values()
    given = [f"{kind}:{what}" for kind in kinds for what in ("read", "history")]
    given += ["app_mentions:read", "assistant:write", "chat:write", "commands", "files:read"]
    given += ["files:write", "im:write", "mpim:write", "reactions:write", "team:read"]
    return frozenset([*given, "links:read", "reactions:read", "users:read"])


@dataclass(eq=False)
class World:
    """All that the server knows. ``clock`` gives Unix seconds; ``passes`` adds to it."""

    clock: Callable[[], float]
    who: Identity = field(default_factory=Identity)
    base: str = ""  # the server's address
    people: dict[str, Person] = field(default_factory=dict)
    rooms: dict[str, Room] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    views: list[View] = field(default_factory=list)  # modals, in the order of their opening
    homes: dict[str, View] = field(default_factory=dict)  # by user
    triggers: dict[str, Trigger] = field(default_factory=dict)
    responses: dict[str, ResponseUrl] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    violations: list[Violation] = field(default_factory=list)
    excuses: list[tuple[str, str]] = field(default_factory=list)  # user, what their client said
    commands: dict[str, bool] | None = None  # and whether text is escaped; None: any
    shortcuts: frozenset[str] | None = None  # callback ids; None: any
    scopes: frozenset[str] = field(default_factory=all_scopes)  # of the bot's token
    expected: dict[str, int] = field(default_factory=dict)  # file ids whose content is to come
    events: frozenset[str] | None = None  # what the app subscribed to; None: everything
    unfurl_domains: frozenset[str] = frozenset()
    pace: Pace | None = None  # hold posts to it
    edit_window: float | None = None  # seconds in which a message may be changed
    echo: bool = True  # tell the app of its own messages, as the platform does
    offset: float = 0.0
    silence: float = 0.0  # seconds that pass at once where a call is never answered
    leisure: float = 10.0  # seconds that count as one where the app may be late: machines are busy

    def __post_init__(self) -> None:
        self.deliveries: Deliveries | None = None
        self.changed = asyncio.Event()
        self._ids = random.Random(1)  # noqa: S311 - ids, no secrets
        self._last_ts = 0
        self._begun = self.clock()
        who = self.who
        self.people[who.bot_user] = Person(who.bot_user, who.name, who.name, "en-US", is_bot=True)

    def now(self) -> float:
        """Return Unix seconds on the server's clock."""
        return self.clock() + self.offset

    def due(self) -> float:
        """Return the seconds by which it is told whether the app is late."""
        return (self.clock() - self._begun) / self.leisure + self.offset

    def ts(self) -> str:
        """Return a new message id: later than all before."""
        self._last_ts = max(self._last_ts + 1, int(self.now() * 1_000_000))
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def lacks(self, needed: str) -> SlackError:
        """Return the refusal of a token without a scope."""
        provided = ",".join(sorted(self.scopes))
        return SlackError("missing_scope", needed=needed, provided=provided)

    def id(self, letter: str) -> str:
        """Return a new id as the platform makes them."""
        alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
        return letter + "0" + "".join(self._ids.choices(alphabet, k=9))

    def notify(self) -> None:
        """Wake who waits for something to change."""
        self.changed.set()
        self.changed = asyncio.Event()

    # --- finding -----------------------------------------------------------

    def room(self, name: str | None) -> Room:
        """Return a conversation by id, name or (as a DM) a person's id; ``channel_not_found``."""
        if name in self.rooms:
            return self.rooms[name]
        if name in self.people:
            return self.im(name)
        for room in self.rooms.values():
            if name and room.kind == "channel" and room.name == name.removeprefix("#"):
                return room
        raise SlackError("channel_not_found")

    def im(self, user: str) -> Room:
        """Return the conversation of one person with the app."""
        for room in self.rooms.values():
            if room.kind == "im" and user in room.members:
                return room
        made = Room(self.id("D"), "directmessage", "im", [user, self.who.bot_user])
        self.rooms[made.id] = made
        return made

    def find(self, room: Room, ts: object) -> Message | None:
        """Return a message that everybody sees and that is not deleted."""
        found = (m for m in room.messages if m.ts == ts and not m.deleted)
        return next((m for m in found if m.ephemeral_for is None), None)

    # --- telling the app ---------------------------------------------------

    def tell(self, inner: Json, needs: str | None = None) -> Delivery | None:
        """Send an event, if the app subscribed to it."""
        if self.events is not None and (needs or inner["type"]) not in self.events:
            return None
        id = self.id("Ev")
        return self._send(Delivery(EVENTS, payloads.event(self.who, inner, id, self.now()), id))

    def tell_raw(self, kind: str, payload: Json) -> Delivery:
        """Send any payload as it is."""
        id = str(payload.get("event_id") or secrets.token_hex(8))
        return self._send(Delivery(kind, payload, id))

    def tell_command(self, payload: Json, on_ack: Callable[[Json], None]) -> Delivery:
        """Send a slash command; its user is told if the app does not answer."""
        user, command = payload["user_id"], payload["command"]

        def excuse(reason: str) -> None:
            self.excuses.append((user, f'{command} failed with the error "{reason}"'))

        return self._send(Delivery(COMMANDS, payload, on_ack=on_ack, on_fail=excuse))

    def tell_interaction(
        self, payload: Json, on_ack: Callable[[Json], None] | None = None
    ) -> Delivery:
        """Send an interactive payload; its user is told if the app does not answer."""

        def excuse(_: str) -> None:
            words = "We had some trouble connecting. Try again?"
            self.excuses.append((payload["user"]["id"], words))

        return self._send(Delivery(INTERACTIVE, payload, on_ack=on_ack, on_fail=excuse))

    def tell_message(self, said: Message) -> list[Delivery]:
        """Send the events that a new message causes."""
        room = self.rooms[said.channel]
        bot = self.who.bot_user
        if bot not in room.members or said.ephemeral_for:
            return []
        parent = self.find(room, said.thread) if said.thread else None
        event = payloads.message_event(
            self.who, said, room.kind, self.base, parent.user if parent else ""
        )
        sent = [self.tell(event, f"message.{EVENT_OF[room.kind]}")]
        if bot in said.mentions and room.kind != "im" and not said.by_app:
            sent.append(self.tell(payloads.mention_event(self.who, said, self.base)))
        sent.append(self._tell_links(said, room))
        return [delivery for delivery in sent if delivery is not None]

    def tell_changed(self, said: Message) -> Delivery | None:
        """Send the event of an edit or a deletion."""
        room = self.rooms[said.channel]
        if self.who.bot_user not in room.members or said.ephemeral_for:
            return None
        told = payloads.changed_event(self.who, said, room.kind, self.base, self.ts())
        return self.tell(told, f"message.{EVENT_OF[room.kind]}")

    def _tell_links(self, said: Message, room: Room) -> Delivery | None:
        hosts = [(to.split("/")[2].split(":")[0], to) for _, to in said.links if "://" in to]
        known = [{"domain": host, "url": to} for host, to in hosts if host in self.unfurl_domains]
        if not known:
            return None
        return self.tell(
            {
                "type": "link_shared",
                "channel": room.id,
                "user": said.user,
                "message_ts": said.ts,
                "thread_ts": said.thread or said.ts,
                "is_bot_user_member": True,
                "source": "conversations_history",
                "unfurl_id": f"{said.channel}-{said.ts}",
                "links": known,
                "event_ts": said.ts,
            }
        )

    def _send(self, delivery: Delivery) -> Delivery:
        assert self.deliveries is not None, "enter the server first"
        return self.deliveries.send(delivery)

    # --- what happens ------------------------------------------------------

    def add(self, said: Message, *, silent: bool = False) -> Message:
        """Put a message into its conversation and tell the app."""
        room = self.rooms[said.channel]
        said.time = self.now()
        room.messages.append(said)
        if not silent and (self.echo or not said.by_app):
            self.tell_message(said)
        self.notify()
        return said

    def change(self, said: Message, text: str, blocks: list[Any]) -> None:
        """Change a message and tell the app."""
        said.becomes(text, blocks, self.now())
        if self.echo or not said.by_app:
            self.tell_changed(said)
        self.notify()

    def remove(self, said: Message) -> None:
        """Delete a message and tell the app."""
        said.deleted = True
        if self.echo or not said.by_app:
            self.tell_changed(said)
        self.notify()

    def trigger(self, user: str) -> str:
        """Return a new trigger id."""
        made = Trigger(f"{self.id('')}.{self.id('')}.{secrets.token_hex(8)}", user, self.due())
        self.triggers[made.id] = made
        return made.id

    def pull(self, id: object) -> Trigger:
        """Use a trigger up; ``SlackError`` if it is unknown, used or older than three seconds."""
        found = self.triggers.get(str(id))
        if found is None:
            raise SlackError("invalid_trigger_id")
        if found.used:
            raise SlackError("exchanged_trigger_id")
        if self.due() - found.time > TRIGGER_SECONDS:
            raise SlackError("expired_trigger_id")
        found.used = True
        return found

    def response_url(self, room: Room, user: str, said: Message | None = None) -> str:
        """Return a new address for answers."""
        made = ResponseUrl(secrets.token_urlsafe(16), room, user, self.now(), said)
        self.responses[made.id] = made
        return f"{self.base}/actions/{self.who.team}/{made.id}"

    def file(self, name: str, content: bytes, user: str, mimetype: str) -> File:
        """Keep a file."""
        made = File(self.id("F"), name, content, mimetype, user)
        self.files[made.id] = made
        return made

    def visible(self, room: Room, thread: str | None = None) -> Iterable[Message]:
        """Yield the messages that stand in a conversation, or in one thread of it."""
        for said in room.messages:
            top = not said.in_thread or said.broadcast
            shown = said.thread == thread or said.ts == thread if thread else top
            if not said.deleted and shown:
                yield said
