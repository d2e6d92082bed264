"""Dates are read in any form, and those that cannot be are said to be wrong."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.dates import published
from bot.model import Dating

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
SEVEN = datetime(2026, 11, 21, 7, 0, tzinfo=UTC)
SIX = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Sat, 21 Nov 2026 07:00:00 GMT", SEVEN),
        ("Sat, 21 Nov 2026 10:00:00 +0300", SEVEN),
        ("Sat, 21 Nov 2026 10:00 +03:00 (Riyadh)", SEVEN),
        ("21 Nov 26 07:00 UT", SEVEN),
        ("Sat, 21 Nov 2026 02:00:00 EST", SEVEN),
        ("Sat, 21 Nov 2026 10:00:00 GMT+3", SEVEN),
        ("Saturday, 21-Nov-26 07:00:00 UTC", SEVEN),
        ("Sat Nov 21 07:00:00 GMT 2026", SEVEN),
        ("2026-11-21T07:00:00Z", SEVEN),
        ("2026-11-21T07:00:00.123456+00:00", SEVEN),
        ("2026-11-21 10:00:00 +0300", SEVEN),
        ("20261121T070000Z", SEVEN),
        (str(int(SEVEN.timestamp())), SEVEN),
        (f"{int(SEVEN.timestamp())}000", SEVEN),
        ("Fri, 20 Nov 2026 24:00:00 GMT", SEVEN - timedelta(hours=7)),
        ("السبت، 21 نوفمبر 2026 10:00:00 +0300", SEVEN),
        ("٢٠ تشرين الثاني ٢٠٢٦ ٠٦:٠٠ مساءً GMT", SIX),
        ("Nov 20, 2026 6:00 PM GMT", SIX),
    ],
)
def test_a_moment_with_its_zone_is_exact(text: str, moment: datetime) -> None:
    assert published([text], "ar", NOW) == (moment, Dating.EXACT)


@pytest.mark.parametrize(
    "text",
    [
        "Sat, 21 Nov 2026 07:00:00",
        "Sat, 21 Nov 2026 07:00:00 -0000",
        "Sat, 21 Nov 2026 07:00:00 AST",
        "2026-11-21 07:00:00",
        "2026/11/21 07:00",
        "21.11.2026 07:00",
        "Saturday, November 21, 2026 - 07:00",
        "٢١ نوفمبر ٢٠٢٦ ٧:٠٠ ص",
        "Sat Nov 21 07:00:00 2026",
    ],
)
def test_without_a_zone_it_is_read_as_utc(text: str) -> None:
    assert published([text], "ar", NOW) == (SEVEN, Dating.ZONELESS)


@pytest.mark.parametrize("text", ["2026-11-20", "20 Nov 2026", "20 نوفمبر 2026", "20261120"])
def test_a_day_begins_at_midnight(text: str) -> None:
    assert published([text], "ar", NOW) == (datetime(2026, 11, 20, tzinfo=UTC), Dating.DAY)


@pytest.mark.parametrize(
    ("text", "dating"),
    [
        ("", Dating.ABSENT),
        ("  ", Dating.ABSENT),
        ("yesterday", Dating.BROKEN),
        ("Sat, 31 Feb 2026 07:00:00 GMT", Dating.BROKEN),
        ("2026-13-01T00:00:00Z", Dating.BROKEN),
        ("2026-11-21T25:00:00Z", Dating.BROKEN),
        ("2026-11-21T07:00:00+99:99", Dating.BROKEN),
        ("03/04/2026", Dating.BROKEN),
        ("9" * 5000, Dating.BROKEN),
        ("{{ pubDate }}", Dating.BROKEN),
        ("Thu, 01 Jan 1970 00:00:00 +0000", Dating.ANCIENT),
        ("0", Dating.ANCIENT),
        ("0000-00-00 00:00:00", Dating.ANCIENT),
        ("00/00/0000", Dating.ANCIENT),
        ("Mon, 01 Jan 0001 00:00:00 +0000", Dating.ANCIENT),
        ("Wed, 30 Nov -0001 00:00:00 +0000", Dating.ANCIENT),
        ("2026-11-21T08:06:00Z", Dating.FUTURE),
        ("Tue, 19 Jan 2038 03:14:07 GMT", Dating.FUTURE),
        ("9999-12-31T23:59:59Z", Dating.FUTURE),
    ],
)
def test_a_date_that_cannot_be_is_none_and_why(text: str, dating: Dating) -> None:
    assert published([text], "en", NOW) == (None, dating)


def test_a_clock_that_is_a_little_fast_is_forgiven() -> None:
    assert published(["2026-11-21T08:04:00Z"], "en", NOW) == (NOW, Dating.EXACT)


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (["soon", "2026-11-21T07:00:00Z"], (SEVEN, Dating.EXACT)),
        (["", "soon", ""], (None, Dating.BROKEN)),
        (["2038-01-01", "soon"], (None, Dating.FUTURE)),
        ([], (None, Dating.ABSENT)),
    ],
)
def test_the_first_that_can_be_believed_counts(
    given: list[str], found: tuple[datetime | None, Dating]
) -> None:
    assert published(given, "en", NOW) == found


def test_the_clock_may_be_in_any_zone() -> None:
    here = NOW.astimezone(timezone(timedelta(hours=3)))
    moment, _ = published(["2026-11-21T08:01:00Z"], "en", here)
    assert moment is not None
    assert (moment, moment.tzinfo) == (NOW, UTC)


SIGNS = st.sampled_from([*"0123456789:-+/., TZ", "Nov", "Sat", "GMT", "م", "٣", "نوفمبر", "0000"])


@given(st.lists(SIGNS, max_size=20).map("".join) | st.text(max_size=40))
def test_no_date_raises_or_is_later_than_now(text: str) -> None:
    moment, dating = published([text], "ar", NOW)
    assert (moment is not None) == (dating in (Dating.EXACT, Dating.ZONELESS, Dating.DAY))
    assert moment is None or moment <= NOW


@given(
    st.datetimes(datetime(1990, 1, 2), datetime(2026, 11, 20), timezones=st.just(UTC)),
    st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m))),
)
def test_what_is_written_in_iso_is_read_back(moment: datetime, zone: timezone) -> None:
    moment = moment.replace(microsecond=0)
    text = moment.astimezone(zone).isoformat()
    assert published([text], "en", NOW) == (moment, Dating.EXACT)
