"""The terminal as a chat platform: the smallest complete example of an adapter.

Standard input that is not a terminal is read line by line, a message a line; its end ends the
program when the work is done. In a terminal, lines that arrive together (a paste) are one
message, progress is shown in one line that rewrites itself, and citation numbers are links.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import re
import secrets
import select
import shlex
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TextIO

from rich.console import Console
from rich.text import Text

from bot import sources
from bot.errors import StoreError
from bot.model import Attachment, Block, BlockKind, Chat, Message, Place, Post, Style
from bot.ports import Handler, Services, Trail
from bot.render import as_text, say
from prompts import text

CHAT = Chat("console", "terminal")
LEAVE = frozenset({"/quit", "/exit", "/خروج"})
STOP = "\x03"  # what Ctrl-C says
QUICK = 0.3  # seconds: an answer that comes at once stands before the next prompt
PASTE_PAUSE = 0.05  # seconds: lines of one paste follow each other faster than a person types
MAX_WIDTH = 100
COMMAND = re.compile(r"/\w+")  # "/add", not "/tmp/page.html"
PROMPT = "> "
WIPE, UP = "\r\x1b[K", "\x1b[1A"  # ECMA-48: empty the line; one line up
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
    return Terminal(sys.stdin, sys.stdout, services, settings.width)


class Terminal:
    """Reads messages from ``lines`` and writes posts to ``out``."""

    stage_gap = 0.0

    def __init__(self, lines: TextIO, out: TextIO, services: Services, width: int = 0) -> None:
        self._in = lines
        self._out = out
        self._live = lines.isatty() and out.isatty()
        self._width = width or min(shutil.get_terminal_size((88, 24)).columns, MAX_WIDTH)
        self._interface = services.interface
        self._settled = services.settled
        self._session = secrets.token_hex(4)  # messages of another day have other names
        self._console = Console(file=out, width=self._width, highlight=False)
        self._ids = itertools.count(1)
        self._passing = False  # whether a progress line is on screen, below all else
        self._asking = False  # whether a prompt is, below that
        self._drawing = threading.Lock()  # the prompt is another thread's

    def invitation(self, code: str) -> str:
        """Return nothing: codes are typed here."""
        return ""

    async def private(self, user: str) -> Chat:
        """Return the terminal: whoever sits there is alone with us."""
        return CHAT

    async def run(self, handle: Handler) -> None:
        """Hand every message to ``handle`` until the input ends.

        A pipe's messages are dealt with one after the other. In a terminal a person may go on
        typing while a brief is made (``/cancel``, ``/status``); Ctrl-C stops the work under way,
        and leaves where there is none.
        """
        if not self._live:
            while line := await asyncio.to_thread(self._in.readline):
                if line.strip() in LEAVE:
                    return
                if line.strip():
                    await self._deal(handle, line.rstrip("\n"))
            return
        await self._talk(handle)

    async def _talk(self, handle: Handler) -> None:
        self._console.print(text("chat.welcome", self._interface), style="bold")
        lines: asyncio.Queue[str | None] = asyncio.Queue()
        loop = asyncio.get_running_loop()
        wanted = threading.Event()

        def tell(line: str | None) -> None:
            loop.call_soon_threadsafe(lines.put_nowait, line)

        threading.Thread(target=self._type, args=(wanted, tell), daemon=True).start()
        loop.add_signal_handler(signal.SIGINT, lines.put_nowait, STOP)
        work: set[asyncio.Task[None]] = set()
        wanted.set()
        while (line := await lines.get()) is not None and line.strip() not in LEAVE:
            if line == STOP and not work:
                break
            said = "/cancel" if line == STOP else line
            if said.strip():
                task = asyncio.ensure_future(self._dealt(handle, said))
                work.add(task)
                task.add_done_callback(work.discard)
                await asyncio.wait({task}, timeout=QUICK)
            if line != STOP:
                wanted.set()
        if self._asking:
            self._asking = self._passing = False
            self._out.write("\n")
        await asyncio.gather(*work)
        await self._deal(handle, "/quit")  # which says goodbye, in the language of the chat

    def _type(self, wanted: threading.Event, tell: Callable[[str | None], None]) -> None:
        """Read what a person types, with the editing and history of their shell, in a thread."""
        with contextlib.suppress(ImportError):
            import readline  # noqa: F401  importing it is what gives ``input`` its editing
        while True:
            wanted.wait()
            wanted.clear()
            with self._drawing:
                self._asking = True
                self._out.write("\n" if self._passing else "")
                self._out.flush()
            try:
                line = input(PROMPT)
                while self._more():
                    line += "\n" + input()
            except EOFError:
                tell(None)
                return
            with self._drawing:
                self._asking = self._passing = False  # what was there has moved up
            tell(line)

    def _more(self) -> bool:
        return bool(select.select([self._in], [], [], PASTE_PAUSE)[0])

    async def _deal(self, handle: Handler, line: str) -> None:
        """Hand a message over, and return when all that it asked for is shown."""
        id = f"{self._session}-{next(self._ids)}"
        await handle(Message(CHAT, id, "terminal", line, files=paths(line)))
        await self._settled(CHAT)

    async def _dealt(self, handle: Handler, line: str) -> None:
        """Deal with a line that was typed; where nothing can be stored, that is said past it."""
        try:
            await self._deal(handle, line)
        except StoreError as error:
            with self._drawing:
                self._wipe()
                self._passing = False
                self._out.write(f"{say(error.note, self._interface)}\n\n")
                self._out.write(PROMPT + _typed() if self._asking else "")
                self._out.flush()

    async def send(self, place: Place, post: Post | None, trail: Trail) -> None:
        """Print a post; a passing one only in a terminal, in place of the one before.

        What was printed stays: a post that takes another's place is printed below it.
        """
        if post is None:
            return
        if not trail.ids:
            await trail.keep((f"{self._session}-{next(self._ids)}",))
        with self._drawing:
            self._wipe()
            self._show(post)
            self._passing = self._live and post.passing
            if self._asking:
                self._out.write(("\n" if self._passing else "") + PROMPT + _typed())
            self._out.flush()

    def _wipe(self) -> None:
        """Take the prompt and the progress line off the screen."""
        if self._asking:
            self._out.write(WIPE)
        if self._passing:
            self._out.write((UP if self._asking else "") + WIPE)

    def _show(self, post: Post) -> None:
        if post.passing:
            if self._live:
                self._out.write(as_text(post, self._width).strip()[: self._width - 1])
        elif self._live:
            self._print(post)
        else:
            self._out.write(as_text(post, self._width) + "\n")
        if post.file is not None:
            self._out.write(f"{saved(post.file)}\n")
            if self._live:
                language = post.blocks[0].language if post.blocks else self._interface
                self._out.write(f"{text('chat.temporary', language)}\n")

    def _print(self, post: Post) -> None:
        for block in post.blocks:
            if block.kind in HEADS:
                self._console.print()
            self._console.print(_styled(block), style=HEADS.get(block.kind, ""))
        self._console.print()


def _typed() -> str:
    """Return what a person has typed so far after the prompt."""
    try:
        import readline
    except ImportError:
        return ""
    return readline.get_line_buffer()


def saved(file: Attachment) -> Path:
    """Put a file where only its reader can see it, and return its place."""
    place = Path(tempfile.mkdtemp(prefix="isnad-")) / file.name
    place.write_text(file.content, "utf-8")
    return place


def paths(line: str) -> tuple[str, ...]:
    """Return the local files that a line names."""
    if len(line) > 10_000 or line.count("\n") > 50:  # a pasted text, not a list of files
        return ()
    try:
        words = shlex.split(line)
    except ValueError:  # an apostrophe or a lone quotation mark
        words = line.split()
    named = words[1:] if words and COMMAND.fullmatch(words[0]) else words
    return tuple(str(Path(w).expanduser()) for w in sources.paths(named, _exists))


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
