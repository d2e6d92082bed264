"""The table of the bench: what a row says, and that each part of it measures something."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bench import acks, load, reading
from bench.__main__ import LONGER
from bench.memory import resident
from bench.turns import HEADER, Line, in_turns, spread


def test_a_row_has_the_median_the_range_and_the_ratio_of_each_round() -> None:
    line = Line("reading", "ms", (3.0, 4.0, 8.0), (2.0, 2.0, 2.0), "bare", 1.5)
    assert line.ratios == (1.5, 2.0, 4.0)
    assert line.cells() == (
        "reading, ms", "4 (3 to 8)", "2 bare", "2 (1.5 to 4)", "≤ 1.5", "no",
    )  # fmt: skip
    assert len(line.cells()) == len(HEADER)


@pytest.mark.parametrize(
    ("line", "held"),
    [
        (Line("a", "s", (1.0,), (1.0,), aim=1.2), True),
        (Line("a", "s", (3.0,), (1.0,), aim=1.2), False),
        (Line("a", "s", (3.0,), (1.0,), aim=4.0, of_ours=True), True),
        (Line("a", "s", (3.0,), aim=2.0), False),
        (Line("a", "ratio", (3000.0,), aim=2000, least=True), True),
        (Line("a", "ratio", (300.0,), aim=2000, least=True), False),
        (Line("a", "s", (3.0,)), None),
    ],
)
def test_an_aim_is_reached_by_the_median(line: Line, held: bool | None) -> None:
    assert line.held is held


def test_both_sides_are_measured_in_turns() -> None:
    order: list[str] = []

    def of(name: str, figure: float) -> list[float]:
        order.append(name)
        return [figure, figure * 2]

    mine, theirs = in_turns(lambda: of("mine", 1.0), lambda: of("theirs", 3.0), 3)
    assert mine == [(1.0, 1.0, 1.0), (2.0, 2.0, 2.0)]
    assert theirs == [(3.0, 3.0, 3.0), (6.0, 6.0, 6.0)]
    assert order == ["theirs", "mine", "mine", "theirs", "theirs", "mine"]


def test_figures_are_shown_with_no_more_digits_than_they_mean() -> None:
    assert spread([1234.567]) == "1,235"
    assert spread([0.12345, 0.2]) == "0.162 (0.123 to 0.2)"


def test_both_readers_are_timed_on_the_same_pages() -> None:
    half, most = reading.lines(rounds=1, count=20)
    assert 0 < half.ours[0] <= most.ours[0]
    assert 0 < half.theirs[0] <= most.theirs[0]


def test_pages_are_all_different_and_always_the_same() -> None:
    assert len({data for _, data in reading.pages(20)}) == 20
    assert reading.pages(20) == reading.pages(20)


def test_every_round_has_claims_of_its_own() -> None:
    texts = [str(row["claim"]) for row in load.claims(300)]
    assert len(set(texts)) == 300
    assert all(rate > 0 for rate in load.rates(1, 20))


def test_memory_is_that_of_a_process_and_all_below_it() -> None:
    code = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'input()'])"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE) as both:
        alone = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
        with alone:
            while resident(both.pid) < 1.5 * resident(alone.pid):
                assert both.poll() is None
            alone.communicate(b"\n")
        both.communicate(b"\n")
    assert resident(both.pid) == 0.0


def test_the_longer_benches_have_one_way_to_be_run() -> None:
    import importlib

    for name in LONGER:
        with pytest.raises(SystemExit) as end:
            importlib.import_module(f"bench.{name}").main(["--help"])
        assert end.value.code == 0


def test_acknowledgements_are_measured_beside_bare_bolt() -> None:
    assert acks.SERVERS == ("Bolt", "Isnad")
