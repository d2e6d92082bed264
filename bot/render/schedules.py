"""A digest's schedule as a sentence for people. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.digest.places import city, weekend, working_days
from bot.model import EVERY_DAY, Schedule, Subscription
from prompts import text

_FEWEST = 3  # days in a row that are told by the first and the last


def describe(subscription: Subscription, language: str) -> str:
    """Return what a subscription was understood to be.

    "every working day (Sunday to Thursday) at 08:00, Riyadh time; on oil or gas; up to 5 stories"
    """
    parts = [when(subscription.schedule, language)]
    if subscription.topic:
        topic = listing(subscription.topic, language, "or")
        parts.append(text("digest.on_topic", language, topic=topic))
    parts.append(text("digest.at_most", language, n=subscription.stories))
    if subscription.quiet:
        parts.append(text("digest.is_quiet", language))
    if subscription.paused:
        parts.append(text("digest.is_paused", language))
    if subscription.named:
        parts.append(text("digest.is_named", language, name=subscription.named))
    return text("digest.pause_between", language).join(parts)


def when(schedule: Schedule, language: str) -> str:
    """Return days, times and whose clock: "every day at 08:00 and 18:00, Cairo time"."""
    times = listing([f"{at:%H:%M}" for at in schedule.times], language)
    place = city(schedule.zone, language)
    days = _days(schedule, language)
    return text("digest.when", language, days=days, times=times, place=place)


def listing(items: Sequence[str], language: str, style: str = "standard") -> str:
    """Return items as a language lists them: "a, b, and c"; ``style`` "or" for alternatives."""
    from babel.lists import format_list

    return str(format_list(items, style=style, locale=language))  # type: ignore[arg-type]


def _days(schedule: Schedule, language: str) -> str:
    days = schedule.days
    if days == EVERY_DAY:
        return text("digest.every_day", language)
    row = _row(days)
    named = _named(row, language)
    if days == working_days(schedule.zone):
        return text("digest.working_days", language, days=named)
    if days == weekend(schedule.zone):
        return text("digest.weekends", language, days=named)
    if _is_span(row):
        return named
    return text("digest.on_days", language, n=len(days), days=named)


def _row(days: Sequence[int]) -> list[int]:
    """Return days from the first one after a day off."""
    first = next((day for day in days if (day - 1) % len(EVERY_DAY) not in days), days[0])
    return sorted(days, key=lambda day: (day - first) % len(EVERY_DAY))


def _is_span(row: Sequence[int]) -> bool:
    """Whether days follow each other, and are enough to be told by the first and the last."""
    return len(row) >= _FEWEST and (row[-1] - row[0]) % len(EVERY_DAY) == len(row) - 1


def _named(row: Sequence[int], language: str) -> str:
    from babel import Locale

    names = [str(Locale(language).days["stand-alone"]["wide"][day]) for day in row]
    if _is_span(row):
        return text("digest.days_in_a_row", language, first=names[0], last=names[-1])
    return listing(names, language)
