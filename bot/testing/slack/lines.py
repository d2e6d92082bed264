"""What a person sees of a message: lines, each a kind and runs of text. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from bot.testing.slack.inline import Kind, Parse, Run, literal, markdown, mrkdwn, plain, rich
from bot.testing.slack.ledger import Json

HEADING: Final = re.compile(r"(#{1,6})\s+(.*)")
BULLET: Final = re.compile(r"(\s*)(?:([-*+])|(\d+)[.)])\s+(.*)")
RULE: Final = re.compile(r"\s*([-*_])(?:\s*\1){2,}\s*")
ROW_LINE: Final = re.compile(r"\s*\|.*\|\s*")
ROW_RULE: Final = re.compile(r"\s*\|?[\s:|-]*-[\s:|-]*\|?\s*")


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is shown: ``kind`` is a tag of the page, ``depth`` a level of its list.

    Kinds: text, quote, code, heading, item, rule, row (cells), context, buttons (cells), field.
    """

    kind: str
    runs: tuple[Run, ...] = ()
    cells: tuple[tuple[Run, ...], ...] = ()
    depth: int = 0
    marker: str = ""

    @property
    def text(self) -> str:
        """The visible characters, cells parted by tabs."""
        return self.told()

    def told(self, *, links: bool = False) -> str:
        """Return the visible characters; with ``links``, where words lead behind them."""
        cells = self.cells or (self.runs,)
        told = ["".join(_told(run, links) for run in cell) for cell in cells]
        if self.kind == "rule":
            return "───"
        mark = f"{self.marker} " if self.marker else ""
        if self.kind == "buttons":
            return " ".join(f"[{cell}]" for cell in told)
        return mark + "\t".join(told)


def _told(run: Run, links: bool) -> str:
    if links and run.kind is Kind.LINK and run.to != run.text:
        return f"{run.text} <{run.to}>"
    return run.text


def mrkdwn_lines(text: str, kind: str = "text", parse: Parse = Parse.ADDRESSES) -> Iterator[Line]:
    """Read mrkdwn: paragraphs, ``>`` quotes, fenced code."""
    for part, fenced in _fences(text):
        for line in part.split("\n"):
            if fenced:
                yield Line("code", literal(line))
            elif line.startswith(("&gt;", ">")):
                yield Line("quote", mrkdwn(line[4 if line[0] == "&" else 1 :].strip(), parse))
            else:
                yield Line(kind, mrkdwn(line, parse))


def markdown_lines(text: str) -> Iterator[Line]:
    """Read Markdown: headings, lists, quotes, fenced code, tables, rules, paragraphs."""
    for part, fenced in _fences(text):
        for line in part.split("\n"):
            yield Line("code", plain(line)) if fenced else _markdown_line(line)


def block_lines(blocks: object) -> Iterator[Line]:
    """Read blocks, in order."""
    for block in blocks if isinstance(blocks, list) else []:
        if isinstance(block, dict):
            yield from _block(block)


def runs(lines: Iterable[Line]) -> Iterator[Run]:
    """Yield every run in lines, cells included."""
    for line in lines:
        yield from line.runs
        for cell in line.cells:
            yield from cell


def _fences(text: str) -> Iterator[tuple[str, bool]]:
    parts = re.split(r"```(?:[\w+-]*\n)?", text)
    if len(parts) % 2 == 0:  # an open fence is text
        parts[-2:] = ["```".join(parts[-2:])]
    for i, part in enumerate(parts):
        trimmed = part.strip("\n") if len(parts) > 1 else part
        if trimmed or len(parts) == 1:
            yield trimmed, i % 2 == 1


def _markdown_line(line: str) -> Line:
    if RULE.fullmatch(line):
        return Line("rule")
    if found := HEADING.match(line):
        return Line("heading", markdown(found[2].rstrip("# ")), depth=len(found[1]))
    if line.lstrip().startswith(">"):
        return Line("quote", markdown(line.lstrip()[1:].strip()))
    if ROW_LINE.fullmatch(line):
        if ROW_RULE.fullmatch(line):
            return Line("row")
        cells = re.split(r"(?<!\\)\|", line.strip().strip("|"))
        return Line("row", cells=tuple(markdown(cell.strip()) for cell in cells))
    if found := BULLET.match(line):
        marker = f"{found[3]}." if found[3] else "•"
        return Line("item", markdown(found[4]), depth=len(found[1]) // 2, marker=marker)
    return Line("text", markdown(line))


def _block(block: Json) -> Iterator[Line]:
    match block.get("type"):
        case "section":
            yield from _text_object(block.get("text"))
            for field in block.get("fields") or []:
                yield from _text_object(field, "field")
            if isinstance(block.get("accessory"), dict):
                yield from _elements([block["accessory"]])
        case "header":
            yield Line("heading", plain(_said(block.get("text"))), depth=2)
        case "divider":
            yield Line("rule")
        case "context":
            yield from _context(block.get("elements") or [])
        case "actions" | "context_actions":
            yield from _elements(block.get("elements") or [])
        case "markdown":
            yield from markdown_lines(str(block.get("text", "")))
        case "image":
            yield from (Line("text", plain(t)) for t in [_said(block.get("title"))] if t)
            yield Line("context", plain(f"🖼 {block.get('alt_text', '')}"))
        case "input":
            yield Line("text", plain(_said(block.get("label"))))
            yield from _elements([block.get("element")])
        case "table":
            yield from (_row(row) for row in block.get("rows") or [])
        case "rich_text":
            yield from _rich_text(block.get("elements") or [])


def _text_object(text: object, kind: str = "text") -> Iterator[Line]:
    if not isinstance(text, dict):
        return
    if text.get("type") == "mrkdwn":
        parse = Parse.NONE if text.get("verbatim") else Parse.ALL
        yield from mrkdwn_lines(str(text.get("text", "")), kind, parse)
    else:
        yield from (Line(kind, plain(line)) for line in str(text.get("text", "")).split("\n"))


def _context(elements: list[Any]) -> Iterator[Line]:
    cells: list[tuple[Run, ...]] = []
    for element in elements:
        if element.get("type") == "image":
            cells.append(plain(f"🖼 {element.get('alt_text', '')}"))
        else:
            shown = list(_text_object(element, "context"))
            cells += [line.runs for line in shown]
    yield Line("context", cells=tuple(cells))


def _elements(elements: list[Any]) -> Iterator[Line]:
    cells = [cell for element in elements if isinstance(element, dict) for cell in _cells(element)]
    if cells:
        yield Line("buttons", cells=tuple(cells))


def _cells(element: Json) -> Iterator[tuple[Run, ...]]:
    for side in ("positive_button", "negative_button"):
        if isinstance(element.get(side), dict):
            yield plain(_said(element[side].get("text")))
    if "text" in element:
        text = _said(element["text"])
        url = element.get("url")
        yield (Run(text, Kind.LINK, url),) if url else plain(text)
    options = element.get("options") or []
    chosen = element.get("initial_option") or element.get("placeholder") or {}
    if options and element.get("type") != "overflow":
        yield plain(_said(chosen.get("text", chosen)) or _said(options[0].get("text")))
    elif options:
        yield plain("⋯")
    elif "placeholder" in element or "initial_value" in element:
        yield plain(str(element.get("initial_value") or _said(element.get("placeholder"))))


def _row(row: object) -> Line:
    cells = row if isinstance(row, list) else []
    return Line("row", cells=tuple(_cell(cell) for cell in cells))


def _cell(cell: Json) -> tuple[Run, ...]:
    if cell.get("type") == "rich_text":
        return tuple(runs(_rich_text(cell.get("elements") or [])))
    return plain(str(cell.get("text", "")))


def _rich_text(elements: list[Any]) -> Iterator[Line]:
    for element in elements:
        match element.get("type"):
            case "rich_text_list":
                ordered = element.get("style") == "ordered"
                for i, item in enumerate(element.get("elements") or []):
                    marker = f"{i + 1}." if ordered else "•"
                    depth = int(element.get("indent") or 0)
                    yield Line("item", rich(item.get("elements")), depth=depth, marker=marker)
            case "rich_text_quote":
                yield from _split(rich(element.get("elements")), "quote")
            case "rich_text_preformatted":
                yield from _split(rich(element.get("elements")), "code")
            case _:
                yield from _split(rich(element.get("elements")), "text")


def _split(shown: tuple[Run, ...], kind: str) -> Iterator[Line]:
    """Break runs into lines where their text has line breaks."""
    line: list[Run] = []
    for run in shown:
        first, *rest = run.text.split("\n")
        line.append(Run(first, run.kind, run.to, run.styles))
        for more in rest:
            yield Line(kind, tuple(r for r in line if r.text))
            line = [Run(more, run.kind, run.to, run.styles)]
    left = tuple(r for r in line if r.text)
    if left:
        yield Line(kind, left)


def _said(text: object) -> str:
    if isinstance(text, dict):
        inner = text.get("text", "")
        return inner if isinstance(inner, str) else ""
    return text if isinstance(text, str) else ""
