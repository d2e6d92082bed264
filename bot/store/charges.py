"""What was asked for and what it cost, to be held against budgets; ``bot.ports.Charges``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, delete, func, select

from bot.model import Chat, Piece, Spent, Usage
from bot.store.chats import chat_row, is_chat
from bot.store.database import Database, insert
from bot.store.schema import charges, chats, usage

REMEMBERED = timedelta(days=400)
"""How long it is known what was asked for and paid: a year, to be looked at as a whole."""


class SqlCharges:
    """Pieces of work and tokens, by chat and person."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    async def charge(self, key: str, piece: Piece, chat: Chat, user: str, links: int = 0) -> None:
        """Note a piece of work that reads so many links; under a key that is known, only those."""
        now = self._now()

        def work(c: Connection) -> None:
            c.execute(delete(charges).where(charges.c.at < now - REMEMBERED))
            row = {"key": key, "piece": piece.value, "user": user, "at": now, "links": links}
            noted = insert(c, charges).values(row | {"chat": chat_row(c, chat)})
            c.execute(noted.on_conflict_do_update(index_elements=["key"], set_={"links": links}))

        await self._database.write(work)

    async def charged(self, key: str) -> bool:
        """Whether a piece of work is noted."""
        query = select(charges.c.n).where(charges.c.key == key)
        return await self._database.read(lambda c: c.scalar(query)) is not None

    async def pay(self, used: Usage, model: str, chat: Chat | None, user: str) -> None:
        """Note what a model used up for a chat, ``None`` for the command line, and a person."""
        now = self._now()

        def work(c: Connection) -> None:
            c.execute(delete(usage).where(usage.c.at < now - REMEMBERED))
            row = {
                "chat": chat_row(c, chat) if chat else None,
                "user": user,
                "at": now,
                "model": model,
                "calls": used.calls,
                "input_tokens": used.input_tokens,
                "cached_tokens": used.cached_tokens,
                "output_tokens": used.output_tokens,
            }
            c.execute(usage.insert(), row)

        await self._database.write(work)

    async def spent(
        self, since: datetime, chat: Chat | None = None, user: str | None = None
    ) -> Spent:
        """Return what was spent since a moment.

        In all, in a chat, or by one person in all chats of that chat's platform.
        """
        pieces = select(charges.c.piece, func.count(), func.coalesce(func.sum(charges.c.links), 0))
        pieces = _of(pieces, charges, since, chat, user).group_by(charges.c.piece)
        sums = (usage.c.input_tokens, usage.c.cached_tokens, usage.c.output_tokens)
        tokens: Select[Any] = select(*(func.coalesce(func.sum(column), 0) for column in sums))
        tokens = _of(tokens, usage, since, chat, user)

        def read(c: Connection) -> Spent:
            rows = {Piece(piece): (n, links) for piece, n, links in c.execute(pieces)}
            counts = {f"{piece}s": int(rows.get(piece, (0, 0))[0]) for piece in Piece}
            links = sum(int(links) for _, links in rows.values())
            used = [int(n) for n in c.execute(tokens).one()]
            return Spent(
                links=links,
                input_tokens=used[0],
                cached_tokens=used[1],
                output_tokens=used[2],
                **counts,
            )

        return await self._database.read(read)

    async def by_chat(self, since: datetime) -> Mapping[Chat, Spent]:
        """Return what each chat spent since a moment."""
        asked = select(charges.c.chat).where(charges.c.at >= since)
        paid = select(usage.c.chat).where(usage.c.at >= since)
        query = select(chats.c.platform, chats.c.id).where(chats.c.n.in_(asked.union(paid)))
        found = await self._database.read(lambda c: [Chat(*row) for row in c.execute(query)])
        return {chat: await self.spent(since, chat) for chat in found}


def _of(
    query: Select[Any], table: Table, since: datetime, chat: Chat | None, user: str | None
) -> Select[Any]:
    """Limit sums over a table to what was spent since a moment, in a chat or by a person."""
    query = query.select_from(table).where(table.c.at >= since)
    if chat is None:
        return query
    of: tuple[ColumnElement[bool], ...] = is_chat(chat)
    if user is not None:
        of = (chats.c.platform == chat.platform, table.c.user == user)
    return query.join(chats).where(*of)
