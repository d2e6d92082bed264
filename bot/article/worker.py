"""The process in which pages are read (``bot.workers``)."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import Any

from bot.codec import dump
from bot.model import Problem, ProblemKind, Reading
from bot.workers.serve import serve


def main(seconds: int) -> None:
    """Serve until the input ends; ``seconds`` is the processor time for one document."""
    serve(_answer, seconds, _warm_up)


def _answer(header: dict[str, Any], data: bytes) -> bytes:
    from bot.article.reading import read

    fetched = datetime.fromisoformat(header["fetched"])
    try:
        return dump(read(data, header["url"], header["content_type"], fetched))
    except Exception:  # noqa: BLE001  a page must not end the process, whatever is in it
        return dump(Reading(header["url"], problem=Problem(header["url"], ProblemKind.UNREADABLE)))


def _warm_up() -> None:
    """Load what extraction needs before the first document is timed."""
    import htmldate  # noqa: F401
    import trafilatura
    import trafilatura.external  # noqa: F401

    import bot.article.reading  # noqa: F401


if __name__ == "__main__":
    main(int(sys.argv[1]))
