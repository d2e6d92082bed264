"""A brief as a platform-neutral post, and a post as plain text or markdown. Pure.

The renderer makes every link itself, from stored sources; a model chooses none of them.
"""

from bot.digest.changes import changed as changes
from bot.render.answer import answer_post, citation_numbers
from bot.render.brief import (
    Layout,
    brief_post,
    link,
    numbering,
    plain_post,
    problems_post,
)
from bot.render.cited import answer_source_post, paragraph_post, source_post
from bot.render.digest import digest_post
from bot.render.drafts import draft_post
from bot.render.formats import as_markdown, as_text, line
from bot.render.schedules import describe, when
from bot.render.sources import dated, outlet, source_block, titled
from bot.render.why import marked, why_post
from bot.render.words import field, headline, say

__all__ = [
    "Layout",
    "answer_post",
    "answer_source_post",
    "as_markdown",
    "as_text",
    "brief_post",
    "changes",
    "citation_numbers",
    "dated",
    "describe",
    "digest_post",
    "draft_post",
    "field",
    "headline",
    "line",
    "link",
    "marked",
    "numbering",
    "outlet",
    "paragraph_post",
    "plain_post",
    "problems_post",
    "say",
    "source_block",
    "source_post",
    "titled",
    "when",
    "why_post",
]
