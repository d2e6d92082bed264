"""Seams to what a job works with: models, readers, summarizers, the store."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from bot.model import (
    Answer,
    AnswerDraft,
    Brief,
    Chat,
    Claim,
    Draft,
    Hit,
    Question,
    Reading,
    Story,
    Usage,
)
from bot.ports.chats import Inbox, Pauses
from bot.ports.work import Charges, Digests, Outbox, Tasks

KEEP = "keep"
"""The setting of a chat: for how many days its articles and briefs are kept, 0 for good."""

Progress = Callable[[str, dict[str, object]], Awaitable[None]]
"""Called with a text key ("progress.fetching") and values as a job moves on."""


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


class Store(Protocol):
    """What Isnad remembers, in ``file`` if it is one. Any method may raise kinds of StoreError.

    ``kept`` and ``keep`` hold results of paid work (fetches, model calls) under a kind and the
    hash of their input; a result that is kept for a ``chat`` goes when the chat is forgotten.
    ``drop_kept`` drops those from before a moment and returns how many.
    ``save_brief`` keeps a brief with its articles, all or nothing, and these in its chat's
    archive; the same text at the same address is kept once, as it was read last. An article comes
    back outside of any story.
    ``brief`` with a ``chat`` finds only that chat's own; ``briefs`` gives the newest first, those
    of no chat for ``None``; ``brief_at`` is the one that a message shows. ``search`` gives the
    best paragraphs of a chat's archive for a text in any language; ``more`` are further words,
    which weigh less. ``answers`` are a chat's, with a ``brief`` only those on its sources, the
    newest first.
    Settings are JSON values, ``None`` takes one away. ``sweep`` drops what is older than each chat
    keeps it (its setting ``KEEP``, in days, 0 for good; else ``keep_days``); ``attached`` tells of
    each such chat since when it keeps, and which files (URLs) are still used. ``forget`` removes
    all that is a chat's. ``move`` lets all that is ``old``'s be ``new``'s (a group that became a
    supergroup); messages that showed posts stay behind and are not remembered. ``moved_to`` tells
    as which chat one goes on, until that one is forgotten.
    """

    @property
    def file(self) -> Path | None: ...

    async def open(self) -> None: ...

    async def close(self) -> None: ...

    async def kept(self, kind: str, key: str) -> bytes | None: ...

    async def keep(self, kind: str, key: str, value: bytes, chat: Chat | None = None) -> None: ...

    async def drop_kept(self, before: datetime) -> int: ...

    async def sweep(self, keep_days: int) -> int: ...

    async def attached(
        self, keep_days: int
    ) -> tuple[tuple[Chat, datetime, frozenset[str]], ...]: ...

    async def search(
        self, chat: Chat, text: str, more: Sequence[str] = (), limit: int = 20
    ) -> tuple[Hit, ...]: ...

    async def save_brief(self, brief: Brief, chat: Chat | None = None) -> None: ...

    async def brief(self, id: str, chat: Chat | None = None) -> Brief | None: ...

    async def last_brief(self, chat: Chat) -> Brief | None: ...

    async def brief_at(self, chat: Chat, message: str) -> Brief | None: ...

    async def move(self, old: Chat, new: Chat) -> None: ...

    async def moved_to(self, chat: Chat) -> Chat: ...

    def inbox(self, platform: str) -> Inbox: ...

    def pauses(self, platform: str) -> Pauses: ...

    @property
    def tasks(self) -> Tasks: ...

    @property
    def outbox(self) -> Outbox: ...

    @property
    def digests(self) -> Digests: ...

    @property
    def charges(self) -> Charges: ...

    async def briefs(self, chat: Chat | None, limit: int = 10) -> tuple[Brief, ...]: ...

    async def save_answer(self, answer: Answer, chat: Chat | None = None) -> None: ...

    async def answer(self, id: str, chat: Chat) -> Answer | None: ...

    async def answers(
        self, chat: Chat | None, brief: str | None = None, limit: int = 3
    ) -> tuple[Answer, ...]: ...

    async def chat_settings(self, chat: Chat) -> Mapping[str, Any]: ...

    async def set_chat_setting(self, chat: Chat, key: str, value: Any) -> None: ...

    async def forget(self, chat: Chat) -> None: ...
