"""chat.*: what the app says. Errors by the names of docs.slack.dev/reference/methods."""

from __future__ import annotations

import json
from typing import Any, Final

from bot.testing.ledger import Violation
from bot.testing.slack import payloads
from bot.testing.slack.blocks import EDITED_TEXT, MARKDOWN, TEXT, check_message
from bot.testing.slack.inline import Parse
from bot.testing.slack.ledger import Json, SlackError
from bot.testing.slack.nouns import Message
from bot.testing.slack.world import Room, World

METADATA_BYTES: Final = 8_000
ATTACHMENTS: Final = 100
PARSE: Final = {"none": Parse.NONE, "full": Parse.ALL}


def post(world: World, params: Json) -> Json:
    """Post a message, in a conversation or a thread."""
    room = writable(world, params["channel"])
    thread = _thread(world, room, params, "chat.postMessage")
    said = content(world, params, "chat.postMessage")
    said.channel, said.thread = room.id, thread
    said.broadcast = flag(params, "reply_broadcast") and thread is not None
    said.unfurl_links = optional_flag(params, "unfurl_links")
    said.unfurl_media = optional_flag(params, "unfurl_media")
    said.metadata = metadata(params)
    _status_ends(room, thread)
    world.add(said)
    message = told(world, said, with_metadata=True)
    return {"channel": room.id, "ts": said.ts, "message": message, **_warning(params)}


def post_ephemeral(world: World, params: Json) -> Json:
    """Show a message to one member of a conversation."""
    room = writable(world, params["channel"])
    if params["user"] not in room.members:
        raise SlackError("user_not_in_channel")
    said = content(world, params, "chat.postEphemeral")
    said.channel, said.ephemeral_for = room.id, params["user"]
    said.thread = params.get("thread_ts")
    world.add(said)
    return {"message_ts": said.ts}


def update(world: World, params: Json) -> Json:
    """Change a message of the app's own.

    Blocks stay if neither blocks nor text are given, and go if only text is.
    """
    room = world.room(params["channel"])
    said = _own(world, room, params["ts"], "cant_update_message")
    if world.edit_window is not None and world.now() - said.time > world.edit_window:
        raise SlackError("edit_window_closed")
    if said.streaming:
        raise SlackError("streaming_state_conflict")
    new = content(world, params, "chat.update")
    _check_edit(world, new)
    text = new.text if params.get("text") is not None or new.markdown else said.text
    said.markdown = new.markdown
    if (given := metadata(params)) is not None:
        said.metadata = given
    world.change(said, text, new.blocks)
    message = told(world, said, with_metadata=True)
    return {"channel": room.id, "ts": said.ts, "text": said.text, "message": message}


def delete(world: World, params: Json) -> Json:
    """Delete a message of the app's own."""
    room = world.room(params["channel"])
    said = _own(world, room, params["ts"], "cant_delete_message")
    world.remove(said)
    return {"channel": room.id, "ts": said.ts}


def permalink(world: World, params: Json) -> Json:
    """Return the address of a message in the web client."""
    room = world.room(params["channel"])
    said = world.find(room, params["message_ts"])
    if said is None:
        raise SlackError("message_not_found")
    where = f"https://{world.who.domain}.slack.com/archives/{room.id}/p{said.ts.replace('.', '')}"
    if said.in_thread:
        where += f"?thread_ts={said.thread}&cid={room.id}"
    return {"channel": room.id, "permalink": where}


def writable(world: World, name: Any) -> Room:
    """Return a conversation in which the app may speak."""
    room = world.room(name)
    if room.archived:
        raise SlackError("is_archived")
    if world.who.bot_user not in room.members:
        if room.kind != "channel":
            raise SlackError("channel_not_found")
        if "chat:write.public" not in world.scopes:
            raise SlackError("not_in_channel")
    return room


def content(world: World, params: Json, method: str) -> Message:
    """Return a new message with what the parameters say; ``SlackError`` for what is refused."""
    text, markdown = params.get("text") or "", params.get("markdown_text") or ""
    blocks, attachments = params.get("blocks") or [], params.get("attachments") or []
    if markdown and (text or blocks):
        raise SlackError("markdown_text_conflict")
    if len(markdown) > MARKDOWN:
        raise SlackError("msg_too_long")
    if not any((text.strip(), markdown.strip(), blocks, attachments)):
        raise SlackError("no_text")
    if len(attachments) > ATTACHMENTS:
        raise SlackError("too_many_attachments")
    check_message(blocks)
    if len(text) > TEXT:
        world.violations.append(Violation(method, f"text of {len(text)} characters is cut"))
    if blocks and not text:
        world.violations.append(Violation(method, "blocks without text: notifications say nothing"))
    if ("username" in params or "icon_emoji" in params or "icon_url" in params) and (
        "chat:write.customize" not in world.scopes
    ):
        raise world.lacks("chat:write.customize")
    said = Message("", world.ts(), world.who.bot_user, (markdown or text)[:TEXT], by_app=True)
    said.becomes(said.text, blocks, world.now())
    said.edits.clear()
    said.attachments = attachments
    said.markdown = bool(markdown)
    said.parse = PARSE.get(params.get("parse", ""), Parse.ADDRESSES)
    if flag(params, "link_names"):
        said.parse = Parse.ALL
    said.mrkdwn = optional_flag(params, "mrkdwn") is not False
    return said


def metadata(params: Json) -> Json | None:
    """Return the metadata of a message, checked."""
    given = params.get("metadata")
    if given is None:
        return None
    if not isinstance(given, dict) or not isinstance(given.get("event_type"), str):
        raise SlackError("invalid_metadata_format")
    if not given["event_type"] or not isinstance(given.get("event_payload"), dict):
        raise SlackError("invalid_metadata_format")
    if len(json.dumps(given).encode()) > METADATA_BYTES:
        raise SlackError("metadata_too_large")
    return {"event_type": given["event_type"], "event_payload": given["event_payload"]}


def told(world: World, said: Message, *, with_metadata: bool) -> Json:
    """Return a message as an answer has it; a parent counts its replies."""
    made = payloads.message(world.who, said, world.base)
    if with_metadata and said.metadata:
        made["metadata"] = said.metadata
    below = world.rooms[said.channel].messages if not said.in_thread else []
    replies = [m for m in below if m.thread == said.ts and m is not said and not m.deleted]
    replies = [m for m in replies if m.ephemeral_for is None]
    if replies:
        made |= {
            "thread_ts": said.ts,
            "reply_count": len(replies),
            "reply_users": sorted({m.user for m in replies}),
            "latest_reply": replies[-1].ts,
        }
    return made


def flag(params: Json, name: str) -> bool:
    """Return a truth value, however it was written."""
    return params.get(name) in (True, 1, "1", "true", "True")


def optional_flag(params: Json, name: str) -> bool | None:
    """Return a truth value, ``None`` if it was not given."""
    return flag(params, name) if params.get(name) is not None else None


def _check_edit(world: World, new: Message) -> None:
    """Refuse long text in an edit, as the method's reference says it.

    Text with no blocks loses what is beyond 4,000 bytes of UTF-8 (observed: openclaw#128613).
    """
    if new.markdown:
        return
    if len(new.text) > EDITED_TEXT:
        raise SlackError("msg_too_long")
    kept = new.text.encode("utf-8", "surrogatepass")[:EDITED_TEXT].decode("utf-8", "ignore")
    if not new.blocks and kept != new.text:
        world.violations.append(Violation("chat.update", "text beyond 4000 bytes is lost"))
        new.text = kept


def _own(world: World, room: Room, ts: object, error: str) -> Message:
    said = world.find(room, ts)
    if said is None:
        raise SlackError("message_not_found")
    if not said.by_app:
        raise SlackError(error)
    return said


def _warning(params: Json) -> Json:
    if len(params.get("text") or "") <= TEXT:
        return {}
    told = ["message_truncated"]
    return {"warning": told[0], "response_metadata": {"warnings": told}}


def _thread(world: World, room: Room, params: Json, method: str) -> str | None:
    ts: str | None = params.get("thread_ts")
    if not ts:
        return None
    parent = world.find(room, ts)
    if parent is None:
        world.violations.append(Violation(method, f"no message {ts} to answer"))
    elif parent.in_thread:
        world.violations.append(Violation(method, f"{ts} is itself an answer in a thread"))
        return parent.thread
    return ts


def _status_ends(room: Room, thread: str | None) -> None:
    """An answer ends what the assistant's status said."""
    if room.statuses and room.statuses[-1][0] == thread and room.statuses[-1][1]:
        room.statuses.append((thread or "", ""))
