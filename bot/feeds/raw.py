"""What passes between the parts: feeds as they were written, and a worker's answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from bot.model import Candidate, Feed

MOST: Final = 5000
"""Entries of one feed that are looked at."""


@dataclass(frozen=True, slots=True)
class RawEntry:
    """An entry as its feed writes it: markup, addresses and dates of any kind, or ""."""

    id: str
    link: str
    title: str
    texts: tuple[str, ...]  # what may serve as its summary, best first
    dates: tuple[str, ...]  # published, then changed
    author: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class RawFeed:
    """A feed as it was written."""

    title: str
    site: str
    language: str
    entries: tuple[RawEntry, ...]
    pause: int | None = None  # seconds
    finished: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of reading a feed: the feed, or the text key of the problem and its values.

    ``candidates`` are the feeds that a page names, where one stood in the feed's place.
    """

    feed: Feed | None
    problem: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    candidates: tuple[Candidate, ...] = ()
