"""Where a post stands, told in its trail and read back: pure."""

import pytest

from adapters.slack.spots import Spot, spot, trail


@pytest.mark.parametrize(
    ("at", "kept"),
    [
        (Spot("C1"), ()),
        (Spot("C1", ("1.1", "1.2")), ("1.1", "1.2", "thread/1.1")),
        (Spot("C1", ("1.1",), "0.9"), ("1.1", "thread/0.9")),
        (Spot("D7", ("1.1", "1.2")), ("D7/1.1", "D7/1.2")),
        (Spot("C1", alone=2), ("alone/0", "alone/1")),
        (Spot("C1", ("2.1",), was=("D7/1.1",)), ("2.1", "was/D7/1.1", "thread/2.1")),
    ],
)
def test_a_spot_survives_its_trail(at: Spot, kept: tuple[str, ...]) -> None:
    assert trail("C1", at) == kept
    assert spot("C1", kept) == at


def test_an_id_without_marks_is_a_message() -> None:
    assert spot("C1", ("1.1",)) == Spot("C1", ("1.1",))
