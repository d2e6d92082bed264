"""A process of ours that says line by line what it does: ``bot.testing.worker``, ``.poster``."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from bot.testing.patience import soon


class Child:
    """The process, and the lines that it ``said``."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.said: list[str] = []
        self.send = process.send_signal
        self._process = process
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            self.said.append(line.decode().strip())

    @property
    def returncode(self) -> int | None:
        """How it ended, ``None`` while it lives."""
        return self._process.returncode

    async def says(self, line: str) -> None:
        """Wait until it has said a line. TimeoutError."""
        await self.until(lambda: line in self.said)

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait until something holds of it. TimeoutError."""
        await soon(true)

    async def end(self) -> int:
        """Wait until it has ended; return how."""
        returncode = await self._process.wait()
        await self._reading
        return returncode


@asynccontextmanager
async def child(module: str, *arguments: object) -> AsyncIterator[Child]:
    """Run ``python -m module`` until it has said "ready"; it is gone in the end."""
    command = (sys.executable, "-m", module, *map(str, arguments))
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    made = Child(process)
    try:
        await made.says("ready")
        yield made
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await made.end()
