"""The store on SQLite or PostgreSQL; ``bot.ports.Store`` says what it promises."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Table, delete, select, update

from bot.codec import CodecError
from bot.errors import StoreCorruptError
from bot.model import Answer, Article, Brief, Chat, Hit
from bot.store import rows
from bot.store.answers import answer_of, last_answers, one_answer, put_answer
from bot.store.charges import SqlCharges
from bot.store.chats import ARTICLES, LASTING, chat_row, forget, is_chat, move, moved_to
from bot.store.database import Database, hold, insert
from bot.store.digests import SqlDigests
from bot.store.inbox import SqlInbox
from bot.store.migrate import prepare
from bot.store.outbox import SqlOutbox, put_showings
from bot.store.pauses import SqlPauses
from bot.store.schema import (
    articles,
    brief_articles,
    briefs,
    chat_articles,
    chat_settings,
    chats,
    claims,
    findings,
    kept,
    outbox,
    paragraphs,
    posts,
)
from bot.store.search import Kept, kept_forms, write
from bot.store.search_query import find
from bot.store.sweeping import attached, limits, sweep
from bot.store.tasks import SqlTasks

T = TypeVar("T")

_MORE = 0.5  # of the weight of a word that was asked for: one that was thought of


def _now() -> datetime:
    return datetime.now(UTC)


class SqlStore:
    """What Isnad remembers, at an SQLAlchemy ``url`` (``sqlite:///...``, ``postgresql://...``).

    ``busy`` is how many seconds a write waits for another process that holds the database;
    ``now`` is the clock, aware; without one this machine's, and for leases of chats, which
    several processes take, the database's. Every method may raise the kinds of StoreError.
    """

    def __init__(
        self, url: str, *, busy: float = 5.0, now: Callable[[], datetime] | None = None
    ) -> None:
        self.database = Database(url, busy)
        clock, now = now, now or _now
        self._now = now
        self._tasks = SqlTasks(self.database, now, put_showings)
        self._outbox = SqlOutbox(self.database, now, clock)
        self._charges = SqlCharges(self.database, now)
        self._digests = SqlDigests(self.database, now, _articles)

    @property
    def file(self) -> Path | None:
        """The file that holds everything, ``None`` where there is none."""
        return self.database.file

    async def open(self) -> None:
        """Make the store ready: new tables, old ones brought up to date (after a backup)."""
        self.database.open()
        try:
            await prepare(self.database)
        except BaseException:
            await self.database.close()
            raise

    async def close(self) -> None:
        """Wait for writes under way and let go of the database."""
        await self.database.close()

    # --- paid results ------------------------------------------------------

    async def kept(self, kind: str, key: str) -> bytes | None:
        """Return what was kept under ``kind`` and ``key``, or ``None``."""
        query = select(kept.c.value).where(kept.c.kind == kind, kept.c.key == key)
        packed = await self.database.read(lambda c: c.scalar(query))
        return None if packed is None else self._read(rows.unpack, packed)

    async def keep(self, kind: str, key: str, value: bytes, chat: Chat | None = None) -> None:
        """Keep ``value`` for everybody; with a ``chat``, only until that chat is forgotten."""
        packed, now = rows.pack(value), self._now()

        def work(c: Connection) -> None:
            owner = chat_row(c, chat) if chat else None
            row = {"kind": kind, "key": key, "chat": owner, "at": now, "value": packed}
            new_row = insert(c, kept).values(row)
            new = {k: new_row.excluded[k] for k in ("chat", "at", "value")}
            c.execute(new_row.on_conflict_do_update(index_elements=["kind", "key"], set_=new))

        await self.database.write(work)

    async def drop_kept(self, before: datetime) -> int:
        """Drop results that were kept before a moment; return how many. Secrets stay."""
        statement = delete(kept).where(kept.c.at < before, kept.c.kind.not_in(LASTING))
        return await self.database.write(lambda c: c.execute(statement).rowcount)

    async def sweep(self, keep_days: int) -> int:
        """Drop articles, briefs, answers, links and posts that are older than their chat wants.

        ``keep_days`` is for chats that chose nothing, and for what is no chat's; 0 for good.
        Returns how many articles and briefs went.
        """
        now = self._now()
        found = await self.database.read(lambda c: limits(c, now, keep_days))
        dropped = 0
        for owner, before in found:  # each by itself: nobody waits long

            def work(c: Connection, owner: int | None = owner, before: datetime = before) -> int:
                return sweep(c, owner, before)

            dropped += await self.database.write(work)
        if dropped:
            await self.database.pragma("PRAGMA wal_checkpoint(TRUNCATE)")
        return dropped

    async def attached(self, keep_days: int) -> tuple[tuple[Chat, datetime, frozenset[str]], ...]:
        """Return since when each chat keeps, and the addresses of files that it still uses."""
        now = self._now()
        return await self.database.read(lambda c: attached(c, now, keep_days))

    # --- articles ----------------------------------------------------------

    async def search(
        self, chat: Chat, text: str, more: Sequence[str] = (), limit: int = 20
    ) -> tuple[Hit, ...]:
        """Return the best paragraphs of a chat's archive for a text in any language, best first.

        ``more`` are further words to look for, which weigh less. Newer articles and paragraphs
        that open one come first among equals.
        """
        from bot.language.search import terms  # its word lists take a while to load

        asked = [(term, 1.0) for term in terms(text)]
        asked += [(term, _MORE) for words in more for term in terms(words)]
        now = self._now()

        def work(c: Connection) -> tuple[Hit, ...]:
            owner = c.scalar(select(chats.c.n).where(*is_chat(chat)))
            found = find(c, owner, asked, limit, now) if owner is not None else []
            whole = _articles(c, {f.article for f in found})
            return tuple(
                Hit(whole[f.article], whole[f.article].paragraphs[f.place - 1], f.score)
                for f in found
            )

        return await self.database.read(work)

    # --- briefs ------------------------------------------------------------

    async def save_brief(self, brief: Brief, chat: Chat | None = None) -> None:
        """Keep a brief with its articles, claims and verdicts, all or nothing.

        A brief with an id that is there already takes its place. With a ``chat``, the articles
        are in that chat's archive. The same text at the same address is one article: a later
        reading brings its title, date and outlet up to date. Another text at that address is
        another article.
        """
        now, row = self._now(), rows.brief_row(brief)
        # always in one order: two who save the same articles do not wait for each other
        told = sorted(brief.story.articles, key=lambda a: (a.canonical, a.url, a.digest))
        forms = [await _forms(article) if chat else () for article in told]

        def work(c: Connection) -> None:
            hold(c, ARTICLES, shared=True)
            owner = chat_row(c, chat) if chat else None
            c.execute(delete(briefs).where(briefs.c.id == brief.id))
            n = _inserted(c, briefs, {**row, "chat": owner})
            for article, found_by in zip(told, forms, strict=True):
                saved = _save_article(c, article)
                link = {"brief": n, "article": saved, "id": article.id}
                c.execute(brief_articles.insert(), link)
                if owner is not None:
                    _archive(c, owner, saved, now, found_by)
            claimed, found = rows.claim_rows(brief, n)
            _insert_all(c, claims, claimed)
            _insert_all(c, findings, found)

        await self.database.write(work)

    async def brief(self, id: str, chat: Chat | None = None) -> Brief | None:
        """Return a brief by its id, or ``None``; with a ``chat`` only that chat's own."""
        query = select(briefs.c.payload).where(briefs.c.id == id)
        if chat:
            query = query.join(chats).where(*is_chat(chat))
        payload = await self.database.read(lambda c: c.scalar(query))
        return None if payload is None else self._read(rows.brief_of, payload)

    async def last_brief(self, chat: Chat) -> Brief | None:
        """Return the newest brief of a chat, or ``None``."""
        return next(iter(await self.briefs(chat, limit=1)), None)

    async def briefs(self, chat: Chat | None, limit: int = 10) -> tuple[Brief, ...]:
        """Return the newest briefs of a chat (``None``: of none), the newest first."""
        query = select(briefs.c.payload)
        if chat is None:
            query = query.where(briefs.c.chat.is_(None))
        else:
            query = query.join(chats).where(*is_chat(chat))
        query = query.order_by(briefs.c.created.desc(), briefs.c.n.desc()).limit(limit)
        payloads = await self.database.read(lambda c: c.scalars(query).all())
        return tuple(self._read(rows.brief_of, payload) for payload in payloads)

    async def brief_at(self, chat: Chat, message: str) -> Brief | None:
        """Return the brief that a message of a chat shows, or ``None``."""
        query = select(briefs.c.payload).join(outbox, outbox.c.brief == briefs.c.id)
        query = query.join(posts, posts.c.slot == outbox.c.n)
        query = query.join(chats, chats.c.n == posts.c.chat)
        query = query.where(*is_chat(chat), posts.c.id == message)
        payload = await self.database.read(lambda c: c.scalar(query))
        return None if payload is None else self._read(rows.brief_of, payload)

    # --- answers -----------------------------------------------------------

    async def save_answer(self, answer: Answer, chat: Chat | None = None) -> None:
        """Keep an answer; one with an id that is there already takes its place."""
        await self.database.write(lambda c: put_answer(c, answer, chat))

    async def answer(self, id: str, chat: Chat) -> Answer | None:
        """Return an answer of a chat by its id, or ``None``."""
        query = one_answer(id, chat)
        payload = await self.database.read(lambda c: c.scalar(query))
        return None if payload is None else self._read(answer_of, payload)

    async def answers(
        self, chat: Chat | None, brief: str | None = None, limit: int = 3
    ) -> tuple[Answer, ...]:
        """Return the last answers of a chat, or those on one brief of it, newest first."""
        query = last_answers(chat, brief, limit)
        payloads = await self.database.read(lambda c: c.scalars(query).all())
        return tuple(self._read(answer_of, payload) for payload in payloads)

    def inbox(self, platform: str) -> SqlInbox:
        """Return the inbox of a platform."""
        return SqlInbox(self.database, platform, self._now)

    def pauses(self, platform: str) -> SqlPauses:
        """Return the pauses of a platform."""
        return SqlPauses(self.database, platform, self._now)

    @property
    def tasks(self) -> SqlTasks:
        """The tasks of all chats."""
        return self._tasks

    @property
    def digests(self) -> SqlDigests:
        """Digests that chats asked for, and the feeds they follow."""
        return self._digests

    @property
    def charges(self) -> SqlCharges:
        """What was asked for and what it cost."""
        return self._charges

    @property
    def outbox(self) -> SqlOutbox:
        """The posts of all platforms."""
        return self._outbox

    def _read(self, how: Callable[[bytes], T], data: bytes) -> T:
        try:
            return how(data)
        except CodecError as error:
            raise StoreCorruptError(place=self.database.place, detail=str(error)) from error

    # --- chats -------------------------------------------------------------

    async def chat_settings(self, chat: Chat) -> Mapping[str, Any]:
        """Return what was set for a chat: JSON values by key."""
        s = chat_settings
        query = select(s.c.key, s.c.value).join(chats).where(*is_chat(chat))
        return await self.database.read(lambda c: {r.key: r.value for r in c.execute(query)})

    async def set_chat_setting(self, chat: Chat, key: str, value: Any) -> None:
        """Set a key of a chat to a JSON value; ``None`` takes the setting away."""
        s = chat_settings

        def work(c: Connection) -> None:
            owner = chat_row(c, chat)
            if value is None:
                c.execute(delete(s).where(s.c.chat == owner, s.c.key == key))
                return
            row = insert(c, s).values(chat=owner, key=key, value=value)
            new = {"value": row.excluded.value}
            c.execute(row.on_conflict_do_update(index_elements=["chat", "key"], set_=new))

        await self.database.write(work)

    async def forget(self, chat: Chat) -> None:
        """Remove everything of a chat at once, also from the file's free pages.

        Articles go with it unless another chat, or a brief of no chat, uses them too.
        """
        await self.database.write(lambda c: forget(c, chat))
        await self.database.pragma("PRAGMA wal_checkpoint(TRUNCATE)")

    async def move(self, old: Chat, new: Chat) -> None:
        """Let all that is ``old``'s be ``new``'s; messages of the old chat are forgotten."""
        await self.database.write(lambda c: move(c, old, new, self._now()))

    async def moved_to(self, chat: Chat) -> Chat:
        """Return the chat as which a chat goes on: itself, unless it moved."""
        found = await self.database.read(lambda c: c.execute(moved_to(chat)).first())
        return Chat(*found) if found else chat


def _inserted(c: Connection, table: Table, row: rows.Row) -> int:
    return cast(int, c.execute(table.insert().values(row).returning(table.c.n)).scalar_one())


def _insert_all(c: Connection, table: Table, values: list[rows.Row]) -> None:
    if values:
        c.execute(table.insert(), values)


def _save_article(c: Connection, article: Article) -> int:
    row = rows.article_row(article)
    new = insert(c, articles).values(row).on_conflict_do_nothing()
    n: int | None = c.scalar(new.returning(articles.c.n))
    if n is not None:
        _insert_all(c, paragraphs, rows.paragraph_rows(article, n))
        return n
    a = articles.c
    same = (a.address == row["address"], a.digest == row["digest"])
    c.execute(update(articles).where(*same, a.fetched < row["fetched"]).values(row))
    return cast(int, c.execute(select(a.n).where(*same)).scalar_one())


def _archive(c: Connection, chat: int, article: int, now: datetime, forms: Kept) -> None:
    row = {"chat": chat, "article": article, "added": now}
    new = insert(c, chat_articles).values(row).on_conflict_do_nothing()
    # PostgreSQL's driver does not tell how many rows an INSERT made
    if c.scalar(new.returning(chat_articles.c.article)) is not None:
        write(c, chat, article, forms)


async def _forms(article: Article) -> Kept:
    """Return what an article is found by; in a thread, for a long one takes a while."""
    texts = [(n, p.text) for n, p in enumerate(article.paragraphs, start=1)]
    return await asyncio.to_thread(kept_forms, article.title, article.language, texts)


def _articles(c: Connection, wanted: Collection[int]) -> Mapping[int, Article]:
    p, inside = paragraphs, defaultdict[int, list[rows.Row]](list)
    query = select(p).where(p.c.article.in_(wanted)).order_by(p.c.article, p.c.n)
    for row in c.execute(query).mappings():
        inside[row["article"]].append(cast(rows.Row, row))
    found = c.execute(select(articles).where(articles.c.n.in_(wanted))).mappings()
    return {row["n"]: rows.article_of(cast(rows.Row, row), inside[row["n"]]) for row in found}
