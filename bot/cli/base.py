"""The command ``isnad``. Imports are late, so that ``--help`` is quick."""

from __future__ import annotations

import asyncio
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
        fail(error.values["detail"])
    for section, values in over.items():
        given = {key: value for key, value in values.items() if value is not None}
        loaded = loaded.model_copy(update={section: _over(getattr(loaded, section), given)})
    _log(loaded)
    return loaded


def _over(part: BaseModel, given: dict[str, Any]) -> BaseModel:
    """Return a section with a command's options in it; a wrong one ends the program."""
    from pydantic import ValidationError

    try:
        return type(part)(**(part.model_dump() | given))
    except ValidationError as error:
        wrong = error.errors(include_url=False)[0]
        fail(f"--{wrong['loc'][0]}: {wrong['msg'].removeprefix('Value error, ')}")


def _log(settings: Settings) -> None:
    from bot import log
    from bot.config import secrets

    log.setup(settings.log.level, secrets(settings))


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


def settled() -> None:
    """Look for garbage again, but never through what is there by now."""
    gc.collect()
    gc.freeze()
    gc.enable()


def run(work: Coroutine[Any, Any, int]) -> NoReturn:
    """Run a command's work to its exit status; an expected error is said in words."""
    from bot.errors import BotError

    try:
        sys.exit(asyncio.run(work))
    except BotError as error:
        from bot.render import say

        fail(say(error.note, "en"))
    except UnicodeDecodeError:
        fail("the input is not text in UTF-8")
    except OSError as error:
        fail(f"{error.filename or 'a file'}: {error.strerror}")
    except KeyboardInterrupt:
        sys.exit(130)


async def progress(key: str, values: Mapping[str, object]) -> None:
    """Show progress on standard error, where a person is looking at it."""
    if sys.stderr.isatty():
        from prompts import text

        click.echo(f"\r\x1b[K{text(key, 'en', **values)}", err=True, nl=False)
