"""Tells what an endpoint's no means: an error of ours, and what to leave out next time.

Endpoints agree on the status codes and on little else, so codes are read before words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Final

from bot.errors import (
    ModelBusyError,
    ModelContextError,
    ModelError,
    ModelKeyError,
    ModelNonsenseError,
    ModelQuotaError,
    ModelRefusalError,
    ModelUnknownError,
)
from bot.llm.shapes import mapping, text_of

_CONTEXT: Final = re.compile(
    r"context[ _-](?:length|window|size)|maximum context|prompt is too long|too many tokens"
    r"|exceeds? the (?:available|maximum) context|reduce the length|input is too long"
)
_FILTER: Final = re.compile(
    r"content[ _-](?:filter|policy|management)|moderation|\bflagged\b|blocked by .{0,20}safety"
)
# "You exceeded your current quota" is no sign: some endpoints say so when a minute's share is used.
_QUOTA: Final = re.compile(r"insufficient_quota|billing_(?:hard_limit_reached|not_active)")
_BALANCE: Final = re.compile(
    r"(?:insufficient|not enough|low) (?:account )?(?:balance|credits?)"
    r"|(?:balance|credits?) (?:balance )?(?:is|are) (?:too low|insufficient|exhausted)"
)
_DURATION: Final = re.compile(r"(?:(\d+)h)?(?:(\d+)m)?(?:([\d.]+)s)?(?:([\d.]+)ms)?")


@dataclass(frozen=True, slots=True)
class Rejection:
    """An endpoint's no: status, its words in lower case, and seconds to wait, if it says so."""

    status: int
    code: str = ""
    param: str = ""
    message: str = ""
    wait: float | None = None

    @classmethod
    def read(
        cls,
        status: int,
        body: bytes,
        headers: Mapping[str, str] | None = None,
        now: datetime | None = None,
    ) -> Rejection:
        """Read an error response; ``now`` is needed for waits given as dates."""
        text = body.decode("utf-8", "replace")
        try:
            parsed: object = json.loads(text)
        except (ValueError, RecursionError):
            parsed = None
        first = parsed[0] if isinstance(parsed, list) and parsed else parsed
        outer = mapping(first)
        inner = mapping(outer.get("error")) or outer
        code = inner.get("code")
        if not status:  # an error that was sent with status 200
            status = code if isinstance(code, int) and 400 <= code < 600 else 500
        words = (w for w in (code, inner.get("type")) if isinstance(w, str))
        return cls(
            status,
            " ".join(words).lower(),
            text_of(inner.get("param")).lower(),
            (text_of(inner.get("message")) or text)[:2000].lower(),
            read_wait(headers or {}, now),
        )


def fault(no: Rejection) -> ModelError:
    """Tell what a rejection means for the person who asked."""
    bad = no.status in (400, 422)
    if no.status == 402 or _QUOTA.search(no.code) or _BALANCE.search(no.message):
        return ModelQuotaError(status=no.status)
    if no.status == 413 or (bad and _CONTEXT.search(f"{no.code} {no.message}")):
        return ModelContextError(status=no.status)
    if no.status in (400, 403, 422) and _FILTER.search(f"{no.code} {no.message}"):
        return ModelRefusalError(status=no.status)
    if no.status in (401, 403):
        return ModelKeyError(status=no.status)
    if no.status in (404, 405) or "model_not_found" in no.code:
        return ModelUnknownError(status=no.status)
    if bad and "json_validate_failed" in no.code:  # the endpoint read its model's answer for us
        return ModelNonsenseError(reason="not_json")
    if no.status in (408, 409, 425, 429) or no.status >= 500:
        wait = {} if no.wait is None else {"retry_after": no.wait}
        return ModelBusyError(status=no.status, **wait)
    return ModelError(status=no.status)


_COMPLAINTS: Final = (
    ("temperature", ("temperature",)),
    ("prompt_cache_key", ("prompt_cache_key",)),
    ("tokens", ("max_completion_tokens", "max_tokens")),
    ("form", ("response_format", "json_schema", "json_object", "schema", "structured", "grammar")),
)


def complaint(no: Rejection) -> str | None:
    """Tell which optional part of a request an endpoint did not take.

    Returns "temperature", "prompt_cache_key", "tokens" or "form"; "form" also for a bad request
    without a reason, as it is the part that endpoints differ in most; ``None`` if the fault lies
    elsewhere.
    """
    if no.status not in (400, 422) or type(fault(no)) is not ModelError:
        return None
    for said in filter(None, (no.param, no.message)):
        for part, words in _COMPLAINTS:
            if any(word in said for word in words):
                return part
    return "form"


def read_wait(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """Read how many seconds to wait: Retry-After (seconds or date), its milliseconds, resets."""
    exact = headers.get("retry-after-ms", "")
    if _number(exact) is not None:
        return float(exact) / 1000
    plain = headers.get("retry-after", "")
    if _number(plain) is not None:
        return float(plain)
    if plain and now is not None:
        try:
            return max(0.0, (parsedate_to_datetime(plain) - now).total_seconds())
        except (ValueError, TypeError, OverflowError):
            pass
    resets = [
        _duration(headers.get(f"x-ratelimit-reset-{what}", ""))
        for what in ("requests", "tokens")
        if headers.get(f"x-ratelimit-remaining-{what}", "0") == "0"
    ]
    return max(resets) if any(resets) else None


def _duration(text: str) -> float:
    """Read "6m0s", "1h2m", "120ms" (Go's notation) or bare seconds; 0 for anything else."""
    if (bare := _number(text)) is not None:
        return bare
    match = _DURATION.fullmatch(text)
    if not match:
        return 0.0
    units = (3600, 60, 1, 0.001)
    parts = zip(match.groups("0"), units, strict=True)
    return sum((_number(part) or 0.0) * unit for part, unit in parts)


def _number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"\d{1,9}(?:\.\d{1,9})?", text, re.ASCII) else None
