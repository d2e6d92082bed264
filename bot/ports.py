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
    Article,
    Brief,
    Chat,
    Claim,
    Draft,
    MenuEntry,
    Message,
    Place,
    Post,
    Reading,
    Ref,
    Story,
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


@dataclass(frozen=True, slots=True)
class Services:
    """What the house gives to an adapter: ``adapters.<name>.create(settings, services)``."""

    interface: str  # the language to speak where nothing tells another
    inbox: Inbox
    seal: Seal
    menu: tuple[MenuEntry, ...]  # the commands of this platform
    files: Path  # a folder for attachments


class Adapter(Protocol):
    """A chat platform.

    ``run`` listens until the platform or the process ends. Each event goes to the inbox first,
    then, as a ``Message``, to ``handle``, which returns when the message is dealt with; then
    the event is done. Messages of different chats do not wait for each other. ``send`` posts, or
    edits ``replaces`` where given, and returns the reference to what now shows the post.
    """

    async def run(self, handle: Handler) -> None: ...

    async def send(self, place: Place, post: Post, replaces: Ref | None = None) -> Ref: ...


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


class Store(Protocol):
    """What Isnad remembers. Any method may raise the kinds of ``bot.errors.StoreError``.

    ``kept`` and ``keep`` hold results of paid work (fetches, model calls) under a kind and the
    hash of their input; a result that is kept for a ``chat`` goes when the chat is forgotten.
    An article comes back outside of any story; the same text at the same address is kept once.
    ``brief`` with a ``chat`` finds only that chat's own; ``briefs`` gives the newest first.
    Settings are JSON values, ``None`` takes one away. ``forget`` removes all that is a chat's.
    """

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

    async def save_post(self, ref: Ref, brief: str) -> None: ...

    async def brief_at(self, chat: Chat, message: str) -> Brief | None: ...

    def inbox(self, platform: str) -> Inbox: ...

    async def briefs(self, chat: Chat, limit: int = 10) -> tuple[Brief, ...]: ...

    async def chat_settings(self, chat: Chat) -> Mapping[str, Any]: ...

    async def set_chat_setting(self, chat: Chat, key: str, value: Any) -> None: ...

    async def forget(self, chat: Chat) -> None: ...
