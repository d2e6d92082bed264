"""The tasks about a question: what is filled into ``prompts/answer.md`` and ``search.md``."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import Any

from bot.answer.form import answer_form, search_form
from bot.model import Exchange, Question, Story
from bot.summarize.prefix import data, sources, system
from prompts import language_name, prompt, text

EARLIER = 3  # exchanges that a follow-up may refer to
MOST_ASKED = 1_000  # characters of a question that a model is shown
MOST_TOLD = 600  # characters of an earlier answer
UNANSWERED = "no answer was found"


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent: the shared beginning, if there is one, the task, the form, the nonce."""

    label: str
    user: tuple[str, ...]
    schema: dict[str, Any]
    nonce: str


def answer_request(asked: Question, shown: Story) -> Request:
    """Return the request to answer a question from what is ``shown`` of a story.

    The sources come first, as in every other task on the story, so that they are paid for once.
    """
    task = partial(
        _fill,
        "answer",
        asked,
        language=f"{language_name(asked.language, 'en')} ({asked.language})",
        translated=f'"({text("brief.translated", asked.language)})"',
        style=_style(asked.language),
    )
    return _request("answer", (sources(shown),), task, answer_form(list(shown.paragraphs)))


def search_request(asked: Question) -> Request:
    """Return the request for words to search an archive by."""
    return _request("search", (), partial(_fill, "search", asked), search_form())


def _fill(name: str, asked: Question, nonce: str, **values: str) -> str:
    earlier = "\n".join(map(_told, asked.earlier[-EARLIER:])) or "none"
    question = data(asked.text)[:MOST_ASKED]
    return prompt(name).fill(nonce=nonce, question=question, earlier=earlier, **values)


def _told(exchange: Exchange) -> str:
    answer = data(exchange.answer)[:MOST_TOLD] or UNANSWERED
    return f"- asked: {data(exchange.question)[:MOST_ASKED]}\n  answered: {answer}"


def _style(language: str) -> str:
    try:
        return prompt(f"style.{language}").template.strip()
    except FileNotFoundError:
        return ""


def _request(
    label: str, before: tuple[str, ...], task: Callable[[str], str], schema: dict[str, Any]
) -> Request:
    """Build a request whose nonce is its own hash: one request, one nonce, also when repeated."""
    whole = "\0".join((system(), *before, task(""), json.dumps(schema, sort_keys=True)))
    nonce = sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return Request(label, (*before, task(nonce)), schema, nonce)
