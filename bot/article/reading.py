"""From bytes to an article or a problem: the one way in for pages, files and pasted text."""

from __future__ import annotations

import re
from datetime import datetime

from bot.article.charset import UndecodableError, decode
from bot.article.page import read_page
from bot.article.plain import read_text
from bot.article.sniff import FileKind, sniff, what
from bot.model import Problem, ProblemKind, Reading

LARGEST = 5_000_000
"""Bytes; the fetcher stops there too."""
ATTRIBUTES = 1000
"""Attributes of one element: no page of people has as many, and the parser's time grows with
their square."""
# A start tag as browsers read it (HTML Standard, 13.2.5), and what they do not look for tags in.
# Nothing is tried twice ("++"), and what is not closed goes to the end.
_ONE = r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'>][^\s>]*+)?+)?+"""
_ATTRIBUTE = re.compile(_ONE)
_ELEMENT = re.compile(
    r"<(?:!--(?:-?>|.*?(?:--!?>|\Z))"
    rf"|(?P<raw>script|style)\b(?P<tags>(?:{_ONE})*+)[\s/]*+>?.*?(?:</(?P=raw)|\Z)"
    rf"|[a-z][^\s/>]*+(?P<tag>(?:{_ONE})*+))",
    re.I | re.S,
)
_LONG = 12
"""Characters of a word from which capitals that follow small letters twice tell a code."""
_TURN = re.compile("[a-z][A-Z]")


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
        found = read_text(text, url, fetched, markdown=kind is FileKind.MARKDOWN)
    elif is_bomb(text):
        return _problem(url, ProblemKind.UNREADABLE)
    else:
        found = read_page(text, url, fetched)
    return _problem(url, ProblemKind.ENCODING) if _is_coded(found) else found


def _is_coded(found: Reading) -> bool:
    """Tell whether most of a text is bytes written as letters (base64, UTF-7), not language."""
    texts = [p.text for p in found.article.paragraphs] if found.article else []
    words = (word for text in texts for word in text.split() if len(word) >= _LONG)
    coded = sum(len(word) for word in words if len(_TURN.findall(word)) > 1)
    return coded * 2 > sum(map(len, texts))


def is_bomb(html: str) -> bool:
    """Tell markup that is made to keep a parser busy: an element with a thousand attributes.

    Takes time in proportion to the length of the source, whatever is in it.
    """
    return any(
        match.end() - match.start() > ATTRIBUTES and _has_many(match["tag"] or match["tags"] or "")
        for match in _ELEMENT.finditer(html)
    )


def _has_many(attributes: str) -> bool:
    return any(n > ATTRIBUTES for n, _ in enumerate(_ATTRIBUTE.finditer(attributes), 1))


def _problem(url: str, kind: ProblemKind, **values: object) -> Reading:
    return Reading(url, problem=Problem(url, kind, values))
