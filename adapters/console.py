"""The terminal as a chat platform: the smallest complete example of an adapter.

Standard input that is not a terminal is read line by line, a message a line; its end ends the
program when the work is done. In a terminal, lines that arrive together (a paste) are one
message, progress is shown in one line that rewrites itself, and citation numbers are links.
"""

from __future__ import annotations

import asyncio
import itertools
import select
import shlex
import shutil
import sys
from pathlib import Path
from typing import Protocol, TextIO

from rich.console import Console
from rich.text import Text

from bot import sources
from bot.model import Block, BlockKind, Chat, Message, Place, Post, Ref, Style
from bot.ports import Handler, Services
from bot.render import as_text
from prompts import text

CHAT = Chat("console", "terminal")
PASTE_PAUSE = 0.05  # seconds: lines of one paste follow each other faster than a person types
MAX_WIDTH = 100
STYLES = {
    Style.STRONG: "bold",
    Style.SOFT: "dim",
    Style.QUOTED: "italic",
    Style.CITATION: "cyan",
    Style.PLAIN: "",
}
BULLETS = {BlockKind.CLAIM: "• ", BlockKind.ITEM: "- ", BlockKind.QUOTE: "│ "}
HEADS = {BlockKind.TITLE: "bold reverse", BlockKind.HEADING: "bold"}


class Settings(Protocol):
    """The part of the configuration that this adapter reads."""

    width: int


def create(settings: Settings, services: Services) -> Terminal:
    """Return the adapter of this process's terminal."""
    return Terminal(sys.stdin, sys.stdout, settings.width, services.interface)


class Terminal:
    """Reads messages from ``lines`` and writes posts to ``out``."""

    def __init__(self, lines: TextIO, out: TextIO, width: int = 0, interface: str = "en") -> None:
        self._in = lines
        self._out = out
        self._live = lines.isatty() and out.isatty()
        self._width = width or min(shutil.get_terminal_size((88, 24)).columns, MAX_WIDTH)
        self._interface = interface
        self._console = Console(file=out, width=self._width, highlight=False)
        self._ids = itertools.count(1)
        self._passing = False  # whether the last line on screen is a progress line

    async def run(self, handle: Handler) -> None:
        """Hand every message to ``handle``, one after the other, until the input ends."""
        if self._live:
            self._console.print(text("chat.welcome", self._interface), style="bold")
        while (line := await asyncio.to_thread(self._next)) is not None:
            if line.strip() in {"/quit", "/exit"}:
                break
            if line.strip():
                await handle(self._message(line))
        if self._live:
            self._console.print(text("chat.bye", self._interface))

    def _next(self) -> str | None:
        """Read the next message, ``None`` at the end of the input."""
        if self._live:
            self._out.write("> ")
            self._out.flush()
        line = self._in.readline()
        while self._live and line and self._more():
            line += self._in.readline()
        return line.rstrip("\n") if line else None

    def _more(self) -> bool:
        return bool(select.select([self._in], [], [], PASTE_PAUSE)[0])

    def _message(self, line: str) -> Message:
        files = (
            () if line.startswith("/") and " " not in line and not _exists(line) else paths(line)
        )
        return Message(CHAT, str(next(self._ids)), "terminal", line, files=files)

    async def send(self, place: Place, post: Post, replaces: Ref | None = None) -> Ref:
        """Print a post; a passing one only in a terminal, in place of the one before."""
        if self._passing:
            self._out.write("\r\x1b[K")
            self._passing = False
        if post.passing:
            self._progress(post)
        elif self._live:
            self._print(post)
        else:
            self._out.write(as_text(post, self._width) + "\n")
        self._out.flush()
        return replaces or Ref(place.chat, str(next(self._ids)))

    def _progress(self, post: Post) -> None:
        if self._live:
            self._out.write(as_text(post, self._width).strip()[: self._width - 1])
            self._passing = True

    def _print(self, post: Post) -> None:
        for block in post.blocks:
            if block.kind in HEADS:
                self._console.print()
            self._console.print(_styled(block), style=HEADS.get(block.kind, ""))
        self._console.print()


def paths(line: str) -> tuple[str, ...]:
    """Return the local files that a line names."""
    if len(line) > 10_000 or line.count("\n") > 50:  # a pasted text, not a list of files
        return ()
    try:
        words = shlex.split(line)
    except ValueError:  # an apostrophe or a lone quotation mark
        words = line.split()
    return tuple(str(Path(w).expanduser()) for w in sources.paths(words, _exists))


def _exists(word: str) -> bool:
    try:
        return Path(word).expanduser().is_file()
    except OSError:  # longer than a file name can be
        return False


def _styled(block: Block) -> Text:
    line = Text(BULLETS.get(block.kind, ""))
    for span in block.spans:
        style = STYLES[span.style]
        if span.href:
            style = f"{style} link {span.href}".strip()
        line.append(span.text, style)
    return line
