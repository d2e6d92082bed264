"""Faithful claims in the manner of wires on many subjects: no check may doubt them."""

import json
from pathlib import Path

import pytest

from bot.citations.standalone import check_line
from bot.model import Note

WIRES = Path(__file__).resolve().parents[2] / "bench" / "claims" / "wires.jsonl"
ROWS = [json.loads(line) for line in WIRES.read_text("utf-8").splitlines()]


def _said(note: Note) -> str:
    return note.key


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_a_claim_that_follows_raises_no_doubt(row: dict[str, object]) -> None:
    asked = {key: row[key] for key in ("id", "claim", "paragraphs", "published")}
    found = check_line(json.dumps(asked), _said)
    assert found["label"] == "supported", found["sides"]
