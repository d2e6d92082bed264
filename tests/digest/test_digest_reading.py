"""What people type for a digest, and how it is told back to them."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.digest.places import city, working_days, zone_at, zone_named
from bot.digest.reading import Wanted, read_wanted
from bot.errors import (
    ManyTimesError,
    NoDaysError,
    NoTimeError,
    ScheduleError,
    SeveralZonesError,
    UnknownZoneError,
    WrongTimeError,
)
from bot.model import EVERY_DAY, Chat, Subscription
from bot.render.schedules import describe

HOME = "Asia/Riyadh"
TYPED = (
    "8 08:00 ٨ pm مساء at and و - , weekdays mon-fri except ما عدا الجمعة in بتوقيت time "
    "Asia/Riyadh الرياض UTC+3 about عن oil نفط 5 stories top half past والنصف"
)
SUNDAY_TO_THURSDAY = (0, 1, 2, 3, 6)


def read(text: str) -> Wanted:
    return read_wanted(text, HOME)


def times(text: str) -> str:
    return " ".join(f"{at:%H:%M}" for at in read(text).schedule.times)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("08:00", "08:00"),
        ("8", "08:00"),
        ("8am", "08:00"),
        ("8 a.m.", "08:00"),
        ("8.30 pm", "20:30"),
        ("12am", "00:00"),
        ("12 pm", "12:00"),
        ("0800", "08:00"),
        ("20h00", "20:00"),
        ("24:00", "00:00"),
        ("at 8 o'clock", "08:00"),
        ("noon", "12:00"),
        ("half past eight in the morning", "08:30"),
        ("quarter to nine pm", "20:45"),
        ("08:00, 12:00 and 6 pm", "08:00 12:00 18:00"),
        ("٠٨:٠٠", "08:00"),
        ("٨ صباحاً", "08:00"),
        ("8:30 مساءً", "20:30"),
        ("12 ظهرا", "12:00"),
        ("11 ليلاً", "23:00"),
        ("1 ليلا", "01:00"),
        ("الساعة الثامنة", "08:00"),
        ("الساعة الثامنة والنصف صباحاً", "08:30"),
        ("التاسعة إلا ربعاً مساءً", "20:45"),
        ("الحادية عشرة والثلث صباحا", "11:20"),
        ("منتصف الليل", "00:00"),
        ("٨ و٦ مساء", "08:00 18:00"),
    ],
)
def test_times_of_day(text: str, expected: str) -> None:
    assert times(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("8am", EVERY_DAY),
        ("8am daily", EVERY_DAY),
        ("8am mon,wed,fri", (0, 2, 4)),
        ("8am on Mondays and Wednesdays", (0, 2)),
        ("8am mon-fri", (0, 1, 2, 3, 4)),
        ("8am from Sunday to Thursday", SUNDAY_TO_THURSDAY),
        ("8am weekdays", SUNDAY_TO_THURSDAY),
        ("8am weekdays Berlin", (0, 1, 2, 3, 4)),
        ("8am weekends", (4, 5)),
        ("8am weekends London", (5, 6)),
        ("8am every day except friday", (0, 1, 2, 3, 5, 6)),
        ("8am except Fri and Sat", SUNDAY_TO_THURSDAY),
        ("٨ صباحا كل يوم", EVERY_DAY),
        ("٨ صباحا أيام العمل", SUNDAY_TO_THURSDAY),
        ("٨ صباحا أيام الأحد والثلاثاء", (1, 6)),
        ("٨ صباحا الإثنين، الأربعاء", (0, 2)),
        ("٨ صباحا من الأحد إلى الخميس", SUNDAY_TO_THURSDAY),
        ("٨ صباحا الأحد-الخميس", SUNDAY_TO_THURSDAY),
        ("٨ صباحا كل يوم ما عدا الجمعة والسبت", SUNDAY_TO_THURSDAY),
        ("٨ صباحا عطلة نهاية الأسبوع", (4, 5)),
        ("8am sat-mon", (0, 5, 6)),
    ],
)
def test_days_of_the_week(text: str, expected: Sequence[int]) -> None:
    assert read(text).schedule.days == tuple(expected)


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("08:00", HOME),
        ("08:00 Europe/Berlin", "Europe/Berlin"),
        ("08:00 europe/berlin", "Europe/Berlin"),
        ("08:00 New York", "America/New_York"),
        ("08:00 in Abu Dhabi", "Asia/Dubai"),
        ("08:00 Tokyo time", "Asia/Tokyo"),
        ("08:00 Egypt time", "Africa/Cairo"),
        ("08:00 UTC", "UTC"),
        ("08:00 GMT+3", "Etc/GMT-3"),
        ("08:00 الدار البيضاء", "Africa/Casablanca"),
        ("08:00 بتوقيت القاهرة", "Africa/Cairo"),
        ("08:00 بتوقيت مكة المكرمة", "Asia/Riyadh"),
        ("08:00 بتوقيت السعودية", "Asia/Riyadh"),
        ("08:00 بتوقيت غرينتش", "Etc/UTC"),
        ("08:00 بتوقيت عُمان", "Asia/Muscat"),
        ("08:00 في بيروت", "Asia/Beirut"),
    ],
)
def test_whose_clock(text: str, zone: str) -> None:
    assert read(text).schedule.zone == zone


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("08:00 weekdays Asia/Riyadh trade tariffs", ("trade", "tariffs")),
        ("٠٨:٠٠ أيام العمل الرياض تعريفات، جمارك", ("تعريفات", "جمارك")),
        ("08:00 oil or gas", ("oil", "gas")),
        ("08:00 عن النفط والغاز", ("النفط", "الغاز")),
        ('08:00 "Bank of Japan" yen', ("Bank of Japan", "yen")),
        ("08:00 about Gaza", ("Gaza",)),
        ("08:00 about Monday markets at noon", ("Monday", "markets", "noon")),
        ("trade tariffs every day at 8am Cairo time", ("trade", "tariffs")),
        ("8am 24/7 G7/G20", ("24/7", "G7/G20")),
        ("8am 2026 elections", ("2026", "elections")),
        ("8am second session", ("second", "session")),
    ],
)
def test_what_is_left_is_the_topic(text: str, topic: tuple[str, ...]) -> None:
    assert read(text).topic == topic


def test_a_lone_city_is_the_place_and_is_told_to_be() -> None:
    wanted = read("08:00 Gaza ceasefire")
    assert (wanted.schedule.zone, wanted.topic) == ("Asia/Gaza", ("ceasefire",))
    assert [note.values for note in wanted.notes] == [{"place": "Gaza"}]


@pytest.mark.parametrize("text", ["08:00 Cairo", "08:00 in Cairo oil", "08:00 Cairo time oil"])
def test_a_place_that_can_be_nothing_else_needs_no_note(text: str) -> None:
    assert read(text).notes == ()


def test_the_number_of_stories_and_silence_can_be_asked_for() -> None:
    wanted = read("08:00 quiet top 3 oil")
    assert (wanted.stories, wanted.quiet, wanted.topic) == (3, True, ("oil",))
    assert read("08:00 ٧ قصص").stories == 7
    assert (read("08:00").stories, read("08:00").quiet) == (None, None)


@pytest.mark.parametrize(
    ("text", "error", "values"),
    [
        ("", NoTimeError, {}),
        ("weekdays oil", NoTimeError, {}),
        ("25:00", WrongTimeError, {"time": "25:00"}),
        ("8:75", WrongTimeError, {"time": "8:75"}),
        ("14 am", WrongTimeError, {"time": "14 am"}),
        ("٢٥:٠٠", WrongTimeError, {"time": "25:00"}),
        ("1am 2am 3am 4am 5am 6am 7am", ManyTimesError, {"most": 6}),
        ("8am mon except mon", NoDaysError, {}),
        ("8am Asia/Riyad", UnknownZoneError, {"zone": "Asia/Riyad", "near": "Asia/Riyadh"}),
        ("8am Mars/Phobos", UnknownZoneError, {"zone": "Mars/Phobos", "near": ""}),
        ("8am بتوقيت الواقواق", UnknownZoneError, {"zone": "الواقواق", "near": ""}),
        ("8am بتوقيت طرابلس", SeveralZonesError,
         {"place": "طرابلس", "zones": "Africa/Tripoli, Asia/Beirut"}),
    ],
)  # fmt: skip
def test_what_is_no_schedule_is_an_error_for_people(
    text: str, error: type[ScheduleError], values: dict[str, Any]
) -> None:
    with pytest.raises(error) as raised:
        read(text)
    assert raised.value.values == values


def test_a_country_with_several_clocks_asks_which() -> None:
    with pytest.raises(SeveralZonesError) as raised:
        read("8am US time")
    assert "America/Chicago" in str(raised.value.values["zones"])


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(TYPED.split()) | st.text(max_size=8),
        max_size=12,
    )
)
def test_whatever_is_typed_is_a_schedule_or_a_known_error(typed: list[str]) -> None:
    try:
        wanted = read(" ".join(typed))
    except ScheduleError:
        return
    assert wanted.schedule.times == tuple(sorted(set(wanted.schedule.times)))
    assert set(wanted.schedule.days) <= set(EVERY_DAY)


# --- places -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "days"),
    [
        ("Asia/Riyadh", SUNDAY_TO_THURSDAY),
        ("Africa/Cairo", SUNDAY_TO_THURSDAY),
        ("Asia/Gaza", SUNDAY_TO_THURSDAY),
        ("Asia/Dubai", (0, 1, 2, 3, 4)),
        ("Africa/Casablanca", (0, 1, 2, 3, 4)),
        ("America/New_York", (0, 1, 2, 3, 4)),
        ("Asia/Tehran", (0, 1, 2, 3, 5, 6)),
        ("UTC", (0, 1, 2, 3, 4)),
    ],
)
def test_working_days_are_those_of_the_country(zone: str, days: Sequence[int]) -> None:
    assert working_days(zone) == tuple(days)


@pytest.mark.parametrize(
    ("zone", "english", "arabic"),
    [
        ("Asia/Riyadh", "Riyadh", "الرياض"),
        ("Asia/Qatar", "Doha", "الدوحة"),
        ("Asia/Hebron", "Hebron", "الخليل"),
        ("US/Eastern", "New York", "نيويورك"),
        ("Europe/Kyiv", "Kyiv", "كييف"),
        ("Etc/GMT-3", "UTC+3", "UTC+3"),
        ("UTC", "UTC", "UTC"),
    ],
)
def test_a_zone_is_told_by_its_city(zone: str, english: str, arabic: str) -> None:
    assert (city(zone, "en"), city(zone, "ar")) == (english, arabic)


def test_of_two_cities_with_one_name_the_one_at_home_is_meant() -> None:
    assert zone_at("طرابلس", "Asia/Beirut") == "Asia/Beirut"
    assert zone_at("بعمان", "Asia/Muscat") == "Asia/Muscat"


def test_there_is_no_zone_for_half_an_hour_from_utc() -> None:
    assert zone_named("UTC+05:30") is None


# --- telling it back --------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "english", "arabic"),
    [
        (
            "08:00 weekdays oil gas",
            "every working day (Sunday to Thursday) at 08:00, Riyadh time; on oil or gas; "
            "up to 5 stories",
            "كل يوم عمل (من الأحد إلى الخميس) الساعة 08:00 بتوقيت الرياض؛ عن oil أو gas؛ "
            "5 قصص على الأكثر",
        ),
        (
            "8am 6pm mon,wed,fri Cairo",
            "on Monday, Wednesday, and Friday at 08:00 and 18:00, Cairo time; up to 5 stories",
            "أيام الاثنين والأربعاء والجمعة الساعة 08:00 و18:00 بتوقيت القاهرة؛ 5 قصص على الأكثر",
        ),
        (
            "8am sat quiet top 1 Berlin",
            "every Saturday at 08:00, Berlin time; 1 story; nothing is posted where nothing is new",
            "أيام السبت الساعة 08:00 بتوقيت برلين؛ قصة واحدة؛ لا يُنشر شيء إن لم يكن هناك جديد",
        ),
        (
            "8am fri-mon UTC",
            "Friday to Monday at 08:00, UTC time; up to 5 stories",
            "من الجمعة إلى الاثنين الساعة 08:00 بتوقيت UTC؛ 5 قصص على الأكثر",
        ),
    ],
)
def test_what_was_understood_is_told(text: str, english: str, arabic: str) -> None:
    wanted = read(text)
    one = Subscription(
        "d1", Chat("telegram", "7"), wanted.schedule, datetime(2026, 11, 21, tzinfo=UTC),
        wanted.topic, wanted.stories or 5, bool(wanted.quiet),
    )  # fmt: skip
    assert (describe(one, "en"), describe(one, "ar")) == (english, arabic)


@pytest.mark.parametrize(
    ("said", "topic"),
    [
        ("8am oil/gas", ("oil/gas",)),
        ("8am AC/DC", ("AC/DC",)),
        ("8am about Mars/Phobos", ("Mars/Phobos",)),
        ("8am النفط/الغاز", ("النفط/الغاز",)),
    ],
)
def test_a_topic_may_have_a_slash(said: str, topic: tuple[str, ...]) -> None:
    assert read_wanted(said, HOME).topic == topic
