"""What the methods do that say who the bot is, who others are, and how updates come."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from bot.testing.telegram import api
from bot.testing.telegram.chat import Chat
from bot.testing.telegram.ledger import Call, bad_request
from bot.testing.telegram.methods import Method
from bot.testing.telegram.world import World

MAX_DOWNLOAD: Final = 20 * 1024 * 1024
MAX_COMMANDS: Final = 100
MAX_ANSWER: Final = 200
LENGTHS: Final = {"name": 64, "description": 512, "short_description": 120}
WEBHOOK_PORTS: Final = (443, 80, 88, 8443)

_WEBHOOK: Final = re.compile(r"(https?)://([^/:?#]+|\[[0-9a-f:]+\])(?::(\d+))?(?:[/?#].*)?", re.I)


def get_me(world: World, call: Call) -> Any:
    """``getMe``."""
    more = {"can_join_groups": True, "can_read_all_group_messages": not world.privacy}
    flags = ("supports_inline_queries", "can_connect_to_business", "has_main_web_app")
    required = (n for n, f in api.types()["User"].fields.items() if n.startswith(("can_", "has_")))
    said = dict.fromkeys((*flags, *required), False)
    return {**world.me, **said, **more}


def set_my_commands(world: World, call: Call) -> Any:
    """``setMyCommands``: at most a hundred, for a scope and a language."""
    commands = call.params["commands"]
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"].removeprefix("/")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"].strip()) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    world.commands[_scope(world, call), _language(call)] = commands
    return True


def delete_my_commands(world: World, call: Call) -> Any:
    """``deleteMyCommands``."""
    world.commands.pop((_scope(world, call), _language(call)), None)
    return True


def get_my_commands(world: World, call: Call) -> Any:
    """``getMyCommands``."""
    return world.commands.get((_scope(world, call), _language(call)), [])


def _scope(world: World, call: Call) -> str:
    said = call.params.get("scope") or {"type": "default"}
    if "chat_id" not in said:
        return str(said["type"])
    chat = world.chat(said["chat_id"])
    if chat.type == "channel":
        raise bad_request("can't change commands in channel chats")
    user = f":{said['user_id']}" if "user_id" in said else ""
    return f"{said['type']}:{chat.id}{user}"


def _language(call: Call) -> str:
    code = call.params.get("language_code", "")
    if code and not re.fullmatch("[a-z]{2}", code):
        raise bad_request("invalid language code specified")
    return str(code)


def _setter(name: str) -> Method:
    def set_it(world: World, call: Call) -> Any:
        said = call.params.get(name, "")
        if len(said) > LENGTHS[name]:
            raise bad_request(f"bot {name.replace('_', ' ')} is too long")
        world.profile[name, _language(call)] = said
        return True

    return set_it


def _getter(name: str) -> Method:
    def get_it(world: World, call: Call) -> Any:
        own = world.profile.get((name, _language(call)), "")
        usual = world.me["first_name"] if name == "name" else ""
        return {name: own or world.profile.get((name, ""), "") or usual}

    return get_it


def get_chat(world: World, call: Call) -> Any:
    """``getChat``."""
    chat = world.chat(call.params["chat_id"])
    chat.check_access(write=False)
    gifts = dict.fromkeys(api.types()["AcceptedGiftTypes"].fields, True)
    full = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}
    return chat.json() | full


def get_chat_member(world: World, call: Call) -> Any:
    """``getChatMember``."""
    chat = world.chat(call.params["chat_id"])
    chat.check_access(write=False)
    return _membership(world, chat, call.params["user_id"])


def get_chat_administrators(world: World, call: Call) -> Any:
    """``getChatAdministrators``."""
    chat = world.chat(call.params["chat_id"])
    chat.check_access(write=False)
    if chat.type == "private":
        raise bad_request("there are no administrators in the private chat")
    mine = [world.me["id"]] if chat.bot_status == "administrator" else []
    return [_membership(world, chat, id) for id in (*(a.id for a in chat.admins), *mine)]


def _membership(world: World, chat: Chat, user: int) -> dict[str, Any]:
    if user == world.me["id"]:
        return chat.member(chat.bot_status, world.me)
    person = next((p for p in world.people if p.id == user), None)
    if person is None:
        raise bad_request("PARTICIPANT_ID_INVALID")
    if person in chat.admins:
        return chat.member("administrator", person.json())
    return chat.member("member", person.json())


def leave_chat(world: World, call: Call) -> Any:
    """``leaveChat``."""
    chat = world.chat(call.params["chat_id"])
    chat.check_access()
    if chat.type == "private":
        raise bad_request("chat member status can't be changed in private chats")
    chat.bot_status = "left"
    return True


def answer_callback_query(world: World, call: Call) -> Any:
    """``answerCallbackQuery``: once in time, later it is too old."""
    tap = world.taps.get(call.params["callback_query_id"])
    if tap is None or world.now() - tap.time > world.query_lifetime:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    if len(call.params.get("text", "")) > MAX_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    tap.answers.append({k: v for k, v in call.params.items() if k != "callback_query_id"})
    return True


def get_file(world: World, call: Call) -> Any:
    """``getFile``: up to 20 MB."""
    upload = world.files.get(call.params["file_id"])
    if upload is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if len(upload.data) > MAX_DOWNLOAD:
        raise bad_request("file is too big")
    said = upload.json()
    kept = {name: said[name] for name in ("file_id", "file_unique_id", "file_size")}
    return kept | {"file_path": f"documents/{upload.id}"}


def set_webhook(world: World, call: Call) -> Any:
    """``setWebhook``: https (or http on this machine), with a secret if one is given."""
    url, secret = call.params["url"], call.params.get("secret_token", "")
    if call.params.get("drop_pending_updates"):
        world.updates.clear()
    if not url:
        world.webhook.clear()
        return True
    match = _WEBHOOK.fullmatch(url)
    if match is None:
        raise bad_request("invalid webhook URL specified")
    local = match[2] in ("127.0.0.1", "localhost", "[::1]")
    if match[1].lower() == "http" and not local:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if match[3] and int(match[3]) not in WEBHOOK_PORTS and not local:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
        raise bad_request("secret token contains unallowed characters")
    world.updates.allow(call.params.get("allowed_updates"))
    world.webhook = {"url": url, "secret": secret}
    world.webhook["max_connections"] = call.params.get("max_connections", 40)
    return True


def delete_webhook(world: World, call: Call) -> Any:
    """``deleteWebhook``."""
    if call.params.get("drop_pending_updates"):
        world.updates.clear()
    world.webhook.clear()
    return True


def get_webhook_info(world: World, call: Call) -> Any:
    """``getWebhookInfo``."""
    said: dict[str, Any] = {"url": world.webhook.get("url", ""), "has_custom_certificate": False}
    said["pending_update_count"] = len(world.updates.pending)
    names = ("max_connections", "last_error_date", "last_error_message")
    return said | {name: world.webhook[name] for name in names if name in world.webhook}


def log_out(world: World, call: Call) -> Any:
    """``logOut`` and ``close``: nothing to do here."""
    return True


METHODS: Final[Mapping[str, Method]] = {
    "getMe": get_me,
    "setMyCommands": set_my_commands,
    "deleteMyCommands": delete_my_commands,
    "getMyCommands": get_my_commands,
    "setMyName": _setter("name"),
    "getMyName": _getter("name"),
    "setMyDescription": _setter("description"),
    "getMyDescription": _getter("description"),
    "setMyShortDescription": _setter("short_description"),
    "getMyShortDescription": _getter("short_description"),
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "leaveChat": leave_chat,
    "answerCallbackQuery": answer_callback_query,
    "getFile": get_file,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "logOut": log_out,
    "close": log_out,
}
