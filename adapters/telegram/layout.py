"""Posts laid out as messages: one per language side, split between blocks. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urldefrag

from adapters.telegram import classic, rich
from adapters.telegram.classic import words
from adapters.telegram.text import CLASSIC, RICH, Cost, cut, ready, visible, whole
from bot.language import direction
from bot.model import Block, BlockKind, Post, Span, Style

BULLETS = {BlockKind.CLAIM: "• ", BlockKind.ITEM: "• "}
OURS = frozenset({BlockKind.TEXT, BlockKind.NOTE, BlockKind.HEADING})
NONE: frozenset[str] = frozenset()
NOTHING = "…"
NUMBER = re.compile(r"\[([0-9]{1,4})\]")  # of a citation; other marks are ids


@dataclass(frozen=True, slots=True)
class Part:
    """One message: its markup, and its bare text for a server that cannot read that.

    ``rtl`` is the direction of a rich message, whose bare text is the classic form's; in that
    each line has its own direction. ``cites`` are the citation numbers in it, ``lead`` is the
    page behind the first.
    """

    html: str
    plain: str
    rich: bool = False
    rtl: bool = False
    cites: tuple[int, ...] = ()
    lead: str = ""


def is_brief(post: Post) -> bool:
    """Whether a post has sides with a title, which a rich message shows better."""
    return any(block.kind is BlockKind.TITLE for block in post.blocks)


def parts(post: Post, commands: frozenset[str] = frozenset(), *, as_rich: bool) -> tuple[Part, ...]:
    """Return the messages that show a post: every block once, in order, each message valid.

    ``commands`` are those that our own sentences may offer for a tap: what is quiet is all ours.
    """
    most = RICH if as_rich else CLASSIC
    made: list[Part] = []
    for side in sides([b for b in post.blocks if visible(words(b))], as_rich):
        bullets = {} if as_rich else BULLETS
        shown = [
            ready(
                attributed(block),
                commands if post.quiet or block.kind in OURS else NONE,
                bullets.get(block.kind, ""),
            )
            for block in side
        ]
        made += map(_rich if as_rich else _classic, packed(shown, most))
    return tuple(made) or (Part(NOTHING, NOTHING),)


def attributed(block: Block) -> Block:
    """Put who says a claim on a line of its own: Arabic has no slanted letters to tell it by."""
    last = block.spans[-1] if block.spans else None
    if block.kind is not BlockKind.CLAIM or last is None or last.style is not Style.SOFT:
        return block
    own = replace(last, text=f"\n{last.text.lstrip()}")
    return replace(block, spans=(*block.spans[:-1], own))


def sides(blocks: Sequence[Block], as_rich: bool) -> Iterator[list[Block]]:
    """Yield what belongs into one message if it fits: a title begins a side.

    So does, in a rich message, a heading that runs the other way.
    """
    titled = any(block.kind is BlockKind.TITLE for block in blocks)
    side: list[Block] = []
    for block in blocks:
        turned = as_rich and titled and block.kind is BlockKind.HEADING and _turns(side, block)
        if side and (block.kind is BlockKind.TITLE or turned):
            yield side
            side = []
        side.append(block)
    if side:
        yield side


def _turns(side: Sequence[Block], block: Block) -> bool:
    return bool(side) and direction(side[0].language) != direction(block.language)


def packed(blocks: Iterable[Block], most: Cost) -> Iterator[list[Block]]:
    """Yield the blocks in as few messages as hold them; no heading stays behind at an end."""
    message: list[Block] = []
    for block in blocks:
        for piece in [block] if whole(block).fits(most) else cut(block, most):
            while message and not _sum([*message, piece]).fits(most):
                kept = _without_headings(message)
                yield message[:kept]
                message = message[kept:]
            message.append(piece)
    if message:
        yield message


def _without_headings(message: Sequence[Block]) -> int:
    """Return how many blocks stand before the headings at the end; all if there is nothing else."""
    kept = len(message)
    while kept and message[kept - 1].kind in {BlockKind.HEADING, BlockKind.TITLE}:
        kept -= 1
    return kept or len(message)


def _sum(blocks: Iterable[Block]) -> Cost:
    return sum(map(whole, blocks), Cost())


def _classic(blocks: Sequence[Block]) -> Part:
    lead = next((span.href for span in _citations(blocks) if span.href), "")
    plain = classic.plain(blocks)
    return Part(classic.html(blocks), plain, cites=_cites(blocks), lead=urldefrag(lead).url)


def _rich(blocks: Sequence[Block]) -> Part:
    rtl = direction(blocks[0].language) == "rtl"
    return Part(rich.html(blocks), "", rich=True, rtl=rtl, cites=_cites(blocks))


def _cites(blocks: Sequence[Block]) -> tuple[int, ...]:
    found = (NUMBER.search(span.text) for span in _citations(blocks))
    return tuple(sorted({int(number[1]) for number in found if number}))


def _citations(blocks: Iterable[Block]) -> Iterator[Span]:
    return (s for block in blocks for s in block.spans if s.style is Style.CITATION)
