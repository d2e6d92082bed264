"""Briefs without a model, from start to end: ``python -m bench.briefing``.

How long ``isnad brief`` takes for five articles on disk, and the memory at its peak (with that of
its workers), beside a bare process that reads the same files with trafilatura. And how much memory
a process has after 1,000 briefs of two articles each, over what it had after 50.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter, sleep

from bench.figures import markdown
from bench.memory import resident
from bench.starting import ORDINARY
from bench.turns import HEADER, ROUNDS, Line, in_turns
from bot.model import Source, SourceKind
from bot.testing.pages import ARABIC, ENGLISH

ARTICLES = sorted((Path(__file__).parents[1] / "samples").glob("harbour-*.html"))[:5]
BARE = """
import json, sys, trafilatura
for name in sys.argv[1:]:
    found = trafilatura.bare_extraction(open(name, "rb").read(), with_metadata=True)
    print(json.dumps(found.as_dict(), default=str))
"""
GLANCE = 0.02  # seconds between two looks at memory
FEW, MANY = 50, 1_000
WALL_AIM, GROWTH_AIM = 1.5, 1.05


def run(command: Sequence[str], home: str) -> tuple[float, float]:
    """Run a command; return its seconds and the most memory that it and its children had, in MB."""
    began = perf_counter()
    environment = os.environ | ORDINARY | {"ISNAD_HOME": home}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    peak, over = [0.0], threading.Event()

    def watch() -> None:
        while not over.is_set():
            peak[0] = max(peak[0], resident(process.pid))
            sleep(GLANCE)

    watching = threading.Thread(target=watch)
    watching.start()
    failed = process.wait()
    took = perf_counter() - began
    over.set()
    watching.join()
    if failed:
        sys.exit(f"{command[:4]} failed")
    return took, peak[0]


def extractive(rounds: int) -> list[Line]:
    """Measure the brief of five articles."""
    names = [str(path) for path in ARTICLES]
    ours = [sys.executable, "-m", "bot", "brief", *names, "--engine", "extractive"]
    theirs = [sys.executable, "-c", BARE, *names]
    with tempfile.TemporaryDirectory() as home:
        run(ours, home)  # makes the store
        mine, peers = in_turns(lambda: run(ours, home), lambda: run(theirs, home), rounds)
    what, peer = "`isnad brief` of five articles, no model", "trafilatura alone"
    return [
        Line(what, "s", mine[0], peers[0], peer, WALL_AIM, of_ours=True),
        Line(f"{what}, memory", "MB", mine[1], peers[1], peer),
    ]


# --- memory over many briefs ----------------------------------------------------


def told(n: int) -> list[Source]:
    """Return two texts on one event, that no other brief is about."""
    chance = random.Random(n)
    words = " ".join((*ENGLISH, *ARABIC)).split()
    body = [" ".join(chance.choices(words, k=30)) + "." for _ in range(6)]
    return [
        Source(SourceKind.TEXT, "\n\n".join((f"Event {n}", *part))) for part in (body, body[1:])
    ]


async def growth() -> tuple[float, float]:
    """Return the memory of this process in MB after few and after many briefs."""
    from bot import build
    from bot.config import Settings
    from bot.model import Chat
    from bot.pipeline import make_briefs
    from bot.testing.reading import HereReader

    async def nothing(*_: object) -> None:
        """Show no progress."""

    found = []
    with tempfile.TemporaryDirectory() as folder:
        sections: dict[str, dict[str, str]] = {"store": {"url": f"sqlite:///{folder}/isnad.db"}}
        settings = Settings(**sections)  # type: ignore[arg-type]  # pydantic reads it
        async with build.tools(settings, HereReader()) as tools:
            for n in range(1, MANY + 1):
                chat = Chat("telegram", str(n % 20))
                await make_briefs(told(n), ("ar", "en"), tools, nothing, chat)
                if n in (FEW, MANY):
                    found.append(resident(os.getpid()))
    return found[0], found[1]


def grown() -> Line:
    """Measure the growth in a process of its own."""
    command = [sys.executable, "-m", "bench.briefing", "--growth"]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    few, many = json.loads(run.stdout)
    what = f"memory after {MANY:,} briefs, beside that after {FEW}"
    return Line(what, "MB", (many,), (few,), "", GROWTH_AIM)


def lines(rounds: int = ROUNDS) -> list[Line]:
    """Measure all of it."""
    return [*extractive(rounds), grown()]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print; ``--growth`` is the process that is measured."""
    parser = argparse.ArgumentParser(prog="python -m bench.briefing")
    parser.add_argument("--growth", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    given = parser.parse_args(arguments)
    if given.growth:
        print(json.dumps(asyncio.run(growth())))
        return
    print(markdown(HEADER, [line.cells() for line in lines(given.rounds)]))


if __name__ == "__main__":
    main()
