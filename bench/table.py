"""The table of ``make bench``: what Isnad takes, measured in turns with bare peers."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterator
from time import perf_counter

from bench import acks, briefing, load, reading, starting, tokens
from bench.figures import markdown
from bench.turns import HEADER, ROUNDS, Line

RAW_AIM, CACHED_AIM, EXPONENT_AIM, CALLS_AIM = 2.4, 1.25, 1.1, 3
ACK_AIM, CLAIMS_AIM = 1.25, 2_000
SOURCES = 5  # of the brief whose tokens are counted
CLAIMS = 1_000  # of each round


def model_lines(rounds: int) -> list[Line]:
    """Measure what a checked brief sends to a model, and how its time grows with its sources."""
    runs = [asyncio.run(tokens.measured()) for _ in range(rounds)]
    five = next(cost for cost in runs[0] if cost.sources == SOURCES)  # the same in every run
    most = max(cost.in_turn for run in runs for cost in run)
    sizes = ", ".join(str(size) for size in tokens.SIZES)
    grows = f"brief of {sizes} sources, {tokens.LATENCY} s a call: time as a power of them"
    sent = f"tokens sent over tokens of {SOURCES} sources"
    return [
        Line(f"{sent}, raw", "ratio", (five.raw,), aim=RAW_AIM),
        Line(f"{sent}, instructions at a tenth", "ratio", (five.cached,), aim=CACHED_AIM),
        Line(grows, "ratio", tuple(tokens.exponent(run) for run in runs), aim=EXPONENT_AIM),
        Line("calls to the model that follow each other", "ratio", (float(most),), aim=CALLS_AIM),
    ]


def ack_lines(rounds: int) -> list[Line]:
    """Measure acknowledgements of 500 links at once."""
    found = asyncio.run(acks.measure(rounds))
    theirs, ours = (
        tuple(acks.percentile(took, 0.99) * 1000 for took in found[name]) for name in acks.SERVERS
    )
    what = f"{acks.EVENTS} links at once, acknowledged, 99th percentile"
    return [Line(what, "ms", ours, theirs, "bare Bolt", ACK_AIM)]


def checker_lines(rounds: int) -> list[Line]:
    """Measure the checker without a model, on claims that it has not seen."""
    rates = tuple(load.rates(rounds, CLAIMS))
    what = "checker without a model, bilingual claims a second of one core"
    return [Line(what, "ratio", rates, aim=CLAIMS_AIM, least=True)]


PARTS: dict[str, Callable[[int], list[Line]]] = {
    "a link": reading.lines,
    "with a model": model_lines,
    "acknowledgements": ack_lines,
    "starting": starting.lines,
    "checker": checker_lines,
    "without a model": briefing.lines,
}


def measured(rounds: int = ROUNDS) -> Iterator[Line]:
    """Measure part by part, and say on standard error which one is under way."""
    for name, lines in PARTS.items():
        began = perf_counter()
        yield from lines(rounds)
        print(f"{name}: {perf_counter() - began:.0f} s", file=sys.stderr)


def report(rounds: int = ROUNDS) -> str:
    """Return the table."""
    shown = markdown(HEADER, [line.cells() for line in measured(rounds)])
    return f"Median and range of {rounds} rounds in turns.\n\n{shown}"
