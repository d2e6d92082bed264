"""What is said of an article: its title, outlet, date, what is special about it. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from bot import story as stories
from bot.article.urls import readable
from bot.citations.injection import is_order
from bot.language import detect, direction, isolate_whole, strip_bidi
from bot.model import Article, Block, BlockKind, Completeness, Span, Story, Style
from bot.render.words import field, plain
from prompts import text

TITLE = 120  # characters of a title that are shown
MARKS = {Completeness.TEASER, Completeness.LIVEBLOG, Completeness.PASTED}


def sources(story: Story, interface: str) -> Iterator[Block]:
    """Yield a heading and one line for each article."""
    yield plain(BlockKind.HEADING, text("brief.sources", interface), interface)
    for article in story.articles:
        yield source_block(article, interface)


def source_block(article: Article, interface: str) -> Block:
    """One line about an article: id, title, outlet, date, what is special, address."""
    named = [] if stories.called(article) == article.id else [outlet(article, interface)]
    soft = [*named, dated(article, interface), *specials(article, interface)]
    title = titled(article.title, interface)
    id = Span(f"{field(article.id, interface)} ", Style.STRONG)
    spans = [id, Span(f"{title} · " if title else ""), Span(" · ".join(soft), Style.SOFT)]
    if article.canonical:
        address = article.canonical
        spans.extend([Span(" "), Span(readable(address), Style.SOFT, address)])
    return Block(BlockKind.ITEM, tuple(s for s in spans if s.text), interface)


def titled(title: str, interface: str) -> str:
    """Return what a site calls something as its words, not ours: in quotation marks."""
    words = shortened(title)
    return text("brief.quoted", interface, words=field(words, interface)) if words else ""


def shortened(title: str) -> str:
    """Return a title on a line; nothing where it gives orders, which are nobody's title."""
    words = " ".join(strip_bidi(title).split())
    if not words or is_order(words, detect(words)):
        return ""
    if len(words) > TITLE:
        words = f"{words[:TITLE].rsplit(' ', 1)[0].rstrip(' ،,;:-–—')} …"
    return words


def outlet(article: Article, interface: str) -> str:
    """Return what to call the outlet, isolated in a text of the other direction."""
    return field(reporter(article, interface), interface)


def reporter(article: Article, language: str) -> str:
    """Return what to call the outlet: its name there, else the host or file it came from.

    A text that somebody pasted has neither and is called that.
    """
    if article.completeness is Completeness.PASTED and not article.outlet:
        return text("brief.pasted_name", language)
    return stories.outlet_in(article, language)


def dated(article: Article, interface: str) -> str:
    """Return the article's date, marked where it is unsure or missing."""
    if article.published is None:
        return text("brief.undated", interface)
    day = article.published.day.isoformat()
    if direction(interface) == "rtl":
        day = isolate_whole(day)  # after Arabic letters its parts would change places (UAX 9, W2)
    return day if article.published.sure else text("brief.unsure_date", interface, date=day)


def specials(article: Article, interface: str, original: str = "") -> Iterator[str]:
    """Yield what is special about an article: how much of it there is, whose words it has.

    ``original`` is what to call the article that it copies, where ids mean nothing.
    """
    if article.completeness in MARKS:
        yield text(f"brief.{article.completeness}", interface)
    if article.copy_of:
        yield text("brief.copy", interface, id=original or field(article.copy_of, interface))
    elif article.origin:
        origin = field(stories.medium_in(article.origin, interface), interface)
        yield text("brief.repeats", interface, origin=origin)
