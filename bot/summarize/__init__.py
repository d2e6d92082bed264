"""From a story to a draft, by a model: ``ModelSummarizer`` behind the ``Summarizer`` seam.

``prefix`` is the beginning that every task shares, ``budget`` what of a story is shown,
``tasks`` what is asked, ``form`` and ``answer`` the shape of the answer, ``writer`` the calls.
"""

from bot.summarize.budget import fit
from bot.summarize.prefix import sources, system
from bot.summarize.writer import ModelSummarizer

__all__ = ["ModelSummarizer", "fit", "sources", "system"]
