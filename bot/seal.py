"""Signs what a button sends back, so that nobody can make one up. Pure but for the clock."""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.model import Chat

LIMIT = 64  # bytes: Telegram's callback_data
LIFE = timedelta(days=30)
_MAC = 9  # bytes, 12 characters: 72 bits
_HOUR = 3600
_SEP = "~"


class HmacSeal:
    """A ``bot.ports.Seal``: the text, the hour in which it ends, and a keyed hash of both.

    The hash also covers the chat, and the user where the text is for one user only; RFC 2104
    with SHA-256, shortened.
    """

    def __init__(self, secret: bytes, now: Callable[[], datetime]) -> None:
        self._secret = secret
        self._now = now

    def sign(self, text: str, chat: Chat, user: str | None = None) -> str:
        """Pack ``text`` for a chat, or one user in it; ValueError if it passes 64 bytes."""
        hours = f"{int((self._now() + LIFE).timestamp()) // _HOUR:x}"
        scope = "u" if user is not None else "c"
        sealed = _SEP.join((text, scope + hours, self._mac(text, scope + hours, chat, user)))
        if len(sealed.encode()) > LIMIT:
            raise ValueError(f"{len(sealed.encode())} bytes do not fit into a button")
        return sealed

    def open(self, sealed: str, chat: Chat, user: str) -> str | None:
        """Return the text, ``None`` if it was not signed for this chat and user or is too old."""
        parts = sealed.rsplit(_SEP, 2)
        if len(parts) != 3 or parts[1][:1] not in {"u", "c"}:
            return None
        text, scope, mac = parts
        mine = self._mac(text, scope, chat, user if scope[0] == "u" else None)
        if not hmac.compare_digest(mine.encode(), mac.encode()):
            return None
        try:
            ends = int(scope[1:], 16) * _HOUR
        except ValueError:
            return None
        return text if self._now().timestamp() < ends + _HOUR else None

    def _mac(self, text: str, scope: str, chat: Chat, user: str | None) -> str:
        whole = "\0".join((text, scope, chat.platform, chat.id, user or ""))
        digest = hmac.digest(self._secret, whole.encode("utf-8", "surrogatepass"), "sha256")
        return urlsafe_b64encode(digest[:_MAC]).decode()
