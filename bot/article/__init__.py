"""Reading: the bytes of a page or a file, or pasted text, become an article or a problem.

``reading.read`` is the way through in one process; ``Reader`` runs it in processes that can be
killed. ``sniff`` and ``charset`` make text of bytes, ``blocks`` the page's own lines,
``extract`` chooses among them, ``clean`` lays aside what is not the article's, ``metadata`` and
``published`` say whose it is and when, ``kinds`` what the page is. ``plain`` reads text files.
"""

from bot.article.reader import Reader
from bot.article.refresh import refresh_target
from bot.article.urls import canonical, deep_link

__all__ = ["Reader", "canonical", "deep_link", "refresh_target"]
