"""A chat as a web page that looks about as on a phone: to be photographed, and looked at.

The layout follows Telegram's: 390 px wide, bubbles, each line of a classic message with the
direction of its first strong letter, a rich message with the direction of ``is_rtl``, buttons
below. What the real clients do beyond that (emoji, previews, fonts) is not imitated.
"""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterable, Mapping
from html import escape
from importlib.resources import files
from typing import Any, Final

from bot.testing.telegram.chat import Chat
from bot.testing.telegram.entities import QUOTES, Entity
from bot.testing.telegram.message import Message
from bot.testing.telegram.screen import SERVICE, who

TAGS: Final = {
    **dict.fromkeys(("bold",), "b"),
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "code": "code",
    "pre": "code",
    "subscript": "sub",
    "superscript": "sup",
    "marked": "mark",
}


def render_html(chat: Chat) -> str:
    """Return the page of a chat as it is now."""
    css = files(__package__).joinpath("phone.css").read_text("utf-8")
    title = escape(chat.title or str(chat.world.me["first_name"]))
    shown = "\n".join(_message(message) for message in chat.visible)
    return (
        '<!doctype html><meta charset="utf-8">'
        '<meta name="viewport" content="width=390">'
        f"<title>{title}</title><style>{css}</style>"
        f'<header dir="auto">{title}</header><main>\n{shown}\n</main>'
    )


def _message(message: Message) -> str:
    service = [said for name, said in SERVICE.items() if name in message.more]
    if service:
        return f'<div class="service">{escape(service[0])}</div>'
    private = message.chat.get("type") == "private"
    mine = "" if message.by_bot or not private else " mine"
    wide = " wide" if message.buttons or message.content.rich else ""
    name = "" if private else f'<div class="name" dir="auto">{escape(who(message))}</div>'
    media = "".join(
        f'<div class="file">🗎 {escape(str(value.get("file_name", kind)))}</div>'
        for kind, value in message.content.media.items()
        if isinstance(value, dict)
    )
    rich = message.content.rich
    body = (
        f'<div class="rich" dir="{"rtl" if rich.is_rtl else "ltr"}">{blocks(rich.blocks)}</div>'
        if rich
        else _classic(message.text, message.entities)
    )
    edited = "edited " if message.edited is not None else ""
    bubble = f'<div class="bubble">{name}{media}{body}<div class="meta">{edited}</div></div>'
    return f'<div class="message{mine}{wide}">{bubble}{_keys(message)}</div>'


def _keys(message: Message) -> str:
    rows = [
        "".join(f'<div class="key" dir="auto">{escape(key["text"])}</div>' for key in row)
        for row in message.buttons
    ]
    inner = "".join(f'<div class="row">{row}</div>' for row in rows)
    return f'<div class="keys">{inner}</div>' if rows else ""


def _classic(text: str, entities: Iterable[Entity]) -> str:
    """Return the lines of a text; quotations and code become boxes around their lines."""
    raw = text.encode("utf-16-le", "surrogatepass")
    found = list(entities)
    boxes = sorted((e for e in found if e.type in (*QUOTES, "pre")), key=lambda e: e.offset)
    spans = [e for e in found if e.type not in (*QUOTES, "pre")]
    out, at, end = [], 0, len(raw) // 2
    for box in boxes:
        out.append(_lines(raw, at, box.offset, spans, trim=True))
        inner = _lines(raw, box.offset, box.end, spans)
        kind = ' class="expandable"' if box.type == "expandable_blockquote" else ""
        tag = "pre" if box.type == "pre" else "blockquote"
        out.append(f'<{tag}{kind} dir="{first_strong(box.of(text))}">{inner}</{tag}>')
        at = box.end
    out.append(_lines(raw, at, end, spans, trim=bool(boxes)))
    return "".join(out)


def first_strong(text: str) -> str:
    """Return "rtl" or "ltr" by the first strong letter, as the clients choose it."""
    strong = (unicodedata.bidirectional(char) for char in text)
    return "rtl" if next((b for b in strong if b in ("L", "R", "AL")), "L") != "L" else "ltr"


def _lines(raw: bytes, start: int, end: int, spans: list[Entity], *, trim: bool = False) -> str:
    """Return stretches of a text as lines with a direction each; ``trim`` drops empty edges."""
    stretch = raw[2 * start : 2 * end].decode("utf-16-le", "replace")
    if trim:
        start += len(stretch) - len(stretch.lstrip("\n"))
        stretch = stretch.strip("\n")
    if not stretch:
        return ""
    out, at = [], start
    for line in stretch.split("\n"):
        length = len(line.encode("utf-16-le", "surrogatepass")) // 2
        out.append(f'<div class="line" dir="auto">{_spans(raw, at, at + length, spans)}</div>')
        at += length + 1
    return "".join(out)


def _spans(raw: bytes, start: int, end: int, spans: list[Entity]) -> str:
    here = [e for e in spans if e.offset < end and e.end > start]
    edges = sorted(
        {start, end, *(max(start, e.offset) for e in here), *(min(end, e.end) for e in here)}
    )
    out = []
    for a, b in itertools.pairwise(edges):
        said = escape(raw[2 * a : 2 * b].decode("utf-16-le", "replace"))
        for entity in reversed([e for e in here if e.offset <= a and b <= e.end]):
            said = _wrapped(said, entity.type, entity.get("url"))
        out.append(said)
    return "".join(out)


def _wrapped(said: str, kind: str, url: str | None = None) -> str:
    if kind in TAGS:
        return f"<{TAGS[kind]}>{said}</{TAGS[kind]}>"
    if kind == "spoiler":
        return f'<span class="spoiler">{said}</span>'
    if kind in ("date_time", "custom_emoji", "reference"):
        return said
    return f'<a href="{escape(url or "#")}">{said}</a>'


# --- rich messages ------------------------------------------------------------------------------


def rich_text(text: Any) -> str:
    """Return a ``RichText`` as HTML."""
    if isinstance(text, str):
        return escape(text)
    if isinstance(text, list):
        return "".join(map(rich_text, text))
    if not text:
        return ""
    kind = text["type"]
    if kind == "anchor":
        return ""
    if kind == "mathematical_expression":
        return f"<code>{escape(text['expression'])}</code>"
    inner = text.get("text", text.get("alternative_text", ""))
    return _wrapped(rich_text(inner), kind, text.get("url"))


def blocks(found: Iterable[Mapping[str, Any]]) -> str:
    """Return blocks as HTML."""
    return "".join(map(_block, found))


def _block(block: Mapping[str, Any]) -> str:
    kind = block["type"]
    text = rich_text(block.get("text", block.get("expression", "")))
    if kind == "heading":
        return f"<h{block['size']}>{text}</h{block['size']}>"
    if kind == "divider":
        return "<hr>"
    if kind == "list":
        items = "".join(_item(item) for item in block["items"])
        return f"<ol>{items}</ol>" if "value" in block["items"][0] else f"<ul>{items}</ul>"
    if kind == "table":
        return _table(block)
    if kind == "details":
        summary = rich_text(block["summary"])
        state = " open" if block.get("is_open") else ""
        return f"<details{state}><summary>{summary}</summary>{blocks(block['blocks'])}</details>"
    if kind in ("blockquote", "pullquote"):
        tag = "blockquote" if kind == "blockquote" else "aside"
        credit = f"<cite>{rich_text(block['credit'])}</cite>" if "credit" in block else ""
        return f"<{tag}>{text}{blocks(block.get('blocks', ()))}{credit}</{tag}>"
    tag = {"footer": "footer", "pre": "pre", "mathematical_expression": "pre"}.get(kind, "p")
    return f"<{tag}>{text}</{tag}>" if text else blocks(block.get("blocks", ()))


def _item(item: Mapping[str, Any]) -> str:
    box = ("☑ " if item.get("is_checked") else "☐ ") if item.get("has_checkbox") else ""
    value = f' value="{item["value"]}"' if "value" in item else ""
    return f"<li{value}>{box}{blocks(item['blocks'])}</li>"


def _table(block: Mapping[str, Any]) -> str:
    rows = []
    for row in block["cells"]:
        cells = []
        for cell in row:
            tag = "th" if cell.get("is_header") else "td"
            spans = "".join(f' {n}="{cell[n]}"' for n in ("colspan", "rowspan") if n in cell)
            side = {"left": "start", "right": "end"}.get(cell["align"], cell["align"])
            style = f' style="text-align:{side}"'
            cells.append(f"<{tag}{spans}{style}>{rich_text(cell.get('text', ''))}</{tag}>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    look = " ".join(name for name in ("bordered", "striped") if block.get(f"is_{name}"))
    caption = f"<caption>{rich_text(block['caption'])}</caption>" if "caption" in block else ""
    return f'<table class="{look}">{caption}{"".join(rows)}</table>'
