"""Pages that only send the reader on: <meta http-equiv="refresh">."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urljoin, urlsplit

HEAD = 100_000
"""Characters in which the element is looked for."""
WORDS = 600
"""Characters of visible text from which a page is one to read, not one to leave."""
WAIT = 10
"""Seconds from which a refresh is for those who stay on the page."""
_META = re.compile(r"<meta\b[^<>]*http-equiv\s*=\s*[\"']?refresh[^<>]*>", re.I)
_CONTENT = re.compile(r"content\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.I)
_GOES = re.compile(r"^\s*(\d{1,6}(?:\.\d*)?)?\s*[;,\s]\s*(?:url\s*=)?\s*[\"']?\s*([^\"'\s]+)", re.I)


def refresh_target(body: bytes, url: str) -> str | None:
    """Return the address that a page sends its reader to at once, or ``None``.

    ``body`` is the page as fetched from ``url``. Only a page with hardly any text counts: many
    articles hold such an element for readers without scripts. The address is whatever the page
    says: whoever follows it must guard it like any other link.
    """
    return refresh_in(body[: 4 * HEAD].decode("utf-8", "replace"), url)


def refresh_in(html: str, url: str) -> str | None:
    """Like ``refresh_target``, for decoded text."""
    found = _META.search(html[:HEAD])
    if found is None or _words(html) >= WORDS:
        return None
    content = _CONTENT.search(found[0])
    goes = _GOES.match(unescape(next((g for g in content.groups() if g), ""))) if content else None
    if goes is None or float(goes[1] or 0) > WAIT:
        return None
    try:
        target = urljoin(url, goes[2])
        web = urlsplit(target).scheme in ("http", "https")
    except ValueError:
        return None
    return target if web and target.split("#")[0] != url.split("#")[0] else None


def _words(html: str) -> int:
    """Count the characters between the tags, scripts left out."""
    from bot.article.signs import visible  # its patterns take a while to compile

    return len(" ".join(visible(html[: 4 * HEAD]).split()))
