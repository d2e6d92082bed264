"""The front door: a message comes in, answers go out. No platform and no clock in here."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeAlias

import structlog
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot import asking, render, sources
from bot.access import Gate, Role
from bot.chats import ChatState, read_state, remember
from bot.desk import Desk, Job, answer_key
from bot.digesting import skipped
from bot.errors import BotError, ScheduleError
from bot.language import detect, folded, text_direction
from bot.meter import meter
from bot.model import Brief, Chat, Message, Note, Post, Showing, SourceKind, Subscription
from bot.tools import Tools
from bot.whose import working_for
from prompts import languages as spoken

log = structlog.get_logger()

BEGUN = 3  # letters of a name from which on it is known by its beginning
LIKE = 0.7  # of a command's letters that a misspelt one shares with it, and keeps in order


Run: TypeAlias = Callable[["App", Message, str], Coroutine[Any, Any, Post | None]]
"""What a command does: with its message, and what stands behind its name."""


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command. Its help is the text ``command.<name>``."""

    name: str
    run: Run
    argument: str = ""  # how help shows it: "N"
    also: tuple[str, ...] = ()  # its other names
    platforms: frozenset[str] | None = None  # None: everywhere
    role: Role = Role.READER  # who may use it: they, and those who may do more


class App:
    """What people can ask for, on every platform alike; ``wrong`` tells what does not work."""

    def __init__(
        self,
        tools: Tools,
        desk: Desk,
        commands: Mapping[str, Command],
        interface: str,
        gate: Gate,
        wrong: Callable[[], Awaitable[Mapping[str, Note]]] | None = None,
    ) -> None:
        self.tools = tools
        named = [(name, c) for c in commands.values() for name in (c.name, *c.also)]
        self._commands = {folded(name): (name, command) for name, command in named}
        self.desk = desk
        self.gate = gate
        self.wrong = wrong or _nothing
        self._interface = interface

    async def handle(self, message: Message) -> None:
        """Answer one message. Every error becomes a sentence in the reader's language."""
        meter.count("messages", platform=message.chat.platform)
        told = structlog.contextvars.bound_contextvars(message=answer_key(message))
        with told, working_for(message.chat, message.user):
            message = replace(message, language=self._client(message))
            try:
                state = await self._state(message)
                message = replace(message, language=self._heard(message, state))
                role = await self.gate.role(message)
                if role is None:
                    await self._stranger(message)
                else:
                    if role is Role.OWNER:
                        await self.gate.heard(message)
                    await self._answer(message, state, role)
            except ScheduleError as error:  # somebody typed what is none: nothing has failed
                await self.say(message, error.note)
            except BotError as error:
                log.warning("message failed", error=type(error).__name__, key=error.key)
                await self.say(message, error.note)
            except Exception:
                log.exception("message failed")
                await self.say(message, Note("error.unexpected"))

    async def _state(self, message: Message) -> ChatState:
        """Return what the chat has chosen; one that was closed to us has just opened again."""
        state = await read_state(self.tools.store, message.chat)
        if state.closed or state.closed_at:
            await self._opened(message, state)
        return state

    async def _opened(self, message: Message, state: ChatState) -> None:
        """Note that a chat takes posts again, and say how many digests it has missed."""
        await remember(self.tools.store, message.chat, closed=None, closed_at=None)
        since = datetime.fromisoformat(state.closed_at) if state.closed_at else self.tools.now()
        missed = await skipped(self.tools, message.chat, since)
        if missed:
            note = Note("digest.closed", {"n": missed, "since": f"{since:%Y-%m-%d %H:%M} UTC"})
            post = replace(render.problems_post([note], self.language(message)), quiet=True)
            await self.send(message, post, "opened")

    async def _stranger(self, message: Message) -> None:
        """Let somebody in who brings a code; tell others once that they are not, then nothing."""
        _, command = self._commands.get(_name(message), ("", None))
        starts = self._is_command(message) and command is not None and command.name == "start"
        if starts and message.text.partition(" ")[2].strip():
            await self._command(message, Role.READER)
            return
        if message.addressed and await self.gate.refuse(message):
            await self.say(message, Note("chat.not_invited"))

    async def _answer(self, message: Message, state: ChatState, role: Role) -> None:
        if self._is_command(message):
            await self._command(message, role)
            return
        language = self.language(message)
        answered = await self._answered(message)
        if not (message.addressed or answered or state.every_link):
            return
        asked = await asking.talk(message, language, self.tools.store)
        if asked is not None:
            await self.desk.ask(asked)
            return
        found = sources.in_message(message.text, message.files, message.links)
        if not found:
            if message.addressed:
                await self.say(message, Note("chat.no_links", {"n": sources.SHORT_CHARS}))
            return
        if role < Role.EDITOR:
            if message.addressed:
                await self.say(message, Note("chat.not_allowed"))
            return
        if answered:
            found = tuple(dict.fromkeys((*sources.of_brief(answered), *found)))
            await self.desk.brief(Job(message, found, language, before=answered.id))
        elif message.addressed or not all(s.kind is SourceKind.TEXT for s in found):
            await self.desk.brief(Job(message, found, language))

    async def _answered(self, message: Message) -> Brief | None:
        """Return the brief that a message answers, or that answered it before it was edited."""
        store, id = self.tools.store, message.reply_to
        brief = await store.brief_at(message.chat, id) if id else None
        if brief is None and message.edited:
            found = await store.outbox.answering(message.chat, message.id)
            brief = await store.brief(found[1], message.chat) if found and found[1] else None
        return brief

    def _is_command(self, message: Message) -> bool:
        """Tell a command from a path that begins with a slash."""
        if not message.text.startswith("/"):
            return False
        return _name(message) in self._commands or not message.files

    async def _command(self, message: Message, role: Role) -> None:
        argument = message.text.partition(" ")[2]
        _, command = self._commands.get(_name(message), ("", None))
        if command is None or not self.offered(command, message.chat):
            await self.say(message, self._unknown(message))
            return
        if role < command.role:
            await self.say(message, Note("chat.not_allowed"))
            return
        post = await command.run(self, message, argument.strip())
        if post is not None:
            await self.send(message, post)

    def _unknown(self, message: Message) -> Note:
        """Say that there is no such command, and which one is spelt nearly so."""
        typed = message.text.split(None, 1)[0][:40]
        here = [n for n, (_, c) in self._commands.items() if self.offered(c, message.chat)]
        near = _nearest(_name(message), here)
        if near is None:
            return Note("chat.unknown_command", {"command": typed})
        return Note(
            "chat.unknown_command_near", {"command": typed, "near": f"/{self._commands[near][0]}"}
        )

    def offered(self, command: Command, chat: Chat) -> bool:
        """Whether a command is to be had on this chat's platform."""
        return command.platforms is None or chat.platform in command.platforms

    def language(self, message: Message) -> str:
        """Return the language to answer in, which ``handle`` found out."""
        return message.language if message.language in spoken() else self._interface

    def _client(self, message: Message) -> str | None:
        return message.language if message.language in spoken() else None

    def _heard(self, message: Message, state: ChatState) -> str:
        """Return the client's language, else the message's, else the chat's side, else the setting.

        A chat that has chosen one side means that before the client's. A Latin
        command's name is in no language; one word in Arabic letters is enough.
        """
        if message.language and state.side not in spoken():
            return message.language
        words = " ".join(sources.own_words(message.text))
        heard = detect(words) if len(words.split()) > 1 else "und"
        named = _name(message) if message.text.startswith("/") else ""
        if heard == "und" and "rtl" in (text_direction(words), text_direction(named)):
            heard = "ar"
        if heard in spoken():
            return heard
        return state.side if state.side in spoken() else self._interface

    async def spoken_in(self, subscription: Subscription) -> str:
        """Return the language in which a digest's chat is spoken to."""
        side = (await read_state(self.tools.store, subscription.chat)).side
        return side if side in spoken() else self._interface

    async def send(self, message: Message, post: Post, what: str = "answer") -> None:
        """Answer a message with what is known; ``what`` tells several answers apart."""
        key = f"{answer_key(message)}/{what}"
        await self.desk.outbox.show(Showing(key, message.place, replace(post, at_once=True)))

    async def say(self, message: Message, note: Note) -> None:
        """Say one sentence to the person who asked."""
        post = replace(render.problems_post([note], self.language(message)), quiet=True)
        await self.send(message, post, "said")


async def _nothing() -> Mapping[str, Note]:
    return {}


def _nearest(typed: str, names: Sequence[str]) -> str | None:
    """Return the name that somebody began to type, else the one that is spelt nearly so."""
    begun = [name for name in names if name.startswith(typed)] if len(typed) >= BEGUN else []
    if begun:
        return min(begun, key=len)
    found = process.extractOne(typed, names, scorer=OSA.normalized_similarity, score_cutoff=LIKE)
    return found[0] if found else None


def _name(message: Message) -> str:
    """Return the name of a message's command: "brief" of "/Brief@isnad_bot x"."""
    first = message.text[1:].split(None, 1)[:1]
    return folded(first[0].split("@", 1)[0]) if first else ""
