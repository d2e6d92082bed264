"""Dates: stamps of machines, days as people write them, and which of them to believe."""

from datetime import UTC, date, datetime

import pytest

from bot.article.dates import in_url, jalali, spoken, stamp
from bot.article.reading import read
from bot.model import Published
from bot.testing.pages import ENGLISH, NOW, page, paragraphs


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("الجمعة 07 نوفمبر 2025 - 01:34 ص", "ar", "2025-11-07"),
        ("٧ نوفمبر ٢٠٢٥", "ar", "2025-11-07"),
        ("7 تشرين الثاني 2025", "ar", "2025-11-07"),
        ("7 تشرين الثاني/نوفمبر 2025", "ar", "2025-11-07"),
        ("12 كانون الأول 2020", "ar", "2020-12-12"),
        ("12 أوت 2021", "ar", "2021-08-12"),
        ("3 غشت 2021", "ar", "2021-08-03"),
        ("۷ آذر ۱۳۹۹", "fa", "2020-11-27"),
        ("Wednesday January 11,2012", "en", "2012-01-11"),
        ("5th of March 2021", "en", "2021-03-05"),
        ("Stand: 22.04.2024, 06:00 Uhr", "de", "2024-04-22"),
        ("12 января 2012", "ru", "2012-01-12"),
        ("3 févr. 2021", "fr", "2021-02-03"),
        ("5 de marzo de 2021", "es", "2021-03-05"),
        ("2012年1月17日", "zh", "2012-01-17"),
        ("2025-11-07", "und", "2025-11-07"),
    ],
)
def test_days_in_words(text: str, language: str, day: str) -> None:
    assert next(spoken(text, language)).day == date.fromisoformat(day)


@pytest.mark.parametrize("text", ["16 جمادى الأولى 1447", "31 فبراير 2025", "12 نوفمبر", "2025"])
def test_what_is_no_day_of_ours_is_none(text: str) -> None:
    assert list(spoken(text, "ar")) == []


def test_a_stamp_of_no_clock_is_none() -> None:
    assert stamp("Mon, 24 Aug 2020 08:00:99999999999 GMT") is None


def test_figures_that_can_be_read_both_ways_are_loose() -> None:
    assert next(spoken("03/04/2025")).loose
    assert not next(spoken("23/04/2025")).loose


@pytest.mark.parametrize(
    ("value", "day", "at"),
    [
        ("2020-08-24T08:52:00+02:00", "2020-08-24", "2020-08-24T06:52:00+00:00"),
        ("2020-08-24T08:52Z", "2020-08-24", "2020-08-24T08:52:00+00:00"),
        ("2020-12-01 02:00:00", "2020-12-01", None),
        ("Mon, 24 Aug 2020 08:00:00 GMT", "2020-08-24", "2020-08-24T08:00:00+00:00"),
        ("1598251920", "2020-08-24", "2020-08-24T06:52:00+00:00"),
        ("20200824", "2020-08-24", None),
    ],
)
def test_stamps(value: str, day: str, at: str | None) -> None:
    found = stamp(value)
    assert found is not None
    assert found.day == date.fromisoformat(day)
    assert found.at == (datetime.fromisoformat(at) if at else None)


@pytest.mark.parametrize("value", ["", "yesterday", "0000-00-00", "2020-13-45T99:99:99Z"])
def test_no_stamp(value: str) -> None:
    assert stamp(value) is None


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://n.example/2020/8/24/bridge", "2020-08-24"),
        ("https://n.example/view.aspx?cdate=07112025&id=1", "2025-11-07"),
        ("https://n.example/20251107/a", "2025-11-07"),
        ("https://n.example/articles/6291787/a", None),
        ("https://n.example/2020-vision", None),
    ],
)
def test_days_in_addresses(url: str, day: str | None) -> None:
    assert in_url(url) == (date.fromisoformat(day) if day else None)


@pytest.mark.parametrize(
    ("iranian", "day"),
    [
        ((1399, 9, 7), "2020-11-27"),
        ((1400, 1, 1), "2021-03-21"),
        ((1403, 12, 30), "2025-03-20"),
        ((1378, 10, 11), "2000-01-01"),
    ],
)
def test_iranian_days(iranian: tuple[int, int, int], day: str) -> None:
    assert jalali(*iranian) == date.fromisoformat(day)


def told(head: str = "", before: str = "", url: str = "https://n.example/a") -> Published | None:
    """Read when a page with this head and these lines above its text was published."""
    body = f"<article><h1>A bridge is repaired</h1>{before}{paragraphs(ENGLISH)}</article>"
    article = read(page(body, head).encode(), url, None, NOW).article
    assert article is not None
    return article.published


META = '<meta property="article:published_time" content="{}">'
JSON = (
    '<script type="application/ld+json">{{"@type": "NewsArticle", "datePublished": "{}"}}</script>'
)


def test_agreeing_evidence_is_sure() -> None:
    found = told(JSON.format("2026-11-05T10:00:00+03:00"), "<p>5 November 2026</p>")
    assert found == Published(
        date(2026, 11, 5), datetime.fromisoformat("2026-11-05T10:00:00+03:00"), sure=True
    )


def test_a_lone_day_is_unsure() -> None:
    found = told("", "<p>5 November 2026</p>")
    assert found == Published(date(2026, 11, 5), sure=False)


def test_evidence_that_disagrees_is_unsure() -> None:
    found = told(JSON.format("2026-11-05") + META.format("2026-10-01"))
    assert found is not None
    assert not found.sure


def test_the_change_is_not_the_publication() -> None:
    changed = '<meta property="article:modified_time" content="2026-11-20T10:00:00Z">'
    found = told(changed + META.format("2026-11-05T10:00:00Z"))
    assert found == Published(date(2026, 11, 5), datetime(2026, 11, 5, 10, tzinfo=UTC))


def test_the_publishers_own_day_counts_not_that_of_greenwich() -> None:
    found = told(META.format("2026-11-04T22:30:00Z"), url="https://n.example/2026/11/05/a")
    assert found is not None
    assert found.day == date(2026, 11, 5)


def test_a_day_to_come_is_no_evidence() -> None:
    found = told(META.format("2027-01-01T00:00:00Z") + JSON.format("2026-11-05T09:00:00Z"))
    assert found is not None
    assert found.day == date(2026, 11, 5)


def test_no_evidence_no_day() -> None:
    assert told() is None
