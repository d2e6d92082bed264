"""Reads dates: stamps of machines, and days as people write them, in many languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from bot.language.fold import folded

FIRST_YEAR = 1990
"""Pages are no older; smaller numbers are years of other calendars, or no years."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A day, with the moment and its zone if they were given. ``loose`` days may be misread."""

    day: date
    at: datetime | None = None
    loose: bool = False


# CLDR locales whose month names are in use beside those of the language's default.
_LOCALES = {"ar": ("ar", "ar_SY", "ar_DZ", "ar_MA"), "no": ("nb",), "und": ("en",), "zh": ()}
_EXTRA = {
    "ar": {"فيفري": 2, "افريل": 4, "جويليه": 7, "اوت": 8, "غشت": 8, "شتنبر": 9, "نونبر": 11}
    | {"دجنبر": 12, "يناير": 1, "اغسطس": 8, "حزيران": 6, "تموز": 7, "اذار": 3, "ابريل": 4},
    "en": {"sept": 9},
}
_JALALI = [
    *("فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور"),
    *("مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"),
]  # the Iranian calendar's months, March to March
_ISO = re.compile(
    r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?:[T ]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?"
    r"\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?",
    re.I,
)
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?(Z|[+-]\d{2}:?\d{2})?)?$")
_MAIL = re.compile(r"^(?:[a-z]{3},\s*)?\d{1,2}\s+[a-z]{3}\s+\d{4}\s+\d{1,2}:\d{2}", re.I)
_UNIX = re.compile(r"^1\d{9}(?:\d{3})?$")
_YMD = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?[-/.年년]\s?(\d{1,2})\s?[-/.月월]\s?(\d{1,2})(?!\d)")
_DMY = re.compile(r"(?<!\d)(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?((?:19|20)\d\d)(?!\d)")
_URL_YMD = re.compile(r"(?<!\d)(20\d\d|199\d)[/_-]?([01]?\d)[/_-]?([0-3]?\d)(?!\d)")
_URL_DMY = re.compile(r"(?<!\d)([0-3]\d)([01]\d)(20\d\d)(?!\d)")


def stamp(value: str) -> Stamp | None:
    """Read a machine's time stamp (ISO 8601, RFC 2822, Unix seconds); ``None`` if it is none."""
    value = value.strip()
    if match := _ISO.search(value) or _COMPACT.match(value):
        return _stamp(*match.groups())
    if _MAIL.match(value):
        return _mail(value)
    if _UNIX.match(value):
        seconds = int(value[:10])
        moment = datetime.fromisoformat("1970-01-01T00:00:00+00:00") + timedelta(seconds=seconds)
        return Stamp(moment.date(), moment)
    return None


def _stamp(
    year: str, month: str, day: str, hour: str | None, minute: str | None,
    second: str | None, zone: str | None,
) -> Stamp | None:  # fmt: skip
    found = _day(year, month, day)
    if found is None or hour is None or zone is None:
        return Stamp(found) if found else None
    offset = "+00:00" if zone.upper() in ("Z", "UTC", "GMT") else zone
    offset = offset if ":" in offset else f"{offset[:3]}:{offset[3:]}"
    text = f"{found.isoformat()}T{hour:0>2}:{minute or '00'}:{second or '00'}{offset}"
    try:
        return Stamp(found, datetime.fromisoformat(text))
    except ValueError:
        return Stamp(found)


def _mail(value: str) -> Stamp | None:
    from email.utils import parsedate_to_datetime

    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, IndexError, TypeError, OverflowError):
        return None
    return Stamp(moment.date(), moment if moment.tzinfo else None)


def _day(year: str | int, month: str | int, day: str | int) -> date | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if found.year >= FIRST_YEAR else None


def in_url(url: str) -> date | None:
    """Return the day in a URL's path or query ("/2025/11/07/", "cdate=07112025")."""
    for match in _URL_YMD.finditer(url):
        year, month, day = match.groups()
        parted = re.search(r"[/_-]", match[0])
        if (parted or len(match[0]) == 8) and (found := _day(year, month, day)):
            return found
    for match in _URL_DMY.finditer(url):
        if found := _day(match[3], match[2], match[1]):
            return found
    return None


@cache
def _months(language: str) -> dict[str, int]:
    from babel import Locale, UnknownLocaleError

    names: dict[str, int] = {}
    for name in dict.fromkeys((*_LOCALES.get(language, (language,)), "en")):
        try:
            locale = Locale.parse(name)
        except (UnknownLocaleError, ValueError):
            continue
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, month in locale.months[context][width].items():
                    names.setdefault(folded(month).rstrip(".").strip(), number)
    for code in ("en", language):
        names |= _EXTRA.get(code, {})
    return {n: m for n, m in names.items() if len(n) > 1 and not n.isdigit()}


@cache
def _spoken(language: str) -> tuple[re.Pattern[str], ...]:
    months = "|".join(sorted(map(re.escape, _months(language)), key=len, reverse=True))
    jalali = "|".join(folded(m) for m in _JALALI)
    gap = r"[\s.,،/_-]{0,3}"
    of = r"(?:de|of|del|da|e)?\s?"
    return (
        re.compile(
            rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?{gap}{of}({months})\b"
            rf"(?:\s?/\s?\S+(?: \S+)?)?{gap}{of}((?:19|20)\d\d)(?!\d)"
        ),
        re.compile(rf"\b({months})\.?{gap}(\d{{1,2}})(?:st|nd|rd|th)?{gap}((?:19|20)\d\d)(?!\d)"),
        re.compile(rf"(?<!\d)(\d{{1,2}})\s({jalali})\b.{{0,6}}?(1[34]\d\d)(?!\d)"),
    )


def spoken(text: str, language: str = "und") -> Iterator[Stamp]:
    """Yield the days written in ``text``, of month names or figures, surest first.

    Day, month and year must all be there. Figures that can be read both ways (03/04/2025) are
    read day first, and are ``loose``.
    """
    plain = folded(text[:2000])
    day_first, month_first, iranian = _spoken(language)
    months = _months(language)
    for match in day_first.finditer(plain):
        if found := _day(match[3], months[match[2]], match[1]):
            yield Stamp(found)
    for match in month_first.finditer(plain):
        if found := _day(match[3], months[match[1]], match[2]):
            yield Stamp(found)
    for match in iranian.finditer(plain):
        names = [folded(m) for m in _JALALI]
        if found := jalali(int(match[3]), names.index(match[2]) + 1, int(match[1])):
            yield Stamp(found)
    for match in _YMD.finditer(plain):
        if found := _day(match[1], match[2], match[3]):
            yield Stamp(found)
    for match in _DMY.finditer(plain):
        first, second = int(match[1]), int(match[3])
        if found := _day(match[4], second, first) or _day(match[4], first, second):
            yield Stamp(found, loose=first <= 12 and second <= 12 and first != second)


def jalali(year: int, month: int, day: int) -> date | None:
    """Turn a day of the Iranian calendar into ours; ``None`` if there is no such day.

    The 33-year cycle, exact for 1244 to 1531 (1865 to 2152).
    """
    if not (1 <= month <= 12 and 1 <= day <= 31 and 1244 <= year <= 1531):
        return None
    leaps = (year - 1244) // 33 * 8 + sum(
        (1244 + (year - 1244) // 33 * 33 + i) % 33 in (1, 5, 9, 13, 17, 22, 26, 30)
        for i in range((year - 1244) % 33)
    )
    days = (year - 1244) * 365 + leaps + min(month - 1, 6) * 31 + max(0, month - 7) * 30 + day - 1
    return date(1865, 3, 21) + timedelta(days=days)
