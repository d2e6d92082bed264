"""From the parameters of a call to what a message will show; refusals in the server's words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from bot.testing.telegram import entities
from bot.testing.telegram.chat import Chat
from bot.testing.telegram.entities import Entity, Formatted, units
from bot.testing.telegram.html import MarkupError, checked_link, parse_html
from bot.testing.telegram.ledger import Params, bad_request
from bot.testing.telegram.message import Message
from bot.testing.telegram.rich import Rich, read_rich
from bot.testing.telegram.richmarkdown import to_html
from bot.testing.telegram.world import World

MAX_TEXT: Final = 4096
MAX_CAPTION: Final = 1024
MAX_BUTTONS: Final = 100
MAX_ROW: Final = 8  # more than that in a row are broken into rows by the clients
MAX_MARKUP_BYTES: Final = 10_240
MAX_HINT: Final = 64  # characters in an empty input field
ACTIONS: Final = ("url", "callback_data", "web_app", "login_url", "switch_inline_query")
ACTIONS_MORE: Final = ("switch_inline_query_current_chat", "switch_inline_query_chosen_chat")
ALL_ACTIONS: Final = (*ACTIONS, *ACTIONS_MORE, "copy_text", "callback_game", "pay")


def formatted(
    world: World,
    method: str,
    params: Params,
    *,
    field: str = "text",
    most: int = MAX_TEXT,
    may_be_empty: bool = False,
) -> Formatted:
    """Read a text or caption with its markup or entities; at most ``most`` UTF-16 units.

    The server counts code points; clients and other limits count UTF-16 units. The fake refuses by
    the larger number, so that what passes here passes everywhere.
    """
    source = params.get(field, "")
    if not source:
        if may_be_empty:
            return Formatted("")
        raise bad_request("message text is empty")
    text, found = _parsed(world, method, params, source, field)
    settled = entities.settle(text, found)
    for lost in settled.lost:
        world.violate(method, f"entity lost: {lost.type} on {lost.of(text)!r}")
    if entities.is_empty(settled.text) and not may_be_empty:
        raise bad_request("text must be non-empty")
    if units(settled.text) > most:
        raise bad_request(f"message {'caption ' if field == 'caption' else ''}is too long")
    return settled


def _parsed(
    world: World, method: str, params: Params, source: str, field: str
) -> tuple[str, list[Entity]]:
    mode = str(params.get("parse_mode", "")).lower()
    if mode == "html":
        try:
            parsed = parse_html(source)
        except MarkupError as error:
            raise bad_request(f"can't parse entities: {error}") from error
        for link in parsed.dropped:
            world.violate(method, f"link dropped: {link}")
        return parsed.text, list(parsed.entities)
    if mode in ("markdown", "markdownv2"):
        raise NotImplementedError(f"parse_mode {mode}")
    if mode:
        raise bad_request("unsupported parse_mode")
    given = params.get("caption_entities" if field == "caption" else "entities") or []
    found = [entities.entity(said) for said in given]
    for entity in found:
        if entity.offset < 0 or entity.length < 0:
            raise bad_request(f"receive an entity with incorrect offset {entity.offset}")
        if entity.end > units(source):
            world.violate(method, f"entity beyond the text: {entity.type} at {entity.offset}")
    return source, [e for e in found if e.end <= units(source)]


def rich(world: World, method: str, params: Params) -> Rich:
    """Read an ``InputRichMessage``."""
    said: Mapping[str, Any] = params["rich_message"]
    sources = [name for name in ("html", "markdown") if said.get(name)]
    if len(sources) != 1:
        raise bad_request("exactly one of html and markdown must be used in a rich message")
    source = said[sources[0]] if sources[0] == "html" else to_html(said["markdown"])
    source = re.sub("[\u2028-\u202e]", "", source)
    try:
        made = read_rich(
            source,
            is_rtl=bool(said.get("is_rtl")),
            detect=not said.get("skip_entity_detection"),
        )
    except MarkupError as error:
        raise bad_request(f"can't parse entities: {error}") from error
    if "thinking" in [b["type"] for b in made.blocks] and method != "sendRichMessageDraft":
        raise bad_request("block is not allowed")
    for what in made.dropped:
        world.violate(method, f"dropped from a rich message: {what}")
    return made


def keyboard(world: World, method: str, params: Params, chat: Chat) -> Mapping[str, Any] | None:
    """Check ``reply_markup``; returns it if it is an inline keyboard that shows anything."""
    markup: Mapping[str, Any] | None = params.get("reply_markup")
    if not markup or "inline_keyboard" not in markup:
        return None
    rows: list[list[dict[str, Any]]] = [row for row in markup["inline_keyboard"] if row]
    for row in rows:
        if len(row) > MAX_ROW:
            world.violate(method, f"{len(row)} buttons in a row")
        for button in row:
            _check_button(button, chat)
    if sum(map(len, rows)) > MAX_BUTTONS or len(repr(rows).encode()) > MAX_MARKUP_BYTES:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": rows} if rows else None


def force_reply(world: World, method: str, params: Params) -> Mapping[str, Any] | None:
    """Return ``reply_markup`` if it is a ``ForceReply``."""
    markup: Mapping[str, Any] | None = params.get("reply_markup")
    if not markup or not markup.get("force_reply"):
        return None
    if len(markup.get("input_field_placeholder", "?")) not in range(1, MAX_HINT + 1):
        world.violate(method, "the placeholder of an input field has 1 to 64 characters")
    return markup


def _check_button(button: Mapping[str, Any], chat: Chat) -> None:
    if not str(button["text"]).strip():
        raise bad_request("inline keyboard button text must be non-empty")
    actions = [name for name in ALL_ACTIONS if button.get(name) not in (None, "")]
    if not actions:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if len(actions) > 1:
        raise bad_request("BUTTON_TYPE_INVALID")
    if "callback_data" in actions and len(str(button["callback_data"]).encode()) > 64:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in actions and checked_link(str(button["url"])) is None:
        raise bad_request(
            f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL"
        )
    if "web_app" in actions and chat.type != "private":
        raise bad_request("BUTTON_TYPE_INVALID")


def reply_target(params: Params, chat: Chat) -> Message | None:
    """Return the message that ``reply_parameters`` names."""
    said = params.get("reply_parameters")
    if not said or "message_id" not in said:
        return None
    found = chat.message(said["message_id"])
    if found is None and not said.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    if found is not None and said.get("quote") and said["quote"] not in found.text:
        raise bad_request("message quote not found: QUOTE_TEXT_INVALID")
    return found


def thread(params: Params, chat: Chat, reply_to: Message | None) -> int | None:
    """Return the topic that a message goes to."""
    asked: int | None = params.get("message_thread_id")
    if asked is None:
        return reply_to.thread if reply_to is not None else None
    if asked not in chat.topics and not any(m.thread == asked for m in chat.messages):
        raise bad_request("message thread not found")
    return asked
