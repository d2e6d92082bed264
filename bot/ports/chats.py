"""Seams to chat platforms: adapters, and what the house gives them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from bot.model import (
    Chat,
    Fate,
    MenuEntry,
    Message,
    Place,
    Post,
)

Handler = Callable[[Message], Awaitable[None]]


class Standing(StrEnum):
    """How an adapter stands with its platform."""

    WELL = "well"
    AWAY = "away"  # it does not answer, and is tried again
    SHARED = "shared"  # somebody else takes what is meant for us
    STOPPED = "stopped"  # our token is refused: only another one helps


class Inbox(Protocol):
    """Events of one platform, stored before the platform is told that they arrived.

    ``receive`` stores an event under the platform's own id and tells whether it is new: one that
    is delivered again is not handled again. ``pending`` are those that were stored but not
    ``done``, oldest first: what a stopped process left behind. Raises ``StoreError``.
    """

    async def receive(self, event: str, payload: bytes) -> bool: ...

    async def pending(self) -> tuple[tuple[str, bytes], ...]: ...

    async def done(self, event: str) -> None: ...


class Seal(Protocol):
    """Signs what comes back from people, so that it cannot be made up.

    ``sign`` packs a short text for one chat (and one user, where given) into at most 64 bytes,
    ``open`` gives it back, or ``None`` if it was not signed here, for this chat and user, or is
    too old.
    """

    def sign(self, text: str, chat: Chat, user: str | None = None) -> str: ...

    def open(self, sealed: str, chat: Chat, user: str) -> str | None: ...


class Pauses(Protocol):
    """Until when a platform wants to be left alone, by scope (a chat, a method, "" for all).

    ``load`` gives those that are not over, ``keep`` stores one, so that a restart respects it.
    """

    async def load(self) -> Mapping[str, datetime]: ...

    async def keep(self, scope: str, until: datetime) -> None: ...


class Trail(Protocol):
    """The messages that one post has taken on its platform so far, kept over restarts.

    ``key`` names the post for good (an adapter may hand it to the platform to find the post
    again); ``unsure``: an attempt before this one ended without a record, so the message after
    ``ids`` may be there. ``keep`` stores the ids whenever they change, before the next call to
    the platform; it raises ``LostError`` where another process has taken the post over.
    """

    key: str
    ids: tuple[str, ...]
    unsure: bool

    async def keep(self, ids: Sequence[str]) -> None: ...


def _unheard(standing: Standing, reason: str) -> None:
    """Tell nobody how an adapter stands."""


async def _nothing(*asked: object) -> None:
    """Know nothing: what a house without a store answers."""


async def _everybody(message: Message) -> bool:
    return True


async def _empty(chat: Chat, language: str) -> Post:
    """Show nothing."""
    return Post(())


@dataclass(frozen=True, slots=True)
class Services:
    """What the house gives to an adapter: ``adapters.<name>.create(settings, services)``.

    ``at`` is the key and the brief of the post that a message of a chat shows; ``again`` shows
    that post's brief once more, at a place, and returns what became of it, ``None`` if there is
    none such. ``rated``: somebody says whether the brief that a message shows was of use.
    ``home`` is a chat's settings and last briefs in a language, with the choices as actions.
    ``stands`` is told how the adapter stands with its platform, with the platform's own word for
    the reason, whenever it finds out: again and again while it tries in vain.
    """

    interface: str  # the language to speak where nothing tells another
    inbox: Inbox
    seal: Seal
    menu: tuple[MenuEntry, ...]  # the commands of this platform
    files: Path  # a folder for attachments
    pauses: Pauses
    settled: Callable[[Chat], Awaitable[None]]  # returns when nothing is under way in a chat
    moved: Callable[[Chat, Chat], Awaitable[None]] = _nothing  # a chat goes on under another id
    admits: Callable[[Message], Awaitable[bool]] = _everybody  # may its sender do anything
    opened: Callable[[Chat], Awaitable[None]] = _nothing  # a chat takes our posts again
    at: Callable[[Chat, str], Awaitable[tuple[str, str | None] | None]] = _nothing
    again: Callable[[Place, str, str], Awaitable[Fate | None]] = _nothing  # message, language
    rated: Callable[[Chat, str, str, bool], Awaitable[None]] = _nothing  # message, user, of use
    home: Callable[[Chat, str], Awaitable[Post]] = _empty
    stands: Callable[[Standing, str], None] = _unheard


class Adapter(Protocol):
    """A chat platform.

    ``run`` listens until the platform or the process ends. Each event goes to the inbox first,
    then, as a ``Message``, to ``handle``, which returns when the message is dealt with; then
    the event is done. Messages of different chats do not wait for each other.

    ``send`` makes the messages of ``trail`` show a post (``None``: takes them away): a message
    that is there is edited, what is missing is posted, each part once and in order. It returns
    when the platform shows it and raises a kind of ``DeliveryError`` where that is not so; it is
    called again later with what the trail kept. It is never called twice at a time for one chat.
    ``invitation`` is a link that sends "/start CODE" when it is opened, "" where there is none.
    ``private`` is the chat in which one person is spoken to alone; a kind of ``DeliveryError``
    where there is none.
    ``stage_gap`` is how many seconds lie between two edits that tell of work under way.
    """

    stage_gap: float

    def invitation(self, code: str) -> str: ...

    async def private(self, user: str) -> Chat: ...

    async def run(self, handle: Handler) -> None: ...

    async def send(self, place: Place, post: Post | None, trail: Trail) -> None: ...
