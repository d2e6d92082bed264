"""When a feed is asked again: decisions only, from what came of the last time.

A feed that brought something is asked again after half the time, one that did not after half as
long again, within bounds and never earlier than it wishes (RSS ``ttl``, Cache-Control max-age,
Retry-After). After failures the time doubles from the shortest on.
"""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, TypeAlias

from bot.errors import BotError, NotAFeedError, ReadError
from bot.model import Feed, Polled, ProblemKind, Trouble

SPREAD: Final = 0.1  # of a wait is added, so that feeds that were followed together part


@dataclass(frozen=True, slots=True)
class Pace:
    """The bounds between two polls of one feed, in seconds."""

    shortest: int = 10 * 60
    longest: int = 12 * 3600

    def bound(self, seconds: int) -> int:
        """Return ``seconds``, or the bound that they pass."""
        return min(max(seconds, self.shortest), self.longest)


PACE: Final = Pace()


@dataclass(frozen=True, slots=True)
class Told:
    """What a site said around a feed; ``url`` is where it stands from now on."""

    url: str
    etag: str = ""
    modified: str = ""
    digest: str = ""  # of the body
    max_age: int | None = None  # seconds


@dataclass(frozen=True, slots=True)
class Brought:
    """The feed came, and was read."""

    told: Told
    feed: Feed


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The feed is what it was, by its site's word (304) or by its bytes."""

    told: Told


@dataclass(frozen=True, slots=True)
class Failed:
    """Nothing came; ``wait`` is how many seconds the site wants to be left alone."""

    trouble: Trouble
    wait: int | None = None


Outcome: TypeAlias = Brought | Unchanged | Failed

_TROUBLES: Final = {
    ProblemKind.NOT_FOUND: Trouble.MISSING,
    ProblemKind.REFUSED: Trouble.REFUSED,
    ProblemKind.CHALLENGE: Trouble.REFUSED,
    ProblemKind.NO_HOST: Trouble.SILENT,
    ProblemKind.UNAVAILABLE: Trouble.SILENT,
    ProblemKind.TIMEOUT: Trouble.SILENT,
    ProblemKind.FORBIDDEN_ADDRESS: Trouble.UNSAFE,
    ProblemKind.BAD_LINK: Trouble.UNSAFE,
    ProblemKind.TLS: Trouble.UNSAFE,
    ProblemKind.REDIRECTS: Trouble.UNSAFE,
    ProblemKind.NOT_HTML: Trouble.NO_FEED,
}


def is_due(polled: Polled, now: datetime) -> bool:
    """Whether a feed is to be asked now."""
    return not polled.stopped and (polled.due is None or polled.due <= now)


def failed(error: BotError) -> Failed:
    """Return the outcome of a fetch (``ReadError``) or a reading (``FeedError``) that failed."""
    if not isinstance(error, ReadError):
        none = isinstance(error, NotAFeedError)
        return Failed(Trouble.NO_FEED if none else Trouble.UNREADABLE)
    problem = error.problem
    if problem.values.get("status") == 410:
        return Failed(Trouble.GONE)
    wait = problem.values.get("retry_after")
    trouble = _TROUBLES.get(problem.kind, Trouble.UNREADABLE)
    return Failed(trouble, wait if isinstance(wait, int) else None)


def after(outcome: Outcome, polled: Polled, now: datetime, pace: Pace = PACE) -> Polled:
    """Return how a feed stands after a poll at ``now`` (aware, UTC).

    410 stops it for good, as does a feed that says that it has ended. A feed that has moved for
    good is followed at its new address.
    """
    polled = replace(polled, polled=now)
    if isinstance(outcome, Failed):
        return _after_failure(outcome, polled, now, pace)
    told = outcome.told
    polled = replace(
        polled,
        url=told.url,
        etag=told.etag or (polled.etag if isinstance(outcome, Unchanged) else ""),
        modified=told.modified or (polled.modified if isinstance(outcome, Unchanged) else ""),
        digest=told.digest or polled.digest,
        failures=0,
        trouble=Trouble.NONE,
        since=None,
    )
    if isinstance(outcome, Brought):
        polled = _after_reading(outcome.feed, polled, now, pace)
    else:
        polled = replace(polled, interval=pace.bound(polled.interval * 3 // 2))
    asked = min(max(polled.pause, told.max_age or 0), pace.longest)
    return replace(polled, due=None if polled.stopped else _in(max(polled.interval, asked), polled))


def _after_reading(feed: Feed, polled: Polled, now: datetime, pace: Pace) -> Polled:
    marks = _marks(feed)
    new = marks != polled.marks
    interval = polled.interval
    if polled.marks:
        interval = interval // 2 if new else interval * 3 // 2
    return replace(
        polled,
        marks=marks,
        changed=now if new else polled.changed,
        interval=pace.bound(interval),
        pause=feed.pause or 0,
        stopped=feed.finished,
        trouble=Trouble.FINISHED if feed.finished else Trouble.NONE,
        since=now if feed.finished else None,
    )


def _after_failure(outcome: Failed, polled: Polled, now: datetime, pace: Pace) -> Polled:
    gone = outcome.trouble is Trouble.GONE
    failures = polled.failures + 1
    wait = min(pace.shortest * 2 ** min(failures - 1, 16), pace.longest)
    polled = replace(
        polled,
        failures=failures,
        trouble=outcome.trouble,
        since=polled.since or now,
        stopped=gone,
    )
    return replace(polled, due=None if gone else _in(max(wait, outcome.wait or 0), polled))


def _in(seconds: int, polled: Polled) -> datetime:
    """Return the time of the next poll, a little later for some feeds than for others."""
    assert polled.polled is not None
    share = zlib.crc32(polled.url.encode("utf-8", "surrogatepass")) % 1000 / 1000
    return polled.polled + timedelta(seconds=round(seconds * (1 + SPREAD * share)))


def _marks(feed: Feed) -> str:
    ids = "\n".join(sorted(entry.id for entry in feed.entries))
    return hashlib.sha256(ids.encode("utf-8", "surrogatepass")).hexdigest()
