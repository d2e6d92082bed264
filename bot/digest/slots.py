"""Which slots of a wall-clock rule have come, on clocks that jump and clocks that are set.

A rule speaks of the clock on the wall: "08:00 on working days in Cairo". Each of its dates and
times is one slot and has one moment, found with cronsim, which does as Debian's cron: a time that
a clock change leaves out comes at the first moment after the gap, one that comes twice counts the
first time. Times that fall together in a gap are one slot.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from cronsim import CronSim

from bot.digest.places import working_days, zone_info
from bot.model import Due, Slot, Subscription

_LATE = timedelta(minutes=2)
_STEP = timedelta(days=1)  # a clock that is wrong by more is thought to have been wrong before
_LOOK_BACK = timedelta(hours=1)
_OLDEST = timedelta(days=366)  # what was missed earlier than this is not looked up
_GAP = timedelta(days=2)  # the longest gap is a whole day, where the date line was moved
_AHEAD = timedelta(days=12)  # a rule has a slot each week; a move of zone can cost two days


def due(subscription: Subscription, since: datetime, now: datetime) -> tuple[Due, ...]:
    """Return the slot to post at ``now``, if there is one, with those that were missed before it.

    ``since`` is the moment (``Due.at``) of the last slot that was posted, or when the subscription
    began; never the time of the last look, for then a slot that is too old would be forgotten
    instead of told as missed. Both are aware. Of all slots in ``(since, now]`` the newest is due
    if it is not older than the subscription's ``catch_up`` minutes, and the others are missed; if
    it is older, nothing is due, and it will be told with the next one. Raises ``UnknownZoneError``.
    """
    if subscription.paused:
        return ()
    came = tuple(slots(subscription, max(since, now - _OLDEST), now))
    if not came:
        return ()
    *missed, (slot, at) = came
    if now - at > timedelta(minutes=subscription.catch_up):
        return ()
    return (Due(slot, at, now - at > _LATE, tuple(one for one, _ in missed)),)


def next_slot(subscription: Subscription, after: datetime) -> Due | None:
    """Return the first slot after a moment, ``None`` for a paused subscription."""
    if subscription.paused:
        return None
    start = max(after, _beginning(subscription))
    found = next(slots(subscription, start, start + _AHEAD), None)
    return Due(*found) if found else None


def slots(
    subscription: Subscription, after: datetime, until: datetime
) -> Iterator[tuple[Slot, datetime]]:
    """Yield the slots in ``(after, until]`` with their moments in UTC, in order.

    Leaves out those that are no concern of the subscription: up to when it was made or ``begins``,
    and up to ``after`` on its clock.
    """
    rule = subscription.schedule
    start = max(after, _beginning(subscription))
    if start >= until:
        return
    zone = zone_info(rule.zone)
    for day in _days(start.astimezone(zone).date() - _GAP, until.astimezone(zone).date()):
        for at in rule.times if day.weekday() in rule.days else ():
            moment = _moment(datetime.combine(day, at), rule.zone)
            slot = Slot(subscription.id, day, at)
            if start < moment <= until and not _is_past(slot, subscription):
                yield slot, moment
                start = moment


def rezoned(
    subscription: Subscription, zone: str, now: datetime, last: datetime | None
) -> Subscription:
    """Return a subscription whose clock from ``now`` on is that of another zone.

    ``last`` is the moment of the last slot that was posted: its date and time on the old clock,
    and what comes before them, do not come again on the new one. Working days become those of the
    new place.
    """
    rule = subscription.schedule
    days = working_days(zone) if rule.days == working_days(rule.zone) else rule.days
    after = subscription.after
    if last and last > _beginning(subscription):  # else it was posted on a clock before this one
        wall = last.astimezone(zone_info(rule.zone))
        after = Slot(subscription.id, wall.date(), wall.time())
    moved = replace(rule, zone=zone, days=days)
    return replace(subscription, schedule=moved, begins=now, after=after)


def reached(since: datetime, now: datetime) -> datetime:
    """Return ``since``, or an hour before ``now`` if it lies more than a day ahead.

    The clock was wrong by days or years when the last slot was posted: without this nothing would
    be due until it is as late again. Smaller steps back need nothing: no slot comes twice. Of the
    slots in that hour some may have been posted: their keys tell.
    """
    return now - _LOOK_BACK if since - now > _STEP else since


def _beginning(subscription: Subscription) -> datetime:
    return subscription.begins or subscription.created


def _is_past(slot: Slot, subscription: Subscription) -> bool:
    done = subscription.after
    return done is not None and (slot.day, slot.at) <= (done.day, done.at)


def _days(first: date, last: date) -> Iterator[date]:
    for n in range((last - first).days + 1):
        yield first + timedelta(days=n)


@lru_cache(maxsize=4096)
def _moment(wall: datetime, zone: str) -> datetime:
    """Return when a time on the wall comes, in UTC."""
    rule = f"{wall.minute} {wall.hour} {wall.day} {wall.month} *"
    before = (wall - timedelta(minutes=1)).replace(tzinfo=zone_info(zone))
    return next(CronSim(rule, before)).astimezone(UTC)
