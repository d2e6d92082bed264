"""Slack, by Socket Mode or HTTP, through slack-bolt.

    words, intake, interactions   what Slack tells -> what is asked             (pure)
    look, parts, buttons          a post -> messages, modals, the home tab      (pure)
    manifest                      the app as Slack imports it                   (pure)
    web, outgoing                 calls of the Web API; messages, each once
    listening                     events stored, then acknowledged
    desk, adapter                 one event from arrival to answer; the whole

The SDK is loaded when an adapter is made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.ports import Services

if TYPE_CHECKING:
    from adapters.slack.adapter import Settings, Slack


def create(settings: Settings, services: Services) -> Slack:
    """Return the adapter of one workspace."""
    from adapters.slack.adapter import Slack

    return Slack(settings, services)
