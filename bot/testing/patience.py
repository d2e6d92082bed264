"""Time in tests: how long they wait for what has to come, and how what has to pass passes at once.

What comes, comes at once on an idle machine; on a busy one it takes as long as it takes, and no
test may fail for that. What is waited *out* (a server that never answers, a pause that a platform
asks for) passes with ``passes``, so that limits can be generous and nobody sits through them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

PATIENCE: Final = 60.0  # seconds; only a test that fails waits for them
LOOK: Final = 0.005  # seconds between two looks at what tells nobody that it changed


async def soon(true: Callable[[], object]) -> None:
    """Wait until something is so of which nobody tells. TimeoutError if it never is."""
    async with asyncio.timeout(PATIENCE):
        while not true():  # noqa: ASYNC110
            await asyncio.sleep(LOOK)


class _Clock:
    """A loop's clock, and the seconds that it is ahead."""

    def __init__(self, usual: Callable[[], float]) -> None:
        self._usual = usual
        self.ahead = 0.0

    def __call__(self) -> float:
        return self._usual() + self.ahead


def passes(seconds: float) -> None:
    """Let so many seconds pass at once for all who wait in the running loop."""
    loop = asyncio.get_running_loop()
    clock = vars(loop).get("time")
    if not isinstance(clock, _Clock):
        clock = _Clock(loop.time)
        vars(loop)["time"] = clock
    clock.ahead += seconds
