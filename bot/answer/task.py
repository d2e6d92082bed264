"""The tasks about a question: what is filled into ``prompts/answer.md`` and ``search.md``."""

from __future__ import annotations

from functools import partial

from bot.answer.form import answer_form, search_form
from bot.model import Exchange, Question, Story
from bot.summarize.asking import Request, request
from bot.summarize.prefix import data, halves, sources, system
from prompts import Prompt, language_name, prompt, text

EARLIER = 3  # exchanges that a follow-up may refer to
MOST_ASKED = 1_000  # characters of a question that a model is shown
MOST_TOLD = 600  # characters of an earlier answer
UNANSWERED = "no answer was found"


def answer_request(asked: Question, shown: Story) -> Request:
    """Return the request to answer a question from what is ``shown`` of a story.

    The question comes last, so that all before it is paid for once for every question on a story.
    """
    language = f"{language_name(asked.language, 'en')} ({asked.language})"
    lasting, after = halves("answer")
    rules = lasting.fill(
        language=language,
        translated=f'"({text("brief.translated", asked.language)})"',
        style=_style(asked.language),
    )
    task = partial(_fill, after, asked, language=language)
    form = answer_form(list(shown.paragraphs))
    return request("answer", system(rules), (sources(shown),), task, form)


def search_request(asked: Question) -> Request:
    """Return the request for words to search an archive by."""
    task = partial(_fill, prompt("search"), asked)
    return request("search", system(), (), task, search_form())


def _fill(words: Prompt, asked: Question, nonce: str, **values: str) -> str:
    earlier = "\n".join(map(_told, asked.earlier[-EARLIER:])) or "none"
    question = data(asked.text)[:MOST_ASKED]
    return words.fill(nonce=nonce, question=question, earlier=earlier, **values)


def _told(exchange: Exchange) -> str:
    answer = data(exchange.answer)[:MOST_TOLD] or UNANSWERED
    return f"- asked: {data(exchange.question)[:MOST_ASKED]}\n  answered: {answer}"


def _style(language: str) -> str:
    try:
        return prompt(f"style.{language}").template.strip()
    except FileNotFoundError:
        return ""
