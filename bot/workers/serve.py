"""The loop of a worker process, with limits that the system itself enforces."""

from __future__ import annotations

import contextlib
import gc
import json
import logging
import os
import sys
import time
from collections.abc import Callable
from typing import Any, Final

from bot.workers import wire

MEMORY: Final = 512 * 1024 * 1024
"""Bytes of address space of the process."""


def serve(
    answer: Callable[[dict[str, Any], bytes], bytes],
    seconds: int,
    prepare: Callable[[], None] = lambda: None,
) -> None:
    """Answer until the input ends; the parent's death ends the input, too.

    ``answer`` gets the header and the document and raises nothing. ``seconds`` is the processor
    time for one document, after which the system kills this process; ``prepare`` loads what
    shall not count in it.
    """
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not get between the answers
    logging.disable(logging.CRITICAL)
    gc.disable()  # there is no garbage yet: looking for it is a tenth of the time that this takes
    prepare()
    gc.freeze()
    gc.enable()
    _limit_memory()
    while len(head := requests.read(wire.LENGTH.size)) == wire.LENGTH.size:
        header = json.loads(requests.read(wire.LENGTH.unpack(head)[0]))
        data = requests.read(header["size"])
        _limit_time(seconds)
        answers.write(wire.answer(answer(header, data)))
        answers.flush()


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
