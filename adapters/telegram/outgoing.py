"""Messages on their way to Telegram: each part once and in order, whatever the server answers.

Telegram has no idempotency key, and a bot cannot read what it posted: a message whose sending was
not answered may be there or not. So what must come once is edited into a placeholder, which may
come twice; an edit can be repeated without harm.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from adapters.telegram.api import Api
from adapters.telegram.faults import (
    CallError,
    GoneError,
    LeftBehindError,
    MarkupError,
    SameError,
    StoppedError,
    TopicError,
    UnclearError,
    UnknownError,
)
from adapters.telegram.layout import NOTHING, Part
from adapters.telegram.nouns import Json
from adapters.telegram.traces import Traces
from bot.model import Place

log = structlog.get_logger()

NO_PREVIEW = {"is_disabled": True}
PLACEHOLDERS = 2  # that are sent at most for one message


@dataclass(frozen=True, slots=True)
class Shown:
    """A part and the buttons under it."""

    part: Part
    markup: Json | None = None


class Outgoing:
    """Posts, edits and takes away messages in a chat."""

    def __init__(self, api: Api, traces: Traces) -> None:
        self._api = api
        self._traces = traces

    async def show(self, place: Place, parts: Sequence[Shown], ids: list[str]) -> None:
        """Make the messages ``ids`` show these parts; ``ids`` is brought up to date on the way.

        What is missing is posted, what is no longer needed deleted. A part that cannot be shown
        does not keep the others back; then ``CallError`` is raised at the end.
        """
        missed: CallError | None = None
        for n, shown in enumerate(parts):
            try:
                await self._one(place, shown, ids, n)
            except (StoppedError, UnknownError):
                raise
            except CallError as error:
                log.error("telegram part not shown", part=n, error=str(error))
                missed = missed or error
        for id in ids[len(parts) :]:
            await self.take_away(place.chat.id, id)
        del ids[len(parts) :]
        if missed is not None:
            raise missed

    async def _one(self, place: Place, shown: Shown, ids: list[str], n: int) -> None:
        if n < len(ids):
            try:
                await self.edit(place.chat.id, ids[n], shown)
            except GoneError as error:
                log.info("telegram message is gone, posted anew", error=error.name)
                if isinstance(error, LeftBehindError):
                    del ids[n:]
            else:
                return
        id = await self.placeholder(place, Shown(Part(NOTHING, NOTHING)), quiet=n > 0)
        ids[n:n] = [id]
        del ids[n + 1 : n + 2]
        await self.edit(place.chat.id, id, shown)

    async def edit(self, chat: str, id: str, shown: Shown) -> None:
        """Let a message show this, by as many tries as it takes. Raises ``CallError``."""
        try:
            await self._edit(chat, id, shown, _content(shown.part))
        except MarkupError as error:
            if shown.part.rich:
                raise UnknownError(error.name) from error  # the classic form is next
            _report(shown.part, error)
            await self._edit(chat, id, shown, _plain(shown.part))

    async def _edit(self, chat: str, id: str, shown: Shown, content: Json) -> None:
        markup = shown.markup or {"inline_keyboard": []}
        with contextlib.suppress(SameError):
            await self._api.repeat(
                "editMessageText", chat, message_id=int(id), reply_markup=markup, **content
            )

    async def stage(self, chat: str, id: str, part: Part) -> None:
        """Let a placeholder say how far the work is, if that can be done at once."""
        params = {"message_id": int(id), **_content(part)}
        await self._api.attempt("editMessageText", chat, hurried=True, **params)

    async def placeholder(self, place: Place, shown: Shown, quiet: bool = False) -> str:
        """Post a short message that others will be edited into; return its id.

        If nobody knows whether it arrived, it is posted once more.
        """
        trace = self._traces.next(place)
        known = self._traces.known(trace)
        if known is not None:
            return known
        for n in range(PLACEHOLDERS):
            try:
                id = await self._send(place, shown, _content(shown.part), quiet)
                break
            except UnclearError as error:
                log.warning("telegram placeholder of unknown fate", error=error.name)
                if n + 1 == PLACEHOLDERS:
                    raise
        await self._traces.keep(trace, id)
        return id

    async def post(self, place: Place, shown: Shown) -> str | None:
        """Post a message once; ``None`` if nobody knows whether it arrived."""
        try:
            return await self._send(place, shown, _content(shown.part))
        except MarkupError as error:
            _report(shown.part, error)
            return await self._send(place, shown, _plain(shown.part))
        except UnclearError as error:
            log.warning("telegram answer of unknown fate", error=error.name)
            return None

    async def _send(self, place: Place, shown: Shown, content: Json, quiet: bool = False) -> str:
        params = content | {"reply_markup": shown.markup, "reply_parameters": _reply(place)}
        params |= {"disable_notification": quiet or None}
        method = "sendRichMessage" if shown.part.rich else "sendMessage"
        thread = int(place.thread) if place.thread else None
        try:
            sent = await self._api.once(method, place.chat.id, message_thread_id=thread, **params)
        except TopicError:
            sent = await self._api.once(method, place.chat.id, **params)
        return str(sent["message_id"])

    async def take_away(self, chat: str, id: str) -> None:
        """Delete a message of ours; one that is too old for that is emptied."""
        if await self._api.attempt("deleteMessage", chat, message_id=int(id)) is None:
            await self._api.attempt(
                "editMessageText", chat, message_id=int(id), text=NOTHING, reply_markup=None
            )


def _content(part: Part) -> Json:
    if part.rich:
        message = {"html": part.html, "skip_entity_detection": True}
        return {"rich_message": message | ({"is_rtl": True} if part.rtl else {})}
    return {"text": part.html, "parse_mode": "HTML", "link_preview_options": NO_PREVIEW}


def _plain(part: Part) -> Json:
    return {"text": part.plain, "link_preview_options": NO_PREVIEW}


def _reply(place: Place) -> Json | None:
    """Return what is answered: where several people speak, an answer shows to whom."""
    if place.answers is None or not place.chat.id.startswith("-"):
        return None
    return {"message_id": int(place.answers), "allow_sending_without_reply": True}


def _report(part: Part, error: CallError) -> None:
    """Tell of markup that Telegram refused; by its hash, since texts have no place in logs."""
    digest = hashlib.sha256(part.html.encode("utf-8", "replace")).hexdigest()[:16]
    log.error("telegram cannot read our markup", text=digest, error=error.name)
