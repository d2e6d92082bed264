"""A terminal as a person sees it: a real one (a pty), in front of the whole program."""

import contextlib
import os
import re
import select
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pty = pytest.importorskip("pty")

PATIENCE = 30.0  # seconds for one answer on a busy machine
CONTROL = re.compile(
    r"\x1b\[([0-9;?]*)([A-Za-z])|\x1b\].*?(?:\x07|\x1b\\)|[\r\n]|[^\x1b\r\n]+", re.S
)


def screen(written: str) -> list[str]:
    """Return the lines that a terminal shows after all that was written to it."""
    lines, row, column = [""], 0, 0
    for found in CONTROL.finditer(written):
        said = found.group()
        if said == "\r":
            column = 0
        elif said == "\n":
            row += 1
            lines += [""] * (row + 1 - len(lines))
        elif found[2] == "K":
            lines[row] = lines[row][:column]
        elif found[2] == "A":
            row -= 1
        elif not said.startswith("\x1b"):
            lines[row] = lines[row][:column].ljust(column) + said + lines[row][column + len(said) :]
            column += len(said)
    return [line.rstrip() for line in lines]


class Window:
    """A terminal window in which the program runs."""

    def __init__(self, home: Path, **more: str) -> None:
        self._master, slave = pty.openpty()
        kept = {k: v for k, v in os.environ.items() if k not in {"OPENAI_API_KEY", "LC_ALL"}}
        environment = kept | {"ISNAD_HOME": str(home), "TERM": "xterm", "LANG": "C.UTF-8"} | more
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bot"],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=environment,
            cwd=Path(__file__).parents[2],
            start_new_session=True,
        )
        os.close(slave)
        self._written = b""

    @property
    def lines(self) -> list[str]:
        return screen(self._written.decode("utf-8", "ignore"))

    def types(self, line: str) -> None:
        os.write(self._master, f"{line}\n".encode())

    def until(self, seen: Callable[[list[str]], Any]) -> list[str]:
        """Wait until the screen shows something; return its lines."""
        end = time.monotonic() + PATIENCE
        while not seen(self.lines):
            assert time.monotonic() < end, "\n".join(self.lines)
            if select.select([self._master], [], [], 0.5)[0]:
                with contextlib.suppress(OSError):  # EIO: the program has ended
                    self._written += os.read(self._master, 65536)
        return self.lines

    def ends(self) -> list[str]:
        """Wait until the program has ended; return what the screen shows then."""
        lines = self.until(lambda _: self._process.poll() is not None)
        with contextlib.suppress(OSError):
            self._written += os.read(self._master, 65536)
        return self.lines or lines

    def close(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        self._process.wait()
        os.close(self._master)


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    made = Window(tmp_path)
    yield made
    made.close()


def asks(lines: list[str]) -> bool:
    return lines[-1] == ">"


def test_after_a_brief_there_is_a_prompt_again(window: Window) -> None:
    window.until(asks)
    window.types("/sample")
    lines = window.until(lambda lines: "Sources" in lines and asks(lines))
    assert not any(re.search(r"\S> ?$", line) for line in lines), lines
    assert sum(line.startswith("Reading ") for line in lines) <= 1  # it was there when one typed
    window.types("/lang ar")
    window.until(lambda lines: lines.count(">") and "المصادر" in lines[-30:] and asks(lines))
    window.types("/quit")
    assert [line for line in window.ends() if line][-1] == "إلى اللقاء."


def test_a_store_that_breaks_is_told_and_no_program_is_shown(
    window: Window, tmp_path: Path
) -> None:
    window.until(asks)
    window.types("/status")
    window.until(lambda lines: any("Languages:" in line for line in lines) and asks(lines))
    with contextlib.closing(sqlite3.connect(tmp_path / "isnad.db")) as broken:
        broken.execute("DROP TABLE outbox")
    window.types("/status")
    lines = window.until(lambda lines: any("store cannot be used" in line for line in lines))
    assert not any("Traceback" in line for line in lines)
