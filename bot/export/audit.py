"""A record of how a brief came to be, for whoever has to answer for it. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from bot import __version__
from bot.model import Attempt, Brief, Check, Engine
from bot.render.words import say
from prompts import prompt

Json: TypeAlias = dict[str, Any]

_WRITING = ("system", "draft", "repair", "again")


def audit_record(brief: Brief, public: Mapping[str, Any]) -> Json:
    """Return the record of a brief that was just made; ``public`` is it as ``bot.codec`` tells it.

    Texts of sources stand in it as SHA-256 hashes of their UTF-8 bytes. ``prompts`` are this
    program's own, by name, version and hash: those that the engine and the judge were given.
    """
    record = dict(public)
    record["record"] = "audit/1"
    record["isnad"] = __version__
    record["prompts"] = [_prompt(name) for name in _prompts(brief)]
    record["times"] = {
        "read_first": min((a["fetched"] for a in public["articles"]), default=None),
        "read_last": max((a["fetched"] for a in public["articles"]), default=None),
        "created": public["created"],
    }
    record["articles"] = [_article(article) for article in public["articles"]]
    record["claims"] = [
        told | {"tried": _tried(claim.verdict.trace if claim.verdict else (), brief)}
        for told, claim in zip(public["claims"], brief.claims, strict=True)
    ]
    record["dropped"] = [
        told | {"tried": _tried(dropped.trace, brief)}
        for told, dropped in zip(public["dropped"], brief.dropped, strict=True)
    ]
    return record


def _prompts(brief: Brief) -> tuple[str, ...]:
    writing = _WRITING if brief.engine is Engine.MODEL else ()
    checks = {check for c in brief.claims if c.verdict for check in c.verdict.checks}
    return (*writing, *(("judge",) if Check.ENTAILMENT in checks else ()))


def _prompt(name: str) -> Json:
    own = prompt(name)
    return {"name": name, "version": own.version, "sha256": _hash(own.template)}


def _article(article: Mapping[str, Any]) -> Json:
    hashed = [
        {"id": p["id"], "kind": p["kind"], "sha256": _hash(p["text"])}
        for p in article["paragraphs"]
    ]
    return dict(article) | {"paragraphs": hashed}


def _tried(attempts: Iterable[Attempt], brief: Brief) -> list[Json]:
    language = brief.languages[0]
    return [
        {
            "origin": attempt.origin.value,
            "text": {side: attempt.text.get(side) for side in brief.languages},
            "cited": list(attempt.cited),
            "findings": [
                {
                    "check": finding.check.value,
                    "label": finding.label.value,
                    "side": finding.side,
                    "reason": say(finding.reason, language),
                }
                for finding in attempt.findings
            ],
        }
        for attempt in attempts
    ]


def _hash(words: str) -> str:
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()
