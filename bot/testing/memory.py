"""What an adapter is given to keep things in, in memory: a post's trail, pauses, an inbox."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bot.model import Chat
from bot.ports import Services
from bot.seal import HmacSeal


class KilledError(BaseException):
    """The process is killed at this point: nothing of ours runs any more."""


class MemoryTrail:
    """A ``bot.ports.Trail``. ``killed``: at which time of keeping the process is killed."""

    def __init__(self, key: str = "post", *ids: str, killed: int | None = None) -> None:
        self.key = key
        self.ids = ids
        self.unsure = False
        self.kept = 0
        self.killed = killed

    async def keep(self, ids: Sequence[str]) -> None:
        """Remember which messages show the post, unless the process is killed before."""
        if self.kept == self.killed:
            raise KilledError
        self.kept += 1
        self.ids, self.unsure = tuple(ids), False

    def restarted(self) -> MemoryTrail:
        """Return what another process finds of it."""
        left = MemoryTrail(self.key, *self.ids)
        left.unsure = True
        return left


class MemoryPauses:
    """``bot.ports.Pauses``."""

    def __init__(self) -> None:
        self.until: dict[str, datetime] = {}

    async def load(self) -> Mapping[str, datetime]:
        """Return all."""
        return self.until

    async def keep(self, scope: str, until: datetime) -> None:
        """Remember one."""
        self.until[scope] = until


class MemoryInbox:
    """``bot.ports.Inbox``."""

    def __init__(self) -> None:
        self.stored: dict[str, bytes] = {}
        self.open: set[str] = set()

    async def receive(self, event: str, payload: bytes) -> bool:
        """Store an event; tell whether it is new."""
        if event in self.stored:
            return False
        self.stored[event] = payload
        self.open.add(event)
        return True

    async def pending(self) -> tuple[tuple[str, bytes], ...]:
        """Return those that are not done, oldest first."""
        return tuple((event, data) for event, data in self.stored.items() if event in self.open)

    async def done(self, event: str) -> None:
        """Note that one is dealt with."""
        self.open.discard(event)


def services(files: Path, **others: object) -> Services:
    """Return what the house gives to an adapter, all of it in memory; ``others`` take its place."""

    async def settled(chat: Chat) -> None:
        """Nothing is ever under way."""

    async def moved(old: Chat, new: Chat) -> None:
        """Nothing is stored of any chat."""

    given = Services(
        interface="en",
        inbox=MemoryInbox(),
        seal=HmacSeal(b"for tests only", lambda: datetime.now(UTC)),
        menu=(),
        files=files,
        pauses=MemoryPauses(),
        settled=settled,
        moved=moved,
    )
    return replace(given, **others)  # type: ignore[arg-type]
