"""Isnad killed at every named point, and at random: ``python -m bench.kills [--write]``.

``isnad serve`` works for people on a fake platform; it is killed, started again, and watched until
nothing is left to be done. What people then see is compared with a run in which nothing was
killed, on SQLite and on PostgreSQL, in Telegram and in Slack.
"""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.failpoint import Point
from bot.testing import postgres
from bot.testing.hurried import Hurried
from bot.testing.kill import Life, Scene, Seen

PLATFORMS = ("telegram", "slack")
DATABASES = ("SQLite", "PostgreSQL")
LATER = {
    Point.DONE: (2,),
    Point.FETCHED: (2,),
    Point.ANSWERED: (2, 3),
    Point.PUT: (4,),
    Point.CALLING: (4, 6, 8),
    Point.CALLED: (2, 4, 6, 8),
    Point.KEEPING: (4, 5),
    Point.KEPT: (4, 5),
    Point.SHOWN: (3,),
    Point.SETTLED: (3,),
}
"""At which further times: in the middle of what takes several steps."""

CROWD, DEATHS, DELAY = 16, 5, 0.2  # people, kills at random, seconds of an answer of the model


@dataclass
class Row:
    """What became of all runs that were killed in one way."""

    name: str
    cells: dict[tuple[str, str], str] = field(default_factory=dict)


@dataclass
class Sums:
    """Questions to the model in runs without a kill and in those with one."""

    planned: int = 0
    asked: int = 0
    spare: int = 0
    runs: int = 0
    bad: list[str] = field(default_factory=list)


def lives() -> Iterator[Life]:
    """Yield every way to die at a point."""
    for point in Point:
        for times in (1, *LATER.get(point, ())):
            yield Life(point, times)


def verdict(found: Seen, wanted: Seen, deaths: int) -> str:
    """Return "equal", or in a few words what is not."""
    if found.died < deaths:
        return "not reached"
    if found.wrong:
        return f"refused: {found.wrong[0]}"
    if found.shown != wanted.shown:
        lost = sum(len(texts) for texts in wanted.shown.values())
        return f"shown {sum(len(texts) for texts in found.shown.values())} of {lost}"
    return "equal" if found.ever == wanted.ever else "posted twice"


class Places:
    """New stores, on either database."""

    def __init__(self, folder: Path, server: str) -> None:
        self._folder = folder
        self._server = server
        self._numbers = itertools.count()

    def new(self, database: str) -> tuple[str, Path]:
        """Return the URL of a new store, and a folder for its process."""
        name = f"scene{next(self._numbers)}"
        folder = self._folder / name
        folder.mkdir()
        if database == "SQLite":
            return f"sqlite:///{folder / 'isnad.db'}", folder
        postgres.create(self._server, name)
        return self._server.format(name), folder


@contextmanager
def places(databases: Sequence[str]) -> Iterator[Places]:
    """Make room for stores."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True))
        server = stack.enter_context(postgres.server()) if "PostgreSQL" in databases else ""
        yield Places(Path(folder), server)


async def play(
    isnad: Hurried, given: Places, platform: str, database: str, *lives: Life, people: int = 2
) -> Seen:
    """Play one scene in a new store."""
    url, folder = given.new(database)
    async with Scene(isnad, platform, url, folder, people=people) as scene:
        return await scene.play(*lives)
