"""The services that Isnad is connected to, tried one by one with a small question each.

`isnad setup` tries an answer with these before it is written, `isnad doctor` all that is
configured. Each returns a few words on what answered, and raises ``BotError`` or ``OSError``.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from bot.config import Settings
from bot.errors import BotError

SCHEMA = {
    "type": "object",
    "properties": {"word": {"type": "string"}},
    "required": ["word"],
    "additionalProperties": False,
}
TASK = 'Answer with the JSON object {"word": "well"}.'
DATED = 5.0  # seconds for an answer whose date alone is looked at


async def model(settings: Settings) -> str:
    """Ask the configured model for one word; return which model answered and where."""
    from bot.endpoints import endpoint

    async with endpoint(settings) as asked:
        reply = await asked.ask("You test a connection.", [TASK], SCHEMA, "doctor")
    return f"{reply.model} at {_plain(settings.llm.base_url)}"


async def platform(name: str, settings: Settings) -> str:
    """Ask a chat platform who we are there; an adapter without ``probe`` is only loaded."""
    module = importlib.import_module(f"adapters.{name}")
    if not hasattr(module, "probe"):
        return "configured"
    return str(await module.probe(getattr(settings.adapters, name)))


async def store(settings: Settings) -> str:
    """Open the store, which brings its schema up to date; write and read back."""
    from bot.build import opened_store

    async with opened_store(settings) as opened:
        await opened.keep("doctor", "probe", b"well")
        well = await opened.kept("doctor", "probe") == b"well"
    if not well:
        raise OSError("what was written could not be read back")
    return "SQLite" if settings.store_url.startswith("sqlite") else "PostgreSQL"


UNLIKE = "not_a_token"  # what our own adapter says of one that it asks no service about


def reason(error: BotError) -> str:
    """Return a platform's own word for why it refused, "" where it gave none."""
    return str(getattr(error, "name", ""))


async def skew(url: str, now: Callable[[], datetime]) -> timedelta | None:
    """Return by how much our clock is ahead of that of the server at ``url``.

    ``None`` where it does not answer or tells no time; its ``Date`` is in whole seconds.
    """
    import httpx2

    parts = urlsplit(url)
    try:
        async with httpx2.AsyncClient(timeout=DATED, trust_env=parts.scheme == "https") as client:
            before = now()
            answered = await client.head(f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}/")
            after = now()
        told = parsedate_to_datetime(answered.headers.get("date", ""))
    except (httpx2.HTTPError, httpx2.InvalidURL, ValueError, TypeError, OverflowError):
        return None
    return before + (after - before) / 2 - told.replace(tzinfo=told.tzinfo or UTC)


def _plain(url: str) -> str:
    """Return an address without name and password."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
