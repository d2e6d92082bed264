"""How much may be spent in a day, and how much was. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.model import Note, Piece, Spent

WARN_AT = 0.8  # of a limit
_LEAST = 1e-9  # of money: who has any left may begin
_COSTS = frozenset({"tokens", "money"})


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
    """The most of a day; 0 is no limit. Digests count as briefs, checks as questions."""

    briefs: int = 0
    questions: int = 0
    links: int = 0
    tokens: int = 0
    money: float = 0.0


Days = Mapping[Whose, tuple[Spent, Limits]]
"""What was spent today and may be, by whose day it is."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether something may be spent: ``stop`` says why not, ``warning`` that little is left.

    ``model`` tells of a stop that only a model runs into: its tokens, or what they cost.
    """

    stop: Note | None = None
    warning: Note | None = None
    model: bool = False


def judge(
    days: Days, links: int, most_links: int, prices: Prices, piece: Piece = Piece.BRIEF
) -> Answer:
    """Say whether one more piece of work of so many links may be done.

    ``most_links`` is what one message may bring.
    """
    if most_links and links > most_links:
        return Answer(stop=Note("budget.links_in_message", {"n": links, "most": most_links}))
    warning = None
    for whose, what, used, adds, most in _lines(days, links, prices, piece):
        values = {"used": _plain(used), "most": _plain(most)}
        if used + adds > most:
            stop = Note(f"budget.stop_{what}_{whose}", values)
            return Answer(stop=stop, model=what in _COSTS)
        if used + adds >= WARN_AT * most:
            warning = warning or Note(f"budget.warn_{what}_{whose}", values)
    return Answer(warning=warning)


def over(days: Days, prices: Prices) -> Note | None:
    """Say that no model may be asked any more, ``None`` while it may."""
    for whose, what, used, adds, most in _lines(days, 0, prices, Piece.BRIEF):
        if what in _COSTS and used + adds > most:
            values = {"used": _plain(used), "most": _plain(most)}
            return Note(f"budget.stop_{what}_{whose}", values)
    return None


def _lines(
    days: Days, links: int, prices: Prices, piece: Piece
) -> Iterator[tuple[Whose, str, float, float, float]]:
    """Yield whose limit of what there is, what is used of it, what is added, and the most.

    What stops whatever engine is at work comes first.
    """
    asks = piece in {Piece.QUESTION, Piece.CHECK}
    for whose, (spent, most) in days.items():
        if asks and most.questions:
            yield whose, "questions", spent.questions + spent.checks, 1, most.questions
        if not asks and most.briefs:
            yield whose, "briefs", spent.briefs + spent.digests, 1, most.briefs
        if not asks and most.links:
            yield whose, "links", spent.links, links, most.links
    for whose, (spent, most) in days.items():
        if most.tokens:
            yield whose, "tokens", spent.tokens, 1, most.tokens
        if most.money:
            yield whose, "money", prices.of(spent), _LEAST, most.money


def _plain(amount: float) -> str:
    return f"{amount:,.2f}" if amount != int(amount) else f"{int(amount):,}"
