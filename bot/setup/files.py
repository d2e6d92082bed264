"""The files of `isnad setup`: written whole or not at all, private where they hold secrets."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from bot.setup.steps import Answers, Given
from bot.setup.walk import known

PRIVATE = 0o600
PLAIN = 0o644
DRAFT = ".isnad-setup.json"


def write(path: Path, text: str, mode: int) -> None:
    """Write a file at one stroke: who reads it finds the old one or the new one.

    ``mode`` holds from the first byte. Raises OSError; then the old file stands.
    """
    path = path.resolve()  # a link stays one
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # made with 0600
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(mode)
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def read(path: Path) -> str:
    """Return a file's text, "" where there is none."""
    return path.read_text("utf-8-sig") if path.exists() else ""


def mode_of(path: Path, otherwise: int) -> int:
    """Return the mode of a file, ``otherwise`` where there is none."""
    return path.stat().st_mode & 0o777 if path.exists() else otherwise


def backed_up(path: Path, at: datetime) -> Path | None:
    """Copy a file to one beside it that only its owner reads; ``None`` where there is none."""
    if not path.exists():
        return None
    copy = path.with_name(f"{path.name}.{at:%Y%m%dT%H%M%S}.bak")
    with os.fdopen(os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE), "wb") as target:
        copy.chmod(PRIVATE)
        with path.open("rb") as source:
            shutil.copyfileobj(source, target)
    return copy


# --- answers on their way -------------------------------------------------------


def keep_draft(folder: Path, answers: Answers) -> None:
    """Keep what was answered so far, in a private file beside the configuration."""
    told = {name: {"choice": g.choice, "values": dict(g.values)} for name, g in answers.items()}
    write(folder / DRAFT, json.dumps(told, ensure_ascii=False), PRIVATE)


def draft(folder: Path) -> Answers:
    """Return what was answered before an interruption, nothing where that cannot be read."""
    try:
        told = json.loads((folder / DRAFT).read_text("utf-8"))
        found = {
            str(name): Given(str(g["choice"]), {str(k): str(v) for k, v in g["values"].items()})
            for name, g in told.items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}
    return known(found)


def drop_draft(folder: Path) -> None:
    """Forget what was kept meanwhile."""
    (folder / DRAFT).unlink(missing_ok=True)
