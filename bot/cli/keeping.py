"""What an installation keeps: jobs that were given up, copies of the store, moving house."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.base import main, run, settings

if TYPE_CHECKING:
    from bot.config import Settings


@main.group()
def jobs() -> None:
    """Work that waits, is under way, or was given up.

    Example: isnad jobs list
    """


@jobs.command("list")
@click.pass_context
def list_jobs(context: click.Context) -> None:
    """Show how much work waits, and what was given up and why.

    Example: isnad jobs list
    """
    run(_list(settings(context)))


async def _list(settings: Settings) -> int:
    from bot import build
    from bot.render import say

    interface = settings.brief.interface
    async with build.opened_store(settings) as store:
        waiting, doing = await store.tasks.counts()
        click.echo(f"waiting {waiting}, under way {doing}")
        for task, reason in await store.tasks.dead():
            click.echo(f"{task.key}\t{task.asked:%Y-%m-%d %H:%M}\t{say(reason, interface)}")
        for showing, fate, why in await store.outbox.failed():
            click.echo(f"{showing.key}\tnot shown\t{fate}: {why}")
    return 0


@jobs.command("retry")
@click.argument("key")
@click.pass_context
def retry_job(context: click.Context, key: str) -> None:
    """Let a piece of work that was given up be done again.

    Example: isnad jobs retry telegram/4711/12/0123456789ab
    """
    run(_retry(settings(context), key))


async def _retry(settings: Settings, key: str) -> int:
    from bot import build

    async with build.opened_store(settings) as store:
        found = await store.tasks.again(key)
    click.echo("it is done again" if found else "nothing that was given up has this key")
    return 0 if found else 1


@main.group()
def store() -> None:
    """The store: copies, and the way from SQLite to PostgreSQL.

    Example: isnad store backup /backups/isnad-monday.db
    """


@store.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_context
def backup(context: click.Context, file: Path) -> None:
    """Write a whole and consistent copy of the store to FILE (an SQLite file), while it is used.

    Example: isnad store backup /backups/isnad-monday.db
    """
    run(_move(settings(context).store_url, f"sqlite:///{file}"))


@store.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_context
def restore(context: click.Context, file: Path) -> None:
    """Fill the configured store, which must be empty, from a copy.

    Example: isnad store restore /backups/isnad-monday.db
    """
    run(_move(f"sqlite:///{file}", settings(context).store_url))


@store.command()
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@click.pass_context
def move(context: click.Context, source: str, target: str) -> None:
    """Copy everything from one store to another, empty one; both are SQLAlchemy URLs.

    Example: isnad store move sqlite:///isnad.db postgresql://isnad@db/isnad
    """
    settings(context)
    run(_move(source, target))


async def _move(source: str, target: str) -> int:
    from bot.store.moving import copy

    copied = await copy(source, target)
    for table, rows in copied.items():
        if rows:
            click.echo(f"{rows:>9} {table}")
    return 0
