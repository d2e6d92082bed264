"""Answers as rows: kept so that a conversation goes on after a restart, gone with their chat."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Select, delete, select

from bot.codec import dump, load
from bot.model import Answer, Chat
from bot.store import rows
from bot.store.chats import chat_row, is_chat
from bot.store.schema import answers, chats


def put_answer(c: Connection, answer: Answer, chat: Chat | None) -> None:
    """Keep an answer; one with an id that is there takes its place."""
    owner = chat_row(c, chat) if chat else None
    c.execute(delete(answers).where(answers.c.id == answer.id))
    row = {
        "id": answer.id,
        "chat": owner,
        "brief": answer.brief,
        "created": answer.created,
        "payload": rows.pack(dump(answer)),
    }
    c.execute(answers.insert(), row)


def answer_of(payload: bytes) -> Answer:
    """Return the answer of a row; CodecError if its bytes are no answer."""
    return load(Answer, rows.unpack(payload))


def one_answer(id: str, chat: Chat) -> Select[Any]:
    """Return the query for an answer of a chat."""
    return select(answers.c.payload).join(chats).where(*is_chat(chat), answers.c.id == id)


def last_answers(chat: Chat | None, brief: str | None, limit: int) -> Select[Any]:
    """Return the query for the last answers of a chat, with a ``brief`` of those on it."""
    query = select(answers.c.payload)
    if brief is not None:
        query = query.where(answers.c.brief == brief)
    if chat is None:
        query = query.where(answers.c.chat.is_(None))
    else:
        query = query.join(chats).where(*is_chat(chat))
    return query.order_by(answers.c.created.desc(), answers.c.n.desc()).limit(limit)
