"""From a question to a checked answer out of the sources, or to the word that they do not say it.

``picking`` is what of the sources is looked at, ``task`` and ``form`` what is asked of a model,
``reading`` its answer as nouns, ``writer`` the calls, ``answering`` the job from top to bottom.
"""

from bot.answer.answering import answer
from bot.answer.writer import ModelAnswerer

__all__ = ["ModelAnswerer", "answer"]
