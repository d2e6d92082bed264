"""Rich blocks as plain lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any


def plain(text: Any) -> str:
    """Return what is to be read of a ``RichText``."""
    if isinstance(text, str):
        return text
    if isinstance(text, list):
        return "".join(map(plain, text))
    if not text:
        return ""
    for name in ("text", "expression", "alternative_text"):
        if name in text:
            return plain(text[name])
    return ""


def lines(blocks: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the lines of blocks: items with their labels, rows with bars, details opened."""
    for block in blocks:
        yield from _lines(block)


def _lines(block: Mapping[str, Any]) -> Iterator[str]:
    kind = block["type"]
    if kind == "divider":
        yield "———"
    elif kind == "list":
        for item in block["items"]:
            first, *rest = [*lines(item["blocks"]), ""][:-1] or [""]
            box = {True: "☑ ", None: ""}.get(item.get("is_checked"), "")
            box = box or ("☐ " if item.get("has_checkbox") else "")
            yield f"{item['label']} {box}{first}"
            yield from (f"  {line}" for line in rest)
    elif kind == "table":
        yield from ([plain(block["caption"])] if "caption" in block else [])
        for row in block["cells"]:
            yield " | ".join(plain(cell.get("text", "")) for cell in row)
    elif kind == "details":
        yield f"{'▾' if block.get('is_open') else '▸'} {plain(block['summary'])}"
        yield from (f"  {line}" for line in lines(block["blocks"]))
    elif kind in ("blockquote", "pullquote"):
        inner = lines(block["blocks"]) if "blocks" in block else plain(block["text"]).split("\n")
        yield from (f"│ {line}" for line in inner)
        yield from ([f"│ — {plain(block['credit'])}"] if "credit" in block else [])
    else:
        yield from _text_lines(block)


def _text_lines(block: Mapping[str, Any]) -> Iterator[str]:
    said = plain(block.get("text", block.get("expression", "")))
    if said:
        yield from said.split("\n")
    if "caption" in block:
        yield plain(block["caption"]["text"])
        yield from (
            [f"— {plain(block['caption']['credit'])}"] if "credit" in block["caption"] else []
        )
    yield from lines(block.get("blocks", ()))
