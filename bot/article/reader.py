"""Reads pages in worker processes that can be killed (``worker`` is their side)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from bot.codec import CodecError, load
from bot.model import Problem, ProblemKind, Reading
from bot.workers.pool import COUNT, CPU, PATIENCE, Workers
from bot.workers.wire import request

HEAVY: Final = 600_000
"""Bytes from which a document waits in a queue of its own; one page in a hundred is as long."""


class Reader:
    """Reads documents in up to ``workers`` processes, started when they are first needed.

    Large documents have one process more to themselves: whatever they cost, the others do not
    wait for them.
    """

    def __init__(self, workers: int = COUNT, cpu: int = CPU, patience: float = PATIENCE) -> None:
        self._workers = Workers("bot.article.worker", workers, cpu, patience)
        self._heavy = Workers("bot.article.worker", 1, cpu, patience)

    async def warm(self, documents: int) -> None:
        """Start the processes for so many documents ahead; OSError if none can be started."""
        await self._workers.warm(documents)

    async def read(
        self, data: bytes, url: str, content_type: str | None, fetched: datetime
    ) -> Reading:
        """Read a page, a file or pasted text, as ``bot.article.reading.read`` does.

        A document that takes more than ``cpu`` seconds of processor time or 512 MB, or that
        kills its process, gives ProblemKind.UNREADABLE. Raises nothing for what is in ``data``;
        OSError if no process can be started.
        """
        header = {"url": url, "content_type": content_type, "fetched": fetched.isoformat()}
        workers = self._heavy if len(data) > HEAVY else self._workers
        try:
            return load(Reading, await workers.ask(request(header, data)) or b"")
        except CodecError:
            return Reading(url, problem=Problem(url, ProblemKind.UNREADABLE))

    async def close(self) -> None:
        """End the workers. Documents that are being read fail."""
        await self._workers.close()
        await self._heavy.close()
