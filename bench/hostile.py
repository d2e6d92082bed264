"""Normal pages beside five bombs of attributes: how long they take, and how long without.

    python -m bench.hostile [--write]

Prints the 95th percentile of the seconds that a page takes to be read, alone and beside bombs.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Sequence

from bench.results import options, tell
from bot.article import Reader
from bot.testing.pages import ENGLISH, NOW, article

URL = "https://nour.example/bridge"
PAGES = 200
PAGE = article(ENGLISH * 40).encode()
BOMB = b"<html><p " + b" ".join(b'a%d="<"' % n for n in range(90_000)) + b">x</p>"


async def measure(bombs: int) -> float:
    """Return the 95th percentile in seconds of pages read one after the other."""
    reader = Reader()
    await asyncio.gather(*(reader.read(PAGE, URL, None, NOW) for _ in range(2)))
    beside = [asyncio.ensure_future(reader.read(BOMB, URL, None, NOW)) for _ in range(bombs)]
    took = []
    for _ in range(PAGES):
        started = time.perf_counter()
        assert (await reader.read(PAGE, URL, None, NOW)).article
        took.append(time.perf_counter() - started)
    for reading in await asyncio.gather(*beside):
        assert reading.problem
    await reader.close()
    return statistics.quantiles(took, n=20)[-1]


async def report() -> str:
    """Measure both."""
    alone, beside = await measure(0), await measure(5)
    return f"p95 alone {alone:.3f} s, beside five bombs {beside:.3f} s: {beside / alone:.2f}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print, and with ``--write`` keep the figures."""
    given = options(__doc__, "python -m bench.hostile").parse_args(arguments)
    text = asyncio.run(report())
    tell("Pages beside bombs", text, keep=given.write)


if __name__ == "__main__":
    main()
