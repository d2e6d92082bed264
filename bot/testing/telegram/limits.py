"""How fast a bot may send: sliding windows over what it sent.

Telegram's FAQ for bots: about one message a second in a chat, 20 a minute in a group, 30 a second
in all. The true limits are not published; these are the ones that a bot can rely on. Edits count.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field
from typing import Final

from bot.testing.windows import wait

PER_SECOND: Final = 30
PER_CHAT_PER_SECOND: Final = 1
PER_GROUP_PER_MINUTE: Final = 20


@dataclass
class RateLimits:
    """Windows for all chats together, for each private chat and for each group.

    ``slack`` seconds are forgiven in each window: what left a bot a second apart may arrive a
    little closer.
    """

    per_second: int = PER_SECOND
    per_chat_per_second: int = PER_CHAT_PER_SECOND
    per_group_per_minute: int = PER_GROUP_PER_MINUTE
    slack: float = 0.0
    _all: deque[float] = field(default_factory=deque)
    _chats: dict[int, deque[float]] = field(default_factory=dict)

    def take(self, chat: int, now: float, *, group: bool) -> int:
        """Count a message; returns the seconds to wait if there is one too many, else 0."""
        mine = self._chats.setdefault(chat, deque())
        second, minute = 1 - self.slack, 60 - self.slack
        waits = [wait(self._all, self.per_second, second, now)]
        if group:
            waits.append(wait(mine, self.per_group_per_minute, minute, now))
        else:
            waits.append(wait(mine, self.per_chat_per_second, second, now))
        if max(waits) > 0:
            return math.ceil(max(waits))
        self._all.append(now)
        mine.append(now)
        return 0
