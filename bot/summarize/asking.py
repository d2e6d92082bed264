"""How a model is asked: by a request with a word of its own, once more if the answer is no use."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, TypeVar

from bot.errors import ModelError, ModelNonsenseError
from bot.model import Usage
from bot.ports import Model
from bot.summarize.prefix import data
from prompts import prompt

T = TypeVar("T")


class UnusableError(ValueError):
    """The answer as a whole is of no use; the message says why, for the model to read."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent: what never changes, the sources, if any, then the task; the form, the nonce."""

    label: str
    system: str
    user: tuple[str, ...]
    schema: dict[str, Any]
    nonce: str


def request(
    label: str,
    system: str,
    shown: Sequence[str],
    task: Callable[[str], str],
    schema: dict[str, Any],
) -> Request:
    """Build a request; ``shown`` goes before ``task``, which is told the nonce."""
    nonce = own_nonce(schema, system, *shown, task(""))
    return Request(label, system, (*shown, task(nonce)), schema, nonce)


def own_nonce(schema: Mapping[str, Any], *parts: str) -> str:
    """Return the hash of a request: one request, one nonce, also when it is repeated."""
    whole = "\0".join((*parts, json.dumps(schema, sort_keys=True)))
    return sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def check_nonce(answer: Mapping[str, Any], nonce: str) -> None:
    """Refuse the answer to somebody else's request, which a proxy's cache may hand out.

    Raises UnusableError.
    """
    if answer.get("nonce") != nonce:
        raise UnusableError('"nonce" is not the value that was asked for')


async def ask(
    model: Model,
    asked: Request,
    read: Callable[[Mapping[str, Any]], T],
    shorter: str = "write less",
) -> tuple[T, Usage, str]:
    """Return what ``read`` makes of the answer, what it cost, and the model's name.

    Where the model writes no JSON, or ``read`` raises UnusableError, it is asked once more and told
    why (``shorter``: what to do about an answer that was cut off), then ModelNonsenseError is
    raised. The answer that is of use is kept. Other ``ModelError`` kinds come from the model; all
    of them say what was spent (``paid``).
    """
    user, spent = asked.user, Usage()
    reason: object = "form"
    for _ in range(2):
        try:
            reply = await model.ask(asked.system, user, asked.schema, asked.label)
            spent += reply.usage
            found = read(reply.data)
        except UnusableError as error:
            problem, reason = str(error), "form"
        except ModelNonsenseError as error:
            spent += paid(error)
            reason = error.values.get("reason", "unreadable")
            problem = f"it was not one plain JSON object ({reason})"
            if reason == "length":
                problem = f"it ran past the limit and was cut off; {shorter}"
        except ModelError as error:
            error.values["usage"] = spent + paid(error)
            raise
        else:
            await reply.keep()
            return found, spent, reply.model
        user = (*asked.user, prompt("again").fill(problem=data(problem)))
    raise ModelNonsenseError(reason=reason, usage=spent)


def paid(error: ModelError) -> Usage:
    """Return what a failed call cost, where the model's error tells."""
    usage = error.values.get("usage")
    return usage if isinstance(usage, Usage) else Usage()
