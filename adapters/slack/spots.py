"""Where a post stands, and how its trail tells of it. Pure.

The trail of a post holds, in this order, the ids of its messages ("time", or "channel/time" where
they are elsewhere than in its chat), then marks: ``was/channel/time`` for the messages of a preview
that is being published, ``thread/time`` for the thread in which they are, so that who answers there
is known to mean this post, ``alone/n`` for each part that only one person saw.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

THREAD, ALONE, WAS = "thread/", "alone/", "was/"
STAMP = re.compile(r"\d+\.\d+\Z", re.ASCII)  # a message's id; what else people do has no such


@dataclass(frozen=True, slots=True)
class Spot:
    """Messages of ours: their channel, their ids, the thread of somebody else in which they are.

    Without a ``thread`` the first is in the channel and the others are its thread. ``alone`` is
    how many parts were shown to one person; ``was`` are the messages ("channel/time") of a preview
    whose place this took.
    """

    channel: str
    ids: tuple[str, ...] = ()
    thread: str | None = None
    alone: int = 0
    was: tuple[str, ...] = ()

    @property
    def root(self) -> str | None:
        """The message in whose thread all further messages are."""
        return self.thread or next(iter(self.ids), None)


def spot(channel: str, trail: Sequence[str]) -> Spot:
    """Return where a post of the chat ``channel`` stands."""
    ids = [id for id in trail if not id.startswith((THREAD, ALONE, WAS))]
    elsewhere, _, first = ids[0].rpartition("/") if ids else ("", "", "")
    root = next(_marked(trail, THREAD), None)
    return Spot(
        elsewhere or channel,
        tuple(id.rpartition("/")[2] for id in ids),
        None if root == first else root,
        sum(1 for _ in _marked(trail, ALONE)),
        tuple(_marked(trail, WAS)),
    )


def trail(channel: str, at: Spot) -> tuple[str, ...]:
    """Return what the trail of a post of the chat ``channel`` holds."""
    elsewhere = at.channel != channel
    ids = [f"{at.channel}/{id}" if elsewhere else id for id in at.ids]
    marks = [f"{WAS}{id}" for id in at.was]
    if at.ids and not elsewhere:
        marks.append(f"{THREAD}{at.root}")
    return (*ids, *marks, *(f"{ALONE}{n}" for n in range(at.alone)))


def _marked(trail: Sequence[str], mark: str) -> Iterator[str]:
    return (id.removeprefix(mark) for id in trail if id.startswith(mark))
