"""Answers to specific questions on a brief as posts: no model, at once. Pure."""

from collections.abc import Callable, Mapping

from bot.model import Brief, Post
from bot.render.questions.figures import numbers, times
from bot.render.questions.points import points
from bot.render.questions.sections import announcement, background, changed, reactions
from bot.render.questions.speech import quotes, unheard, who

Question = Callable[[Brief, str, str], Post]
"""Answers from a brief: it, what stands behind the command, the reader's language."""

QUESTIONS: Mapping[str, Question] = {
    "who": who,
    "quotes": quotes,
    "numbers": numbers,
    "timeline": times,
    "differences": points,
    "announcement": announcement,
    "reactions": reactions,
    "background": background,
    "silent": unheard,
}
"""The questions by their commands; ``changed`` stands apart, it needs an earlier brief too."""

__all__ = ["QUESTIONS", "Question", "changed"]
