"""A model behind any OpenAI-compatible endpoint, through chat completions.

The SDK is only the transport: its retries are off, its time limits are ours, and the answer is
read by ``bot.llm.reading``. What an endpoint does not take (a schema, a temperature, a name for
the token limit) is found out once and remembered while the process lives.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import os
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from types import ModuleType, TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

import httpx2

from bot.errors import (
    ConfigError,
    ModelBusyError,
    ModelError,
    ModelKeyError,
    ModelNonsenseError,
    ModelTimeoutError,
)
from bot.llm.faults import Rejection, complaint, fault
from bot.llm.reading import LARGEST, read_completion
from bot.meter import meter
from bot.model import Note
from bot.ports import Reply

if TYPE_CHECKING:
    import ssl

    import openai

log = logging.getLogger(__name__)

CONNECT: Final = 10.0  # seconds
BACKOFF: Final = 1.0  # seconds before the first retry where the endpoint names none; then doubled
FORM: Final = "Answer with one JSON object that fits this JSON Schema, and with nothing else:\n"

_AUTHORITIES: Final = ("SSL_CERT_FILE", "SSL_CERT_DIR")
_FORMS: Final = ("json_schema", "json_object", "text")
_LIMITS: Final = ("max_completion_tokens", "max_tokens", "")


@dataclass(frozen=True, slots=True)
class Habits:
    """What an endpoint takes: the form of answers, the name of the token limit, and the rest."""

    form: str = _FORMS[0]
    limit: str = _LIMITS[0]
    temperature: bool = True
    cache_key: bool = True

    def without(self, part: str) -> Habits | None:
        """Give up what an endpoint complained about; ``None`` if there is nothing left to."""
        if part == "form" and self.form != _FORMS[-1]:
            return replace(self, form=_FORMS[_FORMS.index(self.form) + 1])
        if part == "tokens" and self.limit:
            return replace(self, limit=_LIMITS[_LIMITS.index(self.limit) + 1])
        if part == "temperature" and self.temperature:
            return replace(self, temperature=False)
        if part == "prompt_cache_key" and self.cache_key:
            return replace(self, cache_key=False)
        return None


_habits: dict[tuple[str, str], Habits] = {}


class _RejectedError(Exception):
    """A request that the endpoint answered with an error status."""

    def __init__(self, no: Rejection) -> None:
        super().__init__(no.status)
        self.no = no


class OpenAIModel:
    """The ``Model`` seam over one endpoint; an async context manager, or close it yourself.

    ``timeout`` is the seconds for one answer, all retries included; ``retries`` how often a busy
    endpoint is asked again. ``clock`` (seconds, monotonic) and ``sleep`` are seams for tests.
    """

    def __init__(
        self,
        *,
        base_url: str,
        api_key: str | None,
        model: str,
        timeout: float = 180.0,
        max_output_tokens: int = 16_000,
        retries: int = 1,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.name = model
        self._base_url = base_url
        self._key = (api_key or "").strip()
        self._timeout = timeout
        self._most = max_output_tokens
        self._retries = retries
        self._clock = clock
        self._sleep = sleep
        self._sdk: ModuleType | None = None
        self._client: openai.AsyncOpenAI | None = None

    async def __aenter__(self) -> Self:
        """Return itself; the connection is made at the first question."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connection."""
        await self.close()

    async def close(self) -> None:
        """Close the connection; a later question opens it again."""
        if self._client is not None:
            await self._client.close()
            self._client = None

    async def ask(
        self, system: str, user: Sequence[str], schema: dict[str, Any], label: str
    ) -> Reply:
        """Ask for a JSON object; ``user`` is joined into one message, the task last.

        Raises every kind of ModelError. A ModelNonsenseError says its ``reason``; errors of
        calls that were paid for hold their ``usage``.
        """
        began = self._clock()
        try:
            async with asyncio.timeout(self._timeout):
                answer = await self._patiently(system, user, schema, began + self._timeout)
        except TimeoutError:
            meter.count("model_calls", asked=label, outcome="ModelTimeoutError")
            raise ModelTimeoutError(seconds=round(self._timeout)) from None
        except ModelError as error:
            meter.count("model_calls", asked=label, outcome=type(error).__name__)
            raise
        usage = answer.usage
        meter.count("model_calls", asked=label, outcome="answered")
        meter.count("model_tokens", usage.input_tokens, of="input")
        meter.count("model_tokens", usage.cached_tokens, of="cached")
        meter.count("model_tokens", usage.output_tokens, of="output")
        log.debug("model call %s: %s, %.1f s", label, answer.usage, self._clock() - began)
        return answer

    async def _patiently(
        self, system: str, user: Sequence[str], schema: dict[str, Any], deadline: float
    ) -> Reply:
        for attempt in range(self._retries + 1):
            try:
                return await self._once(system, user, schema)
            except ModelBusyError as error:
                named = error.values.get("retry_after")
                wait = named if isinstance(named, float) else BACKOFF * 2**attempt
                if attempt == self._retries or self._clock() + wait >= deadline:
                    raise
                await self._sleep(wait)
        raise AssertionError("unreachable")

    async def _once(self, system: str, user: Sequence[str], schema: dict[str, Any]) -> Reply:
        """Ask in the form that the endpoint is known to take, or find out which that is."""
        place = (self._base_url, self.name)
        habits = _habits.get(place, Habits())
        while True:
            try:
                body = await self._post(self._request(system, user, schema, habits))
            except _RejectedError as error:
                fewer = habits.without(complaint(error.no) or "")
                if fewer is None:
                    raise fault(error.no) from None
                habits = fewer
            else:
                break
        _habits[place] = habits
        try:
            return read_completion(body, self.name)
        except ModelNonsenseError as error:
            if error.values["reason"] in ("not_json", "not_object") and habits.form == _FORMS[0]:
                # It took the schema and did not keep to it: from now on the schema is said too.
                _habits[place] = replace(habits, form=_FORMS[1])
            raise

    def _request(
        self, system: str, user: Sequence[str], schema: dict[str, Any], habits: Habits
    ) -> dict[str, Any]:
        parts = list(user)
        if habits.form == "json_schema":
            form = {"name": "answer", "strict": True, "schema": schema}
            more: dict[str, Any] = {"response_format": {"type": "json_schema", "json_schema": form}}
        else:
            parts.append(FORM + json.dumps(schema, ensure_ascii=False))
            more = {"response_format": {"type": habits.form}} if habits.form != "text" else {}
        if habits.limit:
            more[habits.limit] = self._most
        if habits.temperature:
            more["temperature"] = 0
        if habits.cache_key and "://api.openai.com" in self._base_url:
            shared = hashlib.sha256(system.encode()).hexdigest()
            more["prompt_cache_key"] = f"isnad-{shared[:32]}"
        messages = [
            {"role": "system", "content": system},
            {"role": "user", "content": "\n\n".join(parts)},
        ]
        return {"model": self.name, "messages": messages, **more}

    async def _post(self, request: dict[str, Any]) -> bytes:
        sdk, client = await self._open()
        body = bytearray()
        try:
            call = client.chat.completions.with_streaming_response.create(**request)
            async with call as response:
                async for piece in response.iter_bytes():
                    body += piece
                    if len(body) > LARGEST:
                        raise ModelNonsenseError(reason="huge")
        except sdk.APIStatusError as error:
            answer = error.response
            no = Rejection.read(
                answer.status_code, answer.content, answer.headers, datetime.now(UTC)
            )
            raise _RejectedError(no) from None
        except (sdk.APIConnectionError, httpx2.HTTPError):
            raise ModelBusyError(reason="connection") from None
        return bytes(body)

    async def _open(self) -> tuple[Any, openai.AsyncOpenAI]:
        if not self._key.isascii() or not self._key.isprintable():
            raise ModelKeyError(reason="not_a_key")  # it could not even be sent
        if self._sdk is None:
            self._sdk = await asyncio.to_thread(_load)  # takes most of a second
        if self._client is None:
            try:
                self._client = self._sdk.AsyncOpenAI(
                    base_url=self._base_url,
                    api_key=self._key or "none",  # local endpoints ask for none, the SDK does
                    max_retries=0,
                    http_client=self._sdk.DefaultAsyncHttpxClient(
                        verify=_trusted(*map(os.environ.get, _AUTHORITIES)),
                        timeout=httpx2.Timeout(None, connect=CONNECT),
                    ),
                )
            except httpx2.InvalidURL:
                raise ConfigError(detail=Note("config.model_url")) from None
        return self._sdk, self._client


@cache
def _trusted(*chosen: str | None) -> ssl.SSLContext:
    """Return who is to be believed, as these variables say; read once, it takes 20 ms and more."""
    return httpx2.create_ssl_context()


def _load() -> ModuleType:
    import openai
    import openai.resources.chat.completions  # else the first call would import it

    _trusted(*map(os.environ.get, _AUTHORITIES))

    # The SDK writes whole requests into its log at DEBUG: articles, and what people ask.
    logging.getLogger("openai").setLevel(logging.WARNING)
    return openai
