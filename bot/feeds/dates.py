"""When an entry was published, by what it says; and if that cannot be, what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Final

from bot.article.dates import FIRST_YEAR, spoken
from bot.article.signs import tidy
from bot.language import ascii_digits
from bot.model import Dating

SKEW: Final = timedelta(minutes=5)  # clocks differ by so much; what is ahead by more is wrong
LONGEST: Final = 100  # characters of a date

_MONTHS: Final = (
    *("jan", "feb", "mar", "apr", "may", "jun"),
    *("jul", "aug", "sep", "oct", "nov", "dec"),
)
# RFC 822, 5.1. Letters other than Z were printed with the wrong sign there: nobody can trust
# them. "AST" is Arabia's in some feeds and the Atlantic's in others, so it is none, too.
_ZONES: Final = {"z": 0, "ut": 0, "utc": 0, "gmt": 0} | {
    f"{name}{kind}t": hours + (kind == "d")
    for name, hours in (("e", -5), ("c", -6), ("m", -7), ("p", -8))
    for kind in "sd"
}
_ZONE: Final = rf"(?P<zone>(?:gmt|utc)?[+-]\d{{1,2}}(?::?\d{{2}})?(?!\d)|(?:{'|'.join(_ZONES)})\b)"
_CLOCK: Final = (
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
    r"(?:\s*(?P<half>[ap]\.?m\b|صباحا|مساء|ص\b|م\b))?"
)
_TIME: Final = rf"{_CLOCK}(?:\s*{_ZONE})?"
_ISO: Final = re.compile(
    rf"(?P<year>\d{{4}})-(?P<month>\d{{2}})-(?P<day>\d{{2}})(?:(?:t|\s)\s*{_TIME})?",
    re.I | re.ASCII,
)
_COMPACT: Final = re.compile(
    r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})"
    rf"(?:t?(?P<hour>\d{{2}})(?P<minute>\d{{2}})(?P<second>\d{{2}})?{_ZONE}?)?",
    re.I | re.ASCII,
)
_MAIL: Final = re.compile(  # RFC 822 and 5322, and "20-Nov-26"
    r"(?:[a-z]{3,9}\.?,?\s*)?(?P<day>\d{1,2})[\s-]+(?P<month>[a-z]{3})[a-z]{0,6}\.?,?"
    rf"[\s-]+(?P<year>\d{{4}}|\d{{2}})(?:,?\s+{_TIME})?(?:\s.*)?",
    re.I | re.ASCII,
)
_ASCTIME: Final = re.compile(
    rf"[a-z]{{3}}\s(?P<month>[a-z]{{3}})\s(?P<day>\d{{1,2}})\s{_TIME}\s(?P<year>\d{{4}})",
    re.I | re.ASCII,
)
_SPOKEN: Final = re.compile(rf"(?<!\d){_CLOCK}(?:[^\d+-]{{0,3}}?{_ZONE})?", re.I)
_UNIX: Final = re.compile(r"(\d{9,10})(?:\d{3})?|0", re.ASCII)
_NOTHING: Final = re.compile(r"(?:\D*0000\D?0?0\D?0?0|0?0\D0?0\D0000|.*\s-0001)(?!\d)", re.ASCII)
_EVENING: Final = ("p", "م")


def published(given: Iterable[str], language: str, now: datetime) -> tuple[datetime | None, Dating]:
    """Return the first of the dates ``given`` that can be believed, in UTC, and what it is like.

    ``language`` is that of month names; ``now`` is aware. If none can be believed, ``None`` and
    what is wrong with the first.
    """
    wrong = Dating.ABSENT
    for value in given:
        text = ascii_digits(tidy(value[:LONGEST])).replace("\u064b", "")
        moment, dating = _believed(text, language, now.astimezone(UTC))
        if moment:
            return moment, dating
        wrong = dating if wrong is Dating.ABSENT else wrong
    return None, wrong


def _believed(text: str, language: str, now: datetime) -> tuple[datetime | None, Dating]:
    if not text:
        return None, Dating.ABSENT
    try:
        read = _read(text, language)
    except (ValueError, OverflowError):
        read = None
    if read is None:
        return None, Dating.ANCIENT if _NOTHING.match(text) else Dating.BROKEN
    moment, dating = read
    if moment.year < FIRST_YEAR:
        return None, Dating.ANCIENT
    if moment > now + SKEW:
        return None, Dating.FUTURE
    return min(moment, now), dating


def _read(text: str, language: str) -> tuple[datetime, Dating] | None:
    """Read a date: machines' forms first, then as people write it (not "03/04/2025")."""
    if seconds := _UNIX.fullmatch(text):
        return datetime.fromtimestamp(int(seconds[1] or 0), UTC), Dating.EXACT
    if found := _ISO.fullmatch(text) or _COMPACT.fullmatch(text):
        return _at(date(int(found["year"]), int(found["month"]), int(found["day"])), found)
    if found := _MAIL.fullmatch(text) or _ASCTIME.fullmatch(text):
        month = found["month"].lower()
        if month in _MONTHS:
            return _at(
                date(_year(found["year"]), _MONTHS.index(month) + 1, int(found["day"])), found
            )
    stamp = next(spoken(text, language), None)
    if stamp is None or stamp.loose:
        return None
    return _at(stamp.day, _SPOKEN.search(text))


def _year(written: str) -> int:
    """Read a year; of two digits, as feeds of the nineties have it, from 1990 to 2089."""
    year = int(written)
    return year if len(written) == 4 else year + (1900 if year >= FIRST_YEAR - 1900 else 2000)


def _at(day: date, time: re.Match[str] | None) -> tuple[datetime, Dating]:
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
    if time is None or time["hour"] is None:
        return moment, Dating.DAY
    hour, minute, second = (int(time[name] or 0) for name in ("hour", "minute", "second"))
    half = (time.groupdict().get("half") or "").lower()
    if half and 1 <= hour <= 12:
        hour = hour % 12 + 12 * half.startswith(_EVENING)
    if hour > 24 or minute > 59 or second > 60:
        raise ValueError(time[0])
    moment += timedelta(hours=hour, minutes=minute, seconds=min(second, 59))
    offset = _offset((time["zone"] or "").lower())
    return (moment, Dating.ZONELESS) if offset is None else (moment - offset, Dating.EXACT)


def _offset(zone: str) -> timedelta | None:
    """Read a zone; "-0000" is how RFC 5322 (3.3) says that it is not known."""
    if zone in _ZONES:
        return timedelta(hours=_ZONES[zone])
    sign, digits = zone.lstrip("gmtuc")[:1], re.sub(r"\D", "", zone)
    if not digits or zone == "-0000":
        return None
    hours, minutes = int(digits[:-2] or 0), int(digits[-2:])
    if len(digits) <= 2:
        hours, minutes = int(digits), 0
    if hours > 14 or minutes > 59:
        raise ValueError(zone)
    return timedelta(hours=hours, minutes=minutes) * (-1 if sign == "-" else 1)
