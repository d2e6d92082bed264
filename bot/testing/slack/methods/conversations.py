"""conversations.*: where the app is, and what was said there."""

from __future__ import annotations

import base64
from typing import Any, Final

from bot.testing.slack.ledger import Json, SlackError
from bot.testing.slack.methods.chat import flag, told
from bot.testing.slack.nouns import Message
from bot.testing.slack.world import Room, World

MOST: Final = 999


def info(world: World, params: Json) -> Json:
    """Return what is known of a conversation."""
    return {"channel": _room(world, _readable(world, params["channel"], member=False))}


def members(world: World, params: Json) -> Json:
    """Return who is in a conversation."""
    room = _readable(world, params["channel"], member=False)
    found, cursor = _page(room.members, params, 100)
    return {"members": found, "response_metadata": {"next_cursor": cursor}}


def mine(world: World, params: Json) -> Json:
    """Return the conversations of the app (or of somebody)."""
    user = params.get("user") or world.who.bot_user
    rooms = [room for room in world.rooms.values() if user in room.members]
    found, cursor = _page(rooms, params, 100)
    listed = [_room(world, room) for room in found]
    return {"channels": listed, "response_metadata": {"next_cursor": cursor}}


def open_room(world: World, params: Json) -> Json:
    """Open the conversation with one person (or return one that is open)."""
    if params.get("channel"):
        room = world.room(params["channel"])
    else:
        users = str(params.get("users") or "").split(",")
        if not users[0]:
            raise SlackError("users_list_not_supplied")
        if any(user not in world.people for user in users):
            raise SlackError("user_not_found")
        room = world.im(users[0]) if len(users) == 1 else _group(world, users)
    return {"channel": _room(world, room) if flag(params, "return_im") else {"id": room.id}}


def history(world: World, params: Json) -> Json:
    """Return what stands in a conversation, newest first, answers in threads left out."""
    room = _readable(world, params["channel"])
    shown = [m for m in world.visible(room) if m.ephemeral_for is None]
    return _messages(world, list(reversed(_between(shown, params))), params)


def replies(world: World, params: Json) -> Json:
    """Return a thread, its parent first."""
    room = _readable(world, params["channel"])
    parent = world.find(room, params["ts"])
    if parent is None:
        raise SlackError("thread_not_found")
    top = parent.thread or parent.ts
    shown = [m for m in world.visible(room, top) if m.ephemeral_for is None]
    return _messages(world, _between(shown, params), params)


def _messages(world: World, found: list[Message], params: Json) -> Json:
    page, cursor = _page(found, params, 100)
    with_metadata = flag(params, "include_all_metadata")
    made: Json = {
        "messages": [told(world, said, with_metadata=with_metadata) for said in page],
        "has_more": bool(cursor),
        "pin_count": 0,
    }
    return made | ({"response_metadata": {"next_cursor": cursor}} if cursor else {})


def _between(messages: list[Message], params: Json) -> list[Message]:
    oldest, latest = _time(params, "oldest"), _time(params, "latest")
    inclusive = flag(params, "inclusive")

    def fits(said: Message) -> bool:
        ts = float(said.ts)
        if inclusive and ts in (oldest, latest):
            return True
        return (oldest is None or ts > oldest) and (latest is None or ts < latest)

    return [said for said in messages if fits(said)]


def _time(params: Json, name: str) -> float | None:
    given = params.get(name)
    if given in (None, "", "now"):
        return None
    try:
        return float(given)
    except (TypeError, ValueError):
        raise SlackError(f"invalid_ts_{name}") from None


def _page(found: list[Any], params: Json, default: int) -> tuple[list[Any], str]:
    try:
        limit = int(params.get("limit") or default)
        start = int(base64.b64decode(params.get("cursor") or "MA==", validate=True))
    except ValueError:
        raise SlackError("invalid_cursor" if params.get("cursor") else "invalid_limit") from None
    if not 0 < limit <= MOST:
        raise SlackError("invalid_limit")
    end = start + limit
    cursor = base64.b64encode(str(end).encode()).decode() if end < len(found) else ""
    return found[start:end], cursor


def _readable(world: World, name: Any, *, member: bool = True) -> Room:
    room = world.room(name)
    if world.who.bot_user not in room.members:
        if room.kind != "channel":
            raise SlackError("channel_not_found")
        if member:
            raise SlackError("not_in_channel")
    return room


def _group(world: World, users: list[str]) -> Room:
    together = sorted({*users, world.who.bot_user})
    for room in world.rooms.values():
        if room.kind == "mpim" and sorted(room.members) == together:
            return room
    made = Room(world.id("G"), "mpdm-" + "--".join(users) + "-1", "mpim", together)
    world.rooms[made.id] = made
    return made


def _room(world: World, room: Room) -> Json:
    made: Json = {
        "id": room.id,
        "created": 1_700_000_000,
        "is_archived": room.archived,
        "is_im": room.kind == "im",
        "is_org_shared": False,
        "context_team_id": world.who.team,
        "updated": 1_700_000_000_000,
    }
    if room.kind == "im":
        return made | {"user": next(m for m in room.members if m != world.who.bot_user)}
    return made | {
        "name": room.name,
        "name_normalized": room.name,
        "is_channel": room.kind == "channel",
        "is_group": room.kind == "group",
        "is_mpim": room.kind == "mpim",
        "is_private": room.kind != "channel",
        "is_member": world.who.bot_user in room.members,
        "is_general": False,
        "num_members": len(room.members),
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
    }
