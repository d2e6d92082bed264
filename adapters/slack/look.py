"""How a block of a post looks in Slack. Pure: nouns in, Block Kit out.

Text goes out as rich text and plain text only: in them nothing but the elements that we make is a
link, a mention or an emoji, so whatever a source says is shown and never obeyed. Sources for the
limits: docs.slack.dev/reference/block-kit/blocks.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from urllib.parse import quote

from adapters.slack.words import WEB, Json
from bot.language import direction, strip_bidi
from bot.model import Block, BlockKind, Span, Style

HEADER = 150  # characters of a header
PLAIN = 3000  # characters of a text object
URL = 3000  # characters of an address; a longer one is shown as text
LONG = 60  # characters of an address that are shown; of a longer one only the host
BLOCK = 6000  # characters of one block of a post at most: longer ones are cut at a space
RLM = "\u200f"
"""Slack takes a line's direction from its first strong letter: this mark is one, and invisible."""

LRM = "\u200e"
OURS = (BlockKind.TEXT, BlockKind.NOTE)  # sentences of ours, in any post
LISTED = (BlockKind.CLAIM, BlockKind.ITEM)
BLANK = re.compile(r"[\s\u200b-\u200f\u2066-\u2069\ufeff]*\Z")
CONTROL = re.compile("[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff]")
UNSAFE = re.compile(r"""[\s<>"\\^`{|}]""")
DIVIDER: Json = {"type": "divider"}


def blank(block: Block) -> bool:
    """Whether a block has nothing to see."""
    return all(BLANK.match(clean(span.text)) for span in block.spans)


def words(block: Block) -> str:
    """Return the text of a block."""
    return "".join(span.text for span in block.spans)


def size(block: Block) -> int:
    """Return how much of a message's room a block takes: its letters and its addresses."""
    return sum(len(span.text) + len(span.href or "") for span in block.spans) + 2


def typed(
    block: Block, names: Sequence[str], own: Container[str] = (), kinds: Container[BlockKind] = OURS
) -> Block:
    """Return a sentence of ours with commands as people type them here: ``/isnad help``.

    ``names`` are all commands, ``own`` those with a name of their own in Slack (``/brief``). What
    sources say is left alone: only ``kinds`` of blocks are ours, where they link nowhere.
    """
    if block.kind not in kinds or not names:
        return block
    spoken = re.compile(rf"(?<![\w/.:])/(\u2068?)((?:{'|'.join(names)})\b)")
    first = LRM if mark(block.language) else ""  # the slash belongs to what follows it

    def named(found: re.Match[str]) -> str:
        return f"{found[1]}{first}/{'' if found[2] in own else 'isnad '}{found[2]}"

    spans = tuple(
        span
        if span.href or span.style is Style.QUOTED
        else replace(span, text=spoken.sub(named, span.text))
        for span in block.spans
    )
    return replace(block, spans=spans)


def cut(block: Block) -> Iterator[Block]:
    """Yield a block in pieces of at most ``BLOCK``; most blocks are one piece."""
    spans: list[Span] = []
    room = BLOCK
    for span in block.spans:
        href = span.href if span.href and len(span.href) <= URL else None
        for text in _pieces(span.text):
            piece = Span(text, span.style, href)
            need = len(text) + len(href or "") + 2
            if need > room and spans:
                yield Block(block.kind, tuple(spans), block.language)
                spans, room = [], BLOCK
            spans.append(piece)
            room -= need
    if spans:
        yield Block(block.kind, tuple(spans), block.language)


def _pieces(text: str) -> Iterator[str]:
    """Cut a text into pieces that fit a text object, after a space where there is one."""
    while len(text) > PLAIN:
        at = text.rfind(" ", PLAIN // 2, PLAIN) + 1 or PLAIN
        yield text[:at]
        text = text[at:]
    yield text


# --- Block Kit -------------------------------------------------------------


def kit(blocks: Sequence[Block], notes: bool = True) -> list[Json]:
    """Return blocks as Slack's: neighbours that are rich text share one of Slack's blocks.

    ``notes``: whether notes are small print, as below a brief; alone they are what is said.
    """
    made: list[Json] = []
    for small, group in groupby(blocks, key=lambda b: _shape(b, notes)):
        if small == "header":
            made += [_header(block) for block in group]
        elif small == "context":
            made += [context(clean(words(block)), block.language) for block in group]
        else:
            made.append({"type": "rich_text", "elements": list(_rich(group))})
    return made


def _shape(block: Block, notes: bool) -> str:
    text = clean(words(block))
    if block.kind is BlockKind.TITLE and len(text) < HEADER and "\n" not in text:
        return "header"
    linked = any(span.href for span in block.spans)
    if block.kind is BlockKind.NOTE and notes and not linked and len(text) < PLAIN:
        return "context"
    return "rich_text"


def _header(block: Block) -> Json:
    text = mark(block.language) + clean(words(block))
    return {"type": "header", "text": {"type": "plain_text", "text": text, "emoji": False}}


def context(text: str, language: str) -> Json:
    """Return small print."""
    told = mark(language) + text
    return {
        "type": "context",
        "elements": [{"type": "plain_text", "text": told[:PLAIN], "emoji": False}],
    }


def _rich(blocks: Iterable[Block]) -> Iterator[Json]:
    """Yield rich text: claims and items that follow each other are one list."""
    for (kind, _), group in groupby(blocks, key=lambda b: (b.kind, direction(b.language))):
        if kind in LISTED:
            sections = [_section(block) for block in group]
            yield {"type": "rich_text_list", "style": "bullet", "indent": 0, "elements": sections}
        elif kind is BlockKind.QUOTE:
            yield from ({**_section(block), "type": "rich_text_quote"} for block in group)
        else:
            yield from (_section(block) for block in group)


def _section(block: Block) -> Json:
    strong = block.kind in (BlockKind.HEADING, BlockKind.TITLE)
    slanted = direction(block.language) == "ltr"  # Arabic letters have no slanted form
    elements = [_element(span, strong, slanted) for span in block.spans if clean(span.text)]
    first = mark(block.language)
    if first and elements:
        elements.insert(0, {"type": "text", "text": first})
    return {"type": "rich_text_section", "elements": elements}


def _element(span: Span, strong: bool, slanted: bool) -> Json:
    text = clean(span.text)
    made: Json = {"type": "text", "text": text}
    url = address(span.href or "")
    if url:
        shown = _host(url) if text.startswith(WEB) and len(text) > LONG else text
        made = {"type": "link", "url": url, "text": shown}
    style = {}
    if strong or span.style is Style.STRONG:
        style["bold"] = True
    if span.style is Style.SOFT and slanted and not span.href:
        style["italic"] = True
    return made | ({"style": style} if style else {})


def address(href: str) -> str:
    """Return a web address without a space, quote or bracket in it; "" if it is none."""
    url = UNSAFE.sub(lambda found: quote(found.group()), clean(href))
    host = url[url.find("//") + 2 :].partition("/")[0]
    return url if url.lower().startswith(WEB) and host and len(url) <= URL else ""


def _host(url: str) -> str:
    """Return what to show of a long address: where it leads."""
    return f"{url.split('/')[2]}/…"


def clean(text: str) -> str:
    """Return text without what JSON or Slack cannot carry."""
    return CONTROL.sub("", text)


def mark(language: str) -> str:
    """Return the mark that makes a line run as its language does."""
    return RLM if direction(language) == "rtl" else ""


# --- words beside the blocks -----------------------------------------------


def escape(text: str) -> str:
    """Escape what Slack would take for markup in a message's ``text``."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def shorten(text: str, most: int) -> str:
    """Return the beginning of a text as plain words: no isolates that a cut could leave open."""
    plain = " ".join(clean(strip_bidi(text)).split())
    return plain if len(plain) <= most else plain[: most - 2].rstrip() + " …"
