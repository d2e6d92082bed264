"""A person at a keyboard, on any fake of a chat platform."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import Protocol

import click


class Console(Protocol):
    """What a person sees and types."""

    def show(self) -> None:
        """Print what is new."""

    def take(self, line: str) -> bool:
        """Do what a line says; false at the end. Raises OSError or LookupError if it cannot."""


async def converse(console: Console, changes: Callable[[], Awaitable[object]]) -> None:
    """Take what is typed until it or the input ends; show what is new after each of ``changes``."""
    watching = asyncio.create_task(_watch(console, changes))
    while line := await asyncio.to_thread(sys.stdin.readline):
        try:
            if not console.take(line.rstrip("\n")):
                break
        except (OSError, LookupError) as error:
            click.echo(str(error))
        console.show()
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)


async def _watch(console: Console, changes: Callable[[], Awaitable[object]]) -> None:
    while True:
        console.show()
        await changes()
