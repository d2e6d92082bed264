"""The purse: what a day may cost, asked before anything is spent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.budget import Answer, Days, Limits, Prices, Whose, judge, over
from bot.model import Chat, Note, Piece, Spent
from bot.ports import Charges


@dataclass(frozen=True, slots=True)
class Budget:
    """Limits of a day by whose day it is, how many links a message may bring, and prices."""

    limits: Mapping[Whose, Limits]
    links_in_message: int = 0
    prices: Prices = field(default_factory=Prices)


class Purse:
    """Says whether something may be spent, and notes what is. A day is one in UTC."""

    def __init__(self, charges: Charges, budget: Budget, now: Callable[[], datetime]) -> None:
        self._charges = charges
        self._budget = budget
        self._now = now

    async def take(
        self, key: str, piece: Piece, chat: Chat, user: str = "", links: int = 0
    ) -> Answer:
        """Say whether a piece of work of so many links may be done; if so, it is noted.

        What was noted under the ``key`` of its task before may be done: nothing is charged twice.
        """
        if await self._charges.charged(key):
            return Answer()
        most, prices = self._budget.links_in_message, self._budget.prices
        if piece is not Piece.BRIEF:
            most = 0
        answer = judge(await self._days(chat, user), links, most, prices, piece)
        if answer.stop is None:
            await self._charges.charge(key, piece, chat, user, links)
        return answer

    async def note(
        self, key: str, piece: Piece, chat: Chat, user: str = "", links: int = 0
    ) -> None:
        """Note what is done in any case, or how many links it came to."""
        await self._charges.charge(key, piece, chat, user, links)

    async def over(self, chat: Chat, user: str = "") -> Note | None:
        """Say that a model may not be asked for them any more today, ``None`` while it may."""
        return over(await self._days(chat, user), self._budget.prices)

    async def spent(self, chat: Chat | None = None, user: str | None = None) -> tuple[Spent, float]:
        """Return what was spent today in a chat, by a person on its platform or in all."""
        spent = await self._charges.spent(self._today(), chat, user)
        return spent, self._budget.prices.of(spent)

    async def by_chat(self) -> Mapping[Chat, tuple[Spent, float]]:
        """Return what each chat spent today, and its price."""
        found = await self._charges.by_chat(self._today())
        return {chat: (spent, self._budget.prices.of(spent)) for chat, spent in found.items()}

    @property
    def currency(self) -> str:
        """What prices are in, "" where nobody set any."""
        prices = self._budget.prices
        return prices.currency if prices.input or prices.output else ""

    async def _days(self, chat: Chat, user: str) -> Days:
        """Return what they spent today and may; what has no limit is not even counted."""
        since, days = self._today(), {}
        for whose, limits in self._budget.limits.items():
            if limits == Limits() or (whose is Whose.USER and not user):
                continue
            where = None if whose is Whose.ALL else chat
            who = user if whose is Whose.USER else None
            days[whose] = await self._charges.spent(since, where, who), limits
        return days

    def _today(self) -> datetime:
        return self._now().replace(hour=0, minute=0, second=0, microsecond=0)
