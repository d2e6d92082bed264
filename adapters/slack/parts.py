"""A post as Slack's messages: the first for the channel, the rest for its thread. Pure.

A brief's first message has the headline and the announcement of each side, what the brief counts,
and the buttons; everything else follows in the thread. Other posts are one message, and more only
if they do not fit. A message is never cut inside a block of the post, unless that block alone is
larger than a message. Limits: docs.slack.dev/reference/block-kit; all text of a message together
fails near 13,200 characters (slackapi/bolt-js#2509).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from adapters.slack.look import DIVIDER, blank, context, cut, escape, kit, shorten, size, words
from adapters.slack.words import Json
from bot.model import Block, BlockKind, Post, Style
from prompts import text as say

ROOM = 11_000  # characters of a message, the buttons' apart
MOST = 40  # blocks of a post in one message: Slack takes 50, some of which are ours
NOTICE = 300  # characters of the text that notifications show


@dataclass(frozen=True, slots=True)
class Part:
    """One message: its blocks, and the text for notifications and screen readers."""

    text: str
    blocks: tuple[Json, ...]


@dataclass(slots=True)
class _Draft:
    """Blocks that go into one message; ``None`` is a line between them."""

    blocks: list[Block | None] = field(default_factory=list)
    room: int = ROOM

    def takes(self, block: Block) -> bool:
        return size(block) <= self.room and len(self.blocks) < MOST

    def add(self, block: Block | None) -> None:
        self.blocks.append(block)
        self.room -= size(block) if block else 0


def parts(post: Post, buttons: Sequence[Json] = (), language: str = "en") -> tuple[Part, ...]:
    """Return the messages of a post, at least one; ``buttons`` are blocks for the first.

    ``language`` is the reader's, for what is said about the messages themselves.
    """
    pieces = (piece for block in post.blocks for piece in cut(block))
    blocks = [piece for piece in pieces if not blank(piece)]
    brief = any(block.kind is BlockKind.TITLE for block in blocks)
    lead, rest = _divided(blocks) if brief else (list[Block | None](blocks), [])
    first, *full = [*_packed(lead, ROOM - sum(map(len, _texts(buttons, True))))] or [_Draft()]
    left = [block for draft in full for block in draft.blocks]
    drafts = [first, *_packed(left + rest)]
    notes = brief or any(block.kind is not BlockKind.NOTE for block in blocks)
    made = [_part(draft.blocks, notes) for draft in drafts if draft.blocks] or [EMPTY]
    more = [*_counts(post, language, len(made) > 1)] if brief else []
    return (Part(made[0].text, (*made[0].blocks, *more, *buttons)), *made[1:])


EMPTY = Part("…", ({"type": "context", "elements": [{"type": "plain_text", "text": "…"}]},))


def _divided(blocks: Sequence[Block]) -> tuple[list[Block | None], list[Block | None]]:
    """Tell a brief's beginnings from the rest: a side's title, its first heading, what is below."""
    lead: list[Block | None] = []
    rest: list[Block | None] = []
    headings = 2  # nothing before the first title is a beginning
    for block in blocks:
        if block.kind is BlockKind.TITLE:
            headings = 0
            lead += [None] if lead else []
            rest += [None] if rest else []
        headings += block.kind is BlockKind.HEADING
        into = lead if headings < 2 else rest
        other = into and into[-1] and into[-1].language != block.language
        into += [None] if other and block.kind is BlockKind.HEADING else []
        into.append(block)
    return lead, rest


def _packed(blocks: Sequence[Block | None], room: int = ROOM) -> Iterator[_Draft]:
    """Yield as few drafts as hold these blocks in order; a heading stays with what follows.

    The first has ``room``, the others a whole message's.
    """
    draft = _Draft(room=room)
    for i, block in enumerate(blocks):
        if block is None:
            if draft.blocks:
                draft.add(None)
            continue
        follows = blocks[i + 1] if i + 1 < len(blocks) else None
        both = size(block) + (size(follows) if follows else 0)
        alone = block.kind is BlockKind.HEADING and both > draft.room and both <= ROOM
        if draft.blocks and (alone or not draft.takes(block)):
            yield draft
            draft = _Draft()
        draft.add(block)
    if draft.blocks:
        yield draft


def _part(blocks: Sequence[Block | None], notes: bool) -> Part:
    made: list[Json] = []
    run: list[Block] = []
    for block in (*blocks, None):
        if block is not None:
            run.append(block)
            continue
        made += kit(run, notes)
        made.append(DIVIDER)
        run = []
    while made and made[-1] is DIVIDER:
        made.pop()
    return Part(_notice(blocks), tuple(made))


def _notice(blocks: Sequence[Block | None]) -> str:
    first = next((block for block in blocks if block is not None), None)
    return escape(shorten(words(first), NOTICE)) or "…" if first else "…"


def _counts(post: Post, language: str, more: bool) -> Iterator[Json]:
    """Say how many claims a brief has, on how many paragraphs they rest, where the rest is.

    Of a digest without news there is nothing to say.
    """
    sides: dict[str, int] = {}
    for block in post.blocks:
        if block.kind is BlockKind.CLAIM:
            sides[block.language] = sides.get(block.language, 0) + 1
    told = [say("slack.claims", language, n=max(sides.values()))] if sides else []
    told += [say("slack.citations", language, n=len(citations(post)))] if sides else []
    told += [say("slack.thread", language)] if more else []
    if told:
        yield context(" · ".join(told), language)


def citations(post: Post) -> dict[int, str]:
    """Return the citation numbers of a post, each with the words that rest on it first."""
    found: dict[int, str] = {}
    for block in post.blocks:
        told = next((span.text for span in block.spans if span.text.strip()), "")
        for span in block.spans:
            number = span.text.strip("[] ")
            if span.style is Style.CITATION and number.isascii() and number.isdecimal():
                found.setdefault(int(number[:6]), told)
    return found


def halves(part: Part) -> tuple[Part, ...]:
    """Cut a message in two for a server that finds it too long; one that cannot be is as it was."""
    blocks = part.blocks
    if len(blocks) > 1:
        middle = len(blocks) // 2
        return Part(part.text, blocks[:middle]), Part(part.text, blocks[middle:])
    for block in blocks:
        held = block.get("elements") or []
        if len(held) > 1:
            middle = len(held) // 2
            first, second = ({**block, "elements": e} for e in (held[:middle], held[middle:]))
            return Part(part.text, (first,)), Part(part.text, (second,))
        if held and held[0].get("type") == "rich_text_list" and len(held[0]["elements"]) > 1:
            items, middle = held[0]["elements"], len(held[0]["elements"]) // 2
            lists = ({**held[0], "elements": e} for e in (items[:middle], items[middle:]))
            first, second = ({**block, "elements": [one]} for one in lists)
            return Part(part.text, (first,)), Part(part.text, (second,))
    return (part,)


def bare(part: Part) -> Part:
    """Return a message as text alone, for a server that does not take its blocks."""
    told = "\n".join(_texts(part.blocks)) or part.text
    return Part(escape(told)[: ROOM // 4], ())


def _texts(node: object, buttons: bool = False) -> Iterator[str]:
    """Yield the lines of text in blocks; those of buttons and menus only where asked for."""
    if isinstance(node, list | tuple):
        for item in node:
            yield from _texts(item, buttons)
    elif isinstance(node, dict):
        if node.get("type") in ("actions", "context_actions") and not buttons:
            return
        if str(node.get("type")) in ("rich_text_section", "rich_text_quote"):
            yield "".join(str(element.get("text", "")) for element in node["elements"])
        elif isinstance(node.get("text"), str):
            yield node["text"]
        else:
            yield from _texts(list(node.values()), buttons)
