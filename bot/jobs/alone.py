"""One process at a time on an SQLite file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from bot.errors import StoreTakenError


@contextmanager
def alone(file: Path | None) -> Iterator[None]:
    """Keep other processes from working on the store in ``file`` meanwhile; in memory nothing.

    StoreTakenError if there is one already. The lock goes with its process, however that ends.
    """
    if file is None:
        yield
        return
    lock = FileLock(f"{file}.lock", mode=0o600)
    try:
        lock.acquire(blocking=False)
    except Timeout as error:
        raise StoreTakenError(place=str(file), detail="another process works on it") from error
    try:
        yield
    finally:
        lock.release()
