"""Events of chat platforms, stored before they are acknowledged; ``bot.ports.Inbox``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select, update

from bot.store.database import Database, insert
from bot.store.schema import inbox

REMEMBERED = timedelta(days=7)
"""How long an event that is done is known again. Telegram delivers again for 24 hours, Slack for
an hour."""


class SqlInbox:
    """The inbox of one platform. Writes are committed in groups, so a burst stays quick."""

    def __init__(self, database: Database, platform: str, now: Callable[[], datetime]) -> None:
        self._database = database
        self._platform = platform
        self._now = now

    async def receive(self, event: str, payload: bytes) -> bool:
        """Store an event; ``False`` if it was stored before. It is on disk when this returns."""
        now = self._now()

        def work(c: Connection) -> bool:
            row = {"platform": self._platform, "event": event, "payload": payload}
            new = insert(c, inbox).values(row | {"at": now, "done": False})
            return c.scalar(new.on_conflict_do_nothing().returning(inbox.c.n)) is not None

        return await self._database.write(work)

    async def pending(self) -> tuple[tuple[str, bytes], ...]:
        """Return the events that are not done, oldest first."""
        query = select(inbox.c.event, inbox.c.payload).order_by(inbox.c.n)
        query = query.where(inbox.c.platform == self._platform, inbox.c.done.is_(False))
        return await self._database.read(
            lambda c: tuple((row.event, row.payload) for row in c.execute(query))
        )

    async def done(self, event: str) -> None:
        """Note that an event is dealt with: its id is known for a week, its text is gone."""
        old = self._now() - REMEMBERED

        def work(c: Connection) -> None:
            mine = (inbox.c.platform == self._platform, inbox.c.event == event)
            c.execute(update(inbox).where(*mine).values(done=True, payload=b""))
            c.execute(delete(inbox).where(inbox.c.done, inbox.c.at < old))

        await self._database.write(work)
