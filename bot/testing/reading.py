"""Reading pages in this very process: quick to start, for tests that are not about limits."""

from __future__ import annotations

from datetime import datetime

from bot.article.reading import read
from bot.feeds.raw import Answer
from bot.feeds.reader import Reader as Feeds
from bot.feeds.reading import answer
from bot.model import Reading


class HereReader:
    """A ``bot.ports.PageReader`` without processes: a page that hangs would hang its caller."""

    async def read(
        self, data: bytes, url: str, content_type: str | None, fetched: datetime
    ) -> Reading:
        """Read a document at once."""
        return read(data, url, content_type, fetched)

    async def close(self) -> None:
        """Close nothing."""


class HereFeeds(Feeds):
    """A reader of feeds without processes."""

    async def _answer(
        self, data: bytes, url: str, content_type: str | None, now: datetime
    ) -> Answer:
        return answer(data, url, content_type, now)
