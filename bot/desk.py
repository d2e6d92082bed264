"""The desk where briefs are made: one task for each, with a placeholder that becomes the brief."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot import render
from bot.chats import ChatState, read_state, remember
from bot.model import Action, Brief, Chat, Message, Note, Place, Post, Ref, Source
from bot.pipeline import Outcome, Tools, make_briefs
from bot.ports import Adapter
from bot.render import Layout, changes
from prompts import language_name, text


@dataclass(frozen=True, slots=True)
class Job:
    """A brief that is asked for: by which message, of what, in whose language.

    ``before`` is the brief that this one makes again, ``replaces`` the post that shows it.
    """

    message: Message
    sources: tuple[Source, ...]
    language: str
    before: Brief | None = None
    replaces: Ref | None = None


class Desk:
    """Makes briefs, several at a time, and knows what is under way in each chat."""

    def __init__(
        self, tools: Tools, adapters: Mapping[str, Adapter], languages: tuple[str, ...]
    ) -> None:
        self.tools = tools
        self.languages = languages
        self._adapters = adapters
        self._running: dict[Chat, set[asyncio.Task[tuple[Brief, ...]]]] = {}
        self._stopped: set[asyncio.Task[tuple[Brief, ...]]] = set()

    async def brief(self, job: Job) -> tuple[Brief, ...]:
        """Make a job's briefs and post them; what was cancelled makes none."""
        chat = job.message.chat
        task = asyncio.ensure_future(self._make(job))
        self._running.setdefault(chat, set()).add(task)
        try:
            await asyncio.wait({task})
        except asyncio.CancelledError:
            task.cancel()
            raise
        finally:
            self._stopped.discard(task)
            self._running[chat].discard(task)
            if not self._running[chat]:
                del self._running[chat]
        return () if task.cancelled() else task.result()

    def running(self, chat: Chat | None = None) -> int:
        """Return how many briefs are being made, in a chat or everywhere."""
        chats = [chat] if chat else list(self._running)
        return sum(len(self._running.get(one, ())) for one in chats)

    def cancel(self, chat: Chat) -> int:
        """Stop what is under way in a chat; return how many briefs that were."""
        tasks = tuple(self._running.get(chat, ()))
        for task in tasks:
            self._stopped.add(task)
            task.cancel()
        return len(tasks)

    async def _make(self, job: Job) -> tuple[Brief, ...]:
        place, ref = job.message.place, job.replaces

        async def progress(key: str, values: Mapping[str, object]) -> None:
            nonlocal ref
            stage = render.plain_post([text(key, job.language, **values)], job.language)
            if job.replaces is None:  # a brief that is there stays until a better one is
                ref = await self.send(place, replace(stage, passing=True), ref)

        try:
            made = await make_briefs(job.sources, self.languages, self.tools, progress, place.chat)
        except asyncio.CancelledError:
            if asyncio.current_task() in self._stopped:  # else the program is being stopped
                await self._say(place, Note("chat.cancelled"), job.language, ref)
            raise
        if not made.briefs:
            notes = tuple(problem.note for problem in made.problems)
            await self.send(place, render.problems_post(notes, job.language), ref)
            return ()
        await self._post(job, made, ref)
        return made.briefs

    async def _post(self, job: Job, made: Outcome, ref: Ref | None) -> None:
        place, store = job.message.place, self.tools.store
        state = await read_state(store, place.chat)
        for n, brief in enumerate(made.briefs):
            before = job.before if n == 0 else None
            post = brief_post(brief, state, job.language, before)
            shown = await self.send(place, post, ref if n == 0 else None)
            await store.save_post(shown, brief.id)
        await remember(store, place.chat, sources=job.sources, post=shown)
        if len(made.briefs) > 1:
            several = Note("chat.several", {"n": len(made.briefs)})
            await self._say(place, several, job.language, None)

    async def show(self, brief: Brief, place: Place, language: str) -> Ref:
        """Show a brief again as the chat now wants it, in the place of its post if there is one."""
        state = await read_state(self.tools.store, place.chat)
        shown = await self.send(place, brief_post(brief, state, language), state.post)
        await self.tools.store.save_post(shown, brief.id)
        await remember(self.tools.store, place.chat, post=shown)
        return shown

    async def send(self, place: Place, post: Post, replaces: Ref | None = None) -> Ref:
        """Post to a chat, or replace what was posted."""
        return await self._adapters[place.chat.platform].send(place, post, replaces)

    async def _say(self, place: Place, note: Note, language: str, ref: Ref | None) -> None:
        await self.send(place, render.problems_post([note], language), ref)


def brief_post(brief: Brief, state: ChatState, interface: str, before: Brief | None = None) -> Post:
    """Lay out a brief as its chat wants it, marked with what is new since ``before``."""
    changed = changes(before, brief) if before else None
    if changed:
        brief = replace(brief, notes=(*brief.notes, updated(brief.created, changed.withdrawn)))
    layout = Layout(
        sides=state.sides(brief.languages),
        short=state.length == "short",
        new=changed.new if changed else frozenset(),
    )
    post = render.brief_post(brief, interface, layout)
    return replace(post, actions=actions(brief, state, interface))


def updated(at: datetime, withdrawn: int) -> Note:
    """Say when a posted brief was made again, and what it no longer holds."""
    key = "note.updated_withdrawn" if withdrawn else "note.updated"
    return Note(key, {"at": f"{at:%Y-%m-%d %H:%M} UTC", "n": withdrawn})


def actions(brief: Brief, state: ChatState, interface: str) -> tuple[Action, ...]:
    """Return the buttons under a brief: its sides, its sources, and once more."""
    told = [s for s in brief.languages if any(c.text.get(s) for c in brief.claims)]
    sides: Sequence[str] = told if len(told) > 1 else ()
    buttons = [Action(language_name(s, s), f"/lang {s}") for s in sides if s != state.side]
    if state.side in sides:
        buttons.append(Action(text("action.both", interface), "/lang both"))
    buttons.append(Action(text("action.sources", interface), "/sources"))
    buttons.append(Action(text("action.retry", interface), "/retry"))
    return tuple(buttons)
