"""Reads feeds in worker processes: the parsers take quadratic time on what is made for that."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from bot.codec import CodecError, load
from bot.errors import (
    BrokenFeedError,
    FeedError,
    HostileFeedError,
    LargeFeedError,
    NotAFeedError,
)
from bot.feeds.raw import Answer
from bot.model import Candidate, Feed
from bot.workers.pool import COUNT, CPU, PATIENCE, Workers
from bot.workers.wire import request

_KINDS: Final[Mapping[str, type[FeedError]]] = {
    kind.key: kind for kind in (NotAFeedError, HostileFeedError, LargeFeedError, BrokenFeedError)
}


class Reader:
    """Reads feeds in up to ``workers`` processes, started when they are first needed."""

    def __init__(self, workers: int = COUNT, cpu: int = CPU, patience: float = PATIENCE) -> None:
        self._workers = Workers("bot.feeds.worker", workers, cpu, patience)

    async def read(self, data: bytes, url: str, content_type: str | None, now: datetime) -> Feed:
        """Read a feed as ``bot.feeds.reading.read`` does; the kinds of ``FeedError``.

        A feed that takes more than ``cpu`` seconds of processor time or 512 MB is a
        ``BrokenFeedError``. OSError if no process can be started.
        """
        found = await self.look(data, url, content_type, now)
        if isinstance(found, Feed):
            return found
        raise NotAFeedError(source=url)

    async def look(
        self, data: bytes, url: str, content_type: str | None, now: datetime
    ) -> Feed | tuple[Candidate, ...]:
        """Read a feed like ``read``, or else return the feeds that the page names, best first."""
        answer = await self._answer(data, url, content_type, now)
        if answer.problem == NotAFeedError.key:
            return answer.candidates
        if answer.feed is None:
            raise _KINDS.get(answer.problem, FeedError)(**answer.values)
        return answer.feed

    async def _answer(
        self, data: bytes, url: str, content_type: str | None, now: datetime
    ) -> Answer:
        header = {"url": url, "content_type": content_type, "now": now.isoformat()}
        said = await self._workers.ask(request(header, data))
        try:
            return load(Answer, said or b"")
        except CodecError as error:
            raise BrokenFeedError(source=url) from error

    async def close(self) -> None:
        """End the workers. Feeds that are being read fail."""
        await self._workers.close()
