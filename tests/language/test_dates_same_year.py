"""Months of a year named before, and eleven that is no Sunday."""

from datetime import date

import pytest

from bot.language.dates import read_dates

TODAY = date(2025, 10, 5)


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("الأولى في كانون الثاني/يناير 2026 والثانية في تموز/يوليو من العام نفسه", "2026-07"),
        ("افتُتح في آذار 2019 وأُغلق في أيلول من السنة ذاتها", "2019-09"),
        ("It opened in May 2019 and closed in August of the same year.", "2019-08"),
        ("It opened on 3 May 2019 and closed on 9 August that year.", "2019-08-09"),
    ],
)
def test_a_month_of_the_same_year_has_the_year_before(text: str, last: str) -> None:
    assert read_dates(text, "und", TODAY)[-1].values == (last,)


def test_a_month_by_itself_keeps_its_own_year() -> None:
    text = "It opened in May 2019. The same year brought rain. It closed in August."
    assert read_dates(text, "en", TODAY)[-1].values != ("2019-08",)


@pytest.mark.parametrize("text", ["الكتب الأحد عشر", "اللاعبون الأحد عشر", "الليالي الإحدى عشرة"])
def test_eleven_is_no_sunday(text: str) -> None:
    assert read_dates(text, "ar", TODAY) == ()


def test_a_sunday_before_ten_is_one() -> None:
    assert [one.surface for one in read_dates("وصلوا الأحد", "ar", TODAY)] == ["الأحد"]
