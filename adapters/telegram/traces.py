"""Which of our messages answer a message that is not yet dealt with; kept in the inbox.

A process that is killed leaves placeholders behind. When the message is taken up again they are
filled, and none is posted beside them: what came is edited once more, which changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

import structlog

from bot.errors import StoreError
from bot.model import Message, Place
from bot.ports import Inbox

log = structlog.get_logger()

TRACE = "p/"  # begins the inbox's name for a placeholder: "p/<chat>/<message answered>/<n>"


class Traces:
    """Remembers the placeholders of each message from ``begin`` to ``end``, also over a restart."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox
        self._left: dict[str, str] = {}  # by a process before
        self._open: dict[str, list[str]] = {}  # names, by the message answered

    def recover(self, pending: Iterable[tuple[str, bytes]]) -> None:
        """Take over what a stopped process left behind."""
        self._left |= {name: id.decode() for name, id in pending if name.startswith(TRACE)}

    def begin(self, message: Message) -> None:
        """Follow what is posted in answer to a message."""
        self._open[_key(message.place)] = []

    async def end(self, message: Message) -> None:
        """Forget about it: the message is dealt with."""
        key = _key(message.place)
        names = {*self._open.pop(key, ()), *(n for n in self._left if n.startswith(f"{key}/"))}
        for name in names:
            self._left.pop(name, None)
            await self._inbox.done(name)

    def next(self, place: Place) -> str | None:
        """Return the name of the next placeholder there, ``None`` where nobody follows."""
        names = self._open.get(_key(place))
        if names is None or place.answers is None:
            return None
        names.append(f"{_key(place)}/{len(names)}")
        return names[-1]

    def known(self, name: str | None) -> str | None:
        """Return the message that a process before had posted for it."""
        return self._left.get(name) if name is not None else None

    async def keep(self, name: str | None, id: str) -> None:
        """Store the message that was posted."""
        if name is None:
            return
        try:
            await self._inbox.receive(name, id.encode())
        except StoreError as error:
            log.warning("telegram placeholder not noted", error=error.key)


def _key(place: Place) -> str:
    return f"{TRACE}{place.chat.id}/{place.answers}"
