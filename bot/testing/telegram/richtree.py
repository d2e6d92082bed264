"""The HTML of rich messages as a tree; strict, as no browser is.

Tags and attributes are those that core.telegram.org/bots/api lists under "Rich HTML style"; only
they are supported. What the server says about others is not documented: the words here are those
of the classic parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from bot.testing.telegram.html import MarkupError

Part: TypeAlias = "Node | str"

INLINE: Final = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    **dict.fromkeys(("u", "ins"), "underline"),
    **dict.fromkeys(("s", "strike", "del"), "strikethrough"),
    "tg-spoiler": "spoiler",
    "sub": "subscript",
    "sup": "superscript",
    "mark": "marked",
    "code": "code",
    "a": "url",
    "tg-reference": "reference",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
    "tg-math": "mathematical_expression",
    "br": "",
}
MEDIA: Final = ("img", "video", "audio", "tg-map")
BLOCKS: Final = (
    *("h1", "h2", "h3", "h4", "h5", "h6", "p", "pre", "footer", "hr", "ul", "ol", "blockquote"),
    *("aside", "figure", "tg-collage", "tg-slideshow", "table", "details", "tg-math-block"),
    *("tg-thinking", *MEDIA),
)
INSIDE: Final = {
    "li": ("ul", "ol"),
    "input": ("li",),
    "cite": ("blockquote", "aside", "figcaption"),
    "figcaption": ("figure", "tg-collage", "tg-slideshow"),
    "caption": ("table",),
    "tr": ("table",),
    "td": ("tr",),
    "th": ("tr",),
    "summary": ("details",),
}
VOID: Final = ("br", "hr", "img", "input", "tg-map")
ATTRIBUTES: Final[Mapping[str, tuple[str, ...]]] = {
    "a": ("href", "name"),
    "code": ("class",),
    "tg-reference": ("name",),
    "tg-emoji": ("emoji-id",),
    "tg-time": ("unix", "format"),
    "ol": ("start", "type", "reversed"),
    "li": ("value", "type"),
    "input": ("type", "checked"),
    "img": ("src", "alt", "tg-spoiler"),
    "video": ("src", "tg-spoiler"),
    "audio": ("src",),
    "tg-map": ("lat", "long", "zoom"),
    "table": ("bordered", "striped"),
    "td": ("colspan", "rowspan", "align", "valign"),
    "th": ("colspan", "rowspan", "align", "valign"),
    "details": ("open",),
}
NAMED: Final = {
    "lt": "<",
    "gt": ">",
    "amp": "&",
    "quot": '"',
    "apos": "'",
    "nbsp": "\u00a0",
    "hellip": "…",
    "mdash": "—",
    "ndash": "–",
    "lsquo": "‘",
    "rsquo": "’",
    "ldquo": "“",
    "rdquo": "”",
}

_TAG: Final = re.compile(
    r"<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)"
    r"(?P<attributes>(?:\s+[A-Za-z][\w:-]*(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'<>/=]+))?)*)"
    r"\s*(?P<void>/?)>"
)
_ATTRIBUTE: Final = re.compile(
    r"([A-Za-z][\w:-]*)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>/=]+)))?"
)
_REFERENCE: Final = re.compile(r"&(?:#[xX]([0-9a-fA-F]{1,6})|#([0-9]{1,7})|([A-Za-z]+));")


@dataclass(slots=True)
class Node:
    """A tag with what it holds."""

    tag: str
    attributes: Mapping[str, str]
    parts: list[Part] = field(default_factory=list)

    def nodes(self, *tags: str) -> Iterator[Node]:
        """Yield the children that are such tags."""
        yield from (p for p in self.parts if isinstance(p, Node) and p.tag in tags)


def parse_tree(source: str) -> tuple[Node, list[str]]:
    """Return the root of a rich message, and what was ignored; ``MarkupError`` if it is refused."""
    root, ignored = Node("", {}), list[str]()
    stack, at = [root], 0
    while at < len(source):
        if source[at] != "<":
            end = source.find("<", at)
            end = len(source) if end < 0 else end
            stack[-1].parts.append(unescape(source[at:end]))
            at = end
            continue
        match = _TAG.match(source, at)
        if match is None:
            raise MarkupError(f"Unclosed start tag{_at(source, at)}")
        _take(match, stack, ignored, _at(source, at))
        at = match.end()
    if len(stack) > 1:
        raise MarkupError(f'Can\'t find end tag corresponding to start tag "{stack[-1].tag}"')
    return root, ignored


def unescape(text: str) -> str:
    """Resolve numeric references, and the thirteen named ones that rich messages know."""
    return _REFERENCE.sub(_resolved, text)


def _resolved(match: re.Match[str]) -> str:
    hexadecimal, decimal, name = match.groups()
    if name:
        return NAMED.get(name, match.group())
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    fits = 0 < code < 0x110000 and not 0xD800 <= code <= 0xDFFF
    return chr(code) if fits else match.group()


def _at(source: str, at: int) -> str:
    return f" at byte offset {len(source[:at].encode())}"


def _take(match: re.Match[str], stack: list[Node], ignored: list[str], where: str) -> None:
    name = match["name"].lower()
    if match["end"]:
        _end(name, stack, where)
        return
    if name not in INLINE and name not in BLOCKS and name not in INSIDE:
        raise MarkupError(f'Unsupported start tag "{name}"{where}')
    parents = INSIDE.get(name)
    if parents and stack[-1].tag not in parents:
        raise MarkupError(f'Unexpected tag "{name}" in "{stack[-1].tag or "message"}"{where}')
    node = Node(name, _attributes(match["attributes"]))
    known = ATTRIBUTES.get(name, ())
    ignored.extend(f"<{name} {a}>" for a in node.attributes if a not in known)
    stack[-1].parts.append(node)
    if name not in VOID and not (match["void"] and name in MEDIA):
        stack.append(node)


def _end(name: str, stack: list[Node], where: str) -> None:
    if len(stack) == 1:
        raise MarkupError(f"Unexpected end tag{where}")
    if stack[-1].tag != name:
        expected = f'expected "</{stack[-1].tag}>", found "</{name}>"'
        raise MarkupError(f"Unmatched end tag{where}, {expected}")
    stack.pop()


def _attributes(source: str) -> dict[str, str]:
    found = {}
    for name, double, single, bare in _ATTRIBUTE.findall(source):
        found[name.lower()] = unescape(double or single or bare)
    return found
