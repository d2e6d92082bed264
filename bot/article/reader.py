"""Reads pages in worker processes that can be killed (``worker`` is their side)."""

from __future__ import annotations

from datetime import datetime

from bot.codec import CodecError, load
from bot.model import Problem, ProblemKind, Reading
from bot.workers.pool import COUNT, CPU, PATIENCE, Workers
from bot.workers.wire import request


class Reader:
    """Reads documents in up to ``workers`` processes, started when they are first needed."""

    def __init__(self, workers: int = COUNT, cpu: int = CPU, patience: float = PATIENCE) -> None:
        self._workers = Workers("bot.article.worker", workers, cpu, patience)

    async def read(
        self, data: bytes, url: str, content_type: str | None, fetched: datetime
    ) -> Reading:
        """Read a page, a file or pasted text, as ``bot.article.reading.read`` does.

        A document that takes more than ``cpu`` seconds of processor time or 512 MB, or that
        kills its process, gives ProblemKind.UNREADABLE. Raises nothing for what is in ``data``;
        OSError if no process can be started.
        """
        header = {"url": url, "content_type": content_type, "fetched": fetched.isoformat()}
        try:
            return load(Reading, await self._workers.ask(request(header, data)) or b"")
        except CodecError:
            return Reading(url, problem=Problem(url, ProblemKind.UNREADABLE))

    async def close(self) -> None:
        """End the workers. Documents that are being read fail."""
        await self._workers.close()
