"""HTML elements from text: the one place where text becomes markup, so the one that escapes."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from bot.language import direction, strip_bidi, text_direction
from bot.language.bidi import FSI, PDI

_VOID = frozenset({"input", "br", "meta"})
_TAG = re.compile(r"[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8})*")
_LETTER = re.compile(r"[^\W\d_]")
_UNWRITABLE = re.compile("[\ud800-\udfff]")  # lone halves of surrogate pairs
_WEB = re.compile(r"https?://[^\s\\\"'<>\x00-\x1f]+", re.I)
_NUMBERED = re.compile(r"(?<![\w-])(\d[\d.,]*(?:-\w{1,12}){1,2})(?![\w-])")
_ISOLATES = re.compile(f"([{FSI}{PDI}])")


class Html(str):
    """Markup that is already safe; any other string is text."""

    __slots__ = ()


def escaped(text: str) -> Html:
    """Return text as markup, without what could hide or reorder it."""
    return Html(html.escape(_UNWRITABLE.sub("\ufffd", strip_bidi(text))))


def join(parts: Iterable[str], between: str = "") -> Html:
    """Return parts one after another; those that are text are escaped."""
    return Html(_html(between).join(_html(part) for part in parts))


def _html(part: str) -> Html:
    return part if isinstance(part, Html) else escaped(part)


def tag(name: str, /, *content: str, **attributes: str | bool | None) -> Html:
    """Return an element. Names come from the code; values and content may be anything.

    ``class_`` stands for "class", "_" inside a name for "-"; None and False leave one out.
    """
    opened = name + "".join(_attribute(key, value) for key, value in attributes.items())
    return Html(f"<{opened}>" if name in _VOID else f"<{opened}>{join(content)}</{name}>")


def _attribute(key: str, value: str | bool | None) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escaped(value)}"'


def spoken(language: str) -> dict[str, str]:
    """Return the attributes of an element in a language."""
    known = language if _TAG.fullmatch(language) else "und"
    return {"lang": known, "dir": direction(known)}


def runs(line: str, languages: Iterable[str] = ()) -> Html:
    """Return a line whose isolated runs become elements with a direction of their own.

    A run's language is the one of ``languages`` that is written in its direction, if any.
    """
    tongues: dict[str, str] = {direction(code): code for code in reversed(tuple(languages))}
    stack: list[list[str]] = [[]]
    for piece in _ISOLATES.split(line):
        if piece == FSI:
            stack.append([])
        elif piece == PDI and len(stack) > 1:
            _close(stack, tongues)
        elif piece != PDI:
            stack[-1].append(_whole(piece))
    while len(stack) > 1:
        _close(stack, tongues)
    return Html("".join(stack[0]))


def _whole(text: str) -> Html:
    """Return text as markup in which no line ends within "25-year"."""
    parts = _NUMBERED.split(text)  # every second one was found
    return join(tag("span", p, class_="whole") if n % 2 else p for n, p in enumerate(parts))


def _close(stack: list[list[str]], tongues: dict[str, str]) -> None:
    inner = "".join(stack.pop())
    words = re.sub(r"<[^>]*>|&#?\w+;", "", inner)
    way = text_direction(words)
    tongue = tongues.get(way) if _LETTER.search(words) else None
    stack[-1].append(tag("bdi", Html(inner), dir=way, lang=tongue))


def address(href: str | None) -> str | None:
    """Return an address that a link may have: on the web, else None."""
    return href if href and _WEB.fullmatch(href) else None


def anchor(href: str | None, *content: str, **attributes: str) -> Html:
    """Return a link that tells the other side nothing, or its content where it may not be one."""
    if address(href) is None:
        return join(content)
    return tag("a", *content, href=href, rel="noopener noreferrer external", **attributes)
