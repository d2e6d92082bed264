"""The app as Slack imports it (api.slack.com/apps, "from a manifest"). Pure.

Source: docs.slack.dev/reference/app-manifest. Scopes and events are those that the adapter uses,
no more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from adapters.slack.intake import OWN_COMMANDS
from adapters.slack.interactions import BRIEF_THREAD
from adapters.slack.words import Json
from bot.model import MenuEntry
from prompts import text as say

LANGUAGE = "en"  # a manifest has one
COLOR = "#1f4e5f"
HINT = 1000  # characters of a usage hint
SCOPES = (
    "app_mentions:read",
    "assistant:write",
    "channels:history",
    "chat:write",
    "chat:write.public",
    "commands",
    "files:read",
    "files:write",
    "groups:history",
    "im:history",
    "im:write",
    "mpim:history",
    "users:read",
)
EVENTS = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "assistant_thread_context_changed",
    "assistant_thread_started",
    "message.channels",
    "message.groups",
    "message.im",
    "message.mpim",
    "tokens_revoked",
)


def manifest(menu: Sequence[MenuEntry], url: str = "") -> Json:
    """Return the manifest; ``url`` is where events come over HTTP, without it by Socket Mode."""
    request: Json = {"request_url": url} if url else {}
    return {
        "display_information": {
            "name": say("slack.name", LANGUAGE),
            "description": say("slack.about", LANGUAGE),
            "long_description": say("slack.about_long", LANGUAGE),
            "background_color": COLOR,
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": say("slack.name", LANGUAGE), "always_online": True},
            "shortcuts": [
                {
                    "name": say("slack.shortcut", LANGUAGE),
                    "type": "message",
                    "callback_id": BRIEF_THREAD,
                    "description": say("slack.shortcut_about", LANGUAGE),
                }
            ],
            "slash_commands": [command | ({"url": url} if url else {}) for command in _own(menu)],
            "assistant_view": {"assistant_description": say("slack.about", LANGUAGE)},
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": {**request, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, **request},
            "org_deploy_enabled": False,
            "socket_mode_enabled": not url,
            "token_rotation_enabled": False,
        },
    }


def _own(menu: Sequence[MenuEntry]) -> Iterator[Json]:
    """Yield ``/isnad`` with everything, then the commands that have a name of their own."""
    usages = [f"{entry.name} {entry.argument}".strip() for entry in menu]
    yield _command("isnad", say("slack.command_isnad", LANGUAGE), " · ".join(usages))
    known = {entry.name: entry for entry in menu}
    for name in sorted(OWN_COMMANDS):
        entry = known.get(name)
        told = entry.help[LANGUAGE] if entry else say(f"slack.command_{name}", LANGUAGE)
        yield _command(name, told, entry.argument if entry else "")


def _command(name: str, told: str, usage: str) -> Json:
    made: Json = {"command": f"/{name}", "description": told, "should_escape": False}
    return made | ({"usage_hint": usage[:HINT]} if usage else {})
