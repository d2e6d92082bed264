"""The files that people sent: a folder for each chat, so that they go and move with it."""

from __future__ import annotations

import contextlib
import hashlib
import shutil
from collections.abc import Awaitable, Callable, Collection, Iterable
from datetime import datetime
from pathlib import Path, PurePath
from typing import Protocol, TypeVar
from urllib.parse import urlsplit
from urllib.request import url2pathname

import structlog

from bot.model import Chat

log = structlog.get_logger()

SIZE = 5_000_000  # bytes of a file that is fetched at most
NAME = 80  # characters of a file name that are kept
PRIVATE = 0o700


class Attachment(Protocol):
    """A file that somebody sent, not yet fetched."""

    @property
    def name(self) -> str:
        """What people call it."""

    @property
    def size(self) -> int:
        """Bytes, as the platform tells; 0 if it does not."""


F = TypeVar("F", bound=Attachment)


def folder(root: Path, chat: Chat) -> Path:
    """Return where a chat's files are below ``root``; the folder need not exist."""
    return root / chat.platform / hashlib.sha256(chat.id.encode()).hexdigest()[:32]


async def fetch(
    root: Path,
    chat: Chat,
    files: Iterable[F],
    download: Callable[[F, int], Awaitable[bytes | None]],
) -> tuple[str, ...]:
    """Fetch files into the chat's folder and return their paths; what cannot be had is left out.

    ``download`` gets a file and the most bytes of it, and returns ``None`` if it cannot be had.
    """
    paths = []
    for file in files:
        content = await download(file, SIZE) if file.size <= SIZE else None
        if content is None:
            log.warning("attachment not read", platform=chat.platform, size=file.size)
            continue
        paths.append(str(save(root, chat, file.name, content)))
    return tuple(paths)


def save(root: Path, chat: Chat, name: str, content: bytes) -> Path:
    """Write a file under the name that people know it by; the same file again has the same path.

    So a message that is dealt with once more, after a restart, asks for the same as before.
    """
    plain = PurePath(name.replace("\\", "/")).name
    stem, dot, suffix = plain.rpartition(".")
    safe = "".join(c if c.isalnum() or c in " -_" else "_" for c in stem)[:NAME].strip() or "file"
    room = folder(root, chat) / hashlib.sha256(content).hexdigest()[:32]
    room.mkdir(parents=True, mode=PRIVATE, exist_ok=True)
    path = room / f"{safe}{dot}{suffix.lower()}"
    path.write_bytes(content)
    return path


def sweep(root: Path, chat: Chat, before: datetime, used: Collection[str]) -> int:
    """Delete a chat's files from before a moment, but those at addresses (URLs) that are used.

    Returns how many that were.
    """
    kept = {Path(url2pathname(urlsplit(url).path)).resolve() for url in used}
    swept = 0
    for file in [path for path in folder(root, chat).resolve().rglob("*") if path.is_file()]:
        if file.stat().st_mtime < before.timestamp() and file not in kept:
            file.unlink()
            swept += 1
            with contextlib.suppress(OSError):  # another file is in there, or was put there now
                file.parent.rmdir()
    return swept


def forget(root: Path, chat: Chat) -> None:
    """Delete every file that came from a chat."""
    shutil.rmtree(folder(root, chat), ignore_errors=True)


def move(root: Path, old: Chat, new: Chat) -> None:
    """Let the files of one chat be another's, as when a group becomes a supergroup.

    Where they were, they are still found: work under way may know them by that path.
    """
    source, target = folder(root, old), folder(root, new)
    if not source.is_dir() or source.is_symlink():
        return
    target.mkdir(parents=True, exist_ok=True, mode=PRIVATE)
    shutil.copytree(source, target, dirs_exist_ok=True)
    shutil.rmtree(source)
    source.symlink_to(target, target_is_directory=True)
