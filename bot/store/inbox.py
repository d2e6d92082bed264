"""Events of chat platforms, stored before they are acknowledged; ``bot.ports.Inbox``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TypeAlias

from sqlalchemy import Connection, delete, select, update

from bot.failpoint import Point, reached
from bot.store.database import Database, insert
from bot.store.group import Gathered
from bot.store.schema import inbox

Event: TypeAlias = tuple[str, bytes]

REMEMBERED = timedelta(days=7)
"""How long an event that is done is known again. Telegram delivers again for 24 hours, Slack for
an hour."""


class SqlInbox:
    """The inbox of one platform. A burst of events is written by few statements and commits."""

    def __init__(self, database: Database, platform: str, now: Callable[[], datetime]) -> None:
        self._database = database
        self._platform = platform
        self._now = now
        self._received = Gathered[Event, bool](database.write, self._receive)
        self._dealt = Gathered[str, None](database.write, self._done)

    async def receive(self, event: str, payload: bytes) -> bool:
        """Store an event; ``False`` if it was stored before. It is on disk when this returns."""
        reached(Point.RECEIVED)
        new = await self._received.run((event, payload))
        reached(Point.STORED)
        return new

    def _receive(self, c: Connection, events: Sequence[Event]) -> Sequence[bool]:
        told = {"platform": self._platform, "at": self._now(), "done": False}
        rows = [told | {"event": event, "payload": payload} for event, payload in events]
        statement = insert(c, inbox).on_conflict_do_nothing().returning(inbox.c.event)
        new = set(c.execute(statement, rows).scalars())
        first = {event: n for n, (event, _) in reversed(list(enumerate(events)))}
        return [event in new and first[event] == n for n, (event, _) in enumerate(events)]

    async def pending(self) -> tuple[tuple[str, bytes], ...]:
        """Return the events that are not done, oldest first."""
        query = select(inbox.c.event, inbox.c.payload).order_by(inbox.c.n)
        query = query.where(inbox.c.platform == self._platform, inbox.c.done.is_(False))
        return await self._database.read(
            lambda c: tuple((row.event, row.payload) for row in c.execute(query))
        )

    async def done(self, event: str) -> None:
        """Note that an event is dealt with: its id is known for a week, its text is gone."""
        reached(Point.HANDLED)
        await self._dealt.run(event)
        reached(Point.DONE)

    def _done(self, c: Connection, events: Sequence[str]) -> Sequence[None]:
        mine = (inbox.c.platform == self._platform, inbox.c.event.in_(events))
        c.execute(update(inbox).where(*mine).values(done=True, payload=b""))
        c.execute(delete(inbox).where(inbox.c.done, inbox.c.at < self._now() - REMEMBERED))
        return [None] * len(events)
