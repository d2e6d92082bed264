"""One post on its way to Telegram: its messages, each once and in order, whatever is answered.

Telegram has no idempotency key, and a bot cannot read what it posted: a message whose sending was
not answered, or was answered to a process that was killed, may be there or not. So what must come
once is edited into a placeholder, which may come twice; an edit can be repeated without harm. That
takes two calls, and a chat takes one a second: what only answers a command is sent at once, and
says that it may be there already where it has to be sent again.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from telegram import InputFile

from adapters.telegram.api import Api
from adapters.telegram.buttons import question
from adapters.telegram.faults import MarkupError, SameError, TopicError, UnknownError
from adapters.telegram.layout import NOTHING, Part
from adapters.telegram.nouns import Json
from bot.model import Attachment, Place
from bot.ports import Trail
from bot.traffic.faults import CallError, GoneError, RefusedError, UnclearError
from bot.traffic.limiter import Wait

log = structlog.get_logger()

NO_PREVIEW = {"is_disabled": True}
LENIENT = {"allow_sending_without_reply": True}


@dataclass(frozen=True, slots=True)
class Shown:
    """A part, the buttons under it, and the page of which it shows a small preview, if any."""

    part: Part
    markup: Json | None = None
    preview: str = ""


PLACEHOLDER = Shown(Part(NOTHING, NOTHING))


class Outgoing:
    """Puts one post into a chat; keeps in its trail which messages (``ids``: so far) show it."""

    def __init__(
        self, api: Api, place: Place, trail: Trail, ids: Sequence[str], wait: Wait
    ) -> None:
        self._api = api
        self._place = place
        self._chat = place.chat.id
        self._trail = trail
        self._wait = wait
        self._ids = list(ids)

    @property
    def begun(self) -> bool:
        """Whether a message of the post is known to be there."""
        return bool(self._ids)

    async def show(self, parts: Sequence[Shown], *, passing: bool = False) -> None:
        """Let the messages show these parts; what is missing is posted, what is over deleted.

        A part that Telegram does not take, or of which nobody knows whether it did, does not keep
        the others back; then ``CallError`` is raised at the end, any other one at once. The first
        part of a ``passing`` post is posted as it is.
        """
        missed: CallError | None = None
        for n, shown in enumerate(parts):
            try:
                await self._one(n, shown, passing)
            except UnknownError:
                raise
            except (RefusedError, UnclearError) as error:
                if n >= len(self._ids):
                    raise  # without its message, what follows would come before it
                log.error("telegram part not shown", part=n, error=str(error))
                missed = missed or error
        await self._cut(len(parts))
        if missed is not None:
            raise missed

    async def say(self, shown: Shown) -> None:
        """Show an answer by one call; where our markup cannot be read, as ``show`` does."""
        if not self._ids:
            try:
                await self._post(shown)
            except MarkupError as error:
                log.info("telegram answer sent another way", error=error.name)
            else:
                return
        await self.show([shown])

    async def ask(self, words: str) -> None:
        """Ask a person for words of theirs; the question may come twice, and is never edited."""
        if self._ids:
            return
        html, markup = question(words, self._place.user)
        answers = self._place.answers
        reply = {"message_id": int(answers), **LENIENT} if answers else None
        content = {"text": html, "parse_mode": "HTML", "link_preview_options": NO_PREVIEW}
        await self._send(content | {"reply_markup": markup, "reply_parameters": reply})

    async def attach(self, file: Attachment, part: Part) -> None:
        """Post a file with a line about it; it may come twice, and is never edited."""
        if self._ids:
            return
        about = {"caption": part.html, "parse_mode": "HTML"}
        sent = InputFile(file.content.encode("utf-8", "replace"), filename=file.name)
        await self._send(
            {"document": sent, **about, "reply_parameters": _reply(self._place)}, "sendDocument"
        )

    async def clear(self) -> None:
        """Take the messages away."""
        await self._cut(0)

    async def _one(self, n: int, shown: Shown, passing: bool) -> None:
        if n < len(self._ids):
            try:
                await self._put_in(n, shown)
            except GoneError as error:
                log.info("telegram message is gone, posted anew", error=error.name)
                await self._cut(n)
            else:
                return
        await self._post(shown if passing and n == 0 else PLACEHOLDER)
        if n or not passing:
            await self._put_in(n, shown)

    async def _post(self, shown: Shown) -> None:
        """Post a message that may come twice.

        Where that may have happened already, it is seen first whether Telegram answers at all: so
        a time in which it does not leaves one message behind, however long it is.
        """
        if self._trail.unsure:
            await self._call("sendChatAction", action="typing")
        await self._send(
            _content(shown)
            | {
                "reply_markup": shown.markup,
                "reply_parameters": _reply(self._place),
                "disable_notification": True if self._ids else None,
            }
        )

    async def _send(self, params: Json, method: str = "sendMessage") -> None:
        thread = int(self._place.thread) if self._place.thread else None
        try:
            sent = await self._call(method, message_thread_id=thread, **params)
        except TopicError:
            sent = await self._call(method, **params)
        self._ids.append(str(sent["message_id"]))
        await self._trail.keep(self._ids)

    async def _put_in(self, n: int, shown: Shown) -> None:
        """Let a message show this; as plain text where Telegram cannot read our markup."""
        try:
            await self._edit(n, shown, _content(shown))
        except MarkupError as error:
            _report(shown.part, error)
            if shown.part.rich:
                raise UnknownError(error.name) from error  # the classic form is next
            await self._edit(n, shown, _plain(shown))

    async def _edit(self, n: int, shown: Shown, content: Json) -> None:
        markup = shown.markup or {"inline_keyboard": []}
        with contextlib.suppress(SameError):
            await self._call(
                "editMessageText", message_id=int(self._ids[n]), reply_markup=markup, **content
            )

    async def _cut(self, n: int) -> None:
        """Take the messages after the first ``n`` away."""
        while len(self._ids) > n:
            await self._take_away(int(self._ids[-1]))
            self._ids.pop()
            await self._trail.keep(self._ids)

    async def _take_away(self, id: int) -> None:
        """Delete a message of ours; one that is too old for that is emptied."""
        try:
            await self._call("deleteMessage", message_id=id)
        except GoneError:
            return
        except RefusedError:
            with contextlib.suppress(SameError, GoneError):
                await self._call(
                    "editMessageText",
                    message_id=id,
                    reply_markup={"inline_keyboard": []},
                    **_content(PLACEHOLDER),
                )

    async def _call(self, method: str, **params: object) -> Json:
        return await self._api.call(method, self._chat, self._wait, **params)  # type: ignore[no-any-return]


def _content(shown: Shown) -> Json:
    part = shown.part
    if part.rich:
        message = {"html": part.html, "skip_entity_detection": True}
        return {"rich_message": message | ({"is_rtl": True} if part.rtl else {})}
    return {"text": part.html, "parse_mode": "HTML", "link_preview_options": _preview(shown)}


def _plain(shown: Shown) -> Json:
    return {"text": shown.part.plain, "link_preview_options": _preview(shown)}


def _preview(shown: Shown) -> Json:
    return {"url": shown.preview, "prefer_small_media": True} if shown.preview else NO_PREVIEW


def _reply(place: Place) -> Json | None:
    """Return what is answered: where several people speak, an answer shows to whom."""
    if place.answers is None or not place.chat.id.startswith("-"):
        return None
    return {"message_id": int(place.answers), **LENIENT}


def _report(part: Part, error: CallError) -> None:
    """Tell of markup that Telegram refused; by its hash, since texts have no place in logs."""
    digest = hashlib.sha256(part.html.encode("utf-8", "replace")).hexdigest()[:16]
    log.error("telegram cannot read our markup", text=digest, error=error.name)
