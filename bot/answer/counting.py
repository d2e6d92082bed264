"""Questions that ask for a number, and how well a paragraph can answer one. Pure.

"How many berths will there be?" is answered where a figure stands beside "berths"; where none
stands at all it is not, however much else is shared.
"""

from __future__ import annotations

import re
from collections.abc import Set

from bot.language import folded
from bot.language.numbers import Kind, read_numbers
from bot.language.search import word_terms

BESIDE, ELSEWHERE, NOWHERE = 1.6, 1.0, 0.5  # what a paragraph's score is worth by its figures

_MANY = re.compile(r"\bhow many\b|\bwhat (?:is the )?number of\b", re.IGNORECASE)
_MUCH = re.compile(r"\bhow (?:much|long|far|old|tall|large|big)\b", re.IGNORECASE)
_COUNTED_AR = re.compile(r"(?:^|\s)(?:و|ف)?(?:كم|ما(?: هو)? عدد)(?=\s)(?:\s+(?:من|عدد))?")
_NOUN = 2  # content words behind "how many" among which the noun is: "new berths"
_NEAR = 3  # words on either side of a figure that may be what it counts
_WORD = re.compile(r"\S+")
_NO_COUNT = (Kind.YEAR, Kind.ORDINAL)

Forms = frozenset[str]


def counted(question: str, language: str) -> Forms | None:
    """Return the forms of what a question wants counted, ``None`` if it asks for no number.

    They are empty where any figure may be the answer: "how long", "how much".
    """
    found = _MANY.search(question) or _COUNTED_AR.search(folded(question))
    if found is None:
        return Forms() if _MUCH.search(question) else None
    whole = question if found.re is _MANY else folded(question)
    nouns = word_terms(whole[found.end() :], language)[:_NOUN]
    return Forms(form for term in nouns for form, _ in term.forms)


def worth(text: str, language: str, wanted: Set[str]) -> float:
    """Return by how much a paragraph's score counts more or less for the figures it holds."""
    figures = [q for q in read_numbers(text, language) if q.kind not in _NO_COUNT]
    if not figures:
        return NOWHERE
    near = (_around(text, q.start, q.end) for q in figures) if wanted else ()
    beside = any(
        form in wanted
        for words in near
        for term in word_terms(words, language)
        for form, _ in term.forms
    )
    return BESIDE if beside else ELSEWHERE


def _around(text: str, start: int, end: int) -> str:
    before = _WORD.findall(text[:start])[-_NEAR:]
    return " ".join((*before, *_WORD.findall(text[end:])[:_NEAR]))
