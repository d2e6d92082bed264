"""For which chat work is being done: what is kept on the way goes when that chat is forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from bot.model import Chat

_chat: ContextVar[Chat | None] = ContextVar("chat", default=None)


def chat() -> Chat | None:
    """Return the chat that is worked for, ``None`` on the command line."""
    return _chat.get()


@contextmanager
def working_for(chat: Chat) -> Iterator[None]:
    """Work for a chat, in everything that is begun in the block."""
    before = _chat.set(chat)
    try:
        yield
    finally:
        _chat.reset(before)
