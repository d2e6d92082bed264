"""A text made ready for the checks, once: its comparison form, figures and quotations."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

from bot.citations.quotations import Quotation, quotations
from bot.language import Folded, detect, fold
from bot.language.numbers import Quantity, scan

_KEPT = 4096  # texts: a long story's paragraphs and both sides of its claims; bounds the memory


@dataclass(frozen=True)
class Prepared:
    """A paragraph or a claim's side. Everything beyond the text is worked out when first asked."""

    text: str
    language: str

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

    def written(self, quantity: Quantity) -> str:
        """Return a figure as the text writes it."""
        start, end = self.folded.span(quantity.start, quantity.end)
        return self.text[start:end]


@lru_cache(maxsize=_KEPT)
def prepare(text: str, language: str | None = None) -> Prepared:
    """Return ``text`` made ready; the same object for the same text.

    ``language`` ``None``: told from the text.
    """
    return Prepared(text, language or detect(text))
