"""From bytes to a document that a parser may see: no DOCTYPE, no entities, no illegal signs.

Entities are what makes XML dangerous (XXE, "billion laughs"; OWASP XML External Entity Prevention),
and only a DOCTYPE can declare them. Nothing before the root element is ever handed on: a
DOCTYPE with declarations of its own is refused, one that only names a DTD (RSS 0.91 asks
for that) is dropped with the rest, and no DTD is read.
"""

from __future__ import annotations

import re
from html.entities import html5
from typing import Final

from bot.article.charset import UndecodableError, decode
from bot.errors import BrokenFeedError, HostileFeedError, NotAFeedError

HEAD: Final = 65_536  # characters in which the root element must begin

_OPENS, _CLOSES = b"<![CDATA[", b"]]>"
_PAGE: Final = re.compile(r"<(?:html|head|body)\b", re.I)
_DECLARES: Final = re.compile(r"<!ENTITY|<!DOCTYPE[^<>\[]*\[", re.I)
_ILLEGAL: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_AMPERSAND: Final = re.compile(r"&(?:#(?:x([0-9a-f]{1,8})|([0-9]{1,8}));|([a-z0-9]{2,31};))?", re.I)
_OWN: Final = frozenset({"amp;", "lt;", "gt;", "quot;", "apos;"})


def text_of(data: bytes, content_type: str | None, source: str) -> str:
    """Return the text of an XML or JSON document; CDATA sections become escaped text.

    Where no decoding gives text that looks like a language, ``BrokenFeedError`` for what has
    markup at its beginning, ``NotAFeedError`` for other files.
    """
    try:
        text = decode(_escaped(data), content_type)
    except UndecodableError as error:
        markup = data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
        raise (BrokenFeedError if markup else NotAFeedError)(source=source) from error
    return _ILLEGAL.sub("", text)


def from_root(text: str, root: re.Pattern[str], source: str) -> str | None:
    """Return a document from its root element on, with nothing but character references in it.

    What stands before it may be anything but a web page: warnings of a broken server, too.
    ``None`` if no element that ``root`` matches is near the beginning. Raises
    ``HostileFeedError`` for declarations of entities before it.
    """
    head = _without_comments(text[:HEAD])
    found = root.search(head)
    if found is None or _PAGE.search(head, 0, found.start()):
        return None
    if _DECLARES.search(head, 0, found.start()):
        raise HostileFeedError(source=source)
    return _AMPERSAND.sub(_reference, text[found.start() :])


def _escaped(data: bytes) -> bytes:
    """Write CDATA sections as escaped text: the same to a parser, and all text can be weighed."""
    pieces: list[bytes] = []
    at = 0
    while (start := data.find(_OPENS, at)) >= 0:
        end = data.find(_CLOSES, start)
        if end < 0:
            break
        inner = data[start + len(_OPENS) : end]
        inner = inner.replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;")
        pieces += data[at:start], inner
        at = end + len(_CLOSES)
    return b"".join((*pieces, data[at:]))


def _without_comments(text: str) -> str:
    """Write spaces for comments, so that places stay what they were."""
    pieces: list[str] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        pieces += text[at:start], " " * (end + 3 - start)
        at = end + 3
    return "".join((*pieces, text[at:]))


def _reference(found: re.Match[str]) -> str:
    """Make every reference one that XML knows by itself; an ampersand alone stands for itself."""
    hexadecimal, decimal, name = found.groups()
    if hexadecimal or decimal:
        code = int(hexadecimal, 16) if hexadecimal else int(decimal)
        legal = code < 0x110000 and not _ILLEGAL.match(chr(code))
        return found[0] if legal else ""
    if name in _OWN:
        return found[0]
    if name in html5:
        return "".join(f"&#{ord(sign)};" for sign in html5[name])
    return f"&amp;{found[0][1:]}"
