"""Everything that is one small method: tests, people, reactions, assistant threads."""

from __future__ import annotations

import re
from typing import Final

from bot.testing.slack.ledger import Json, SlackError
from bot.testing.slack.manifest import manifest_problems
from bot.testing.slack.world import World

PROMPTS: Final = 4
EMOJI: Final = re.compile(r"[\w+'-]+(::skin-tone-[2-6])?\Z")


def api_test(world: World, params: Json) -> Json:
    """Give back what was sent."""
    if params.get("error"):
        raise SlackError(params["error"], args=params)
    return {"args": params}


def auth_test(world: World, params: Json) -> Json:
    """Tell the app who it is."""
    who = world.who
    return {
        "url": f"https://{who.domain}.slack.com/",
        "team": who.team_name,
        "user": who.name,
        "team_id": who.team,
        "user_id": who.bot_user,
        "bot_id": who.bot,
        "is_enterprise_install": False,
    }


def team_info(world: World, params: Json) -> Json:
    """Return what is known of the workspace."""
    who = world.who
    team = {"id": who.team, "name": who.team_name, "domain": who.domain, "email_domain": ""}
    return {"team": team}


def bots_info(world: World, params: Json) -> Json:
    """Return what is known of the app's bot."""
    who = world.who
    if params.get("bot") not in (None, who.bot):
        raise SlackError("bot_not_found")
    bot = {"id": who.bot, "deleted": False, "name": who.name, "app_id": who.app}
    return {"bot": {**bot, "user_id": who.bot_user, "updated": 1_700_000_000, "icons": {}}}


def users_info(world: World, params: Json) -> Json:
    """Return what is known of somebody; the locale if it is asked for."""
    found = world.people.get(params["user"])
    if found is None:
        raise SlackError("user_not_found")
    user: Json = {
        "id": found.id,
        "team_id": world.who.team,
        "name": found.name,
        "deleted": False,
        "real_name": found.real_name,
        "tz": "Asia/Riyadh",
        "tz_label": "Arabia Standard Time",
        "tz_offset": 10_800,
        "profile": {"real_name": found.real_name, "display_name": found.name},
        "is_admin": False,
        "is_owner": False,
        "is_bot": found.is_bot,
        "is_app_user": False,
        "updated": 1_700_000_000,
    }
    if params.get("include_locale") in (True, 1, "1", "true", "True"):
        user["locale"] = found.locale
    return {"user": user}


def react(world: World, params: Json) -> Json:
    """Put an emoji under a message."""
    said = world.find(world.room(params["channel"]), params["timestamp"])
    if said is None:
        raise SlackError("message_not_found")
    name = params["name"].strip(":")
    if not EMOJI.match(name):
        raise SlackError("invalid_name")
    users = said.reactions.setdefault(name, [])
    if world.who.bot_user in users:
        raise SlackError("already_reacted")
    users.append(world.who.bot_user)
    world.notify()
    return {}


def set_status(world: World, params: Json) -> Json:
    """Tell what the assistant is doing."""
    room = world.room(params["channel_id"])
    room.statuses.append((params["thread_ts"], params["status"]))
    world.notify()
    return {}


def set_prompts(world: World, params: Json) -> Json:
    """Offer up to four things to ask."""
    room = world.room(params["channel_id"])
    prompts = params["prompts"]
    if not isinstance(prompts, list) or not 0 < len(prompts) <= PROMPTS:
        raise SlackError("invalid_arguments")
    if any(not prompt.get("title") or not prompt.get("message") for prompt in prompts):
        raise SlackError("invalid_arguments")
    room.prompts.append((params.get("thread_ts") or "", prompts))
    world.notify()
    return {}


def set_title(world: World, params: Json) -> Json:
    """Name a thread with the assistant."""
    world.room(params["channel_id"]).titles[params["thread_ts"]] = params["title"]
    world.notify()
    return {}


def validate_manifest(world: World, params: Json) -> Json:
    """Hold a manifest against its schema."""
    problems = manifest_problems(params["manifest"])
    if problems:
        told = [{"message": message, "pointer": at} for message, at in problems]
        raise SlackError("invalid_manifest", errors=told)
    return {"errors": []}
