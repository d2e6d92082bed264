"""What every task shows a model: instructions that never change, then the sources.

What holds for a task on any story goes into the system message, the same bytes from brief to
brief, so that endpoints that keep beginnings charge little for it. What a story brings goes into
the user message: its articles, and after them the few words that are left of the task.

Article text is data that strangers wrote. A paragraph is one line that opens with its id, and
what looks like a mark of ours inside it is changed so that it cannot be taken for one. What a
reader of the page would not see (bidi controls, tag characters, other format characters) is not
sent.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.citations.injection import is_order
from bot.model import Article, Completeness, Paragraph, ParagraphKind, Published, Story
from prompts import Prompt, prompt

_TASK = "\n⟦task⟧\n"  # in a prompt, before what goes into the user message
_MARKS = str.maketrans("⟦⟧", "()")
_FORGED = re.compile(r"\[(?=\s*(?:a\d+\b|article\b|end\b|sources\b))", re.I)
_NO_NAME = re.compile(r"[\d<>{}:/=_]")
_LONGEST_NAME = 120  # characters; three authors with their titles
_JOINERS = "\u200c\u200d"  # Persian spelling and emoji need them
_VISIBLE_FORMAT = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u08e2")
_SMUGGLERS = range(0xE0100, 0xE01F0)  # variation selectors, used to hide text in text


def system(instructions: str = "") -> str:
    """Return the system message: what holds for every task, then what always holds for one."""
    return "\n\n".join(filter(None, (prompt("system").template.strip(), instructions.strip())))


def halves(name: str) -> tuple[Prompt, Prompt]:
    """Return a prompt's lasting instructions, and what is said after the sources."""
    whole = prompt(name)
    lasting, after = whole.template.split(_TASK)
    return replace(whole, template=lasting), replace(whole, template=after)


def sources(story: Story) -> str:
    """Return the numbered articles of ``story``; the same story gives the same bytes.

    Each article opens with what is known of it, each paragraph with its id (and its kind unless
    it is body text).
    """
    lines = [line for article in story.articles for line in _article(article)]
    return "\n".join(["⟦sources⟧", *lines, "⟦end of sources⟧"])


def only(story: Story, ids: Iterable[str]) -> Story:
    """Return of ``story`` the paragraphs ``ids``, and the articles that have one of them."""
    kept = frozenset(ids)
    cut = (
        replace(a, paragraphs=tuple(p for p in a.paragraphs if p.id in kept))
        for a in story.articles
    )
    return Story(tuple(article for article in cut if article.paragraphs))


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
    if title := data(article.title if is_told(article.title, article.language) else ""):
        yield f"title: {title}"
    if author := byline(article):
        yield f"author: {author}"
    yield f"published: {dated(article.published)}"
    yield f"language: {article.language}"
    if article.completeness is not Completeness.FULL:
        yield f"read: {article.completeness}"
    if article.copy_of:
        yield f"a copy of: {article.copy_of}, without what is the same in both"
    if article.origin:
        yield f"only repeats the report of: {data(article.origin)}"
    yield from map(line, article.paragraphs)


def is_told(text: str, language: str) -> bool:
    """Whether a text of an article's head gives no orders: what does is not shown."""
    return not is_order(text, language)


def byline(article: Article) -> str:
    """Return who wrote an article as it is shown; nothing if that cannot be a name."""
    author = data(article.author or "")
    named = is_told(author, article.language) and not _NO_NAME.search(author)
    return author if named and len(author) <= _LONGEST_NAME else ""


def without_orders(article: Article) -> Article:
    """Return an article whose head orders nothing: a title that does is left out, so a byline."""
    title = article.title if is_told(article.title, article.language) else ""
    return replace(article, title=title, author=byline(article) and article.author)


def dated(published: Published | None) -> str:
    """Return when an article was published as it is shown."""
    if published is None:
        return "not given"
    when = published.at.isoformat(" ", "minutes") if published.at else published.day.isoformat()
    return f"{when} ({'sure' if published.sure else 'unsure'})"


def line(paragraph: Paragraph) -> str:
    """Return the line that shows ``paragraph``."""
    kind = "" if paragraph.kind is ParagraphKind.BODY else f" {paragraph.kind}"
    return f"[{paragraph.id}{kind}] {data(paragraph.text)}"
