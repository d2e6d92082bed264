"""The front door: a message comes in, answers go out. No platform and no clock in here."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace

import structlog

from bot import render, sources
from bot.chats import read_state
from bot.desk import Desk, Job
from bot.errors import BotError
from bot.language import detect, text_direction
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
        message = replace(message, language=await self._heard(message))
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
        if self._is_command(message):
            await self._command(message, language)
            return
        state = await read_state(self.tools.store, message.chat)
        answered = message.reply_to and await self.tools.store.brief_at(
            message.chat, message.reply_to
        )
        if not (message.addressed or answered or state.every_link):
            return
        found = sources.in_message(message.text, message.files, message.links)
        if not found:
            if message.addressed:
                await self.say(
                    message.place, Note("chat.no_links", {"n": sources.SHORT_CHARS}), language
                )
            return
        if answered:
            found = tuple(dict.fromkeys((*sources.of_brief(answered), *found)))
            await self.desk.brief(Job(message, found, language, before=answered))
        elif message.addressed or not all(s.kind is SourceKind.TEXT for s in found):
            await self.desk.brief(Job(message, found, language))

    def _is_command(self, message: Message) -> bool:
        """Tell a command from a path that begins with a slash."""
        if not message.text.startswith("/"):
            return False
        return _name(message) in self.commands or not message.files

    async def _command(self, message: Message, language: str) -> None:
        argument = message.text.partition(" ")[2]
        command = self.commands.get(_name(message))
        if command is None or not self.offered(command, message.chat):
            note = Note("chat.unknown_command", {"command": message.text.split(None, 1)[0][:40]})
            await self.say(message.place, note, language)
            return
        post = await command.run(self, message, argument.strip())
        if post is not None:
            await self.send(message.place, post)

    def offered(self, command: Command, chat: Chat) -> bool:
        """Whether a command is to be had on this chat's platform."""
        return command.platforms is None or chat.platform in command.platforms

    def language(self, message: Message) -> str:
        """Return the language to answer in, which ``handle`` found out."""
        return message.language if message.language in spoken() else self._interface

    async def _heard(self, message: Message) -> str:
        """Return the client's language, else the message's, else the chat's side, else the setting.

        A command's name is in no language; one word in Arabic letters is enough.
        """
        if message.language in spoken():
            return str(message.language)
        words = " ".join(sources.own_words(message.text))
        heard = detect(words) if len(words.split()) > 1 else "und"
        if heard == "und" and text_direction(words) == "rtl":
            heard = "ar"
        if heard in spoken():
            return heard
        try:
            side = (await read_state(self.tools.store, message.chat)).side
        except BotError:
            side = ""
        return side if side in spoken() else self._interface

    async def send(self, place: Place, post: Post) -> Ref:
        """Post to a chat."""
        return await self.desk.send(place, post)

    async def say(self, place: Place, note: Note, language: str) -> None:
        """Say one sentence to the person who asked."""
        await self.send(place, replace(render.problems_post([note], language), quiet=True))


def _name(message: Message) -> str:
    """Return the name of a message's command: "brief" of "/Brief@isnad_bot x"."""
    first = message.text[1:].split(None, 1)[:1]
    return first[0].split("@", 1)[0].lower() if first else ""
