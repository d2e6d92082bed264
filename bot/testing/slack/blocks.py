"""Block Kit's rules for whole messages and views: counts, sums, what must be unique.

Sources: docs.slack.dev/reference/block-kit and /reference/methods/chat.postMessage; the limit on
all text of a message together is observed, not documented (slackapi/bolt-js#2509).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from bot.testing.slack.ledger import Json, SlackError, invalid
from bot.testing.slack.schema import items, problems

BLOCKS: Final = 50
MARKDOWN: Final = 12_000  # characters in all markdown blocks of a message
ALL_TEXT: Final = 13_200  # characters in all blocks of a message
TEXT: Final = 40_000  # longer text is cut
EDITED_TEXT: Final = 4_000  # characters of text in an edit; of text alone, bytes beyond are lost
TABLE_COLUMNS: Final = 20
TABLE_TEXT: Final = 10_000
VIEW_BYTES: Final = 250_000
TEXT_KEYS: Final = frozenset({"text", "alt_text", "fallback"})


def check_message(blocks: object) -> None:
    """Raise ``SlackError`` if these cannot be the blocks of a message."""
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        raise SlackError("invalid_blocks_format")
    wrong = [*items(blocks, "@message", BLOCKS, "/blocks")] if blocks else []
    wrong += _rules(blocks, "/blocks")
    if wrong:
        raise invalid("invalid_blocks", wrong)
    if sum(len(block["text"]) for block in blocks if block["type"] == "markdown") > MARKDOWN:
        raise SlackError("msg_blocks_too_long")
    if text_size(blocks) > ALL_TEXT:
        raise SlackError("msg_blocks_too_long")


def check_view(view: object) -> Json:
    """Return a modal or home view; raise ``SlackError`` if it cannot be one."""
    if not isinstance(view, dict):
        raise invalid("invalid_arguments", ["missing required field: view [json-pointer:]"])
    if view.get("type") not in ("modal", "home"):
        raise invalid("invalid_arguments", ["unsupported type [json-pointer:/view/type]"])
    blocks = view.get("blocks")
    wrong = [*problems(view, view["type"], "/view")]
    wrong += _rules(blocks, "/view/blocks") if isinstance(blocks, list) else []
    if view["type"] == "modal" and "submit" not in view and _has_input(blocks):
        wrong.append("missing required field: submit [json-pointer:/view]")
    if wrong:
        raise invalid("invalid_arguments", wrong)
    if len(str(view).encode("utf-8", "surrogatepass")) > VIEW_BYTES:
        raise SlackError("view_too_large")
    return view


def text_size(blocks: object) -> int:
    """Return how many characters all text in blocks has."""
    return sum(map(len, _texts(blocks)))


def elements(blocks: object) -> Iterator[tuple[str, Json]]:
    """Yield block ids and the elements in blocks that a person can act on."""
    for block in blocks if isinstance(blocks, list) else []:
        found = [block.get("accessory"), block.get("element"), *block.get("elements", [])]
        for element in found:
            if isinstance(element, dict) and "action_id" in element:
                yield block.get("block_id", ""), element


def _texts(node: object) -> Iterator[str]:
    if isinstance(node, list):
        for item in node:
            yield from _texts(item)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key in TEXT_KEYS and isinstance(value, str):
                yield value
            else:
                yield from _texts(value)


def _rules(blocks: list[Any], at: str) -> Iterator[str]:
    """Yield what single fields do not show: pairs, duplicates, tables."""
    seen: set[str] = set()
    tables = [block for block in blocks if isinstance(block, dict) and block.get("type") == "table"]
    for i, block in enumerate(blocks):
        if not isinstance(block, dict):
            continue
        id = block.get("block_id")
        if isinstance(id, str) and id:
            if id in seen:
                yield f"`block_id` {id} already exists [json-pointer:{at}/{i}/block_id]"
            seen.add(id)
        yield from _block_rules(block, f"{at}/{i}")
    if len(tables) > 1:
        yield f"only_one_table_allowed [json-pointer:{at}]"


def _block_rules(block: Json, at: str) -> Iterator[str]:
    type = block.get("type")
    if type == "section" and not block.get("text") and not block.get("fields"):
        yield f"missing required field: text or fields [json-pointer:{at}]"
    if type in ("image",) and ("image_url" in block) == ("slack_file" in block):
        yield f"must have either image_url or slack_file [json-pointer:{at}]"
    if type == "table" and isinstance(block.get("rows"), list):
        yield from _table(block["rows"], at)
    yield from _actions(block, at)


def _actions(block: Json, at: str) -> Iterator[str]:
    listed = block.get("elements")
    acted = [e for e in listed if isinstance(e, dict)] if isinstance(listed, list) else []
    ids = [e["action_id"] for e in acted if isinstance(e.get("action_id"), str)]
    for id in sorted({id for id in ids if ids.count(id) > 1}):
        yield f"`action_id` {id} already exists [json-pointer:{at}/elements]"
    for i, element in enumerate(acted):
        if element.get("style") not in (None, "primary", "danger", "bold", "italic") and (
            element.get("type") == "button"
        ):
            yield f"must be a valid enum value [json-pointer:{at}/elements/{i}/style]"
        if element.get("type") == "icon_button" and element.get("icon") != "trash":
            yield f"must be a valid enum value [json-pointer:{at}/elements/{i}/icon]"


def _table(rows: list[Any], at: str) -> Iterator[str]:
    for i, row in enumerate(rows):
        if not isinstance(row, list) or not row:
            yield f"must be an array [json-pointer:{at}/rows/{i}]"
            continue
        if len(row) > TABLE_COLUMNS:
            yield f"no more than {TABLE_COLUMNS} items allowed [json-pointer:{at}/rows/{i}]"
        for j, cell in enumerate(row):
            yield from _cell(cell, f"{at}/rows/{i}/{j}")
    if text_size(rows) > TABLE_TEXT:
        yield f"must be less than {TABLE_TEXT + 1} characters [json-pointer:{at}/rows]"


def _cell(cell: object, at: str) -> Iterator[str]:
    type = cell.get("type") if isinstance(cell, dict) else None
    if type not in ("raw_text", "raw_number", "rich_text"):
        yield f"unsupported type: {type} [json-pointer:{at}/type]"
    elif type == "rich_text":
        yield from problems(cell, "rich_text", at)
    elif isinstance(cell, dict) and type == "raw_text" and not cell.get("text"):
        yield f"must be more than 0 characters [json-pointer:{at}/text]"


def _has_input(blocks: object) -> bool:
    return isinstance(blocks, list) and any(
        isinstance(block, dict) and block.get("type") == "input" for block in blocks
    )
