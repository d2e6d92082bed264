"""One event from its arrival to its answer."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

import structlog

from adapters.telegram.api import Api
from adapters.telegram.nouns import PLATFORM, Asked, Attachment, Membership, Moved, Tapped
from bot.model import Chat, Message
from bot.ports import Handler, Services
from bot.sources import links as links_in
from bot.traffic import attachments
from prompts import text as say

log = structlog.get_logger()

HANDLED = "m/"  # begins the inbox's name for a message that was dealt with


class Answering:
    """Does what events ask, by ``handle``.

    ``unsettled`` are names of messages that a stopped process had begun to deal with.
    """

    def __init__(self, api: Api, services: Services, handle: Handler) -> None:
        self.unsettled: set[str] = set()
        self._api = api
        self._services = services
        self._handle = handle

    async def asked(self, parts: Sequence[Asked]) -> None:
        """Deal with a message, or with the parts of an album as one."""
        new = [(name, part) for part in parts if (name := await self._claim(part)) is not None]
        if not new:
            return
        asked = _together([part for _, part in new])
        message = asked.message
        files: tuple[str, ...] = ()
        if asked.files and await self._services.admits(message):
            files = await self._files(message.chat, asked.files)
        if asked.files and not files and not (message.links or links_in(message.text)):
            log.info("telegram message without what it brought", chat=message.chat.id)
        event = new[0][0] if asked.edited else message.event
        await self._handle(replace(message, files=files, edited=asked.edited, event=event))
        for name in filter(None, (name for name, _ in new)):
            await self._services.inbox.done(name)
            self.unsettled.discard(name)

    async def _claim(self, asked: Asked) -> str | None:
        """Return the name of a message with what it links to, ``None`` if it was dealt with.

        An edit is told from the message by its links alone. Talk has no name ("").
        """
        message = asked.message
        links = [*message.links, *links_in(message.text), *(file.id for file in asked.files)]
        if not links:
            return None if asked.edited else ""
        digest = hashlib.sha256("\n".join(sorted(set(links))).encode("utf-8", "replace"))
        name = f"{HANDLED}{message.chat.id}/{message.id}/{digest.hexdigest()[:16]}"
        new = await self._services.inbox.receive(name, b"")
        return name if new or name in self.unsettled else None

    def opened(self, tapped: Tapped) -> Message | None:
        """Return the command behind a button, ``None`` if it is old, forged or another's."""
        message = tapped.message
        text = self._services.seal.open(message.text, message.chat, message.user)
        return replace(message, text=text) if text is not None else None

    async def told(self, tapped: Tapped, *, expired: bool) -> None:
        """Let go of a button that was tapped; one that is too old says so."""
        language = tapped.message.language or self._services.interface
        words = say("telegram.expired", language) if expired else None
        await self._api.attempt("answerCallbackQuery", callback_query_id=tapped.query, text=words)

    async def tapped(self, message: Message) -> None:
        """Do what a button says."""
        await self._handle(message)

    async def changed(self, event: Moved | Membership) -> None:
        """Take note of what became of a chat."""
        if isinstance(event, Moved):
            log.info("telegram group moved", chat=event.old, new=event.new)
            await self._services.moved(Chat(PLATFORM, event.old), Chat(PLATFORM, event.new))
        elif event.inside:
            await self._services.opened(Chat(PLATFORM, event.chat))

    async def _files(self, chat: Chat, files: Sequence[Attachment]) -> tuple[str, ...]:
        """Fetch attachments into the chat's folder; what cannot be fetched is left out."""

        async def download(file: Attachment, most: int) -> bytes | None:
            return await self._api.download(file.id, most)

        return await attachments.fetch(self._services.files, chat, files, download)


def _together(parts: Sequence[Asked]) -> Asked:
    """Return the parts of an album as one message: the first, with what the others bring."""
    messages = [part.message for part in parts]
    message = replace(
        messages[0],
        text="\n".join(message.text for message in messages if message.text),
        links=tuple(dict.fromkeys(link for message in messages for link in message.links)),
        addressed=any(message.addressed for message in messages),
    )
    return replace(
        parts[0],
        message=message,
        files=tuple(dict.fromkeys(file for part in parts for file in part.files)),
        edited=all(part.edited for part in parts),
    )
