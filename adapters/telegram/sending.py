"""Posts on their way to people: as stages, briefs and answers, in the form that a chat takes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import replace
from typing import TypeAlias

import structlog

from adapters.telegram.api import Api
from adapters.telegram.buttons import keyboard
from adapters.telegram.faults import MarkupError, MovedError, UnknownError
from adapters.telegram.layout import is_brief, parts
from adapters.telegram.nouns import PLATFORM
from adapters.telegram.outgoing import Outgoing, Shown
from bot.model import Block, BlockKind, Chat, Place, Post, Span
from bot.ports import Seal, Trail
from bot.traffic.faults import MutedError
from bot.traffic.limiter import Wait
from prompts import languages, text

log = structlog.get_logger()

REMEMBERED = 5000

Moving: TypeAlias = Callable[[Chat, Chat], Awaitable[None]]


class Memory(dict[str, str]):
    """A dictionary that forgets what is oldest."""

    def __setitem__(self, name: str, value: str) -> None:
        """Remember a value as the newest."""
        self.pop(name, None)
        super().__setitem__(name, value)
        while len(self) > REMEMBERED:
            del self[next(iter(self))]


class Sender:
    """Sends posts. ``rich``: try rich messages; ``commands`` are those that a tap may send.

    ``moved`` is told of a group that became a supergroup.
    """

    def __init__(
        self, api: Api, seal: Seal, moved: Moving, *, rich: bool, commands: Iterable[str]
    ) -> None:
        self._api = api
        self._seal = seal
        self._moved = moved
        self._rich = rich
        self._commands = frozenset(commands)
        self._classic = Memory()  # chats that take no rich messages

    async def send(self, place: Place, post: Post | None, trail: Trail) -> None:
        """Let the messages of ``trail`` show a post (``bot.ports.Adapter``)."""
        try:
            await self._send(place, post, trail, self._outgoing(place, post, trail, trail.ids))
        except MovedError as error:
            here = replace(place, chat=Chat(PLATFORM, error.new), answers=None)
            await self._moved(place.chat, here.chat)
            await trail.keep(())
            if post is not None:
                await self._anew(here, post, trail)

    async def _anew(self, place: Place, post: Post, trail: Trail) -> None:
        """Show a post where a group is now; its messages stayed behind."""
        try:
            await self._send(place, post, trail, self._outgoing(place, post, trail, ()))
        except MovedError as error:
            raise MutedError(error.name) from error

    def _outgoing(
        self, place: Place, post: Post | None, trail: Trail, ids: Sequence[str]
    ) -> Outgoing:
        """Return the way out of a post; a stage is left where it would have to wait."""
        began = asyncio.get_running_loop().time()
        wait = Wait(began, self._api.pace.patience)
        if post is not None and post.passing and ids:
            wait = Wait(began, spare=True)
        return Outgoing(self._api, place, trail, ids, wait)

    async def _send(self, place: Place, post: Post | None, trail: Trail, out: Outgoing) -> None:
        if post is None:
            await out.clear()
            return
        chat = place.chat.id
        if self._rich and is_brief(post) and chat not in self._classic:
            try:
                await out.show(self._laid(place, post, rich=True))
            except UnknownError as error:
                log.info("telegram takes no rich message", chat=chat, error=error.name)
                if not isinstance(error.__cause__, MarkupError):  # else it is this one's fault
                    self._classic[chat] = error.name
            else:
                return
        if post.asks:
            await out.ask(parts(post, self._commands, as_rich=False)[0].plain)
            return
        if post.file is not None:
            await out.attach(post.file, parts(post, self._commands, as_rich=False)[0])
            return
        if post.at_once and trail.unsure and not out.begun:
            post = replace(post, blocks=(_again(post), *post.blocks))
        laid = self._laid(place, post, rich=False)
        if post.at_once and len(laid) == 1:
            await out.say(laid[0])
        else:
            await out.show(laid, passing=post.passing)

    def _laid(self, place: Place, post: Post, *, rich: bool) -> list[Shown]:
        """Return the messages of a post: under each what it cites, under the last what it offers.

        A brief shows a preview of its lead article.
        """
        made = parts(post, self._commands, as_rich=rich)
        brief = is_brief(post)
        user = place.user if post.quiet else None
        shown = []
        for part in made:
            actions = post.actions if part is made[-1] else ()
            cites = part.cites if brief else ()
            markup = keyboard(self._seal, actions, cites, place.chat, user)
            preview = part.lead if brief and part is made[0] else ""
            shown.append(Shown(part, markup, preview))
        return shown


def _again(post: Post) -> Block:
    """Return the line over an answer that may be there already."""
    language = post.blocks[0].language if post.blocks else "en"
    language = language if language in languages() else "en"
    return Block(BlockKind.NOTE, (Span(text("chat.perhaps_again", language)),), language)
