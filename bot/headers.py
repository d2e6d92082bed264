"""Reading what sites say in headers: when to come back, how long a page is fresh."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

LONGEST_WAIT: Final = 24 * 3600  # seconds; a Retry-After beyond it is cut

_MAX_AGE: Final = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?([0-9]{1,9})", re.ASCII | re.I)
_NOT_KEPT: Final = re.compile(r"(?:^|[,\s])no-(?:store|cache)(?![\w-])", re.ASCII | re.I)
_LONGEST_VALIDATOR: Final = 1024  # characters; a longer one is no use to anybody


def retry_after(header: str, now: datetime) -> int | None:
    """Read Retry-After (RFC 9110, 10.2.3: seconds or a date) as seconds from now, at most a day."""
    text = header.strip()
    if text.isascii() and text.isdigit():
        return min(int(text.lstrip("0")[:9] or 0), LONGEST_WAIT)
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    seconds = (at.replace(tzinfo=at.tzinfo or UTC) - now).total_seconds()
    return min(max(0, round(seconds)), LONGEST_WAIT)


def max_age(header: str) -> int | None:
    """Read how long Cache-Control (RFC 9111, 5.2.2) lets a page be held for fresh, in seconds.

    ``None`` where it does not say, or forbids to keep it; at most a day.
    """
    found = _MAX_AGE.search(header)
    if found is None or _NOT_KEPT.search(header):
        return None
    return min(int(found[1]), LONGEST_WAIT)


def validator(header: str) -> str:
    """Return a validator as it was sent, or nothing if no site could mean it."""
    fits = len(header) <= _LONGEST_VALIDATOR and header.isascii() and header.isprintable()
    return header if fits else ""
