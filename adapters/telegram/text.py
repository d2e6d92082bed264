"""Blocks as runs of visible text: marked for direction, inert, measured, and cut. Pure.

What stands in an article must not become a link, a mention or a command because Telegram finds
one in it: such words get an invisible word joiner (U+2060). Offsets and lengths are UTF-16 units,
as Telegram counts them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from bot.language import direction
from bot.model import Block, Span, Style

WORD_JOINER = "\u2060"
MARKS = {"rtl": "\u200f", "ltr": "\u200e"}
STRONG = {"L": "ltr", "R": "rtl", "AL": "rtl"}
LRI, FSI, PDI = "\u2066", "\u2068", "\u2069"
OPENERS = frozenset("\u2066\u2067\u2068")
MAX_DEPTH = 4  # of isolates that are carried over a cut
MAX_HREF = 4096  # bytes; an address that is longer is no link
SHOWN = 48  # characters of an address: more than a line of a phone tells nobody anything
BLANK = frozenset("\u2800\u3164\u115f\u1160\uffa0\u034f")  # letters and signs that show nothing

_SURROGATES = re.compile("[\ud800-\udfff]")
_REMOVED = re.compile("[\r\u2028-\u202e]")  # the server removes them
_SPACED = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f]")
_TRIGGERS = re.compile(
    r"(?i:\b(?:https?|ftp|tg|ton|tonsite):)(?=//)"
    r"|(?<=[^\W_])\.(?=[^\W\d_]{2})"  # example.org, t.me/x
    r"|@(?=[A-Za-z0-9_])|#(?=\w)|\$(?=[A-Z0-9])"
)
_COMMAND = re.compile(r"(?<![\w/<>])/([A-Za-z0-9_]{1,64})")
_PARTED = re.compile(f"/{FSI}(?=[a-z0-9_]+{PDI})")  # a command whose stroke stands outside
_LOOSE_END = re.compile(r"[@#$/.:]$")
_HOST = re.compile(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W_](?:[\w-]*[^\W_])?|\[[0-9A-Fa-f:.]+\]")
_JOINED = re.compile("[\u200d\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]")


@dataclass(frozen=True, slots=True)
class Cost:
    """What a message has only so much of."""

    units: int = 0  # visible UTF-16 units
    entities: int = 0
    size: int = 0  # bytes of markup
    blocks: int = 0

    def __add__(self, other: Cost) -> Cost:
        return Cost(
            self.units + other.units,
            self.entities + other.entities,
            self.size + other.size,
            self.blocks + other.blocks,
        )

    def fits(self, most: Cost) -> bool:
        """Whether nothing is more than ``most`` allows."""
        return (
            self.units <= most.units
            and self.entities <= most.entities
            and self.size <= most.size
            and self.blocks <= most.blocks
        )


CLASSIC = Cost(units=4000, entities=95, size=30_000, blocks=500)
"""A message of the classic form: 4096 units and 100 entities (the rest is dropped in silence);
the server refuses a source of more than 32,768 bytes."""

RICH = Cost(units=30_000, entities=3000, size=90_000, blocks=220)
"""A rich message: 32,768 characters, 500 blocks, of which an item takes two."""


def units(text: str) -> int:
    """Return the length of a text in UTF-16 units."""
    return len(text) + sum(char > "\uffff" for char in text)


def cost(span: Span) -> Cost:
    """Return what a span takes of a message; an upper bound for its markup."""
    marked = span.href is not None or span.style in {Style.STRONG, Style.SOFT}
    href = len((span.href or "").encode()) + 5 * (span.href or "").count("&")
    size = len(span.text.encode()) + 5 * sum(map(span.text.count, "<>&\n")) + href + 32
    return Cost(units(span.text), int(marked), size)


def whole(block: Block) -> Cost:
    """Return what a block takes, with the marks and breaks around it."""
    return sum(map(cost, block.spans), Cost(units=6, entities=2, size=80, blocks=1))


def web(href: str | None) -> str | None:
    """Return an address that Telegram will make a link of, ``None`` for any other."""
    if not href or len(href.encode("utf-8", "replace")) > MAX_HREF:
        return None
    if re.search(r"[\s<>\"\x00-\x1f\x7f\ud800-\udfff]", href):
        return None
    try:
        parts = urlsplit(href)
        port = parts.port
    except ValueError:
        return None
    host = parts.netloc.rpartition("@")[2].removesuffix(f":{port}")
    plain = parts.scheme in {"http", "https"} and not parts.username and port != 0
    return href if plain and _HOST.fullmatch(host) else None


def short(span: Span, way: str) -> Span:
    """Return an address that is shown as it is in a form that is read at a glance: its page.

    In a line from right to left it is set apart, lest its parts change places.
    """
    if span.href is None or span.text.strip() != span.href:
        return span
    parts = urlsplit(span.href)
    page = f"{parts.hostname}{parts.path}".rstrip("/")
    shown = page if len(page) <= SHOWN else page[: SHOWN - 1] + "…"
    if way == "rtl":
        shown = f"{LRI}{shown}{PDI}"
    return replace(span, text=span.text.replace(span.href, shown))


# --- making a block ready ---------------------------------------------------


def ready(block: Block, commands: frozenset[str], bullet: str = "") -> Block:
    """Return a block whose spans are what is seen: clean, inert, in its direction.

    ``commands`` are those that it may offer for a tap; ``bullet`` comes first.
    """
    cleaned = [replace(s, text=clean(s.text), href=web(s.href)) for s in block.spans]
    spans = [short(span, direction(block.language)) for span in cleaned]
    inert = [s if s.href else replace(s, text=defuse(s.text, commands)) for s in spans]
    for n, span in enumerate(inert[:-1]):
        if not span.href and _LOOSE_END.search(span.text):
            inert[n] = replace(span, text=span.text + WORD_JOINER)
    shown = [Span(bullet), *inert] if bullet else inert
    return replace(block, spans=tuple(directed([s for s in shown if s.text], block.language)))


def visible(text: str) -> bool:
    """Whether a text shows anything."""
    return any(unicodedata.category(c)[0] not in "ZC" and c not in BLANK for c in text)


def clean(text: str) -> str:
    """Return a text without what the server refuses, removes or turns into spaces."""
    text = _SURROGATES.sub("\ufffd", text.replace("\r\n", "\n"))
    return _SPACED.sub(" ", _REMOVED.sub("", text))


def defuse(text: str, commands: frozenset[str] = frozenset()) -> str:
    """Return a text in which Telegram finds no link, address, mention, tag or other command."""
    text = _PARTED.sub(f"{FSI}/", text)
    text = _TRIGGERS.sub(lambda m: m.group() + WORD_JOINER, text)
    return _COMMAND.sub(lambda m: m.group() if m[1] in commands else f"/{WORD_JOINER}{m[1]}", text)


def directed(spans: list[Span], language: str) -> Iterator[Span]:
    """Put a direction mark before each line that would otherwise run the wrong way."""
    if language in {"", "und"}:
        yield from spans
        return
    way = direction(language)
    lines = "".join(s.text for s in spans).split("\n")
    wrong = iter([_way(line) != way and bool(line.strip()) for line in lines])
    begins = next(wrong)
    for span in spans:
        pieces = []
        for n, piece in enumerate(span.text.split("\n")):
            begins = next(wrong) if n else begins
            pieces.append(MARKS[way] + piece if begins and piece else piece)
            begins = begins and not piece
        yield replace(span, text="\n".join(pieces))


def _way(line: str) -> str | None:
    kinds = (STRONG.get(unicodedata.bidirectional(char)) for char in line)
    return next((kind for kind in kinds if kind), None)


# --- cutting ------------------------------------------------------------------


def cut(block: Block, most: Cost) -> Iterator[Block]:
    """Yield a block in pieces that fit, cut at spaces where there are any."""
    room = _less(most, Cost(units=16, entities=3, size=160))
    piece: list[Span] = []
    left, depth = room, 0
    todo = list(reversed(block.spans))
    while todo:
        span = todo.pop()
        if cost(span).fits(left):
            piece.append(span)
            left = _less(left, cost(span))
            continue
        head, tail = _divided(span, left)
        if head is not None and (not piece or left.units > room.units // 4):
            piece.append(head)
            span = tail
        todo.append(span)
        made, depth = _closed(block, piece, depth)
        yield made
        piece, left = [], room
    if piece:
        yield _closed(block, piece, depth)[0]


def _closed(block: Block, spans: list[Span], depth: int) -> tuple[Block, int]:
    """Return a piece whose isolates are closed, and how many of them the next must open."""
    opened = [Span(FSI * depth)] if depth else []
    for char in "".join(s.text for s in spans):
        depth += (char in OPENERS) - (char == PDI and depth > 0)
    depth = min(depth, MAX_DEPTH)
    closed = [Span(PDI * depth)] if depth else []
    return replace(block, spans=(*opened, *spans, *closed)), depth


def _divided(span: Span, left: Cost) -> tuple[Span | None, Span]:
    """Return a head that fits, if there is any, and the rest."""
    fixed = cost(replace(span, text=""))
    if not fixed.fits(left):
        return None, span
    at, room = 0, min(left.units, max(0, (left.size - fixed.size) // 9))
    while at < len(span.text) and room >= 1 + (span.text[at] > "\uffff"):
        room -= 1 + (span.text[at] > "\uffff")
        at += 1
    space = max(span.text.rfind(" ", 0, at), span.text.rfind("\n", 0, at)) + 1
    at = space if space > at // 2 else _between(span.text, at)
    if at == 0:
        return None, span
    return replace(span, text=span.text[:at]), replace(span, text=span.text[at:])


def _between(text: str, at: int) -> int:
    """Return a place at or a little before ``at`` that parts no character from its marks."""
    for n in range(at, max(at - 12, 0), -1):
        here, before = text[n : n + 1], text[n - 1]
        if not (unicodedata.combining(here or " ") or _JOINED.match(here) or before == "\u200d"):
            return n
    return at


def _less(a: Cost, b: Cost) -> Cost:
    return Cost(a.units - b.units, a.entities - b.entities, a.size - b.size, a.blocks - b.blocks)
