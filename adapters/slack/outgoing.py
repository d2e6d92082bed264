"""A post's messages on their way to Slack: each once and in order, whatever the server answers.

Slack knows no key under which a post is taken once, but it shows what was posted: every message
carries the name of its post and its place in it, and one whose fate is unknown is searched by that
name before it is posted again. An edit can be repeated without harm.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import structlog

from adapters.slack import spots
from adapters.slack.faults import TooLongError
from adapters.slack.parts import Part, bare, halves
from adapters.slack.spots import Spot
from adapters.slack.web import BACKOFF, TRIES, Web
from adapters.slack.words import Json
from bot.model import Attachment
from bot.ports import Trail
from bot.traffic.faults import (
    BusyError,
    GoneError,
    MutedError,
    RefusedError,
    UnclearError,
    UnreachedError,
)
from bot.traffic.limiter import AT_ONCE, Wait

log = structlog.get_logger()

EVENT = "isnad_post"  # type of the metadata that tells a post of ours
PAGE, PAGES = 200, 5  # messages among which a post is searched
NO_THREAD = frozenset({"thread_not_found", "message_not_found", "cannot_reply_to_message"})


@dataclass(slots=True)
class Outgoing:
    """One post on its way.

    ``at`` is where it stands so far; it is kept in ``trail`` after every change, before the next
    call. ``chat`` is the channel of its chat; ``since`` a message after which all of them were
    posted, if there is one.
    """

    web: Web
    chat: str
    trail: Trail
    at: Spot
    wait: Wait = AT_ONCE
    since: str | None = None

    async def show(self, parts: Sequence[Part]) -> None:
        """Let the messages show these parts; what is missing is posted, what is over deleted.

        A change that Slack refuses does not keep the others back; then ``CallError`` is raised at
        the end, any other one at once.
        """
        left = deque(parts)
        refused: RefusedError | None = None
        n = 0
        while left:
            part = left.popleft()
            try:
                await self._one(n, part)
            except TooLongError:
                if not part.blocks:
                    raise
                smaller = halves(part)
                left.extendleft(reversed(smaller if len(smaller) > 1 else (bare(part),)))
                continue
            except RefusedError as error:
                if n >= len(self.at.ids):
                    raise  # without its message, what follows would come before it
                refused = refused or error
            n += 1
        if self.trail.unsure and (found := await self._find(n)):  # left by a longer version
            await self._delete([found])
        await self._cut(n)
        if refused is not None:
            raise refused

    async def attach(self, file: Attachment, said: str) -> None:
        """Share a file with a line about it; it may come twice, and is never edited."""
        if self.at.ids:
            return
        content = file.content.encode("utf-8", "replace")
        ticket = await self.web.repeat(
            "files.getUploadURLExternal", self.wait, filename=file.name, length=len(content)
        )
        await self.web.upload(str(ticket["upload_url"]), content)
        id = str(ticket["file_id"])
        await self.web.call(
            "files.completeUploadExternal",
            self.wait,
            files=[{"id": id, "title": file.name}],
            channel_id=self.at.channel,
            thread_ts=self.at.thread,
            initial_comment=said,
        )
        await self._keep(replace(self.at, ids=(id,)))

    async def stage(self, part: Part) -> None:
        """Let the first message tell how far the work is; if it is gone, there is nothing to do."""
        try:
            await self._edit(0, part)
        except GoneError as error:
            log.info("slack placeholder is gone", error=error.name)

    async def take_away(self) -> None:
        """Delete all messages."""
        if self.trail.unsure and (found := await self._find(len(self.at.ids))):
            await self._delete([found])
        await self._delete(self.at.ids)
        await self.trail.keep(())

    async def publish(self, settled: Part) -> None:
        """End a preview whose place this post took: its first message says so, the rest goes."""
        for n, id in enumerate(self.at.was):
            channel, _, ts = id.partition("/")
            if n:
                await self._delete([ts], channel)
                continue
            said = {"text": settled.text, "blocks": settled.blocks}
            try:
                await self.web.repeat("chat.update", self.wait, channel=channel, ts=ts, **said)
            except GoneError as error:
                log.info("slack preview is gone", error=error.name)
        if self.at.was:
            await self._keep(replace(self.at, was=()))

    async def seen(self) -> None:
        """Note that one more part was shown to one person alone."""
        await self._keep(replace(self.at, alone=self.at.alone + 1))

    # --- one message -------------------------------------------------------

    async def _one(self, n: int, part: Part) -> None:
        """Show the n-th part; one that Slack refuses goes out as text alone, and is logged."""
        try:
            await self._put(n, part)
        except RefusedError as error:
            if not part.blocks or not error.name.startswith("invalid"):
                raise
            log.error("slack refuses our blocks", error=error.name)
            await self._put(n, bare(part))

    async def _put(self, n: int, part: Part) -> None:
        if n < len(self.at.ids) and await self._changed(n, part):
            return
        if self.trail.unsure and (found := await self._find(n)):
            await self._keep(replace(self.at, ids=(*self.at.ids, found)))
            if await self._changed(n, part):
                return
        ts = await self._post(n, part)
        await self._keep(replace(self.at, ids=(*self.at.ids, ts)))

    async def _changed(self, n: int, part: Part) -> bool:
        """Change a message; if that is not possible, it goes, with those that stand behind it."""
        try:
            await self._edit(n, part)
        except GoneError as error:
            log.info("slack message is gone, posted anew", error=error.name)
            await self._delete(self.at.ids[n:])
            self.at = replace(self.at, ids=self.at.ids[:n])  # on record when the new one is
            return False
        return True

    async def _edit(self, n: int, part: Part) -> None:
        said = {"text": part.text, "blocks": part.blocks or None}
        again = self.web.call if self.wait.spare else self.web.repeat
        await again("chat.update", self.wait, channel=self.at.channel, ts=self.at.ids[n], **said)

    async def _post(self, n: int, part: Part) -> str:
        """Post a message once; one whose fate is unknown is searched before it is sent again."""
        unsure: UnclearError | None = None
        try:
            for tried in range(TRIES):
                try:
                    return await self._send(n, part)
                except UnclearError as error:
                    log.info("slack post of unknown fate", error=error.name)
                    unsure = error
                await asyncio.sleep(BACKOFF * 2**tried)
                if found := await self._find(n):
                    return found
        except (BusyError, UnreachedError) as error:
            if unsure is None:
                raise
            unsure.after = error.after
        assert unsure is not None
        raise unsure

    async def _send(self, n: int, part: Part) -> str:
        message = {
            "channel": self.at.channel,
            "text": part.text,
            "blocks": part.blocks or None,
            "unfurl_links": False,
            "unfurl_media": False,
            "metadata": {"event_type": EVENT, "event_payload": {"k": self._name(n)}},
        }
        try:
            sent = await self.web.call(
                "chat.postMessage", self.wait, thread_ts=self.at.root, **message
            )
        except GoneError as error:
            if n or self.at.thread is None or error.name not in NO_THREAD:
                raise
            log.info("slack thread is gone, posted in the channel", error=error.name)
            self.at = replace(self.at, thread=None)
            return await self._send(n, part)
        return str(sent["ts"])

    def _name(self, n: int) -> str:
        return f"{self.trail.key}/{n}"

    async def _find(self, n: int) -> str | None:
        """Return the message that bears the name of the n-th, if it is there and unknown to us.

        Where we may not look, nothing is found.
        """
        method = "conversations.replies" if self.at.root else "conversations.history"
        params: Json = {"channel": self.at.channel, "oldest": self.since, "limit": PAGE}
        params |= {"ts": self.at.root} if self.at.root else {}
        for _ in range(PAGES):
            try:
                answer = await self.web.repeat(
                    method, self.wait, include_all_metadata=True, **params
                )
            except (GoneError, MutedError, RefusedError) as error:
                log.warning("slack post not searched", error=error.name)
                return None
            for message in answer.get("messages") or ():
                if _name(message) == self._name(n) and message["ts"] not in self.at.ids:
                    return str(message["ts"])
            params["cursor"] = (answer.get("response_metadata") or {}).get("next_cursor")
            if not params["cursor"]:
                break
        return None

    # --- what is over ------------------------------------------------------

    async def _cut(self, n: int) -> None:
        """Take the messages after the first ``n`` away."""
        if len(self.at.ids) > n:
            await self._delete(self.at.ids[n:])
            await self._keep(replace(self.at, ids=self.at.ids[:n]))

    async def _delete(self, ids: Iterable[str], channel: str = "") -> None:
        for ts in ids:
            try:
                await self.web.repeat(
                    "chat.delete", self.wait, channel=channel or self.at.channel, ts=ts
                )
            except (GoneError, RefusedError) as error:
                log.info("slack message not deleted", error=error.name)

    async def _keep(self, at: Spot) -> None:
        self.at = at
        await self.trail.keep(spots.trail(self.chat, at))


def _name(message: Json) -> object:
    held = message.get("metadata") or {}
    return (held.get("event_payload") or {}).get("k")
