"""A reading as people and programs see it: one JSON object, or text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.model import Article, Note, Paragraph, ParagraphKind, Reading

_MARKS = {ParagraphKind.HEADING: "## ", ParagraphKind.QUOTE: "> ", ParagraphKind.CAPTION: "[] "}


def reading_to_json(reading: Reading, render_note: Callable[[Note], str]) -> dict[str, Any]:
    """Return the object that ``isnad read --format jsonl`` prints for one source.

    ``render_note`` turns a note into a sentence of the reader's language.
    """
    problem = reading.problem
    return {
        "source": reading.source,
        "article": _article(reading.article) if reading.article else None,
        "problem": {"kind": problem.kind.value, "message": render_note(problem.note)}
        if problem
        else None,
    }


def _article(article: Article) -> dict[str, Any]:
    published = article.published
    return {
        "url": article.url,
        "canonical": article.canonical,
        "title": article.title,
        "outlet": article.outlet,
        "author": article.author,
        "published": published.day.isoformat() if published else None,
        "published_at": published.at.isoformat() if published and published.at else None,
        "published_sure": published.sure if published else None,
        "language": article.language,
        "completeness": article.completeness.value,
        "paragraphs": [_paragraph(p) for p in article.paragraphs],
        "removed": list(article.removed),
        "digest": article.digest,
    }


def _paragraph(paragraph: Paragraph) -> dict[str, str]:
    return {"id": paragraph.id, "kind": paragraph.kind.value, "text": paragraph.text}


def reading_to_text(reading: Reading, render_note: Callable[[Note], str]) -> str:
    """Return a reading as text: a head, the numbered paragraphs, what was laid aside."""
    article = reading.article
    if article is None:
        return render_note(reading.problem.note) if reading.problem else reading.source
    day = article.published.day.isoformat() if article.published else ""
    unsure = "?" if article.published and not article.published.sure else ""
    facts = (article.outlet, article.author, day + unsure, article.language, article.completeness)
    lines = [article.title or reading.source, " · ".join(f for f in facts if f), ""]
    lines += [f"{p.id:>4}  {_MARKS.get(p.kind, '')}{p.text}" for p in article.paragraphs]
    lines += [f"   -  {text}" for text in article.removed]
    return "\n".join(lines) + "\n"
