"""A text made ready for the checks, once: its comparison form, figures and quotations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property, lru_cache
from typing import TypeVar, TypeVarTuple, cast

from bot.citations.quotations import Quotation, quotations
from bot.language import Folded, detect, fold, folded
from bot.language.dates import DateMention, read_dates
from bot.language.names import NameMention, names_in
from bot.language.numbers import Quantity, scan
from bot.language.tables import table
from bot.language.words import words_of_folded

_KEPT = 1024  # texts: a long story's paragraphs and both sides of its claims; bounds the memory


@dataclass(frozen=True)
class Prepared:
    """A paragraph or a claim's side. Everything beyond the text is worked out when first asked."""

    text: str
    language: str
    store: dict[object, object] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def folded(self) -> Folded:
        """The comparison form with its map back."""
        return fold(self.text)

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """The figures; their spans count in the comparison form, see ``written``."""
        return scan(self.folded.text, self.language)

    @cached_property
    def quotations(self) -> tuple[Quotation, ...]:
        """The quotations, nested ones too."""
        return quotations(self.text)

    @cached_property
    def names(self) -> tuple[NameMention, ...]:
        """The names of people, places and organisations."""
        return names_in(self.text, self.language)

    def dates(self, published: date | None) -> tuple[DateMention, ...]:
        """The times that the text names, relative ones counted from ``published``."""
        return _dates(self, published) if self._may_name_a_time else ()

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words and figures in comparison form."""
        return words_of_folded(self.folded.text)

    @cached_property
    def _may_name_a_time(self) -> bool:
        """Whether any word or figure can be part of a time: most sentences have none."""
        known = _words_of_times()
        if any(word in known or word[0].isdigit() for word in self.words):
            return True
        behind = (word[n:] for word in self.words if word[0] > "\u0620" for n in (1, 2, 3))
        return any(word in known for word in behind)  # with particles written on

    def written(self, quantity: Quantity) -> str:
        """Return a figure as the text writes it."""
        start, end = self.folded.span(quantity.start, quantity.end)
        return self.text[start:end]


Rest = TypeVarTuple("Rest")
R = TypeVar("R")


def kept(function: Callable[[Prepared, *Rest], R]) -> Callable[[Prepared, *Rest], R]:
    """Let a function of a text work once: what it returns stays with the text.

    So a paragraph is read once however many claims cite it, and what a claim's side said is
    forgotten with it. Further arguments must be hashable.
    """

    def once(text: Prepared, *rest: *Rest) -> R:
        key = (function, rest)
        if key not in text.store:
            text.store[key] = function(text, *rest)
        return cast(R, text.store[key])

    return once


@cache
def _words_of_times() -> frozenset[str]:
    """Return the words without which a text names no time (figures apart)."""
    data = table("dates")
    lists = [*data["months"].values(), *data["weekdays"].values()]
    lists += [data["hijri"][language] for language in ("ar", "en")]
    phrases = [phrase for names in lists for name in names for phrase in name.split()]
    for section in ("relative", "units", "duals", "decades"):
        phrases += [phrase for names in data[section].values() for phrase in names.split()]
    return frozenset(folded(word) for phrase in phrases for word in phrase.split("_"))


@kept
def _dates(text: Prepared, published: date | None) -> tuple[DateMention, ...]:
    return read_dates(text.text, text.language, published)


@lru_cache(maxsize=_KEPT)
def prepare(text: str, language: str | None = None) -> Prepared:
    """Return ``text`` made ready; the same object for the same text.

    ``language`` ``None``: told from the text.
    """
    return Prepared(text, language or detect(text))
