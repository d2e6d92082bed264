"""Money, ranges, clocks, shares and lengths of time as the other language tells them.

``retold.txt`` holds claims in both languages, each with its source: "right" ones pass the gates
of figures and names, of "wrong" ones a figure or a name is another.
"""

from datetime import date
from pathlib import Path

import pytest

from bot.citations.dates import dates
from bot.citations.names import names
from bot.citations.numbers import numbers
from bot.citations.parity import parity
from bot.model import Finding
from bot.testing.claims import claim, evidence

DAY = date(2025, 11, 20)
ROWS = Path(__file__).with_name("retold.txt").read_text("utf-8").strip().split("\n\n")


def _rows(label: str) -> list[tuple[str, ...]]:
    cut = [row.splitlines() for row in ROWS]
    return [tuple(line.split(" ", 1)[1] for line in rest) for head, *rest in cut if head == label]


def _found(source: str, ar: str, en: str) -> tuple[Finding, ...]:
    asked, held = claim({"ar": ar, "en": en}), evidence(source, published=DAY)
    return tuple(f for gate in (numbers, dates, parity, names) for f in gate(asked, held))


@pytest.mark.parametrize(("source", "ar", "en"), _rows("right"))
def test_a_figure_told_in_another_way_is_carried(source: str, ar: str, en: str) -> None:
    assert _found(source, ar, en) == ()


@pytest.mark.parametrize(("source", "ar", "en"), _rows("wrong"))
def test_another_figure_or_name_is_not(source: str, ar: str, en: str) -> None:
    assert _found(source, ar, en) != ()
