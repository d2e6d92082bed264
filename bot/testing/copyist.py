"""A model that copies: its claims are sentences of the sources, its judge finds them all supported.

The same question always gets the same answer, however often and in whatever order it is asked:

    llm.answers(copied)
"""

from __future__ import annotations

import re
from typing import Any, Final

from bot.testing.judge import NONCE, asked, verdict
from bot.testing.llm import Call, Said

MOST: Final = 20  # claims in a draft
_PARAGRAPH: Final = re.compile(r"^\[(a\d+\.p\d+)[^\]]*\] (.{40,})$", re.M)
_CITES: Final = re.compile(r"^(\S+) cites (a\d+\.p\d+)", re.M)
_SENTENCE: Final = ("citations", "speaker", "medium", "status", "names")  # of a claim's fields
_WORDS: Final = 12  # of a paragraph, as evidence


def copied(call: Call) -> Said:
    """Answer a request for a draft, for verdicts, for repairs, or to a question."""
    sources, _, task = call.user.partition("⟦end of sources⟧")
    paragraphs: dict[str, str] = dict(_PARAGRAPH.findall(sources))
    nonce = NONCE.findall(task)[-1]
    languages = _languages(call)
    if "# Task: judge" in task:
        cited = dict(_CITES.findall(task))
        sides = dict.fromkeys(languages)
        verdicts = [
            verdict(id, _quote(paragraphs[cited[id]]), paragraph=cited[id], **sides)
            for id in asked(call)
        ]
        return {"nonce": nonce, "verdicts": verdicts}
    if "# Task: answer the question" in task:
        id, words = next(iter(paragraphs.items()))
        said = {k: v for k, v in _claim(id, words, []).items() if k in _SENTENCE}
        return {"nonce": nonce, "asked": "?", "answered": "yes", "closest": []} | {
            "sentences": [said | {"text": words}]
        }
    if "# Task: draft" not in task:
        return {"nonce": nonce, "repairs": []}
    claims = [_claim(id, words, languages) for id, words in list(paragraphs.items())[:MOST]]
    headline = dict.fromkeys(languages, next(iter(paragraphs.values()), ""))
    lists: dict[str, Any] = {"disagreements": [], "unsaid": [], "outlets": []}
    return {"nonce": nonce, "claims": claims, "headline": headline, **lists}


def _languages(call: Call) -> list[str]:
    definitions = (call.schema or {}).get("$defs", {})
    if "sides" in definitions:
        return list(definitions["sides"]["required"])
    verdicts = (call.schema or {}).get("properties", {}).get("verdicts", {})
    return list(verdicts["items"]["properties"]["sides"]["required"]) if verdicts else []


def _claim(paragraph: str, words: str, languages: list[str]) -> dict[str, Any]:
    return {
        "section": "announcement",
        "citations": [{"paragraph": paragraph, "evidence": _quote(words)}],
        "speaker": None,
        "medium": None,
        "status": "done",
        "when": None,
        "text": dict.fromkeys(languages, words),
        "numbers": [],
        "names": [],
    }


def _quote(paragraph: str) -> str:
    return " ".join(paragraph.split()[:_WORDS])
