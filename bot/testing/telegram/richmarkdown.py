"""Rich Markdown as the HTML of rich messages: the subset of it that bots write by hand.

Headings, paragraphs, lists and task lists, quotations, fenced code, rules, tables, footnotes,
inline marks, links; HTML goes through as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from typing import Final

_INLINE: Final[tuple[tuple[str, str], ...]] = (
    (r"\*\*(.+?)\*\*", r"<b>\1</b>"),
    (r"__(.+?)__", r"<b>\1</b>"),
    (r"(?<![\w*])\*(?!\s)(.+?)\*(?!\w)", r"<i>\1</i>"),
    (r"(?<![\w_])_(?!\s)(.+?)_(?!\w)", r"<i>\1</i>"),
    (r"~~(.+?)~~", r"<s>\1</s>"),
    (r"==(.+?)==", r"<mark>\1</mark>"),
    (r"\|\|(.+?)\|\|", r"<tg-spoiler>\1</tg-spoiler>"),
    (r"\[\^([\w-]+)\](?!:)", r'<sup><a href="#\1">\1</a></sup>'),
    (r"(?<!!)\[([^\]]*)\]\(([^\s)]+)\)", r'<a href="\2">\1</a>'),
)
_HELD: Final = re.compile(r"`([^`]+)`|<[^<>]+>|\\([!-/:-@\[-`{-~])")
_ITEM: Final = re.compile(r"(?:([-*+])|(\d+)[.)])\s+(?:\[([ xX])\]\s+)?(.*)")
_NOTE: Final = re.compile(r"\[\^([\w-]+)\]:\s*(.*)")
_RULE: Final = re.compile(r"(?:-{3,}|\*{3,}|_{3,})$")


def to_html(source: str) -> str:
    """Return the HTML that a text in Rich Markdown stands for."""
    out: list[str] = []
    rows = source.split("\n")
    while rows:
        out.append(_block(rows))
    return "".join(out)


def _block(rows: list[str]) -> str:
    """Take one block off the front of the rows."""
    row = rows.pop(0).strip()
    if not row:
        return ""
    if row.startswith("```"):
        code = _while(rows, lambda r: not r.strip().startswith("```"))
        del rows[:1]
        language = f' class="language-{row[3:]}"' if row[3:] else ""
        return f"<pre><code{language}>{escape(chr(10).join(code), quote=False)}</code></pre>"
    if heading := re.match(r"(#{1,6})\s+(.*)", row):
        level = len(heading[1])
        return f"<h{level}>{inline(heading[2])}</h{level}>"
    if _RULE.match(row):
        return "<hr/>"
    if row.startswith(">"):
        more = _while(rows, lambda r: r.strip().startswith(">"))
        inner = "\n".join(r.strip()[1:].strip() for r in (row, *more))
        return f"<blockquote>{to_html(inner)}</blockquote>"
    if note := _NOTE.match(row):
        return f'<p><tg-reference name="{note[1]}">{inline(note[2])}</tg-reference></p>'
    if _ITEM.match(row):
        return _list([row, *_while(rows, lambda r: bool(_ITEM.match(r.strip())))])
    if row.startswith("|"):
        return _table([row, *_while(rows, lambda r: r.strip().startswith("|"))])
    if re.match(r"</?(?:details|tg-|table|aside|figure|h\d|p|ul|ol|blockquote)\b", row):
        return inline(row)
    more = _while(rows, lambda r: bool(r.strip()) and not _starts_block(r.strip()))
    return f"<p>{inline(' '.join([row, *(r.strip() for r in more)]))}</p>"


def inline(text: str) -> str:
    """Return the HTML of marks within a line; code, tags and escaped signs stay untouched."""
    held: list[str] = []

    def hold(match: re.Match[str]) -> str:
        code, sign = match.groups()
        held.append(
            f"<code>{escape(code, quote=False)}</code>"
            if code is not None
            else escape(sign, quote=False)
            if sign is not None
            else match.group()
        )
        return f"\x00{len(held) - 1}\x00"

    said = _HELD.sub(hold, text)
    for pattern, replacement in _INLINE:
        said = re.sub(pattern, replacement, said)
    return re.sub(r"\x00(\d+)\x00", lambda m: held[int(m[1])], said)


def _starts_block(row: str) -> bool:
    return bool(row.startswith(("#", ">", "|", "```", "</")) or _ITEM.match(row))


def _while(rows: list[str], keep: Callable[[str], bool]) -> list[str]:
    taken = []
    while rows and keep(rows[0]):
        taken.append(rows.pop(0))
    return taken


def _list(rows: list[str]) -> str:
    found = [match for match in map(_ITEM.match, (row.strip() for row in rows)) if match]
    tag = "ul" if found[0][1] else "ol"
    items = []
    for _, number, box, text in (match.groups() for match in found):
        value = f' value="{number}"' if number else ""
        checked = " checked" if box and box in "xX" else ""
        mark = f'<input type="checkbox"{checked}>' if box else ""
        items.append(f"<li{value}>{mark}{inline(text)}</li>")
    return f"<{tag}>{''.join(items)}</{tag}>"


def _table(rows: list[str]) -> str:
    cells = [[c.strip() for c in row.strip().strip("|").split("|")] for row in rows]
    align: list[str] = []
    if len(cells) > 1 and all(re.fullmatch(r":?-+:?", cell) for cell in cells[1]):
        align = [_align(cell) for cell in cells.pop(1)]
    out = []
    for i, row in enumerate(cells):
        tag = "th" if i == 0 and align else "td"
        sides = [*align, *["left"] * len(row)]
        made = (
            f'<{tag} align="{side}">{inline(c)}</{tag}>'
            for c, side in zip(row, sides, strict=False)
        )
        out.append(f"<tr>{''.join(made)}</tr>")
    return f"<table>{''.join(out)}</table>"


def _align(rule: str) -> str:
    if rule.startswith(":") and rule.endswith(":"):
        return "center"
    return "right" if rule.endswith(":") else "left"
