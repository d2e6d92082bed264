"""Whether a token opens Telegram's door, before anything is set up by it."""

from __future__ import annotations

import re
from typing import Protocol

from adapters.telegram.nouns import Json
from bot.traffic.faults import StoppedError, UnreachedError

ANSWER = 15.0  # seconds for the one question
TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]{20,}")  # core.telegram.org/bots/api#authorizing-your-bot


class Secret(Protocol):
    """A token that does not show itself."""

    def get_secret_value(self) -> str:
        """Return the token."""


class Settings(Protocol):
    """The part of the configuration that is tried."""

    token: Secret
    base_url: str


async def probe(settings: Settings) -> str:
    """Return the bot's name as people write it, "@isnad_bot".

    Raises ``StoppedError`` for a token that is not good, ``UnreachedError`` where nobody answers.
    """
    import httpx

    token, base_url = settings.token.get_secret_value(), settings.base_url
    if not TOKEN.fullmatch(token):
        raise StoppedError("not_a_token")
    try:
        async with httpx.AsyncClient(
            timeout=ANSWER, trust_env=base_url.startswith("https:")
        ) as client:
            answered = await client.get(f"{base_url}{token}/getMe")
    except (httpx.HTTPError, httpx.InvalidURL) as error:  # its words may hold the address
        raise UnreachedError(type(error).__name__) from None
    if answered.status_code in {401, 404}:
        raise StoppedError("Unauthorized")
    try:
        body: Json = answered.json()
        return f"@{body['result']['username']}"
    except (ValueError, KeyError, TypeError):  # whoever answers, it is no Bot API server
        raise UnreachedError(f"http_{answered.status_code}") from None
