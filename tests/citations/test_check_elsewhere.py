"""A wrong source is told from a wrong claim: another paragraph may carry it."""

from bot.citations import LADDER, Shelf, judge_claim, passage
from bot.citations.elsewhere import elsewhere
from bot.citations.nearest import library
from bot.model import Citation, Claim, Paragraph
from bot.testing.claims import claim, evidence

TEXTS = (
    "The harbour council of Menad met on Monday in the old customs house.",
    "Engineer Salma Darwish said the ferry will cost 40 million dinars.",
    "قالت المهندسة سلمى الدرويش إن العبارة ستنقل 300 راكب.",
)
PASSAGES = evidence(*TEXTS).passages
SHELF = Shelf({p.id: p for p in PASSAGES}, ("en",))


def proposed(made: Claim) -> list[tuple[str, str]] | None:
    checked = judge_claim(made, SHELF.evidence(made), LADDER)
    found = elsewhere(checked, SHELF, library(PASSAGES), LADDER)
    return None if found is None else [(c.paragraph, c.quote) for c in found]


def test_a_quote_is_cited_where_it_stands() -> None:
    made = claim("The ferry will cost 40 million dinars.", p1="will cost 40 million dinars")
    assert proposed(made) == [("a1.p2", "will cost 40 million dinars")]


def test_a_figure_brings_the_paragraph_that_has_it() -> None:
    made = claim(
        "The Menad council met on Monday; the ferry will cost 40 million dinars, "
        "engineer Salma Darwish said.",
        p1="The harbour council of Menad met on Monday",
    )
    found = proposed(made)
    assert found is not None
    assert [id for id, _ in found] == ["a1.p1", "a1.p2"]
    assert found[1][1] in TEXTS[1]


def test_a_paragraph_that_speaks_of_other_things_is_no_longer_cited() -> None:
    made = claim("The ferry will cost 40 million dinars.", p1="The harbour council of Menad met")
    assert proposed(made) == [("a1.p2", TEXTS[1])]


def test_a_paragraph_that_does_not_exist_gives_way_to_one_that_does() -> None:
    made = claim("The ferry will cost 40 million dinars.", p9="the ferry will cost 40 million")
    assert proposed(made) == [("a1.p2", "the ferry will cost 40 million")]


def test_a_forged_quote_gives_way_to_the_paragraph_s_own_words() -> None:
    made = claim("The ferry will cost 40 million dinars.", p2="a ferry for all of Menad")
    assert proposed(made) == [("a1.p2", TEXTS[1])]


def test_a_figure_that_no_paragraph_has_is_nowhere() -> None:
    assert (
        proposed(claim("The ferry will cost 70 million dinars.", p2="the ferry will cost")) is None
    )


def test_what_fails_for_itself_is_not_looked_for() -> None:
    made = Claim("c1", claim("x").section, {"en": ""}, (Citation("a1.p1", "The harbour council"),))
    assert proposed(made) is None


def test_what_passed_stays_where_it_is() -> None:
    made = claim("The ferry will cost 40 million dinars.", p2="the ferry will cost 40 million")
    assert proposed(made) is None


def test_no_paragraph_of_another_article_is_joined_to_a_claim_s_own() -> None:
    """Else a claim that one article tells would seem to be known to two."""
    first, second = TEXTS[0], TEXTS[1]
    passages = (
        passage(Paragraph("a1.p1", 1, first), "en", None),
        passage(Paragraph("a2.p1", 1, second), "en", None),
    )
    shelf = Shelf({one.id: one for one in passages}, ("en",))
    made = claim(
        "The Menad council met on Monday; the ferry will cost 40 million dinars, "
        "engineer Salma Darwish said.",
        p1="The harbour council of Menad met on Monday",
    )
    checked = judge_claim(made, shelf.evidence(made), LADDER)
    assert elsewhere(checked, shelf, library(passages), LADDER) is None


def test_who_is_called_by_one_name_brings_the_paragraph_that_names_him_in_full() -> None:
    texts = (
        "Harbour master Selim Karawani opened the quay in Menad on Monday.",
        "The council met in the old customs house.",
        "Karawani said that the ferry will cost 40 million dinars.",
    )
    passages = evidence(*texts).passages
    shelf = Shelf({p.id: p for p in passages}, ("en",))
    made = claim(
        "The ferry will cost 40 million dinars, Selim Karawani said.",
        p3="Karawani said that the ferry will cost 40 million dinars",
    )
    checked = judge_claim(made, shelf.evidence(made), LADDER)
    found = elsewhere(checked, shelf, library(passages), LADDER)
    assert found is not None
    assert [one.paragraph for one in found] == ["a1.p3", "a1.p1"]
    assert found[1].quote == texts[0]
