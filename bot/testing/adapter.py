"""A chat platform in memory: what each chat would see, and faults on demand."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field

from bot.errors import DeliveryError
from bot.model import Chat, Fate, Place, Post
from bot.ports import Handler, Trail


def fault(fate: Fate, *, after: float = 0.0, stopped: bool = False) -> DeliveryError:
    """Return an error of a platform by what becomes of the post."""
    kind = type(f"{fate.title()}Error", (DeliveryError,), {"fate": fate, "stopped": stopped})
    error: DeliveryError = kind()
    error.after = after
    return error


@dataclass
class Seen:
    """A message as a chat shows it: its id and all that it has shown, the newest last."""

    id: str
    said: list[Post] = field(default_factory=list)


class FakeAdapter:
    """Shows posts to nobody.

    ``faults`` are raised by the next sends, ``None`` among them lets one through;
    ``lose_records`` posts and then fails, so that nobody knows. ``gate`` holds all sends back
    while it is cleared.
    """

    def __init__(self, stage_gap: float = 0.0, platform: str = "fake") -> None:
        self.stage_gap = stage_gap
        self.platform = platform
        self.chats: dict[Chat, list[Seen]] = {}
        self.faults: deque[DeliveryError | None] = deque()
        self.gate = asyncio.Event()
        self.gate.set()
        self.order: list[tuple[Chat, Post | None]] = []
        self.busy: set[Chat] = set()

    def invitation(self, code: str) -> str:
        """Return nothing: codes are typed here."""
        return ""

    async def private(self, user: str) -> Chat:
        """Return a chat of one person, named like them; see ``platform``."""
        return Chat(self.platform, user)

    async def run(self, handle: Handler) -> None:
        """Hear nothing."""
        await asyncio.Event().wait()

    async def send(self, place: Place, post: Post | None, trail: Trail) -> None:
        """Show a post; the messages are numbered through."""
        assert place.chat not in self.busy, "two posts of one chat at a time"
        self.busy.add(place.chat)
        try:
            await self.gate.wait()
            if self.faults and (error := self.faults.popleft()) is not None:
                raise error
            await self._show(place.chat, post, trail)
        finally:
            self.busy.discard(place.chat)

    async def _show(self, chat: Chat, post: Post | None, trail: Trail) -> None:
        self.order.append((chat, post))
        messages = self.chats.setdefault(chat, [])
        if post is None:
            self.chats[chat] = [m for m in messages if m.id not in trail.ids]
            await trail.keep(())
            return
        if not trail.ids:
            messages.append(Seen(str(sum(map(len, self.chats.values())) + 1)))
            await trail.keep((messages[-1].id,))
        next(m for m in messages if m.id == trail.ids[0]).said.append(post)

    def shown(self, chat: Chat) -> list[str]:
        """Return what each message of a chat shows now, as text."""
        return [_words(message.said[-1]) for message in self.chats.get(chat, ())]


def _words(post: Post) -> str:
    return "\n".join("".join(span.text for span in block.spans) for block in post.blocks)
