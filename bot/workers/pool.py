"""Keeps worker processes, asks them, and ends those that take too long."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from pathlib import Path
from typing import Final

from bot.workers.wire import LENGTH

COUNT: Final = 2
"""Processes at most."""
CPU: Final = 5
"""Seconds of processor time for one document."""
PATIENCE: Final = 30.0
"""Seconds that a document may take in all, however busy the machine is."""
DOCUMENTS: Final = 300
"""Documents after which a worker is replaced: parsers keep caches."""
GOODBYE: Final = 2.0
"""Seconds that a worker is given to end by itself."""

_ROOT: Final = str(Path(__file__).resolve().parents[2])


class _Worker:
    """One process, busy with at most one document."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.documents = 0

    @classmethod
    async def start(cls, module: str, seconds: int) -> _Worker:
        paths = [_ROOT, *filter(None, [os.environ.get("PYTHONPATH")])]
        return cls(
            await asyncio.create_subprocess_exec(
                *(sys.executable, "-P", "-m", module, str(seconds)),
                stdin=PIPE,
                stdout=PIPE,
                stderr=DEVNULL,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            )
        )

    async def ask(self, message: bytes) -> bytes:
        """Ask once and return the answer; ConnectionError or EOFError if the process dies."""
        writer, reader = self.process.stdin, self.process.stdout
        if writer is None or reader is None:
            raise EOFError("no pipes")
        self.documents += 1
        writer.write(message)
        await writer.drain()
        (size,) = LENGTH.unpack(await reader.readexactly(LENGTH.size))
        return await reader.readexactly(size)

    @property
    def fresh(self) -> bool:
        return self.process.returncode is None and self.documents < DOCUMENTS

    async def end(self) -> None:
        """Close the input, then wait a moment, then kill."""
        if self.process.stdin is not None:
            self.process.stdin.close()
        try:
            async with asyncio.timeout(GOODBYE):
                await self.process.wait()
        except TimeoutError:
            await self.kill()

    async def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()
        await self.process.wait()


class Workers:
    """Up to ``count`` processes ``python -m module``, started when they are first needed.

    ``module`` calls ``bot.workers.serve.serve`` with its first argument, the seconds of processor
    time for one document.
    """

    def __init__(
        self, module: str, count: int = COUNT, cpu: int = CPU, patience: float = PATIENCE
    ) -> None:
        self._module = module
        self._count = count
        self._places = asyncio.Semaphore(count)
        self._idle: list[_Worker] = []
        self._cpu = cpu
        self._patience = patience

    async def warm(self, documents: int) -> None:
        """Start the processes that so many documents will need: they load while others work.

        Raises OSError if none can be started.
        """
        while len(self._idle) < min(self._count, documents):
            self._idle.append(await _Worker.start(self._module, self._cpu))

    async def ask(self, message: bytes) -> bytes | None:
        """Return the answer to a ``request``, or ``None`` if it took too much time or memory.

        Raises OSError if no process can be started.
        """
        async with self._places:
            for _ in range(2):  # a worker may have died while it was idle
                worker = await self._worker()
                try:
                    answer = await self._asked(worker, message)
                except ConnectionError:
                    continue
                except (EOFError, TimeoutError):
                    break
                self._idle.append(worker)
                return answer
        return None

    async def _asked(self, worker: _Worker, message: bytes) -> bytes:
        """Ask a worker; whatever goes wrong, and also if the caller is cancelled, it is ended."""
        try:
            async with asyncio.timeout(self._patience):
                return await worker.ask(message)
        except (ConnectionError, EOFError):  # it is dead or dying: killing would race its end
            await worker.end()
            raise
        except BaseException:
            await worker.kill()
            raise

    async def _worker(self) -> _Worker:
        while self._idle:
            worker = self._idle.pop()
            if worker.fresh:
                return worker
            await worker.end()
        return await _Worker.start(self._module, self._cpu)

    async def close(self) -> None:
        """End the workers. Documents that are being worked on fail."""
        idle, self._idle = self._idle, []
        await asyncio.gather(*(worker.end() for worker in idle))
