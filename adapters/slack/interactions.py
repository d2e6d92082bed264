"""What people do with buttons, menus, shortcuts and modals, as what is asked. Pure.

Source: docs.slack.dev/reference/interaction-payloads.
"""

from __future__ import annotations

from adapters.slack.nouns import Asked, Event, Feedback, Means, Self, Shown, Thread
from adapters.slack.words import Json, of_message
from bot.model import Chat, Message

PLATFORM = "slack"
DO = "do"  # the action id of a button that stands for a command, a dot and its number follow
CITE = "cite"  # of the menu of citations
PUBLISH, DISCARD = "publish", "discard"  # of the buttons under a preview
FEEDBACK, GOOD = "feedback", "good"
BRIEF_THREAD = "brief_thread"  # the callback id of the message shortcut


def interaction(payload: Json, me: Self) -> Event | None:
    """Return what an interactive payload asks, ``None`` if nothing (a modal that is sent off)."""
    match payload.get("type"):
        case "block_actions":
            return _action(payload)
        case "message_action":
            return _shortcut(payload)
    return None


def _action(payload: Json) -> Event | None:
    actions = payload.get("actions")
    action = actions[0] if isinstance(actions, list) and actions else None
    container, view = held(payload, "container"), held(payload, "view")
    channel = text(held(payload, "channel"), "id") or text(container, "channel_id")
    home = text(view, "type") == "home"
    if home:
        channel = text(view, "private_metadata")
    user, ts = text(held(payload, "user"), "id"), text(container, "message_ts")
    if not isinstance(action, dict) or not channel or not user:
        return None
    name = text(action, "action_id").partition(".")[0]
    value = text(action, "value") or text(held(action, "selected_option"), "value")
    url = text(payload, "response_url")
    if name in (PUBLISH, DISCARD):
        return Shown(name == PUBLISH, value, channel, ts, user, url)
    if name == FEEDBACK:
        return Feedback(value == GOOD, channel, ts, user, url)
    if name not in (DO, CITE) or not value:
        return None
    means = Means(trigger=text(payload, "trigger_id"), response_url=url, home=home)
    return Asked(_pressed(payload, value, Chat(PLATFORM, channel), user), means, sealed=True)


def _pressed(payload: Json, value: str, chat: Chat, user: str) -> Message:
    """Return the command that a button carries; it answers the message under which it stands."""
    container = held(payload, "container")
    ts = text(container, "message_ts")
    thread = text(container, "thread_ts") or text(held(payload, "message"), "thread_ts")
    thread = "" if thread == ts else thread
    hidden = container.get("is_ephemeral") is True
    event = f"tap.{text(payload, 'trigger_id')}"
    return Message(
        chat,
        event,
        user,
        value,
        thread=thread or None,
        reply_to=None if hidden else (ts or None),
        event=event,
    )


def _shortcut(payload: Json) -> Thread | None:
    message = held(payload, "message")
    channel, user = text(held(payload, "channel"), "id"), text(held(payload, "user"), "id")
    ts = text(payload, "message_ts") or text(message, "ts")
    if text(payload, "callback_id") != BRIEF_THREAD or not channel or not user or not ts:
        return None
    root = text(message, "thread_ts") or ts
    trigger = text(payload, "trigger_id")
    event = f"shortcut.{trigger}"
    links = of_message(message).links
    chat = Chat(PLATFORM, channel)
    asked = Message(chat, event, user, "/brief", links=links, thread=root, event=event)
    means = Means(trigger=trigger, response_url=text(payload, "response_url"))
    return Thread(Asked(asked, means), root)


def held(holder: Json, name: str) -> Json:
    """Return the object under a name, an empty one if there is none."""
    value = holder.get(name)
    return value if isinstance(value, dict) else {}


def text(holder: Json, name: str) -> str:
    """Return the text under a name, an empty one if there is none."""
    value = holder.get(name)
    return value if isinstance(value, str) else ""
