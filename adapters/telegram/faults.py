"""What can go wrong at Telegram's door, by what is to be done about it. Pure.

Descriptions are the server's own (tdlib/telegram-bot-api, Client.cpp, and tdlib/td).
"""

from __future__ import annotations

from bot.model import Fate
from bot.traffic.faults import CallError, GoneError, MutedError, RefusedError

SAME = ("message is not modified",)
GONE = (
    *("message to edit not found", "message can't be edited", "message_id_invalid"),
    "message to delete not found",
)
MARKUP = ("can't parse entities", "can't parse message text")
TOPIC = ("message thread not found", "topic_closed", "topic_deleted", "topic_id_invalid")
CLOSED = (
    *("chat not found", "not enough rights", "have no rights", "need administrator rights"),
    *("chat_write_forbidden", "chat_restricted", "chat_admin_required", "user_is_blocked"),
    *("user is deactivated", "not a member", "peer_id_invalid", "group is deactivated"),
)


class ConflictError(CallError):
    """Somebody else polls with the same token, or there is a webhook."""


class MovedError(CallError):
    """The group became a supergroup: it is now at ``new``, its messages stayed where it was."""

    fate = Fate.UNSENT

    def __init__(self, new: str) -> None:
        super().__init__("the group became a supergroup")
        self.new = new


class SameError(CallError):
    """The message shows that already."""

    fate = Fate.SHOWN


class TopicError(CallError):
    """The topic is closed or gone."""


class MarkupError(RefusedError):
    """Telegram cannot read our markup."""


class UnknownError(RefusedError):
    """The server is too old for what was asked."""


def refusal(description: str) -> CallError:
    """Return what a refusal (status 400) means."""
    words = description.lower()
    for kind, known in (
        (SameError, SAME),
        (GoneError, GONE),
        (MarkupError, MARKUP),
        (TopicError, TOPIC),
        (MutedError, CLOSED),
    ):
        if any(sign in words for sign in known):
            return kind(description)
    return RefusedError(description)
