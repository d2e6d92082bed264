"""A brief as one JSON object for programs outside; ``bot.codec.schema`` describes it.

What needs other rooms comes in as functions, so that this stays a plain translation:
how a note reads in a language, where a citation links to, how many outlets know a claim
for themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeAlias

from bot.language.bidi import direction
from bot.model import (
    Article,
    Brief,
    Citation,
    Claim,
    Disagreement,
    Finding,
    Name,
    Note,
    Number,
    Sides,
    Usage,
    When,
)

Json: TypeAlias = dict[str, Any]
Text: TypeAlias = Callable[[Note, str], str]
Link: TypeAlias = Callable[[Article, str, str], str]
Outlets: TypeAlias = Callable[[Claim], int]


def brief_to_json(brief: Brief, text: Text, link: Link, outlets: Outlets) -> Json:
    """Return ``brief`` as JSON values that fit ``brief_schema()``.

    ``text(note, language)`` renders a note; reasons are given in the brief's first language.
    ``link(article, paragraph id, quote)`` is the address that opens the evidence, "" where
    nothing can be opened. ``outlets(claim)`` counts the outlets that know a claim for
    themselves. ValueError for a claim that no check has seen: it must not get out.
    """
    return _Writer(brief, text, link, outlets).brief()


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _name(name: Name | None) -> Json | None:
    return None if name is None else {"surface": name.surface, **name.forms}


def _number(number: Number) -> Json:
    return {
        "value": number.value,
        "unit": number.unit,
        "counts": number.counts,
        "surface": number.surface,
        **number.forms,
    }


def _when(when: When | None) -> Json | None:
    if when is None:
        return None
    return {"value": when.value, "surface": when.surface, "basis": when.basis.value}


def _usage(usage: Usage) -> Json:
    return {
        "calls": usage.calls,
        "input_tokens": usage.input_tokens,
        "cached_tokens": usage.cached_tokens,
        "output_tokens": usage.output_tokens,
    }


def _article(article: Article, languages: Sequence[str]) -> Json:
    published = article.published
    return {
        "id": article.id,
        "url": article.url,
        "canonical": article.canonical,
        "outlet": article.outlet,
        "outlet_forms": {code: article.outlet_forms.get(code) for code in languages},
        "title": article.title,
        "author": article.author,
        "published": published.day.isoformat() if published else None,
        "published_at": published.at.isoformat() if published and published.at else None,
        "published_sure": published.sure if published else False,
        "fetched": _utc(article.fetched),
        "language": article.language,
        "direction": direction(article.language),
        "copy_of": article.copy_of,
        "origin": article.origin,
        "completeness": article.completeness.value,
        "digest": article.digest,
        "paragraphs": [
            {"id": p.id, "kind": p.kind.value, "text": p.text} for p in article.paragraphs
        ],
    }


@dataclass(frozen=True, slots=True)
class _Writer:
    """One brief on its way out, with what is needed to say it."""

    source: Brief
    text: Text
    link: Link
    outlets: Outlets

    def brief(self) -> Json:
        brief = self.source
        return {
            "id": brief.id,
            "created": _utc(brief.created),
            "engine": brief.engine.value,
            "model": brief.model,
            "prompt": brief.prompt,
            "languages": list(brief.languages),
            "headline": self._sides(brief.headline),
            "articles": [_article(a, brief.languages) for a in brief.story.articles],
            "claims": [self._claim(c) for c in brief.claims],
            "disagreements": [self._disagreement(d) for d in brief.disagreements],
            "unsaid": [self._sides(u) for u in brief.unsaid],
            "dropped": [
                {
                    "part": d.part.value,
                    "text": self._sides(d.text),
                    "check": d.check.value,
                    "reason": self._say(d.reason),
                }
                for d in brief.dropped
            ],
            "problems": [
                {"source": p.source, "kind": p.kind.value, "reason": self._say(p.note)}
                for p in brief.problems
            ],
            "notes": [self._say(n) for n in brief.notes],
            "usage": _usage(brief.usage),
        }

    def _say(self, note: Note) -> str:
        return self.text(note, self.source.languages[0])

    def _sides(self, sides: Sides) -> Json:
        """Every language of the brief has its key, so that a missing side is seen as null."""
        return {language: sides.get(language) for language in self.source.languages}

    def _claim(self, claim: Claim) -> Json:
        if claim.verdict is None:
            raise ValueError(f"claim {claim.id} of brief {self.source.id} was never checked")
        return {
            "id": claim.id,
            "section": claim.section.value,
            "text": self._sides(claim.text),
            "speaker": _name(claim.speaker),
            "medium": _name(claim.medium),
            "status": claim.status.value,
            "when": _when(claim.when),
            "numbers": [_number(n) for n in claim.numbers],
            "names": [_name(n) for n in claim.names],
            "citations": self._citations(claim.citations),
            "outlets": self.outlets(claim),
            "verdict": {
                "label": claim.verdict.label.value,
                "checks": [c.value for c in claim.verdict.checks],
                "findings": [self._finding(f) for f in claim.verdict.findings],
            },
        }

    def _finding(self, finding: Finding) -> Json:
        return {
            "check": finding.check.value,
            "label": finding.label.value,
            "side": finding.side,
            "reason": self._say(finding.reason),
        }

    def _citations(self, citations: Iterable[Citation]) -> list[Json]:
        articles = self.source.story.article
        return [
            {
                "paragraph": c.paragraph,
                "quote": c.quote,
                "start": c.start,
                "end": c.end,
                "url": self.link(articles(c.paragraph), c.paragraph, c.quote),
            }
            for c in citations
        ]

    def _disagreement(self, disagreement: Disagreement) -> Json:
        return {
            "topic": self._sides(disagreement.topic),
            "positions": [
                {"text": self._sides(p.text), "citations": self._citations(p.citations)}
                for p in disagreement.positions
            ],
        }
