"""`isnad setup`: the first five minutes in a terminal."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.base import fail, main, refuse

if TYPE_CHECKING:
    from bot.model import Note
    from bot.setup.steps import Answers


@main.command()
@click.pass_context
def setup(context: click.Context) -> None:
    """Set Isnad up by questions: language, model, Telegram, Slack, a digest, the store.

    Each answer is tried with its service, then config.toml and secrets.toml are written. What is
    there already is kept, with a copy. Ctrl-C loses nothing: the next time goes on from there.
    Example: isnad setup
    """
    from bot import config, log
    from bot.errors import BotError, NotTextError

    log.setup("warning")  # libraries tell tokens at lower levels
    path = config.target_file(context.obj)
    try:
        _set_up(_Files(path, config.secrets_file(path)))
    except BotError as error:
        refuse(error, config.interface(context.obj))
    except OSError as error:
        fail(f"{error.filename or 'a file'}: {error.strerror or error}")
    except UnicodeDecodeError:
        refuse(NotTextError(file=str(path)), config.interface(context.obj))


@dataclass(frozen=True, slots=True)
class _Files:
    config: Path
    secrets: Path


@dataclass(slots=True)
class _Terminal:
    """``bot.setup.walk.Talk``."""

    language: str

    def tell(self, note: Note) -> None:
        """Write a text, with air above it."""
        click.echo(f"\n{self._say(note)}")

    def choose(self, note: Note, options: Sequence[Note], default: int) -> int:
        """Number the options and read a number, in the digits of any script."""
        from bot.model import Note

        self.tell(note)
        for n, option in enumerate(options, 1):
            click.echo(f"  {n}. {self._say(option)}")
        while True:
            said = click.prompt("", default=str(default + 1), prompt_suffix="> ")
            if said.strip().isdecimal() and 1 <= int(said) <= len(options):
                return int(said) - 1
            self.tell(Note("setup.number", {"most": len(options)}))

    def ask(self, note: Note, default: str, *, secret: bool, optional: bool) -> str:
        """Read a line; a secret one is not shown."""
        shown = default or ("" if optional else None)
        given: str = click.prompt(
            self._say(note),
            default=shown,
            hide_input=secret,
            show_default=bool(default),
            prompt_suffix=": ",
        )
        return given

    def _say(self, note: Note) -> str:
        from bot.model import Note
        from bot.render import say

        return say(Note(note.key, {"isnad": called(), **note.values}), self.language)


def called() -> str:
    """Return how this program is called from where its user stands: by its name, or its path."""
    if shutil.which("isnad"):
        return "isnad"
    path = Path(sys.argv[0])
    if path.name != "isnad":  # run as a module
        return "python -m bot"
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _set_up(files: _Files) -> None:
    """Walk through the questions and write what came of them."""
    import tomllib

    from bot.config import interface
    from bot.model import Note
    from bot.setup import files as disk
    from bot.setup.trying import tried
    from bot.setup.walk import Walk

    before = tomllib.loads(disk.read(files.config))
    try:
        hidden = tomllib.loads(disk.read(files.secrets))
    except tomllib.TOMLDecodeError as error:
        fail(f"{files.secrets}: {error}")
    for section, part in hidden.items():
        before[section] = _merged(before.get(section), part)
    talk = _Terminal(interface(files.config))
    folder = files.config.parent
    answers = disk.draft(folder)
    if "language" in answers:
        talk.language = answers["language"].choice
    talk.tell(Note("setup.hello", {"file": str(files.config)}))
    if answers and talk.choose(Note("setup.resume"), (Note("setup.on"), Note("setup.anew")), 0):
        answers = {}
    walk = Walk(talk, partial(tried, files.config), partial(disk.keep_draft, folder), before)
    try:
        answers = walk.through(answers)
        _write(files, answers, talk)
    except (click.Abort, KeyboardInterrupt, EOFError):
        kept = (folder / disk.DRAFT).exists()
        talk.tell(Note("setup.stopped") if kept else Note("setup.nothing"))
        sys.exit(130)
    disk.drop_draft(folder)
    _told_next(answers, talk)


def _merged(above: object, below: object) -> object:
    """Return two tables as one; for what is there, the values do not matter."""
    if isinstance(above, dict) and isinstance(below, dict):
        keys = dict.fromkeys((*above, *below))
        return {key: _merged(above.get(key), below.get(key)) for key in keys}
    return below if above is None else above


def _write(files: _Files, answers: Answers, talk: _Terminal) -> None:
    """Show what changes, ask, and write: secrets first, so that none is ever missing."""
    from bot.model import Note
    from bot.setup import files as disk
    from bot.setup.steps import settings
    from bot.setup.writing import UneditableError, difference, edited

    plain, private = (list(settings(answers, secret=secret)) for secret in (False, True))
    old, hidden = disk.read(files.config), disk.read(files.secrets)
    try:
        new, kept = edited(old, plain), edited(hidden, private)
    except UneditableError as error:
        talk.tell(Note("setup.by_hand", {"file": str(files.config), "setting": str(error)}))
        raise click.Abort from None
    if (new, kept) == (old, hidden):
        talk.tell(Note("setup.same"))
        return
    talk.tell(Note("setup.changes", {"file": str(files.config)}))
    for line in difference(old, new, files.config.name):
        click.echo(f"  {line}")
    for keys, _ in private:
        click.echo(f"  {files.secrets.name}: {'.'.join(keys)} = ***")
    if talk.choose(Note("setup.write"), (Note("setup.yes"), Note("setup.no")), 0):
        raise click.Abort
    now = datetime.now().astimezone()
    if kept != hidden:
        disk.backed_up(files.secrets, now)
        disk.write(files.secrets, kept, disk.PRIVATE)
        talk.tell(Note("setup.written_private", {"file": str(files.secrets)}))
    if new != old:
        copy = disk.backed_up(files.config, now)
        disk.write(files.config, new, disk.mode_of(files.config, disk.PLAIN))
        if copy:
            talk.tell(Note("setup.copy", {"file": str(copy)}))
        talk.tell(Note("setup.written", {"file": str(files.config)}))


def _told_next(answers: Answers, talk: _Terminal) -> None:
    """Say what there is to do next, for what was set up."""
    from bot.model import Note

    talk.tell(Note("setup.next.doctor"))
    connected = [s for s in ("telegram", "slack") if s in answers and answers[s].values]
    if not connected:
        talk.tell(Note("setup.next.terminal"))
        return
    talk.tell(Note("setup.next.serve"))
    if "slack" in connected:
        talk.tell(Note("setup.next.slack"))
    digest = answers.get("digest")
    if digest is not None and digest.values:
        talk.tell(Note("setup.next.digest", {"when": digest.values["when"]}))
