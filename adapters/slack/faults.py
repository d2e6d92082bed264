"""What can go wrong at Slack's door, by what is to be done about it.

Error names: docs.slack.dev/reference/methods and /apis/web-api/rate-limits.
"""

from __future__ import annotations

from bot.errors import BotError

STOPPED = frozenset(
    {"account_inactive", "token_revoked", "token_expired", "invalid_auth", "not_authed"}
    | {"org_login_required", "team_access_not_granted", "no_permission_app", "access_denied"}
)
MUTED = frozenset(
    {"is_archived", "channel_not_found", "not_in_channel", "restricted_action", "is_inactive"}
    | {"restricted_action_read_only_channel", "restricted_action_thread_only_channel"}
    | {"user_not_in_channel", "cannot_dm_bot", "messages_tab_disabled", "user_not_found"}
)
GONE = frozenset(
    {"message_not_found", "edit_window_closed", "cant_update_message", "thread_not_found"}
    | {"cant_delete_message", "not_found", "cant_edit", "streaming_state_conflict"}
)
TOO_LONG = frozenset({"msg_blocks_too_long", "msg_too_long", "view_too_large"})
UNCLEAR = frozenset(
    {"fatal_error", "internal_error", "request_timeout", "service_unavailable", "team_added_to_org"}
)


class CallError(BotError):
    """Slack did not do it; ``name`` is its own word for the reason."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def __str__(self) -> str:
        return f"{type(self).__name__}: {self.name}"


class StoppedError(CallError):
    """The tokens are no longer good: nothing more can be done until there are others."""


class MutedError(CallError):
    """The channel is closed to us."""

    key = "slack.not_here"


class GoneError(CallError):
    """The message is not there any more, or can no longer be changed."""


class TooLongError(CallError):
    """The message is longer than Slack takes."""


class RefusedError(CallError):
    """Slack refuses what was asked: a fault of ours."""


class UnclearError(CallError):
    """Nobody knows whether it was done."""

    retryable = True


class UnreachedError(CallError):
    """It was surely not done: there was no connection."""

    retryable = True


def fault(name: str) -> CallError:
    """Return what an error of the Web API means."""
    if name in STOPPED:
        return StoppedError(name)
    if name in MUTED:
        return MutedError(name)
    if name in GONE:
        return GoneError(name)
    if name in TOO_LONG:
        return TooLongError(name)
    return UnclearError(name) if name in UNCLEAR else RefusedError(name)
