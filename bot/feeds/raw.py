"""What the formats have in common before anything of it is believed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

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
