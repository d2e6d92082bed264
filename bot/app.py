"""The front door: a message comes in, answers go out. No platform and no clock in here."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace

import structlog

from bot import render, sources
from bot.chats import read_state
from bot.desk import Desk, Job
from bot.errors import BotError
from bot.language import detect
from bot.model import Chat, Message, Note, Place, Post, Ref, SourceKind
from bot.pipeline import Tools
from bot.ports import Adapter
from prompts import languages as spoken

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
        self.desk = Desk(tools, adapters, languages)
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
        state = await read_state(self.tools.store, message.chat)
        if not (message.addressed or state.every_link):
            return
        found = sources.in_message(message.text, message.files, message.links)
        if not found:
            if message.addressed:
                await self.say(message.place, Note("chat.no_links"), language)
            return
        answered = message.reply_to and await self.tools.store.brief_at(
            message.chat, message.reply_to
        )
        if answered:
            found = tuple(dict.fromkeys((*sources.of_brief(answered), *found)))
            await self.desk.brief(Job(message, found, language, before=answered))
        elif message.addressed or not all(s.kind is SourceKind.TEXT for s in found):
            await self.desk.brief(Job(message, found, language))

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

    def language(self, message: Message) -> str:
        """Return the language to answer in: the client's, else the message's, else the setting."""
        if message.language in spoken():
            return str(message.language)
        words = sources.own_words(message.text)
        heard = detect(" ".join(words)) if len(words) > 1 else "und"
        return heard if heard in spoken() else self._interface

    async def send(self, place: Place, post: Post) -> Ref:
        """Post to a chat."""
        return await self.desk.send(place, post)

    async def say(self, place: Place, note: Note, language: str) -> None:
        """Say one sentence to the person who asked."""
        await self.send(place, replace(render.problems_post([note], language), quiet=True))
