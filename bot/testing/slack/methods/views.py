"""views.*: modals and the home tab."""

from __future__ import annotations

from typing import Final

from bot.testing.slack import payloads
from bot.testing.slack.blocks import check_view
from bot.testing.slack.ledger import Json, SlackError, invalid
from bot.testing.slack.nouns import View
from bot.testing.slack.world import World

STACK: Final = 3  # views of one modal


def open_view(world: World, params: Json) -> Json:
    """Open a modal; what is wrong with the view does not use the trigger up."""
    content = _checked(params, "modal")
    trigger = world.pull(params["trigger_id"])
    id = world.id("V")
    made = View(id, trigger.user, content, root=id, hash=_hash(world))
    world.views.append(made)
    world.notify()
    return {"view": payloads.view(world.who, made)}


def push(world: World, params: Json) -> Json:
    """Lay a view on top of the modal that its user has open."""
    content = _checked(params, "modal")
    trigger = world.pull(params["trigger_id"])
    below = [view for view in world.views if view.user == trigger.user and view.open]
    if not below:
        raise SlackError("not_found")
    stack = [view for view in below if view.root == below[-1].root]
    if len(stack) >= STACK:
        raise SlackError("push_limit_reached")
    made = View(world.id("V"), trigger.user, content, stack[0].root, stack[-1].id, _hash(world))
    world.views.append(made)
    world.notify()
    return {"view": payloads.view(world.who, made)}


def update(world: World, params: Json) -> Json:
    """Change a view that was opened, if it is still what the caller believes."""
    content = _checked(params, None)
    found = next((view for view in world.views if _named(view, params)), None)
    if found is None or not found.open:
        raise SlackError("not_found")
    if params.get("hash") and params["hash"] != found.hash:
        raise SlackError("hash_conflict")
    if content["type"] != found.content["type"]:
        raise invalid("invalid_arguments", ["view type cannot change [json-pointer:/view/type]"])
    found.becomes(content, _hash(world))
    world.notify()
    return {"view": payloads.view(world.who, found)}


def publish(world: World, params: Json) -> Json:
    """Show somebody's home tab."""
    content = _checked(params, "home")
    user = params["user_id"]
    if user not in world.people:
        raise invalid("invalid_arguments", ["invalid `user_id`"])
    found = world.homes.get(user)
    if found is not None and params.get("hash") and params["hash"] != found.hash:
        raise SlackError("hash_conflict")
    if found is None:
        id = world.id("V")
        found = world.homes[user] = View(id, user, content, root=id, hash=_hash(world))
    else:
        found.becomes(content, _hash(world))
    world.notify()
    return {"view": payloads.view(world.who, found)}


def _checked(params: Json, type: str | None) -> Json:
    content = check_view(params["view"])
    if type is not None and content["type"] != type:
        raise invalid("invalid_arguments", [f"must be a {type} [json-pointer:/view/type]"])
    return content


def _named(view: View, params: Json) -> bool:
    external = params.get("external_id")
    by_external = external is not None and view.content.get("external_id") == external
    return view.id == params.get("view_id") or by_external


def _hash(world: World) -> str:
    return f"{int(world.now())}.{world.id('')[:8]}"
