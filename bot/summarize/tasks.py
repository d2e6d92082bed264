"""The tasks: what is filled into the prompts for one pair of languages, and for one story."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from math import sqrt
from typing import Any

from babel import Locale, UnknownLocaleError

from bot.model import Citation, Claim, Finding, Name, Note, Number, Sides, Story, When
from bot.summarize.answer import MOST_CLAIMS, MOST_DISAGREEMENTS
from bot.summarize.prefix import data, halves, system
from bot.tokens import count
from prompts import keys, prompt, text

CLAIM_TOKENS = 400  # a typed claim in two languages with evidence; 260 on average in o200k
EXTRA_TOKENS = 4_000  # disagreements, what no source says, headline
PARAGRAPH_TOKENS = 85  # a news paragraph of two sentences; fair to Arabic, whose words are long
LEFT_OUT = "Some paragraphs were left out for length: list nothing that they may well answer."


def instructions(name: str, languages: Sequence[str]) -> str:
    """Return the system message of the task ``name``, the same for every story."""
    lasting, _ = halves(name)
    return system(
        lasting.fill(
            languages=", ".join(f"{_named(code)} ({code})" for code in languages),
            sides=", ".join(f'"{code}"' for code in languages),
            translated=" or ".join(f'"({text("brief.translated", c)})" in {c}' for c in languages),
            style="\n".join(_styles(languages)),
        )
    )


def draft_task(story: Story, output_tokens: int, *, cut: bool) -> Callable[[str], str]:
    """Return what is said of the draft after the sources, as a function of its nonce."""
    least, most = claims_wanted(story, output_tokens)
    return partial(
        _fill,
        "draft",
        least=str(least),
        most=str(most),
        differences=str(min(MOST_DISAGREEMENTS, max(3, round(most * 0.55)))),
        cut=LEFT_OUT if cut else "",
    )


def repair_task(failed: Sequence[Claim]) -> Callable[[str], str]:
    """Return what is said of the repair after the sources, as a function of its nonce."""
    return partial(_fill, "repair", failed="\n\n".join(map(_failed, failed)))


def claims_wanted(story: Story, output_tokens: int) -> tuple[int, int]:
    """Return how few and how many claims a brief of ``story`` should have.

    It grows with the square root of what there is to read (copies do not count): about 4 to 8
    for one short article, 12 to 22 for five, never more than an answer can hold.
    """
    read = sum(count(p.text) for a in story.articles if not a.copy_of for p in a.paragraphs)
    room = max(3, (output_tokens - EXTRA_TOKENS) // CLAIM_TOKENS)
    most = min(MOST_CLAIMS, room, max(3, round(3.1 * sqrt(read / PARAGRAPH_TOKENS))))
    return max(2, round(most * 0.55)), most


def _fill(name: str, nonce: str, **values: str) -> str:
    _, after = halves(name)
    return after.fill(nonce=nonce, **values)


def _named(code: str) -> str:
    try:
        return Locale.parse(code, sep="-").english_name or code
    except (UnknownLocaleError, ValueError):
        return code


def _styles(languages: Sequence[str]) -> Iterator[str]:
    """Yield how each language is written where there is a page on it."""
    for code in languages:
        try:
            yield prompt(f"style.{code}").template.strip()
        except FileNotFoundError:
            continue


# --- failed claims ---------------------------------------------------------


def _failed(claim: Claim) -> str:
    findings = claim.verdict.findings if claim.verdict else ()
    why = [f"- {finding_said(finding)}" for finding in findings] or ["- entailment"]
    drafted = json.dumps(_drafted(claim), ensure_ascii=False, separators=(",", ":"))
    return "\n".join([f"{claim.id}, failed:", *why, f"drafted: {data(drafted)}"])


def finding_said(finding: Finding) -> str:
    """Return what a check found as one short English line for a model."""
    side = f" ({finding.side})" if finding.side else ""
    why = finding.reason.values.get("why")  # a judge's own words, for no reader but a model
    more = f" ({_value(why)})" if why else ""
    return f"{finding.check}{side}: {_noted(finding.reason)}{more}"


def _noted(note: Note) -> str:
    values = {k: _noted(v) if isinstance(v, Note) else _value(v) for k, v in note.values.items()}
    if note.key in keys("en"):
        said = text(note.key, "en", **values)
        return said.replace('“"', "“").replace('"”', "”")  # the sentence quotes it itself
    told = ", ".join(f"{key} {value}" for key, value in values.items())
    return told or note.key.rsplit(".", 1)[-1].replace("_", " ")


def _value(value: object) -> object:
    """Return a value of a reason so that it cannot be more than a value: quoted, on one line."""
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(str(_value(item)) for item in value)
    return value if isinstance(value, int | float) else f'"{data(str(value))}"'


def _drafted(claim: Claim) -> Mapping[str, Any]:
    return {
        "section": claim.section.value,
        "citations": [_cited(c) for c in claim.citations],
        "speaker": _named_as(claim.speaker),
        "medium": _named_as(claim.medium),
        "status": claim.status.value,
        "when": _timed(claim.when),
        "text": _sides(claim.text),
        "numbers": [_figure(n) for n in claim.numbers],
        "names": [_named_as(n) for n in claim.names],
    }


def _timed(when: When | None) -> Mapping[str, str] | None:
    if when is None:
        return None
    return {"value": when.value, "surface": when.surface, "basis": when.basis.value}


def _cited(citation: Citation) -> Mapping[str, str]:
    return {"paragraph": citation.paragraph, "evidence": citation.quote}


def _named_as(name: Name | None) -> Mapping[str, Any] | None:
    return {"surface": name.surface, "forms": _sides(name.forms)} if name else None


def _figure(number: Number) -> Mapping[str, Any]:
    return {
        "value": number.value,
        "unit": number.unit,
        "counts": number.counts,
        "surface": number.surface,
        "forms": _sides(number.forms),
    }


def _sides(sides: Sides) -> Mapping[str, str]:
    return {code: said for code, said in sides.items() if said}
