"""Isnad killed at every named point, and at random: ``python -m bench.kills [--write]``.

``isnad serve`` works for people on a fake platform; it is killed, started again, and watched until
nothing is left to be done. What people then see is compared with a run in which nothing was
killed, on SQLite and on PostgreSQL, in Telegram and in Slack.
"""

from __future__ import annotations

import asyncio
import itertools
import random
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench.figures import markdown
from bench.results import options, tell
from bot.failpoint import Point
from bot.testing import postgres
from bot.testing.hurried import Hurried
from bot.testing.kill import Life, Plot, Scene, Seen

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

ASKED = (
    *(Life(point) for point in Point if point not in {Point.BRIEF_SAVED, Point.READ}),
    *(Life(point, 2) for point in (Point.TAKEN, Point.ANSWERED, Point.PUT, Point.CALLED)),
    *(Life(point, 3) for point in (Point.ANSWERED, Point.ANSWER_KEPT, Point.PUT, Point.CALLED)),
)
"""Ways to die while a question is answered and a digest is made."""

CROWD, LATENCY = 80, 0.2  # people, and seconds of an answer of the model, while it is killed
DEATHS, SPAN = 4, (2.0, 8.0)  # kills at random, and after how many seconds of life
SEED = 11


@dataclass
class Sums:
    """What all runs with a kill came to, beside what they would have without."""

    runs: int = 0
    equal: int = 0
    planned: int = 0  # questions to the model
    asked: int = 0
    spare: int = 0  # placeholders left behind

    def add(self, found: Seen, wanted: Seen, said: str) -> str:
        """Count a run; return what was said of it."""
        self.runs += 1
        self.equal += said == "equal"
        self.planned += wanted.calls
        self.asked += found.calls
        self.spare += found.spare
        return said


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
    isnad: Hurried,
    given: Places,
    platform: str,
    database: str,
    plot: Plot,
    *lives: Life,
) -> Seen:
    """Play one scene in a new store."""
    url, folder = given.new(database)
    async with Scene(isnad, platform, url, folder, plot) as scene:
        return await scene.play(*lives)


async def named(
    isnad: Hurried, given: Places, where: tuple[str, str], sums: Sums, *, later: bool = False
) -> list[str]:
    """Kill at each point, on one platform and database; return what came of it.

    ``later``: not while briefs are made, but a question is answered and a digest is made.
    """
    database, platform = where
    scene = partial(play, isnad, given, platform, database, Plot(later=later))
    calm = await scene()
    told = []
    for life in ASKED if later else lives():
        found = await scene(life)
        told.append(sums.add(found, calm, verdict(found, calm, 1)))
    return told


async def at_random(isnad: Hurried, given: Places, where: tuple[str, str], sums: Sums) -> str:
    """Kill again and again while many people ask; return what came of it."""
    database, platform = where
    chance = random.Random(SEED)
    ends = [Life(seconds=chance.uniform(*SPAN)) for _ in range(DEATHS)]
    plot = Plot(people=CROWD, latency=LATENCY)
    crowd = partial(play, isnad, given, platform, database, plot)
    calm, found = await crowd(), await crowd(*ends)
    said = sums.add(found, calm, verdict(found, calm, 1))
    return f"{said}, {found.died} kills, {found.calls / calm.calls:.3f} times the questions"


async def measure(databases: Sequence[str], platforms: Sequence[str]) -> str:
    """Return what was measured, as tables."""
    places_ = [(d, p) for d in databases for p in platforms]
    at_points, later, in_crowds = Sums(), Sums(), Sums()
    with places(databases) as given:
        async with Hurried() as isnad:
            columns = [await named(isnad, given, where, at_points) for where in places_]
            asked = [await named(isnad, given, where, later, later=True) for where in places_]
            crowds = [await at_random(isnad, given, where, in_crowds) for where in places_]
    names = [f"{life.point} {life.times}" for life in lives()]
    head = ("killed at", *(f"{database}, {platform}" for database, platform in places_))
    others = [f"question, digest: {life.point} {life.times}" for life in ASKED]
    rows = [*zip(names, *columns, strict=True), *zip(others, *asked, strict=True)]
    rows.append(("random times", *crowds))
    total = "\n".join(
        f"- {name}: {sums.equal} of {sums.runs} runs equal, {sums.spare} placeholders left behind,"
        f" {sums.asked / sums.planned:.3f} times the questions to the model of calm runs"
        for name, sums in (
            ("named points", at_points),
            ("named points, question and digest", later),
            ("random times", in_crowds),
        )
    )
    return f"{markdown(head, rows)}\n\n{total}"


def main(arguments: list[str] | None = None) -> None:
    """Measure, print, and with ``--write`` keep the figures."""
    parser = options(__doc__)
    parser.add_argument("--database", action="append", choices=DATABASES, help="only this one")
    parser.add_argument("--platform", action="append", choices=PLATFORMS, help="only this one")
    given = parser.parse_args(arguments)
    found = measure(given.database or DATABASES, given.platform or PLATFORMS)
    text = asyncio.run(found)
    tell("Kills", text, keep=given.write)


if __name__ == "__main__":
    main()
