"""Posts as rows, stored before they are sent; ``bot.ports.Outbox``.

A row is a slot: what is wanted there is replaced by each put, and its messages stay with it, so
that the next version goes into them by edit.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    delete,
    func,
    or_,
    select,
    tuple_,
    update,
)

from bot.codec import CodecError, dump, load
from bot.errors import LostError, StoreCorruptError
from bot.model import Chat, Fate, Outgoing, Place, Post, Showing, Task, TaskState
from bot.store import rows
from bot.store.chats import chat_row, is_chat
from bot.store.database import Database, has_come, insert
from bot.store.schema import chats, outbox, posts
from bot.store.tasks import end_task, owns


class SqlOutbox:
    """The outbox of this process; another that tries the same post later takes it over.

    Leases run by the ``clock``, where there is none by the database's own: those of machines
    differ, and a lease that another machine thinks over too early is a post that comes twice.
    """

    def __init__(
        self,
        database: Database,
        now: Callable[[], datetime],
        clock: Callable[[], datetime] | None = None,
    ) -> None:
        self._database = database
        self._now = now
        self._clock = clock
        self._me = uuid.uuid4().hex
        self._trying: set[str] = set()  # keys of posts that are noted as being tried
        self._leased: set[str] = set()  # keys of posts whose chat is leased for them

    # --- wanting -----------------------------------------------------------

    async def put(
        self, showings: Sequence[Showing], task: Task | None = None, *, done: bool = False
    ) -> None:
        """Store what is to be shown, all or nothing.

        With a ``task`` only while that attempt is the task's own, else LostError; with ``done``
        the task is done by the same stroke.
        """
        now = self._now()

        def work(c: Connection) -> bool:
            if task is not None and not owns(c, task):
                return False
            put_showings(c, showings, now)
            if task is not None and done:
                end_task(c, task, TaskState.DONE, None, now)
            return True

        if not await self._database.write(work):  # raised out here, it harms no write beside it
            raise self._lost("the task was taken over")

    async def waiting(
        self, platform: str, now: datetime, limit: int = 1000
    ) -> tuple[Outgoing, ...]:
        """Return what is to be shown on a platform and due, oldest first.

        What another process shows is left out.
        """
        query = _slots().where(chats.c.platform == platform, outbox.c.waiting, _is_due(now))
        query = query.order_by(outbox.c.turn, outbox.c.n).limit(limit)

        def read(c: Connection) -> Sequence[Row[Any]]:
            return c.execute(query.where(self._free(c))).all()

        return tuple(map(self._outgoing, await self._database.read(read)))

    # --- showing -----------------------------------------------------------

    async def attempt(
        self, outgoing: Outgoing, lease: float = 0.0, *, noted: bool = True
    ) -> Outgoing:
        """Begin to show a post; return it as it now is. LostError if that is not ours to do.

        It is noted that it is being tried: until it is settled, nobody can be sure of it. For
        ``lease`` seconds nobody else shows anything in its chat. What is not ``noted`` (a stage,
        which the next one follows) is only leased.
        """
        key, now = outgoing.showing.key, self._now()
        new = {"unsure": True, "owner": self._me, "tries": outbox.c.tries + 1}
        same = (outbox.c.waiting, outbox.c.version == outgoing.version, _is_due(now))

        def work(c: Connection) -> Row[Any] | None:
            if lease and not self._lease(c, key, lease):
                return None
            found = c.execute(_slots().where(outbox.c.key == key, *same).with_for_update(of=outbox))
            row = found.first()
            if row is None and lease:  # it was shown just before we asked for its chat
                self._release(c, key)
            elif row is not None and noted:
                c.execute(update(outbox).where(outbox.c.n == row.n).values(new))
            return row

        row = await self._database.write(work)
        if row is None:
            raise self._lost("another process shows the post, or it is gone")
        (self._leased.add if lease else self._leased.discard)(key)
        (self._trying.add if noted else self._trying.discard)(key)
        return self._outgoing(row)

    def _lease(self, c: Connection, key: str, seconds: float) -> bool:
        """Take the chat of a post for some time; whether no other process has it."""
        of_post = chats.c.n.in_(select(outbox.c.chat).where(outbox.c.key == key))
        mine = {"poster": self._me, "leased": self._until(c, seconds)}
        return c.execute(update(chats).where(of_post, self._free(c)).values(mine)).rowcount > 0

    def _release(self, c: Connection, key: str) -> bool:
        """Let the chat of a post go; whether it was ours still."""
        of_post = chats.c.n.in_(select(outbox.c.chat).where(outbox.c.key == key))
        own = update(chats).where(of_post, chats.c.poster == self._me)
        return c.execute(own.values(leased=None)).rowcount > 0

    def _free(self, c: Connection) -> ColumnElement[bool]:
        """Return the condition that no other process shows something in a chat."""
        over = has_come(chats.c.leased, self._until(c, 0.0))
        return or_(chats.c.leased.is_(None), over, chats.c.poster == self._me)

    def _until(self, c: Connection, seconds: float) -> Any:
        """Return the moment so many seconds from now on the clock of leases."""
        if self._clock is None and c.dialect.name == "postgresql":
            return func.clock_timestamp() + timedelta(seconds=seconds)
        return (self._clock or self._now)() + timedelta(seconds=seconds)

    async def renew(self, some: Collection[Chat], lease: float) -> frozenset[Chat]:
        """Lease chats for so many seconds more; return those that were still ours."""
        wanted = tuple_(chats.c.platform, chats.c.id).in_([(one.platform, one.id) for one in some])
        own = update(chats).where(wanted, chats.c.poster == self._me)
        own = own.returning(chats.c.platform, chats.c.id)

        def work(c: Connection) -> frozenset[Chat]:
            found = c.execute(own.values(leased=self._until(c, lease))).all()
            return frozenset(Chat(platform, id) for platform, id in found)

        return await self._database.write(work) if some else frozenset()

    async def release(self) -> None:
        """Let all chats go: this process shows nothing more."""
        own = update(chats).where(chats.c.poster == self._me, chats.c.leased.is_not(None))
        await self._database.write(lambda c: c.execute(own.values(leased=None)).rowcount)

    async def keep(self, key: str, ids: Sequence[str]) -> None:
        """Store which messages show a post so far; the newest post of a message is found by it."""
        mine, kept = self._mine(key), list(dict.fromkeys(ids))

        def work(c: Connection) -> bool:
            changed = update(outbox).where(*mine).values(ids=kept)
            slot = c.execute(changed.returning(outbox.c.n, outbox.c.chat)).first()
            if slot is None:
                return False
            c.execute(delete(posts).where(posts.c.slot == slot.n))
            for id in kept:
                row = insert(c, posts).values(chat=slot.chat, id=id, slot=slot.n)
                new = {"slot": row.excluded.slot}
                c.execute(row.on_conflict_do_update(index_elements=["chat", "id"], set_=new))
            return True

        if not await self._database.write(work):
            raise self._lost("the post was taken over")

    async def settle(
        self, outgoing: Outgoing, fate: Fate, due: datetime | None = None, reason: str = ""
    ) -> None:
        """Note what became of a try; with ``due`` it is tried again then, else it is over.

        A newer version than the one that was tried goes on waiting.
        """
        key = outgoing.showing.key
        mine = self._mine(key)

        leased = key in self._leased

        def work(c: Connection) -> bool:
            if leased and not self._release(c, key):
                return False
            row = c.execute(select(outbox).where(*mine).with_for_update()).first()
            if row is None:
                return False
            values: dict[str, Any] = {"unsure": _unsure(outgoing, row, fate)}
            if row.version == outgoing.version:
                over = due is None
                values |= {"waiting": not over, "due": due, "reason": reason}
                values |= {"fate": fate.value if over else None}
                values |= {"post": None} if over and fate is Fate.SHOWN else {}
            c.execute(update(outbox).where(outbox.c.n == row.n).values(values))
            return True

        settled = await self._database.write(work)
        self._trying.discard(key)
        self._leased.discard(key)
        if not settled:
            raise self._lost("the post was taken over")

    # --- looking -----------------------------------------------------------

    async def at(self, chat: Chat, message: str) -> tuple[str, str | None] | None:
        """Return the key and the brief of the post that a message shows, or ``None``."""
        query = select(outbox.c.key, outbox.c.brief).join(posts, posts.c.slot == outbox.c.n)
        query = query.join(chats, chats.c.n == posts.c.chat)
        query = query.where(*is_chat(chat), posts.c.id == message)
        found = await self._database.read(lambda c: c.execute(query).first())
        return (found.key, found.brief) if found else None

    async def answering(self, chat: Chat, message: str) -> tuple[str, str | None] | None:
        """Return the key and the brief of the newest brief that answers a message, or ``None``."""
        query = select(outbox.c.key, outbox.c.brief).join(chats).where(*is_chat(chat))
        query = query.where(outbox.c.answers == message, outbox.c.brief.is_not(None))
        query = query.order_by(outbox.c.turn.desc(), outbox.c.n.desc()).limit(1)
        found = await self._database.read(lambda c: c.execute(query).first())
        return (found.key, found.brief) if found else None

    async def over(self, key: str) -> Fate | None:
        """Return what became of a post, ``None`` while it waits."""
        query = select(outbox.c.waiting, outbox.c.fate).where(outbox.c.key == key)
        found = await self._database.read(lambda c: c.execute(query).first())
        if found is None:
            return Fate.UNSENT  # its chat was forgotten
        return None if found.waiting else Fate(found.fate)

    async def unshown(self, chat: Chat) -> int:
        """Return how many posts of a chat are still to be shown."""
        query = select(func.count()).select_from(outbox).join(chats)
        query = query.where(*is_chat(chat), outbox.c.waiting)
        return await self._database.read(lambda c: c.execute(query).scalar_one())

    async def failed(self, limit: int = 20) -> tuple[tuple[Showing, Fate, str], ...]:
        """Return the posts that were given up, newest first; those of passing stages apart."""
        query = _slots().where(outbox.c.fate != Fate.SHOWN.value, outbox.c.passing.is_(False))
        query = query.order_by(outbox.c.turn.desc(), outbox.c.n.desc()).limit(limit)
        found = await self._database.read(lambda c: c.execute(query).all())
        return tuple((self._showing(r), Fate(r.fate), r.reason) for r in found)

    def _mine(self, key: str) -> tuple[Any, ...]:
        """Return the conditions that a slot is there, and nobody tried it since we did."""
        wanted: tuple[Any, ...] = (outbox.c.key == key,)
        if key in self._trying:
            wanted += (outbox.c.owner == self._me,)
        if key in self._leased:
            ours = select(chats.c.n).where(chats.c.poster == self._me)
            wanted += (outbox.c.chat.in_(ours),)
        return wanted

    def _lost(self, detail: str) -> LostError:
        return LostError(place=self._database.place, detail=detail)

    def _outgoing(self, row: Row[Any]) -> Outgoing:
        return Outgoing(self._showing(row), row.version, tuple(row.ids), row.unsure, row.tries)

    def _showing(self, row: Row[Any]) -> Showing:
        chat = Chat(row.platform, row.chat_id)
        place = Place(chat, row.thread, row.answers, row.user)
        try:
            post = None if row.post is None else load(Post, rows.unpack(row.post))
        except CodecError as error:
            raise StoreCorruptError(place=self._database.place, detail=str(error)) from error
        return Showing(row.key, place, post, row.brief)


def _slots() -> Select[Any]:
    return select(outbox, chats.c.platform, chats.c.id.label("chat_id")).join(chats)


def _is_due(now: datetime) -> ColumnElement[bool]:
    return or_(outbox.c.due.is_(None), has_come(outbox.c.due, now))


def _unsure(outgoing: Outgoing, row: Row[Any], fate: Fate) -> bool:
    """Whether a message that nobody knows of may be there after a try."""
    if fate is Fate.UNSENT:  # nothing new, but what an earlier try left was perhaps not found yet
        return outgoing.unsure and tuple(row.ids) == outgoing.ids
    return bool(fate is Fate.UNCLEAR and row.unsure)


def put_showings(c: Connection, showings: Sequence[Showing], now: datetime) -> None:
    """Store what is to be shown, in this order."""
    if showings:
        turn = c.execute(select(func.coalesce(func.max(outbox.c.turn), 0))).scalar_one()
        for place, showing in enumerate(showings, start=1):
            _put(c, showing, turn + place, now)


def _put(c: Connection, showing: Showing, turn: int, now: datetime) -> None:
    found = _slot(c, showing.key)
    if found is None and showing.post is not None:
        new = insert(c, outbox).values(
            key=showing.key,
            chat=chat_row(c, showing.place.chat),
            version=1,
            turn=turn,
            unsure=False,
            ids=[],
            **_wanted(showing, now),
        )
        if c.scalar(new.on_conflict_do_nothing().returning(outbox.c.n)) is None:
            found = _slot(c, showing.key)  # another process was quicker
    if found is not None:
        values = _wanted(showing, now) | {"version": found.version + 1}
        if showing.post is None and not found.ids and not found.unsure:
            values |= {"waiting": False, "fate": Fate.SHOWN.value}  # there is nothing to take away
        if not found.waiting:  # else it keeps its place among what waits
            values["turn"] = turn
        c.execute(update(outbox).where(outbox.c.n == found.n).values(values))


def _slot(c: Connection, key: str) -> Row[Any] | None:
    return c.execute(select(outbox).where(outbox.c.key == key).with_for_update()).first()


def _wanted(showing: Showing, now: datetime) -> rows.Row:
    post, place = showing.post, showing.place
    return {
        "thread": place.thread,
        "answers": place.answers,
        "user": place.user,
        "post": None if post is None else rows.pack(dump(post)),
        "passing": post is not None and post.passing,
        "brief": showing.brief,
        "at": now,
        "waiting": True,
        "due": None,
        "tries": 0,
        "fate": None,
        "reason": "",
    }
