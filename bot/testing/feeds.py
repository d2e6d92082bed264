"""Feeds of our own writing, in every format, for tests.

rss(Item("Bridge opens", "/1"), Item("الجسر يفتتح", "/2"), language="ar")
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Final
from xml.sax.saxutils import escape

NOW: Final = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
SITE: Final = "https://nour.example/"


@dataclass(frozen=True, slots=True)
class Item:
    """An entry to be written; what is "" or ``None`` is left out."""

    title: str = "The bridge is open"
    link: str = "https://nour.example/bridge"
    id: str = ""
    published: datetime | str | None = NOW - timedelta(hours=1)
    text: str = "The council opened the bridge over the river."
    author: str = ""


def rss(*items: Item, title: str = "Nour", language: str = "", extra: str = "") -> bytes:
    """Return RSS 2.0 in UTF-8; texts are escaped, ``extra`` goes into the channel as it is."""
    head = _tag("title", title) + _tag("link", SITE) + _tag("language", language) + extra
    body = "".join(
        f"<item>{_tag('title', i.title)}{_tag('link', i.link)}{_tag('guid', i.id)}"
        f"{_tag('pubDate', _mail(i.published))}{_tag('description', i.text)}"
        f"{_tag('author', i.author)}</item>"
        for i in items
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{body}</channel></rss>'.encode()


def atom(*items: Item, title: str = "Nour", language: str = "") -> bytes:
    """Return Atom 1.0 in UTF-8."""
    body = "".join(
        f'<entry>{_tag("title", i.title)}<link href="{escape(i.link)}"/>{_tag("id", i.id)}'
        f"{_tag('published', _iso(i.published))}{_tag('summary', i.text)}"
        f"<author>{_tag('name', i.author)}</author></entry>"
        for i in items
    )
    lang = f' xml:lang="{language}"' if language else ""
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom"{lang}>{_tag("title", title)}'
        f'<link href="{SITE}"/>{body}</feed>'
    ).encode()


def json_feed(*items: Item, title: str = "Nour", language: str = "") -> bytes:
    """Return JSON Feed 1.1."""
    body = [
        {
            "id": i.id,
            "url": i.link,
            "title": i.title,
            "content_text": i.text,
            "date_published": _iso(i.published),
            "authors": [{"name": i.author}],
        }
        for i in items
    ]
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "home_page_url": SITE,
        "language": language,
        "items": body,
    }
    return json.dumps(document, ensure_ascii=False).encode()


def _tag(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>" if text else ""


def _mail(moment: datetime | str | None) -> str:
    return format_datetime(moment) if isinstance(moment, datetime) else moment or ""


def _iso(moment: datetime | str | None) -> str:
    return moment.isoformat() if isinstance(moment, datetime) else moment or ""
