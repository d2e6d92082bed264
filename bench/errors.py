"""Scripted errors: from a supported claim, claims that say something else.

Pure and seeded: the same rows and seed give the same errors. Each operator takes a ``Case`` and
returns it changed, or ``None`` where there is nothing for it to change. It changes one language
side by itself, so that a claim in two languages becomes a one-sided drift as well. The operators
read and write text with tables of their own, never with the code that they are to test.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from random import Random

from bench.rows import Paragraph, Row
from bench.side import (
    LONG_WORD,
    QUOTED,
    Case,
    absent,
    bare,
    figures,
    follows,
    is_day,
    is_limit,
    is_year,
    measured,
    month_forms,
    other_figure,
    outside,
    put,
    renamed,
    rewritten,
    share,
    stands,
    stems,
    unused,
    value,
)
from bench.wordlists import names, table, whole, words

_MOVED = 0.2
"""A paragraph with a larger share of its words in the claim or its citations may support it."""

Operator = Callable[[Case, Random], Case | None]


def number_digit(case: Case, rng: Random) -> Case | None:
    """Change one digit of a figure that is neither a year nor a day of the month."""
    hits = [
        m
        for m in figures(case)
        if not (is_year(case, m) or is_day(case.text, m) or follows(case, m, "bounded"))
    ]
    return rewritten(case, rng, hits, other_figure)


def day(case: Case, rng: Random) -> Case | None:
    """Change the day of a date."""
    hits = [m for m in figures(case) if is_day(case.text, m) and not is_limit(case, m)]
    return rewritten(case, rng, hits, lambda old, r: str(r.choice([*range(2, 29)])))


def year(case: Case, rng: Random) -> Case | None:
    """Change a year by up to nine years."""
    hits = [m for m in figures(case) if is_year(case, m) and not is_limit(case, m)]
    return rewritten(case, rng, hits, lambda old, r: str(value(old) + r.choice([-9, -3, 4, 7])))


def number_word(case: Case, rng: Random) -> Case | None:
    """Put another number word of the same form in place of one."""
    rows = words("numerals", case.language)
    for row in rng.sample(rows, len(rows)):
        for form, word in enumerate(row[1:], 1):
            found = outside(case.text, whole(word))
            others = [o for o in rows if o is not row and not stands(case.sources, o[0])]
            if found and others:
                return put(case, found[0], rng.choice(others)[form])
    return None


def number_swap(case: Case, rng: Random) -> Case | None:
    """Let two figures of the claim change places."""
    hits = [m for m in figures(case) if not is_day(case.text, m)]
    pairs = [
        (one, other)
        for n, one in enumerate(hits)
        for other in hits[n + 1 :]
        if value(one[0]) != value(other[0])
    ]
    if not pairs:
        return None
    one, other = rng.choice(pairs)
    text = case.text
    middle = text[one.end() : other.start()]
    return replace(
        case, text=text[: one.start()] + other[0] + middle + one[0] + text[other.end() :]
    )


def unit(case: Case, rng: Random) -> Case | None:
    """Put another unit or currency in place of one that goes with a figure."""
    for pattern, new in words("units", case.language):
        for found in outside(case.text, whole(pattern)):
            if measured(case, found):
                return put(case, found, new)
    return None


def month(case: Case, rng: Random) -> Case | None:
    """Put another month in place of one, under the same kind of name."""
    months = words("months", case.language)
    others = [m for m in months if not any(name in case.sources for name in m)]
    for forms in months:
        for pattern, form in month_forms(forms):
            found = outside(case.text, whole(pattern))
            if found and others and not is_limit(case, found[0]):
                other = rng.choice(others)
                return put(case, found[0], "/".join(other) if form is None else other[form])
    return None


def weekday(case: Case, rng: Random) -> Case | None:
    """Put another day of the week in place of one."""
    days = words("weekdays", case.language)
    for name in days:
        found = outside(case.text, whole(name))
        if found:
            return put(case, found[0], rng.choice([d for d in days if d not in case.sources]))
    return None


def name_other(case: Case, rng: Random) -> Case | None:
    """Put another name of our stories in place of one; the cited text does not have it."""
    return renamed(case, rng, absent(case, names(case.language, "people")), "people") or renamed(
        case, rng, absent(case, names(case.language, "places")), "places"
    )


def name_invented(case: Case, rng: Random) -> Case | None:
    """Put a name that nobody has in place of one."""
    invented = table("names")["invented"]
    return renamed(case, rng, invented[f"people_{case.language}"], "people") or renamed(
        case, rng, invented[f"places_{case.language}"], "places"
    )


def speaker_swap(case: Case, rng: Random) -> Case | None:
    """Give the words to another person, whose paragraph the claim then cites too."""
    cited = {p.id for p in case.paragraphs}
    for other in rng.sample(case.shelf, len(case.shelf)):
        if other.id in cited or len(case.paragraphs) > 2:
            continue
        present = [n for n in names(case.language, "people") if n[-1] in other.text]
        found = renamed(case, rng, absent(case, present), "people")
        if found:
            return replace(found, paragraphs=(*case.paragraphs, other))
    return None


def quote_word(case: Case, rng: Random) -> Case | None:
    """Change one word of a quotation that stands in the cited text."""
    for found in QUOTED.finditer(case.text):
        inner = next(n for n in (1, 2, 3) if found[n])
        hits = list(LONG_WORD.finditer(found[inner]))
        if hits and bare(found[inner]) in bare(case.sources):
            hit = rng.choice(hits)
            start = found.start(inner)
            new = unused("unquoted", case, rng)
            text = case.text[: start + hit.start()] + new + case.text[start + hit.end() :]
            return replace(case, text=text)
    return None


def evidence_word(case: Case, rng: Random) -> Case | None:
    """Change one word of the verbatim evidence, not of the claim."""
    hits = list(LONG_WORD.finditer(case.quote))
    if not hits:
        return None
    hit = rng.choice(hits)
    language = "ar" if re.search(r"[\u0620-\u064a]", case.quote) else "en"
    new = unused("unquoted", replace(case, language=language), rng)
    return replace(case, quote=case.quote[: hit.start()] + new + case.quote[hit.end() :])


def citation_moved(case: Case, rng: Random) -> Case | None:
    """Cite another paragraph of the same article, one that shares few words with the claim."""
    wanted = stems(case.text + case.sources)
    cited = {p.id for p in case.paragraphs}
    articles = {p.article for p in case.paragraphs}
    far = [
        p
        for p in case.shelf
        if p.article in articles and p.id not in cited and share(p.text, wanted) < _MOVED
    ]
    return replace(case, paragraphs=(rng.choice(far),), quote="") if far else None


def attribution_dropped(case: Case, rng: Random) -> Case | None:
    """Tell what somebody said as a fact."""
    for pattern in words("attribution_dropped", case.language):
        found = re.match(pattern, case.text)
        if found:
            rest = found[1].strip().removesuffix(".")
            text = rest[0].upper() + rest[1:] + "."
            if text.split()[0] in words("dangling", case.language):
                return None
            return replace(case, text=text)
    return None


def _phrases(section: str) -> Operator:
    """Return the operator that puts the first pair of a section of the words that fits."""

    def operator(case: Case, rng: Random) -> Case | None:
        for pattern, new in words(section, case.language):
            found = outside(case.text, whole(pattern))
            if found:
                return put(case, found[0], found[0].expand(new))
        return None

    return operator


OPERATORS: Mapping[str, Operator] = {
    "number_digit": number_digit,
    "number_scale": _phrases("scale"),
    "number_word": number_word,
    "number_swap": number_swap,
    "unit_currency": unit,
    "month": month,
    "weekday": weekday,
    "day": day,
    "year": year,
    "name_other": name_other,
    "name_invented": name_invented,
    "speaker_swap": speaker_swap,
    "quote_word": quote_word,
    "evidence_word": evidence_word,
    "negation_added": _phrases("negation_added"),
    "negation_removed": _phrases("negation_removed"),
    "plan_as_fact": _phrases("plan_as_fact"),
    "hedge_strengthened": _phrases("hedge_strengthened"),
    "allegation_as_fact": _phrases("allegation_as_fact"),
    "attribution_dropped": attribution_dropped,
    "bound": _phrases("bounds"),
    "quantifier": _phrases("quantifiers"),
    "citation_moved": citation_moved,
}
"""Every operator by the kind of error that it makes."""

_WHOLE_CLAIM = ("evidence_word", "citation_moved", "speaker_swap")


def altered(rows: Iterable[Row], seed: int, kinds: Iterable[str] = OPERATORS) -> Iterator[Row]:
    """Yield, for each supported row, language side and kind, the side alone with one error."""
    given = tuple(rows)
    shelf = _shelf(given)
    for row in given:
        for language in row.claim if row.supported else ():
            for kind in kinds:
                yield from _altered(row, language, kind, seed, shelf)


def drifted(rows: Iterable[Row], seed: int, each: int = 2) -> Iterator[Row]:
    """Yield rows in two languages of which one side has an error: ``each`` per row and side."""
    given = tuple(row for row in rows if row.supported and len(row.claim) > 1)
    for row in given:
        for language in row.claim:
            made = [
                (kind, one)
                for kind in OPERATORS
                if kind not in _WHOLE_CLAIM
                for one in _altered(row, language, kind, seed, {})
            ]
            rng = Random(f"{seed}:{row.id}:{language}")
            for kind, one in rng.sample(made, min(each, len(made))):
                claim = {**row.claim, language: one.claim[language]}
                yield replace(
                    one,
                    id=f"{row.id}/drift/{kind}/{language}",
                    claim=claim,
                    kind=f"drift_{language}",
                )


def _altered(
    row: Row, language: str, kind: str, seed: int, shelf: Mapping[str, tuple[Paragraph, ...]]
) -> Iterator[Row]:
    articles = dict.fromkeys(p.article for p in row.paragraphs)
    near = tuple(p for article in articles for p in shelf.get(article, ()))
    case = Case(row.claim[language], language, row.paragraphs, row.quote, near)
    made = OPERATORS[kind](case, Random(f"{seed}:{row.id}:{kind}:{language}"))
    if made and made != case:
        yield Row(
            f"{row.id}/{kind}/{language}",
            {language: made.text},
            made.paragraphs,
            False,
            kind,
            language,
            made.quote,
            row.published,
            f"from {row.id}",
        )


def _shelf(rows: Iterable[Row]) -> Mapping[str, tuple[Paragraph, ...]]:
    """Return every cited paragraph by its article; articles of one paragraph are no help."""
    found: dict[str, dict[str, Paragraph]] = {}
    for row in rows:
        for paragraph in row.paragraphs:
            if paragraph.article:
                found.setdefault(paragraph.article, {})[paragraph.id] = paragraph
    return {article: tuple(of.values()) for article, of in found.items()}
