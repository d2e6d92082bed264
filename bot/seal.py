"""Signs what buttons send back and where pages are, so that nobody can make one up.

Pure but for the clock.
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import quote, unquote

from bot.model import Chat

LIMIT = 64  # bytes: Telegram's callback_data
LIFE = timedelta(days=30)
_MAC = 9  # bytes, 12 characters: 72 bits
_PAGE_MAC = 16  # bytes, 22 characters: 128 bits
_HOUR = 3600
_SEP = "~"
PAGES = "/b/"  # what stands before the token in the path of a link


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
        if not hmac.compare_digest(mine.encode(), mac.encode("utf-8", "surrogatepass")):
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


class PageLinks:
    """Makes the links under which briefs are shown as pages, and reads them again.

    A link names a brief, the language that comes first, and the hour in which it ends; 128 bits of
    a keyed hash cover all three, so links can be neither guessed nor made to last. Nothing is
    stored for one: it shows nothing any more when its brief is forgotten.
    """

    def __init__(
        self, public_url: str, secret: bytes, now: Callable[[], datetime], days: int
    ) -> None:
        self._base = public_url.rstrip("/")
        self._secret = hmac.digest(secret, b"pages", "sha256")  # a key of their own (RFC 5869)
        self._now = now
        self.days = days

    def link(self, brief: str, language: str) -> str:
        """Return the address of a brief's page, with ``language`` first."""
        hours = f"{int((self._now() + timedelta(days=self.days)).timestamp()) // _HOUR:x}"
        named = f"{quote(brief, safe='')}~{language}~{hours}"
        return f"{self._base}{PAGES}{named}~{self._mac(named)}"

    def read(self, token: str) -> tuple[str, str] | None:
        """Return the brief and the language that a link names, ``None`` if it is not ours or over.

        ``token`` is what stands after ``PAGES`` in the link.
        """
        named, _, mac = token.rpartition(_SEP)
        if not hmac.compare_digest(self._mac(named).encode(), mac.encode("utf-8", "replace")):
            return None
        brief, language, hours = named.rsplit(_SEP, 2)
        ends = (int(hours, 16) + 1) * _HOUR
        return (unquote(brief), language) if self._now().timestamp() < ends else None

    def _mac(self, named: str) -> str:
        digest = hmac.digest(self._secret, named.encode("utf-8", "replace"), "sha256")
        return urlsafe_b64encode(digest[:_PAGE_MAC]).decode().rstrip("=")
