"""From bytes to an article or a problem: the one way in for pages, files and pasted text."""

from __future__ import annotations

import re
from datetime import datetime

from bot.article.charset import UndecodableError, decode
from bot.article.page import read_page
from bot.article.plain import read_text
from bot.article.signs import without_scripts
from bot.article.sniff import FileKind, sniff, what
from bot.model import Problem, ProblemKind, Reading

LARGEST = 5_000_000
"""Bytes; the fetcher stops there too."""
ATTRIBUTES = 1000
"""Attributes of one element: no page of people has as many, and the parser's time grows with
their square."""
_LONG_TAG = 3 * ATTRIBUTES
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")


def read(data: bytes, url: str, content_type: str | None, fetched: datetime) -> Reading:
    """Read a page, a text file or pasted text.

    ``url`` is a web address, a file name, or "" for text that a person pasted; ``content_type``
    the HTTP header, if there is one; ``fetched`` when it was read, with a zone. Never raises for
    what is in ``data``: what gives no article gives a problem that says why.
    """
    if len(data) > LARGEST:
        return _problem(url, ProblemKind.TOO_LARGE, megabytes=LARGEST // 1_000_000)
    kind, format = sniff(data, url, content_type)
    if kind is FileKind.EMPTY:
        return _problem(url, ProblemKind.EMPTY)
    if kind is FileKind.OTHER:
        return _problem(url, ProblemKind.NOT_HTML, what=what(format))
    try:
        text = decode(data, content_type).replace("\x00", "")
    except UndecodableError:
        return _problem(url, ProblemKind.ENCODING)
    if kind is FileKind.TEXT or kind is FileKind.MARKDOWN:
        return read_text(text, url, fetched, markdown=kind is FileKind.MARKDOWN)
    if is_bomb(text):
        return _problem(url, ProblemKind.UNREADABLE)
    return read_page(text, url, fetched)


def is_bomb(html: str) -> bool:
    """Tell markup that is made to keep a parser busy: an element with a thousand attributes."""
    return _has_long_tag(html) and _has_long_tag(without_scripts(html))


def _has_long_tag(html: str) -> bool:
    return any(
        len(piece) > _LONG_TAG
        and piece[:1].isalpha()
        and len(_QUOTED.sub(" ", piece.partition(">")[0]).split()) > ATTRIBUTES
        for piece in html.split("<")
    )


def _problem(url: str, kind: ProblemKind, **values: object) -> Reading:
    return Reading(url, problem=Problem(url, kind, values))
