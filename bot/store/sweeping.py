"""What a chat does not want kept for ever: found by its age, and dropped."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, delete, select, true, update

from bot.model import Chat, TaskState
from bot.ports import KEEP
from bot.store.chats import ARTICLES, LASTING, drop_unused
from bot.store.database import hold
from bot.store.schema import (
    answers,
    articles,
    brief_articles,
    briefs,
    chat_articles,
    chat_settings,
    chats,
    entries,
    kept,
    outbox,
    tasks,
)

_ENDS = (TaskState.DONE.value, TaskState.DEAD.value, TaskState.CANCELLED.value)


def limits(c: Connection, now: datetime, usual: int) -> tuple[tuple[int | None, datetime], ...]:
    """Return the row of each chat that keeps nothing for ever, and from when on it keeps.

    ``usual`` is for how many days those keep that chose nothing, and what is no chat's
    (``None``); 0 for good.
    """
    chosen = (chat_settings.c.chat == chats.c.n) & (chat_settings.c.key == KEEP)
    query = select(chats.c.n, chat_settings.c.value).outerjoin(chat_settings, chosen)
    days: list[tuple[int | None, int]] = [(None, usual)]
    days += [(row.n, usual if row.value is None else int(row.value)) for row in c.execute(query)]
    return tuple((n, now - timedelta(days=some)) for n, some in days if some)


def attached(
    c: Connection, now: datetime, usual: int
) -> tuple[tuple[Chat, datetime, frozenset[str]], ...]:
    """Return each chat that keeps nothing for ever, since when it keeps, and the files in use.

    Those are the addresses of files that its briefs and its archive rest on. ``usual``: see
    ``limits``.
    """
    known = {row.n: Chat(row.platform, row.id) for row in c.execute(select(chats))}
    found = limits(c, now, usual)
    return tuple((known[n], before, _files(c, n)) for n, before in found if n is not None)


def _files(c: Connection, owner: int) -> frozenset[str]:
    told = select(brief_articles.c.article).join(briefs).where(briefs.c.chat == owner)
    had = select(chat_articles.c.article).where(chat_articles.c.chat == owner)
    query = select(articles.c.url).where(articles.c.url.startswith("file:"))
    return frozenset(c.scalars(query.where(articles.c.n.in_(told.union(had)))))


def sweep(c: Connection, owner: int | None, before: datetime) -> int:
    """Drop what a chat got before a moment; return how many articles and briefs that were.

    An article stays while a brief that stays, or another chat, has it. What was spent stays as
    numbers.
    """
    hold(c, ARTICLES)  # nobody may begin to use an article that is about to go
    old = _of(briefs, owner) & (briefs.c.created < before)
    told = select(brief_articles.c.article).join(briefs).where(_of(briefs, owner))
    gone = list(c.scalars(told.where(briefs.c.created < before)))
    known = list(c.scalars(select(briefs.c.id).where(old)))
    c.execute(delete(briefs).where(old))
    c.execute(delete(answers).where(_of(answers, owner), answers.c.created < before))
    if owner is None:
        gone += c.scalars(select(articles.c.n).where(articles.c.fetched < before))
    else:
        gone += _archived(c, owner, before, told)
        _outlived(c, owner, before)
        _chosen(c, owner, before, known)
    dropped = drop_unused(c, articles, gone, chat_articles.c.article, brief_articles.c.article)
    return dropped + len(known)


def _of(table: Table, owner: int | None) -> ColumnElement[bool]:
    return table.c.chat.is_(None) if owner is None else table.c.chat == owner


def _archived(c: Connection, owner: int, before: datetime, told: Select[Any]) -> list[int]:
    """Take out of a chat's archive what is old and in no brief of its; return those articles."""
    old = (chat_articles.c.chat == owner) & (chat_articles.c.added < before)
    gone = delete(chat_articles).where(old, chat_articles.c.article.not_in(told))
    return list(c.scalars(gone.returning(chat_articles.c.article)))


def _outlived(c: Connection, owner: int, before: datetime) -> None:
    """Drop what else a chat got: links, pages and answers that were paid for, work, posts."""
    for table, at, over in (
        (entries, entries.c.at, true()),
        (kept, kept.c.at, kept.c.kind.not_in(LASTING)),
        (tasks, tasks.c.ended, tasks.c.state.in_(_ENDS)),
        (outbox, outbox.c.at, outbox.c.waiting.is_(False)),
    ):
        c.execute(delete(table).where(table.c.chat == owner, at < before, over))


def _chosen(c: Connection, owner: int, before: datetime, gone: list[str]) -> None:
    """Take out of a chat's settings what they say of things that are gone."""
    s = chat_settings
    found = c.execute(select(s).where(s.c.chat == owner)).all()
    values = {row.key: row.value for row in found}
    new: dict[str, Any] = {}
    if "told" in values:
        told: Mapping[str, str] = values["told"]
        new["told"] = {k: at for k, at in told.items() if datetime.fromisoformat(at) >= before}
    if "ratings" in values:
        new["ratings"] = {id: one for id, one in values["ratings"].items() if id not in gone}
    if "slot" in values and not _shows(c, values["slot"]):
        new |= {"slot": None, "sources": None}
    for key, value in new.items():
        of_key = (s.c.chat == owner, s.c.key == key)
        if value:
            c.execute(update(s).where(*of_key).values(value=value))
        else:
            c.execute(delete(s).where(*of_key))


def _shows(c: Connection, slot: str) -> bool:
    """Whether the post of a chat's last brief, and the brief, are still known."""
    query = select(briefs.c.n).join(outbox, outbox.c.brief == briefs.c.id)
    row: Row[Any] | None = c.execute(query.where(outbox.c.key == slot)).first()
    return row is not None
