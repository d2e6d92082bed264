"""The sources as every task shows them to a model: the long, shared beginning of a request.

Article text is data that strangers wrote. A paragraph is one line that opens with its id, and
what looks like a mark of ours inside it is changed so that it cannot be taken for one. What a
reader of the page would not see (bidi controls, tag characters, other format characters) is not
sent.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from bot.model import Article, Completeness, Paragraph, ParagraphKind, Published, Story
from prompts import prompt

_MARKS = str.maketrans("⟦⟧", "()")
_FORGED = re.compile(r"\[(?=\s*(?:a\d+\b|article\b|end\b|sources\b))", re.I)
_JOINERS = "\u200c\u200d"  # Persian spelling and emoji need them
_VISIBLE_FORMAT = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u08e2")
_SMUGGLERS = range(0xE0100, 0xE01F0)  # variation selectors, used to hide text in text


def system() -> str:
    """Return the system message, the same for every task on every story."""
    return prompt("system").template


def sources(story: Story) -> str:
    """Return the numbered articles of ``story``; the same story gives the same bytes.

    Each article opens with what is known of it, each paragraph with its id (and its kind unless
    it is body text).
    """
    lines = [line for article in story.articles for line in _article(article)]
    return "\n".join(["⟦sources⟧", *lines, "⟦end of sources⟧"])


def data(text: str) -> str:
    """Return ``text`` as one line of visible characters in which nothing looks like our marks."""
    return _FORGED.sub("(", one_line(text).translate(_MARKS))


def one_line(text: str) -> str:
    """Return ``text`` without unseen characters, its white space as single spaces."""
    return " ".join("".join(map(_visible, text)).split())


def _visible(char: str) -> str:
    if char.isspace():
        return " "
    if char in _JOINERS or char in _VISIBLE_FORMAT:
        return char
    hidden = unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co"} or ord(char) in _SMUGGLERS
    return "" if hidden else char


def _article(article: Article) -> Iterator[str]:
    yield f"[article {article.id}]"
    yield f"outlet: {data(article.outlet) or 'not named'}"
    if title := data(article.title):
        yield f"title: {title}"
    if author := data(article.author or ""):
        yield f"author: {author}"
    yield f"published: {_published(article.published)}"
    yield f"language: {article.language}"
    if article.completeness is not Completeness.FULL:
        yield f"read: {article.completeness}"
    if article.copy_of:
        yield f"a copy of: {article.copy_of}, without what is the same in both"
    if article.origin:
        yield f"only repeats the report of: {data(article.origin)}"
    yield from map(line, article.paragraphs)


def _published(published: Published | None) -> str:
    if published is None:
        return "not given"
    when = published.at.isoformat(" ", "minutes") if published.at else published.day.isoformat()
    return f"{when} ({'sure' if published.sure else 'unsure'})"


def line(paragraph: Paragraph) -> str:
    """Return the line that shows ``paragraph``."""
    kind = "" if paragraph.kind is ParagraphKind.BODY else f" {paragraph.kind}"
    return f"[{paragraph.id}{kind}] {data(paragraph.text)}"
