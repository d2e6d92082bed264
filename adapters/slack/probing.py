"""Whether tokens open Slack's door, before anything is set up by them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from adapters.slack.manifest import SCOPES
from bot.traffic.faults import RefusedError, StoppedError, UnreachedError

ANSWER = 15.0  # seconds for each question
SCOPED = "x-oauth-scopes"  # in each answer: docs.slack.dev/authentication


class Secret(Protocol):
    """A token that does not show itself."""

    def get_secret_value(self) -> str:
        """Return the token."""


class Settings(Protocol):
    """The part of the configuration that is tried."""

    bot_token: Secret
    app_token: Secret | None
    mode: str
    base_url: str


@dataclass(frozen=True, slots=True)
class _Answer:
    body: Mapping[str, Any]
    scopes: frozenset[str]


async def probe(settings: Settings) -> str:
    """Return who the app is and where: "isnad in Example Newsroom".

    Raises ``StoppedError`` for a token that is not good, ``RefusedError`` where the app lacks a
    scope of the manifest, ``UnreachedError`` where nobody answers.
    """
    me = await _ask(settings, "auth.test", settings.bot_token)
    lacking = sorted(set(SCOPES) - me.scopes) if me.scopes else []
    if lacking:
        raise RefusedError(f"missing_scope: {', '.join(lacking)}")
    if settings.mode == "socket" and settings.app_token is not None:
        await _ask(settings, "apps.connections.open", settings.app_token)
    return f"{me.body.get('user')} in {me.body.get('team')}"


async def _ask(settings: Settings, method: str, token: Secret) -> _Answer:
    import aiohttp

    base_url = settings.base_url if settings.base_url.endswith("/") else f"{settings.base_url}/"
    timeout = aiohttp.ClientTimeout(total=ANSWER)
    try:
        headers = {"Authorization": f"Bearer {token.get_secret_value()}"}
        async with (
            aiohttp.ClientSession(timeout=timeout, headers=headers) as session,
            session.post(f"{base_url}{method}", data={}) as answered,
        ):
            body = await answered.json(content_type=None)
            told = answered.headers.get(SCOPED, "")
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        raise UnreachedError(type(error).__name__) from None
    if not isinstance(body, dict):
        raise UnreachedError(f"http_{answered.status}")
    if not body.get("ok"):
        _refuse(str(body.get("error", "")), answered.status)
    return _Answer(body, frozenset(scope.strip() for scope in told.split(",") if scope.strip()))


def _refuse(name: str, status: int) -> None:
    """Raise what an error of these two methods means: a token is not good, or Slack is down."""
    if (
        status >= 500
        or status == 429
        or name in {"", "fatal_error", "internal_error", "ratelimited"}
    ):
        raise UnreachedError(name or f"http_{status}")
    raise StoppedError(name)
