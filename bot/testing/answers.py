"""Who answers questions in tests: reads the request as a model would, says what it is told to.

    right = says(sentence("The minister signed.", "a1.p2", "signed the deal"))
    respondent = Respondent().to("Who signed?", right)
    llm.answers(respondent)

Its judge finds everything supported, its search adds no words, and nothing is ever repaired.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Self

from bot.testing.llm import Call

Data = dict[str, Any]

NONCE = re.compile(r'Set "nonce" to "(\w+)"')
PARAGRAPH = re.compile(r"^\[(a\d+\.p\d+)[^\]]*\] (.*)$", re.M)
JUDGED = re.compile(r"^(\S+) cites (.+)\n(\w+):", re.M)
REFUSED: Mapping[str, Any] = {"asked": "?", "answered": "no", "sentences": [], "closest": []}


def sentence(text: str, paragraph: str, evidence: str) -> Data:
    """Return a sentence in the outlet's own voice that cites one paragraph."""
    return {
        "citations": [{"paragraph": paragraph, "evidence": evidence}],
        "speaker": None,
        "medium": None,
        "status": "done",
        "text": text,
        "names": [],
    }


def says(*sentences: Data, closest: tuple[Data, ...] = (), answered: str = "yes") -> Data:
    """Return an answer of ``sentences``."""
    return {
        "asked": "?",
        "answered": answered,
        "sentences": list(sentences),
        "closest": list(closest),
    }


class Respondent:
    """Answers each question with what it was told for it; all others are not in the sources."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self._told: dict[str, Data] = {}

    def to(self, question: str, answer: Data) -> Self:
        """Answer a question so."""
        self._told[" ".join(question.split())] = answer
        return self

    def __call__(self, call: Call) -> Data:
        """Answer a request of any kind."""
        self.calls.append(call)
        nonce = NONCE.findall(call.user)[-1]
        if "# Task: answer the question" in call.user:
            return {"nonce": nonce, **(self._told.get(asked(call)) or REFUSED)}
        if "# Task: words to search" in call.user:
            return {"nonce": nonce, "asked": asked(call), "terms": {"ar": [], "en": []}}
        if JUDGED.search(call.user):
            return {"nonce": nonce, "verdicts": _verdicts(call.user)}
        return {"nonce": nonce, "repairs": []}


def asked(call: Call) -> str:
    """Return the question in a request, as a model reads it."""
    return call.user.split("## The question\n")[-1].strip().split("\n", 1)[0]


def shown(call: Call) -> Mapping[str, str]:
    """Return the paragraphs in a request by their ids."""
    return dict(PARAGRAPH.findall(call.user))


def _verdicts(user: str) -> list[Data]:
    paragraphs = dict(PARAGRAPH.findall(user))
    good = {"unsupported": [], "kind": "none", "verdict": "supported"}
    verdicts = []
    for id, cited, side in JUDGED.findall(user):
        ids = [p for p in cited.split(", ") if p in paragraphs]
        quotes = [{"paragraph": p, "quote": " ".join(paragraphs[p].split()[:10])} for p in ids]
        said = {"id": id, "evidence": quotes[:3], "reason": "The paragraphs carry it."}
        verdicts.append({**said, "sides": {side: good}})
    return verdicts
