"""Holds an app's manifest against its schema, and against itself. Pure.

Sources: github.com/slackapi/manifest-schema (version 1), docs.slack.dev/reference/app-manifest and
the scopes that docs.slack.dev/reference/events names for each event.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from bot.testing.slack.ledger import Json
from bot.testing.slack.schema import problems

LONG_DESCRIPTION: Final = 175  # characters at least
POINTER: Final = re.compile(r"(.*) \[json-pointer:(.*)\]", re.DOTALL)
COLOR: Final = re.compile(r"#(?:[0-9a-fA-F]{3}){1,2}\Z")
COMMAND: Final = re.compile(r"/[^\s/][^\s]*\Z")
SCOPE_OF_EVENT: Final = {
    "app_mention": "app_mentions:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "message.mpim": "mpim:history",
    "member_joined_channel": "channels:read",
    "member_left_channel": "channels:read",
    "assistant_thread_started": "assistant:write",
    "assistant_thread_context_changed": "assistant:write",
    "link_shared": "links:read",
    "reaction_added": "reactions:read",
    "file_shared": "files:read",
}
FREE_EVENTS: Final = frozenset({"app_home_opened", "app_uninstalled", "tokens_revoked"})


def manifest_problems(given: object) -> list[tuple[str, str]]:
    """Return what is wrong with a manifest (JSON text or an object): message and pointer."""
    if isinstance(given, str):
        try:
            given = json.loads(given)
        except ValueError:
            return [("invalid JSON", "/")]
    if not isinstance(given, dict):
        return [("must be an object", "/")]
    found = [POINTER.fullmatch(problem) for problem in problems(given, "manifest", "")]
    wrong = [(match[1], match[2] or "/") for match in found if match is not None]
    return wrong or list(_sense(given))


def _sense(manifest: Json) -> Iterator[tuple[str, str]]:
    """Yield what is well formed and still refused."""
    shown = manifest["display_information"]
    if 0 < len(shown.get("long_description") or "") < LONG_DESCRIPTION:
        yield "must be longer than 174 characters", "/display_information/long_description"
    if "background_color" in shown and not COLOR.match(shown["background_color"]):
        yield "must match format hex color", "/display_information/background_color"
    features: Json = manifest.get("features") or {}
    settings: Json = manifest.get("settings") or {}
    scopes: list[str] = ((manifest.get("oauth_config") or {}).get("scopes") or {}).get("bot") or []
    socket = bool(settings.get("socket_mode_enabled"))
    yield from _commands(features, scopes, socket)
    yield from _shortcuts(features, scopes, settings)
    yield from _events(settings, scopes, socket)
    if scopes and "bot_user" not in features:
        yield "bot scopes need a bot user", "/features/bot_user"


def _commands(features: Json, scopes: list[str], socket: bool) -> Iterator[tuple[str, str]]:
    commands: list[Any] = features.get("slash_commands") or []
    names = [command["command"] for command in commands]
    for i, command in enumerate(commands):
        at = f"/features/slash_commands/{i}"
        if not COMMAND.match(command["command"]):
            yield "command must start with / and hold no spaces", f"{at}/command"
        if names.count(command["command"]) > 1:
            yield "command is there twice", f"{at}/command"
        if not socket and "url" not in command:
            yield "url is required without Socket Mode", at
    if commands and "commands" not in scopes:
        yield "slash commands need the scope `commands`", "/oauth_config/scopes/bot"


def _shortcuts(features: Json, scopes: list[str], settings: Json) -> Iterator[tuple[str, str]]:
    shortcuts: list[Any] = features.get("shortcuts") or []
    for i, shortcut in enumerate(shortcuts):
        if shortcut["type"] not in ("message", "global"):
            yield "must be a valid enum value", f"/features/shortcuts/{i}/type"
    if shortcuts and not (settings.get("interactivity") or {}).get("is_enabled"):
        yield "shortcuts need interactivity", "/settings/interactivity"
    if shortcuts and "commands" not in scopes:
        yield "shortcuts need the scope `commands`", "/oauth_config/scopes/bot"


def _events(settings: Json, scopes: list[str], socket: bool) -> Iterator[tuple[str, str]]:
    subscribed: Json = settings.get("event_subscriptions") or {}
    events: list[str] = subscribed.get("bot_events") or []
    at = "/settings/event_subscriptions"
    if events and not socket and "request_url" not in subscribed:
        yield "request_url is required without Socket Mode", at
    for i, name in enumerate(events):
        needed = SCOPE_OF_EVENT.get(name)
        if needed is not None and needed not in scopes:
            yield f"{name} needs the scope `{needed}`", f"{at}/bot_events/{i}"
        elif needed is None and name not in FREE_EVENTS and "." in name:
            yield f"unknown event {name}", f"{at}/bot_events/{i}"
