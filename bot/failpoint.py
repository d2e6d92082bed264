"""Moments at which a process can be told to die, so that it can be seen what that leaves behind.

``ISNAD_FAILPOINT=called:3`` lets a process kill itself the third time that it has called a chat
platform. Without that, a moment costs a comparison.
"""

from __future__ import annotations

import os
import signal
from enum import StrEnum
from typing import Final

VARIABLE: Final = "ISNAD_FAILPOINT"


class Point(StrEnum):
    """The moments between hearing of a thing and having recorded that it is done."""

    RECEIVED = "received"  # an event has come and is not stored
    STORED = "stored"  # it is stored and not acknowledged
    TASK_STORED = "task_stored"  # work is stored together with its placeholder
    HANDLED = "handled"  # an event is dealt with, which is not recorded
    DONE = "done"  # that is recorded
    TAKEN = "taken"  # work has begun
    FETCHED = "fetched"  # a page is here and not kept
    READ = "read"  # its article is kept
    ANSWERED = "answered"  # a model has answered, which is not kept
    ANSWER_KEPT = "answer_kept"  # the answer is kept
    DRAFTED = "drafted"  # a brief is drafted
    CHECKED = "checked"  # its claims are checked
    BRIEF_SAVED = "brief_saved"  # it is stored
    PUTTING = "putting"  # a post is about to go into the outbox
    PUT = "put"  # it is there
    ATTEMPTED = "attempted"  # it is noted that it is being tried
    CALLING = "calling"  # a call that a chat will see is about to be made
    CALLED = "called"  # it was answered
    KEEPING = "keeping"  # which messages show a post is about to be recorded
    KEPT = "kept"  # that is recorded
    SHOWN = "shown"  # a post is shown as a whole, which is not recorded
    SETTLED = "settled"  # that is recorded


_left: dict[Point, int] = {}


def arm(said: str) -> None:
    """Let this process die at ``point`` or ``point:times``; "" for never. ValueError."""
    name, _, times = said.partition(":")
    _left.clear()
    if said:
        _left[Point(name)] = int(times or 1)


def reached(point: Point) -> None:
    """Pass a moment, or die at it: at once, with nothing tidied up."""
    if point in _left:
        _left[point] -= 1
        if not _left[point]:
            os.kill(os.getpid(), signal.SIGKILL)


arm(os.environ.get(VARIABLE, ""))
