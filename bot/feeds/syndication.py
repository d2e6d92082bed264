"""Reads RSS 0.90 to 2.0, RDF and Atom with feedparser, which gets nothing but text from us."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from typing import Any, Final

import feedparser

from bot.errors import NotAFeedError
from bot.feeds.document import from_root
from bot.feeds.raw import MOST, RawEntry, RawFeed

_ROOT: Final = re.compile(r"<(?:[a-z_][\w.-]*:)?(?:rss|rdf|feed)(?=[\s>/])", re.I)
_ADDRESS: Final = re.compile(r"\S+@\S+")
_LONGEST_TTL: Final = 10_080  # minutes: a week


def read(text: str, source: str) -> RawFeed:
    """Read a feed of XML, well formed or not; its links may be relative.

    Raises ``NotAFeedError`` for pages and other documents, ``HostileFeedError`` for entities.
    """
    document = from_root(text, _ROOT, source)
    if document is None:
        raise NotAFeedError(source=source)
    # Bytes in a file: a string could be taken for a path or an address, and opened. No address
    # of the feed: ids would be joined to it like links, and change when the feed moves.
    parsed = feedparser.parse(
        io.BytesIO(document.encode("utf-8", "replace")),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        resolve_relative_uris=False,
        sanitize_html=False,
    )
    feed = parsed["feed"]
    return RawFeed(
        _get(feed, "title"),
        _get(feed, "link"),
        _get(feed, "language"),
        tuple(_entry(entry) for entry in parsed["entries"][:MOST]),
        _pause(_get(feed, "ttl")),
    )


def _entry(entry: dict[str, Any]) -> RawEntry:
    contents = dict.get(entry, "content") or ()
    return RawEntry(
        _get(entry, "id"),
        _link(entry),
        _get(entry, "title"),
        (_get(entry, "summary"), *(_get(content, "value") for content in contents)),
        tuple(_get(entry, key) for key in ("published", "created", "updated")),
        _author(entry),
    )


def _get(found: dict[str, Any], key: str) -> str:
    """Return a text as it was written; feedparser's own look-up puts other fields in its place."""
    value = dict.get(found, key)
    return value if isinstance(value, str) else ""


def _link(entry: dict[str, Any]) -> str:
    """Return the address of what an entry tells of; an id may stand for it only if it is one."""
    links: Iterable[dict[str, Any]] = dict.get(entry, "links") or ()
    named = [_get(link, "href") for link in links if _get(link, "rel") == "alternate"]
    link = _get(entry, "feedburner_origlink") or _get(entry, "link") or "".join(named[:1])
    return "" if link == _get(entry, "id") and "/" not in link else link


def _author(entry: dict[str, Any]) -> str:
    """Return the names; an address of electronic mail is nobody's business."""
    author = _get(entry, "author")
    people = dict.get(entry, "authors") or ()
    if "@" not in author and len(people) > 1:
        return ", ".join(filter(None, (_get(person, "name") for person in people)))
    name = _ADDRESS.sub("", author).strip()
    return name[1:-1] if name.startswith("(") and name.endswith(")") else name


def _pause(ttl: str) -> int | None:
    """Read the ``ttl`` of RSS 2.0: minutes that a feed may be held for fresh."""
    digits = ttl.strip()
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 9 or int(digits) == 0:
        return None
    return min(int(digits), _LONGEST_TTL) * 60
