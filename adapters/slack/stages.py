"""What a placeholder says while work is under way: the newest stage, but no edit a moment."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from adapters.slack.parts import Part

GAP = 1.2
"""Seconds between two edits of a message: Slack allows about fifty edits a minute."""

Edit: TypeAlias = Callable[[str, str, Part], Awaitable[None]]


@dataclass(slots=True)
class _Stage:
    """One placeholder: when it was edited, what is to come, and who is on it."""

    last: float = float("-inf")
    next: Part | None = None
    later: asyncio.Task[None] | None = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Stages:
    """Edits placeholders by ``edit(channel, ts, part)``; passes over stages that follow quickly."""

    def __init__(self, edit: Edit) -> None:
        self._edit = edit
        self._stages: dict[tuple[str, str], _Stage] = {}

    async def show(self, channel: str, ts: str, part: Part) -> None:
        """Let a placeholder say this, now or in a moment."""
        stage = self._stages.setdefault((channel, ts), _Stage())
        stage.next = part
        wait = stage.last + GAP - asyncio.get_running_loop().time()
        if wait <= 0:
            await self._flush(channel, ts, stage)
        elif stage.later is None:
            stage.later = asyncio.get_running_loop().create_task(
                self._later(channel, ts, stage, wait)
            )

    async def end(self, channel: str, ts: str) -> None:
        """Say no more here; returns when no edit is under way."""
        stage = self._stages.pop((channel, ts), None)
        if stage is None:
            return
        stage.next = None
        if stage.later is not None and not stage.lock.locked():
            stage.later.cancel()
        async with stage.lock:
            pass

    async def _later(self, channel: str, ts: str, stage: _Stage, wait: float) -> None:
        await asyncio.sleep(wait)
        stage.later = None
        await self._flush(channel, ts, stage)

    async def _flush(self, channel: str, ts: str, stage: _Stage) -> None:
        async with stage.lock:
            part, stage.next = stage.next, None
            if part is not None:
                stage.last = asyncio.get_running_loop().time()
                await self._edit(channel, ts, part)
