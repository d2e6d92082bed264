"""A brief as one self-contained HTML page. Pure.

Nothing is loaded from elsewhere, scripts are a comfort only, and every link comes from stored
sources. All text is taken to be hostile: elements are made by ``bot.page.markup`` alone, which
escapes what it is given.
"""

from bot.page.page import POLICY, brief_page, sides

__all__ = ["POLICY", "brief_page", "sides"]
