"""Normal pages beside five bombs of attributes: how long they take, and how long without.

    python -m bench.hostile

Prints the 95th percentile of the seconds that a page takes to be read, alone and beside bombs.
"""

from __future__ import annotations

import asyncio
import statistics
import time

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


async def main() -> None:
    """Measure and print."""
    alone, beside = await measure(0), await measure(5)
    print(f"p95 alone {alone:.3f} s, beside five bombs {beside:.3f} s: {beside / alone:.2f}")


if __name__ == "__main__":
    asyncio.run(main())
