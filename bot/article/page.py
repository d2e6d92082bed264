"""A web page, from its source to an article or a problem."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from lxml.html import HtmlElement

from bot.article.blocks import Block, hide
from bot.article.clean import Cleaned, Line, clean, digest
from bot.article.evidence import Evidence, evidence
from bot.article.extract import Anchors, Choice, choose
from bot.article.kinds import kind_of_page
from bot.article.metadata import author, outlet, title, without_site
from bot.article.published import published
from bot.article.refresh import refresh_in
from bot.article.urls import canonical
from bot.language import detect
from bot.model import Article, Completeness, Problem, ProblemKind, Reading

ASIDE = 200
"""Lines laid aside that are kept, at most."""


def read_page(html: str, url: str, fetched: datetime) -> Reading:
    """Read the source of a web page: an article, or the reason why there is none."""
    tree = parsed(html)
    if tree is None:
        return Reading(url, problem=Problem(url, ProblemKind.UNREADABLE))
    told = evidence(tree)
    page = hide(tree)
    choice = choose(tree, page, _anchors(told))
    language = detect("\n".join(choice.texts.values()) or " ".join(b.text for b in page))
    name = outlet(told, url)
    heading = title(told, page, name)
    by = author(told, tree, page, name, url)
    done = _cleaned(choice, page, told, heading, by, name, language)
    text = "\n".join(p.text for p in done.paragraphs)
    kind = kind_of_page(told, html, page, choice.texts.keys(), text, url)
    if isinstance(kind, ProblemKind):
        return Reading(url, problem=_problem(kind, url, html))
    start = min(choice.texts, default=0)
    return Reading(
        url,
        article=Article(
            url=url,
            canonical=canonical(url, told.canonical),
            outlet=name,
            title=heading,
            author=by,
            published=published(told, tree, page, start, url, language, fetched),
            fetched=fetched,
            language=language,
            paragraphs=done.paragraphs,
            removed=tuple(done.removed[:ASIDE]),
            completeness=kind if isinstance(kind, Completeness) else Completeness.FULL,
            digest=digest(done.paragraphs),
        ),
    )


def parsed(html: str) -> HtmlElement | None:
    """Parse a page; ``None`` where there is no markup that makes one."""
    from trafilatura.utils import load_html

    tree: HtmlElement | None = load_html(html) if html.strip() else None
    if tree is None and html.strip():
        tree = load_html(f"<html><body><div>{html}</div></body></html>")
    return tree


def _anchors(told: Evidence) -> Anchors:
    gated = any(str(n.get("isAccessibleForFree")).lower() == "false" for n in told.articles)
    bodies = [b for n in told.articles if isinstance(b := n.get("articleBody"), str)]
    return Anchors(
        title=told.said("headline") or told.first("og:title") or told.title,
        description=told.first("og:description", "description") or told.said("description"),
        body="" if gated else max(bodies, key=len, default=""),
    )


def _cleaned(
    choice: Choice,
    page: Sequence[Block],
    told: Evidence,
    heading: str,
    by: str | None,
    name: str,
    language: str,
) -> Cleaned:
    titles = [heading, told.said("headline"), told.first("og:title"), told.title]
    titles += [b.text for b in page if b.tag == "h1"]
    titles += [without_site(t, name) for t in titles if t]
    done = clean(_lines(choice, page), titles, by, language)
    done.removed += _passed_over(choice, page, done)
    return done


def _lines(choice: Choice, page: Sequence[Block]) -> list[Line]:
    """Put the chosen blocks, and lines that the page does not have, in order."""
    lines = [
        (n, Line(text, page[n].tag, page[n].zone, page[n].linked))
        for n, text in choice.texts.items()
    ]
    lines += [(n, Line(text)) for n, text in choice.lost]
    return [line for _, line in sorted(lines, key=lambda pair: pair[0])]


def _passed_over(choice: Choice, page: Sequence[Block], done: Cleaned) -> list[str]:
    """List what stands between the chosen blocks and was not chosen."""
    if not choice.texts:
        return []
    first, last = min(choice.texts), max(choice.texts)
    laid = set(done.removed)
    return [b.text for b in page[first:last] if b.n not in choice.texts and b.text not in laid]


def _problem(kind: ProblemKind, url: str, html: str) -> Problem:
    target = refresh_in(html, url)
    if kind in (ProblemKind.STUB, ProblemKind.CHALLENGE) and target:
        return Problem(url, ProblemKind.STUB, {"target": target})
    return Problem(url, kind)
