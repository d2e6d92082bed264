"""What was asked for and what it cost, to be held against budgets; ``bot.ports.Charges``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, delete, func, select

from bot.model import Chat, Spent
from bot.store.chats import chat_row, is_chat
from bot.store.database import Database
from bot.store.schema import charges, chats, usage

REMEMBERED = timedelta(days=400)
"""How long it is known what was asked for: a year, to be looked at as a whole."""


class SqlCharges:
    """Pieces of work by chat and person, and the tokens of chats."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    async def charge(self, chat: Chat, user: str, links: int) -> None:
        """Note that somebody asked for a piece of work that reads so many links."""
        now = self._now()

        def work(c: Connection) -> None:
            c.execute(delete(charges).where(charges.c.at < now - REMEMBERED))
            row = {"chat": chat_row(c, chat), "user": user, "at": now, "links": links}
            c.execute(charges.insert().values(row))

        await self._database.write(work)

    async def spent(
        self, since: datetime, chat: Chat | None = None, user: str | None = None
    ) -> Spent:
        """Return what was spent since a moment: in all, in a chat, or there by one person.

        Tokens are counted by chat; of one person only pieces of work and links are known.
        """
        asked = select(func.count(), func.coalesce(func.sum(charges.c.links), 0))
        asked = asked.select_from(charges).where(charges.c.at >= since)
        if user is not None:
            asked = asked.where(charges.c.user == user)
        tokens: Select[Any] = select(
            *(
                func.coalesce(func.sum(column), 0)
                for column in (usage.c.input_tokens, usage.c.cached_tokens, usage.c.output_tokens)
            )
        ).where(usage.c.at >= since)
        if chat is not None:
            asked = asked.join(chats).where(*is_chat(chat))
            tokens = tokens.join(chats).where(*is_chat(chat))

        def read(c: Connection) -> Spent:
            counted = tuple(c.execute(asked).one())
            used = tuple(c.execute(tokens).one()) if user is None else (0, 0, 0)
            return Spent(*(int(n) for n in (*counted, *used)))

        return await self._database.read(read)

    async def by_chat(self, since: datetime) -> Mapping[Chat, Spent]:
        """Return what each chat spent since a moment."""
        query = select(chats.c.platform, chats.c.id).join(charges)
        query = query.where(charges.c.at >= since).distinct()
        found = await self._database.read(lambda c: [Chat(*row) for row in c.execute(query)])
        return {chat: await self.spent(since, chat) for chat in found}
