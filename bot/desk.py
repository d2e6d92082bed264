"""The desk where work is taken in and done: one task for each story that somebody asks for.

Taking in stores the task together with a placeholder, so that a person sees at once that they
were heard, and nothing is lost if the process ends here. Doing it fills the placeholder, which
lives through the stages, and ends the task by the same stroke.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import structlog

from bot import render
from bot.alerts import Alert, Alerts
from bot.asking import Ask, answer_slot, answered
from bot.chats import read_state, remember
from bot.codec import dump, load
from bot.digesting import DigestJob, is_closed, keep_made, make_digest
from bot.failpoint import Point, reached
from bot.meter import meter
from bot.model import (
    Brief,
    Chat,
    Fate,
    Message,
    Note,
    Piece,
    Place,
    Showing,
    Source,
    Task,
    TaskKind,
)
from bot.outbox import Dispatcher
from bot.pipeline import Outcome, make_briefs
from bot.ports import Jobs
from bot.posts import brief_post, stage_post
from bot.purse import Purse
from bot.seal import PageLinks
from bot.tools import Tools
from bot.traffic import attachments
from bot.whose import working_for

log = structlog.get_logger()

ID_CHARS = 12
_TOLD = "told_no_model"  # a setting of a chat


@dataclass(frozen=True, slots=True)
class Job:
    """A brief that is asked for: by which message, of what, in whose language.

    ``before`` is the id of the brief that this one makes again, ``slot`` the key of the post
    that shows it and is to show this one instead.
    """

    message: Message
    sources: tuple[Source, ...]
    language: str
    before: str | None = None
    slot: str | None = None


class Desk:
    """Takes in what is asked for, does it, and knows what is under way in each chat."""

    def __init__(
        self,
        tools: Tools,
        jobs: Jobs,
        outbox: Dispatcher,
        languages: tuple[str, ...],
        files: Path,
        purse: Purse,
        alerts: Alerts,
        pages: PageLinks | None = None,
    ) -> None:
        self.tools = tools
        self.jobs = jobs
        self.outbox = outbox
        self.languages = languages
        self.files = files
        self.purse = purse
        self.pages = pages  # where briefs can be read as pages, if they are served
        self.alerts = alerts

    # --- taking in ---------------------------------------------------------

    async def brief(self, job: Job) -> None:
        """Store a brief that is asked for, if it may be paid for.

        Asked for twice by one message, it is one.
        """
        told = "\n".join(f"{source.kind}:{source.value}" for source in job.sources)
        key = f"{answer_key(job.message)}/{_short(told)}"
        if not await self.may(key, Piece.BRIEF, job.message, job.language, len(job.sources)):
            return
        task = Task(key, TaskKind.BRIEF, job.message.chat, dump(job), self.tools.now())
        heard = stage_post("progress.fetching", job.language, done=0, total=len(job.sources))
        # a brief that is there stays until a better one is
        showings = () if job.slot else (Showing(key, job.message.place, heard),)
        await self.jobs.put(task, showings)
        reached(Point.TASK_STORED)
        self.outbox.wake(*showings)

    async def may(
        self, key: str, piece: Piece, message: Message, language: str, links: int = 0
    ) -> bool:
        """Whether a piece of work is within the day's limits; then it is charged, once by its key.

        Says so where not, and when little is left.
        """
        answer = await self.purse.take(key, piece, message.chat, message.user, links)
        note = answer.stop or answer.warning
        if note is not None:
            said = replace(render.problems_post([note], language), quiet=True)
            await self.outbox.show(Showing(f"{key}/budget", message.place, said))
        return answer.stop is None

    async def ask(self, ask: Ask) -> None:
        """Store a question that is asked; asked twice by one message, it is one."""
        key = answer_slot(answer_key(ask.message))
        if not await self.may(key, Piece.QUESTION, ask.message, ask.language):
            return
        task = Task(key, TaskKind.ANSWER, ask.message.chat, dump(ask), self.tools.now())
        heard = Showing(key, ask.message.place, stage_post("progress.answering", ask.language))
        await self.jobs.put(task, (heard,))
        reached(Point.TASK_STORED)
        self.outbox.wake(heard)

    async def cancel(self, chat: Chat) -> int:
        """Stop what is under way in a chat; return how many pieces of work that were."""
        tasks = await self.jobs.cancel(chat)
        for task in tasks:
            await self._tell(task, Note("chat.cancelled"))
        return len(tasks)

    async def forget(self, chat: Chat) -> None:
        """Stop what is under way in a chat, and delete all that is its, also what people sent."""
        await self.cancel(chat)
        await self.tools.store.forget(chat)
        attachments.forget(self.files, chat)

    async def gave_up(self, task: Task, reason: Note) -> None:
        """Say that a task cannot be done, and why."""
        meter.count("jobs", kind=task.kind, outcome="dead")
        log.error("task given up", task=task.key, kind=task.kind, reason=reason.key)
        job = load(_JOBS[task.kind], task.payload)
        if isinstance(job, DigestJob):
            await self._lost(task, job, reason)
        else:
            await self._tell(task, reason)

    async def _lost(self, task: Task, job: DigestJob, reason: Note) -> None:
        """Say in its chat, and to the owners, that a digest could not be made.

        Nothing of it counts as told, so the next one has it. Nobody is told of one that is gone.
        """
        known = await self.tools.store.digests.subscriptions(task.chat)
        number = next(
            (n for n, (one, _) in enumerate(known, 1) if one.id == job.subscription.id), 0
        )
        if not number or await is_closed(self.tools, task.chat):
            return
        after = Note("digest.after_failure", {"command": f"/digest now {number}"})
        said = render.problems_post([Note("digest.failed"), reason, after], job.language)
        place = replace(job.subscription.place, chat=task.chat)
        await self.outbox.put([Showing(task.key, place, said)])
        where = f"{task.chat.platform}:{task.chat.id}"
        note = Note("alert.digest_failed", {"chat": where, "why": reason, "task": task.key})
        self.alerts.fire(Alert(f"digest/{where}", note, lasting=False))

    async def _tell(self, task: Task, note: Note) -> None:
        """Say what became of a task to who asked for it; a digest was asked for by the clock."""
        job = load(_JOBS[task.kind], task.payload)
        if not isinstance(job, DigestJob):
            said = render.problems_post([note], job.language)
            place = replace(job.message.place, chat=task.chat)
            await self.outbox.put([Showing(task.key, place, said)])

    # --- doing -------------------------------------------------------------

    async def work(self, task: Task) -> None:
        """Do a task to its end."""
        job = load(_JOBS[task.kind], task.payload)
        user = "" if isinstance(job, DigestJob) else job.message.user
        told = structlog.contextvars.bound_contextvars(task=task.key, attempt=task.attempt)
        with told, working_for(task.chat, user):
            log.info("task begun", kind=task.kind)
            reached(Point.TAKEN)
            if isinstance(job, DigestJob):
                await self._digest(task, job)
            elif await self._stopped(task, job):
                pass
            elif isinstance(job, Ask):
                await self._answer(task, job)
            else:
                await self._brief(task, job)
            seconds = (self.tools.now() - task.asked).total_seconds()
            meter.count("jobs", kind=task.kind, outcome="done")
            meter.took("job_seconds", seconds, kind=task.kind)
            log.info("task done", kind=task.kind, seconds=round(seconds, 1))

    async def _stopped(self, task: Task, job: Ask | Job) -> bool:
        """End a task that was taken in when more was left of the day than now; whether it is so.

        One that was begun before is done: most of it is paid.
        """
        if task.attempt > 1 or self.tools.writer is None:
            return False
        note = await self.purse.over(task.chat, job.message.user)
        if note is None:
            return False
        said = replace(render.problems_post([note], job.language), quiet=True)
        slot = job.slot if isinstance(job, Job) else None
        place = replace(job.message.place, chat=task.chat)
        key = f"{task.key}/budget" if slot else task.key  # a brief that is there stays
        await self.outbox.put([Showing(key, place, said)], task, done=True)
        return True

    async def _digest(self, task: Task, job: DigestJob) -> None:
        """Make a digest and have it posted; where its chat is closed to us, it is skipped.

        It is skipped too, and said to be, where the day's limits of the chat are reached; where
        only a model's are, it is made without one.
        """
        if await is_closed(self.tools, task.chat):
            await self.outbox.put((), task, done=True)
            return
        taken = await self.purse.take(task.key, Piece.DIGEST, task.chat)
        over = await self.purse.over(task.chat) if self.tools.writer else None
        job = replace(job, subscription=replace(job.subscription, chat=task.chat))
        place = job.subscription.place
        if stop := taken.stop if not taken.model else None:
            self._tell_owners(task.chat, stop)
            said = render.problems_post([Note("digest.skipped"), stop], job.language)
            await self.outbox.put([Showing(task.key, place, said)], task, done=True)
            return
        tools = replace(self.tools, new_id=_ids(task))
        if over is not None:
            self._tell_owners(task.chat, over)
            tools = replace(tools, writer=None, judge=None, answerer=None)
        made = await make_digest(job, self.languages, tools, task.asked)
        links = sum(len(told.brief.story.articles) for told in made.digest.stories)
        await self.purse.note(task.key, Piece.DIGEST, task.chat, links=links)
        state = await read_state(self.tools.store, task.chat)
        post = render.digest_post(made.digest, job.language, state.sides(self.languages))
        if job.preview:
            said = render.problems_post([Note("digest.preview")], job.language)
            post = replace(post, blocks=(*post.blocks[:1], *said.blocks, *post.blocks[1:]))
        if over is not None:
            said = render.problems_post([Note("digest.without_model"), over], job.language)
            post = replace(post, blocks=(*post.blocks, *said.blocks))
        silent = job.subscription.quiet and not made.digest.stories and not job.preview
        # before it is done: an attempt after this one passes over it
        await keep_made(self.tools, task.chat, made, preview=job.preview)
        await self.outbox.put(() if silent else (Showing(task.key, place, post),), task, done=True)

    def _tell_owners(self, chat: Chat, why: Note) -> None:
        """Have the owners told that a digest was not what it should be for want of a budget."""
        where = f"{chat.platform}:{chat.id}"
        note = Note("alert.digest", {"chat": where, "why": why})
        self.alerts.fire(Alert(f"digest/{where}", note, lasting=False))

    async def _brief(self, task: Task, job: Job) -> None:
        """Make a task's briefs, and have them shown."""
        place = replace(job.message.place, chat=task.chat)

        async def progress(key: str, values: Mapping[str, object]) -> None:
            if job.slot is None and values.get("done") != 0:  # that is what the placeholder says
                stage = Showing(task.key, place, stage_post(key, job.language, **values))
                await self.outbox.put([stage], task)

        tools = replace(self.tools, new_id=_ids(task))
        made = await make_briefs(job.sources, self.languages, tools, progress, task.chat)
        await self.outbox.put(await self._shown(task, job, place, made), task, done=True)

    async def _answer(self, task: Task, ask: Ask) -> None:
        """Answer a task's question, and have the answer shown."""
        place = replace(ask.message.place, chat=task.chat)

        async def progress(key: str, values: Mapping[str, object]) -> None:
            stage = Showing(task.key, place, stage_post(key, ask.language, **values))
            await self.outbox.put([stage], task)

        tools = replace(self.tools, new_id=lambda: task.key)
        made = await answered(ask, tools, task.chat, progress)
        if isinstance(made, Note):
            said = replace(render.problems_post([made], ask.language), quiet=True)
            await self.outbox.put([Showing(task.key, place, said)], task, done=True)
            return
        post = render.answer_post(made)
        untold = tools.answerer is None and await self._untold(task.chat)
        if untold:
            note = render.problems_post([Note("answer.no_model")], made.language)
            post = replace(post, blocks=(*post.blocks, *note.blocks))
        await self.outbox.put([Showing(task.key, place, post, made.brief)], task, done=True)
        if untold:
            await self.tools.store.set_chat_setting(task.chat, _TOLD, True)

    async def _untold(self, chat: Chat) -> bool:
        """Whether a chat has not yet been told that nobody writes answers here."""
        return not (await self.tools.store.chat_settings(chat)).get(_TOLD)

    async def _shown(self, task: Task, job: Job, place: Place, made: Outcome) -> list[Showing]:
        """Return the posts that show what was made; the first takes the placeholder's place.

        A brief that is there stays where there is none to take its place.
        """
        if not made.briefs:
            notes = tuple(problem.note for problem in made.problems)
            return [Showing(task.key, place, render.problems_post(notes, job.language))]
        first, store = job.slot or task.key, self.tools.store
        state = await read_state(store, place.chat)
        before = await store.brief(job.before, place.chat) if job.before else None
        showings = []
        for n, brief in enumerate(made.briefs):
            old = before if n == 0 else None
            post = brief_post(brief, state, job.language, old, self._page(brief, job.language))
            showings.append(Showing(f"{task.key}/{n}" if n else first, place, post, brief.id))
        await remember(store, place.chat, sources=job.sources, slot=showings[-1].key)
        if len(made.briefs) > 1:
            several = Note("chat.several", {"n": len(made.briefs)})
            said = render.problems_post([several], job.language)
            showings.append(Showing(f"{task.key}/several", place, said))
        return showings

    async def again(self, place: Place, message: str, language: str) -> Fate | None:
        """Show the brief of a message once more, at a place; ``None`` if it shows none."""
        found = await self.tools.store.outbox.at(place.chat, message)
        brief = await self.tools.store.brief(found[1], place.chat) if found and found[1] else None
        return await self.show(brief, found[0], place, language) if found and brief else None

    async def show(self, brief: Brief, slot: str | None, place: Place, language: str) -> Fate:
        """Show a brief again as the chat now wants it, in the place of its post if there is one."""
        state = await read_state(self.tools.store, place.chat)
        key = slot or f"{place.chat.platform}/{place.chat.id}/{place.answers}/{brief.id}"
        post = brief_post(brief, state, language, page=self._page(brief, language))
        return await self.outbox.show(Showing(key, place, post, brief.id))

    def _page(self, brief: Brief, language: str) -> str:
        """Return where a brief can be read as a page, "" where pages are sent as files."""
        return self.pages.link(brief.id, language) if self.pages else ""


_JOBS: Mapping[TaskKind, type[Ask] | type[Job] | type[DigestJob]] = {
    TaskKind.BRIEF: Job,
    TaskKind.ANSWER: Ask,
    TaskKind.DIGEST: DigestJob,
}


def answer_key(message: Message) -> str:
    """Return the name of all that answers a message."""
    return f"{message.chat.platform}/{message.chat.id}/{message.event or message.id}"


def _short(words: str) -> str:
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:ID_CHARS]


def _ids(task: Task) -> Callable[[], str]:
    """Return what names a task's briefs: the same ids when it is done again."""
    made = iter(range(1_000_000))
    return lambda: _short(f"{task.key}\n{task.asked.isoformat()}\n{next(made)}")
