"""A post as plain text or as markdown. Pure."""

from __future__ import annotations

import textwrap

from bot.language import direction
from bot.model import Block, BlockKind, Post, Span, Style

DASH = "– "  # begins a line inside an item
BULLETS = {BlockKind.CLAIM: "• ", BlockKind.ITEM: "- ", BlockKind.QUOTE: "│ "}


def as_text(post: Post, width: int = 88) -> str:
    """Return a post as plain text; every line reads in the direction of its block."""
    lines: list[str] = []
    for block in post.blocks:
        if block.kind in {BlockKind.TITLE, BlockKind.HEADING} and lines:
            lines.append("")
        lines.extend(_lines(block, width))
        if block.kind is BlockKind.TITLE:
            lines.append("=" * min(width, 60))
    return "\n".join(lines) + "\n"


def line(block: Block) -> str:
    """Return a block as one line; what is marked in a quoted paragraph stands between stars."""
    if block.kind is BlockKind.QUOTE:
        return "".join(_starred(span) for span in block.spans)
    return "".join(span.text for span in block.spans)


def _starred(span: Span) -> str:
    return f"*{span.text}*" if span.style is Style.STRONG else span.text


def _lines(block: Block, width: int) -> list[str]:
    bullet = BULLETS.get(block.kind, "")
    kept = line(block).splitlines() or [""]
    indent = " " * len(bullet)
    wrapped: list[str] = []
    for part in kept:
        hang = bullet if block.kind is BlockKind.QUOTE else indent
        if part.startswith(DASH):
            hang += " " * len(DASH)
        wrapped.extend(
            textwrap.wrap(
                part,
                width,
                initial_indent=indent if wrapped else bullet,
                subsequent_indent=hang,
                break_long_words=False,
                break_on_hyphens=False,
            )
        )
    return wrapped


# --- a post as markdown ----------------------------------------------------

HARD_BREAK = "\\\n  "  # indented, so that it stays in its list item
PREFIX = {
    BlockKind.TITLE: "# ",
    BlockKind.HEADING: "## ",
    BlockKind.CLAIM: "- ",
    BlockKind.ITEM: "- ",
    BlockKind.QUOTE: "> ",
}


def as_markdown(post: Post) -> str:
    """Return a post as CommonMark; right-to-left sides stand in a ``dir`` division."""
    out: list[str] = []
    side: str | None = None
    for block in post.blocks:
        way = direction(block.language)
        if way != side:
            if side == "rtl":
                out.append("\n</div>")
            if way == "rtl":
                out.append(f'\n<div dir="rtl" lang="{block.language}">\n')
            side = way
        item = block.kind in {BlockKind.CLAIM, BlockKind.ITEM}
        body = "".join(_md_span(span) for span in block.spans)
        body = body.replace("\n", HARD_BREAK if item else " ")
        out.append(f"{'' if item else chr(10)}{PREFIX.get(block.kind, '')}{body}")
    if side == "rtl":
        out.append("\n</div>")
    return "\n".join(out).strip() + "\n"


def _md_span(span: Span) -> str:
    words = _md_escape(span.text)
    if span.href:
        words = f"[{words}](<{span.href}>)"
    if not span.text.strip():
        return words
    if span.style is Style.STRONG:
        return _wrap(words, "**")
    return _wrap(words, "*") if span.style is Style.SOFT and not span.href else words


def _wrap(words: str, mark: str) -> str:
    """Put ``mark`` around the words and leave outer spaces outside, as CommonMark needs."""
    core = words.strip()
    start = words.index(core)
    return f"{words[:start]}{mark}{core}{mark}{words[start + len(core) :]}"


def _md_escape(words: str) -> str:
    return "".join("\\" + ch if ch in "\\`*_[]<>#|" else ch for ch in words)
