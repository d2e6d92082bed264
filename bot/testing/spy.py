"""A witness of every socket of this process, whoever opened it.

    with watching() as spy:
        ...
    assert spy.reached == []

Python itself reports each connection before it is made (PEP 578, audit events); the spy notes it
and refuses it, so that no packet leaves the machine whatever the code under test does.
"""

from __future__ import annotations

import errno
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Final

_SENDING: Final = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
_ASKING: Final = frozenset({"socket.getaddrinfo", "socket.gethostbyname"})


@dataclass
class Spy:
    """What was tried: addresses to send to, and names that the system was asked for."""

    let: Collection[object] = ()  # addresses that may be reached: a fake site's
    reached: list[tuple[str, int]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def hear(self, event: str, args: tuple[object, ...]) -> None:
        """Note one event; OSError for one that would send something."""
        if event in _ASKING:
            self.asked.append(str(args[0]))
        elif event in _SENDING and isinstance(args[1], tuple) and args[1] not in self.let:
            self.reached.append((str(args[1][0]), int(args[1][1])))
            raise OSError(errno.ENETUNREACH, "no network in a test")


_on_duty: list[Spy] = []


@cache
def _hook() -> None:
    """Add the hook once: it cannot be taken away."""

    def hear(event: str, args: tuple[object, ...]) -> None:
        if _on_duty and event.startswith("socket."):
            _on_duty[-1].hear(event, args)

    sys.addaudithook(hear)


@contextmanager
def watching(let: Collection[object] = ()) -> Iterator[Spy]:
    """Watch until the block ends. ``let`` are addresses, as (host, port), that may be reached."""
    _hook()
    spy = Spy(let)
    _on_duty.append(spy)
    try:
        yield spy
    finally:
        _on_duty.remove(spy)
