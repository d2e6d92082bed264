"""How much may be spent in a day, and how much was. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.model import Note, Spent

WARN_AT = 0.8  # of a limit


class Whose(StrEnum):
    """Whose day it is that a limit is about."""

    USER = "user"
    CHAT = "chat"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Prices:
    """What a million tokens cost, in ``currency``; 0 where nobody said."""

    input: float = 0.0
    cached: float = 0.0
    output: float = 0.0
    currency: str = "USD"

    def of(self, spent: Spent) -> float:
        """Return what tokens cost; those from a cache are among the input's."""
        fresh = spent.input_tokens - spent.cached_tokens
        million = 1_000_000
        return (
            fresh * self.input
            + spent.cached_tokens * self.cached
            + spent.output_tokens * self.output
        ) / million


@dataclass(frozen=True, slots=True)
class Limits:
    """The most of a day; 0 is no limit."""

    briefs: int = 0
    links: int = 0
    tokens: int = 0
    money: float = 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether something may be spent: ``stop`` says why not, ``warning`` that little is left."""

    stop: Note | None = None
    warning: Note | None = None


def judge(
    days: dict[Whose, tuple[Spent, Limits]], links: int, most_links: int, prices: Prices
) -> Answer:
    """Say whether one more brief of so many links may be made.

    ``days`` is what was spent today and may be, by whose day it is; ``most_links`` what one
    message may bring.
    """
    if most_links and links > most_links:
        return Answer(stop=Note("budget.links_in_message", {"n": links, "most": most_links}))
    warning = None
    for whose, (spent, limits) in days.items():
        for what, used, adds, most in _lines(spent, limits, links, prices):
            values = {"used": _plain(used), "most": _plain(most)}
            if most and used + adds > most:
                return Answer(stop=Note(f"budget.stop_{what}_{whose}", values))
            if most and used + adds >= WARN_AT * most:
                warning = warning or Note(f"budget.warn_{what}_{whose}", values)
    return Answer(warning=warning)


def _lines(
    spent: Spent, limits: Limits, links: int, prices: Prices
) -> Iterator[tuple[str, float, float, float]]:
    yield "briefs", spent.briefs, 1, limits.briefs
    yield "links", spent.links, links, limits.links
    yield "tokens", spent.input_tokens + spent.output_tokens, 1, limits.tokens
    yield "money", prices.of(spent), 1e-9, limits.money


def _plain(amount: float) -> str:
    return f"{amount:,.2f}" if amount != int(amount) else f"{int(amount):,}"
