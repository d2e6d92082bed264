"""Posts on their way to people: as placeholders, stages, briefs and answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import structlog

from adapters.telegram.api import Api
from adapters.telegram.faults import CallError, UnknownError
from adapters.telegram.layout import Part, is_brief, parts
from adapters.telegram.nouns import PLATFORM, Json
from adapters.telegram.outgoing import Outgoing, Shown
from adapters.telegram.stages import Stages
from adapters.telegram.traces import Traces
from bot.model import Action, Chat, Place, Post, Ref
from bot.ports import Seal

log = structlog.get_logger()

ROW = 3  # buttons beside each other
WIDE = 22  # characters that fit into a row on a phone, with the room between its buttons
REMEMBERED = 5000
NOWHERE = "0"  # id of a message of which nobody knows whether it is there


class Memory(dict[str, str]):
    """A dictionary that forgets what is oldest."""

    def __setitem__(self, name: str, value: str) -> None:
        """Remember a value as the newest."""
        self.pop(name, None)
        super().__setitem__(name, value)
        while len(self) > REMEMBERED:
            del self[next(iter(self))]


class Sender:
    """Sends posts. ``rich``: try rich messages; ``commands`` are those that a tap may send."""

    def __init__(
        self, api: Api, traces: Traces, seal: Seal, *, rich: bool, commands: Iterable[str]
    ) -> None:
        self.answered = Memory()  # "chat/message" of somebody's message: the id of our answer
        self._api = api
        self._out = Outgoing(api, traces)
        self._seal = seal
        self._rich = rich
        self._commands = frozenset(commands)
        self._classic = Memory()  # chats that take no rich messages
        self._stages = Stages(self._stage, api.pace.edits)

    async def send(self, place: Place, post: Post, shown: Ref | None = None) -> Ref:
        """Show a post at a place, or in the place of another. Raises ``CallError``."""
        if shown is not None and post.passing:
            part = self._parts(post, rich=False)[0]
            await self._stages.show(shown.chat.id, shown.id, part)
            return shown
        ids: list[str] = []
        if shown is not None:
            await self._stages.end(shown.chat.id, shown.id)
            ids = [id for id in (shown.id, *shown.more) if id != NOWHERE]
        here = self._now(place)
        if shown is not None and shown.chat != here.chat:
            ids = []  # they stayed behind in the old group
        if ids or is_brief(post):
            await self._show(here, post, ids)
        else:
            ids = await self._new(here, post)
        ref = Ref(self._now(here).chat, ids[0], tuple(ids[1:]), place.thread)
        if place.answers:
            self.answered[f"{place.chat.id}/{place.answers}"] = ref.id
        return ref

    def _now(self, place: Place) -> Place:
        """Return a place where it is now: a group may have become a supergroup."""
        new = self._api.moved.get(place.chat.id)
        return replace(place, chat=Chat(PLATFORM, new), answers=None) if new else place

    async def _show(self, place: Place, post: Post, ids: list[str]) -> None:
        """Show a post by edits, as a rich message where one is taken."""
        chat = place.chat.id
        if self._rich and is_brief(post) and chat not in self._classic:
            try:
                await self._out.show(place, self._laid(place, post, rich=True), ids)
            except UnknownError as error:
                log.info("telegram takes no rich message", chat=chat, error=error.name)
                self._classic[chat] = error.name
            else:
                return
        await self._out.show(place, self._laid(place, post, rich=False), ids)

    async def _new(self, place: Place, post: Post) -> list[str]:
        """Post a placeholder or an answer; one that takes several messages comes by edits."""
        made = self._laid(place, post, rich=False)
        if post.passing:
            return [await self._out.placeholder(place, made[0])]
        if len(made) == 1:
            return [await self._out.post(place, made[0]) or NOWHERE]
        ids: list[str] = []
        await self._out.show(place, made, ids)
        return ids

    async def _stage(self, chat: str, id: str, part: Part) -> None:
        try:
            await self._out.stage(chat, id, part)
        except CallError as error:
            log.info("telegram stage not shown", error=type(error).__name__)

    def _laid(self, place: Place, post: Post, *, rich: bool) -> list[Shown]:
        """Return the messages of a post; the buttons are under the last one."""
        made = [Shown(part) for part in self._parts(post, rich=rich)]
        user = place.user if post.quiet else None
        made[-1] = replace(made[-1], markup=self._buttons(post.actions, place.chat, user))
        return made

    def _parts(self, post: Post, *, rich: bool) -> tuple[Part, ...]:
        return parts(post, self._commands, as_rich=rich)

    def _buttons(self, actions: Iterable[Action], chat: Chat, user: str | None) -> Json | None:
        buttons: list[Json] = []
        for action in actions:
            try:
                sealed = self._seal.sign(action.command, chat, user)
            except ValueError:
                log.error("telegram button too long", size=len(action.command.encode()))
                continue
            buttons.append({"text": action.label, "callback_data": sealed})
        return {"inline_keyboard": list(rows(buttons))} if buttons else None


def rows(buttons: Iterable[Json]) -> Iterable[list[Json]]:
    """Yield buttons in rows that a phone shows without cutting what they say, none left alone."""
    buttons, row = list(buttons), list[Json]()
    most = ROW if len(buttons) % ROW != 1 else ROW - 1
    for button in buttons:
        width = sum(len(str(one["text"])) for one in (*row, button))
        if row and (len(row) == most or width > WIDE):
            yield row
            row = []
        row.append(button)
    if row:
        yield row
