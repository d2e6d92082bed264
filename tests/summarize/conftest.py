"""A model that answers from a list, and answers of the right form for the ready-made story."""

import copy
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from bot.model import Usage
from bot.ports import Reply

Data = dict[str, Any]
SPENT = Usage(calls=1, input_tokens=10, output_tokens=5)


@dataclass
class ListModel:
    """Gives ``answers`` in turn, each with the nonce of the request unless it has its own."""

    answers: list[Data | Exception]
    name: str = "scribe"
    asked: list[tuple[str, Sequence[str], Data, str]] = field(default_factory=list)
    kept: list[Data] = field(default_factory=list)

    async def ask(self, system: str, user: Sequence[str], schema: Data, label: str) -> Reply:
        self.asked.append((system, tuple(user), schema, label))
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        nonce = re.findall(r'Set "nonce" to "(\w+)"', user[1])[-1]
        said = {"nonce": nonce, **answer}

        async def keep() -> None:
            self.kept.append(said)

        return Reply(said, SPENT, "scribe-2", keep)


@pytest.fixture
def list_model() -> Callable[..., ListModel]:
    return lambda *answers: ListModel(list(answers))


def _claim() -> Data:
    name = {"surface": "سامي الحداد", "forms": {"ar": "سامي الحداد", "en": "Sami Haddad"}}
    return {
        "section": "announcement",
        "citations": [{"paragraph": "a1.p2", "evidence": "إن كلفة الجسر بلغت 12 مليون دينار"}],
        "speaker": name,
        "medium": None,
        "status": "done",
        "when": {"value": "2026-03-02", "surface": "اليوم", "basis": "relative"},
        "text": {
            "ar": "قال رئيس البلدية سامي الحداد إن كلفة الجسر بلغت 12 مليون دينار.",
            "en": "The bridge cost 12 million dinars, Mayor Sami Haddad said.",
        },
        "numbers": [
            {
                "value": "12000000",
                "unit": "dinar",
                "counts": "cost of the bridge",
                "surface": "12 مليون دينار",
                "forms": {"ar": "12 مليون دينار", "en": "12 million dinars"},
            }
        ],
        "names": [copy.deepcopy(name)],
    }


@pytest.fixture
def raw_claim() -> Callable[..., Data]:
    """Return a claim as a model writes it, with fields replaced."""
    return lambda **fields: {**_claim(), **fields}


@pytest.fixture
def raw_draft(raw_claim: Callable[..., Data]) -> Callable[..., Data]:
    """Return a draft as a model writes it, without its nonce, with fields replaced."""

    def make(**fields: Any) -> Data:
        cited = [{"paragraph": "a1.p2", "evidence": "بلغت 12 مليون دينار"}]
        other = [{"paragraph": "a2.p2", "evidence": "had cost 14 million dinars"}]
        draft = {
            "claims": [raw_claim()],
            "disagreements": [
                {
                    "topic": {"ar": "الكلفة", "en": "The cost"},
                    "positions": [
                        {"text": {"ar": "12 مليون.", "en": "12 million."}, "citations": cited},
                        {"text": {"ar": "14 مليون.", "en": "14 million."}, "citations": other},
                    ],
                }
            ],
            "unsaid": [{"ar": "لا يذكر أي مصدر الممول.", "en": "No source says who paid."}],
            "headline": {"ar": "افتتاح الجسر", "en": "Bridge opens"},
            "outlets": [{"article": "a1", "forms": {"ar": "المنارة", "en": "Al-Manara"}}],
        }
        return {**draft, **fields}

    return make
