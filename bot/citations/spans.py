"""Puts each citation's evidence at its exact place in its paragraph."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.citations.evidence import Shelf
from bot.language import find
from bot.model import Citation


def located(citations: Iterable[Citation], shelf: Shelf) -> tuple[Citation, ...]:
    """Return ``citations`` with their spans, the quote as the paragraph writes it.

    One whose quote is not found stays as it is; the quote gate has said so already.
    """
    return tuple(_located(citation, shelf) for citation in citations)


def _located(citation: Citation, shelf: Shelf) -> Citation:
    passage = shelf.passages.get(citation.paragraph)
    span = find(citation.quote, passage.prepared.folded) if passage else None
    if passage is None or span is None:
        return citation
    start, end = span
    return replace(citation, quote=passage.prepared.text[start:end], start=start, end=end)
