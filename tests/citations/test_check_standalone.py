"""One JSON line in, one out: the tool for claims from elsewhere."""

import json
from typing import Any

import pytest

from bot.citations.standalone import check_line, row_to_text
from bot.model import Note


def say(note: Note) -> str:
    return note.key


def answer(**row: Any) -> dict[str, Any]:
    return check_line(json.dumps({"id": "x1"} | row), say)


SOURCE = [{"id": "a1.p1", "text": "وقعت 5 دول الاتفاق."}]


def test_each_side_has_its_own_verdict() -> None:
    row = answer(claim={"ar": "وقعت خمس دول.", "en": "Six states signed."}, paragraphs=SOURCE)
    assert row["id"] == "x1"
    assert row["label"] == "unsupported"
    assert row["sides"]["ar"] == {"label": "supported", "failed": []}
    assert row["sides"]["en"]["label"] == "unsupported"
    assert {"check": "numbers", "reason": "check.numbers.other"} in row["sides"]["en"]["failed"]


def test_a_right_claim_is_supported() -> None:
    row = answer(claim={"en": "Five states signed."}, paragraphs=SOURCE, quote="وقعت 5 دول")
    assert row["label"] == "supported"


def test_a_quote_that_is_not_there_fails_every_side() -> None:
    sides = {"ar": "وقعت دول.", "en": "States signed."}
    row = answer(claim=sides, paragraphs=SOURCE, quote="رفضت 5 دول")
    assert {side["label"] for side in row["sides"].values()} == {"unsupported"}


def test_the_day_of_publication_counts() -> None:
    row = answer(claim={"en": "Five signed in 2025."}, paragraphs=SOURCE, published="2025-11-07")
    assert row["label"] == "supported"


@pytest.mark.parametrize(
    "line",
    [
        "no json",
        "[]",
        "7",
        "[" * 100_000,
        '{"id": 1}',
        '{"claim": {}, "paragraphs": [{"text": "t"}]}',
        '{"claim": {"en": ""}, "paragraphs": [{"text": "t"}]}',
        '{"claim": {"en": 7}, "paragraphs": [{"text": "t"}]}',
        '{"claim": {"en": "t"}, "paragraphs": []}',
        '{"claim": {"en": "t"}, "paragraphs": ["t"]}',
        '{"claim": {"en": "t"}, "paragraphs": [{"text": "t"}], "quote": 7}',
        '{"claim": {"en": "t"}, "paragraphs": [{"text": "t"}], "published": "soon"}',
    ],
)
def test_a_bad_row_is_told(line: str) -> None:
    row = check_line(line, say)
    assert row["error"]
    assert "label" not in row


def test_for_people_one_line_a_finding() -> None:
    row = answer(claim={"en": "Six states signed."}, paragraphs=SOURCE)
    assert row_to_text(row).splitlines() == [
        "x1: unsupported",
        "  en  numbers: check.numbers.other",
    ]
    assert row_to_text({"id": None, "error": "bad"}) == "None: bad"


@pytest.mark.parametrize("flights", ["eleven", "twelve"])
def test_a_paragraph_too_short_to_tell_its_language_has_the_claim_s(flights: str) -> None:
    row = {
        "id": 1,
        "claim": {"en": f"Fog delayed {flights} flights.", "ar": "أخر الضباب إحدى عشرة رحلة."},
        "paragraphs": [{"id": "p1", "text": "Fog delayed eleven flights on Tuesday morning."}],
    }
    side = check_line(json.dumps(row), lambda note: note.key)["sides"]["en"]
    assert (side["label"] == "supported") == (flights == "eleven")
