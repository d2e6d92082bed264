"""Digests and feeds of a chat, from the command line: the same words as in the chat."""

from __future__ import annotations

import re
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.base import language, main, refuse, run, settings

if TYPE_CHECKING:
    from bot.config import Settings
    from bot.model import Block, Chat, Task
    from bot.subscribing import Here, Said
    from bot.tools import Tools

OURS = {
    "digest": "digest",
    "feeds": "feeds list",
    "follow": "feeds follow",
    "unfollow": "feeds unfollow",
}
"""What the commands of a chat are here."""

COMMAND = re.compile(rf"(?<![\w/.:])/({'|'.join(OURS)})\b")
CHAT = click.option(
    "--chat", "named", required=True, metavar="CHAT", help="Whose: telegram:-1001234567."
)


@main.command()
@click.argument("words", nargs=-1, metavar="[VERB] [WORDS]...")
@CHAT
@click.pass_context
def digest(context: click.Context, words: Sequence[str], named: str) -> None:
    """Digests of a chat: add, list, preview, now, pause, resume, move or remove.

    What stands behind the verb is what it takes in the chat: when and of what for add, the
    number of a digest for the others. preview shows the digest here; now has it posted by the
    isnad serve that runs, or the next one that does.

    Example: isnad digest --chat telegram:-1001234567 add 08:00 weekdays Asia/Riyadh trade
    """
    run(_digest(settings(context), _chat(named), " ".join(words)))


async def _digest(settings: Settings, chat: Chat, asked: str) -> int:
    from bot import build, subscribing

    async with build.tools(settings) as tools:
        shown: list[str] = []

        async def put(task: Task) -> bool:
            text = await _preview(settings, tools, task)
            if text is not None:
                shown.append(text)
                return True
            async with _queue(settings, tools) as queue:
                return await queue(task)

        said = await subscribing.digest(_here(settings, tools, chat, put), asked)
    if shown:
        click.echo(shown[0], nl=False)
        return 0
    return _say(said, chat)


async def _preview(settings: Settings, tools: Tools, task: Task) -> str | None:
    """Return the digest of a task that is to be looked at here, ``None`` for another task."""
    from bot import render
    from bot.chats import read_state
    from bot.codec import load
    from bot.digesting import DigestJob, make_digest

    job = load(DigestJob, task.payload)
    if not job.preview:
        return None
    languages = settings.brief.languages
    made = await make_digest(job, languages, tools, task.asked)
    state = await read_state(tools.store, task.chat)
    return render.as_text(render.digest_post(made.digest, job.language, state.sides(languages)))


@asynccontextmanager
async def _queue(
    settings: Settings, tools: Tools
) -> AsyncIterator[Callable[[Task], Awaitable[bool]]]:
    """Give what puts a task where an `isnad serve` finds it."""
    from bot import build

    if settings.store_url.startswith("sqlite"):  # whoever serves holds the lock, and looks there
        yield tools.store.tasks.put
        return
    async with build.open_jobs(settings, tools.store) as jobs:
        yield jobs.put


def _here(
    settings: Settings,
    tools: Tools,
    chat: Chat,
    put: Callable[[Task], Awaitable[bool]] | None = None,
    files: tuple[str, ...] = (),
) -> Here:
    from bot.subscribing import Here

    async def nothing(task: Task) -> bool:
        return False

    asked = f"cli-{secrets.token_hex(4)}"
    return Here(chat, settings.brief.interface, tools, put or nothing, asked, files=files)


def _chat(named: str) -> Chat:
    from bot.config.sections import chat_of
    from bot.config.wrong import WrongValueError
    from bot.errors import ConfigError
    from bot.model import Note

    try:
        return chat_of(named)
    except WrongValueError as error:
        wrong = Note("config.wrong", {"place": "--chat", "what": error.note})
        refuse(ConfigError(detail=wrong), language())


def _say(said: Said, chat: Chat) -> int:
    """Say it with commands as they are typed here, not as in a chat."""
    from bot import render

    here = f"--chat {chat.platform}:{chat.id}"
    post = replace(said.post, blocks=tuple(_typed(block, here) for block in said.post.blocks))
    click.echo(render.as_text(post), nl=False, err=not said.done)
    return 0 if said.done else 1


def _typed(block: Block, here: str) -> Block:
    def named(found: re.Match[str]) -> str:
        return f"isnad {OURS[found[1]]} {here}"

    spans = (replace(span, text=COMMAND.sub(named, span.text)) for span in block.spans)
    return replace(block, spans=tuple(spans))


# --- feeds -----------------------------------------------------------------


@main.group()
def feeds() -> None:
    """Feeds that a chat follows: what its digests tell of beside the links sent there.

    Example: isnad feeds follow --chat telegram:-1001234567 example.org
    """


@feeds.command("list")
@CHAT
@click.pass_context
def list_feeds(context: click.Context, named: str) -> None:
    """List the feeds of a chat, and what is wrong with them.

    Example: isnad feeds list --chat telegram:-1001234567
    """
    run(_feeds(settings(context), _chat(named), "feeds", [""]))


@feeds.command()
@click.argument("sites", nargs=-1, required=True)
@CHAT
@click.pass_context
def follow(context: click.Context, sites: Sequence[str], named: str) -> None:
    """Let a chat follow SITES: feeds, sites that have one, or OPML files.

    Example: isnad feeds follow --chat telegram:-1001234567 example.org subscriptions.opml
    """
    run(_feeds(settings(context), _chat(named), "follow", sites))


@feeds.command()
@click.argument("feeds", nargs=-1, required=True)
@CHAT
@click.pass_context
def unfollow(context: click.Context, feeds: Sequence[str], named: str) -> None:
    """Let a chat follow FEEDS no more, by their addresses or one by its number in the list.

    Example: isnad feeds unfollow --chat telegram:-1001234567 2
    """
    run(_feeds(settings(context), _chat(named), "unfollow", feeds))


async def _feeds(settings: Settings, chat: Chat, verb: str, asked: Sequence[str]) -> int:
    from bot import build, subscribing

    do = {
        "feeds": subscribing.feeds,
        "follow": subscribing.follow,
        "unfollow": subscribing.unfollow,
    }[verb]
    status = 0
    async with build.tools(settings) as tools:
        for one in asked:
            file = verb == "follow" and _is_file(one)
            here = _here(settings, tools, chat, files=(one,) if file else ())
            status = max(status, _say(await do(here, "" if file else one), chat))
    return status


def _is_file(name: str) -> bool:
    return Path(name).is_file()


@feeds.command()
@CHAT
@click.pass_context
def opml(context: click.Context, named: str) -> None:
    """Write the feeds of a chat as an OPML list, which other readers and other chats take.

    Example: isnad feeds opml --chat telegram:-1001234567 > subscriptions.opml
    """
    run(_opml(settings(context), _chat(named)))


async def _opml(settings: Settings, chat: Chat) -> int:
    from bot import build, subscribing

    async with build.tools(settings) as tools:
        click.echo(await subscribing.opml(_here(settings, tools, chat)))
    return 0
