"""What jobs work with, as it is opened once for a process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from bot.feeds.reader import Reader as FeedReader
from bot.ports import Answerer, PageReader, Store, Summarizer

if TYPE_CHECKING:  # each takes a while to import, and a start needs none of them yet
    from bot.fetch import Fetcher
    from bot.judge import Judge


@dataclass(frozen=True, slots=True)
class Tools:
    """What a job works with. ``writer`` is the model's summarizer, ``None`` without a model.

    ``judge`` checks what ``writer`` wrote; without one, cues alone decide. ``answerer`` is the
    model that answers questions. ``keep_days`` is for how long articles and briefs are kept where
    a chat did not choose, 0 for good.
    """

    fetcher: Fetcher
    reader: PageReader
    store: Store
    extractive: Summarizer
    writer: Summarizer | None
    now: Callable[[], datetime]
    new_id: Callable[[], str]
    judge: Judge | None = None
    feeds: FeedReader = field(default_factory=FeedReader)
    answerer: Answerer | None = None
    keep_days: int = 0
