"""Questions on the command line."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING

import click

from bot.cli.base import fail, main, progress, run, settings

if TYPE_CHECKING:
    from bot.config import Settings
    from bot.model import Brief, Chat
    from bot.ports import Store


@main.command()
@click.argument("question", nargs=-1, required=True)
@click.option("--brief", "id", help="The id of the brief whose sources are asked; else the last.")
@click.option("--all", "everything", is_flag=True, help="Ask everything that was read.")
@click.option("--format", "form", type=click.Choice(["text", "markdown"]), default="text")
@click.pass_context
def ask(
    context: click.Context, question: Sequence[str], id: str | None, everything: bool, form: str
) -> None:
    """Answer QUESTION from the sources of the last brief, or of the one named.

    The last brief is that of `isnad brief` or of the terminal chat, whichever is newer.
    Example: isnad ask Who announced it?
    """
    if id and everything:
        fail("--brief asks one brief and --all everything: choose one")
    run(_ask(settings(context), " ".join(question), id, everything, form))


async def _ask(
    settings: Settings, question: str, id: str | None, everything: bool, form: str
) -> int:
    from bot import build, render
    from bot.asking import Ask, answered
    from bot.model import Message, Note

    chat: Chat = import_module("adapters.console").CHAT
    async with build.tools(settings) as tools:
        brief, owner = await _asked(tools.store, chat, id)
        if id is not None and brief is None:
            fail(f"there is no brief {id}")
        named = brief.id if brief and id else None
        said = Message(chat, "", "", question)
        ask = Ask(said, question, settings.brief.interface, named, everything)
        await progress("progress.answering", {})
        made = await answered(ask, tools, owner, progress)
    if sys.stderr.isatty():
        click.echo("\r\x1b[K", err=True, nl=False)
    if isinstance(made, Note):
        click.echo(render.say(made, settings.brief.interface), err=True)
        return 1
    post = render.answer_post(made)
    click.echo(render.as_markdown(post) if form == "markdown" else render.as_text(post), nl=False)
    if tools.answerer is None:
        click.echo(render.say(Note("answer.no_model"), settings.brief.interface), err=True)
    return 0


async def _asked(store: Store, chat: Chat, id: str | None) -> tuple[Brief | None, Chat | None]:
    """Return the brief that is asked and the chat that it belongs to, ``None`` for no chat."""
    found = []
    for owner in (chat, None):
        newest = await store.briefs(owner, 1) if id is None else ()
        named = await store.brief(id, owner) if id is not None else None
        found += [(brief, owner) for brief in (*newest, named) if brief is not None]
    return max(found, key=lambda pair: pair[0].created, default=(None, None))
