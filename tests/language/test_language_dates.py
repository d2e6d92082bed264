"""Times that a text names: what is read, what is not, and what agrees with what."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.dates import Calendar, Kind, compatible, covers, interval, read_dates

FRIDAY = date(2025, 11, 7)


def read(text: str, published: date | None = FRIDAY) -> list[tuple[str, tuple[str, ...]]]:
    return [(m.surface, m.values) for m in read_dates(text, "und", published)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("يوم 6 نوفمبر 2025", "2025-11-06"),
        ("يوم ٦ تشرين الثاني ٢٠٢٥", "2025-11-06"),
        ("6 نوفمبر/تشرين الثاني 2025", "2025-11-06"),
        ("تشرين الثاني/نوفمبر 2025", "2025-11"),
        ("6 تشرين الثاني (نوفمبر) 2025", "2025-11-06"),
        ("السادس من نوفمبر 2025", "2025-11-06"),
        ("الحادي والعشرين من كانون الأول عام 2024", "2024-12-21"),
        ("15 غشت 2024", "2024-08-15"),
        ("5 جويلية 1962", "1962-07-05"),
        ("9 شتنبر من سنة 2023", "2023-09-09"),
        ("4 آب 2020", "2020-08-04"),
        ("٢٠٢٥/١١/٠٦", "2025-11-06"),
        ("2025-11-06", "2025-11-06"),
        ("25/12/2024", "2024-12-25"),
        ("November 6, 2025", "2025-11-06"),
        ("Nov. 6, 2025", "2025-11-06"),
        ("6th of November 2025", "2025-11-06"),
        ("the sixth of November 2025", "2025-11-06"),
        ("6-8 November 2025", "2025-11-06/2025-11-08"),
        ("May 3, 2024", "2024-05-03"),
        ("نوفمبر 2025", "2025-11"),
        ("نوفمبر الماضي", "2024-11"),
        ("نوفمبر من العام الماضي", "2024-11"),
        ("في مارس المقبل", "2026-03"),
        ("last December", "2024-12"),
        ("منذ عام ١٩٩٢", "1992"),
        ("since 1992", "1992"),
        ("in 1950-53", "1950/1953"),
        ("عام 500 ق.م", "-0499"),
        ("ثلاثينيات القرن الماضي", "193X"),
        ("في الثلاثينيات", "193X"),
        ("عشرينيات القرن الحالي", "202X"),
        ("the 1950s", "195X"),
        ("the '90s", "199X"),
        ("القرن التاسع عشر", "18XX"),
        ("the 19th century", "18XX"),
        ("أول أمس", "2025-11-05"),
        ("أمس", "2025-11-06"),
        ("غدا", "2025-11-08"),
        ("بعد غد", "2025-11-09"),
        ("the day before yesterday", "2025-11-05"),
        ("قبل ثلاثة أيام", "2025-11-04"),
        ("منذ يومين", "2025-11-05"),
        ("three days ago", "2025-11-04"),
        ("الخميس الماضي", "2025-11-06"),
        ("الخميس المقبل", "2025-11-13"),
        ("الشهر الماضي", "2025-10"),
        ("العام الجاري", "2025"),
        ("مطلع الأسبوع المقبل", "2025-W46"),
        ("last year", "2024"),
        ("next week", "2025-W46"),
        ("قبل عامين", "2023"),
    ],
)
def test_a_time_is_read_to_its_value(text: str, value: str) -> None:
    assert [values for _, values in read(text)] == [(value,)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("07-11-2025", ("2025-11-07", "2025-07-11")),
        ("الخميس", ("2025-11-06", "2025-11-13")),
        ("last Thursday", ("2025-11-06", "2025-10-30")),
        ("منذ ساعتين", ("2025-11-07", "2025-11-06")),
        ("أكتوبر/نوفمبر 2025", ("2025-10", "2025-11")),
    ],
)
def test_what_a_text_leaves_open_is_flagged_and_not_guessed(
    text: str, values: tuple[str, ...]
) -> None:
    (mention,) = read_dates(text, "und", FRIDAY)
    assert mention.ambiguous
    assert set(mention.values) == set(values)


@pytest.mark.parametrize(
    "text",
    [
        "They may march on, she said",
        "Theresa May may resign",
        "March on!",
        "The Sunday Times and Saturday Night Live",
        "Black Friday sales",
        "Anna Sun, who wed Mr. Mon. They left",
        "الرجل الذي مارس الضغط",
        "قال أب كبير لابنه",
        "بين الاثنين خلاف",
        "قبل يومين من الانتخابات",
        "في أمس الحاجة إلى الماء",
        "اليوم الوطني واليوم التالي",
        "صحيفة روسيا اليوم",
        "2000 people and 1,992 cars",
        "$2024 and 2024% and 2024 دولار",
        "في الثلاثينيات من عمره",
        "in his thirties",
        "الأول والثاني من أبنائه",
        "99/99/2025",
        "version 1.2.3",
        "الأمر محرم قطعا",
    ],
)
def test_what_only_looks_like_a_time_is_none(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    "text", ["قبل شهر أيار", "قبل شهر تشرين الثاني", "منذ شهر مايو", "قبل يوم الجمعة"]
)
def test_before_a_named_month_or_day_is_not_so_long_ago(text: str) -> None:
    assert all(found.kind is not Kind.RELATIVE for found in read_dates(text, "ar", FRIDAY))


def test_two_days_joined_by_and_are_two() -> None:
    assert read("on 6 and 8 November") == [("6", ("2025-11-06",)), ("8 November", ("2025-11-08",))]
    assert read("عامي 2019 و2020") == [("2019", ("2019",)), ("2020", ("2020",))]


def test_hijri_months_are_named_as_such_and_not_converted() -> None:
    (mention,) = read_dates("في 12 رمضان 1446هـ")
    assert (mention.calendar, mention.values) == (Calendar.HIJRI, ("1446-09-12",))


def test_without_the_articles_day_nothing_is_counted_from_it() -> None:
    assert read("أمس الخميس 6 نوفمبر", None) == [
        ("أمس", ()), ("الخميس", ()), ("6 نوفمبر", ("--11-06",))
    ]  # fmt: skip


def test_a_far_month_may_belong_to_two_years() -> None:
    assert read("6 May")[0][1] == ("2026-05-06", "2025-05-06")
    assert read("6 October")[0][1] == ("2025-10-06",)


def test_surfaces_are_as_written() -> None:
    text = "قالَ الخميسَ ٦ نوفمبرَ إنه"
    assert [m.surface for m in read_dates(text)] == ["الخميسَ", "٦ نوفمبرَ"]


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("6 نوفمبر", "6 November 2025", True),
        ("6 نوفمبر", "7 November 2025", False),
        ("6 نوفمبر", "6 October 2025", False),
        ("6 نوفمبر", "6 November 2019", False),
        ("أمس", "6 November", True),
        ("أمس", "Thursday", True),
        ("أمس", "Wednesday", False),
        ("الخميس", "Thursday", True),
        ("الخميس", "Friday", False),
        ("الخميس", "6 November", True),
        ("الخميس", "5 November", False),
        ("تشرين الثاني", "November", True),
        ("تشرين الثاني", "October", False),
        ("عام 1992", "1992", True),
        ("عام 1992", "1993", False),
        ("في التسعينيات", "1992", True),
        ("شهر رمضان", "November", False),
        ("العام الماضي", "2024", True),
        ("العام الماضي", "2023", False),
        ("الأسبوع المقبل", "12 November", True),
    ],
)
def test_which_times_can_be_the_same(one: str, other: str, agree: bool) -> None:
    (a,), (b,) = read_dates(one, "ar", FRIDAY), read_dates(other, "en", FRIDAY)
    assert compatible(a, b) is agree
    assert compatible(b, a) is agree


@pytest.mark.parametrize(
    ("source", "claim", "covered"),
    [
        ("6 نوفمبر 2025", "November 2025", True),
        ("6 نوفمبر 2025", "Thursday", True),
        ("6 نوفمبر 2025", "Friday", False),
        ("نوفمبر 2025", "6 November 2025", False),
        ("عام 2025", "November 2025", False),
        ("عام 2025", "Thursday", False),
        ("أمس", "yesterday", True),
        ("6 نوفمبر", "6 November 2025", True),
    ],
)
def test_a_source_covers_what_it_says_and_no_more(source: str, claim: str, covered: bool) -> None:
    (a,), (b,) = read_dates(source, "ar", FRIDAY), read_dates(claim, "en", FRIDAY)
    assert covers(a, b) is covered


def test_without_the_articles_day_only_the_same_words_cover() -> None:
    (yesterday,), (today,) = read_dates("أمس"), read_dates("tomorrow")
    assert not compatible(yesterday, today)
    assert covers(yesterday, read_dates("yesterday")[0])
    assert not covers(read_dates("6 نوفمبر")[0], read_dates("6 November 2025")[0])


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("199X", date(1990, 1, 1), date(1999, 12, 31)),
        ("2025-W45", date(2025, 11, 3), date(2025, 11, 9)),
        ("2025-12", date(2025, 12, 1), date(2025, 12, 31)),
    ],
)
def test_values_are_spans_of_days(value: str, first: date, last: date) -> None:
    assert interval(value) == (first, last)


@pytest.mark.parametrize("value", ["--11-06", "2025-02-30", "0000", "-0499", "9999-W60", "x/y"])
def test_values_without_days_have_no_span(value: str) -> None:
    assert interval(value) is None


WORDS = """6 31 2025 1992 نوفمبر تشرين الثاني مارس May March 6, الخميس Thursday الماضي last next
أمس قبل منذ يومين عام سنة و 5/6/2024 الأول من القرن 19th century 1950s - / رمضان هـ ago days and to
٢٠٢٤ 99 0 '90s"""


@given(st.lists(st.sampled_from(WORDS.split()), max_size=9), st.none() | st.dates())
def test_any_row_of_words_is_read_without_overlap(row: list[str], published: date | None) -> None:
    text = " ".join(row)
    mentions = read_dates(text, "und", published)
    assert all(text[m.start : m.end] == m.surface and m.surface for m in mentions)
    assert all(a.end <= b.start for a, b in pairwise(mentions))
    for a in mentions:
        assert a.kind in Kind
        assert compatible(a, a)
        for b in mentions:
            assert compatible(a, b) == compatible(b, a)
            assert compatible(a, b) or not covers(a, b)


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    assert isinstance(read_dates(text, "und", FRIDAY), tuple)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("أعلن الوزير أمس الأربعاء الاتفاق.", ("2026-10-14",)),
        ("أعلن الوزير الأربعاء الاتفاق.", ("2026-10-14", "2026-10-21")),
        ("يصل الوفد غدا الجمعة.", ("2026-10-16",)),
    ],
)
def test_a_weekday_beside_yesterday_is_that_day(text: str, days: tuple[str, ...]) -> None:
    found = read_dates(text, "ar", date(2026, 10, 15))
    assert [one.values for one in found if one.kind is Kind.WEEKDAY] == [days]


@pytest.mark.parametrize("text", ["قبل ساعات", "قبل أشهر", "منذ سنوات"])
def test_some_time_ago_names_no_time(text: str) -> None:
    assert read_dates(text, "ar", date(2026, 10, 15)) == ()
