"""What a placeholder says while work is under way: the newest stage, but no edit a moment."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from adapters.telegram.layout import Part

MOST = 5000  # chats of which we know when we edited last
Edit: TypeAlias = Callable[[str, str, Part], Awaitable[None]]


@dataclass(slots=True)
class _Chat:
    """One chat: when we edited last there, what each message is to say, and who is on it."""

    last: float = float("-inf")
    next: dict[str, Part] = field(default_factory=dict)
    later: asyncio.Task[None] | None = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Stages:
    """Edits placeholders by ``edit(chat, id, part)``, every ``gap`` seconds at most in a chat."""

    def __init__(self, edit: Edit, gap: float) -> None:
        self._edit = edit
        self._gap = gap
        self._chats: dict[str, _Chat] = {}

    async def show(self, chat: str, id: str, part: Part) -> None:
        """Let a placeholder say this, now or in a moment."""
        stage = self._chats.get(chat) or self._remember(chat)
        stage.next[id] = part
        if stage.later is None or stage.later.done():
            wait = stage.last + self._gap - asyncio.get_running_loop().time()
            if wait <= 0:
                await self._flush(chat, stage)
            else:
                stage.later = asyncio.create_task(self._later(chat, stage, wait))

    async def end(self, chat: str, id: str) -> None:
        """Say no more there; returns when no edit is under way in the chat."""
        stage = self._chats.get(chat)
        if stage is None:
            return
        stage.next.pop(id, None)
        async with stage.lock:
            pass
        if not stage.next and stage.later is not None:
            stage.later.cancel()
            stage.later = None

    def _remember(self, chat: str) -> _Chat:
        if len(self._chats) >= MOST:
            self._chats = {c: s for c, s in self._chats.items() if s.next or s.lock.locked()}
        made = self._chats[chat] = _Chat()
        return made

    async def _later(self, chat: str, stage: _Chat, wait: float) -> None:
        await asyncio.sleep(wait)
        stage.later = None
        await self._flush(chat, stage)

    async def _flush(self, chat: str, stage: _Chat) -> None:
        async with stage.lock:
            if not stage.next:
                return
            id = next(iter(stage.next))
            part = stage.next.pop(id)
            stage.last = asyncio.get_running_loop().time()
            await self._edit(chat, id, part)
        if stage.next and stage.later is None:
            stage.later = asyncio.create_task(self._later(chat, stage, self._gap))
