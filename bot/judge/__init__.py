"""The judge: a model that says whether a claim follows from the paragraphs that it cites.

``court`` asks; ``task`` and ``form`` say what is asked, ``reading`` what was answered, ``rules``
and ``verdicts`` what it amounts to. ``rows`` (with ``docket``) is the judge behind ``isnad check``.
"""

from bot.judge.court import Judge, Judged
from bot.judge.opinion import Kind, Ruling
from bot.judge.verdicts import is_doubted, is_open, is_unheard, ruled

__all__ = ["Judge", "Judged", "Kind", "Ruling", "is_doubted", "is_open", "is_unheard", "ruled"]
