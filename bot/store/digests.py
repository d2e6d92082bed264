"""Digests that chats asked for, and the feeds they follow; ``bot.ports.Digests``."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, Select, delete, or_, select, union, update

from bot.codec import dump, load
from bot.model import Article, Chat, Entry, Followed, Polled, Subscription
from bot.store import rows
from bot.store.chats import chat_row, is_chat
from bot.store.database import NEVER, Database, has_come, insert
from bot.store.schema import chat_articles, chats, entries, feeds, follows, subscriptions

REMEMBERED = timedelta(days=30)
"""How long entries of feeds are kept: what is older is no news, and told stories are known."""

Noun = TypeVar("Noun")


def _out(noun: object) -> Any:
    return json.loads(dump(noun))


def _in(kind: type[Noun], value: Any) -> Noun:
    return load(kind, json.dumps(value).encode())


def _address(url: str) -> str:
    return hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()


class SqlDigests:
    """Subscriptions, feeds, who follows them, and their entries."""

    def __init__(
        self,
        database: Database,
        now: Callable[[], datetime],
        articles: Callable[[Connection, Collection[int]], Mapping[int, Article]],
    ) -> None:
        self._database = database
        self._now = now
        self._articles = articles  # reads articles by the numbers of their rows

    # --- subscriptions -----------------------------------------------------

    async def subscribe(
        self, subscription: Subscription, due: datetime | None, last: datetime | None = None
    ) -> None:
        """Store a subscription, when its next slot is, and the moment of its last one."""
        payload = {"is": _out(subscription), "last": last.isoformat() if last else None}

        def work(c: Connection) -> None:
            row = {"chat": chat_row(c, subscription.chat), "id": subscription.id}
            new = insert(c, subscriptions).values(row | {"due": due, "payload": payload})
            values = {name: new.excluded[name] for name in ("due", "payload")}
            c.execute(new.on_conflict_do_update(index_elements=["chat", "id"], set_=values))

        await self._database.write(work)

    async def unsubscribe(self, chat: Chat, id: str) -> bool:
        """Remove a subscription of a chat; whether there was one."""

        def work(c: Connection) -> bool:
            mine = (subscriptions.c.chat == chat_row(c, chat), subscriptions.c.id == id)
            return c.execute(delete(subscriptions).where(*mine)).rowcount > 0

        return await self._database.write(work)

    async def subscriptions(self, chat: Chat) -> tuple[tuple[Subscription, datetime | None], ...]:
        """Return what a chat asked for, oldest first, each with the moment of its last slot."""
        query = _subscriptions().where(*is_chat(chat)).order_by(subscriptions.c.n)
        found = await self._database.read(lambda c: c.execute(query).all())
        return tuple(map(_subscription, found))

    async def due(self, now: datetime) -> tuple[tuple[Subscription, datetime | None], ...]:
        """Return the subscriptions of all chats whose next slot has come."""
        query = _subscriptions().where(has_come(subscriptions.c.due, now))
        found = await self._database.read(lambda c: c.execute(query).all())
        return tuple(map(_subscription, found))

    # --- feeds -------------------------------------------------------------

    async def follow(
        self, chat: Chat, polled: Polled, title: str, known: Sequence[Entry], named: str = ""
    ) -> bool:
        """Let a chat follow a feed from now on; ``False`` if it does already.

        ``known`` are the entries that stand there now: they are no news. ``named`` is what the
        configuration calls it, which from now on is who wants it.
        """
        now = self._now()

        def work(c: Connection) -> bool:
            feed = _feed(c, polled, title)
            mine = {"chat": chat_row(c, chat), "feed": feed}
            of_chat = (follows.c.chat == mine["chat"], follows.c.feed == feed)
            payload = c.scalar(select(follows.c.payload).where(*of_chat))
            if payload is not None:
                if named:
                    given = payload | {"named": named}
                    c.execute(update(follows).where(*of_chat).values(payload=given))
                return False
            _keep(c, feed, known, now)
            row = mine | {"payload": {"since": now.isoformat(), "named": named}}
            new = insert(c, follows).values(row).on_conflict_do_nothing()
            return c.scalar(new.returning(follows.c.feed)) is not None

        return await self._database.write(work)

    async def unfollow(self, chat: Chat, url: str) -> bool:
        """Let a chat follow a feed no more; whether it did. A feed that nobody follows goes."""

        def work(c: Connection) -> bool:
            feed = c.scalar(select(feeds.c.n).where(feeds.c.address == _address(url)))
            mine = (follows.c.chat == chat_row(c, chat), follows.c.feed == feed)
            gone = c.execute(delete(follows).where(*mine)).rowcount > 0
            used = select(follows.c.feed)
            c.execute(delete(feeds).where(feeds.c.n == feed, feeds.c.n.not_in(used)))
            return gone

        return await self._database.write(work)

    async def following(self, chat: Chat) -> tuple[Followed, ...]:
        """Return the feeds that a chat follows, oldest first."""
        query = select(feeds.c.payload, follows.c.payload.label("follow"))
        query = query.join(follows, follows.c.feed == feeds.c.n)
        query = query.join(chats, chats.c.n == follows.c.chat).where(*is_chat(chat))
        found = await self._database.read(lambda c: c.execute(query.order_by(feeds.c.n)).all())
        return tuple(
            Followed(_in(Polled, p["is"]), p["title"], follow.get("named", ""))
            for p, follow in found
        )

    async def chats(self) -> tuple[Chat, ...]:
        """Return the chats that have a digest or follow a feed."""
        having = [select(subscriptions.c.chat), select(follows.c.chat)]
        query = select(chats.c.platform, chats.c.id).where(chats.c.n.in_(union(*having)))
        found = await self._database.read(lambda c: c.execute(query.order_by(chats.c.n)).all())
        return tuple(Chat(platform, id) for platform, id in found)

    async def due_feeds(self, now: datetime, limit: int = 500) -> tuple[Polled, ...]:
        """Return the feeds that are to be asked now, those that waited longest first."""
        query = select(feeds.c.payload).where(
            or_(feeds.c.due.is_(None), has_come(feeds.c.due, now))
        )
        query = query.order_by(feeds.c.due).limit(limit)
        found = await self._database.read(lambda c: c.scalars(query).all())
        polled = (_in(Polled, payload["is"]) for payload in found)
        return tuple(feed for feed in polled if not feed.stopped)

    async def polled(
        self, before: Polled, after: Polled, title: str, brought: Sequence[Entry]
    ) -> int:
        """Store what came of asking a feed, all or nothing; return how many entries are new."""
        now = self._now()

        def work(c: Connection) -> int:
            old = c.scalar(select(feeds.c.n).where(feeds.c.address == _address(before.url)))
            if old is None:  # nobody follows it any more
                return 0
            new = c.scalar(select(feeds.c.n).where(feeds.c.address == _address(after.url)))
            if new is not None and new != old:  # it moved to one that is followed already
                _join(c, old, new)
            payload = {"is": _out(after), "title": title or _title(c, new or old)}
            due = NEVER if after.stopped else after.due
            values = {"address": _address(after.url), "payload": payload, "due": due}
            c.execute(update(feeds).where(feeds.c.n == (new or old)).values(values))
            c.execute(delete(entries).where(entries.c.at < now - REMEMBERED))
            return _keep(c, new or old, brought, now)

        return await self._database.write(work)

    # --- what there is to tell ---------------------------------------------

    async def news(self, chat: Chat, since: datetime) -> tuple[tuple[Entry, str, datetime], ...]:
        """Return entries of followed feeds seen after ``since``, and after the chat followed them.

        Each comes with what its feed is called and when it was first seen, oldest first.
        """
        query = select(
            entries.c.payload,
            entries.c.at,
            feeds.c.payload.label("feed"),
            follows.c.payload.label("follow"),
        )
        query = query.join(feeds, feeds.c.n == entries.c.feed)
        query = query.join(follows, follows.c.feed == feeds.c.n)
        query = query.join(chats, chats.c.n == follows.c.chat)
        query = query.where(*is_chat(chat), entries.c.at > since).order_by(entries.c.n)
        found = await self._database.read(lambda c: c.execute(query).all())
        return tuple(
            (_in(Entry, row.payload), row.feed["title"], row.at)
            for row in found
            if row.at > datetime.fromisoformat(row.follow["since"])
        )

    async def shared(self, chat: Chat, since: datetime) -> tuple[Article, ...]:
        """Return the articles that were shared in a chat after ``since``, oldest first."""
        query = select(chat_articles.c.article).join(chats).where(*is_chat(chat))
        query = query.where(chat_articles.c.added > since).order_by(chat_articles.c.added)

        def work(c: Connection) -> tuple[Article, ...]:
            found = c.scalars(query).all()
            whole = self._articles(c, found)
            return tuple(whole[n] for n in found)

        return await self._database.read(work)


def _subscriptions() -> Select[Any]:
    return select(subscriptions.c.payload, chats.c.platform, chats.c.id).join(chats)


def _subscription(row: Row[Any]) -> tuple[Subscription, datetime | None]:
    last = row.payload["last"]
    chat = Chat(row.platform, row.id)  # it may have moved since
    one = replace(_in(Subscription, row.payload["is"]), chat=chat)
    return one, datetime.fromisoformat(last) if last else None


def _feed(c: Connection, polled: Polled, title: str) -> int:
    row: rows.Row = {"address": _address(polled.url), "due": polled.due}
    row |= {"payload": {"is": _out(polled), "title": title}}
    c.execute(insert(c, feeds).values(row).on_conflict_do_nothing())
    n: int = c.execute(select(feeds.c.n).where(feeds.c.address == row["address"])).scalar_one()
    return n


def _title(c: Connection, feed: int) -> str:
    payload: rows.Row = c.execute(select(feeds.c.payload).where(feeds.c.n == feed)).scalar_one()
    return str(payload["title"])


def _keep(c: Connection, feed: int, brought: Sequence[Entry], now: datetime) -> int:
    kept = 0
    for entry in brought:
        row = {"feed": feed, "id": entry.id, "at": now, "payload": _out(entry)}
        new = insert(c, entries).values(row).on_conflict_do_nothing()
        kept += c.scalar(new.returning(entries.c.n)) is not None
    return kept


def _join(c: Connection, old: int, new: int) -> None:
    """Let who followed one feed follow another, and the first one go."""
    for row in c.execute(select(follows).where(follows.c.feed == old)).all():
        values = {"chat": row.chat, "feed": new, "payload": row.payload}
        c.execute(insert(c, follows).values(values).on_conflict_do_nothing())
    c.execute(delete(feeds).where(feeds.c.n == old))
