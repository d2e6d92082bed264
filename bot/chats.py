"""What a chat has chosen and what it asked for last, as the store keeps it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.model import Chat, Source, SourceKind
from bot.ports import Store

BOTH = "both"
LENGTHS = ("full", "short")
RATED = 20  # briefs of which it is kept what people said of them


@dataclass(frozen=True, slots=True)
class ChatState:
    """A chat's choices and its last brief: which sides it sees, how long, what to do again."""

    side: str = BOTH  # a language code, or both
    length: str = "full"
    every_link: bool = False  # brief links also where nobody spoke to the bot
    sources: tuple[Source, ...] = ()  # of the last brief
    slot: str | None = None  # the key of the post that shows it
    closed: str = ""  # why the platform takes no posts for it
    closed_at: str = ""  # since when (ISO 8601), until the chat was told what it missed

    def sides(self, languages: Sequence[str]) -> tuple[str, ...]:
        """Return the sides to show: the chosen one if the brief has it, else all."""
        return (self.side,) if self.side in languages else tuple(languages)


async def read_state(store: Store, chat: Chat) -> ChatState:
    """Return the state of a chat; the defaults for a new one."""
    kept = await store.chat_settings(chat)
    return ChatState(
        side=kept.get("side", BOTH),
        length=kept.get("length", LENGTHS[0]),
        every_link=kept.get("every_link", False),
        sources=tuple(Source(SourceKind(kind), value) for kind, value in kept.get("sources", ())),
        slot=kept.get("slot"),
        closed=kept.get("closed", ""),
        closed_at=kept.get("closed_at", ""),
    )


async def remember(store: Store, chat: Chat, **values: Any) -> None:
    """Keep values of a chat's state, by the names of the fields of ``ChatState``."""
    for key, value in values.items():
        await store.set_chat_setting(chat, key, _plain(value))


async def close(store: Store, chat: Chat, reason: str, now: datetime) -> None:
    """Note that a chat takes no posts, and since when."""
    since = (await read_state(store, chat)).closed_at or now.isoformat()
    await remember(store, chat, closed=reason or "closed", closed_at=since)


async def rate(store: Store, chat: Chat, brief: str, user: str, good: bool) -> None:
    """Keep whether somebody found a brief of use; each person has one say of each."""
    kept = await store.chat_settings(chat)
    ratings: dict[str, dict[str, bool]] = dict(kept.get("ratings", {}))
    ratings[brief] = ratings.pop(brief, {}) | {user: good}
    newest = dict(list(ratings.items())[-RATED:])
    await store.set_chat_setting(chat, "ratings", newest)


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [[source.kind.value, source.value] for source in value]
    return value
