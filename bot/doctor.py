"""``isnad doctor``: is everything there that a brief needs? Each line says what to do if not."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import click

from bot.config import Settings, data_home
from bot.errors import BotError
from bot.render import say

JUNE_2026 = datetime(2026, 6, 1, tzinfo=UTC)  # no true clock is before the day this was written


@dataclass(frozen=True, slots=True)
class Health:
    """One thing that was looked at: whether it is well, and a sentence about it."""

    name: str
    well: bool
    told: str


Examination = Callable[[Settings], Awaitable[str]]


async def examine(settings: Settings) -> int:
    """Print one line for each examination; exit status 1 if any is not well."""
    found = [await _one(name, look, settings) for name, look in EXAMINATIONS.items()]
    for health in found:
        click.echo(f"{'ok  ' if health.well else 'FAIL'} {health.name:14} {health.told}")
    return 0 if all(health.well for health in found) else 1


async def _one(name: str, look: Examination, settings: Settings) -> Health:
    try:
        return Health(name, True, await look(settings))
    except BotError as error:
        return Health(name, False, say(error.note, settings.brief.interface))
    except OSError as error:
        return Health(name, False, str(error))


async def configuration(settings: Settings) -> str:
    """Tell where settings and data are; they were read already."""
    sides = ", ".join(settings.brief.languages)
    return f"sides {sides}; engine {settings.brief.engine}; data in {data_home()}"


async def store(settings: Settings) -> str:
    """Open the store, write and read back."""
    from bot.build import open_store

    opened = open_store(settings)
    await opened.open()
    try:
        await opened.keep("doctor", "probe", b"well")
        well = await opened.kept("doctor", "probe") == b"well"
    finally:
        await opened.close()
    if not well:
        raise OSError("what was written could not be read back")
    return "opens, writes and reads"


async def reader(settings: Settings) -> str:
    """Read a small page in the extractor's own process."""
    from bot.article import Reader

    words = "A short page to see whether pages can be read on this machine. " * 12
    page = f"<html><title>Probe</title><body><article><p>{words}</p></article></body></html>"
    reader = Reader()
    try:
        found = await reader.read(page.encode(), "https://probe.invalid/a", "text/html", _now())
    finally:
        await reader.close()
    if found.article is None:
        raise OSError("the extractor read nothing; is trafilatura installed whole?")
    return "reads a page"


async def tokens(settings: Settings) -> str:
    """Count with the tokenizer that ships with Isnad."""
    from bot.tokens import count

    return f"counts {count('Isnad counts tokens.')} tokens in a short sentence"


async def model(settings: Settings) -> str:
    """Ask the configured model for one word, if there is one."""
    if not settings.model_connected:
        return "none connected: briefs are made of the sources' own sentences"
    from bot.build import endpoint

    schema = {
        "type": "object",
        "properties": {"word": {"type": "string"}},
        "required": ["word"],
        "additionalProperties": False,
    }
    task = 'Answer with the JSON object {"word": "well"}.'
    async with endpoint(settings) as asked:
        reply = await asked.ask("You test a connection.", [task], schema, "doctor")
    return f"{reply.model} at {settings.llm.base_url} answers"


async def clock(settings: Settings) -> str:
    """Look whether the clock can be right."""
    if _now() < JUNE_2026:
        raise OSError(f"the clock says {_now():%Y-%m-%d}: set it, dates in briefs depend on it")
    return f"{_now():%Y-%m-%d %H:%M} UTC"


def _now() -> datetime:
    return datetime.now(UTC)


EXAMINATIONS: dict[str, Examination] = {
    "configuration": configuration,
    "store": store,
    "reader": reader,
    "tokens": tokens,
    "model": model,
    "clock": clock,
}
