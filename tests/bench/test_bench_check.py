"""The bench asks the checker what it says it asks, and tells what came out."""

from pathlib import Path

import pytest

import bench.check
import bench.results
from bench.check import ask, main, mistakes, report
from bench.load import claims
from bench.rows import Row, load

FEW = {
    "handmade": tuple(row for row in load("handmade") if row.kind == "number_scale"),
    "samples": tuple(row for row in load("samples") if row.kind in ("number_scale", "compression")),
}


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench.check, "load", FEW.__getitem__)
    found = {"invented": 1234.0, "scripted": 987.0, "few": 80.0, "some": 81.0, "many": 81.5}
    monkeypatch.setattr(bench.check, "speed", lambda: found)


def test_answers_belong_to_their_rows() -> None:
    answered = ask(FEW["samples"], model=False)
    assert [one.answer["id"] for one in answered] == [row.id for row in FEW["samples"]]


def test_wrong_scales_are_caught() -> None:
    answered = ask(FEW["handmade"], model=False)
    assert {one.hard for one in answered if not one.row.supported} == {True}
    assert {one.hard for one in answered if one.row.supported} == {False}


@pytest.mark.usefixtures("few")
def test_the_report_has_every_table() -> None:
    found = report()
    assert "| handmade |" in found
    assert "### Scripted" in found
    assert "### Spelled another way" in found
    assert "| number_scale " in found
    assert "1,234 claims a second on one core, an invented name in each; 987 of the" in found
    assert "Peak memory 80 MB after 1,000 claims" in found


@pytest.mark.usefixtures("few")
def test_nothing_is_written_unasked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "RESULTS.md"
    monkeypatch.setattr(bench.results, "RESULTS", page)
    main([])
    assert not page.exists()
    main(["--write"])
    assert capsys.readouterr().out.splitlines()[0] in page.read_text("utf-8")
    assert page.read_text("utf-8").startswith("# Results\n")


@pytest.mark.usefixtures("few")
def test_a_checker_that_finds_nothing_misses_every_error(monkeypatch: pytest.MonkeyPatch) -> None:
    blind = {"label": "supported", "sides": {"en": {"label": "supported", "failed": []}}}
    monkeypatch.setattr(bench.check, "check_line", lambda line, say: blind)
    lines = list(mistakes(model=False))
    assert len([line for line in lines if line.startswith("missed number_scale hand-")]) >= 2
    assert not [line for line in lines if line.startswith("false alarm")]


def test_claims_for_speed_are_all_different() -> None:
    texts = [text for row in claims(500) for text in row["claim"].values()]
    assert len(set(texts)) == len(texts) == 1000


def test_a_row_asks_with_its_quote_and_date() -> None:
    row = next(row for row in load("samples") if row.quote and row.published)
    asked = row.asked()
    assert (asked["quote"], asked["published"]) == (row.quote, row.published)
    assert Row("r", {"en": "x"}, (), True, "k").asked() == {
        "id": "r",
        "claim": {"en": "x"},
        "paragraphs": [],
    }
