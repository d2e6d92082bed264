"""The row of a chat, and all that hangs on it: made, forgotten, moved."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    PrimaryKeyConstraint,
    Select,
    Table,
    UniqueConstraint,
    and_,
    delete,
    exists,
    not_,
    or_,
    select,
    update,
)

from bot.model import Chat
from bot.store import rows
from bot.store.database import hold, insert
from bot.store.schema import (
    articles,
    brief_articles,
    charges,
    chat_articles,
    chats,
    feeds,
    follows,
    kept,
    metadata,
    outbox,
    pauses,
    posts,
    searched,
    usage,
)
from bot.store.search import write_missing

ARTICLES = 2
"""The number of the lock on which articles are in use."""
_MOVED = "moved"  # a kind of what is kept: under the old name of a chat, where it is now
LASTING = ("secret", _MOVED)
"""The kinds of what is kept that do not grow old."""


def is_chat(chat: Chat) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions that a row of ``chats`` is this chat's."""
    return chats.c.platform == chat.platform, chats.c.id == chat.id


def chat_row(c: Connection, chat: Chat) -> int:
    """Return the row of a chat, which is made if there is none."""
    query = select(chats.c.n).where(*is_chat(chat))
    found: int | None = c.scalar(query)
    if found is None:
        values = {"platform": chat.platform, "id": chat.id}
        c.execute(insert(c, chats).values(values).on_conflict_do_nothing())
        found = c.execute(query).scalar_one()
    return found


def forget(c: Connection, chat: Chat) -> None:
    """Remove a chat with all that is its own, and what only it used."""
    hold(c, ARTICLES)  # nobody may begin to use an article that is about to go
    c.execute(delete(pauses).where(pauses.c.platform == chat.platform, pauses.c.scope == chat.id))
    owner = c.scalar(select(chats.c.n).where(*is_chat(chat)))
    if owner is None:
        return
    used = select(chat_articles.c.article).where(chat_articles.c.chat == owner)
    candidates = list(c.scalars(used))
    followed = list(c.scalars(select(follows.c.feed).where(follows.c.chat == owner)))
    _spent_by_nobody(c, owner)
    c.execute(delete(chats).where(chats.c.n == owner))
    drop_unused(c, articles, candidates, chat_articles.c.article, brief_articles.c.article)
    drop_unused(c, feeds, followed, follows.c.feed)


def _spent_by_nobody(c: Connection, owner: int) -> None:
    """Keep what was asked for and paid, without by whom: forgetting gives nobody a new budget."""
    spent = or_(exists().where(charges.c.chat == owner), exists().where(usage.c.chat == owner))
    if c.scalar(select(spent)):
        nobody = {"chat": chat_row(c, Chat("isnad", "installation")), "user": ""}
        c.execute(update(charges).where(charges.c.chat == owner).values(**nobody, key=None))
        c.execute(update(usage).where(usage.c.chat == owner).values(nobody))


def drop_unused(c: Connection, table: Table, rows: list[int], *users: Any) -> int:
    """Drop those rows of a table that none of ``users`` names; return how many."""
    dropped = 0
    elsewhere = or_(*(exists().where(user == table.c.n) for user in users))
    for start in range(0, len(rows), 500):  # databases bound the values of one statement
        some = rows[start : start + 500]
        dropped += c.execute(delete(table).where(table.c.n.in_(some), not_(elsewhere))).rowcount
    return dropped


def move(c: Connection, old: Chat, new: Chat, now: datetime) -> None:
    """Let all that is one chat's be another's; where both have the same, the new chat's stays.

    Messages of the old chat cannot be reached from the new one, so they are forgotten. Where the
    old chat went is known until the new one is forgotten.
    """
    source = c.scalar(select(chats.c.n).where(*is_chat(old)))
    if source is None or old == new:
        return
    _note_move(c, source, old, new, now)
    c.execute(delete(posts).where(posts.c.chat == source))
    stay = {"ids": [], "unsure": False, "answers": None, "thread": None}
    c.execute(update(outbox).where(outbox.c.chat == source).values(stay))
    target = c.scalar(select(chats.c.n).where(*is_chat(new)))
    if target is None:
        c.execute(update(chats).where(chats.c.n == source).values(platform=new.platform, id=new.id))
        return
    c.execute(delete(searched).where(searched.c.chat == source))  # nobody else can read it
    for table in metadata.sorted_tables:
        if table is not chats and "chat" in table.c:
            _merge(c, table, source, target)
    c.execute(delete(chats).where(chats.c.n == source))
    write_missing(c, target)


def _note_move(c: Connection, row: int, old: Chat, new: Chat, now: datetime) -> None:
    names = (_name(old), _name(new))
    c.execute(delete(kept).where(kept.c.kind == _MOVED, kept.c.key.in_(names)))
    note = {"kind": _MOVED, "key": names[0], "chat": row, "at": now, "value": rows.pack(b"")}
    c.execute(kept.insert().values(note))


def moved_to(chat: Chat) -> Select[Any]:
    """Return the query for the platform and id under which a chat goes on, if it moved."""
    query = select(chats.c.platform, chats.c.id).join(kept, kept.c.chat == chats.c.n)
    return query.where(kept.c.kind == _MOVED, kept.c.key == _name(chat))


def _name(chat: Chat) -> str:
    return f"{chat.platform}:{chat.id}"


def _merge(c: Connection, table: Table, source: int, target: int) -> None:
    other = table.alias()
    for rule in table.constraints:
        if isinstance(rule, PrimaryKeyConstraint | UniqueConstraint) and "chat" in rule.columns:
            same = [table.c[k.name] == other.c[k.name] for k in rule.columns if k.name != "chat"]
            taken = exists().where(and_(other.c.chat == target, *same))
            c.execute(delete(table).where(table.c.chat == source, taken))
    c.execute(update(table).where(table.c.chat == source).values(chat=target))
