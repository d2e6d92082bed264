"""One event from its arrival to its answer."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import structlog

from adapters.slack.buttons import home, modal
from adapters.slack.interactions import PLATFORM
from adapters.slack.nouns import (
    Asked,
    Assistant,
    Attachment,
    Event,
    Feedback,
    Home,
    Means,
    Self,
    Shown,
    Thread,
)
from adapters.slack.people import Memory, People, thread_links
from adapters.slack.sending import Occasion, Sender
from bot.model import Chat, Message, Place, Post
from bot.ports import Handler, Services
from bot.render import plain_post
from prompts import text as say

log = structlog.get_logger()

MODALS = frozenset({"source", "sources", "why"})  # commands of buttons that a modal answers
WORKING = frozenset({"add", "brief", "retry"})  # commands that wait for their turn in a channel
FILE_SIZE = 5_000_000  # bytes of an attachment
NAME = 80  # characters of a file name that are kept


def line(event: Event) -> str | None:
    """Return behind what an event waits: work in a channel is done in order, the rest at once."""
    if isinstance(event, Thread):
        return event.asked.message.chat.id
    if not isinstance(event, Asked) or event.sealed:
        return None
    message = event.message
    command = message.text.startswith("/") and message.text[1:].partition(" ")[0].lower()
    return None if command and command not in WORKING else message.chat.id


class Answering:
    """Does what events ask, by ``handle``."""

    def __init__(self, sender: Sender, services: Services, me: Self, handle: Handler) -> None:
        self._sender = sender
        self._web = sender.web
        self._services = services
        self._me = me
        self._handle = handle
        self._people = People(sender.web)
        self._assistants = Memory()  # "channel/thread" of open assistant threads

    async def answer(self, event: Event) -> None:
        """Deal with one event. Raises ``CallError`` where Slack took no answer."""
        match event:
            case Asked():
                await self._asked(event)
            case Thread():
                await self._thread(event)
            case Shown():
                await self._shown(event)
            case Feedback():
                await self._feedback(event)
            case Home():
                await self._home(event)
            case Assistant():
                await self._assistant(event)

    # --- messages, commands, buttons ---------------------------------------

    async def _asked(self, asked: Asked) -> None:
        message, means = asked.message, asked.means
        if asked.sealed:
            opened = self._services.seal.open(message.text, message.chat, message.user)
            if opened is None:
                await self._tell(message, means, "slack.expired")
                return
            message = replace(message, text=opened)
        view = await self._modal(message, means) if asked.sealed else None
        message = replace(
            message,
            language=await self._people.language(message.user),
            files=await self._files(asked.files),
            reply_to=message.reply_to or self._edited(message, means),
        )
        await self._status(message)
        async with self._occasion(message, means, sink=view is not None) as occasion:
            await self._handle(message)
        if view is not None and occasion.sink:
            language = self._sender.language(occasion.sink[-1])
            shown = modal(occasion.sink, language)
            await self._web.attempt("views.update", view_id=view, view=shown)

    async def _modal(self, message: Message, means: Means) -> str | None:
        """Open the modal in which a button's answer is shown: a trigger lives three seconds."""
        if not means.trigger or message.text[1:].partition(" ")[0] not in MODALS:
            return None
        empty = modal((), self._services.interface)
        answer = await self._web.attempt("views.open", trigger_id=means.trigger, view=empty)
        return str(answer["view"]["id"]) if answer else None

    @asynccontextmanager
    async def _occasion(
        self, message: Message, means: Means, sink: bool = False
    ) -> AsyncIterator[Occasion]:
        made = Occasion(means, [] if sink else None)
        self._sender.occasions[message.chat, message.id] = made
        try:
            yield made
        finally:
            self._sender.occasions.pop((message.chat, message.id), None)

    def _edited(self, message: Message, means: Means) -> str | None:
        """Return our answer to a message that was changed: what was added belongs to it."""
        known = self._sender.answered.get(f"{message.chat.id}/{message.id}")
        return known if means.edited else None

    async def _status(self, message: Message) -> None:
        """Let the assistant container say that something is under way."""
        if f"{message.chat.id}/{message.thread}" in self._assistants:
            status = say("slack.reading", message.language or self._services.interface)
            await self._web.attempt(
                "assistant.threads.setStatus",
                channel_id=message.chat.id,
                thread_ts=message.thread,
                status=status,
            )

    async def _tell(self, message: Message, means: Means, key: str) -> None:
        """Say one sentence to the person who asked."""
        language = await self._people.language(message.user) or self._services.interface
        post = replace(plain_post([say(key, language)], language), quiet=True)
        await self._sender.whisper(message.place, post, Occasion(means))

    async def _files(self, files: Sequence[Attachment]) -> tuple[str, ...]:
        """Fetch attachments into the folder for files; what cannot be fetched is left out."""
        paths = []
        for file in files:
            content = None
            if file.size <= FILE_SIZE:
                content = await self._web.download(file.url, FILE_SIZE)
            if content is None:
                log.warning("slack file not read", size=file.size)
                continue
            paths.append(str(_save(self._services.files / PLATFORM, file, content)))
        return tuple(paths)

    async def _thread(self, thread: Thread) -> None:
        """Brief the links of a whole thread; those of the message where it cannot be read."""
        asked = thread.asked
        chat = asked.message.chat
        links = await thread_links(self._web, chat.id, thread.root, self._me.user)
        if links:
            asked = replace(asked, message=replace(asked.message, links=links))
        await self._asked(asked)

    # --- previews and feedback ---------------------------------------------

    async def _shown(self, shown: Shown) -> None:
        chat = Chat(PLATFORM, shown.channel)
        target = self._services.seal.open(shown.sealed, chat, shown.user)
        place = Place(chat, user=shown.user)
        language = await self._people.language(shown.user) or self._services.interface
        if target is None or f"{shown.channel}/{shown.ts}" in self._sender.published:
            post = plain_post([say("slack.expired", language)], language)
            await self._sender.whisper(place, post)
        elif not shown.publish:
            await self._sender.discard(shown.channel, shown.ts)
            await self._sender.settle(shown.channel, shown.ts, "slack.discarded", language)
        elif await self._sender.publish(shown.channel, shown.ts, target, language):
            await self._sender.discard(shown.channel, shown.ts)
            await self._sender.settle(shown.channel, shown.ts, "slack.published", language)
        else:
            post = plain_post([say("slack.not_here", language)], language)
            await self._sender.whisper(place, post)

    async def _feedback(self, given: Feedback) -> None:
        log.info("feedback", good=given.good, channel=given.channel, post=given.ts)
        message = Message(Chat(PLATFORM, given.channel), given.ts, given.user, "")
        await self._tell(message, Means(response_url=given.response_url), "slack.thanks")

    # --- home and assistant ------------------------------------------------

    async def _home(self, opened: Home) -> None:
        language = await self._people.language(opened.user) or self._services.interface
        posts = {
            name: await self._ask(opened, name, language) for name in ("start", "status", "sources")
        }
        brief = [post for post in posts["sources"] if not post.quiet]
        menu = self._services.menu
        view = home(posts["start"], posts["status"], brief, menu, language)
        await self._web.attempt("views.publish", user_id=opened.user, view=view)

    async def _ask(self, opened: Home, name: str, language: str) -> list[Post]:
        """Return what a command answers in somebody's conversation, without saying it there."""
        id = f"home.{opened.user}.{name}"
        chat = Chat(PLATFORM, opened.channel)
        message = Message(chat, id, opened.user, f"/{name}", language=language)
        async with self._occasion(message, Means(), sink=True) as occasion:
            await self._handle(message)
        return occasion.sink or []

    async def _assistant(self, opened: Assistant) -> None:
        self._assistants[f"{opened.channel}/{opened.thread}"] = opened.user
        language = await self._people.language(opened.user) or self._services.interface
        wanted = [entry for entry in self._services.menu if entry.name in ("help", "status")]
        prompts = [
            {"title": entry.help.get(language, entry.name), "message": f"/{entry.name}"}
            for entry in wanted
        ]
        await self._web.attempt(
            "assistant.threads.setSuggestedPrompts",
            channel_id=opened.channel,
            thread_ts=opened.thread,
            title=say("slack.prompts", language),
            prompts=prompts,
        )


def _save(folder: Path, file: Attachment, content: bytes) -> Path:
    """Write a file into a folder of its own, under the name that people know it by."""
    id = "".join(c for c in file.id if c.isalnum()) or "file"
    stem, dot, suffix = Path(file.name.replace("\\", "/")).name.rpartition(".")
    safe = "".join(c if c.isalnum() or c in " -_" else "_" for c in stem)[:NAME].strip() or "file"
    path = folder / id / f"{safe}{dot}{suffix.lower()}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path
