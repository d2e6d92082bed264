"""The command ``isnad``. Imports are late, so that ``--help`` is quick."""

from __future__ import annotations

import asyncio
import atexit
import gc
import sys
from collections.abc import Coroutine, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from bot import __version__

if TYPE_CHECKING:
    from pydantic import BaseModel

    from bot.config import Settings
    from bot.errors import BotError

INTERFACE = "isnad.interface"  # where a command's context keeps the language it speaks


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--config", type=click.Path(path_type=Path), help="Settings file (default: config.toml)."
)
@click.version_option(__version__, prog_name="isnad")
@click.pass_context
def main(context: click.Context, config: Path | None) -> None:
    """Isnad: sourced bilingual briefs from article links.

    Without a command it opens the terminal chat; the first time, isnad setup asks what is needed.
    Example: isnad brief https://example.org/story
    """
    atexit.register(gc.freeze)  # looking for garbage in what ends anyway takes a tenth of a second
    context.obj = config
    if context.invoked_subcommand is None:
        context.invoke(main.commands["chat"])


def settings(context: click.Context, **over: Mapping[str, Any]) -> Settings:
    """Read the settings, with a command's own options over them; a wrong one ends the program."""
    from bot import config
    from bot.errors import ConfigError

    try:
        loaded = config.load(context.obj)
    except ConfigError as error:
        refuse(error, config.interface(context.obj))
    for section, values in over.items():
        given = {key: value for key, value in values.items() if value is not None}
        part = _over(getattr(loaded, section), given, loaded.brief.interface)
        loaded = loaded.model_copy(update={section: part})
    context.meta[INTERFACE] = loaded.brief.interface
    _log(loaded)
    return loaded


def _over(part: BaseModel, given: dict[str, Any], interface: str) -> BaseModel:
    """Return a section with a command's options in it; a wrong one ends the program."""
    from pydantic import ValidationError

    from bot.config import what_is_wrong

    try:
        return type(part)(**(part.model_dump() | given))
    except ValidationError as error:
        from bot.model import Note
        from bot.render.words import told

        wrong = error.errors(include_url=False)[0]
        place = f"--{wrong['loc'][0]}"
        fail(told(Note("config.wrong", {"place": place, "what": what_is_wrong(wrong)}), interface))


def _log(settings: Settings) -> None:
    from bot import log
    from bot.config import secrets

    log.setup(settings.log.level, secrets(settings))


def refuse(error: BotError, interface: str) -> NoReturn:
    """End because of what is wrong with the settings: it is said, without a heading."""
    from bot.errors import ConfigError
    from bot.model import Note
    from bot.render.words import told

    found = error.values["detail"] if isinstance(error, ConfigError) else error.note
    for note in found if isinstance(found, tuple) else (found,):
        click.echo(f"isnad: {told(note, interface) if isinstance(note, Note) else note}", err=True)
    sys.exit(2)


def fail(message: object) -> NoReturn:
    """End with a message for people and status 2."""
    click.echo(f"isnad: {message}", err=True)
    sys.exit(2)


@contextmanager
def unswept() -> Iterator[None]:
    """Do not look for garbage while all that is made is there to stay, until ``settled``.

    Python looks after every few hundred new objects: a tenth of the time that a start takes.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


COLOURS = ("pygments", "rich")


@contextmanager
def uncoloured() -> Iterator[None]:
    """Let libraries do without what would only colour what they show on a terminal.

    structlog and the HTTP clients take it where they find it, for tracebacks and commands that
    we do not show: a tenth of the time of a start. Only the terminal chat is in colours.
    """
    hidden = [name for name in COLOURS if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]  # cannot be imported now
    try:
        yield
    finally:
        for name in hidden:
            sys.modules.pop(name, None)


def settled() -> None:
    """Look for garbage again, but never through what is there by now."""
    gc.collect()
    gc.freeze()
    sweep_seldom()
    gc.enable()


_YOUNG = 5_000


def sweep_seldom() -> None:
    """Look for garbage after some thousands of new objects: hundreds are made for one claim.

    The checks leave none behind, so looking finds nothing and took a sixteenth of their time.
    """
    gc.set_threshold(_YOUNG)


def run(work: Coroutine[Any, Any, int]) -> NoReturn:
    """Run a command's work to its exit status; an expected error is said in words."""
    from bot.errors import BotError

    try:
        sys.exit(asyncio.run(work))
    except BotError as error:
        refuse(error, language())
    except UnicodeDecodeError:
        from bot.errors import NotTextError

        refuse(NotTextError(file="stdin"), language())
    except BrokenPipeError:
        raise  # whoever read it has seen enough; click ends without a word
    except OSError as error:
        fail(f"{error.filename or 'a file'}: {error.strerror}")
    except KeyboardInterrupt:
        sys.exit(130)


def language() -> str:
    """Return the language of the command under way: that of its settings, else the terminal's."""
    from bot import config

    context = click.get_current_context(silent=True)
    return context.meta.get(INTERFACE) or config.interface(context.obj) if context else "en"


async def progress(key: str, values: Mapping[str, object]) -> None:
    """Show progress on standard error, where a person is looking at it."""
    if sys.stderr.isatty():
        from prompts import text

        click.echo(f"\r\x1b[K{text(key, language(), **values)}", err=True, nl=False)
