"""Manners towards web sites: few requests at once, a breath between them, pauses kept.

A site that answers 429 or 503 and says when to come back is left alone until then; other
sites go on. Everything is by host name and held in memory only.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

TOGETHER: Final = 2  # requests at once to one host
GAP: Final = 0.1  # seconds between the starts of two requests to one host
HOSTS: Final = 5000  # hosts remembered; beyond it those with nothing to remember are dropped


@dataclass(slots=True)
class _Host:
    free: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(TOGETHER))
    wanted: int = 0  # requests that wait or are under way
    next: float = 0.0  # loop time from which the next one may start


@dataclass(frozen=True, slots=True)
class Pause:
    """A site asked to be left alone: with which status, and until when."""

    status: int
    until: datetime


class Manners:
    """Whose turn it is at which host. ``clock`` tells the time, with its zone."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._hosts: dict[str, _Host] = {}
        self._pauses: dict[str, Pause] = {}

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait until a request to ``host`` may start, and hold its place to the end."""
        known = self._hosts.setdefault(host, _Host())
        known.wanted += 1
        try:
            async with known.free:
                await _breathe(known)
                yield
        finally:
            known.wanted -= 1
            self._forget()

    def pause(self, host: str, status: int, seconds: int) -> None:
        """Remember that ``host`` wants no requests for so many seconds."""
        if seconds > 0:
            self._pauses[host] = Pause(status, self._clock() + timedelta(seconds=seconds))

    def left(self, host: str) -> tuple[int, int] | None:
        """Return the status and the seconds left of a pause that ``host`` asked for."""
        pause = self._pauses.get(host)
        seconds = (pause.until - self._clock()).total_seconds() if pause else 0.0
        if pause is None or seconds <= 0:
            self._pauses.pop(host, None)
            return None
        return pause.status, max(1, round(seconds))

    def _forget(self) -> None:
        if len(self._hosts) > HOSTS:
            now = asyncio.get_running_loop().time()
            self._hosts = {n: h for n, h in self._hosts.items() if h.wanted or h.next > now}
        if len(self._pauses) > HOSTS:
            time = self._clock()
            self._pauses = {n: p for n, p in self._pauses.items() if p.until > time}


async def _breathe(host: _Host) -> None:
    now = asyncio.get_running_loop().time()
    start = max(now, host.next)
    host.next = start + GAP
    if start > now:
        await asyncio.sleep(start - now)
