"""Answers in pages: a few items at a time, and how to see more."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.model import Action, Block, BlockKind, Note, Post
from bot.render.words import noted, plain
from prompts import text

ITEMS = 12  # of a page
ROOM = 6000  # characters of a page; Slack shows 12,000 of a message, with its links
BUTTON = 40  # bytes of a command that fits into a button once it is signed
_PAGE = re.compile(r"(?:^|\s)(\d{1,3})\s*$")


@dataclass(frozen=True, slots=True)
class Item:
    """Blocks that stay together, under a heading that is shown once a page ("" for none)."""

    blocks: tuple[Block, ...]
    under: str = ""

    @property
    def size(self) -> int:
        """How many characters it shows."""
        return sum(len(span.text) for block in self.blocks for span in block.spans)


def asked_page(argument: str) -> tuple[str, int]:
    """Part "name 2" into the name and the page that is asked for, the first where none is."""
    found = _PAGE.search(argument)
    if not found:
        return argument.strip(), 1
    return argument[: found.start()].strip(), max(1, int(found.group(1)))


def pages(items: Sequence[Item]) -> list[list[Item]]:
    """Return items by pages: at most ``ITEMS``, and no more than there is room for."""
    out: list[list[Item]] = []
    for item in items:
        full = not out or len(out[-1]) == ITEMS or sum(i.size for i in out[-1]) + item.size > ROOM
        if full:
            out.append([item])
        else:
            out[-1].append(item)
    return out


def paged(title: str, items: Sequence[Item], page: int, command: str, language: str) -> Post:
    """Return one page of ``items`` under ``title``; the last one where there are not so many.

    ``command`` ("/numbers") with the number of the next page shows more.
    """
    parts = pages(items)
    at = min(page, len(parts)) - 1
    blocks = [plain(BlockKind.HEADING, title, language), *_under_headings(parts[at], language)]
    if len(parts) == 1:
        return Post(tuple(blocks))
    first = sum(map(len, parts[:at])) + 1
    values: dict[str, object] = {
        "first": first,
        "last": first + len(parts[at]) - 1,
        "total": len(items),
    }
    if at + 1 == len(parts):
        return Post((*blocks, noted(BlockKind.NOTE, Note("question.page_last", values), language)))
    more = f"{command} {at + 2}"
    note = noted(BlockKind.NOTE, Note("question.page", {**values, "command": more}), language)
    action = Action(text("question.more", language), more)
    return Post((*blocks, note), actions=(action,) if len(more.encode()) <= BUTTON else ())


def _under_headings(items: Sequence[Item], language: str) -> list[Block]:
    blocks: list[Block] = []
    under = ""
    for item in items:
        if item.under and item.under != under:
            blocks.append(plain(BlockKind.HEADING, item.under, language))
        under = item.under
        blocks.extend(item.blocks)
    return blocks


def nothing(key: str, language: str, **values: object) -> Post:
    """Return a post that says that there is nothing to show, and what that means."""
    return Post((noted(BlockKind.NOTE, Note(key, values), language),))
