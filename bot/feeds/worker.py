"""The process in which strangers' feeds are read (``bot.workers``)."""

from __future__ import annotations

import sys
import warnings
from datetime import datetime
from typing import Any

from bot.codec import dump
from bot.feeds.reading import answer
from bot.language import detect
from bot.workers.serve import serve


def main(seconds: int) -> None:
    """Serve until the input ends; ``seconds`` is the processor time for one feed."""
    serve(_answer, seconds, _prepare)


def _prepare() -> None:
    warnings.simplefilter("ignore")
    detect("The news of the day and what is said of it.")  # loads its tables


def _answer(header: dict[str, Any], data: bytes) -> bytes:
    now = datetime.fromisoformat(header["now"])
    return dump(answer(data, header["url"], header["content_type"], now))


if __name__ == "__main__":
    main(int(sys.argv[1]))
