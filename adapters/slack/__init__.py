"""Slack, by Socket Mode or HTTP, through slack-bolt.

    words, intake, interactions   what Slack tells -> what is asked             (pure)
    look, parts, buttons          a post -> messages, modals, the home tab      (pure)
    spots, limits, faults         where a post stands; what counts; errors      (pure)
    manifest                      the app as Slack imports it                   (pure)
    web                           calls of the Web API, each in its turn
    outgoing, sending             a post's messages, each once, also over a restart
    listening                     events stored, then acknowledged
    people, answering             one event to its answer
    adapter                       the whole
    probing                       whether tokens open the door

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


async def probe(settings: Settings) -> str:
    """Return who the app is, by its tokens; raises a ``DeliveryError`` where they do not open."""
    from adapters.slack.probing import probe as ask

    return await ask(settings)
