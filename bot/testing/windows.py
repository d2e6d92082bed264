"""Sliding windows over moments: how platforms limit those who send. Pure."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable


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


def wait(window: deque[float], most: int, seconds: float, now: float) -> float:
    """Return the seconds until there is room for one more in a window of ``most``, 0 if there is.

    Drops from the window what is older than ``seconds``.
    """
    while window and window[0] <= now - seconds:
        window.popleft()
    return window[-most] + seconds - now if len(window) >= most else 0.0
