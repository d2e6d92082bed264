"""Messages on their way to Slack: each part once and in order, whatever the server answers."""

from __future__ import annotations

import asyncio
import uuid
from collections import deque
from collections.abc import Iterable, Sequence

import structlog

from adapters.slack.faults import (
    CallError,
    GoneError,
    RefusedError,
    TooLongError,
    UnclearError,
    UnreachedError,
)
from adapters.slack.parts import Part, bare, halves
from adapters.slack.web import BACKOFF, TRIES, Web
from adapters.slack.words import Json

log = structlog.get_logger()

EVENT = "isnad_post"  # type of the metadata that tells a post of ours
LOOK_BACK = 20  # messages in which a post is searched that may have arrived


class Outgoing:
    """Posts, edits and takes away messages in a channel."""

    def __init__(self, web: Web) -> None:
        self._web = web

    async def show(
        self,
        channel: str,
        thread: str | None,
        parts: Sequence[Part],
        shown: Sequence[str] = (),
    ) -> tuple[str, ...]:
        """Make the messages ``shown`` (none: new ones) show these parts; return what shows them.

        The first message stands in ``thread``, or in the channel; then the others are its thread.
        What is no longer needed is deleted. Raises ``CallError`` if a part cannot be shown.
        """
        left, old = deque(parts), deque(shown)
        made: list[str] = []
        while left:
            part = left.popleft()
            root = thread or (made[0] if made else None)
            before = old.popleft() if old else None
            try:
                ts = await self._one(channel, root, part, before)
            except TooLongError:
                smaller = halves(part)
                left.extendleft(reversed(smaller if len(smaller) > 1 else (bare(part),)))
                if before:
                    old.appendleft(before)
                continue
            if before not in (None, ts) and not made:  # its thread hangs on what is gone
                await self._take_away(channel, old)
                old.clear()
            made.append(ts)
        await self._take_away(channel, old)
        return tuple(made)

    async def _take_away(self, channel: str, messages: Iterable[str]) -> None:
        for ts in messages:
            await self._web.attempt("chat.delete", channel=channel, ts=ts)

    async def _one(self, channel: str, root: str | None, part: Part, before: str | None) -> str:
        """Show one part; one that Slack refuses goes out as text alone, and is logged."""
        try:
            return await self._put(channel, root, part, before)
        except RefusedError as error:
            if not part.blocks or not error.name.startswith("invalid"):
                raise
            log.error("slack refuses our blocks", error=error.name)
            return await self._put(channel, root, bare(part), before)

    async def _put(self, channel: str, root: str | None, part: Part, before: str | None) -> str:
        if before is not None:
            try:
                said = {"text": part.text, "blocks": part.blocks or None}
                await self._web.repeat("chat.update", channel=channel, ts=before, **said)
            except GoneError as error:
                log.info("slack message is gone, posted anew", error=error.name)
            else:
                return before
        return await self.post(channel, root, part)

    async def post(self, channel: str, root: str | None, part: Part) -> str:
        """Post a message once; one whose fate is unknown is searched before it is sent again."""
        id = uuid.uuid4().hex
        for n in range(TRIES):
            try:
                answer = await self._web.call(
                    "chat.postMessage", **_message(channel, root, part, id)
                )
                return str(answer["ts"])
            except (UnclearError, UnreachedError) as error:
                unclear = isinstance(error, UnclearError)
                found = await self._find(channel, root, id) if unclear else None
                if found:
                    return found
                if n + 1 == TRIES:
                    raise
                await asyncio.sleep(BACKOFF * 2**n)
        raise AssertionError("unreachable")

    async def _find(self, channel: str, root: str | None, id: str) -> str | None:
        """Return the message with this id in its metadata, if Slack shows it."""
        method = "conversations.replies" if root else "conversations.history"
        params: Json = {"channel": channel, "include_all_metadata": True, "limit": LOOK_BACK}
        try:
            if root:
                params |= {"ts": root, "oldest": root, "limit": 200}
            answer = await self._web.repeat(method, **params)
        except CallError as error:
            log.warning("slack post of unknown fate", error=error.name)
            return None
        for message in answer.get("messages") or ():
            held = message.get("metadata") or {}
            if (held.get("event_payload") or {}).get("k") == id:
                return str(message["ts"])
        return None


def _message(channel: str, root: str | None, part: Part, id: str) -> Json:
    return {
        "channel": channel,
        "thread_ts": root,
        "text": part.text,
        "blocks": part.blocks or None,
        "unfurl_links": False,
        "unfurl_media": False,
        "metadata": {"event_type": EVENT, "event_payload": {"k": id}},
    }
