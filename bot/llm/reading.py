"""Reads what an OpenAI-compatible endpoint answers: data, usage, refusals.

Pure: bytes in, data or a ``ModelError`` out. All of it is written by somebody else's program, so
nothing is taken for granted; no text of an answer goes into an error.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any, Final, NoReturn

from bot.errors import ModelNonsenseError, ModelRefusalError
from bot.llm.faults import Rejection, fault
from bot.llm.shapes import items, mapping, text_of
from bot.model import Usage
from bot.ports import Reply

LARGEST: Final = 4_000_000  # bytes of one response; ten times the longest brief
TOKENS: Final = 100_000_000  # of one call at most: no count of an endpoint breaks our books

_THOUGHTS: Final = re.compile(r"\s*<think>.*?</think>", re.S)


def read_completion(body: bytes, asked: str) -> Reply:
    """Read a chat completion of the model that was ``asked`` for.

    Raises ModelRefusalError, ModelNonsenseError (``reason``: body, no_choice, empty, tool_call,
    length or one of ``read_object``), both with the ``usage``, or what ``fault`` makes of an
    error that was sent as a success.
    """
    try:
        completion = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise ModelNonsenseError(reason="body") from None
    if not isinstance(completion, dict):
        raise ModelNonsenseError(reason="body")
    if completion.get("error") and not completion.get("choices"):
        raise fault(Rejection.read(0, body))
    usage = read_usage(completion.get("usage"))
    choice = mapping(next(iter(items(completion.get("choices"))), None))
    message = mapping(choice.get("message"))
    content = text_of(message.get("content"))
    finish = choice.get("finish_reason")
    if message.get("refusal") or finish == "content_filter":
        raise ModelRefusalError(usage=usage)
    if finish == "length":
        raise ModelNonsenseError(reason="length", usage=usage)
    if not content.strip():
        tool = message.get("tool_calls") or message.get("function_call")
        reason = "tool_call" if tool else "empty" if message else "no_choice"
        raise ModelNonsenseError(reason=reason, usage=usage)
    try:
        data = read_object(content)
    except ModelNonsenseError as error:
        raise ModelNonsenseError(**error.values, usage=usage) from None
    name = completion.get("model")
    return Reply(data, usage, name if isinstance(name, str) and name else asked)


def read_object(text: str) -> dict[str, Any]:
    """Read the one JSON object in a text: alone, in a code fence, or with words around it.

    Raises ModelNonsenseError, ``reason``: not_json, not_object, duplicate_key, not_finite,
    surrogate, huge, or deep.
    """
    if len(text) > LARGEST:
        raise ModelNonsenseError(reason="huge")
    if text.lstrip().startswith("<think>"):
        text = _THOUGHTS.sub("", text, count=1)
    start = text.find("{")
    if start < 0 or "[" in text[:start]:
        raise ModelNonsenseError(reason="not_object" if "[" in text else "not_json")
    try:
        data, end = _STRICT.raw_decode(text, start)
        sendable = _sendable(data)
    except RecursionError:
        raise ModelNonsenseError(reason="deep") from None
    except ValueError:
        raise ModelNonsenseError(reason="not_json") from None
    if "{" in text[end:]:  # a second object: which one is meant?
        raise ModelNonsenseError(reason="not_json")
    if not sendable:
        raise ModelNonsenseError(reason="surrogate")
    assert isinstance(data, dict)
    return data


def _sendable(data: dict[str, Any]) -> bool:
    """Half of a surrogate pair cannot be sent or stored anywhere."""
    try:
        json.dumps(data, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ModelNonsenseError(reason="duplicate_key")
    return found


def _constant(name: str) -> NoReturn:
    raise ModelNonsenseError(reason="not_finite")


def _float(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ModelNonsenseError(reason="not_finite")
    return value


_STRICT: Final = json.JSONDecoder(
    object_pairs_hook=_pairs, parse_constant=_constant, parse_float=_float
)


def read_usage(raw: object) -> Usage:
    """Read the usage block of one call, in the forms that endpoints give it; zeros without one."""
    usage = mapping(raw)
    details = mapping(usage.get("prompt_tokens_details"))
    cached = details.get("cached_tokens", usage.get("prompt_cache_hit_tokens"))
    sent, made = usage.get("prompt_tokens"), usage.get("completion_tokens")
    return Usage(1, _count(sent), _count(cached), _count(made))


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        return 0
    return min(max(value, 0), TOKENS)
