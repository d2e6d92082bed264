"""A judge for tests: a scripted model that says what it is told to, in the form it is asked for."""

from __future__ import annotations

import re
from typing import Any, Self

from bot.testing.llm import Call, Script, ScriptedModel

Data = dict[str, Any]
NONCE = re.compile(r'Set "nonce" to "(\w+)"')


def verdict(id: str, quote: str, *, paragraph: str = "a1.p1", **sides: Data | None) -> Data:
    """Return a verdict; a side given as None is supported."""
    good = {"unsupported": [], "kind": "none", "verdict": "supported"}
    return {
        "id": id,
        "evidence": [{"paragraph": paragraph, "quote": quote}] if quote else [],
        "reason": "because",
        "sides": {code: side or good for code, side in sides.items()},
    }


def bad(words: str, kind: str = "addition", ruling: str = "partial") -> Data:
    """Return a side that fails."""
    return {"unsupported": [words], "kind": kind, "verdict": ruling}


def asked(call: Call) -> list[str]:
    """Return the ids of the claims in a request, as the judge reads them."""
    shown = call.user.split("## The claims\n", 1)[1]
    return re.findall(r"^(\S+) cites ", shown, re.M)


class Bench:
    """A script whose answers are built from what it is asked."""

    def __init__(self, model: Script | None = None) -> None:
        self.model = model or ScriptedModel("bench")

    def says(self, *verdicts: Data, **more: object) -> Self:
        """Answer next with those of ``verdicts`` that are asked for, and the right nonce."""

        def answer(call: Call) -> Data:
            wanted = [v for v in verdicts if v["id"] in asked(call)]
            return {"nonce": NONCE.findall(call.user)[-1], "verdicts": wanted, **more}

        self.model.answers(answer)
        return self

    @property
    def asked(self) -> list[list[str]]:
        """The ids of the claims in each request so far."""
        return [asked(call) for call in self.model.calls]
