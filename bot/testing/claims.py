"""Claims and their evidence, made shortly for tests and measurements."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

from bot.citations import CheckFunction, Evidence, passage
from bot.citations.standalone import check_line
from bot.model import Citation, Claim, Note, Paragraph, Section, Sides


def claim(sides: Sides | str, *, id: str = "c1", **quotes: str) -> Claim:
    """Return a claim; a bare text is its Arabic or English side. ``p1="..."`` cites a1.p1."""
    text = sides if isinstance(sides, Mapping) else {language_of(sides): sides}
    citations = tuple(Citation(f"a1.{name}", quote) for name, quote in quotes.items())
    return Claim(id, Section.ANNOUNCEMENT, text, citations)


def evidence(
    *texts: str, published: date | None = None, languages: tuple[str, ...] = ()
) -> Evidence:
    """Return evidence of paragraphs a1.p1, a1.p2, ..."""
    paragraphs = (Paragraph(f"a1.p{n}", n, text) for n, text in enumerate(texts, 1))
    passages = tuple(passage(p, language_of(p.text), published) for p in paragraphs)
    return Evidence(passages, (), languages)


def language_of(text: str) -> str:
    """Return "ar" for a text with Arabic letters, else "en"."""
    return "ar" if any("\u0621" <= char <= "\u064a" for char in text) else "en"


def reasons(check: CheckFunction, sides: Sides | str, *texts: str, **quotes: str) -> list[str]:
    """Return the text keys of what ``check`` finds in a claim held against ``texts``."""
    found = check(claim(sides, **quotes), evidence(*texts))
    return [finding.reason.key.removeprefix("check.") for finding in found]


def doubts(*texts: str, en: str = "", ar: str = "", published: str | None = None) -> list[str]:
    """Return the text keys of what all gates and cues find in a claim held against ``texts``.

    As ``isnad check`` reads it: each text is a paragraph of an article of its own; a side that is
    "" is left out; ``published`` is an ISO date.
    """
    sides = {language: text for language, text in (("ar", ar), ("en", en)) if text}
    row = {
        "id": "c",
        "claim": sides,
        "paragraphs": [{"id": f"a{n}.p1", "text": text} for n, text in enumerate(texts, 1)],
        **({"published": published} if published else {}),
    }
    found = check_line(json.dumps(row), _key)
    return [one["reason"] for side in found["sides"].values() for one in side["failed"]]


def _key(note: Note) -> str:
    return note.key
