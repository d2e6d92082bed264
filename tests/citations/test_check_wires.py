"""Faithful claims in the manner of wires on many subjects: no check may doubt them."""

import json
from pathlib import Path

from bot.citations.standalone import check_line
from bot.model import Note

WIRES = Path(__file__).resolve().parents[2] / "bench" / "claims" / "wires.jsonl"
ROWS = [json.loads(line) for line in WIRES.read_text("utf-8").splitlines()]


def _said(note: Note) -> str:
    return note.key


def test_claims_that_follow_raise_no_doubt() -> None:
    asked = ({key: row[key] for key in ("id", "claim", "paragraphs", "published")} for row in ROWS)
    found = [check_line(json.dumps(one), _said) for one in asked]
    assert {one["id"]: one["sides"] for one in found if one["label"] != "supported"} == {}
