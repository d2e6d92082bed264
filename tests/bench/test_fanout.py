"""What the bench of many posts at once makes of what a server has seen."""

import pytest

from bench.fanout import Run, table

EVEN = {1: [0.0, 2.0], 2: [0.5, 2.5], -1: [1.0, 3.0]}


def test_the_rate_is_a_share_of_what_is_allowed() -> None:
    assert Run(EVEN).share == pytest.approx(5 / 3.0 / 30)
    assert Run(EVEN, paused=-1).share == pytest.approx(3 / 2.5 / 30)


def test_the_fullest_windows_are_told() -> None:
    crowded = Run({**EVEN, 2: [0.5, 1.4]}, paused=1)
    rows = [line.split("|")[1:4] for line in table(Run(EVEN), crowded).splitlines()[2:]]
    told = {name.strip(): (one.strip(), other.strip()) for name, one, other in rows}
    assert told["calls"] == ("6", "4")
    assert told["most within a second (30)"] == ("2", "3")
    assert told["most in a chat within a second (1)"] == ("1", "2")
    assert told["most in a group within a minute (20)"] == ("2", "2")
