"""Keeps the figures of the benches in ``RESULTS.md``, one section each."""

from __future__ import annotations

import argparse
import platform
import re
from datetime import UTC, datetime
from os import cpu_count
from pathlib import Path

from bot import __version__

RESULTS = Path(__file__).parent / "RESULTS.md"
_TITLE = "# Results\n\nWhat `make bench` measured; each section says when and where.\n"


def options(about: str | None, prog: str | None = None) -> argparse.ArgumentParser:
    """Return what reads a bench's command line: ``--write``, to which it may add its own."""
    parser = argparse.ArgumentParser(prog=prog, description=about)
    parser.add_argument("--write", action="store_true", help="keep the figures in RESULTS.md")
    return parser


def tell(name: str, text: str, *, keep: bool) -> None:
    """Print what was measured, and keep it where that was asked for."""
    print(text)
    if keep:
        write_section(name, text)


def write_section(name: str, text: str) -> None:
    """Put ``text`` under the heading ``name``, in place of what stood there."""
    old = RESULTS.read_text("utf-8") if RESULTS.exists() else _TITLE
    RESULTS.write_text(with_section(old, name, f"{circumstances()}\n\n{text}"), "utf-8")


def with_section(page: str, name: str, text: str) -> str:
    """Return ``page`` with the section ``name`` replaced, or added at the end."""
    section = f"## {name}\n\n{text.strip()}\n"
    pattern = re.compile(rf"^## {re.escape(name)}\n.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
    if pattern.search(page):
        return pattern.sub(lambda _: section + "\n", page).rstrip() + "\n"
    return f"{page.rstrip()}\n\n{section}"


def circumstances() -> str:
    """Return the date, the kind of machine and the versions as one line."""
    day = datetime.now(UTC).date().isoformat()
    machine = f"{platform.machine()}, {cpu_count()} cores, {platform.system()}"
    return f"{day}; {machine}; Python {platform.python_version()}; Isnad {__version__}."
