"""Tidying up that is not given up half way."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any


async def to_the_end(tidying: Coroutine[Any, Any, None]) -> None:
    """Await ``tidying``, which is short, also where who waits is cancelled meanwhile.

    The cancellation is raised when all is tidy; a second one ends it.
    """
    task = asyncio.ensure_future(tidying)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await task
        raise
