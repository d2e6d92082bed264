"""Which slots have come, whatever clocks do."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.digest.slots import due, next_slot, reached, rezoned, slots
from bot.errors import UnknownZoneError
from bot.model import EVERY_DAY, Chat, Due, Schedule, Slot, Subscription

MADE = datetime(1980, 1, 1, tzinfo=UTC)
ZONES = (
    "Africa/Cairo",
    "Africa/Casablanca",
    "America/New_York",
    "America/Nuuk",
    "America/Santiago",
    "Asia/Beirut",
    "Asia/Gaza",
    "Asia/Kathmandu",
    "Asia/Riyadh",
    "Asia/Tehran",
    "Australia/Lord_Howe",
    "Europe/Berlin",
    "Pacific/Apia",
    "Pacific/Chatham",
    "UTC",
)


def subscription(
    *times: str, zone: str = "UTC", days: Sequence[int] = EVERY_DAY, catch_up: int = 360
) -> Subscription:
    rule = Schedule(tuple(map(time.fromisoformat, times)), tuple(days), zone)
    return Subscription("d1", Chat("telegram", "7"), rule, MADE, catch_up=catch_up)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def keys(found: Sequence[Due]) -> list[str]:
    return [f"{one.slot.day} {one.slot.at:%H:%M}" for one in found]


def moments(one: Subscription, after: str, until: str) -> list[str]:
    return [f"{at:%m-%d %H:%M}" for _, at in slots(one, utc(after), utc(until))]


# --- clock changes ----------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "span", "expected"),
    [
        ("Europe/Berlin 02:30", "2026-03-28 2026-03-31", "28 01:30, 29 01:00, 30 00:30"),
        ("Europe/Berlin 02:30", "2026-10-24 2026-10-27", "24 00:30, 25 00:30, 26 01:30"),
        ("Africa/Cairo 00:30", "2026-04-22 2026-04-25", "22 22:30, 23 22:00, 24 21:30"),
        ("Africa/Cairo 23:30", "2026-10-28 2026-10-31", "28 20:30, 29 20:30, 30 21:30"),
        ("Asia/Beirut 00:15", "2026-03-27 2026-03-30", "27 22:15, 28 22:00, 29 21:15"),
        ("Africa/Casablanca 02:30", "2026-02-14 2026-02-17", "14 01:30, 15 01:30, 16 02:30"),
        ("Australia/Lord_Howe 02:10", "2026-10-02 2026-10-05", "02 15:40, 03 15:30, 04 15:10"),
        ("America/Nuuk 23:30", "2026-03-28 2026-03-31", "28 01:30, 29 01:00, 30 00:30"),
        ("Asia/Riyadh 08:00", "2038-01-18 2038-01-21", "18 05:00, 19 05:00, 20 05:00"),
        ("Europe/Berlin 08:00", "2045-07-01 2045-07-03", "01 06:00, 02 06:00"),
    ],
)
def test_a_time_on_the_wall_comes_once_a_day(rule: str, span: str, expected: str) -> None:
    (zone, at), (after, until) = rule.split(), span.split()
    found = moments(subscription(at, zone=zone), after, until)
    assert ", ".join(moment[3:] for moment in found) == expected


def test_a_slot_is_named_after_the_date_on_the_wall() -> None:
    one = subscription("23:30", zone="America/Nuuk")
    found = [slot.key for slot, _ in slots(one, utc("2026-03-28T02:00"), utc("2026-03-29T12:00"))]
    assert found == ["digest:d1:2026-03-28@23:30"]


def test_times_that_fall_together_in_a_gap_are_one_slot() -> None:
    one = subscription("02:15", "02:45", "04:00", zone="Europe/Berlin")
    assert moments(one, "2026-03-29", "2026-03-30") == ["03-29 01:00", "03-29 02:00"]


def test_a_day_that_a_place_never_had_brings_no_second_slot() -> None:
    one = subscription("00:00", zone="Pacific/Apia")
    found = moments(one, "2011-12-28", "2012-01-01")
    assert found == ["12-28 10:00", "12-29 10:00", "12-30 10:00", "12-31 10:00"]


def test_real_clock_changes_bring_one_slot_a_day(shared: Path) -> None:
    cases = (shared / "platform/dst_cases.jsonl").read_text("utf-8").splitlines()
    for case in map(json.loads, cases):
        wall = datetime.fromisoformat(case.get("local_wall") or "2025-06-01T08:00")
        one = subscription(f"{wall:%H:%M}", zone=case["tz"])
        reach = timedelta(days=3 if case["transition_utc"] else 1000)
        found = list(slots(one, utc(f"{wall.date()}") - reach, utc(f"{wall.date()}") + reach))
        days = [slot.day for slot, _ in found]
        whole = (days[-1] - days[0]).days + 1
        assert len(days) == len(set(days)) == whole >= reach.days, case
        fires = {datetime.fromisoformat(fire) for fire in case.get("cronsim_fires_utc", ())}
        assert fires <= {at for _, at in found}, case


# --- what is due ------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "expected", "late"),
    [
        ("2026-11-21T07:59", [], None),
        ("2026-11-21T08:00", ["2026-11-21 08:00"], False),
        ("2026-11-21T08:01", ["2026-11-21 08:00"], False),
        ("2026-11-21T08:05", ["2026-11-21 08:00"], True),
        ("2026-11-21T11:00", ["2026-11-21 08:00"], True),
        ("2026-11-21T14:00", ["2026-11-21 08:00"], True),
        ("2026-11-21T14:01", [], None),
    ],
)
def test_a_missed_slot_is_caught_up_inside_its_window(
    now: str, expected: list[str], late: bool | None
) -> None:
    found = due(subscription("08:00"), utc("2026-11-20T08:00"), utc(now))
    assert keys(found) == expected
    assert [one.late for one in found] == ([] if late is None else [late])


def test_of_several_missed_slots_one_is_caught_up_and_the_others_are_told() -> None:
    one = subscription("08:00", "12:00")
    (found,) = due(one, utc("2026-11-18T12:00"), utc("2026-11-20T13:00"))
    assert f"{found.slot.day} {found.slot.at:%H:%M}" == "2026-11-20 12:00"
    assert [f"{slot.day:%d} {slot.at:%H}" for slot in found.missed] == ["19 08", "19 12", "20 08"]


def test_what_is_too_old_is_told_with_the_next_slot() -> None:
    one, last = subscription("08:00"), utc("2026-11-18T08:00")
    assert due(one, last, utc("2026-11-20T16:00")) == ()
    (found,) = due(one, last, utc("2026-11-21T08:00"))
    assert [slot.day.day for slot in found.missed] == [19, 20]
    assert not found.late


def test_nothing_is_due_twice_when_the_clock_steps_back() -> None:
    one = subscription("08:00")
    (found,) = due(one, utc("2026-11-20T08:00"), utc("2026-11-21T08:00"))
    assert due(one, found.at, utc("2026-11-21T07:00")) == ()
    assert due(one, found.at, utc("2026-11-21T08:00")) == ()


def test_a_clock_that_stepped_forward_loses_no_slot() -> None:
    one = subscription("08:00")
    (found,) = due(one, utc("2026-11-20T08:00"), utc("2026-11-21T08:40"))
    assert (found.slot.day.day, found.late) == (21, True)


def test_a_clock_that_was_wrong_by_years_does_not_silence_a_digest() -> None:
    one, wrong, now = subscription("08:00"), utc("2031-01-01T08:00"), utc("2026-11-21T08:00")
    assert due(one, wrong, now) == ()
    (found,) = due(one, reached(wrong, now), now)
    assert found.at == now


@pytest.mark.parametrize("hours", [-100, 0, 1, 23])
def test_a_smaller_step_back_changes_nothing(hours: int) -> None:
    now = utc("2026-11-21T08:00")
    assert reached(now + timedelta(hours=hours), now) == now + timedelta(hours=hours)


def test_years_of_silence_are_not_counted_day_by_day() -> None:
    (found,) = due(subscription("08:00"), utc("1990-01-01"), utc("2026-11-21T08:00"))
    assert len(found.missed) == 365


def test_only_the_days_of_the_rule_have_slots() -> None:
    one = subscription("08:00", days=(6, 0))
    assert moments(one, "2026-11-20", "2026-11-30") == ["11-22 08:00", "11-23 08:00", "11-29 08:00"]


def test_a_paused_digest_is_never_due() -> None:
    one = replace(subscription("08:00"), paused=True)
    assert due(one, utc("2026-11-20"), utc("2026-11-21T08:00")) == ()
    assert next_slot(one, utc("2026-11-20")) is None


def test_slots_before_a_digest_was_made_or_resumed_are_not_missed() -> None:
    made = utc("2026-11-20T09:00")
    for one in (
        replace(subscription("08:00"), created=made),
        replace(subscription("08:00"), begins=made),
    ):
        (found,) = due(one, utc("2026-11-01"), utc("2026-11-21T08:00"))
        assert found.missed == ()


def test_an_unknown_zone_is_an_error_for_people() -> None:
    with pytest.raises(UnknownZoneError):
        due(subscription("08:00", zone="Asia/Atlantis"), utc("2026-11-20"), utc("2026-11-21"))


# --- the next one -----------------------------------------------------------


def test_the_next_slot_is_after_the_moment() -> None:
    one = subscription("08:00", zone="Asia/Riyadh", days=(6,))
    found = next_slot(one, utc("2026-11-22T05:00"))
    assert found is not None
    assert (found.slot.day, found.at) == (date(2026, 11, 29), utc("2026-11-29T05:00"))


# --- moving to another zone -------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "moved", "last", "expected"),
    [
        # west: the day would come again at the new place
        ("Asia/Riyadh", "America/New_York", "2026-11-20T06:00", "2026-11-20T05:00", "11-21 13:00"),
        # at 23:59 on the old clock, east, where the next morning is past already
        ("America/New_York", "Asia/Riyadh", "2026-11-21T04:59", "2026-11-20T13:00", "11-21 05:00"),
        ("Etc/GMT+8", "Asia/Riyadh", "2026-11-21T07:59", "2026-11-20T16:00", "11-22 05:00"),
        ("Asia/Riyadh", "Asia/Dubai", "2026-11-20T20:59", "2026-11-20T05:00", "11-21 04:00"),
    ],
)
def test_a_day_is_not_run_twice_by_a_move(
    old: str, new: str, moved: str, last: str, expected: str
) -> None:
    there = rezoned(subscription("08:00", zone=old), new, utc(moved), utc(last))
    found = next_slot(there, utc(moved))
    assert found is not None
    assert f"{found.at:%m-%d %H:%M}" == expected


def test_working_days_move_along() -> None:
    one = subscription("08:00", zone="Asia/Riyadh", days=(0, 1, 2, 3, 6))
    assert rezoned(one, "Europe/Berlin", MADE, None).schedule.days == (0, 1, 2, 3, 4)


def test_chosen_days_stay() -> None:
    one = subscription("08:00", zone="Asia/Riyadh", days=(0, 4))
    assert rezoned(one, "Europe/Berlin", MADE, None).schedule.days == (0, 4)


# --- never twice ------------------------------------------------------------


CLOCK = st.integers(0, 24 * 60 - 1).map(lambda m: f"{m // 60:02}:{m % 60:02}")
RULES = st.builds(
    lambda times, days, zone: subscription(*sorted(times), days=sorted(days), zone=zone),
    st.sets(CLOCK, min_size=1, max_size=3),
    st.sets(st.integers(0, 6), min_size=1),
    st.sampled_from(ZONES),
)
INSTANTS = st.datetimes(datetime(1995, 1, 1), datetime(2044, 1, 1))


@settings(max_examples=150, deadline=None)
@given(RULES, INSTANTS, st.lists(st.integers(-300, 4000), min_size=1, max_size=25))
def test_no_slot_is_due_twice_however_time_is_cut(
    one: Subscription, start: datetime, steps: list[int]
) -> None:
    """``steps`` are the minutes between two looks; the clock may go back."""
    since = now = start.replace(tzinfo=UTC)
    found: list[Slot] = []
    for minutes in steps:
        now += timedelta(minutes=minutes)
        for come in due(one, since, now):
            found += (*come.missed, come.slot)
            since = come.at
    assert max(Counter(slot.key for slot in found).values(), default=1) == 1
    assert found == sorted(found, key=lambda slot: (slot.day, slot.at))


@settings(max_examples=100, deadline=None)
@given(RULES, INSTANTS, st.lists(st.integers(1, 4000), min_size=1, max_size=10))
def test_cuts_bring_the_same_slots_as_the_whole(
    one: Subscription, start: datetime, steps: list[int]
) -> None:
    cuts = [start.replace(tzinfo=UTC)]
    for minutes in steps:
        cuts.append(cuts[-1] + timedelta(minutes=minutes))
    parts = [s for a, b in pairwise(cuts) for s in slots(one, a, b)]
    assert parts == list(slots(one, cuts[0], cuts[-1]))


@settings(max_examples=100, deadline=None)
@given(RULES, INSTANTS)
def test_every_day_of_the_rule_has_each_time_once_near_its_hour(
    one: Subscription, start: datetime
) -> None:
    zone, begin = ZoneInfo(one.schedule.zone), start.replace(tzinfo=UTC)
    for slot, at in slots(one, begin, begin + timedelta(days=9)):
        wall = datetime.combine(slot.day, slot.at)
        shown = at.astimezone(zone).replace(tzinfo=None)
        assert wall <= shown <= wall + timedelta(days=1)
        assert (
            shown == wall
            or at.astimezone(zone).utcoffset()
            != (at - timedelta(minutes=1)).astimezone(zone).utcoffset()
        )


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(ZONES), st.integers(1, 3000)), min_size=1, max_size=8),
    INSTANTS,
)
def test_no_slot_is_due_twice_whichever_way_the_zone_is_moved(
    moves: list[tuple[str, int]], start: datetime
) -> None:
    one, last = subscription("08:00", "23:59", zone="Asia/Riyadh"), None
    since = now = start.replace(tzinfo=UTC)
    found: list[str] = []
    for zone, minutes in moves:
        for _ in range(3):
            now += timedelta(minutes=minutes)
            for come in due(one, since, now):
                found += [slot.key for slot in (*come.missed, come.slot)]
                since = last = come.at
        one = rezoned(one, zone, now, last)
    assert len(found) == len(set(found))
