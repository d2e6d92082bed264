"""Calls of the Bot API through python-telegram-bot: each in its turn; what an error means."""

from __future__ import annotations

import asyncio
import ssl
import warnings
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import httpx
import structlog
from telegram import Bot
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.request import HTTPXRequest
from telegram.warnings import PTBDeprecationWarning, PTBUserWarning

from adapters.telegram.faults import ConflictError, MovedError, UnknownError, refusal
from adapters.telegram.limits import EVERYTHING, scopes
from adapters.telegram.nouns import Json
from bot.failpoint import Point, reached
from bot.ports import Pauses
from bot.traffic.faults import (
    BusyError,
    CallError,
    MutedError,
    StoppedError,
    UnclearError,
    UnreachedError,
)
from bot.traffic.limiter import AT_ONCE, Limiter, PausedError, Wait

log = structlog.get_logger()

NOT_SENT = (httpx.ConnectTimeout, httpx.ConnectError, httpx.PoolTimeout)
EVERYBODY = 3  # chats that are to be left alone until the same moment
SAME_MOMENT = 1.5  # seconds: pauses are told in whole ones
NEWER = "rich_message"  # a parameter that servers before Bot API 10.1 do not know


@dataclass(frozen=True, slots=True)
class Pace:
    """How long things take, in seconds."""

    poll: int = 50  # one request for updates; the server's most
    answer: float = 20.0  # until a call counts as unanswered
    edits: float = 2.0  # between two stages of a placeholder: edits count as messages
    album: float = 1.0  # of silence after which an album is complete
    patience: float = 5.0  # of a pause that a post waits out; of a longer one it is told
    longest: float = 900.0  # of a pause that is believed
    complain: float = 300.0  # between two complaints about the same trouble


@cache
def _trusted(outside: bool) -> ssl.SSLContext:
    """Return who is to be believed; read once, it takes 20 ms and more."""
    return httpx.create_ssl_context(trust_env=outside)


class Api:
    """One bot's calls."""

    def __init__(
        self, token: str, base_url: str, base_file_url: str, pauses: Pauses, pace: Pace
    ) -> None:
        # whole answers as JSON also where the SDK has a typed method: it may be older than they are
        warnings.filterwarnings("ignore", "Please use 'Bot", PTBUserWarning)
        # a number of seconds will be a duration one day: we read both
        warnings.filterwarnings("ignore", ".*`retry_after`", PTBDeprecationWarning)
        self.pace = pace
        outside = base_url.startswith("https:")  # a proxy is for the world outside
        options = {"trust_env": outside, "verify": _trusted(outside)}
        files = base_file_url or usual_files(base_url)
        self._bot = Bot(
            token,
            base_url,
            files,
            request=HTTPXRequest(read_timeout=pace.answer, httpx_kwargs=options),
            get_updates_request=HTTPXRequest(
                connection_pool_size=1, read_timeout=pace.poll + 10.0, httpx_kwargs=options
            ),
        )
        self._limiter = Limiter(pauses)
        self._resting: dict[str, float] = {}  # chats, and until when, on the loop's clock
        self._starting = asyncio.Lock()
        self._me: Json | None = None

    async def start(self) -> Json:
        """Return who the bot is; it is asked for once.

        Raises ``StoppedError`` for a bad token, another ``CallError`` or a ``StoreError``.
        """
        async with self._starting:
            if self._me is None:
                await self._limiter.load()
                self._me = await self._who()
            return self._me

    async def _who(self) -> Json:
        try:
            await self._bot.initialize()
        except InvalidToken:
            raise StoppedError("Unauthorized") from None  # its own words hold the token
        except RetryAfter as error:
            raise BusyError(_seconds(error)) from error
        except TelegramError as error:
            found = meaning(error)
            if isinstance(found, UnclearError):
                found = UnreachedError(found.name)  # whatever was asked for, nothing was done yet
            raise found from error
        return self._bot.bot.to_dict()

    async def stop(self) -> None:
        """Close the connections; they are opened again where one is needed."""
        async with self._starting:
            self._me = None
            await self._bot.shutdown()

    # --- calls -------------------------------------------------------------

    async def call(
        self, method: str, chat: str | None = None, wait: Wait = AT_ONCE, **params: Any
    ) -> Any:
        """Call a method when its turn has come; return its result as JSON.

        It is done at most once. Raises ``CallError`` kinds: ``BusyError`` where Telegram wants to
        be left alone for longer than ``wait`` allows.
        """
        sent = {name: value for name, value in params.items() if value is not None}
        if chat is not None:
            sent["chat_id"] = int(chat)
        try:
            return await self._called(method, chat, wait, sent)
        except BusyError as error:
            if error.after > wait.patience:
                raise
        return await self._called(method, chat, wait, sent)

    async def _called(self, method: str, chat: str | None, wait: Wait, sent: Json) -> Any:
        try:
            async with self._limiter.turn(scopes(method, chat), wait):
                if chat is not None:
                    reached(Point.CALLING)
                answer = await self._bot.do_api_request(method, sent)
        except PausedError as error:
            raise BusyError(error.after) from error
        except RetryAfter as error:
            raise BusyError(await self._rest(method, chat, error)) from error
        except ChatMigrated as error:
            raise MovedError(str(error.new_chat_id)) from error
        except Forbidden as error:
            raise MutedError(error.message) from error
        except TelegramError as error:
            raise meaning(error, NEWER in sent) from error
        if chat is not None:
            reached(Point.CALLED)
        return answer

    async def _rest(self, method: str, chat: str | None, error: RetryAfter) -> float:
        """Leave a chat (or a method) alone for as long as Telegram asks; return the seconds.

        Where several chats are to be left alone until the same moment, it is the bot that is
        meant: then everything rests.
        """
        seconds = min(_seconds(error), self.pace.longest)
        log.info("telegram asks for a pause", of=chat or method, seconds=seconds)
        await self._limiter.pause(chat or method, seconds)
        if chat is not None:
            until = asyncio.get_running_loop().time() + seconds
            alike = {c: t for c, t in self._resting.items() if abs(t - until) < SAME_MOMENT}
            self._resting = alike | {chat: until}
            if len(self._resting) >= EVERYBODY:
                await self._limiter.pause(EVERYTHING, seconds)
        return seconds

    async def attempt(self, method: str, chat: str | None = None, **params: Any) -> Any:
        """Call a method whose failure changes little: ``None`` if it failed."""
        try:
            return await self.call(method, chat, **params)
        except StoppedError:
            raise
        except CallError as error:
            log.info("telegram call failed", method=method, error=type(error).__name__)
            return None

    async def download(self, id: str, most: int) -> bytes | None:
        """Return a file that people sent; ``None`` if it is larger than ``most`` or not there."""
        try:
            file = await self._bot.get_file(id)
            if (file.file_size or 0) > most:
                return None
            content = bytes(await file.download_as_bytearray())
        except TelegramError as error:
            log.warning("telegram file not read", error=type(error).__name__)
            return None
        return content if len(content) <= most else None


def _seconds(error: RetryAfter) -> float:
    after = error.retry_after
    return float(after) if isinstance(after, int | float) else after.total_seconds()


def usual_files(base_url: str) -> str:
    """Return where a server's files are: beside its methods."""
    parts = urlsplit(base_url)
    return parts._replace(path=f"/file{parts.path}").geturl()


def meaning(error: TelegramError, newer: bool = False) -> CallError:
    """Return what an error of the SDK means; ``newer``: of a call that old servers do not know."""
    if isinstance(error, EndPointNotFound | InvalidToken):
        kind = UnknownError if newer else StoppedError
        return kind(error.message)
    if isinstance(error, Conflict):
        return ConflictError(error.message)
    if isinstance(error, BadRequest):
        if newer and "message text is empty" in error.message.lower():
            return UnknownError(error.message)  # the parameter was passed over
        return refusal(error.message)
    cause = error.__cause__
    name = type(cause).__name__ if isinstance(cause, httpx.HTTPError) else type(error).__name__
    if isinstance(error, NetworkError) and isinstance(cause, NOT_SENT):
        return UnreachedError(name)
    return UnclearError(name)
