"""What only an owner can mend: when it is told, told again, and over."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.alerts import LONG, REPEAT, Alert, Alerts, Known, entered, to_tell
from bot.errors import ModelBusyError, ModelError, ModelKeyError, ModelRefusalError
from bot.model import Note
from bot.ports import Standing
from bot.testing.nouns import Clock

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
NOTE, OTHER = Note("alert.disk", {"megabytes": 5}), Note("alert.stopped", {})
HOUR = timedelta(hours=1)


def test_what_may_pass_by_itself_is_told_when_it_is_seen_to_last() -> None:
    clock = Clock(0.0)
    alerts = Alerts(clock)
    alerts.fire(Alert("telegram", NOTE, patience=60))
    clock.at = 61
    assert alerts.ripe == ()  # nobody looked since
    alerts.fire(Alert("telegram", NOTE, patience=60))
    assert [alert.name for alert in alerts.ripe] == ["telegram"]
    assert "telegram" in alerts.firing


def test_what_is_well_again_begins_anew() -> None:
    clock = Clock(0.0)
    alerts = Alerts(clock)
    alerts.fire(Alert("telegram", NOTE, patience=60))
    alerts.clear("telegram")
    clock.at = 61
    alerts.fire(Alert("telegram", NOTE, patience=60))
    assert alerts.ripe == ()
    assert alerts.well == frozenset()


@pytest.mark.parametrize(
    ("standing", "seconds", "told"),
    [
        (Standing.STOPPED, 0, True),
        (Standing.SHARED, 30, False),
        (Standing.SHARED, 90, True),
        (Standing.AWAY, 90, False),
        (Standing.AWAY, LONG + 1, True),
    ],
)
def test_a_platform_has_its_time_to_come_back(standing, seconds, told) -> None:
    clock = Clock(0.0)
    alerts = Alerts(clock)
    alerts.platform("slack", standing, "reason")
    clock.at = seconds
    alerts.platform("slack", standing, "reason")
    assert bool(alerts.ripe) is told
    assert list(alerts.firing) == ["slack"]
    alerts.platform("slack", Standing.WELL, "")
    assert list(alerts.firing) == []


@pytest.mark.parametrize(
    ("error", "seconds", "told"),
    [
        (ModelKeyError(), 0, True),
        (ModelBusyError(), 60, False),
        (ModelBusyError(), LONG + 1, True),
        (ModelRefusalError(), LONG + 1, False),  # it answered
    ],
)
def test_of_a_model_owners_hear_what_they_can_mend(error: ModelError, seconds, told) -> None:
    clock = Clock(0.0)
    alerts = Alerts(clock)
    alerts.model("model", error)
    clock.at = seconds
    alerts.model("model", error)
    assert bool(alerts.ripe) is told
    assert bool(alerts.firing) is told  # one question without an answer is no ill yet


def known(**over: object) -> Known:
    return Known(**{"note": NOTE, "since": NOW - HOUR} | over)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "ripe", "well", "after"),
    [
        ({}, True, False, Known(NOTE, NOW)),
        ({"disk": known(told=NOW - HOUR)}, True, False, "same"),
        ({"disk": known(told=NOW, over=True)}, True, False, Known(NOTE, NOW)),  # went, came back
        ({"disk": known(note=OTHER, told=NOW - HOUR)}, True, False, known()),  # another trouble
        ({"disk": known(told=NOW - HOUR)}, False, True, known(told=NOW - HOUR, over=True)),
        ({"disk": known()}, False, True, None),  # nobody was told that it began
        ({"disk": known(told=NOW - HOUR)}, False, False, "same"),  # nobody knows
        ({"disk": known(told=NOW - REPEAT, lasting=False)}, False, False, None),
        ({"disk": known(told=NOW - HOUR, lasting=False)}, False, True, "same"),
    ],
)
def test_the_book_is_kept(before, ripe, well, after) -> None:
    alerts = (Alert("disk", NOTE),) if ripe else ()
    names = frozenset({"disk"} if well else ())
    changes = entered(before, alerts, names, NOW)
    assert changes == ({} if after == "same" else {"disk": after})


@pytest.mark.parametrize(
    ("one", "told"),
    [
        (known(), True),
        (known(told=NOW - HOUR), False),
        (known(told=NOW - REPEAT), True),  # still so after a day
        (known(told=NOW - HOUR, over=True), True),
        (known(told=NOW - REPEAT, lasting=False), False),
    ],
)
def test_owners_are_told_once_a_day(one: Known, told: bool) -> None:
    assert to_tell({"disk": one}, NOW) == (("disk",) if told else ())
