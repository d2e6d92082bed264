"""Blocks as Telegram's HTML, the classic form of a message. Pure.

Tags and rules: core.telegram.org/bots/api#html-style; nothing else is allowed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from itertools import groupby

from bot.language import direction
from bot.model import Block, BlockKind, Span, Style

HEADS = frozenset({BlockKind.TITLE, BlockKind.HEADING})
FOLD = 500  # characters: a longer quotation is folded too


def html(blocks: Sequence[Block]) -> str:
    """Return blocks as one message; what may be folded away is an expandable quotation."""
    return _joined(blocks, _html)


def plain(blocks: Sequence[Block]) -> str:
    """Return blocks as one message without markup."""
    return _joined(blocks, lambda run: _gap(run[0]).join(map(words, run)))


def words(block: Block) -> str:
    """Return the bare text of a block."""
    return "".join(span.text for span in block.spans)


def _joined(blocks: Sequence[Block], shown: Callable[[Sequence[Block]], str]) -> str:
    out = ""
    for (kind, _), run in groupby(blocks, lambda b: (b.kind if not b.folded else None, b.folded)):
        gap = "\n\n" if kind in HEADS else "\n"
        out += (gap if out else "") + shown(tuple(run))
    return out


def _html(run: Sequence[Block]) -> str:
    block = run[0]
    if block.folded:
        inner = "\n".join(map(_line, run))
        return f"<blockquote expandable>{inner}</blockquote>"
    if block.kind is BlockKind.QUOTE:
        return "\n".join(map(_quotation, run))
    if block.kind in HEADS:
        heads = ("".join(span_html(s, styled=False) for s in b.spans) for b in run)
        return "\n".join(f"<b>{head}</b>" for head in heads)
    return _gap(block).join(map(_line, run))


def _gap(block: Block) -> str:
    """Return what stands between blocks of a kind: claims are long and have no indent."""
    return "\n\n" if block.kind is BlockKind.CLAIM and not block.folded else "\n"


def _quotation(block: Block) -> str:
    tag = "blockquote expandable" if len(words(block)) > FOLD else "blockquote"
    return f"<{tag}>{_line(block)}</blockquote>"


def _line(block: Block) -> str:
    slanted = direction(block.language) == "ltr"  # Arabic letters are not slanted
    return "".join(span_html(span, slanted=slanted) for span in block.spans)


def span_html(span: Span, *, styled: bool = True, slanted: bool = True) -> str:
    """Return a span with its tags; ``escape`` leaves only what Telegram reads as text."""
    inner = escape(span.text)
    if not span.text.strip():
        return inner
    if span.href:
        return f'<a href="{escape(span.href)}">{inner}</a>'
    if styled and span.style is Style.STRONG:
        return f"<b>{inner}</b>"
    if styled and slanted and span.style is Style.SOFT:
        return f"<i>{inner}</i>"
    return inner
