"""Rich messages of Bot API 10.1: blocks from HTML or Markdown, within their limits.

Limits: 32,768 characters, 500 blocks (list items and table rows too), depth 16, 50 media,
20 table columns (core.telegram.org/bots/api, "Rich Message Limits").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from bot.testing.telegram import entities
from bot.testing.telegram.entities import cut
from bot.testing.telegram.html import MarkupError, checked_link
from bot.testing.telegram.richtext import lines, plain
from bot.testing.telegram.richtree import INLINE, MEDIA, Node, Part, parse_tree

MAX_CHARS: Final = 32_768
MAX_BLOCKS: Final = 500
MAX_DEPTH: Final = 16
MAX_MEDIA: Final = 50
MAX_COLUMNS: Final = 20

Json: TypeAlias = dict[str, Any]

_SPACES: Final = re.compile(r"[ \t\r\n]+")
_FOUND: Final = {
    "url": ("url", "url"),
    "email": ("email_address", "email_address"),
    "mention": ("mention", "username"),
    "hashtag": ("hashtag", "hashtag"),
    "cashtag": ("cashtag", "cashtag"),
    "bot_command": ("bot_command", "bot_command"),
}


@dataclass(frozen=True, slots=True)
class Rich:
    """A rich message: ``blocks`` as the API has them, and what the server dropped in silence."""

    blocks: tuple[Json, ...]
    is_rtl: bool = False
    links: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All that is to be read, a line per paragraph, item or row."""
        return "\n".join(lines(self.blocks))

    def json(self) -> Json:
        """Return a ``RichMessage`` of the API."""
        return {"blocks": list(self.blocks)} | ({"is_rtl": True} if self.is_rtl else {})


@dataclass(slots=True)
class _Maker:
    """Makes blocks, and counts."""

    detect: bool
    references: frozenset[str]
    anchors: frozenset[str]
    chars: int = 0
    blocks: int = 0
    media: int = 0
    links: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)

    def make(self, parts: Iterable[Part], depth: int) -> list[Json]:
        """Return the blocks of mixed content; loose text becomes paragraphs."""
        made: list[Json] = []
        loose: list[Part] = []
        for part in [*parts, Node("hr", {})]:
            if isinstance(part, str) or part.tag in INLINE:
                loose.append(part)
                continue
            text = self.text(loose, depth)
            only_anchors = all(isinstance(p, Node) or not p.strip() for p in loose)
            anchor = text if isinstance(text, dict) and text["type"] == "anchor" else None
            if anchor and only_anchors:
                made.append(self.block("anchor", depth, name=anchor["name"]))
            elif text:
                made.append(self.block("paragraph", depth, text=text))
            loose = []
            made.append(self.node(part, depth))
        self.blocks -= 1  # the rule that closed the last paragraph
        return made[:-1]

    def block(self, kind: str, depth: int, **fields: Any) -> Json:
        self.blocks += 1
        if depth > MAX_DEPTH:
            raise MarkupError(f"Rich message is nested more than {MAX_DEPTH} levels deep")
        return {"type": kind} | {k: v for k, v in fields.items() if v not in (None, "", False)}

    def node(self, node: Node, depth: int) -> Json:
        tag = node.tag
        if re.fullmatch(r"h[1-6]", tag):
            return self.block("heading", depth, text=self.text(node.parts, depth), size=int(tag[1]))
        if tag in ("p", "footer", "tg-thinking"):
            kind = {"p": "paragraph", "tg-thinking": "thinking"}.get(tag, tag)
            return self.block(kind, depth) | {"text": self.text(node.parts, depth)}
        if tag == "hr":
            return self.block("divider", depth)
        if tag == "pre":
            return self._pre(node, depth)
        if tag == "tg-math-block":
            return self.block("mathematical_expression", depth, expression=self.raw(node))
        if tag in ("ul", "ol"):
            return self._list(node, depth)
        if tag == "table":
            return self._table(node, depth)
        if tag in ("blockquote", "aside"):
            return self._quotation(node, depth)
        if tag == "details":
            return self._details(node, depth)
        return self._media(node, depth)

    def _pre(self, node: Node, depth: int) -> Json:
        code = next(node.nodes("code"), None)
        name = code.attributes.get("class", "") if code else ""
        language = name.removeprefix("language-") if name.startswith("language-") else None
        return self.block("pre", depth, text=self.raw(code or node), language=language)

    def _list(self, node: Node, depth: int) -> Json:
        items, number = [], int(node.attributes.get("start", "1") or 1)
        for item in node.nodes("li"):
            self.blocks += 1
            box = next(item.nodes("input"), None)
            rest = [p for p in item.parts if p is not box]
            number = int(item.attributes.get("value", number) or number)
            made: Json = {"label": "•" if node.tag == "ul" else f"{number}."}
            made["blocks"] = self.make(rest, depth + 1)
            if box is not None:
                made |= {"has_checkbox": True} | _true("is_checked", "checked" in box.attributes)
            if node.tag == "ol":
                made["value"] = number
            number += -1 if "reversed" in node.attributes else 1
            items.append(made)
        if not items:
            raise MarkupError("List must be non-empty")
        return self.block("list", depth) | {"items": items}

    def _table(self, node: Node, depth: int) -> Json:
        rows = []
        for row in node.nodes("tr"):
            self.blocks += 1
            cells = [self._cell(cell, depth) for cell in row.nodes("td", "th")]
            if sum(cell.get("colspan", 1) for cell in cells) > MAX_COLUMNS:
                raise MarkupError(f"Table has more than {MAX_COLUMNS} columns")
            rows.append(cells)
        caption = next(node.nodes("caption"), None)
        said = self.text(caption.parts, depth) if caption else None
        flags = {f"is_{name}": name in node.attributes for name in ("bordered", "striped")}
        return self.block("table", depth, caption=said, **flags) | {"cells": rows}

    def _cell(self, cell: Node, depth: int) -> Json:
        made: Json = {"align": cell.attributes.get("align", "left")}
        made["valign"] = cell.attributes.get("valign", "top")
        if any(isinstance(p, Node) and p.tag not in INLINE for p in cell.parts):
            raise MarkupError("Table cells can contain only inline formatting")
        spans = {n: int(cell.attributes.get(n, "1") or 1) for n in ("colspan", "rowspan")}
        made |= {name: span for name, span in spans.items() if span > 1}
        text = self.text(cell.parts, depth + 1)
        return made | _true("is_header", cell.tag == "th") | ({"text": text} if text else {})

    def _quotation(self, node: Node, depth: int) -> Json:
        cite = next(node.nodes("cite"), None)
        credit = self.text(cite.parts, depth) if cite else None
        rest = [p for p in node.parts if p is not cite]
        if node.tag == "aside":
            return self.block("pullquote", depth, text=self.text(rest, depth), credit=credit)
        inner = self.make(rest, depth + 1)
        return self.block("blockquote", depth, credit=credit) | {"blocks": inner}

    def _details(self, node: Node, depth: int) -> Json:
        summary = next(node.nodes("summary"), None)
        if summary is None:
            raise MarkupError("Details must have a summary")
        rest = [p for p in node.parts if p is not summary]
        said = self.text(summary.parts, depth)
        made = self.block("details", depth, summary=said, is_open="open" in node.attributes)
        return made | {"blocks": self.make(rest, depth + 1)}

    def _media(self, node: Node, depth: int) -> Json:
        inner = [node] if node.tag in MEDIA else list(node.nodes(*MEDIA))
        self.media += len(inner)
        caption = next(node.nodes("figcaption"), None)
        said = self._caption(caption, depth) if caption else None
        made = [self._one(part, depth) for part in inner]
        if node.tag in ("tg-collage", "tg-slideshow"):
            kind = node.tag.removeprefix("tg-")
            return self.block(kind, depth, caption=said) | {"blocks": made}
        if not made:
            raise MarkupError("Figure must hold a medium")
        return made[0] | ({"caption": said} if said else {})

    def _caption(self, node: Node, depth: int) -> Json:
        cite = next(node.nodes("cite"), None)
        made: Json = {"text": self.text([p for p in node.parts if p is not cite], depth)}
        return made | ({"credit": self.text(cite.parts, depth)} if cite else {})

    def _one(self, node: Node, depth: int) -> Json:
        if node.tag == "tg-map":
            place = {"latitude": node.attributes["lat"], "longitude": node.attributes["long"]}
            return self.block("map", depth, location={k: float(v) for k, v in place.items()})
        source = node.attributes.get("src", "")
        if not re.match(r"https?://", source):
            raise MarkupError("Media blocks support only HTTP and HTTPS URLs")
        kind = {"img": "photo"}.get(node.tag, node.tag)
        return self.block(kind, depth, **{kind: {"file_id": source}})

    # --- text inside blocks --------------------------------------------------------------

    def raw(self, node: Node) -> str:
        """Return text as it stands, line breaks too."""
        said = "".join(p if isinstance(p, str) else self.raw(p) for p in node.parts)
        self.chars += len(said)
        return said

    def text(self, parts: Sequence[Part], depth: int) -> Any:
        """Return a ``RichText`` of the API: a string, a formatted text, or a list of them."""
        made = [m for part in parts for m in self.inline(part, depth + 1, linked=False)]
        return _tidy(made)

    def inline(self, part: Part, depth: int, *, linked: bool) -> list[Any]:
        if isinstance(part, str):
            said = _SPACES.sub(" ", part)
            self.chars += len(said)
            return [said] if linked or not self.detect else self.found(said)
        if part.tag == "br":
            return ["\n"]
        if part.tag not in INLINE:
            raise MarkupError(f'Block "{part.tag}" in the middle of a text')
        if depth > MAX_DEPTH:
            raise MarkupError(f"Rich message is nested more than {MAX_DEPTH} levels deep")
        if part.tag == "tg-math":
            return [{"type": "mathematical_expression", "expression": self.raw(part)}]
        hold = linked or part.tag in ("a", "code")
        inner = [m for p in part.parts for m in self.inline(p, depth + 1, linked=hold)]
        return self.formatted(part, _squeeze(inner))

    def formatted(self, node: Node, inner: list[Any]) -> list[Any]:
        text: Any = inner[0] if len(inner) == 1 else inner
        said, kind = node.attributes, INLINE[node.tag]
        if node.tag == "a":
            return self.link(said, text, inner)
        if node.tag == "tg-reference":
            return [{"type": kind, "text": text, "name": said.get("name", "")}]
        if node.tag == "tg-emoji":
            more = {"custom_emoji_id": said.get("emoji-id", ""), "alternative_text": plain(text)}
            return [{"type": kind} | more]
        if node.tag == "tg-time":
            when = {"unix_time": int(said["unix"]), "date_time_format": said.get("format", "")}
            return [{"type": kind, "text": text} | when]
        return [{"type": kind, "text": text}] if inner else []

    def link(self, said: Mapping[str, str], text: Any, inner: list[Any]) -> list[Any]:
        if "href" not in said:
            return [{"type": "anchor", "name": said["name"]}] if "name" in said else inner
        href = said["href"]
        if href.startswith("#"):
            name = href[1:]
            if name in self.references:
                return [{"type": "reference_link", "text": text, "reference_name": name}]
            if name and name not in self.anchors:
                self.dropped.append(f"{href} leads nowhere")
            return [{"type": "anchor_link", "text": text, "anchor_name": name}]
        if not inner:
            return []
        for scheme, kind in (("mailto:", "email_address"), ("tel:", "phone_number")):
            if href.lower().startswith(scheme):
                self.links.append(href)
                return [{"type": kind, "text": text, kind: href[len(scheme) :]}]
        checked = checked_link(href)
        if checked is None:
            self.dropped.append(href)
            return inner
        self.links.append(checked)
        return [{"type": "url", "text": text, "url": checked}]

    def found(self, said: str) -> list[Any]:
        """Return a plain text with the links, mentions and hashtags that the server finds in it."""
        made: list[Any] = []
        at = 0
        for entity in entities.find(said):
            kind, name = _FOUND[entity.type]
            here = entity.of(said)
            made += [cut(said, at, entity.offset), {"type": kind, "text": here, name: here}]
            if entity.type in ("url", "email", "mention"):
                self.links.append(here)
            at = entity.end
        return [*made, cut(said, at, entities.units(said))]


def read_rich(html: str, *, is_rtl: bool = False, detect: bool = True) -> Rich:
    """Make a rich message of its HTML; ``MarkupError`` where the server would refuse it."""
    root, ignored = parse_tree(html)
    names = list(_names(root))
    maker = _Maker(
        detect,
        frozenset(name for tag, name in names if tag == "tg-reference"),
        frozenset(name for tag, name in names if tag == "a"),
    )
    try:
        blocks = maker.make(root.parts, 1)
    except MarkupError:
        raise
    except (KeyError, ValueError) as error:
        raise MarkupError(f"Invalid attribute: {error}") from error
    for what, count, most in (
        ("characters", maker.chars, MAX_CHARS),
        ("blocks", maker.blocks, MAX_BLOCKS),
        ("media", maker.media, MAX_MEDIA),
    ):
        if count > most:
            raise MarkupError(f"Rich message has more than {most} {what}: {count}")
    if not blocks:
        raise MarkupError("Rich message must be non-empty")
    return Rich(tuple(blocks), is_rtl, tuple(maker.links), (*ignored, *maker.dropped))


def _names(node: Node) -> Iterable[tuple[str, str]]:
    for part in node.parts:
        if isinstance(part, Node):
            if "name" in part.attributes:
                yield part.tag, part.attributes["name"]
            yield from _names(part)


def _true(name: str, value: bool) -> Json:
    return {name: True} if value else {}


def _squeeze(parts: list[Any]) -> list[Any]:
    """Join neighbouring strings and drop empty ones."""
    made: list[Any] = []
    for part in parts:
        if isinstance(part, str) and made and isinstance(made[-1], str):
            made[-1] += part
        elif part != "":
            made.append(part)
    return made


def _tidy(parts: list[Any]) -> Any:
    made = _squeeze(parts)
    if made and isinstance(made[0], str):
        made[0] = made[0].lstrip()
    if made and isinstance(made[-1], str):
        made[-1] = made[-1].rstrip()
    made = _squeeze(made)
    return "" if not made else made[0] if len(made) == 1 else made
