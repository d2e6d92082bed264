"""A text made ready for the checks, once: its comparison form, figures and quotations."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Protocol, TypeVar, TypeVarTuple
from weakref import WeakValueDictionary

from bot.citations.quotations import Quotation, quotations
from bot.language import Folded, detect, fold
from bot.language.dates import DateMention, read_dates
from bot.language.lazy import lazy
from bot.language.names import NameMention, names_in
from bot.language.numbers import Quantity, scan
from bot.language.words import words_of_folded

# Texts: every check asks in turn for the sides of one claim. Few, so that what a side became is
# gone before the collector of cycles has to look through it.
_SIDES = 16


@dataclass(frozen=True)
class Prepared:
    """A paragraph or a claim's side. Everything beyond the text is worked out when first asked."""

    text: str
    language: str
    store: dict[object, object] = field(default_factory=dict, compare=False, repr=False)

    @lazy
    def folded(self) -> Folded:
        """The comparison form with its map back."""
        return fold(self.text)

    @lazy
    def quantities(self) -> tuple[Quantity, ...]:
        """The figures; their spans count in the comparison form, see ``written``."""
        return scan(self.folded.text, self.language)

    @lazy
    def quotations(self) -> tuple[Quotation, ...]:
        """The quotations, nested ones too."""
        return quotations(self.text)

    @lazy
    def names(self) -> tuple[NameMention, ...]:
        """The names of people, places and organisations."""
        return names_in(self.text, self.language)

    def dates(self, published: date | None) -> tuple[DateMention, ...]:
        """The times that the text names, relative ones counted from ``published``."""
        return _dates(self, published)

    @lazy
    def words(self) -> tuple[str, ...]:
        """The words and figures in comparison form."""
        return words_of_folded(self.folded.text)

    def written(self, quantity: Quantity) -> str:
        """Return a figure as the text writes it."""
        start, end = self.folded.span(quantity.start, quantity.end)
        return self.text[start:end]


class Keeper(Protocol):
    """What keeps what was worked out of it, by the function that did."""

    @property
    def store(self) -> dict[object, object]:
        """What was worked out."""


K = TypeVar("K", bound=Keeper)
Rest = TypeVarTuple("Rest")
R = TypeVar("R")
_ABSENT = object()


def kept(function: Callable[[K, *Rest], R]) -> Callable[[K, *Rest], R]:
    """Let a function of a text, or of evidence, work once: what it returns stays with that.

    So a paragraph is read once however many claims cite it, and what a claim's side said is
    forgotten with it. Further arguments must be hashable.
    """

    def once(text: K, *rest: *Rest) -> R:
        key = (function, *rest) if rest else function
        found = text.store.get(key, _ABSENT)
        if found is _ABSENT:
            found = text.store[key] = function(text, *rest)
        return found  # type: ignore[return-value]  # what the function itself returned

    return once


@kept
def _dates(text: Prepared, published: date | None) -> tuple[DateMention, ...]:
    return read_dates(text.text, text.language, published)


@lru_cache(maxsize=_SIDES)
def prepare(text: str, language: str | None = None) -> Prepared:
    """Return a claim's side made ready; the same object for the same text, for a while.

    ``language`` ``None``: told from the text.
    """
    return _made(text, language)


def _made(text: str, language: str | None) -> Prepared:
    text = plain(text)
    return Prepared(text, language or detect(text))


def plain(text: str) -> str:
    """Return a text without what no reader sees: direction marks, joiners, spaces of other kinds.

    What looks at the letters as written then needs to know of none of them. Lines stay lines.
    """
    if not _UNSEEN.search(text):
        return text
    return _SPACES.sub(" ", _FORMATS.sub("", text))


# Format characters of Latin and Arabic text (Unicode category Cf), and spaces but one and a line's.
_CF = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
_FORMATS = re.compile(f"[{_CF}]")
_SPACES = re.compile(r"[^\S\n]+")
_UNSEEN = re.compile(f"[{_CF}\t\r\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]|  ")

_paragraphs: WeakValueDictionary[tuple[str, str | None], Prepared] = WeakValueDictionary()


def prepare_paragraph(text: str, language: str | None = None) -> Prepared:
    """Return a paragraph made ready; the same object for as long as anybody holds it.

    So each is read once for all shelves of its story, and forgotten with the story.
    """
    found = _paragraphs.get((text, language))
    if found is None:
        found = _paragraphs[text, language] = _made(text, language)
    return found
