"""Telegram, by long polling or a webhook, through python-telegram-bot.

    nouns, words, intake         an update -> what it asks                        (pure)
    text, layout, classic, rich  a post -> messages in either form                (pure)
    buttons                      what people tap or answer under a message        (pure)
    menu, faults                 the commands' menu; what errors mean             (pure)
    limits, api                  calls of the Bot API, each in its turn
    outgoing, sending            a post's messages, each once, also over a restart
    listening                    updates stored, then confirmed; polling, webhook
    answering                    one event to its answer
    adapter                      the whole
    probing                      whether a token opens the door

The SDK is loaded when an adapter is made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.ports import Services

if TYPE_CHECKING:
    from adapters.telegram.adapter import Settings, Telegram


def create(settings: Settings, services: Services) -> Telegram:
    """Return the adapter of one bot."""
    from adapters.telegram.adapter import Telegram

    return Telegram(settings, services)


async def probe(settings: Settings) -> str:
    """Return who the bot is, by its tokens; raises a ``DeliveryError`` where they do not open."""
    from adapters.telegram.probing import probe as ask

    return await ask(settings)
