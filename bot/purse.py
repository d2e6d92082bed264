"""The purse: what a day may cost, asked before anything is spent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.budget import Answer, Limits, Prices, Whose, judge
from bot.model import Chat, Message, Spent
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

    async def take(self, message: Message, links: int) -> Answer:
        """Say whether a person may have a brief of so many links now; if so, it is noted."""
        chat, limits = message.chat, self._budget.limits
        since = self._today()
        days = {
            Whose.USER: await self._charges.spent(since, chat, message.user),
            Whose.CHAT: await self._charges.spent(since, chat),
            Whose.ALL: await self._charges.spent(since),
        }
        held = {whose: (days[whose], limits.get(whose, Limits())) for whose in days}
        answer = judge(held, links, self._budget.links_in_message, self._budget.prices)
        if answer.stop is None:
            await self._charges.charge(chat, message.user, links)
        return answer

    async def spent(self, chat: Chat | None = None) -> tuple[Spent, float]:
        """Return what was spent today in a chat, or in all, and its price."""
        spent = await self._charges.spent(self._today(), chat)
        return spent, self._budget.prices.of(spent)

    async def by_chat(self) -> Mapping[Chat, Spent]:
        """Return what each chat spent today."""
        return await self._charges.by_chat(self._today())

    @property
    def currency(self) -> str:
        """What prices are in, "" where nobody set any."""
        prices = self._budget.prices
        return prices.currency if prices.input or prices.output else ""

    def _today(self) -> datetime:
        return self._now().replace(hour=0, minute=0, second=0, microsecond=0)
