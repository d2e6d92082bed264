"""A model that reads what it is shown and answers each task in its form: honest, or as it is told.

    scribe = Scribe(stated("The bus runs.", "تسير الحافلة.", "A bus began to run"))
    llm.answers(scribe)

``stated`` cites by the words it is given: the paragraph that has them. What a test wants wrong it
changes on the way: ``Scribe(..., changed=lambda task, data: ...)``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from bot.testing.llm import Call

Data = dict[str, Any]
Changed = Callable[[str, Data], Any]

_NONCE = re.compile(r'Set "nonce" to "(\w+)"')
_PARAGRAPH = re.compile(r"^\[(a\d+\.p\d+)[^\]]*\] (.*)$", re.M)
_JUDGED = re.compile(r"^(\S+) cites (a\d+\.p\d+)", re.M)
_FAILED = re.compile(r"^(\S+), failed:$", re.M)
_CARRIED = {"unsupported": [], "kind": "none", "verdict": "supported"}


def stated(en: str, ar: str, *evidence: str, section: str = "announcement") -> Data:
    """Return a claim that cites the paragraphs in which ``evidence`` stands."""
    return {
        "section": section,
        "citations": [{"paragraph": "", "evidence": words} for words in evidence],
        "speaker": None,
        "medium": None,
        "status": "done",
        "when": None,
        "text": {"ar": ar, "en": en},
        "numbers": [],
        "names": [],
    }


class Scribe:
    """Drafts ``claims``, finds supported what it judges, gives up what it is to mend."""

    def __init__(
        self,
        *claims: Data,
        changed: Changed = lambda task, data: data,
        headline: Data | None = None,
        doubts: str = "",
    ) -> None:
        self.claims = claims
        self.changed = changed
        self.headline = headline
        self.doubts = doubts  # words that its judge finds unsupported where they stand
        self.tasks: list[str] = []

    def __call__(self, call: Call) -> Any:
        """Answer a request."""
        shown, _, task = call.user.partition("⟦end of sources⟧")
        name = next(n for n in ("draft", "judge", "mend") if f"# Task: {n}" in task)
        self.tasks.append(name)
        made = getattr(self, f"_{name}")(dict(_PARAGRAPH.findall(shown)), task)
        return self.changed(name, {"nonce": _NONCE.findall(task)[-1], **made})

    def _draft(self, paragraphs: dict[str, str], task: str) -> Data:
        claims = [_placed(claim, paragraphs) for claim in self.claims]
        headline = self.headline or (claims[0]["text"] if claims else {})
        return {
            "claims": claims,
            "disagreements": [],
            "unsaid": [],
            "headline": headline,
            "outlets": [],
        }

    def _judge(self, paragraphs: dict[str, str], task: str) -> Data:
        _, claims = task.split("## The claims\n")
        found = {}
        for shown in claims.split("\n\n"):
            for id, cited in _JUDGED.findall(shown):
                wrong = self.doubts if self.doubts and self.doubts in shown else ""
                found[id] = _verdict(id, cited, paragraphs, wrong)
        return {"verdicts": list(found.values())}

    def _mend(self, paragraphs: dict[str, str], task: str) -> Data:
        return {"repairs": [{"id": id, "claim": None} for id in _FAILED.findall(task)]}


def _verdict(id: str, cited: str, paragraphs: dict[str, str], wrong: str) -> Data:
    quote = " ".join(paragraphs[cited].split()[:8])
    failed = {"unsupported": [wrong], "kind": "other", "verdict": "contradicted"}
    return {
        "id": id,
        "evidence": [{"paragraph": cited, "quote": quote}],
        "reason": "It is held against its paragraph.",
        "sides": dict.fromkeys(("ar", "en"), failed if wrong else _CARRIED),
    }


def _placed(claim: Data, paragraphs: dict[str, str]) -> Data:
    return {**claim, "citations": [_found(one, paragraphs) for one in claim["citations"]]}


def _found(cited: Data, paragraphs: dict[str, str]) -> Data:
    homes: Sequence[str] = [id for id, text in paragraphs.items() if cited["evidence"] in text]
    return {**cited, "paragraph": cited["paragraph"] or next(iter(homes), "a1.p1")}
