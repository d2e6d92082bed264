"""Builds what the platform sends to an app. Pure: facts in, payloads out.

Shapes: docs.slack.dev/reference/events, /reference/interaction-payloads and
/interactivity/implementing-slash-commands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.testing.slack.inline import DOMAIN
from bot.testing.slack.ledger import Json
from bot.testing.slack.nouns import Message, View

TYPED: Final = re.compile(
    r"\[(?P<words>[^\[\]\n]+)\]\((?P<to>https?://[^\s()]+)\)"
    r"|<@(?P<user>[UW][A-Z0-9]+)>"
    r"|<#(?P<channel>C[A-Z0-9]+)>"
    r"|<!(?P<range>channel|here|everyone)>"
    r"|(?P<url>(?i:https?://)[^\s<>|]+[^\s<>|.,;:!?)\]}'\"،؛؟»])"
    r"|(?P<domain>" + DOMAIN.pattern.removeprefix("(?i)").replace("a-z", "a-zA-Z") + ")"
)


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the app is, and where it is installed."""

    team: str = "T0TEAM00001"
    team_name: str = "Desk"
    domain: str = "desk"
    app: str = "A0APP000001"
    bot: str = "B0BOT000001"
    bot_user: str = "U0BOT000001"
    name: str = "isnad"
    verification: str = "a-verification-token-of-old"


def event(who: Identity, inner: Json, id: str, now: float) -> Json:
    """Wrap an event of the Events API."""
    return {
        "token": who.verification,
        "team_id": who.team,
        "context_team_id": who.team,
        "context_enterprise_id": None,
        "api_app_id": who.app,
        "event": inner,
        "type": "event_callback",
        "event_id": id,
        "event_time": int(now),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": who.team,
                "user_id": who.bot_user,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": f"4-{id}",
    }


def typed(text: str) -> tuple[str, list[Json]]:
    """Return what a person typed as mrkdwn and as rich text blocks.

    Addresses become links, ``[words](address)`` links with words, ``<@U1>`` mentions; the rest
    is text, with Slack's three entities.
    """
    parts: list[str] = []
    elements: list[Json] = []
    last = 0
    for found in TYPED.finditer(text):
        _plain(text[last : found.start()], parts, elements)
        mark, element = _mark(found)
        parts.append(mark)
        elements.append(element)
        last = found.end()
    _plain(text[last:], parts, elements)
    section = {"type": "rich_text_section", "elements": elements}
    return "".join(parts), [{"type": "rich_text", "elements": [section]}] if text else []


def escaped(text: str) -> str:
    """Replace the three characters that mean something in mrkdwn."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _plain(text: str, parts: list[str], elements: list[Json]) -> None:
    if text:
        parts.append(escaped(text))
        elements.append({"type": "text", "text": text})


def _mark(found: re.Match[str]) -> tuple[str, Json]:
    if found["user"]:
        return found[0], {"type": "user", "user_id": found["user"]}
    if found["channel"]:
        return found[0], {"type": "channel", "channel_id": found["channel"]}
    if found["range"]:
        return found[0], {"type": "broadcast", "range": found["range"]}
    url = found["to"] or found["url"] or "http://" + found["domain"]
    if words := found["words"] or found["domain"]:
        link = {"type": "link", "url": url, "text": words}
        return f"<{escaped(url)}|{escaped(words)}>", link
    return f"<{escaped(url)}>", {"type": "link", "url": url}


def message(who: Identity, said: Message, base: str = "") -> Json:
    """Return a message as ``conversations.history`` gives it."""
    told: Json = {"type": "message", "user": said.user, "ts": said.ts, "text": said.text}
    told["team"] = who.team
    if said.by_app:
        told |= {"bot_id": who.bot, "app_id": who.app, "bot_profile": _profile(who)}
    elif said.other_app:
        told |= {"subtype": "bot_message", "bot_id": "B0OTHER0001", "username": said.other_app}
        del told["user"]
    elif said.client_id:
        told["client_msg_id"] = said.client_id
    if said.blocks:
        told["blocks"] = said.blocks
    if said.attachments:
        told["attachments"] = said.attachments
    if said.thread:
        told["thread_ts"] = said.thread
    if said.files:
        told |= {"files": [file.json(base) for file in said.files], "upload": False}
    if said.edits:
        told["edited"] = {"user": said.user, "ts": f"{int(said.edits[-1].time)}.000000"}
    if said.reactions:
        told["reactions"] = [
            {"name": name, "users": users, "count": len(users)}
            for name, users in said.reactions.items()
        ]
    return told


def _profile(who: Identity) -> Json:
    return {
        "id": who.bot,
        "app_id": who.app,
        "name": who.name,
        "team_id": who.team,
        "deleted": False,
    }


def message_event(who: Identity, said: Message, channel_type: str, base: str, parent: str) -> Json:
    """Return the event that tells of a new message."""
    told = message(who, said, base)
    told |= {"channel": said.channel, "event_ts": said.ts, "channel_type": channel_type}
    if said.in_thread:
        told["parent_user_id"] = parent
    if said.broadcast:
        told["subtype"] = "thread_broadcast"
    elif said.files:
        told["subtype"] = "file_share"
    return told


def mention_event(who: Identity, said: Message, base: str) -> Json:
    """Return the ``app_mention`` of a message."""
    told = message(who, said, base)
    return told | {"type": "app_mention", "channel": said.channel, "event_ts": said.ts}


def changed_event(who: Identity, said: Message, channel_type: str, base: str, now: str) -> Json:
    """Return the event that tells of an edit, or that a message is gone."""
    before = message(who, said, base)
    if said.edits:
        before = {**before, "text": said.edits[-1].text, "blocks": said.edits[-1].blocks}
    told: Json = {
        "type": "message",
        "subtype": "message_deleted" if said.deleted else "message_changed",
        "previous_message": message(who, said, base) if said.deleted else before,
        "channel": said.channel,
        "hidden": True,
        "ts": now,
        "event_ts": now,
        "channel_type": channel_type,
    }
    if said.deleted:
        return told | {"deleted_ts": said.ts}
    return told | {"message": message(who, said, base)}


def person(who: Identity, id: str, name: str) -> Json:
    """Return a user as interactive payloads have it."""
    return {"id": id, "username": name, "name": name, "team_id": who.team}


def interaction(who: Identity, type: str, user: Json, **more: object) -> Json:
    """Return what every interactive payload holds, and more."""
    return {
        "type": type,
        "user": user,
        "api_app_id": who.app,
        "token": who.verification,
        "team": {"id": who.team, "domain": who.domain},
        "enterprise": None,
        "is_enterprise_install": False,
        **more,
    }


def action(element: Json, block_id: str, ts: str, chosen: str | None) -> Json:
    """Return the action of somebody who used an element.

    ``chosen`` is the value, or the words, of an option or of a side.
    """
    told: Json = {
        "action_id": element["action_id"],
        "block_id": block_id,
        "type": element["type"],
        "action_ts": ts,
    }
    for side in ("positive_button", "negative_button"):
        if element["type"] == "feedback_buttons" and _meant(element[side], chosen):
            return told | {key: element[side][key] for key in ("value", "text")}
    for option in element.get("options") or []:
        if _meant(option, chosen):
            return told | {"selected_option": option}
    return told | {key: element[key] for key in ("text", "value", "style") if key in element}


def _meant(part: Json, chosen: str | None) -> bool:
    return chosen in (part.get("value"), (part.get("text") or {}).get("text"))


def values(content: Json, given: Mapping[str, object]) -> Json:
    """Return the state of a view's inputs; ``given`` is by action id, the rest as it stood."""
    state: Json = {}
    for block in content["blocks"]:
        element = block.get("element")
        if block.get("type") == "input" and element:
            id = element["action_id"]
            state[block["block_id"]] = {id: _entered(element, given.get(id))}
    return {"values": state}


def _entered(element: Json, given: object) -> Json:
    told: Json = {"type": element["type"]}
    if element["type"].endswith(("text_input", "number_input")):
        return told | {"value": given if given is not None else element.get("initial_value")}
    options: list[Any] = element.get("options") or []
    wanted = given if isinstance(given, list | tuple) else [given]
    chosen = [option for option in options if option["value"] in wanted]
    if element["type"] in ("checkboxes", "multi_static_select"):
        return told | {"selected_options": chosen or element.get("initial_options") or []}
    if options:
        return told | {"selected_option": chosen[0] if chosen else element.get("initial_option")}
    key = {"datepicker": "selected_date", "timepicker": "selected_time"}.get(element["type"])
    return told | {key or "selected": given}


def view(who: Identity, shown: View, state: Json | None = None) -> Json:
    """Return a view as payloads and answers have it."""
    empty: Json = {"private_metadata": "", "callback_id": "", "external_id": ""}
    flags: Json = {"clear_on_close": False, "notify_on_close": False, "close": None, "submit": None}
    return {
        **empty,
        **flags,
        **shown.content,
        "id": shown.id,
        "team_id": who.team,
        "state": state or {"values": {}},
        "hash": shown.hash,
        "previous_view_id": shown.previous,
        "root_view_id": shown.root,
        "app_id": who.app,
        "app_installed_team_id": who.team,
        "bot_id": who.bot,
    }
