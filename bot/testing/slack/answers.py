"""What the app answers to commands and interactions: in the acknowledgement or at a URL."""

from __future__ import annotations

from bot.testing.ledger import Violation
from bot.testing.slack.blocks import TEXT, check_message, check_view
from bot.testing.slack.ledger import Json, SlackError
from bot.testing.slack.nouns import Message, View
from bot.testing.slack.world import RESPONSE_SECONDS, RESPONSE_USES, ResponseUrl, Room, World


def answered(world: World, room: Room, user: str, said: Json) -> None:
    """Show what a command's acknowledgement says, to its user or to the channel."""
    if not said.get("text") and not said.get("blocks"):
        return
    try:
        _post(world, room, user, said)
    except SlackError as error:
        world.violations.append(Violation("acknowledgement", error.error))


def responded(world: World, url: ResponseUrl | None, said: Json) -> None:
    """Do what was posted to a response URL; ``SlackError`` if it is used up or too old."""
    if url is None or world.now() - url.time > RESPONSE_SECONDS:
        raise SlackError("expired_url", status=404)
    if url.uses >= RESPONSE_USES:
        raise SlackError("used_url", status=404)
    before = url.message
    if before is not None and said.get("delete_original"):
        world.remove(before)
    elif before is not None and said.get("replace_original"):
        check_message(said.get("blocks") or [])
        world.change(before, said.get("text", ""), said.get("blocks") or [])
    else:
        _post(world, url.room, url.user, said)
    url.uses += 1


def submitted(world: World, view: View, said: Json) -> None:
    """Do what the acknowledgement of a submitted modal asks for."""
    action = said.get("response_action")
    if action == "errors":
        known = {block.get("block_id") for block in view.content["blocks"]}
        if not said.get("errors") or not set(said["errors"]) <= known:
            world.violations.append(Violation("view_submission", "errors for unknown blocks"))
        view.errors = said.get("errors") or {}
    elif action in ("update", "push"):
        _shown(world, view, action, said)
    elif action == "clear":
        for each in world.views:
            each.open = each.open and each.root != view.root
    elif action is None and not said:
        view.open = False
    else:
        world.violations.append(Violation("view_submission", f"unknown response_action {action}"))
    world.notify()


def _shown(world: World, view: View, action: str, said: Json) -> None:
    try:
        content = check_view(said.get("view"))
    except SlackError as error:
        world.violations.append(Violation("view_submission", str(error.json())))
        return
    hash = f"{int(world.now())}.{len(world.views)}"
    if action == "update":
        view.becomes(content, hash)
    else:
        world.views.append(View(world.id("V"), view.user, content, view.root, view.id, hash))


def _post(world: World, room: Room, user: str, said: Json) -> Message:
    blocks = said.get("blocks") or []
    check_message(blocks)
    if not blocks and not said.get("text"):
        raise SlackError("no_text", status=400)
    public = said.get("response_type") == "in_channel"
    made = Message(
        room.id,
        world.ts(),
        world.who.bot_user,
        said.get("text", "")[:TEXT],
        thread=said.get("thread_ts"),
        ephemeral_for=None if public else user,
        unfurl_links=said.get("unfurl_links"),
        unfurl_media=said.get("unfurl_media"),
        by_app=True,
    )
    made.becomes(made.text, blocks, world.now())
    made.edits.clear()
    return world.add(made)
