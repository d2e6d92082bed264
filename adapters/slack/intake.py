"""What Slack tells, as what is to be done about it. Pure: payloads in, nouns out.

Sources: docs.slack.dev/reference/events, /reference/interaction-payloads and
/interactivity/implementing-slash-commands. What is not for Isnad is ``None``: its own words and
those of other bots (two bots must not talk to each other), joins, topics, talk without links.
"""

from __future__ import annotations

import hashlib
import json

from adapters.slack.interactions import PLATFORM, interaction, text
from adapters.slack.nouns import (
    Asked,
    Assistant,
    Attachment,
    Event,
    Gone,
    Home,
    Means,
    Self,
)
from adapters.slack.spots import THREAD
from adapters.slack.words import Json, Words, as_command, of_message, read
from bot.language import is_question
from bot.model import Chat, Message
from bot.sources import LINK

SPOKEN = frozenset({"", "file_share", "thread_broadcast", "me_message"})  # subtypes of new messages
OWN_COMMANDS = frozenset({"brief", "ask", "digest"})  # those with a name of their own in Slack
READABLE = (".html", ".htm", ".xhtml", ".txt", ".md", ".markdown")


def key(payload: Json) -> str:
    """Return under which id a payload is stored: the same for every delivery of one thing.

    A mention comes twice, as ``app_mention`` and as ``message``: both are known by channel and
    time of the message.
    """
    event = payload.get("event")
    if isinstance(event, dict):
        new = event.get("type") == "app_mention" or (
            event.get("type") == "message" and text(event, "subtype") in SPOKEN
        )
        if new and text(event, "channel") and text(event, "ts"):
            return f"{event['channel']}/{event['ts']}"
        if payload.get("event_id"):
            return str(payload["event_id"])
    if payload.get("trigger_id"):
        return str(payload["trigger_id"])
    whole = json.dumps(payload, sort_keys=True).encode("utf-8", "surrogatepass")
    return hashlib.sha256(whole).hexdigest()


def understand(payload: Json, me: Self) -> Event | None:
    """Return what a payload asks of Isnad, ``None`` if nothing; it may be anything at all."""
    if isinstance(payload.get("event"), dict):
        return _event(payload["event"], me)
    if isinstance(payload.get("command"), str):
        return _command(payload, me)
    return interaction(payload, me)


# --- events ----------------------------------------------------------------


def _event(event: Json, me: Self) -> Event | None:
    match event.get("type"):
        case "message" | "app_mention":
            return _message(event, me)
        case "app_home_opened":
            home = event.get("tab") in (None, "", "home")
            return _home(event) if home else None
        case "assistant_thread_started":
            return _assistant(event.get("assistant_thread"))
        case "tokens_revoked" | "app_uninstalled":
            return Gone(str(event["type"]))
    return None


def _home(event: Json) -> Home | None:
    user, channel = text(event, "user"), text(event, "channel")
    return Home(user, channel or user) if user else None


def _assistant(thread: object) -> Assistant | None:
    if not isinstance(thread, dict):
        return None
    user, channel = text(thread, "user_id"), text(thread, "channel_id")
    ts = text(thread, "thread_ts")
    return Assistant(user, channel, ts) if user and channel and ts else None


def _message(event: Json, me: Self) -> Asked | None:
    if event.get("subtype") == "message_changed":
        return _changed(event, me)
    if text(event, "subtype") not in SPOKEN or not _by_person(event, me):
        return None
    words = of_message(event)
    return _said(event, event, words, me)


def _changed(event: Json, me: Self) -> Asked | None:
    """Read an edit: a message that now speaks to Isnad is new, else added links are added."""
    now, before = event.get("message"), event.get("previous_message")
    if not isinstance(now, dict) or not isinstance(before, dict) or not _by_person(now, me):
        return None
    new, old = of_message(now), of_message(before)
    added = tuple(link for link in new.links if link not in old.links)
    called = me.user in new.mentions and me.user not in old.mentions
    if called:
        return _said(event, now, new, me)
    if not added:
        return None
    return _said(event, now, Words(" ".join(added), added, new.mentions), me, edited=True)


def _by_person(message: Json, me: Self) -> bool:
    """Whether a message is a person's: not ours, not another bot's."""
    user = text(message, "user")
    bot = message.get("bot_id") or message.get("subtype") == "bot_message"
    return bool(user) and not bot and user not in (me.user, "USLACKBOT")


def _said(event: Json, message: Json, words: Words, me: Self, edited: bool = False) -> Asked | None:
    """Read what somebody said; ``edited``: to a message of theirs, whose answer it is about."""
    channel, ts = text(event, "channel"), text(message, "ts")
    if not channel or not ts:
        return None
    thread = text(message, "thread_ts") or None
    thread = None if thread == ts else thread
    direct = text(event, "channel_type") == "im" or channel.startswith("D")
    files = _files(message)
    called = me.user in words.mentions or event.get("type") == "app_mention"
    ours = text(message, "parent_user_id") == me.user
    brings = bool(words.links or files or (thread and is_question(words.text)))
    addressed = direct or called or (ours and brings)
    said = as_command(words.text, words.links, me.commands) if addressed else words.text
    if not addressed and (not brings or said.startswith("/")):
        return None
    changed = f"{ts}.{text(event, 'event_ts')}" if message is not event else ""
    return Asked(
        Message(
            chat=Chat(PLATFORM, channel),
            id=ts,
            user=text(message, "user"),
            text=said,
            links=words.links,
            thread=thread,
            reply_to=f"{THREAD}{thread}" if thread else None,
            addressed=addressed,
            event=changed,
            edited=edited,
        ),
        files=files,
    )


def _files(message: Json) -> tuple[Attachment, ...]:
    """Return the attached files that can be read."""
    found = message.get("files")
    made = []
    for file in found if isinstance(found, list) else ():
        if not isinstance(file, dict):
            continue
        name = text(file, "name")
        url = text(file, "url_private_download") or text(file, "url_private")
        if url and name.lower().endswith(READABLE) and text(file, "id"):
            size = file.get("size")
            made.append(Attachment(text(file, "id"), name, url, size if type(size) is int else 0))
    return tuple(made)


# --- slash commands --------------------------------------------------------


def _command(payload: Json, me: Self) -> Asked | None:
    """Read a slash command: ``/brief ...`` as it stands, ``/isnad <command> ...`` as ``<command>``.

    ``/isnad`` alone asks for help, ``/isnad`` with links for a brief.
    """
    channel, user = text(payload, "channel_id"), text(payload, "user_id")
    if not channel or not user:
        return None
    words = read(text(payload, "text"))
    name = text(payload, "command").lstrip("/").lower()
    said = words.text
    if name in OWN_COMMANDS:
        said = f"/{name} {said}".strip()
    elif not said and not words.links:
        said = "/help"
    elif not said or LINK.match(said):
        said = f"/brief {said}".strip()
    else:
        said = f"/{said.lstrip('/')}"
    id = text(payload, "trigger_id") or key(payload)
    event = f"command.{id}"
    means = Means(trigger=id, response_url=text(payload, "response_url"))
    chat = Chat(PLATFORM, channel)
    message = Message(
        chat,
        event,
        user,
        said,
        links=words.links,
        event=event,
        name=text(payload, "user_name"),
        chat_name=text(payload, "channel_name"),
    )
    return Asked(message, means)
