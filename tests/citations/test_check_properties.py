"""What must hold for any supported claim: a changed fact fails a gate, a changed spelling none.

The claims are those that ship with the benches, the changes theirs too.
"""

import json
from dataclasses import replace
from functools import cache
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.errors import altered
from bench.rows import SETS, Paragraph, Row, load
from bench.spellings import SPELLINGS, respelled
from bot.citations import GATES
from bot.citations.standalone import check_line
from bot.language import detect

ROWS = tuple(row for name in SETS for row in load(name))
RIGHT = tuple(row for row in ROWS if row.supported)
BY_ID = {row.id: row for row in ROWS}
GATE_NAMES = {str(check) for check, _ in GATES}

CHANGED = (
    "number_digit",
    "number_word",
    "number_scale",
    "unit_currency",
    "year",
    "month",
    "weekday",
    "day",
    "name_other",
    "name_invented",
    "quote_word",
    "evidence_word",
)


def answer(row: Row) -> dict[str, Any]:
    return check_line(json.dumps(row.asked()), lambda note: note.key)


def gates(row: Row) -> set[str]:
    """Return the gates that do not let a row pass."""
    sides = answer(row)["sides"].values()
    return {f["check"] for side in sides for f in side["failed"]} & GATE_NAMES


@cache
def before(id: str) -> dict[str, str]:
    """Return the verdicts of a row as it ships."""
    return verdicts(BY_ID[id])


def verdicts(row: Row) -> dict[str, str]:
    return {side: found["label"] for side, found in answer(row)["sides"].items()}


@cache
def made(kind: str) -> tuple[Row, ...]:
    return tuple(altered(ROWS, 1, [kind]))


CHANGES = [(kind, side) for kind in CHANGED for side in ("ar", "en")]


@pytest.mark.parametrize(("kind", "side"), CHANGES)
def test_a_changed_fact_fails_a_gate(kind: str, side: str) -> None:
    changed = [row for row in made(kind) if row.wrong_side == side]
    assert [row.id for row in changed if not gates(row)] == []


@pytest.mark.parametrize("kind", SPELLINGS)
def test_another_spelling_changes_no_verdict(kind: str) -> None:
    pairs = respelled(RIGHT, 1, [kind])
    assert [new.id for row, new in pairs if verdicts(new) != before(row.id)] == []


UNSEEN = ("bidi_marks", "spaces", "diacritics", "tatweel")


@pytest.mark.parametrize("kind", UNSEEN)
def test_what_no_reader_sees_helps_no_error_through(kind: str) -> None:
    pairs = respelled([row for row in ROWS if not row.supported], 1, [kind])
    assert [new.id for row, new in pairs if verdicts(new) != before(row.id)] == []


@pytest.mark.parametrize("kind", UNSEEN)
def test_a_source_so_spelled_says_the_same(kind: str) -> None:
    spell = SPELLINGS[kind]
    found = []
    for row in ROWS[::3]:
        if not row.quote:
            said = [spell(p.text, detect(p.text), Random(row.id)) for p in row.paragraphs]
            told = zip(row.paragraphs, said, strict=True)
            new = replace(row, paragraphs=tuple(replace(p, text=text) for p, text in told))
            found += [row.id] if verdicts(new) != before(row.id) else []
    assert found == []


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.sampled_from(RIGHT), st.permutations(tuple(SPELLINGS)), st.integers(0, 99))
def test_spellings_change_no_verdict_together(row: Row, order: list[str], seed: int) -> None:
    spelled = row
    for kind in order[:4]:
        for _, new in respelled([spelled], seed, [kind]):
            spelled = new
    assert verdicts(spelled) == before(row.id)


KNOWN_NAMES = [
    ("ar", "قال ترامب إن الاجتماع سيعقد في المساء.", "ترامب", "ترمب"),
    ("ar", "التقى نتنياهو وفدا من النواب.", "نتنياهو", "نتانياهو"),
    ("ar", "وصل توكاييف إلى العاصمة.", "توكاييف", "توكايف"),
    ("ar", "أيدت كازاخستان المقترح.", "كازاخستان", "كازخستان"),
    ("ar", "رحب أردوغان بالبيان.", "أردوغان", "أردوجان"),
    ("ar", "سافر غوتيريش إلى جنيف.", "غوتيريش", "غوتيريس"),
    ("en", "Tokayev arrived in the capital.", "Tokayev", "Tokaev"),
    ("en", "Zelensky welcomed the statement.", "Zelensky", "Zelenskyy"),
    ("en", "Gaddafi ruled the country then.", "Gaddafi", "Qaddafi"),
]


def claim_on(source: str, side: str, text: str) -> Row:
    return Row("r", {side: text}, (Paragraph("a1.p1", source),), True, "names_variant")


@pytest.mark.parametrize(("side", "source", "name", "other"), KNOWN_NAMES)
def test_a_known_variant_of_a_name_passes(side: str, source: str, name: str, other: str) -> None:
    assert gates(claim_on(source, side, source.replace(name, other))) == set()


@pytest.mark.parametrize(
    ("source", "english"),
    [
        ("قال ترامب إن الاجتماع سيعقد مساء.", "Trump said the meeting was in the evening."),
        ("وصل توكاييف إلى أستانا.", "Tokayev arrived in Astana."),
        ("أيدت كازخستان المقترح.", "Kazakhstan backed the proposal."),
        ("التقى نتانياهو وفدا من النواب.", "Netanyahu met a delegation of deputies."),
        ("قالت إنجريد فالسترند إن العمل بدأ.", "Ingrid Falstrand said the work had begun."),
    ],
)
def test_a_name_passes_in_the_other_script(source: str, english: str) -> None:
    assert gates(claim_on(source, "en", english)) == set()


@pytest.mark.parametrize(
    ("source", "english"),
    [
        ("وصل توكاييف إلى أستانا.", "Nazarbayev arrived in Astana."),
        ("أيدت كازخستان المقترح.", "Uzbekistan backed the proposal."),
        ("التقى نتانياهو وفدا من النواب.", "Lapid met a delegation of deputies."),
        ("زار الوزير باريس.", "The minister visited Basra."),
    ],
)
def test_another_name_fails_in_the_other_script(source: str, english: str) -> None:
    assert "names" in gates(claim_on(source, "en", english))


TIMES = [
    ("أعلن الوزير أمس الأربعاء الاتفاق.", {"en": "The minister announced the deal on 21 October."}),
    ("أعلن الوزير أمس الأربعاء الاتفاق.", {"en": "The minister announced the deal on 13 October."}),
    ("أعلن الوزير أمس الأربعاء الاتفاق.", {"ar": "أعلن الوزير الاتفاق في 15 أكتوبر."}),
    ("The minister announced the deal on Wednesday.", {"ar": "أعلن الوزير الاتفاق الخميس."}),
]


@pytest.mark.parametrize(("source", "claim"), TIMES)
def test_a_time_is_resolved_against_the_day_of_the_article(
    source: str, claim: dict[str, str]
) -> None:
    row = Row("r", claim, (Paragraph("a1.p1", source),), False, "day", published="2026-10-15")
    assert "dates" in gates(row)


PIECES = (
    *("و", "ف", "ال", "ب", "لل", "من", "كل", "إلى", "على الأكثر", "عبد", "الدين", "الأحد عشر"),
    *("ألف", "نصف", "تسع", "ثانية", "سيعلن", "قد", "لم", "لا", "نفسه", "من العام نفسه", "١٢", "ـ"),
    *(
        "from",
        "to",
        "half",
        "of",
        "the same year",
        "at most",
        "no more than",
        "will",
        "not",
        "Abdel",
    ),
    *(
        "2024",
        "8",
        "1/2",
        "10:30",
        "%",
        "+",
        "$",
        "-",
        ".",
        "،",
        "«",
        "»",
        '"',
        "(",
        "\u200f",
        "🙂",
    ),
)


def torn(text: str, rng: Random) -> str:
    """Return a text with pieces put in, and words taken out, cut short or turned round."""
    words = text.split()
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(words) + 1)
        words[at:at] = [rng.choice(PIECES)]
        at = rng.randrange(len(words))
        words[at] = rng.choice((words[at], words[at][:1], words[at][::-1]))
    return " ".join(words)


@settings(max_examples=150)
@given(st.sampled_from(ROWS), st.integers(0, 2**32))
def test_no_check_breaks_on_torn_text(row: Row, seed: int) -> None:
    rng = Random(seed)
    claim = {language: torn(text, rng) for language, text in row.claim.items()}
    paragraphs = tuple(replace(one, text=torn(one.text, rng)) for one in row.paragraphs)
    found = answer(replace(row, claim=claim, paragraphs=paragraphs))
    failed = [one["reason"] for side in found["sides"].values() for one in side["failed"]]
    assert "check.broken" not in failed


@pytest.mark.parametrize("piece", ["و", "في", "ف", "سي", "ت"])
def test_a_lone_letter_behind_a_plan_breaks_nothing(piece: str) -> None:
    text = f"ومن المقرر أن {piece} وفد من البرلمان يزور المصنع في لويك يوم الأحد."
    source = Paragraph("a1.p1", text)
    claim = {"ar": "زار وفد من البرلمان المصنع في لويك."}
    found = answer(replace(RIGHT[0], claim=claim, paragraphs=(source,)))["sides"]["ar"]["failed"]
    assert "check.broken" not in [one["reason"] for one in found]
