"""How fast an app may post: one message a second in a channel, short bursts are borne.

Source: docs.slack.dev/apis/web-api/rate-limits. The size of a burst is not published.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.testing.slack.ledger import rate_limited


@dataclass
class Pace:
    """A sliding window for each channel: ``most`` posts in ``seconds``."""

    most: int = 1
    seconds: float = 1.0
    _posts: dict[str, deque[float]] = field(default_factory=dict)

    def take(self, channel: str, now: float) -> None:
        """Count a post; ``SlackError`` ``ratelimited`` if it is one too many."""
        window = self._posts.setdefault(channel, deque())
        while window and window[0] <= now - self.seconds:
            window.popleft()
        if len(window) >= self.most:
            raise rate_limited(max(1, math.ceil(window[0] + self.seconds - now)))
        window.append(now)


def busiest(times: Iterable[float], seconds: float) -> int:
    """Return the largest number of moments within any window of this length (half open)."""
    window: deque[float] = deque()
    most = 0
    for time in sorted(times):
        window.append(time)
        while window[0] <= time - seconds:
            window.popleft()
        most = max(most, len(window))
    return most
