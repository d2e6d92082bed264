"""Checks claims that come as JSON lines, outside any brief (``isnad check``)."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from bot.citations import LADDER, Evidence, Passage, judge_claim, passage, worst
from bot.language import detect, direction, find, text_direction
from bot.model import Check, Citation, Claim, Finding, Note, Paragraph, Section

_PARAGRAPHS = 512  # that are kept: those of a long story; bounds the memory

Row = dict[str, Any]
Say = Callable[[Note], str]

_RUNGS = tuple((check, run) for check, run in LADDER if check is not Check.SCHEMA)
"""A row is no draft: it need not quote its evidence, and any number of paragraphs is fine."""


class BadRowError(ValueError):
    """A line is no row; ``str`` says what is wrong with it."""


@dataclass(frozen=True)
class Given:
    """A line as it was read: its id, the claim and its evidence, or what is wrong with it."""

    id: object
    claim: Claim | None = None
    evidence: Evidence | None = None
    error: str | None = None


def check_line(line: str, say: Say) -> Row:
    """Check one JSON line: ``{"id", "claim": {lang: text}, "paragraphs": [{"id", "text"}]}``.

    ``"quote"`` and ``"published"`` (ISO date) may stand beside them. Returns the row of the
    answer; one with ``"error"`` for a line that is no such object. Never raises. ``say`` puts a
    reason into words.
    """
    return answer(checked(read_line(line)), say)


def read_line(line: str) -> Given:
    """Read one JSON line as a claim with its evidence. Never raises."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return Given(None, error="not a JSON object")
    id = row.get("id") if isinstance(row, dict) else None
    try:
        claim, evidence = _read(row)
    except BadRowError as error:
        return Given(id, error=str(error))
    return Given(id, claim, evidence)


def checked(given: Given) -> Given:
    """Return ``given`` with the verdict of the gates and cues on its claim."""
    if given.claim is None or given.evidence is None:
        return given
    return Given(given.id, judge_claim(given.claim, given.evidence, _RUNGS), given.evidence)


def answer(given: Given, say: Say) -> Row:
    """Return the row that answers a checked line."""
    if given.claim is None:
        return {"id": given.id, "error": given.error}
    findings = given.claim.verdict.findings if given.claim.verdict else ()
    sides = {
        language: [one for one in findings if one.side in (None, language)]
        for language in given.claim.text
    }
    label = worst([one.label for found in sides.values() for one in found])
    rows = {language: _side(found, say) for language, found in sides.items()}
    return {"id": given.id, "label": str(label), "sides": rows}


def row_to_text(row: Mapping[str, Any]) -> str:
    """Return an answer's row as lines for people."""
    if "error" in row:
        return f"{row['id']}: {row['error']}"
    lines = [f"{row['id']}: {row['label']}"]
    for language, side in row["sides"].items():
        lines.extend(f"  {language}  {f['check']}: {f['reason']}" for f in side["failed"])
    return "\n".join(lines)


def _side(findings: Sequence[Finding], say: Say) -> Row:
    failed = [{"check": str(one.check), "reason": say(one.reason)} for one in findings]
    return {"label": str(worst([one.label for one in findings])), "failed": failed}


def _read(row: object) -> tuple[Claim, Evidence]:
    if not isinstance(row, dict):
        raise BadRowError("not a JSON object")
    text = _texts(row.get("claim"))
    evidence = _evidence(
        _paragraphs(row.get("paragraphs")), _day(row.get("published")), tuple(text)
    )
    quote = row.get("quote") or ""
    if not isinstance(quote, str):
        raise BadRowError('"quote" must be text')
    citations = _citations(evidence.passages, quote)
    claim = Claim(str(row.get("id")), Section.ANNOUNCEMENT, text, citations)
    return claim, evidence


@lru_cache(maxsize=_PARAGRAPHS)
def _evidence(
    paragraphs: tuple[tuple[str, str], ...], day: date | None, languages: tuple[str, ...]
) -> Evidence:
    """Return the same object for the same paragraphs: what they say together is read once."""
    made = [_passage(id, text, day, languages) for id, text in paragraphs]
    return Evidence(tuple({p.id: p for p in made}.values()), (), languages)


def _texts(given: object) -> dict[str, str]:
    if not isinstance(given, dict) or not given:
        raise BadRowError('"claim" must map languages to text')
    if not all(isinstance(value, str) and value.strip() for value in given.values()):
        raise BadRowError('"claim" must map languages to text that is not empty')
    return {str(language): text for language, text in given.items()}


def _day(given: object) -> date | None:
    if given is None:
        return None
    try:
        return date.fromisoformat(str(given)[:10])
    except ValueError:
        raise BadRowError('"published" must be an ISO date (2025-11-07)') from None


def _paragraphs(given: object) -> tuple[tuple[str, str], ...]:
    """Return the id and the text of each paragraph of a row."""
    if not isinstance(given, list) or not given:
        raise BadRowError('"paragraphs" must be a list of {"id", "text"}, at least one')
    made = []
    for n, one in enumerate(given, 1):
        if not isinstance(one, dict) or not isinstance(one.get("text"), str):
            raise BadRowError('"paragraphs" must be a list of {"id", "text"}')
        made.append((str(one.get("id", f"p{n}")), one["text"]))
    return tuple(made)


@lru_cache(maxsize=_PARAGRAPHS)
def _passage(id: str, text: str, day: date | None, languages: tuple[str, ...]) -> Passage:
    return passage(Paragraph(id, 1, text), _language(text, languages), day)


def _language(text: str, languages: tuple[str, ...]) -> str:
    """Return the language of a paragraph; a short one that tells nothing has the claim's."""
    found = detect(text)
    if found != "und":
        return found
    way = text_direction(text)
    own = [code for code in languages if direction(code) == way]
    return own[0] if len(own) == 1 else found


def _citations(passages: tuple[Passage, ...], quote: str) -> tuple[Citation, ...]:
    """Cite every paragraph; the quote belongs to the one that has it (else to the first)."""
    holders = [p.id for p in passages if quote and find(quote, p.prepared.folded)]
    holder = (holders or [passages[0].id])[0]
    return tuple(Citation(p.id, quote if p.id == holder else "") for p in passages)
