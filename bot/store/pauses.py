"""Until when platforms want to be left alone, kept over restarts; ``bot.ports.Pauses``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import Connection, delete, select

from bot.store.database import Database, insert
from bot.store.schema import pauses


class SqlPauses:
    """The pauses of one platform."""

    def __init__(self, database: Database, platform: str, now: Callable[[], datetime]) -> None:
        self._database = database
        self._platform = platform
        self._now = now

    async def load(self) -> Mapping[str, datetime]:
        """Return the pauses that are not over, by scope."""
        query = select(pauses.c.scope, pauses.c.until)
        query = query.where(pauses.c.platform == self._platform, pauses.c.until > self._now())
        return await self._database.read(
            lambda c: {row.scope: row.until for row in c.execute(query)}
        )

    async def keep(self, scope: str, until: datetime) -> None:
        """Store until when a scope rests; what is over goes."""
        now = self._now()

        def work(c: Connection) -> None:
            c.execute(delete(pauses).where(pauses.c.until <= now))
            row = insert(c, pauses).values(platform=self._platform, scope=scope, until=until)
            new = {"until": row.excluded.until}
            keys = ["platform", "scope"]
            c.execute(row.on_conflict_do_update(index_elements=keys, set_=new))

        await self._database.write(work)
