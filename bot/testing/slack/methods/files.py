"""files.*: the two steps of an upload, and what is known of a file."""

from __future__ import annotations

import mimetypes

from bot.testing.slack.ledger import Json, SlackError, invalid
from bot.testing.slack.methods.chat import writable
from bot.testing.slack.nouns import Message
from bot.testing.slack.world import World


def upload_url(world: World, params: Json) -> Json:
    """Return where to post a file; its content comes later."""
    try:
        length = int(params["length"])
    except ValueError:
        length = 0
    if length <= 0:
        raise invalid("invalid_arguments", ["must be greater than 0 [json-pointer:/length]"])
    name = params["filename"]
    kind = mimetypes.guess_type(name)[0] or "text/plain"
    made = world.file(name, b"", world.who.bot_user, kind)
    world.expected[made.id] = length
    return {"upload_url": f"{world.base}/upload/v1/{made.id}", "file_id": made.id}


def complete(world: World, params: Json) -> Json:
    """Share files that were posted, as a message if a conversation is named."""
    done = []
    for told in params["files"]:
        file = world.files.get(str(told.get("id")))
        if file is None or file.id in world.expected:
            raise SlackError("file_not_found")
        file.title = str(told.get("title") or "")
        done.append(file)
    if params.get("channel_id"):
        room = writable(world, params["channel_id"])
        text = params.get("initial_comment") or ""
        said = Message(room.id, world.ts(), world.who.bot_user, text, by_app=True)
        said.files, said.thread = tuple(done), params.get("thread_ts")
        world.add(said)
    return {"files": [file.json(world.base) for file in done]}


def info(world: World, params: Json) -> Json:
    """Return what is known of a file."""
    file = world.files.get(params["file"])
    if file is None:
        raise SlackError("file_not_found")
    return {"file": file.json(world.base), "comments": [], "response_metadata": {"next_cursor": ""}}
