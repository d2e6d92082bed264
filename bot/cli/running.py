"""Isnad at work: the terminal chat, the chat platforms, workers."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from bot.cli.base import main, run, settings, settled, uncoloured, unswept

if TYPE_CHECKING:
    from bot.config import Settings
    from bot.house import House


SETTLING = 1.0  # seconds after which a process has loaded what it needs while it waits


@main.command()
@click.pass_context
def chat(context: click.Context) -> None:
    """Chat in the terminal. Lines of a pipe are read as messages.

    Example: echo one.html two.html | isnad chat
    """
    run(_chat(settings(context)))


async def _chat(settings: Settings) -> int:
    from bot import build

    adapters = {"console": build.adapter("console", settings)}
    async with build.house(settings, adapters) as house, house.working():
        await house.adapters["console"].run(house.handle)
    return 0


@main.command()
@click.pass_context
def serve(context: click.Context) -> None:
    """Run every chat platform that is configured, until it is stopped.

    Example: ISNAD_ADAPTERS__TELEGRAM__TOKEN=123:abc isnad serve
    """
    with unswept(), uncoloured():
        run(_until_told(_serve(settings(context))))


async def _until_told(work: Coroutine[Any, Any, int]) -> int:
    """Do ``work``; SIGTERM lets it end in its own way, as Ctrl-C does."""
    working = asyncio.ensure_future(work)
    told = asyncio.Event()

    def end() -> None:
        told.set()
        working.cancel()

    with suppress(NotImplementedError):  # Windows has no such signal
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, end)
    try:
        return await working
    except asyncio.CancelledError:
        if not told.is_set():
            raise
        return 0


@asynccontextmanager
async def _watched(settings: Settings, house: House) -> AsyncIterator[None]:
    """Show health and metrics while the block runs, unless that is switched off."""
    if not settings.watch.port:
        yield
        return
    from bot.meter import meter
    from bot.watch import watched

    async with watched(settings.watch.port, meter, house.state):
        yield


@asynccontextmanager
async def _paged(settings: Settings, house: House) -> AsyncIterator[None]:
    """Serve briefs as pages while the block runs, where the settings say at what address."""
    links = house.pages
    if links is None:
        yield
        return
    from bot.web import of_store, serving

    async with serving(settings.web.host, settings.web.port, of_store(links, house.tools.store)):
        yield


def _tell(sentence: str) -> None:
    """Tell whoever started it what is wrong."""
    click.echo(f"isnad: {sentence}", err=True)


async def _serve(settings: Settings) -> int:
    from bot import build
    from bot.later import begun, later
    from prompts import text

    names = build.configured(settings)
    if not names:
        from bot.errors import ConfigError
        from bot.model import Note

        raise ConfigError(detail=Note("config.no_platform"))
    await build.await_store(settings, _tell)
    turn = asyncio.Lock()
    adapters = {name: later(build.adapter(name, settings), turn) for name in names}
    async with (
        build.house(settings, adapters) as house,
        _watched(settings, house),
        _paged(settings, house),
    ):
        asyncio.get_running_loop().call_later(SETTLING, settled)
        if code := await house.gate.claim_code():
            key = "access.unowned_slack" if "slack" in names else "access.unowned"
            click.echo(text(key, settings.brief.interface, code=code))
        await house.serve(partial(begun, turn))
        for why in (await house.state()).ills.values():
            _tell(why)
    return 1  # nobody told it to end: no platform is left


@main.command()
@click.pass_context
def worker(context: click.Context) -> None:
    """Do briefs, answers and digests for an `isnad serve` elsewhere, on the same PostgreSQL.

    Example: ISNAD_STORE__URL=postgresql://isnad@db/isnad isnad worker
    """
    with unswept(), uncoloured():
        run(_until_told(_worker(settings(context))))


async def _worker(settings: Settings) -> int:
    from bot import build
    from bot.errors import ConfigError

    if settings.store_url.startswith("sqlite"):
        from bot.model import Note

        raise ConfigError(detail=Note("config.worker"))
    await build.await_store(settings, _tell)
    async with build.house(settings, {}) as house, _watched(settings, house), house.working():
        asyncio.get_running_loop().call_later(SETTLING, settled)
        await house.owners.run()
    return 0
