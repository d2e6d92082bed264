"""A claim has what a claim needs, and cites what there is."""

import pytest

from bot.citations import Shelf, passage
from bot.citations.schema import cites, schema
from bot.model import Claim, Paragraph
from bot.testing.claims import claim, evidence

PASSAGES = {f"a1.p{n}": passage(Paragraph(f"a1.p{n}", n, "The bridge opens in May."), "en", None)
            for n in range(1, 6)}  # fmt: skip
SHELF = Shelf(PASSAGES, ("ar", "en"))
GOOD = claim({"ar": "يفتح الجسر.", "en": "The bridge opens."}, p1="The bridge opens")


def found(one: Claim) -> list[str]:
    return [f.reason.key.removeprefix("check.schema.") for f in schema(one, SHELF.evidence(one))]


def test_a_whole_claim_passes() -> None:
    assert found(GOOD) == []


def test_a_side_that_no_source_speaks_may_be_missing() -> None:
    assert found(claim({"ar": None, "en": "The bridge opens."}, p1="The bridge opens")) == []


@pytest.mark.parametrize(
    ("sides", "case"),
    [
        ({"ar": None, "en": None}, "no_text"),
        ({"en": "The bridge opens."}, "no_side"),
        ({"ar": " … ", "en": "The bridge opens."}, "empty"),
        ({"ar": "جسر " * 120, "en": "The bridge opens."}, "long"),
        ({"ar": None, "en": "It opens. It is long. It is red."}, "sentences"),
    ],
)
def test_sides_that_are_no_statement(sides: dict[str, str | None], case: str) -> None:
    assert found(claim(sides, p1="The bridge opens")) == [case]


def test_it_cites_one_to_three_paragraphs_with_words() -> None:
    sides = {"ar": None, "en": "The bridge opens."}
    words = "The bridge opens"
    assert found(claim(sides)) == ["no_citation"]
    assert found(claim(sides, p1=words, p2=words, p3=words, p4=words)) == ["many_citations"]
    assert found(claim(sides, p1="")) == ["no_quote"]
    assert found(claim(sides, p1="bridge")) == ["no_quote"]


def test_every_cited_paragraph_exists() -> None:
    one = claim("The bridge opens.", p1="The bridge", p9="The bridge")
    keys = [(f.reason.key, f.reason.values) for f in cites(one, SHELF.evidence(one))]
    assert keys == [("check.cites.missing", {"paragraph": "a1.p9"})]


def test_a_claim_without_a_paragraph_has_nothing_to_be_held_against() -> None:
    assert [f.reason.key for f in cites(GOOD, evidence())] == ["check.cites.none"]
