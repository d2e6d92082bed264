"""For whom work is being done: what is kept goes with that chat, what it costs is that person's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from bot.model import Chat

_chat: ContextVar[Chat | None] = ContextVar("chat", default=None)
_user: ContextVar[str] = ContextVar("user", default="")


def chat() -> Chat | None:
    """Return the chat that is worked for, ``None`` on the command line."""
    return _chat.get()


def user() -> str:
    """Return the person who asked for the work, "" where the clock did, or nobody knows."""
    return _user.get()


@contextmanager
def working_for(chat: Chat, user: str = "") -> Iterator[None]:
    """Work for a chat and a person there, in everything that is begun in the block."""
    before = _chat.set(chat), _user.set(user)
    try:
        yield
    finally:
        _chat.reset(before[0])
        _user.reset(before[1])
