"""Nouns as rows and back: plain functions, no database."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any, TypeAlias

from bot.codec import CodecError, dump_brief, load_brief
from bot.model import (
    Article,
    Brief,
    Completeness,
    Finding,
    Label,
    Paragraph,
    ParagraphKind,
    Part,
    Published,
)

Row: TypeAlias = dict[str, Any]


def pack(value: bytes) -> bytes:
    """Return ``value`` compressed: pages and briefs are text, a quarter is left of them."""
    return zlib.compress(value, level=1)  # higher levels cost more time than they save space


def unpack(packed: bytes) -> bytes:
    """Return what ``pack`` was given; CodecError if it cannot be told."""
    try:
        return zlib.decompress(packed)
    except zlib.error as error:
        raise CodecError("not a packed value") from error


def brief_of(payload: bytes) -> Brief:
    """Return the brief of a row; CodecError if its bytes are no brief."""
    return load_brief(unpack(payload))


def address(url: str) -> str:
    """Return the key under which an article is found by its URL."""
    return sha256(url.encode("utf-8", "surrogatepass")).hexdigest()


def article_row(article: Article) -> Row:
    """Return the row of an article, without what only its story knows."""
    published = article.published
    return {
        "address": address(article.canonical or article.url),
        "digest": article.digest or _digest(article),
        "url": article.url,
        "canonical": article.canonical,
        "outlet": article.outlet,
        "title": article.title,
        "author": article.author,
        "published_day": published.day if published else None,
        "published_at": published.at.isoformat() if published and published.at else None,
        "published_sure": published.sure if published else False,
        "fetched": article.fetched,
        "language": article.language,
        "completeness": article.completeness.value,
        "removed": list(article.removed),
    }


def _digest(article: Article) -> str:
    text = "\n".join(p.text for p in article.paragraphs)
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def paragraph_rows(article: Article, n: int) -> list[Row]:
    """Return the rows of the paragraphs of an article whose own row is ``n``."""
    prefix = f"{article.id}."
    return [
        {
            "article": n,
            "n": place,
            "id": p.id.removeprefix(prefix) if article.id else p.id,
            "kind": p.kind.value,
            "text": p.text,
        }
        for place, p in enumerate(article.paragraphs, start=1)
    ]


def article_of(row: Mapping[str, Any], paragraphs: Iterable[Mapping[str, Any]]) -> Article:
    """Return the article of a row and its paragraphs' rows, outside of any story."""
    at, day = row["published_at"], row["published_day"]
    when = datetime.fromisoformat(at) if at else None
    return Article(
        url=row["url"],
        canonical=row["canonical"],
        outlet=row["outlet"],
        title=row["title"],
        author=row["author"],
        published=Published(day, when, row["published_sure"]) if day else None,
        fetched=row["fetched"],
        language=row["language"],
        paragraphs=tuple(
            Paragraph(p["id"], p["n"], p["text"], ParagraphKind(p["kind"])) for p in paragraphs
        ),
        removed=tuple(row["removed"]),
        completeness=Completeness(row["completeness"]),
        digest=row["digest"],
    )


def brief_row(brief: Brief) -> Row:
    """Return the row of a brief, but for the chat that it belongs to."""
    return {
        "id": brief.id,
        "created": brief.created,
        "engine": brief.engine.value,
        "languages": list(brief.languages),
        "headline": dict(brief.headline),
        "model": brief.model,
        "prompt": brief.prompt,
        "payload": pack(dump_brief(brief)),
    }


def claim_rows(brief: Brief, n: int) -> tuple[list[Row], list[Row]]:
    """Return the claims of the brief of row ``n``, posted and dropped, and their findings."""
    claims: list[Row] = []
    findings: list[Row] = []
    for place, claim in enumerate(brief.claims, start=1):
        verdict = claim.verdict
        claims.append(
            {
                "brief": n,
                "n": place,
                "posted": True,
                "id": claim.id,
                "section": claim.section.value,
                "status": claim.status.value,
                "text": dict(claim.text),
                "label": verdict.label.value if verdict else None,
                "checks": [c.value for c in verdict.checks] if verdict else [],
            }
        )
        findings += _finding_rows(verdict.findings if verdict else (), n, place)
    stopped = [dropped for dropped in brief.dropped if dropped.part is Part.CLAIM]
    for place, dropped in enumerate(stopped, start=len(claims) + 1):
        claims.append(
            {
                "brief": n,
                "n": place,
                "posted": False,
                "id": None,
                "section": None,
                "status": None,
                "text": dict(dropped.text),
                "label": None,
                "checks": [dropped.check.value],
            }
        )
        found = Finding(dropped.check, Label.UNSUPPORTED, dropped.reason)
        findings += _finding_rows((found,), n, place)
    return claims, findings


def _finding_rows(findings: Iterable[Finding], brief: int, claim: int) -> list[Row]:
    return [
        {
            "brief": brief,
            "claim": claim,
            "n": place,
            "check": f.check.value,
            "label": f.label.value,
            "side": f.side,
            "reason": f.reason.key,
        }
        for place, f in enumerate(findings, start=1)
    ]
