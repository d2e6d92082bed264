"""The front door: a message comes in, answers go out. No platform and no clock in here."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace

import structlog

from bot import render, sources
from bot.errors import BotError
from bot.language import detect
from bot.model import Brief, Chat, Message, Note, Place, Post, Ref, Source
from bot.pipeline import Tools, make_briefs
from bot.ports import Adapter
from prompts import languages as spoken
from prompts import text

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command. Its help is the text ``command.<name>``."""

    name: str
    run: Callable[[App, Message, str], Awaitable[Post | None]]
    argument: str = ""  # how help shows it: "N"
    platforms: frozenset[str] | None = None  # None: everywhere


class App:
    """What people can ask for, on every platform alike."""

    def __init__(
        self,
        tools: Tools,
        adapters: Mapping[str, Adapter],
        commands: Mapping[str, Command],
        languages: tuple[str, ...],
        interface: str,
    ) -> None:
        self.tools = tools
        self.commands = commands
        self._adapters = adapters
        self._languages = languages
        self._interface = interface

    async def handle(self, message: Message) -> None:
        """Answer one message. Every error becomes a sentence in the reader's language."""
        language = self.language(message)
        with structlog.contextvars.bound_contextvars(message=message.id):
            try:
                await self._answer(message, language)
            except BotError as error:
                log.warning("message failed", error=type(error).__name__, key=error.key)
                await self.say(message.place, error.note, language)
            except Exception:
                log.exception("message failed")
                await self.say(message.place, Note("error.unexpected"), language)

    async def _answer(self, message: Message, language: str) -> None:
        if message.text.startswith("/") and not message.files:
            await self._command(message, language)
            return
        found = sources.in_message(message.text, message.files)
        if not found:
            await self.say(message.place, Note("chat.no_links"), language)
            return
        await self.brief(message, found, language)

    async def _command(self, message: Message, language: str) -> None:
        name, _, argument = message.text[1:].partition(" ")
        command = self.commands.get(name.split("@", 1)[0].lower())
        if command is None or not self.offered(command, message.chat):
            note = Note("chat.unknown_command", {"command": f"/{name}"})
            await self.say(message.place, note, language)
            return
        post = await command.run(self, message, argument.strip())
        if post is not None:
            await self.send(message.place, post)

    def offered(self, command: Command, chat: Chat) -> bool:
        """Whether a command is to be had on this chat's platform."""
        return command.platforms is None or chat.platform in command.platforms

    async def brief(
        self, message: Message, found: tuple[Source, ...], language: str
    ) -> tuple[Brief, ...]:
        """Brief ``found``: a placeholder at once, its stages, then the brief in its place."""
        place, ref = message.place, None

        async def progress(key: str, values: Mapping[str, object]) -> None:
            nonlocal ref
            stage = render.plain_post([text(key, language, **values)], language)
            ref = await self.send(place, replace(stage, passing=True), ref)

        outcome = await make_briefs(found, self._languages, self.tools, progress, message.chat)
        for brief in outcome.briefs:
            await self.send(place, render.brief_post(brief, language), ref)
            ref = None
        if not outcome.briefs:
            notes = [problem.note for problem in outcome.problems]
            await self.send(place, render.problems_post(notes, language), ref)
        return outcome.briefs

    def language(self, message: Message) -> str:
        """Return the language to answer in: the client's, else the message's, else the setting."""
        if message.language in spoken():
            return str(message.language)
        words = sources.LINK.sub(" ", message.text)
        heard = detect(words) if len(words.split()) > 1 and not message.files else "und"
        return heard if heard in spoken() else self._interface

    async def send(self, place: Place, post: Post, replaces: Ref | None = None) -> Ref:
        """Post to a chat, or replace what was posted."""
        return await self._adapters[place.chat.platform].send(place, post, replaces)

    async def say(self, place: Place, note: Note, language: str) -> None:
        """Post one sentence."""
        await self.send(place, render.problems_post([note], language))
