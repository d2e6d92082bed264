"""The world that the server stands for: people, chats, files, settings, updates."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from bot.testing.ledger import Act, Fault, Faults, Violation
from bot.testing.telegram.chat import Chat, Person, Tap
from bot.testing.telegram.ledger import DESCRIPTIONS, BotApiError, Call, bad_request, too_many
from bot.testing.telegram.limits import RateLimits
from bot.testing.telegram.message import Message, Upload
from bot.testing.telegram.queue import Update, UpdateQueue
from bot.testing.windows import busiest

QUERY_LIFETIME: Final = 15.0
SENDING: Final = ("send", "edit", "forward", "copy")
UNPACED: Final = ("sendChatAction", "sendMessageDraft", "sendRichMessageDraft")


class World:
    """Everything but the wire. ``clock`` gives Unix seconds; tests may hand in their own.

    ``calls`` has every request but ``getUpdates`` (those are counted in ``polls``);
    ``violations`` has what the real server would have swallowed in silence.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.time,
        username: str = "isnad_bot",
        name: str = "Isnad",
        privacy: bool = False,
        rich: bool = True,
        limits: RateLimits | None = None,
    ) -> None:
        self.clock = clock
        self.privacy = privacy  # whether the bot sees in groups only what is meant for it
        self.rich = rich  # whether this server knows the methods of 10.1
        self.limits = limits
        self.query_lifetime = QUERY_LIFETIME
        self.silence = 0.0  # seconds that pass at once where a call is never answered
        self.token = "110201543:a-token-for-the-fake-server-only"  # noqa: S105 - opens nothing
        self._me = {"id": 110201543, "is_bot": True, "first_name": name, "username": username}
        self.chats: dict[int, Chat] = {}
        self.people: list[Person] = []
        self.files: dict[str, Upload] = {}
        self.taps: dict[str, Tap] = {}
        self.calls: list[Call] = []
        self.polls: int = 0
        self.violations: list[Violation] = []
        self.faults: Faults[BotApiError] = Faults("getUpdates")
        self.updates = UpdateQueue(clock)
        self.webhook: dict[str, Any] = {}
        self.commands: dict[tuple[str, str], list[dict[str, str]]] = {}  # (scope, language)
        self.profile: dict[tuple[str, str], str] = {}  # ("name", language) ...
        self._ids = itertools.count(1)
        self._shared_ids = itertools.count(101)
        self._own_ids: dict[int, itertools.count[int]] = {}

    # --- people and chats ----------------------------------------------------------------

    @property
    def me(self) -> Mapping[str, Any]:
        """The bot as a ``User``."""
        return self._me

    def user(
        self,
        name: str,
        *,
        language: str | None = None,
        username: str | None = None,
        last_name: str | None = None,
        started: bool = True,
    ) -> Person:
        """Make a person; ``started`` says whether they have written to the bot already."""
        person = Person(400_000_000 + next(self._ids), name, language, username, last_name)
        person.chat = Chat(self, person.id, "private", person=person, started=started)
        self.chats[person.id] = person.chat
        self.people.append(person)
        return person

    def group(
        self,
        title: str,
        *,
        kind: str = "supergroup",
        forum: bool = False,
        admins: Iterable[Person] = (),
        bot_admin: bool = False,
        username: str | None = None,
    ) -> Chat:
        """Make a group that the bot is in: a "supergroup", or a small "group"."""
        number = next(self._ids)
        id = -(4_000_000 + number) if kind == "group" else -1_000_000_000_000 - 2_000_000 - number
        status = "administrator" if bot_admin else "member"
        chat = Chat(self, id, kind, title, None, username, forum, status, admins=list(admins))
        self.chats[id] = chat
        return chat

    def supergroup(self, title: str) -> Chat:
        """Make the supergroup that a group becomes."""
        return self.group(title)

    def channel(self, title: str, *, username: str | None = None) -> Chat:
        """Make a channel in which the bot is an administrator."""
        return self.group(title, kind="channel", bot_admin=True, username=username)

    def chat(self, id: int | str) -> Chat:
        """Return a chat by id or @username; raises what the server answers if there is none."""
        if isinstance(id, str) and id.startswith("@"):
            named = (c for c in self.chats.values() if c.username == id[1:] and c.type != "private")
            found = next(named, None)
        else:
            try:
                found = self.chats.get(int(id))
            except ValueError:
                found = None
        if found is None:
            raise bad_request("chat not found")
        return found

    # --- what chats need of the server ---------------------------------------------------

    def now(self) -> float:
        """Return Unix seconds."""
        return self.clock()

    def emit(self, kind: str, payload: dict[str, Any]) -> Update:
        """Make an update."""
        return self.updates.add(kind, payload)

    def keep(self, upload: Upload) -> None:
        """Keep a file for download."""
        self.files[upload.id] = upload

    def message_id(self, chat: Chat) -> int:
        """Return the next message id: supergroups and channels count for themselves."""
        if chat.type in ("supergroup", "channel"):
            return next(self._own_ids.setdefault(chat.id, itertools.count(1)))
        return next(self._shared_ids)

    def tapped(self, person: Person, message: Message, chat: Chat, data: str) -> Tap:
        """Make a callback query, with any data, also such as no button has."""
        tap = Tap(str(5_000_000_000_000 + next(self._ids)), self.now(), data)
        self.taps[tap.id] = tap
        seen = message.json()
        if message.deleted:
            seen = {"chat": chat.json(), "message_id": message.id, "date": 0}
        query = {"id": tap.id, "from": person.json(), "message": seen, "data": data}
        self.emit("callback_query", query | {"chat_instance": str(-7_000_000_000 - chat.id)})
        return tap

    def delivers(self, update: Mapping[str, Any]) -> Update:
        """Deliver an update as it stands (but for its number), of whatever kind it is."""
        kind = next(name for name in update if name != "update_id")
        return self.updates.add(kind, update[kind], always=True)

    def redeliver(self, what: Update | Message) -> Update:
        """Deliver an update (or the one that brought a message) once more."""
        update = what if isinstance(what, Update) else self._update_of(what)
        self.updates.again(update)
        return update

    def _update_of(self, message: Message) -> Update:
        for update in reversed(self.updates.made):
            said = update.payload
            if said.get("message_id") == message.id and said["chat"]["id"] == message.chat["id"]:
                return update
        raise LookupError("no update brought this message")

    # --- faults ----------------------------------------------------------------------------

    def fails(
        self,
        method: str,
        status: int,
        description: str | None = None,
        *,
        parameters: Mapping[str, int] | None = None,
        **which: Any,
    ) -> None:
        """Order a refusal; ``which``: ``chat`` (its id), ``after``, ``every``, ``times``.

        With ``retry_after`` in the parameters and no ``times``, a 429 stands until that time.
        """
        given = dict(parameters or {})
        if status == 429:
            given.setdefault("retry_after", 1)
            description = description or too_many(given["retry_after"]).description
            if "times" not in which:
                which |= {"times": None, "until": self.now() + given["retry_after"]}
        said = description or DESCRIPTIONS.get(status, "Internal Server Error")
        self._order(method, Act.FAIL, BotApiError(status, said, **given), **which)

    def accepts_then_hangs(self, method: str, **which: Any) -> None:
        """Order to do as asked and never answer."""
        self._order(method, Act.HANG, **which)

    def accepts_then_closes(self, method: str, **which: Any) -> None:
        """Order to do as asked and close the connection without an answer."""
        self._order(method, Act.CLOSE, **which)

    def accepts_then_502(self, method: str, **which: Any) -> None:
        """Order to do as asked and answer 502, as a proxy in between does."""
        self._order(method, Act.ANSWER, BotApiError(502, DESCRIPTIONS[502]), **which)

    def _order(
        self,
        method: str,
        act: Act,
        error: BotApiError | None = None,
        chat: int | None = None,
        **which: Any,
    ) -> None:
        self.faults.orders.append(Fault(method, act, error, chat, **which))

    # --- the ledger ------------------------------------------------------------------------

    def called(self, method: str, chat: Chat | None = None) -> list[Call]:
        """Return the calls of a method, of one chat or of all."""
        return [c for c in self.calls if c.method == method and chat in (None, self.chat_of(c))]

    @property
    def refused(self) -> list[Call]:
        """The calls that were answered with an error that no test ordered."""
        return [call for call in self.calls if call.status >= 400 and not call.ordered]

    def violate(self, method: str, what: str) -> None:
        """Note what the real server would have swallowed."""
        self.violations.append(Violation(method, what))

    def busiest(self, seconds: float, chat: Chat | None = None) -> int:
        """Return the largest number of messages and edits within any window of this length."""
        sent = (c for c in self.calls if c.done and is_paced(c.method))
        return busiest((c.time for c in sent if chat in (None, self.chat_of(c))), seconds)

    def menu(self, language: str, *scopes: str) -> list[dict[str, str]]:
        """Return the commands that somebody sees: the first of the scopes that has any.

        A scope is written "chat:-100123", "all_private_chats" ...; "default" comes last. In each,
        the list for the language goes before the one for all.
        """
        for scope in (*scopes, "default"):
            for key in ((scope, language), (scope, "")):
                if self.commands.get(key):
                    return self.commands[key]
        return []

    def chat_of(self, call: Call) -> Chat | None:
        """Return the chat that a call names, if there is one."""
        try:
            return None if call.chat_id is None else self.chat(call.chat_id)
        except BotApiError:
            return None


def is_paced(method: str) -> bool:
    """Whether calls of a method count where Telegram limits how fast a bot sends."""
    return method.startswith(SENDING) and method not in UNPACED
