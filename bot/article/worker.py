"""The process in which pages are read, so that a page that eats time or memory can be killed.

It reads requests from standard input and writes readings to standard output, one after the
other: four bytes of length, then a JSON header, then as many bytes as the header says; back
come four bytes of length and the reading in the stored form of ``bot.codec``. End of input ends
it.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import sys
import time
from datetime import datetime

from bot.article.reading import read
from bot.article.wire import LENGTH
from bot.codec import dump
from bot.model import Problem, ProblemKind, Reading

MEMORY = 512 * 1024 * 1024
"""Bytes of address space of the process."""


def main(seconds: int) -> None:
    """Serve until the input ends; the parent's death ends the input, too.

    ``seconds`` is the processor time for one document.
    """
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not get between the answers
    logging.disable(logging.CRITICAL)
    _warm_up()
    _limit_memory()
    while (head := requests.read(LENGTH.size)) and len(head) == LENGTH.size:
        header = json.loads(requests.read(LENGTH.unpack(head)[0]))
        data = requests.read(header["size"])
        _limit_time(seconds)
        answer = dump(_answer(header, data))
        answers.write(LENGTH.pack(len(answer)) + answer)
        answers.flush()


def _answer(header: dict[str, str], data: bytes) -> Reading:
    fetched = datetime.fromisoformat(header["fetched"])
    try:
        return read(data, header["url"], header["content_type"], fetched)
    except Exception:  # noqa: BLE001  a page must not end the process, whatever is in it
        return Reading(header["url"], problem=Problem(header["url"], ProblemKind.UNREADABLE))


def _warm_up() -> None:
    """Load what extraction needs before the first document is timed."""
    import htmldate  # noqa: F401
    import trafilatura
    import trafilatura.external  # noqa: F401


def _limit_memory() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_time(seconds: int) -> None:
    """Let the system kill this process when the document has used its processor time."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        used = int(time.process_time()) + 1
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (used + seconds, hard))


if __name__ == "__main__":
    main(int(sys.argv[1]))
