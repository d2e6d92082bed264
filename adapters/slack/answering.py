"""One event from its arrival to its answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

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
from adapters.slack.people import People, thread_links
from adapters.slack.sending import Sender
from bot.model import Chat, Fate, MenuEntry, Message, Place
from bot.ports import Handler, Services
from bot.traffic import attachments
from bot.traffic.arrivals import in_turn
from prompts import text as say

log = structlog.get_logger()

MODALS = frozenset({"source", "sources", "why"})  # commands of buttons that a modal answers
SUGGESTED = ("help", "status")  # commands that the assistant container offers
UNPUBLISHED: dict[Fate | None, str] = {
    None: "slack.expired",
    Fate.CLOSED: "slack.not_here",
    Fate.REFUSED: "slack.not_here",
}
"""What is said of a brief that is not published; one that is under way will be."""


def line(event: Event, menu: Iterable[MenuEntry]) -> str | None:
    """Return behind what an event waits: a channel is answered in order, but for a few."""
    if isinstance(event, Thread):
        return event.asked.message.chat.id
    if not isinstance(event, Asked) or event.sealed:
        return None
    message = event.message
    return message.chat.id if in_turn(message.text, menu) else None


class Answering:
    """Does what events ask, by ``handle``."""

    def __init__(self, sender: Sender, services: Services, me: Self, handle: Handler) -> None:
        self._sender = sender
        self._web = sender.web
        self._services = services
        self._me = me
        self._handle = handle
        self._people = People(sender.web)

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
                await self._tell(message.place, means, "slack.expired")
                return
            message = replace(message, text=opened)
        view = await self._modal(message, means) if asked.sealed else None
        wanted = asked.files if await self._services.admits(message) else ()
        message = replace(
            message,
            language=await self._people.language(message.user),
            files=await self._files(message.chat, wanted),
            addressed=message.addressed or await self._ours(message),
        )
        await self._status(message)
        await self._handled(message, means, view)

    async def _handled(self, message: Message, means: Means, view: str | None) -> None:
        """Have a message answered; what a modal or the home tab is to show is collected."""
        occasion = self._sender.occasion(message, means, sink=view is not None or means.home)
        await self._handle(message)
        posts, occasion.sink = occasion.sink or [], None
        if view is not None and posts:
            shown = modal(posts, self._sender.language(posts[-1]))
            await self._web.attempt("views.update", view_id=view, view=shown)
        if means.home:
            await self._home(Home(message.user, message.chat.id))

    async def _modal(self, message: Message, means: Means) -> str | None:
        """Open the modal in which a button's answer is shown: a trigger lives three seconds."""
        if not means.trigger or message.text[1:].partition(" ")[0] not in MODALS:
            return None
        empty = modal((), self._services.interface)
        answer = await self._web.attempt("views.open", trigger_id=means.trigger, view=empty)
        return str(answer["view"]["id"]) if answer else None

    async def _ours(self, message: Message) -> bool:
        """Whether a message, with links or a question, stands in a thread in which we answered."""
        if message.thread is None or message.reply_to is None:
            return False
        return await self._services.at(message.chat, message.reply_to) is not None

    async def _status(self, message: Message) -> None:
        """Let the assistant container, whose threads are in a direct message, say what is done."""
        if message.chat.id.startswith("D") and message.thread:
            status = say("slack.reading", message.language or self._services.interface)
            await self._web.attempt(
                "assistant.threads.setStatus",
                channel_id=message.chat.id,
                thread_ts=message.thread,
                status=status,
            )

    async def _tell(self, place: Place, means: Means, key: str) -> None:
        """Say one sentence to the person who did something."""
        await self._sender.tell(place, means, key, await self._language(place.user or ""))

    async def _language(self, user: str) -> str:
        return await self._people.language(user) or self._services.interface

    async def _files(self, chat: Chat, files: Sequence[Attachment]) -> tuple[str, ...]:
        """Fetch attachments into the chat's folder; what cannot be fetched is left out."""

        async def download(file: Attachment, most: int) -> bytes | None:
            return await self._web.download(file.url, most)

        return await attachments.fetch(self._services.files, chat, files, download)

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
        here = Chat(PLATFORM, shown.channel)
        target = self._services.seal.open(shown.sealed, here, shown.user)
        means = Means(response_url=shown.response_url)
        language = await self._language(shown.user)
        if target is None:
            await self._tell(Place(here, user=shown.user), means, "slack.expired")
        elif not shown.publish:
            await self._sender.discard(shown.channel, shown.ts, language)
        else:
            channel, _, thread = target.partition(" ")
            place = Place(Chat(PLATFORM, channel), thread or None)
            preview = f"{shown.channel}/{shown.ts}"
            fate = await self._services.again(place, preview, language)
            if key := UNPUBLISHED.get(fate):
                await self._tell(Place(here, user=shown.user), means, key)

    async def _feedback(self, given: Feedback) -> None:
        chat = Chat(PLATFORM, given.channel)
        await self._services.rated(chat, given.ts, given.user, given.good)
        means = Means(response_url=given.response_url)
        await self._tell(Place(chat, user=given.user), means, "slack.thanks")

    # --- home and assistant ------------------------------------------------

    async def _home(self, opened: Home) -> None:
        """Show somebody's home tab: their conversation's settings and last briefs."""
        chat = Chat(PLATFORM, opened.channel)
        language = await self._language(opened.user)
        post = self._sender.spoken(await self._services.home(chat, language))
        view = home(post, self._services.menu, language, self._services.seal, chat, opened.user)
        await self._web.attempt("views.publish", user_id=opened.user, view=view)

    async def _assistant(self, opened: Assistant) -> None:
        language = await self._language(opened.user)
        wanted = [entry for entry in self._services.menu if entry.name in SUGGESTED]
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
