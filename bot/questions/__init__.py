"""Answers to specific questions on a brief, from what it and its sources say: no model. Pure.

``book`` reads the sources once: their sentences and whose words they are (``voices``). On it stand
who says what (``sayings``, by ``people`` and ``offices``), what is quoted (``quoted``), the figures
(``figures``) and times (``times``), where sources differ (``differences``, ``contrasts``) and who
is not heard (``silent``).
"""

from bot.questions.differences import Difference, Version, differences
from bot.questions.differences import Kind as DifferenceKind
from bot.questions.figures import Figure, grouped
from bot.questions.quoted import Quotation, quotations
from bot.questions.sayings import Heard, Saying, Speaker, heard, overlap, speakers
from bot.questions.silent import Named, Sort, silent
from bot.questions.times import Event, Moment, Timeline, timeline

__all__ = [
    "Difference",
    "DifferenceKind",
    "Event",
    "Figure",
    "Heard",
    "Moment",
    "Named",
    "Quotation",
    "Saying",
    "Sort",
    "Speaker",
    "Timeline",
    "Version",
    "differences",
    "grouped",
    "heard",
    "overlap",
    "quotations",
    "silent",
    "speakers",
    "timeline",
]
