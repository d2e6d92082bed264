"""A Telegram Bot API server on loopback, and the people on the other side of it.

    async with FakeTelegram() as tg:
        amina = tg.user("Amina", language="ar")
        ... start a bot with tg.token, tg.base_url and tg.base_file_url ...
        amina.says("https://example.com/a")
        await tg.until(lambda: amina.chat.posts)
        assert amina.chat.screen() == [...]
        assert tg.violations == []

It validates every call against Bot API 10.1 (``api.json.xz``) and refuses in the real server's
words; what the real server swallows in silence is in ``tg.violations``.
``python -m bot.testing.telegram`` runs it by hand.
"""

from bot.testing.ledger import Violation
from bot.testing.telegram.chat import Chat, Person, Tap
from bot.testing.telegram.entities import Entity
from bot.testing.telegram.ledger import BotApiError, Call
from bot.testing.telegram.limits import RateLimits
from bot.testing.telegram.message import Message
from bot.testing.telegram.queue import Update
from bot.testing.telegram.server import FakeTelegram
from bot.testing.windows import busiest

__all__ = [
    "BotApiError",
    "Call",
    "Chat",
    "Entity",
    "FakeTelegram",
    "Message",
    "Person",
    "RateLimits",
    "Tap",
    "Update",
    "Violation",
    "busiest",
]
