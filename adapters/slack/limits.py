"""How fast Slack may be called, and what counts. Pure.

docs.slack.dev/apis/web-api/rate-limits: a message a second in a channel; every other method so
many calls a minute in a workspace, more in a burst (``chat.update`` fifty and more).
"""

from __future__ import annotations

from bot.traffic.turns import Rule, Scope

POST = "chat.postMessage"
CHANNEL = Rule(1, 1.0)
STAGES = Rule(30, 60.0)
"""Edits that tell of work under way: what is left of the fifty is for briefs."""


def scopes(method: str, channel: str | None, *, spare: bool = False) -> tuple[Scope, ...]:
    """Return what a call counts for: a channel or else its method, by which pauses are known too.

    ``spare``: the call can be left.
    """
    name = channel or method
    if method == POST:
        return (Scope(name, CHANNEL),)
    stage = (Scope("stages", STAGES),) if spare else ()
    return (*stage, Scope(name))
