"""How fast an app may post: one message a second in a channel, short bursts are borne.

Source: docs.slack.dev/apis/web-api/rate-limits. The size of a burst is not published.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field

from bot.testing.slack.ledger import rate_limited
from bot.testing.windows import wait


@dataclass
class Pace:
    """A sliding window for each channel: ``most`` posts in ``seconds``."""

    most: int = 1
    seconds: float = 1.0
    _posts: dict[str, deque[float]] = field(default_factory=dict)

    def take(self, channel: str, now: float) -> None:
        """Count a post; ``SlackError`` ``ratelimited`` if it is one too many."""
        window = self._posts.setdefault(channel, deque())
        if (left := wait(window, self.most, self.seconds, now)) > 0:
            raise rate_limited(max(1, math.ceil(left)))
        window.append(now)
