"""chat.*Stream: a message that grows. Up to 12,000 characters at a time."""

from __future__ import annotations

from typing import Any

from bot.testing.slack.blocks import MARKDOWN, check_message
from bot.testing.slack.ledger import Json, SlackError
from bot.testing.slack.methods.chat import metadata, told, writable
from bot.testing.slack.nouns import Message
from bot.testing.slack.world import World


def start(world: World, params: Json) -> Json:
    """Begin a message in a thread; in a channel its reader must be named."""
    room = writable(world, params["channel"])
    if room.kind != "im":
        for name in ("recipient_user_id", "recipient_team_id"):
            if not params.get(name):
                raise SlackError("missing_" + name)
    if world.find(room, params["thread_ts"]) is None:
        raise SlackError("thread_not_found")
    said = Message(room.id, world.ts(), world.who.bot_user, _text(params), by_app=True)
    said.thread, said.streaming, said.markdown = params["thread_ts"], True, True
    world.add(said)
    return {"channel": room.id, "ts": said.ts}


def append(world: World, params: Json) -> Json:
    """Add to it."""
    said = _streaming(world, params)
    text = _text(params)
    if not text:
        raise SlackError("no_text")
    said.text += text
    world.notify()
    return {"channel": said.channel, "ts": said.ts}


def stop(world: World, params: Json) -> Json:
    """Add the last of it, and blocks below."""
    said = _streaming(world, params)
    blocks = params.get("blocks") or []
    check_message(blocks)
    said.text += _text(params)
    if not said.text and not blocks:
        raise SlackError("no_text")
    said.metadata = metadata(params) or said.metadata
    shown: list[Any] = [{"type": "markdown", "text": said.text}, *blocks] if blocks else []
    said.streaming = False
    world.change(said, said.text, shown)
    message = told(world, said, with_metadata=True)
    return {"channel": said.channel, "ts": said.ts, "message": message}


def _streaming(world: World, params: Json) -> Message:
    said = world.find(world.room(params["channel"]), params["ts"])
    if said is None:
        raise SlackError("message_not_found")
    if not said.by_app:
        raise SlackError("message_not_owned_by_app")
    if not said.streaming:
        raise SlackError("message_not_in_streaming_state")
    return said


def _text(params: Json) -> str:
    chunks = params.get("chunks") or []
    text: str = params.get("markdown_text") or ""
    text += "".join(str(c.get("text", "")) for c in chunks if c.get("type") == "markdown_text")
    if len(text) > MARKDOWN:
        raise SlackError("msg_too_long")
    return text
