"""What can go wrong at Slack's door, by what is to be done about it. Pure.

Error names: docs.slack.dev/reference/methods and /apis/web-api/rate-limits.
"""

from __future__ import annotations

from bot.traffic.faults import (
    CallError,
    GoneError,
    MutedError,
    RefusedError,
    StoppedError,
    UnclearError,
)

STOPPED = frozenset(
    {"account_inactive", "token_revoked", "token_expired", "invalid_auth", "not_authed"}
    | {"org_login_required", "team_access_not_granted", "no_permission_app", "access_denied"}
)
MUTED = frozenset(
    {"is_archived", "channel_not_found", "not_in_channel", "restricted_action", "is_inactive"}
    | {"restricted_action_read_only_channel", "restricted_action_thread_only_channel"}
    | {"messages_tab_disabled"}
)
GONE = frozenset(
    {"message_not_found", "edit_window_closed", "cant_update_message", "thread_not_found"}
    | {"cant_delete_message", "not_found", "cant_edit", "streaming_state_conflict"}
)
TOO_LONG = frozenset({"msg_blocks_too_long", "msg_too_long", "view_too_large"})
UNCLEAR = frozenset(
    {"fatal_error", "internal_error", "request_timeout", "service_unavailable", "team_added_to_org"}
)


class TooLongError(CallError):
    """The message is longer than Slack takes."""


def fault(name: str) -> CallError:
    """Return what an error of the Web API means."""
    for kind, known in (
        (StoppedError, STOPPED),
        (MutedError, MUTED),
        (GoneError, GONE),
        (TooLongError, TOO_LONG),
        (UnclearError, UNCLEAR),
    ):
        if name in known:
            return kind(name)
    return RefusedError(name)
