"""The job: a question and sources in, a checked answer out."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from bot.answer.picking import cited_articles, closest
from bot.citations import shelf
from bot.citations.spans import located
from bot.errors import ModelError
from bot.model import (
    Answer,
    AnswerDraft,
    Citation,
    Draft,
    Note,
    Question,
    Result,
    Story,
)
from bot.ports import Progress
from bot.summarize.asking import paid
from bot.tools import Tools
from bot.verify import Verified, verify


async def answer(asked: Question, story: Story, tools: Tools, progress: Progress) -> Answer:
    """Answer a question from ``story`` and nothing else.

    Every sentence is drafted with its citations, checked like a claim of a brief, mended once or
    left out. Without a model, or where it does not answer, the nearest paragraphs speak for
    themselves. No error of a model leaves here.
    """
    blank = _blank(asked, tools)
    if tools.answerer is None:
        return await asyncio.to_thread(_passages, blank, asked, story)
    try:
        draft = await tools.answerer.answer(asked, story)
    except ModelError as error:
        blank = replace(_failed(blank, error.note), usage=paid(error))
        return await asyncio.to_thread(_passages, blank, asked, story)
    checked = await _checked(asked, draft, tools, progress)
    spent = draft.usage + checked.usage
    if checked.failed and draft.claims and not checked.claims:
        return await asyncio.to_thread(
            _passages, replace(_failed(blank, checked.failed), usage=spent), asked, story
        )
    result = _result(draft, checked)
    near: tuple[Citation, ...] = ()
    if result is not Result.ANSWERED or draft.partly:
        near = located(closest(asked, draft.shown, draft.closest), shelf(draft.shown, ()))
    cited = (*(c for claim in checked.claims for c in claim.citations), *near)
    notes = (Note("answer.partly"),) if result is Result.ANSWERED and draft.partly else ()
    return replace(
        blank,
        result=result,
        story=cited_articles(story, cited),
        claims=checked.claims,
        closest=near,
        dropped=checked.dropped,
        notes=(*notes, *draft.notes),
        usage=spent,
        model=draft.model,
        prompt=draft.prompt,
    )


def _blank(asked: Question, tools: Tools) -> Answer:
    return Answer(
        id=tools.new_id(),
        created=tools.now(),
        question=asked.text,
        language=asked.language,
        result=Result.PASSAGES,
        story=Story(()),
    )


def _failed(blank: Answer, reason: Note) -> Answer:
    return replace(blank, notes=(Note("answer.model_failed", {"reason": reason}),))


def _passages(blank: Answer, asked: Question, story: Story) -> Answer:
    """Return the answer that consists of the nearest paragraphs, word for word."""
    near = located(closest(asked, story), shelf(story, ()))
    return replace(blank, story=cited_articles(story, near), closest=near)


async def _checked(
    asked: Question, draft: AnswerDraft, tools: Tools, progress: Progress
) -> Verified:
    """Let the ladder and the judge have their say on each sentence, as on a brief's claims."""
    if draft.claims:
        await progress("progress.checking", {"n": len(draft.claims)})
    proposed = Draft(headline={}, claims=draft.claims, rejected=draft.rejected)
    mender = tools.writer or tools.extractive
    return await verify(proposed, draft.shown, (asked.language,), mender, tools.judge)


def _result(draft: AnswerDraft, checked: Verified) -> Result:
    if not draft.answered:
        return Result.UNSAID
    return Result.ANSWERED if checked.claims else Result.WITHHELD
