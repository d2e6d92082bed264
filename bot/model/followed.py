"""What is followed: feeds, their entries, and how a feed is polled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.model.words import Note


class Dating(StrEnum):
    """What became of the date that an entry gives. Only the first three leave a moment."""

    EXACT = "exact"
    ZONELESS = "zoneless"  # no zone was given: read as UTC
    DAY = "day"  # no time was given: the beginning of that day in UTC
    ABSENT = "absent"
    BROKEN = "broken"  # there is something, but nobody can read a date in it
    FUTURE = "future"  # later than the moment at which it was read
    ANCIENT = "ancient"  # before there were web pages: 1970, year 1, an empty field


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed, as plain text; ``url`` is "" where it leads to no web page.

    ``id`` is the same each time the feed is read, and unique in it. ``published`` is aware, in
    UTC, and never later than the reading; ``dating`` says why it is ``None``.
    """

    id: str
    url: str
    title: str
    summary: str
    published: datetime | None = None
    dating: Dating = Dating.ABSENT
    author: str | None = None
    language: str = "und"  # ISO 639-1 from the text itself, else what the feed says


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as it was read, its entries in its own order."""

    url: str  # where it was read
    title: str
    site: str  # the page it belongs to, "" if it names none
    language: str
    entries: tuple[Entry, ...]
    pause: int | None = None  # seconds that it asks to be left alone between two readings
    finished: bool = False  # it says that nothing will be added any more
    left_out: int = 0  # entries beyond the limit


class How(StrEnum):
    """How a feed was found, surest first."""

    DECLARED = "declared"  # the page says that it is one
    LINKED = "linked"  # a link that looks like one
    GUESSED = "guessed"  # a usual place


@dataclass(frozen=True, slots=True)
class Candidate:
    """An address at which a feed may stand, and what the page calls it."""

    url: str
    title: str
    how: How


class Trouble(StrEnum):
    """Why a feed that is followed brings nothing; "" where all is well."""

    NONE = ""
    GONE = "gone"  # 410: it will not come back, and is not asked for again
    FINISHED = "finished"  # the feed itself says that it has ended
    MISSING = "missing"  # 404
    REFUSED = "refused"
    SILENT = "silent"  # no answer, an overloaded or a broken server
    UNSAFE = "unsafe"  # a bad certificate, an address that is not public, odd redirects
    NO_FEED = "no_feed"  # something else stands there now
    UNREADABLE = "unreadable"  # damaged, hostile or too large


@dataclass(frozen=True, slots=True)
class Polled:
    """A feed that is followed, and all that polling it needs to know. Times are aware, in UTC.

    ``due`` is when to ask next (``None``: at once). ``digest`` tells one body from another,
    ``marks`` one set of entries from another.
    """

    url: str
    due: datetime | None = None
    interval: int = 3600  # seconds between two polls, by how often it brings something
    pause: int = 0  # seconds that the feed itself asks to be left alone
    etag: str = ""
    modified: str = ""
    digest: str = ""
    marks: str = ""
    polled: datetime | None = None  # when it was asked last
    changed: datetime | None = None  # when it last brought something
    failures: int = 0  # in a row
    trouble: Trouble = Trouble.NONE
    since: datetime | None = None  # when the trouble began
    stopped: bool = False  # not asked any more

    @property
    def note(self) -> Note | None:
        """Say the trouble, if there is any; the text needs ``url`` and ``failures``."""
        if not self.trouble:
            return None
        return Note(f"feed.{self.trouble}", {"url": self.url, "failures": self.failures})


@dataclass(frozen=True, slots=True)
class Followed:
    """A feed that a chat follows, and what it is called.

    ``named`` is what the configuration file calls it, "" where the chat asked for it.
    """

    polled: Polled
    title: str
    named: str = ""
