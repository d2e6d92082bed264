"""Whose clock: time zones by name, city or country, in Arabic and English; their working days."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cache, lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from bot.digest.tables import table
from bot.errors import SeveralZonesError, UnknownZoneError
from bot.language import folded, words
from bot.model import EVERY_DAY

LONGEST = 4  # words in the longest name of a place
SHOWN = 3  # zones that are named where a country has several

_LANGUAGES = ("ar", "en")
_OFFSET = re.compile(r"(?:utc|gmt|غرينتش|غرينيتش|جرينتش|جرينيتش)? ?([+-]) ?(\d{1,2})(?::?(00))?")
_FIXED = re.compile(r"Etc/(?:GMT|UTC)(?:([+-])(\d+))?$")
_PREFIXES = ("بال", "ب", "ل")  # of Arabic: "in", "for"
_MOST_EAST, _MOST_WEST = 14, 12  # hours of the fixed zones that there are
_FOLDERS = ("Etc", "US", "Canada", "Brazil", "Chile", "Mexico", "SystemV")


@lru_cache(maxsize=1024)
def zone_info(zone: str) -> ZoneInfo:
    """Return the rules of an IANA zone; UnknownZoneError where there is none of that name."""
    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UnknownZoneError(zone=zone, near="") from error


def zone_named(name: str) -> str | None:
    """Return the IANA zone of that name (in any case), or of a fixed offset: "utc+3", "غرينتش+3".

    ``None`` for anything else.
    """
    form = folded(name).replace(" ", "")
    offset = _OFFSET.fullmatch(form)
    if offset:
        return _fixed(offset[1], int(offset[2]))
    return _zones().get(form) if "/" in form or form in ("utc", "gmt") else None


def zone_at(place: str, home: str) -> str | None:
    """Return the zone of a city, as typed, ``None`` if it is unknown.

    Two cities may share a name: then it is the one on the clock of ``home``, a zone, or the one
    that the spelling tells. Raises ``SeveralZonesError`` where neither does.
    """
    keys = tuple(_keys(words(place)))
    for twin in table("places")["twins"]:
        if words(twin["name"]) in keys:
            return _twin(twin, place, home)
    return next((_cities()[key] for key in keys if key in _cities()), None)


def zone_of_country(place: str) -> str | None:
    """Return the zone of a country, as typed, ``None`` if it is unknown.

    Raises ``SeveralZonesError`` for one that has no single clock.
    """
    code = next((_countries()[key] for key in _keys(words(place)) if key in _countries()), None)
    if code is None:
        return None
    zones = _global("territory_zones").get(code, ())
    found = table("places")["mainland"].get(code) or (zones[0] if len(zones) == 1 else None)
    if found is None:
        listed = table("places")["several"].get(code) or ", ".join(tuple(zones)[:SHOWN])
        raise SeveralZonesError(place=place, zones=listed)
    return str(found)


def nearest_zone(name: str) -> str:
    """Return the IANA zone whose name is most like a misspelt one, "" if none is."""
    known = _zones()
    close = get_close_matches(folded(name).replace(" ", "_"), known, n=1, cutoff=0.75)
    return known[close[0]] if close else ""


def city(zone: str, language: str) -> str:
    """Return what a language calls a zone's city: "Riyadh", «الرياض»; "UTC+3" for fixed ones."""
    fixed = _FIXED.match(zone)
    if fixed or zone in ("UTC", "GMT"):
        sign, hours = fixed.groups() if fixed else (None, None)
        turned = {"+": "-", "-": "+"}  # Etc/GMT-3 is three hours ahead of UTC
        return f"UTC{turned[sign]}{hours}" if sign and hours != "0" else "UTC"
    shown = table("places")["shown"].get(language, {}).get(zone)
    return shown or _exemplar(zone, language) or _last(_present(zone))


def territory(zone: str) -> str | None:
    """Return the country code (ISO 3166-1) of a zone, ``None`` for one that is nowhere."""
    known = _global("zone_territories")
    return known.get(zone) or known.get(_present(zone))


def working_days(zone: str) -> tuple[int, ...]:
    """Return the working days (Monday 0) of the country where a zone is, Monday to Friday if none.

    Weekends are CLDR's: Friday and Saturday in many Arab countries.
    """
    return tuple(day for day in EVERY_DAY if day not in weekend(zone))


@lru_cache(maxsize=1024)
def weekend(zone: str) -> tuple[int, ...]:
    """Return the days of the weekend (Monday 0) in the country where a zone is."""
    code = territory(zone)
    first, last = table("places")["weekends"].get(code) or _weekend(code)
    days = {(first + n) % len(EVERY_DAY) for n in range((last - first) % len(EVERY_DAY) + 1)}
    return tuple(sorted(days))


def _weekend(code: str | None) -> tuple[int, int]:
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(f"und_{code}")
    except (UnknownLocaleError, ValueError):  # no country, or one whose language CLDR lacks
        locale = Locale("en")
    return locale.weekend_start, locale.weekend_end


def _fixed(sign: str, hours: int) -> str | None:
    """Return the zone so many hours ahead of UTC ("+") or behind; its name turns the sign round."""
    if not hours:
        return "Etc/UTC"
    if hours > (_MOST_EAST if sign == "+" else _MOST_WEST):
        return None
    return f"Etc/GMT{'-' if sign == '+' else '+'}{hours}"


def _twin(twin: Mapping[str, Any], place: str, home: str) -> str:
    for spelling, zone in twin["spelled"].items():
        if spelling in place:
            return str(zone)
    if home in twin["zones"]:
        return home
    raise SeveralZonesError(place=place, zones=", ".join(twin["zones"]))


def _keys(place: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield the words as they are and without an Arabic particle at the front."""
    yield tuple(place)
    if place:
        first, *rest = place
        for prefix in _PREFIXES:
            if first.startswith(prefix) and len(first) > len(prefix) + 2:
                bare = first.removeprefix(prefix)
                yield (bare, *rest)
                yield ("ال" + bare, *rest)


@cache
def _zones() -> Mapping[str, str]:
    """Return every zone by its name in comparison form, "Europe/Berlin" by "europe/berlin"."""
    return {folded(zone): zone for zone in sorted(available_timezones())}


@cache
def _cities() -> Mapping[tuple[str, ...], str]:
    """Return the zones of all cities that have a name in one of our languages."""
    found: dict[tuple[str, ...], str] = {}
    for zone in _places():
        names = [_exemplar(zone, language) for language in _LANGUAGES]
        for name in (*names, _last(zone)):
            found.setdefault(words(name), zone)
    for zone, listed in table("places")["cities"].items():
        found |= dict.fromkeys(_listed([listed]), zone)
    found.pop((), None)
    return found


def _places() -> Iterator[str]:
    """Yield the zones that are named after a place, the present name of each."""
    for zone in sorted(available_timezones()):
        if "/" in zone and zone.split("/")[0] not in _FOLDERS:
            yield _present(zone)


def _exemplar(zone: str, language: str) -> str:
    """Return CLDR's name of a zone's city, which it may keep under an old name of the zone."""
    from babel import Locale

    known = Locale(language).time_zones
    cities = (known[name].get("city") for name in _names(zone) if name in known)
    return next(filter(None, cities), "")


@cache
def _names(zone: str) -> tuple[str, ...]:
    """Return a zone's name, its present one and its old ones."""
    present = _present(zone)
    return (zone, present, *(name for name, of in _global("zone_aliases").items() if of == present))


def _present(zone: str) -> str:
    return _global("zone_aliases").get(zone, zone)


def _last(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")


@cache
def _countries() -> Mapping[tuple[str, ...], str]:
    """Return the codes of countries by their names in both languages."""
    from babel import Locale

    found: dict[tuple[str, ...], str] = {}
    for language in _LANGUAGES:
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha():
                found[words(name)] = code
    for code, listed in table("places")["countries"].items():
        found |= dict.fromkeys(_listed([listed]), code)
    return found


def _listed(lists: Iterable[str]) -> Iterator[tuple[str, ...]]:
    for listed in lists:
        yield from (words(name) for name in listed.split(","))


def _global(name: str) -> Mapping[str, str]:
    from babel.core import get_global

    found: Mapping[str, str] = get_global(name)  # type: ignore[arg-type]
    return found
