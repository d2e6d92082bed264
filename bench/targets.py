"""What strangers hand to Isnad, as fuzz targets: any bytes end in bounded time, without a surprise.

Each target takes bytes, lets the part that reads such input read them, and fails if that part
raises what it does not promise, breaks what it promises, or takes longer than ``SECONDS`` of
processor time. ``python -m bench.fuzz`` feeds them by coverage, the suite by hypothesis.
"""

from __future__ import annotations

import contextlib
import json
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Any

from adapters.slack import intake as slack
from adapters.slack.nouns import Self as SlackSelf
from adapters.telegram import intake as telegram
from adapters.telegram.nouns import Self as TelegramSelf
from bot import config, sources
from bot.answer.reading import read_answer, read_terms
from bot.article.reading import is_bomb, read
from bot.article.refresh import refresh_target
from bot.article.urls import canonical, identity
from bot.citations.standalone import check_line
from bot.errors import ConfigError, FeedError, ModelError
from bot.feeds.reading import read as read_feed
from bot.headers import max_age, retry_after, validator
from bot.judge.reading import read_opinions
from bot.link import LinkError, read_link
from bot.llm.reading import read_completion, read_object
from bot.model import Chat
from bot.seal import HmacSeal
from bot.summarize.answer import read_draft
from bot.summarize.asking import UnusableError

NOW = datetime(2026, 11, 21, tzinfo=UTC)
URL = "https://nour.example/a"
SECONDS = 5.0  # the processor time that one document is given
NONCE = "n1"

Target = Callable[[bytes], None]
TARGETS: dict[str, Target] = {}


def _target(function: Target) -> Target:
    @wraps(function)
    def timed(data: bytes) -> None:
        started = time.process_time()
        function(data)
        assert time.process_time() - started < SECONDS

    TARGETS[function.__name__] = timed
    return timed


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _json(data: bytes) -> Any:
    with contextlib.suppress(ValueError, RecursionError):
        return json.loads(data)
    return None


@_target
def page(data: bytes) -> None:
    """Read any bytes as a page."""
    reading = read(data, URL, None, NOW)
    assert (reading.article is None) != (reading.problem is None)
    refresh_target(data, URL)
    is_bomb(data.decode("latin-1"))


@_target
def link(data: bytes) -> None:
    """Read any text as a link, and bring it to its one form."""
    text = _text(data)
    canonical(text, text)
    identity(text)
    with contextlib.suppress(LinkError):
        assert str(read_link(str(read_link(text)))) == str(read_link(text))


@_target
def header(data: bytes) -> None:
    """Read any text as a header."""
    text = _text(data)
    wait = retry_after(text, NOW)
    assert wait is None or 0 <= wait <= 86400
    assert (max_age(text) or 0) <= 86400
    validator(text).encode("ascii")


@_target
def feed(data: bytes) -> None:
    """Read any bytes as a feed."""
    with contextlib.suppress(FeedError):
        for entry in read_feed(data, URL, None, NOW).entries:
            assert "<script" not in entry.title.lower()


@_target
def message(data: bytes) -> None:
    """Find what there is to read in any words of a person."""
    text = _text(data)
    assert len(sources.in_message(text)) <= sources.MAX_SOURCES
    sources.own_words(text)


@_target
def update(data: bytes) -> None:
    """Read any JSON as an update of Telegram."""
    telegram.understand(_json(data), TelegramSelf(7, "isnad_bot"))


@_target
def event(data: bytes) -> None:
    """Read any JSON object as an event of Slack."""
    payload = _json(data)
    if isinstance(payload, dict):
        slack.key(payload)
        slack.understand(payload, SlackSelf("U1"))


@_target
def button(data: bytes) -> None:
    """Open any text as what a button sent back: it is not ours."""
    seal, chat = HmacSeal(b"key", now=lambda: NOW), Chat("telegram", "1")
    assert seal.open(_text(data), chat, "2") is None


@_target
def settings(data: bytes) -> None:
    """Load any bytes as the file of settings."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "config.toml"
        file.write_bytes(data)
        file.chmod(0o600)
        with contextlib.suppress(ConfigError):
            config.load(file)


@_target
def completion(data: bytes) -> None:
    """Read any bytes as what a model's endpoint sends."""
    with contextlib.suppress(ModelError):
        read_completion(data, "model")


@_target
def answer(data: bytes) -> None:
    """Read any text as a model's draft, answer, search and verdicts."""
    try:
        found = read_object(data.decode("utf-8", "replace"))
    except ModelError:
        return
    found["nonce"] = NONCE
    for reader in (
        lambda: read_draft(found, NONCE, ("ar", "en")),
        lambda: read_answer(found, NONCE, "ar"),
        lambda: read_terms(found, NONCE),
        lambda: read_opinions(found, NONCE, ("c1",)),
    ):
        with contextlib.suppress(UnusableError):
            reader()


@_target
def claim(data: bytes) -> None:
    """Check any line as ``isnad check`` does: it is answered, and never by an exception."""
    line = _text(data).replace("\n", " ")
    if line.strip():
        assert check_line(line, lambda note: note.key)
