"""Times of the day are read alike in figures and in words."""

from decimal import Decimal

import pytest

from bot.language.numbers import Kind, read_numbers

TIMES = [
    ("at 0205 GMT", "en", "2:05"),
    ("(0205 GMT)", "en", "2:05"),
    ("from 2130 local time", "en", "21:30"),
    ("at 2:05 GMT", "en", "2:05"),
    ("at 6 a.m. on Sunday", "en", "6:00"),
    ("at 4.20pm", "en", "4:20"),
    ("half past seven", "en", "7:30"),
    ("quarter to nine", "en", "8:45"),
    ("twenty past six", "en", "6:20"),
    ("ten minutes past six", "en", "6:10"),
    ("الساعة ٢:٠٥", "ar", "2:05"),
    ("الساعة 0205 بتوقيت غرينتش", "ar", "2:05"),
    ("الساعة السادسة و12 دقيقة", "ar", "6:12"),
    ("الساعة 9,15 صباحا", "ar", "9:15"),
    ("الساعة 6 و12 دقيقة", "ar", "6:12"),
    ("الساعة الثانية وخمس دقائق", "ar", "2:05"),
    ("الثالثة وأربعين دقيقة عصرا", "ar", "3:40"),
    ("الحادية عشرة والنصف ليلا", "ar", "11:30"),
    ("السادسة صباحا", "ar", "6:00"),
    ("السادسة إلا ثلثا مساء", "ar", "5:40"),
    ("التاسعة إلا ربعا صباحا", "ar", "8:45"),
    ("الساعة السابعة إلا خمس دقائق", "ar", "6:55"),
    ("الثانية والربع بعد الظهر", "ar", "2:15"),
]
COUNTS = [
    ("in 1530 people fled", "en"),
    ("at 2000 metres", "en"),
    ("at 2575 local time zones", "en"),
    ("المرتبة السادسة و12 نقطة", "ar"),
    ("ten past winners", "en"),
]


@pytest.mark.parametrize(("text", "language", "time"), TIMES)
def test_a_time_of_the_day_is_one_figure(text: str, language: str, time: str) -> None:
    hours, minutes = map(Decimal, time.split(":"))
    (found,) = read_numbers(text, language)
    assert found.kind is Kind.TIME
    assert round(found.value, 6) == round(hours + minutes / 60, 6)


@pytest.mark.parametrize(("text", "language"), COUNTS)
def test_what_is_counted_is_no_time(text: str, language: str) -> None:
    assert all(one.kind is not Kind.TIME for one in read_numbers(text, language))


def test_a_range_that_breaks_off_is_read_without_its_end() -> None:
    assert [one.value for one in read_numbers("بين 20 و", "ar")] == [20]
