"""What can go wrong at the door of any chat platform, by what is to be done about it. Pure.

Each adapter tells which of its platform's own words mean which of these, and adds the kinds that
only its platform knows.
"""

from __future__ import annotations

from bot.errors import DeliveryError
from bot.model import Fate


class CallError(DeliveryError):
    """The platform did not do it; ``name`` is its own word for the reason."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def __str__(self) -> str:
        return f"{type(self).__name__}: {self.name}"


class StoppedError(CallError):
    """The token is not good: nothing more can be done until there is another."""

    fate = Fate.UNSENT
    stopped = True


class MutedError(CallError):
    """The chat is closed to us."""

    fate = Fate.CLOSED


class GoneError(CallError):
    """The message is not there any more, or can no longer be changed."""


class RefusedError(CallError):
    """The platform refuses what was asked: a fault of ours, or of the person whom it was for."""


class BusyError(CallError):
    """The platform wants to be left alone for ``after`` seconds."""

    fate = Fate.UNSENT

    def __init__(self, after: float) -> None:
        super().__init__(f"for {after:.0f} seconds more")
        self.after = after


class UnclearError(CallError):
    """Nobody knows whether it was done."""

    fate = Fate.UNCLEAR


class UnreachedError(CallError):
    """It was surely not done: there was no connection."""

    fate = Fate.UNSENT
