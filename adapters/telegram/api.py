"""Calls of the Bot API through python-telegram-bot: pauses, migrations, what an error means."""

from __future__ import annotations

import asyncio
import warnings
from dataclasses import dataclass
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

from adapters.telegram.faults import (
    BusyError,
    CallError,
    ConflictError,
    LeftBehindError,
    MutedError,
    StoppedError,
    UnclearError,
    UnknownError,
    UnreachedError,
    refusal,
)
from adapters.telegram.nouns import Json

log = structlog.get_logger()

NOT_SENT = (httpx.ConnectTimeout, httpx.ConnectError, httpx.PoolTimeout)
TRIES = 3
NEWER = "rich_message"  # a parameter that servers before Bot API 10.1 do not know


@dataclass(frozen=True, slots=True)
class Pace:
    """How long things take, in seconds."""

    poll: int = 50  # one request for updates; the server's most
    answer: float = 20.0  # until a call counts as unanswered
    backoff: float = 0.5  # before the second try, doubled for each further one
    edits: float = 2.0  # between two stages of a placeholder: edits count as messages
    album: float = 1.0  # of silence after which an album is complete
    longest: float = 900.0  # that we wait when Telegram wants to be left alone
    complain: float = 300.0  # between two complaints about the same trouble


class Api:
    """One bot's calls. A chat is named by its id as the house knows it, also after it moved."""

    def __init__(self, token: str, base_url: str, base_file_url: str, pace: Pace) -> None:
        # whole answers as JSON also where the SDK has a typed method: it may be older than they are
        warnings.filterwarnings("ignore", "Please use 'Bot", PTBUserWarning)
        # a number of seconds will be a duration one day: we read both
        warnings.filterwarnings("ignore", ".*`retry_after`", PTBDeprecationWarning)
        self.pace = pace
        options = {"trust_env": base_url.startswith("https:")}  # a proxy is for the world outside
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
        self.moved: dict[str, str] = {}
        self._muted: set[str] = set()
        self._until: dict[str, float] = {}  # on the loop's clock, by chat or method

    async def start(self) -> Json:
        """Return who the bot is. Raises ``StoppedError`` for a bad token, or another kind."""
        try:
            await self._bot.initialize()
        except InvalidToken:
            raise StoppedError("Unauthorized") from None  # its own words hold the token
        except TelegramError as error:
            raise meaning(error) from error
        return self._bot.bot.to_dict()

    async def stop(self) -> None:
        """Close the connections."""
        await self._bot.shutdown()

    # --- calls -------------------------------------------------------------

    async def call(
        self, method: str, chat: str | None = None, *, hurried: bool = False, **params: Any
    ) -> Any:
        """Call a method and return its result as JSON. Raises ``CallError`` kinds.

        In a chat that Telegram wants left alone the call waits, unless it is ``hurried``; a
        message for a group that became a supergroup goes to where it is now.
        """
        most = 0.0 if hurried else self.pace.longest
        waited = 0.0
        while True:
            waited += await self._pause(chat or method, most - waited)
            sent = {name: value for name, value in params.items() if value is not None}
            if chat is not None:
                if chat in self._muted:
                    raise MutedError("muted")
                sent["chat_id"] = int(self.moved.get(chat, chat))
            try:
                return await self._bot.do_api_request(method, sent)
            except RetryAfter as error:
                self._rest(chat or method, error)
            except ChatMigrated as error:
                self._follow(chat or "", str(error.new_chat_id), method)
            except Forbidden as error:
                if chat is not None:
                    self.mute(chat, error.message)
                raise MutedError(error.message) from error
            except TelegramError as error:
                raise meaning(error, NEWER in params) from error

    async def repeat(self, method: str, chat: str | None = None, **params: Any) -> Any:
        """Call a method that can be repeated without harm until its outcome is known."""
        return await self._tried(method, chat, params, (UnclearError, UnreachedError))

    async def once(self, method: str, chat: str | None = None, **params: Any) -> Any:
        """Call a method that must not be done twice; again only if it surely was not done."""
        return await self._tried(method, chat, params, (UnreachedError,))

    async def attempt(
        self, method: str, chat: str | None = None, *, hurried: bool = False, **params: Any
    ) -> Any:
        """Call a method whose failure changes little: ``None`` if it failed."""
        try:
            return await self.call(method, chat, hurried=hurried, **params)
        except StoppedError:
            raise
        except CallError as error:
            log.info("telegram call failed", method=method, error=type(error).__name__)
            return None

    async def _tried(
        self, method: str, chat: str | None, params: Json, again: tuple[type[CallError], ...]
    ) -> Any:
        for n in range(TRIES):
            try:
                return await self.call(method, chat, **params)
            except again:
                if n + 1 == TRIES:
                    raise
                await asyncio.sleep(self.pace.backoff * 2**n)
        raise AssertionError("unreachable")

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

    # --- chats -------------------------------------------------------------

    def mute(self, chat: str, reason: str = "") -> None:
        """Say no more in a chat until somebody speaks to us there."""
        if chat not in self._muted:
            log.warning("telegram chat muted", chat=chat, reason=reason)
        self._muted.add(chat)

    def unmute(self, chat: str) -> None:
        """Speak again in a chat."""
        self._muted.discard(chat)

    def _rest(self, what: str, error: RetryAfter) -> None:
        after = error.retry_after
        seconds = float(after) if isinstance(after, int | float) else after.total_seconds()
        log.info("telegram asks for a pause", of=what, seconds=seconds)
        self._until[what] = asyncio.get_running_loop().time() + seconds

    def _follow(self, chat: str, new: str, method: str) -> None:
        if self.moved.get(chat) == new:
            raise MutedError("the chat moved and is not there")
        log.info("telegram group moved", chat=chat, new=new)
        self.moved[chat] = new
        if not method.startswith("send"):
            raise LeftBehindError("the message stayed behind in the old group")

    async def _pause(self, what: str, most: float) -> float:
        clock = asyncio.get_running_loop().time
        began = clock()
        while (left := self._until.get(what, 0.0) - clock()) > 0:
            if clock() - began + left > most:
                raise BusyError(f"for {left:.0f} seconds more")
            await asyncio.sleep(left)
        self._until.pop(what, None)
        return clock() - began


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
