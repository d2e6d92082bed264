"""Draws a conversation as Slack's clients lay it out, for looking at. Pure.

The direction of each block is that of its first strong letter (``dir="auto"``), as in Slack.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from importlib.resources import files
from itertools import groupby
from typing import Any, Final

from bot.testing.slack.inline import BOLD, CODE, ITALIC, STRIKE, Kind, Run
from bot.testing.slack.ledger import Json
from bot.testing.slack.lines import Line, block_lines
from bot.testing.slack.nouns import Message, View
from bot.testing.slack.people import Channel

DESKTOP: Final = 700  # pixels
PHONE: Final = 390
TAGS: Final = ((CODE, "code"), (BOLD, "b"), (ITALIC, "i"), (STRIKE, "s"))
OWN: Final = frozenset({"markdown", "header", "context", "table", "divider"})
SAFE: Final = ("http://", "https://", "mailto:")


def render_html(
    channel: Channel, width: int = DESKTOP, *, thread: Message | None = None, viewer: str = ""
) -> str:
    """Return a page with a conversation, or one thread of it, as ``viewer`` sees it."""
    world = channel.world
    shown = list(world.visible(channel.room, thread.ts if thread else None))
    shown = [said for said in shown if said.ephemeral_for in (None, viewer)]
    names = {id: who.real_name for id, who in world.people.items()}
    names |= {id: room.name for id, room in world.rooms.items()}
    body = [f"<header>{'Thread in ' if thread else ''}#{html.escape(channel.name)}</header>"]
    for said in shown:
        replies = 0 if thread else len(channel.thread(said))
        body.append(_message(said, names, replies))
    return _page("".join(body), width)


def render_view(view: View, width: int = DESKTOP) -> str:
    """Return a page with a modal or a home tab."""
    content = view.content
    main = f"<main>{_blocks(content['blocks'], {})}</main>"
    if content["type"] == "home":
        return _page(f'<div class="message"><div class="said">{main}</div></div>', width)
    buttons = [content.get("close") or {"text": "Close"}, content.get("submit") or {}]
    words = [html.escape(str(button["text"])) for button in buttons if button.get("text")]
    foot = "".join(f'<span class="button" dir="auto">{word}</span>' for word in words)
    head = f'<header dir="auto">{html.escape(view.title)}</header>'
    return _page(f'<div class="modal">{head}{main}<footer>{foot}</footer></div>', width)


def _page(body: str, width: int) -> str:
    css = (files("bot.testing.slack") / "slack.css").read_text("utf-8")
    kind = "phone" if width < 500 else "desktop"
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><style>{css}\n'
        f'body {{ width: {width}px; }}</style></head><body class="{kind}">{body}</body></html>'
    )


def _message(said: Message, names: dict[str, str], replies: int) -> str:
    name = html.escape(names.get(said.user, said.user))
    app = '<span class="app">APP</span>' if said.by_app else ""
    time = datetime.fromtimestamp(said.time, UTC).strftime("%H:%M")
    kind = ("" if said.by_app else " human") + (" ephemeral" if said.ephemeral_for else "")
    only = '<div class="only">Only visible to you</div>' if said.ephemeral_for else ""
    edited = ' <span class="edited">(edited)</span>' if said.edits and not said.blocks else ""
    count = f'<div class="replies">{replies} repl{"y" if replies == 1 else "ies"}</div>'
    return (
        f'<div class="message{kind}" data-ts="{said.ts}"><div class="avatar">{name[:1]}</div>'
        f'<div class="said">{only}<span class="name">{name}</span>{app} '
        f'<span class="time">{time}</span>{_body(said, names)}{edited}{_files(said)}'
        f"{count if replies else ''}</div></div>"
    )


def _body(said: Message, names: dict[str, str]) -> str:
    if said.blocks:
        return _blocks(said.blocks, names)
    inside = _lines(said.lines, names, own=said.markdown)
    return f'<div class="block words" dir="auto">{inside}</div>'


def _files(said: Message) -> str:
    names = (html.escape(file.name) for file in said.files)
    return "".join(f'<div class="file" dir="auto">{name}</div>' for name in names)


def _blocks(blocks: Sequence[Any], names: dict[str, str]) -> str:
    return "".join(_block(block, names) for block in blocks)


def _block(block: Json, names: dict[str, str]) -> str:
    type = block.get("type")
    if type == "section":
        return _section(block, names)
    if type in ("actions", "context_actions"):
        return f'<div class="block">{_buttons(block.get("elements") or [])}</div>'
    if type == "input":
        label, *entry = [
            _runs(line.cells[0] if line.cells else line.runs, names)
            for line in block_lines([block])
        ]
        box = f'<div class="entry" dir="auto">{"".join(entry)}</div>'
        return f'<div class="block"><div class="line" dir="auto">{label}</div>{box}</div>'
    if type == "rich_text":
        return "".join(_rich(element, names) for element in block.get("elements") or [])
    return _plain_block(block, names, own=type in OWN)


def _rich(element: Json, names: dict[str, str]) -> str:
    """Draw an element of rich text: a list has a direction for each item, the rest have one."""
    own = element.get("type") == "rich_text_list"
    return _plain_block({"type": "rich_text", "elements": [element]}, names, own=own)


def _plain_block(block: Json, names: dict[str, str], *, own: bool) -> str:
    inside = _lines(block_lines([block]), names, own=own)
    if own:
        return f'<div class="block">{inside}</div>'
    return f'<div class="block words" dir="auto">{inside}</div>'


def _section(block: Json, names: dict[str, str]) -> str:
    words = {key: block[key] for key in ("type", "text") if key in block}
    text = _lines(block_lines([words]), names, own=False)
    fields = "".join(
        f'<div class="words" dir="auto">{_lines(_field(field), names, own=False)}</div>'
        for field in block.get("fields") or []
    )
    beside = _buttons([block["accessory"]]) if block.get("accessory") else ""
    fields = f'<div class="fields">{fields}</div>' if fields else ""
    inside = f'<div class="words" dir="auto">{text}</div>' if text else ""
    return f'<div class="block section"><div class="words">{inside}{fields}</div>{beside}</div>'


def _field(field: Json) -> Iterator[Line]:
    return block_lines([{"type": "section", "text": field}])


def _buttons(elements: Sequence[Json]) -> str:
    made = []
    for element in elements:
        for line in block_lines([{"type": "actions", "elements": [element]}]):
            style = element.get("style") or ""
            style = style if style in ("primary", "danger") else ""
            made += [
                f'<span class="button {style}" dir="auto">{_runs(c, {})}</span>' for c in line.cells
            ]
    return f'<div class="buttons">{"".join(made)}</div>' if made else ""


def _lines(lines: Iterable[Line], names: dict[str, str], *, own: bool) -> str:
    """Return lines: paragraphs of their ``own`` direction, or all in that of what is around.

    Lines of text with no empty line between them are one paragraph.
    """
    made = []
    for (kind, empty), group in groupby(lines, key=_sort):
        together = list(group)
        if kind in ("quote", "code"):
            tag, auto = (
                ("pre", "") if kind == "code" else ("blockquote", ' dir="auto"' if own else "")
            )
            shown = "\n".join(_runs(line.runs, names, code=kind == "code") for line in together)
            made.append(f"<{tag}{auto}>{shown}</{tag}>")
        elif kind == "row":
            made.append(
                f"<table>{''.join(_row(line, names) for line in together if line.cells)}</table>"
            )
        elif kind in ("text", "field") and not empty:
            shown = "\n".join(_runs(line.runs, names) for line in together)
            made.append(f'<div class="line" dir="auto">{shown}</div>' if own else shown)
        elif empty and not own:
            made.append("\n" * (len(together) + 1))
        else:
            made += [_line(line, names) for line in together]
    return "".join(made)


def _sort(line: Line) -> tuple[str, bool]:
    return line.kind, line.kind in ("text", "field") and not line.text


def _line(line: Line, names: dict[str, str]) -> str:
    if line.kind == "rule":
        return "<hr>"
    if line.kind == "context":
        cells = (
            f'<span dir="auto">{_runs(cell, names)}</span>' for cell in line.cells or (line.runs,)
        )
        return f'<div class="context">{"".join(cells)}</div>'
    if line.kind == "buttons":
        cells = (
            f'<span class="button" dir="auto">{_runs(cell, names)}</span>' for cell in line.cells
        )
        return f'<div class="buttons">{"".join(cells)}</div>'
    classes = {"heading": f"line h{line.depth}", "item": "line item"}.get(line.kind, "line")
    indent = f' style="margin-inline-start:{line.depth * 24}px"' if line.kind == "item" else ""
    marker = f'<span class="marker">{html.escape(line.marker)}</span>' if line.marker else ""
    return f'<div class="{classes}" dir="auto"{indent}>{marker}{_runs(line.runs, names)}</div>'


def _row(line: Line, names: dict[str, str]) -> str:
    cells = "".join(f'<td dir="auto">{_runs(cell, names)}</td>' for cell in line.cells)
    return f"<tr>{cells}</tr>"


def _runs(shown: Iterable[Run], names: dict[str, str], *, code: bool = False) -> str:
    return "".join(_run(run, names, code) for run in shown)


def _run(run: Run, names: dict[str, str], code: bool) -> str:
    text = html.escape(run.text)
    if run.kind is Kind.LINK and run.to.lower().startswith(SAFE):
        text = f'<a href="{html.escape(run.to)}">{text}</a>'
    elif run.kind in (Kind.USER, Kind.CHANNEL):
        mark = "@" if run.kind is Kind.USER else "#"
        text = f'<span class="mention">{mark}{html.escape(names.get(run.to, run.to))}</span>'
    elif run.kind is Kind.BROADCAST:
        text = f'<span class="mention broadcast">{text}</span>'
    for style, tag in TAGS:
        if style in run.styles and not code:
            text = f"<{tag}>{text}</{tag}>"
    return text
