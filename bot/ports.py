"""The seams of the house, as Protocols. Each has, or will have, two shipped implementations.

Before you widen a seam, try to do it above the seam.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from bot.model import (
    Answer,
    AnswerDraft,
    Article,
    Brief,
    Chat,
    Claim,
    Draft,
    Fate,
    MenuEntry,
    Message,
    Note,
    Outgoing,
    Place,
    Post,
    Question,
    Reading,
    Showing,
    Story,
    Task,
    TaskState,
    Usage,
)

Progress = Callable[[str, dict[str, object]], Awaitable[None]]
"""Called with a text key ("progress.fetching") and values as a job moves on."""

Handler = Callable[[Message], Awaitable[None]]


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


async def _nothing(*asked: object) -> None:
    """Know nothing: what a house without a store answers."""


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
    """

    interface: str  # the language to speak where nothing tells another
    inbox: Inbox
    seal: Seal
    menu: tuple[MenuEntry, ...]  # the commands of this platform
    files: Path  # a folder for attachments
    pauses: Pauses
    settled: Callable[[Chat], Awaitable[None]]  # returns when nothing is under way in a chat
    moved: Callable[[Chat, Chat], Awaitable[None]]  # a chat goes on under another id
    opened: Callable[[Chat], Awaitable[None]] = _nothing  # a chat takes our posts again
    at: Callable[[Chat, str], Awaitable[tuple[str, str | None] | None]] = _nothing
    again: Callable[[Place, str, str], Awaitable[Fate | None]] = _nothing  # message, language
    rated: Callable[[Chat, str, str, bool], Awaitable[None]] = _nothing  # message, user, of use
    home: Callable[[Chat, str], Awaitable[Post]] = _empty


class Adapter(Protocol):
    """A chat platform.

    ``run`` listens until the platform or the process ends. Each event goes to the inbox first,
    then, as a ``Message``, to ``handle``, which returns when the message is dealt with; then
    the event is done. Messages of different chats do not wait for each other.

    ``send`` makes the messages of ``trail`` show a post (``None``: takes them away): a message
    that is there is edited, what is missing is posted, each part once and in order. It returns
    when the platform shows it and raises a kind of ``DeliveryError`` where that is not so; it is
    called again later with what the trail kept. It is never called twice at a time for one chat.
    ``stage_gap`` is how many seconds lie between two edits that tell of work under way.
    """

    stage_gap: float

    async def run(self, handle: Handler) -> None: ...

    async def send(self, place: Place, post: Post | None, trail: Trail) -> None: ...


async def _forgotten() -> None:
    """Keep nothing: a model without a memory."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A model's answer: a JSON object, what it cost, and the model that gave it.

    Whoever asked calls ``keep`` once the answer has proved of use. A model that remembers will
    then give it again to the same question, free of charge; an answer that nobody kept is not.
    """

    data: dict[str, Any]
    usage: Usage
    model: str
    keep: Callable[[], Awaitable[None]] = field(default=_forgotten, compare=False, repr=False)


class Model(Protocol):
    """A language model that answers with JSON.

    ``ask`` sends ``system`` and ``user`` (the long, shared text first, the task last) and
    returns data that parsed as a JSON object; ``schema`` is a JSON Schema, which the endpoint may
    or may not enforce, so the caller validates. Raises ``bot.errors.ModelError`` kinds.
    """

    name: str

    async def ask(
        self, system: str, user: Sequence[str], schema: dict[str, Any], label: str
    ) -> Reply: ...


class PageReader(Protocol):
    """Turns the bytes of a page, a file or a pasted text into an article or a problem.

    ``url`` is "" for pasted text; ``content_type`` is the server's, if there was one. Raises
    nothing for what is in ``data``.
    """

    async def read(
        self, data: bytes, url: str, content_type: str | None, fetched: datetime
    ) -> Reading: ...

    async def close(self) -> None: ...


class Summarizer(Protocol):
    """Turns a story into a draft, and failed claims into repaired ones.

    ``repair`` gets claims whose verdicts carry findings and returns the repaired ones with
    the same ids and what it cost; a claim that it cannot repair is left out. It is asked
    at most once per claim.
    """

    async def draft(self, story: Story, languages: Sequence[str]) -> Draft: ...

    async def repair(
        self, story: Story, languages: Sequence[str], failed: Sequence[Claim]
    ) -> tuple[tuple[Claim, ...], Usage]: ...


class Answerer(Protocol):
    """Proposes answers to questions.

    ``answer`` takes one from a story or finds that it is not said there; ``expand`` returns a
    question that can be understood alone, words of both languages to search an archive for it,
    and what that cost. Both raise ``bot.errors.ModelError`` kinds.
    """

    async def answer(self, asked: Question, story: Story) -> AnswerDraft: ...

    async def expand(self, asked: Question) -> tuple[Question, tuple[str, ...], Usage]: ...


class Tasks(Protocol):
    """Tasks as rows. May raise the kinds of ``StoreError``.

    ``put`` stores a task with the posts that tell of it, all or nothing; ``False`` if its key is
    known. ``take`` begins up to ``most`` waiting tasks that are due, at most one per chat and
    none of a chat that has one under way, the chat that was served longest ago first; each
    comes back with its attempt counted. ``hand_back`` lets an attempt wait again until ``due``;
    ``end`` ends it, and with ``only`` nothing happens unless the task is in that attempt.
    ``cancel`` ends all that waits or is done in a chat and returns it. ``dead`` lists what was
    given up, the newest first, with what a person is told of the reason; ``again`` lets one of
    them wait anew.
    ``reclaim`` lets everything that is being done wait again: after a start, where one process
    alone uses the store. ``counts`` are waiting and doing; ``oldest`` when the one that
    waits longest was asked for.
    """

    async def put(self, task: Task, showings: Sequence[Showing] = ()) -> bool: ...

    async def take(self, now: datetime, most: int) -> tuple[Task, ...]: ...

    async def hand_back(self, task: Task, due: datetime, reason: Note | None = None) -> bool: ...

    async def end(self, task: Task, state: TaskState, reason: Note | None = None) -> bool: ...

    async def state(self, key: str) -> TaskState | None: ...

    async def cancel(self, chat: Chat) -> tuple[Task, ...]: ...

    async def counts(self, chat: Chat | None = None) -> tuple[int, int]: ...

    async def oldest(self) -> datetime | None: ...

    async def dead(
        self, chat: Chat | None = None, limit: int = 20
    ) -> tuple[tuple[Task, Note], ...]: ...

    async def again(self, key: str) -> bool: ...

    async def reclaim(self) -> int: ...


class Outbox(Protocol):
    """Posts as rows, stored before they are sent. May raise the kinds of ``StoreError``.

    ``put`` stores what is to be shown, all or nothing; with a ``task``, only while that attempt
    still is the task's own (else ``LostError``), and with ``done`` the task is done by the same
    stroke. ``waiting`` gives, oldest first, those of a platform whose newest version is not shown
    and that are due. ``attempt`` notes, before anything is sent, that it is being tried;
    ``keep`` the messages that show it so far; ``settle`` what became of the try: with a ``due``
    it is tried again then, else the version is over. ``LostError`` where the row was taken over.
    ``at`` is the key and brief that a message of a chat shows, ``answering`` those of the brief
    that answers somebody's message. ``failed`` are those that were
    given up, the newest first, with the platform's word for the reason.
    """

    async def put(
        self, showings: Sequence[Showing], task: Task | None = None, *, done: bool = False
    ) -> None: ...

    async def waiting(
        self, platform: str, now: datetime, limit: int = 1000
    ) -> tuple[Outgoing, ...]: ...

    async def attempt(self, key: str) -> None: ...

    async def keep(self, key: str, ids: Sequence[str]) -> None: ...

    async def settle(
        self, outgoing: Outgoing, fate: Fate, due: datetime | None = None, reason: str = ""
    ) -> None: ...

    async def at(self, chat: Chat, message: str) -> tuple[str, str | None] | None: ...

    async def answering(self, chat: Chat, message: str) -> tuple[str, str | None] | None: ...

    async def unshown(self, chat: Chat) -> int: ...

    async def failed(self, limit: int = 20) -> tuple[tuple[Showing, Fate, str], ...]: ...


class Jobs(Protocol):
    """Does tasks: in this process, or on any number of machines.

    ``put`` stores a task (see ``Tasks.put``) and lets it be done soon. ``run`` does tasks with
    ``work`` until it is cancelled: at most one per chat at a time, chats in turn, so that one
    that floods does not starve the others; then it takes no more, lets what is under way end
    within a grace period, and hands the rest back. ``work`` ends the task itself
    (``Outbox.put`` with ``done``). What raises a retryable ``BotError`` is done again after a
    growing pause, another error or a deadline that passed a few times more; then the task is
    dead and ``gave_up`` is called with it and the reason. ``settled`` returns when nothing of a
    chat waits or is under way.
    """

    async def put(self, task: Task, showings: Sequence[Showing] = ()) -> bool: ...

    async def run(
        self,
        work: Callable[[Task], Awaitable[None]],
        gave_up: Callable[[Task, Note], Awaitable[None]],
    ) -> None: ...

    async def cancel(self, chat: Chat) -> tuple[Task, ...]: ...

    async def settled(self, chat: Chat) -> None: ...


class Store(Protocol):
    """What Isnad remembers, in ``file`` if it is one. Any method may raise kinds of StoreError.

    ``kept`` and ``keep`` hold results of paid work (fetches, model calls) under a kind and the
    hash of their input; a result that is kept for a ``chat`` goes when the chat is forgotten.
    An article comes back outside of any story; the same text at the same address is kept once.
    ``brief`` with a ``chat`` finds only that chat's own; ``briefs`` gives the newest first, those
    of no chat for ``None``. ``answers`` are a chat's on one brief's sources (``None``: on its
    archive), the newest first.
    Settings are JSON values, ``None`` takes one away. ``forget`` removes all that is a chat's.
    ``move`` lets all that is ``old``'s be ``new``'s (a group that became a supergroup); messages
    that showed posts stay behind and are not remembered.
    """

    @property
    def file(self) -> Path | None: ...

    async def open(self) -> None: ...

    async def close(self) -> None: ...

    async def kept(self, kind: str, key: str) -> bytes | None: ...

    async def keep(self, kind: str, key: str, value: bytes, chat: Chat | None = None) -> None: ...

    async def save_article(self, article: Article, chat: Chat | None = None) -> None: ...

    async def article_by_digest(self, digest: str) -> Article | None: ...

    async def article_at(self, canonical: str) -> Article | None: ...

    async def save_brief(self, brief: Brief, chat: Chat | None = None) -> None: ...

    async def brief(self, id: str, chat: Chat | None = None) -> Brief | None: ...

    async def last_brief(self, chat: Chat) -> Brief | None: ...

    async def brief_at(self, chat: Chat, message: str) -> Brief | None: ...

    async def move(self, old: Chat, new: Chat) -> None: ...

    def inbox(self, platform: str) -> Inbox: ...

    def pauses(self, platform: str) -> Pauses: ...

    @property
    def tasks(self) -> Tasks: ...

    @property
    def outbox(self) -> Outbox: ...

    async def briefs(self, chat: Chat | None, limit: int = 10) -> tuple[Brief, ...]: ...

    async def save_answer(self, answer: Answer, chat: Chat | None = None) -> None: ...

    async def answer(self, id: str, chat: Chat) -> Answer | None: ...

    async def answers(
        self, chat: Chat | None, brief: str | None, limit: int = 3
    ) -> tuple[Answer, ...]: ...

    async def chat_settings(self, chat: Chat) -> Mapping[str, Any]: ...

    async def set_chat_setting(self, chat: Chat, key: str, value: Any) -> None: ...

    async def forget(self, chat: Chat) -> None: ...
