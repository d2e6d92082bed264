"""The Events API over HTTP: signed requests to the app's own address.

Sources: docs.slack.dev/apis/events-api and /authentication/verifying-requests-from-slack.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from bot.testing.slack.delivery import COMMANDS, EVENTS, Delivery, UndeliveredError
from bot.testing.slack.ledger import Json

if TYPE_CHECKING:
    from aiohttp import ClientSession

FORM: Final = "application/x-www-form-urlencoded"
JSON: Final = "application/json"
REDIRECTS: Final = 2


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Return the signature of a body, version 0."""
    whole = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), whole, hashlib.sha256).hexdigest()


@dataclass(eq=False)
class Push:
    """Posts to the app at ``url``; a ``Carrier``. ``clock`` is the one that signatures tell."""

    secret: str
    clock: Callable[[], float]
    url: str = ""
    session: ClientSession | None = None

    def headers(
        self, body: bytes, timestamp: str | None = None, secret: str | None = None
    ) -> dict[str, str]:
        """Return the two headers that prove a body; both parts can be wrong on purpose."""
        told = str(int(self.clock())) if timestamp is None else timestamp
        return {
            "X-Slack-Request-Timestamp": told,
            "X-Slack-Signature": signature(self.secret if secret is None else secret, told, body),
        }

    async def carry(self, delivery: Delivery) -> tuple[Json, str]:
        """Post a payload, return what was answered."""
        body, content_type = _body(delivery)
        headers = {"Content-Type": content_type, **self.headers(body)}
        if delivery.attempt:
            headers["X-Slack-Retry-Num"] = str(delivery.attempt)
            headers["X-Slack-Retry-Reason"] = delivery.reason
        status, told, text = await self._post(body, headers)
        if not 200 <= status < 300:
            raise UndeliveredError("http_error", final=told.get("X-Slack-No-Retry") == "1")
        return _answer(text), "http"

    async def post(self, body: bytes, headers: Mapping[str, str]) -> tuple[int, str]:
        """Post anything as it is; return status and text."""
        status, _, text = await self._post(body, headers)
        return status, text

    async def close(self) -> None:
        """Let go of connections."""
        if self.session is not None:
            await self.session.close()
            self.session = None

    async def _post(
        self, body: bytes, headers: Mapping[str, str]
    ) -> tuple[int, Mapping[str, str], str]:
        import aiohttp

        if self.session is None:
            self.session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        try:
            async with self.session.post(
                self.url, data=body, headers=headers, max_redirects=REDIRECTS
            ) as response:
                return response.status, response.headers, await response.text()
        except aiohttp.TooManyRedirects as error:
            raise UndeliveredError("too_many_redirects") from error
        except aiohttp.ClientSSLError as error:
            raise UndeliveredError("ssl_error") from error
        except aiohttp.ClientConnectionError as error:
            raise UndeliveredError("connection_failed") from error
        except aiohttp.ClientError as error:
            raise UndeliveredError("unknown_error") from error


def _body(delivery: Delivery) -> tuple[bytes, str]:
    if delivery.kind == EVENTS:
        return json.dumps(delivery.payload, ensure_ascii=False).encode(
            "utf-8", "surrogatepass"
        ), JSON
    if delivery.kind == COMMANDS:
        flat = {
            k: str(v).lower() if isinstance(v, bool) else v for k, v in delivery.payload.items()
        }
        return urlencode(flat).encode(), FORM
    return urlencode({"payload": json.dumps(delivery.payload, ensure_ascii=False)}).encode(), FORM


def _answer(text: str) -> Json:
    if not text:
        return {}
    try:
        found: Any = json.loads(text)
    except ValueError:
        return {"text": text}
    return found if isinstance(found, dict) else {"text": text}
