"""What people wrote, as Telegram tells it: entities, rich blocks, quotes. Pure.

Offsets of entities are UTF-16 units (core.telegram.org/bots/api#messageentity).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from adapters.telegram.nouns import Json, Self
from bot.sources import LINK

WEB = ("http://", "https://")
PLACE = re.compile(r"[^\s/@]+\.[^\s/@]+/\S")  # an address without a scheme that leads to a page
DEEPEST = 40  # rich blocks and texts nest at most 16 levels, each two deep
HELD = ("summary", "text", "caption", "blocks", "items", "cells", "credit")
LINED = frozenset({"blocks", "items", "cells", "summary", "caption"})


@dataclass(frozen=True, slots=True)
class Words:
    """A text as a person reads it, the links in it, and whether it names the bot."""

    text: str = ""
    links: tuple[str, ...] = ()
    mentions: bool = False


def read(said: Json, me: Self, text: str = "text", entities: str = "entities") -> Words:
    """Read the field ``text`` of a message, a caption or a quote with its ``entities``.

    The bot's own name is left out of the text, and so is an address that hides another one.
    """
    found = said.get(text)
    if not isinstance(found, str) or not found:
        return Words()
    raw = found.replace("\0", " ").encode("utf-16-le", "surrogatepass")
    links: list[str] = []
    mentions, shown, done = False, "", 0
    for start, end, entity in _placed(said.get(entities), len(raw)):
        words = _decoded(raw[start:end])
        link = _link(entity, words)
        links += [link] if link else []
        named = _names(entity, words, me)
        mentions = mentions or named
        hides = entity.get("type") == "text_link" and LINK.search(words)
        if (named or hides) and start >= done:
            shown += _decoded(raw[done:start])
            done = end
    shown += _decoded(raw[done:])
    return Words(shown.strip(), tuple(dict.fromkeys(links)), mentions)


def read_rich(message: object) -> Words:
    """Read a rich message (Bot API 10.1), a line for each of its blocks."""
    if not isinstance(message, dict):
        return Words()
    lines, links = [""], dict[str, None]()
    for piece in _rich(message.get("blocks"), DEEPEST):
        if piece is None:
            lines.append("")
        elif piece.startswith("\0"):
            links[piece[1:]] = None
        else:
            lines[-1] += piece
    return Words("\n".join(filter(None, map(str.strip, lines))), tuple(links))


def _placed(entities: object, end: int) -> Iterator[tuple[int, int, Json]]:
    """Yield entities in order with where they begin and end, in bytes of UTF-16."""
    kept = []
    for entity in entities if isinstance(entities, list) else ():
        if not isinstance(entity, dict):
            continue
        offset, length = entity.get("offset"), entity.get("length")
        if isinstance(offset, int) and isinstance(length, int) and offset >= 0 and length > 0:
            kept.append((2 * offset, min(2 * (offset + length), end), entity))
    yield from sorted((one for one in kept if one[0] < end), key=lambda one: one[:2])


def _decoded(raw: bytes) -> str:
    return raw.decode("utf-16-le", "replace")


def _link(entity: Json, words: str) -> str | None:
    if entity.get("type") == "text_link":
        url = entity.get("url")
        return url if isinstance(url, str) and url.lower().startswith(WEB) else None
    if entity.get("type") != "url":
        return None
    if words.lower().startswith(WEB):
        return words
    return f"https://{words}" if PLACE.match(words) else None


def _names(entity: Json, words: str, me: Self) -> bool:
    if entity.get("type") == "mention":
        return bool(me.username) and words.lower() == f"@{me.username}".lower()
    user = entity.get("user")
    return (
        entity.get("type") == "text_mention" and isinstance(user, dict) and user.get("id") == me.id
    )


def _rich(node: object, depth: int) -> Iterator[str | None]:
    """Yield texts, links (behind a NUL), and ``None`` where a line ends."""
    if isinstance(node, str):
        yield node.replace("\0", " ")
    elif isinstance(node, list) and depth:
        for part in node:
            yield from _rich(part, depth - 1)
    elif isinstance(node, dict) and depth:
        url = node.get("url")
        if node.get("type") == "url" and isinstance(url, str) and url.lower().startswith(WEB):
            yield f"\0{url}"
        for name in HELD:
            if name in node:
                yield from _rich(node[name], depth - 1)
                if name in LINED:
                    yield None
        if node.get("type") in {"paragraph", "heading", "pre", "footer"}:
            yield None
