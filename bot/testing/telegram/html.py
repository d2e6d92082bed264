"""Telegram's HTML: the text and entities that ``parse_mode=HTML`` gives, or why it is refused.

The rules and the words of the errors are those of tdlib's ``parse_html``: seventeen tags, five
kinds of character reference, no comments. Offsets in errors count bytes, as there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final, NoReturn

from bot.testing.telegram.entities import Entity, units

NAMES: Final = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    **dict.fromkeys(("u", "ins"), "underline"),
    **dict.fromkeys(("s", "strike", "del"), "strikethrough"),
    **dict.fromkeys(("tg-spoiler", "span"), "spoiler"),
    "a": "text_link",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
    "pre": "pre",
    "code": "code",
    "blockquote": "blockquote",
}
LITERAL: Final = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}

_REFERENCE: Final = re.compile(r"&(?:#x([0-9a-fA-F]*)|#([0-9]*)|([A-Za-z]*));?")
_PLAIN: Final = re.compile("[^<&]*")
_SPACE: Final = " \t\r\n\0\v"
_OWN_LINK: Final = re.compile(r"(tg|ton|tonsite):(?://)?([\w-]+)((?:[/?#].*)?)", re.I | re.A | re.S)
_WEB_LINK: Final = re.compile(
    r"(?P<scheme>https?://)?(?P<authority>(?:[^/?#]*@)?"
    r"(?P<host>\[[0-9A-Fa-f:.]+\]|(?:[\w.~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+)(?::(?P<port>\d{1,9}))?)"
    r"(?P<rest>(?:[/?#].*)?)",
    re.IGNORECASE | re.DOTALL,
)
_TIME_FORMAT: Final = re.compile(r"r|w?[dD]?[tT]?")


class MarkupError(ValueError):
    """The server would answer "can't parse entities" with this message."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A text without its tags, its entities, and the links that were dropped without a word."""

    text: str
    entities: tuple[Entity, ...]
    dropped: tuple[str, ...] = ()


@dataclass(slots=True)
class _Open:
    """A tag that waits for its end."""

    tag: str
    argument: str
    date: int
    offset: int  # UTF-16 units of text before it
    place: int  # characters of text before it


@dataclass(slots=True)
class _Reader:
    source: str
    at: int = 0
    out: list[str] = field(default_factory=list)
    length: int = 0  # of `out`, in UTF-16 units
    chars: int = 0  # of `out`
    stack: list[_Open] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)

    def fail(self, what: str, begin: int | None = None) -> NoReturn:
        where = "" if begin is None else f" at byte offset {len(self.source[:begin].encode())}"
        raise MarkupError(f"{what}{where}")

    def peek(self) -> str:
        return self.source[self.at : self.at + 1]

    def upto(self, stops: str) -> str:
        begin = self.at
        while self.peek() and self.peek() not in stops:
            self.at += 1
        return self.source[begin : self.at]

    def skip_space(self) -> None:
        while self.peek() and self.peek() in _SPACE:
            self.at += 1

    def put(self, text: str) -> None:
        self.out.append(text)
        self.length += units(text)
        self.chars += len(text)


def parse_html(source: str) -> Parsed:
    """Read a text with Telegram's tags; ``MarkupError`` as the server words it."""
    reader = _Reader(source)
    while reader.at < len(source):
        char = reader.peek()
        if char == "<":
            _tag(reader)
            continue
        reference = _reference(source, reader.at) if char == "&" else None
        plain = _PLAIN.match(source, reader.at + (char == "&"))
        said = (char if char == "&" else "") + (plain.group() if plain else "")
        reader.put(reference[0] if reference else said)
        reader.at += reference[1] if reference else len(said)
    if reader.stack:
        tag = reader.stack[-1].tag
        reader.fail(f'Can\'t find end tag corresponding to start tag "{tag}"')
    return Parsed("".join(reader.out), tuple(reader.entities), tuple(reader.dropped))


def _reference(text: str, at: int) -> tuple[str, int] | None:
    match = _REFERENCE.match(text, at)
    if match is None:
        return None
    hexadecimal, decimal, name = match.groups()
    if name is not None:
        return (LITERAL[name], len(match.group())) if name in LITERAL else None
    digits = hexadecimal if hexadecimal is not None else decimal
    code = int(digits or "0", 16 if hexadecimal is not None else 10)
    if code == 0 or code >= 0x10FFFF or len(match.group().rstrip(";")) >= 10:
        return None
    if 0xD800 <= code <= 0xDFFF:
        raise MarkupError(
            "Text contains invalid Unicode characters after decoding HTML entities, check for "
            "unmatched surrogate code units"
        )
    return chr(code), len(match.group())


def _tag(reader: _Reader) -> None:
    begin = reader.at
    reader.at += 1
    if reader.peek() == "/":
        reader.at += 1
        _end(reader, begin)
    else:
        _start(reader, begin)


def _start(reader: _Reader, begin: int) -> None:
    tag = reader.upto(_SPACE + ">").lower()
    if not reader.peek():
        reader.fail("Unclosed start tag", begin)
    if tag not in NAMES:
        reader.fail(f'Unsupported start tag "{tag}"', begin)
    argument, date = "", 0
    while True:
        reader.skip_space()
        if reader.peek() == ">":
            break
        name, value = _attribute(reader, tag, begin)
        argument, date = _meaning(tag, name, value, argument, date)
    reader.at += 1
    if tag == "span" and argument != "spoiler":
        reader.fail('Tag "span" must have class "tg-spoiler"', begin)
    reader.stack.append(_Open(tag, argument, date, reader.length, reader.chars))


def _attribute(reader: _Reader, tag: str, begin: int) -> tuple[str, str | None]:
    name = reader.upto(_SPACE + "=>/\"'")
    if not name:
        if not reader.peek():
            reader.fail(f'Unclosed start tag "{tag}"', begin)
        reader.fail(f'Empty attribute name in the tag "{tag}"', begin)
    reader.skip_space()
    if reader.peek() != "=":
        if not reader.peek():
            reader.fail(f'Unclosed start tag "{tag}"', begin)
        return name, None
    reader.at += 1
    reader.skip_space()
    quote = reader.peek()
    if not quote:
        reader.fail(f'Unclosed start tag "{tag}"', begin)
    if quote not in "\"'":
        return name, _token(reader)
    reader.at += 1
    value = reader.upto(quote)
    reader.at += 1
    if not reader.peek():
        reader.fail("Unclosed start tag", begin)
    return name, unescape(value)


def _token(reader: _Reader) -> str:
    begin = reader.at
    while (char := reader.peek()) and (char in ".-" or (char.isascii() and char.isalnum())):
        reader.at += 1
    if not reader.peek() or reader.peek() not in _SPACE + ">":
        reader.fail("Unexpected end of name token", begin)
    return reader.source[begin : reader.at].lower()


def unescape(value: str) -> str:
    """Return an attribute's value with the references that Telegram knows resolved."""
    out, at = [], 0
    while at < len(value):
        reference = _reference(value, at) if value[at] == "&" else None
        out.append(reference[0] if reference else value[at])
        at += reference[1] if reference else 1
    return "".join(out)


def _meaning(tag: str, name: str, value: str | None, argument: str, date: int) -> tuple[str, int]:
    wanted = {"a": "href", "tg-emoji": "emoji-id", "tg-time": "format"}
    if tag == "blockquote" and name == "expandable":
        return "1", date
    if value is None:
        return argument, date
    if tag == "tg-time" and name == "unix":
        return argument, int(value) if value.lstrip("-").isdigit() else 0
    if wanted.get(tag) == name:
        return value, date
    prefix = {"code": "language-", "span": "tg-"}.get(tag)
    if prefix and name == "class" and value.startswith(prefix):
        return value.removeprefix(prefix), date
    return argument, date


def _end(reader: _Reader, begin: int) -> None:
    if not reader.stack:
        reader.fail("Unexpected end tag", begin)
    tag = reader.upto(_SPACE + ">").lower()
    reader.skip_space()
    if reader.peek() != ">":
        reader.fail("Unclosed end tag", begin)
    reader.at += 1
    opened = reader.stack.pop()
    if tag and tag != opened.tag:
        where = f"Unmatched end tag at byte offset {len(reader.source[:begin].encode())}"
        reader.fail(f'{where}, expected "</{opened.tag}>", found "</{tag}>"')
    if reader.length > opened.offset:
        _close(reader, opened)


def _close(reader: _Reader, opened: _Open) -> None:
    kind, more = NAMES[opened.tag], dict[str, Any]()
    offset, length = opened.offset, reader.length - opened.offset
    last = reader.entities[-1] if reader.entities else None
    same = last is not None and (last.offset, last.length) == (offset, length)
    if opened.tag == "a":
        url = opened.argument or "".join(reader.out)[opened.place :]
        kind, more = _link(url)
        if not kind:
            reader.dropped.append(url)
            return
    elif opened.tag == "blockquote" and opened.argument:
        kind = "expandable_blockquote"
    elif opened.tag == "tg-emoji":
        if not opened.argument.isdigit() or int(opened.argument) == 0:
            reader.fail("Invalid custom emoji identifier specified")
        more = {"custom_emoji_id": opened.argument}
    elif opened.tag == "tg-time":
        if not _TIME_FORMAT.fullmatch(opened.argument):
            reader.fail("Invalid date-time format specified")
        if opened.date <= 0:
            return
        more = {"unix_time": opened.date, "date_time_format": opened.argument}
    elif opened.tag == "pre" and same and last and last.type == "code" and last.get("language"):
        reader.entities[-1] = Entity("pre", offset, length, last.more)
        return
    elif opened.tag == "code" and opened.argument:
        more = {"language": opened.argument}
        if same and last and last.type == "pre":
            reader.entities[-1] = Entity("pre", offset, length, tuple(more.items()))
            return
    reader.entities.append(Entity(kind, offset, length, tuple(more.items())))


def _link(url: str) -> tuple[str, dict[str, Any]]:
    match = re.fullmatch(r"tg:(?://)?user\?id=(\d+)", url, re.IGNORECASE)
    if match:
        return "text_mention", {"user": {"id": int(match.group(1))}}
    checked = checked_link(url)
    return ("text_link", {"url": checked}) if checked else ("", {})


def checked_link(url: str) -> str | None:
    """Return a link as the server keeps it, or ``None`` where it would not make one of it."""
    ours = _OWN_LINK.fullmatch(url)
    if ours:
        return f"{ours.group(1).lower()}://{ours.group(2)}{ours.group(3)}"
    match = _WEB_LINK.fullmatch(url)
    if match is None or re.match(r"[A-Za-z][\w+.-]*://", match.group("authority")):
        return None
    host, port = match.group("host"), match.group("port")
    if ("." not in host and not host.startswith("[")) or (port and not 0 < int(port) < 65536):
        return None
    scheme = (match.group("scheme") or "http://").lower()
    rest = match.group("rest")
    slash = "" if rest.startswith("/") else "/"
    kept = "".join(f"%{ord(c):02X}" if c <= " " else c for c in rest)
    return f"{scheme}{match.group('authority')}{slash}{kept}"
