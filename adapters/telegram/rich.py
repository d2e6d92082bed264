"""Blocks as the HTML of rich messages (Bot API 10.1). Pure.

Tags: core.telegram.org/bots/api, "Rich HTML style". The direction is the message's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from adapters.telegram.classic import span_html
from bot.language import direction
from bot.model import Block, BlockKind

LISTED = frozenset({BlockKind.CLAIM, BlockKind.ITEM})
TAGS = {BlockKind.TITLE: "h2", BlockKind.HEADING: "h4", BlockKind.QUOTE: "blockquote"}


def html(blocks: Sequence[Block]) -> str:
    """Return blocks as one rich message; what may be folded away is under its heading."""
    out = ""
    runs = [list(run) for _, run in groupby(blocks, lambda block: block.folded)]
    for n, run in enumerate(runs):
        heading = runs[n - 1][-1] if n and run[0].folded else None
        if heading is not None and heading.kind is BlockKind.HEADING:
            out += f"<details><summary>{_text(heading)}</summary>{_shown(run)}</details>"
            continue
        under = not run[0].folded and n + 1 < len(runs)
        folds = under and run[-1].kind is BlockKind.HEADING
        out += _shown(run[:-1] if folds else run)
    return out


def _shown(run: Sequence[Block]) -> str:
    """Return blocks that stand open."""
    out = ""
    for listed, group in groupby(run, lambda block: block.kind in LISTED):
        if listed:
            out += f"<ul>{''.join(f'<li>{_text(block)}</li>' for block in group)}</ul>"
        else:
            out += "".join(map(_block, group))
    return out


def _block(block: Block) -> str:
    tag = TAGS.get(block.kind, "p")
    inner = _text(block)
    return f"<{tag}><p>{inner}</p></{tag}>" if tag == "blockquote" else f"<{tag}>{inner}</{tag}>"


def _text(block: Block) -> str:
    styled = block.kind not in {BlockKind.TITLE, BlockKind.HEADING}
    slanted = direction(block.language) == "ltr"
    spans = (span_html(span, styled=styled, slanted=slanted) for span in block.spans)
    return "".join(spans).replace("\n", "<br>")
