"""One side of a claim under the hand of an operator, and what operators ask of its text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from random import Random

from bench.rows import Paragraph
from bench.wordlists import names, table, whole, words

_LATIN = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_FIGURE = re.compile(r"\d+(?:[.,٫٬]\d+)*")
QUOTED = re.compile(r"«([^»]+)»|“([^”]+)”|\"([^\"]+)\"")
_SIGNS = re.compile(r"[\u064b-\u0652\u0640]")
_LIMIT = re.compile(r"(?:قبل|before|by|until)\s+(?:\w+\s+){0,2}$")
_YEARS = range(1900, 2100)
_SMALL = 20
LONG_WORD = re.compile(r"[\w\u064b-\u0652]{4,}")


@dataclass(frozen=True, slots=True)
class Case:
    """One language side of a claim with what it cites; ``shelf`` has the rest of its articles."""

    text: str
    language: str
    paragraphs: tuple[Paragraph, ...]
    quote: str = ""
    shelf: tuple[Paragraph, ...] = ()

    @property
    def sources(self) -> str:
        return "\n".join(p.text for p in self.paragraphs)


def outside(text: str, pattern: re.Pattern[str]) -> list[re.Match[str]]:
    """Return the matches that do not stand in a quotation."""
    spans = [m.span() for m in QUOTED.finditer(text)]
    return [m for m in pattern.finditer(text) if not any(a <= m.start() < b for a, b in spans)]


def put(case: Case, at: re.Match[str], new: str) -> Case:
    return replace(case, text=case.text[: at.start()] + new + case.text[at.end() :])


def figures(case: Case) -> list[re.Match[str]]:
    return outside(case.text, _FIGURE)


def rewritten(
    case: Case, rng: Random, hits: list[re.Match[str]], change: Callable[[str, Random], str]
) -> Case | None:
    """Change one of ``hits`` to a figure that the cited text has neither in digits nor words."""
    for hit in rng.sample(hits, len(hits)):
        for _ in range(_SMALL):
            new = change(hit[0], rng)
            if not stands(case.sources, new):
                return put(case, hit, new)
    return None


def other_figure(old: str, rng: Random) -> str:
    places = [n for n, char in enumerate(old) if char.isdigit()]
    at = rng.choice(places)
    digit = rng.choice([d for d in "123456789" if d != old[at].translate(_LATIN)])
    if old[at] not in "0123456789":
        digit = chr(ord(old[at]) - int(old[at].translate(_LATIN)) + int(digit))
    return old[:at] + digit + old[at + 1 :]


def value(figure: str) -> int:
    return int(re.sub(r"\D", "", figure.translate(_LATIN)))


def is_year(case: Case, figure: re.Match[str]) -> bool:
    """Tell whether a figure is a year: by its size and by the word before it."""
    if len(figure[0]) != 4 or value(figure[0]) not in _YEARS:
        return False
    months = [name for forms in words("months", case.language) for name in forms]
    before = case.text[: figure.start()].rstrip()
    return follows(case, figure, "before_year") or before.endswith(tuple(months))


def follows(case: Case, figure: re.Match[str], section: str) -> bool:
    """Tell whether words of ``section`` stand right before a figure."""
    before = case.text[: figure.start()].rstrip()
    return any(re.search(rf"(?<!\w){w}$", before) for w in words(section, case.language))


def is_day(text: str, figure: re.Match[str]) -> bool:
    after = text[figure.end() :].lstrip()
    return any(
        after.startswith(name)
        for language in ("ar", "en")
        for forms in words("months", language)
        for name in forms
    )


def is_limit(case: Case, date: re.Match[str]) -> bool:
    """Tell whether a date is a limit ("before 2030"): what holds for it can hold for others."""
    return bool(_LIMIT.search(case.text[: date.start()]))


def measured(case: Case, unit: re.Match[str]) -> bool:
    """Tell whether a number stands before a unit, or after the sign of a currency."""
    before = re.split(r"[\s-]+", case.text[: unit.start()].strip(" -"))[-1]
    after = case.text[unit.end() : unit.end() + 1]
    scales = [pair[0] for pair in words("scale", case.language)]
    numerals = [word for row in words("numerals", case.language) for word in row[1:]]
    dual = unit[0].endswith("ين")
    return dual or after.isdigit() or before.isdecimal() or before in [*scales, *numerals]


def stands(sources: str, figure: str) -> bool:
    return value(figure) in _values(sources)


@lru_cache(maxsize=1024)
def _values(sources: str) -> frozenset[int]:
    """Return the figures of a text, in digits or words."""
    values = {value(m[0]) for m in _FIGURE.finditer(sources)}
    rows = [r for language in ("ar", "en") for r in words("numerals", language)]
    said = {int(r[0]) for r in rows if any(whole(w).search(sources) for w in r[1:])}
    return frozenset(values | said)


def month_forms(forms: list[str]) -> Iterator[tuple[str, int | None]]:
    if len(forms) > 1:
        yield "/".join(forms), None
    for n, form in enumerate(forms):
        yield form, n


def absent(case: Case, candidates: list[list[str]]) -> list[list[str]]:
    """Return the names that neither the cited text nor the claim has."""
    text = (case.sources + "\n" + case.text).casefold()
    languages = {tuple(n): _forms(tuple(n)) for n in candidates}
    return [n for n in candidates if not any(f.casefold() in text for f in languages[tuple(n)])]


def _forms(name: tuple[str, ...]) -> list[str]:
    """Return a name's forms in both languages."""
    for section in ("people", "places"):
        for entry in table("names")[section]:
            if tuple(entry["ar"]) == name or tuple(entry["en"]) == name:
                return [*entry["ar"], *entry["en"]]
    return list(name)


def renamed(case: Case, rng: Random, others: list[list[str]], section: str) -> Case | None:
    """Put one of ``others`` in place of a name of ``section`` that the claim has."""
    for forms in names(case.language, section):
        for n, form in enumerate(forms):
            pattern = re.compile(rf"(?<!\w){form}(?!\w)", re.IGNORECASE)
            found = outside(case.text, pattern)
            if found and others:
                new = rng.choice(others)[n]
                return put(case, found[0], new[0].upper() + new[1:] if _starts(found[0]) else new)
    return None


def _starts(found: re.Match[str]) -> bool:
    return found.start() == 0


def unused(section: str, case: Case, rng: Random) -> str:
    found: str = rng.choice([w for w in words(section, case.language) if w not in case.sources])
    return found


def bare(text: str) -> str:
    return " ".join(re.findall(r"\w+", _SIGNS.sub("", text)))


def stems(text: str) -> set[str]:
    return {word[:5] for word in bare(text).casefold().split() if len(word) > 3}


def share(text: str, wanted: set[str]) -> float:
    """Return the share of a text's words that are among ``wanted``."""
    own = stems(text)
    return len(own & wanted) / max(1, len(own))
