from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import Basis, Check, Citation, Name, Note, Number, Part, Section, Status, When
from bot.summarize.answer import LONGEST, MOST_CLAIMS, Answer, read_draft, read_repairs
from bot.summarize.asking import UnusableError

BOTH = ["ar", "en"]
PARTS = ["claims", "headline", "unsaid", "disagreements", "outlets"]
Make = Callable[..., dict[str, Any]]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


def read(draft: dict[str, Any], languages: list[str] | None = None) -> Answer:
    return read_draft({"nonce": "n", **draft}, "n", languages or BOTH)


def test_a_claim_keeps_every_field(raw_draft: Make) -> None:
    [claim] = read(raw_draft()).claims
    sami = Name("سامي الحداد", {"ar": "سامي الحداد", "en": "Sami Haddad"})
    assert claim.id == "c1"
    assert claim.section is Section.ANNOUNCEMENT
    assert claim.status is Status.DONE
    assert claim.citations == (Citation("a1.p2", "إن كلفة الجسر بلغت 12 مليون دينار"),)
    assert (claim.speaker, claim.medium, claim.names) == (sami, None, (sami,))
    assert claim.when == When("2026-03-02", "اليوم", Basis.RELATIVE)
    assert claim.numbers == (
        Number(
            "12000000",
            "dinar",
            "cost of the bridge",
            "12 مليون دينار",
            {"ar": "12 مليون دينار", "en": "12 million dinars"},
        ),
    )


def test_disagreements_and_what_no_source_says_are_kept(raw_draft: Make) -> None:
    answer = read(raw_draft())
    [differing] = answer.disagreements
    assert [p.citations[0].paragraph for p in differing.positions] == ["a1.p2", "a2.p2"]
    assert answer.unsaid[0]["en"] == "No source says who paid."


def test_outlets_are_kept_by_article(raw_draft: Make) -> None:
    assert read(raw_draft()).outlets == {"a1": {"ar": "المنارة", "en": "Al-Manara"}}


@pytest.mark.parametrize(
    "outlets",
    [None, "a1", [{"article": "a1"}], [{"article": "a1", "forms": {"en": "<b>Al-Manara</b>"}}]],
)
def test_outlets_without_the_form_cost_nothing(raw_draft: Make, outlets: object) -> None:
    answer = read(raw_draft(outlets=outlets))
    assert (answer.outlets, answer.rejected, len(answer.claims)) == ({}, (), 1)


def test_a_draft_without_outlets_is_read(raw_draft: Make) -> None:
    draft = raw_draft()
    del draft["outlets"]
    assert read(draft).outlets == {}


def test_what_stands_around_the_claims_is_refused_with_its_reason(raw_draft: Make) -> None:
    link = {"ar": "نص", "en": "See https://evil.example/x"}
    topic = {"topic": {"ar": "الكلفة", "en": "The cost"}, "positions": []}
    answer = read(raw_draft(headline=link, disagreements=[topic], unsaid=[link]))
    assert [(d.part, d.text["en"]) for d in answer.rejected] == [
        (Part.HEADLINE, link["en"]),
        (Part.DIFFERENCE, "The cost"),
        (Part.GAP, link["en"]),
    ]
    assert answer.headline == answer.claims[0].text


def test_more_differences_and_gaps_than_a_brief_holds_are_said(raw_draft: Make) -> None:
    [differing], [gap] = raw_draft()["disagreements"], raw_draft()["unsaid"]
    answer = read(raw_draft(disagreements=[differing] * 13, unsaid=[gap] * 8))
    assert (len(answer.disagreements), len(answer.unsaid)) == (12, 6)
    assert [d.part for d in answer.rejected] == [Part.DIFFERENCE, Part.GAP, Part.GAP]
    assert {d.reason.key for d in answer.rejected} == {"check.schema.many_parts"}


def test_claims_are_numbered_in_the_order_of_the_sections(raw_draft: Make, raw_claim: Make) -> None:
    order = ["background", "announcement", "reactions", "announcement"]
    claims = read(raw_draft(claims=[raw_claim(section=s) for s in order])).claims
    assert [c.id for c in claims] == ["c1", "c2", "c3", "c4"]
    assert [c.section for c in claims] == sorted(map(Section, order), key=list(Section).index)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"section": "gossip"}, "section"),
        ({"status": "certain"}, "status"),
        ({"citations": []}, "citations"),
        ({"citations": [{"paragraph": "a1.p1", "evidence": "x"}] * 4}, "citations"),
        ({"citations": [{"paragraph": "a1.p1", "evidence": " \u202e "}]}, "citations.0.evidence"),
        ({"citations": "a1.p1"}, "citations"),
        ({"text": {"ar": "نص"}}, "text"),
        ({"text": {"ar": "نص", "en": "  "}}, "text.en"),
        ({"text": {"ar": "نص", "en": "See https://evil.example/x"}}, "text.en"),
        ({"text": {"ar": "نص", "en": "Hello <!channel>"}}, "text.en"),
        ({"text": {"ar": "نص", "en": "[here](evil)"}}, "text.en"),
        ({"speaker": "Sami Haddad"}, "speaker"),
        ({"numbers": [{"value": "1"}]}, "numbers.0.surface"),
        ({"when": {"value": "2026", "surface": "x", "basis": "guessed"}}, "when.basis"),
    ],
)
def test_a_claim_without_the_form_is_refused_alone(
    raw_draft: Make, raw_claim: Make, fields: dict[str, Any], field: str
) -> None:
    answer = read(raw_draft(claims=[raw_claim(**fields), raw_claim()]))
    assert len(answer.claims) == 1
    [dropped] = answer.rejected
    assert dropped.check is Check.SCHEMA
    assert dropped.reason == Note("check.schema.field", {"field": field})


@pytest.mark.parametrize("raw", [None, 7, "claim", [], {"claim": "nested"}])
def test_what_is_no_claim_at_all_is_refused_alone(
    raw_draft: Make, raw_claim: Make, raw: object
) -> None:
    answer = read(raw_draft(claims=[raw, raw_claim()]))
    assert (len(answer.claims), len(answer.rejected)) == (1, 1)
    assert answer.rejected[0].text == {"ar": None, "en": None}


def test_a_refused_claim_is_shown_in_its_own_words(raw_draft: Make, raw_claim: Make) -> None:
    [dropped] = read(raw_draft(claims=[raw_claim(citations=[]), raw_claim()])).rejected
    assert dropped.text["en"] == "The bridge cost 12 million dinars, Mayor Sami Haddad said."


def test_a_paragraph_that_does_not_exist_is_left_to_the_gate(
    raw_draft: Make, raw_claim: Make
) -> None:
    claim = raw_claim(citations=[{"paragraph": "a9.p9", "evidence": "made up words"}])
    assert read(raw_draft(claims=[claim])).claims[0].citations[0].paragraph == "a9.p9"


@pytest.mark.parametrize("written", ["⟦a1.p2⟧", "a1.p2 body", "[a1.p2]", " a1.p2 "])
def test_an_id_is_read_out_of_its_marks(raw_draft: Make, raw_claim: Make, written: str) -> None:
    claim = raw_claim(citations=[{"paragraph": written, "evidence": "some words"}])
    assert read(raw_draft(claims=[claim])).claims[0].citations[0].paragraph == "a1.p2"


def test_ids_written_into_a_sentence_are_taken_out(raw_draft: Make, raw_claim: Make) -> None:
    text = {"ar": "افتتح الجسر ⟦a1.p1⟧.", "en": "The bridge opened [a1.p1, a2.p1]."}
    claim = read(raw_draft(claims=[raw_claim(text=text)])).claims[0]
    assert claim.text == {"ar": "افتتح الجسر.", "en": "The bridge opened."}


def test_only_the_languages_asked_for_are_kept(raw_draft: Make) -> None:
    answer = read(raw_draft(), ["en"])
    assert answer.headline == {"en": "Bridge opens"}
    assert list(answer.claims[0].text) == ["en"]
    assert answer.claims[0].names[0].forms == {"en": "Sami Haddad"}


def test_a_value_written_as_a_number_is_a_value(raw_draft: Make, raw_claim: Make) -> None:
    number = {"value": 12, "surface": "12", "forms": {"ar": "12", "en": "12"}}
    claim = read(raw_draft(claims=[raw_claim(numbers=[number])])).claims[0]
    assert (claim.numbers[0].value, claim.numbers[0].unit) == ("12", None)


def test_what_an_endpoint_without_a_schema_leaves_out_is_empty(
    raw_draft: Make, raw_claim: Make
) -> None:
    spare = {"speaker", "medium", "when", "numbers", "names"}
    bare = {k: v for k, v in raw_claim().items() if k not in spare}
    answer = read({"claims": [bare, raw_claim(numbers=None, names=None)]})
    assert [c.numbers for c in answer.claims] == [(), ()]
    assert (answer.disagreements, answer.unsaid) == ((), ())


def test_without_a_headline_the_first_claim_is_the_headline(raw_draft: Make) -> None:
    answer = read(raw_draft(headline={"en": "Only one side"}))
    assert answer.headline == answer.claims[0].text


def test_more_claims_than_a_brief_holds_are_named_not_lost(
    raw_draft: Make, raw_claim: Make
) -> None:
    answer = read(raw_draft(claims=[raw_claim()] * (MOST_CLAIMS + 2)))
    assert len(answer.claims) == MOST_CLAIMS
    assert [d.reason.key for d in answer.rejected] == ["check.schema.many_claims"] * 2


def test_a_disagreement_of_one_position_is_refused(raw_draft: Make) -> None:
    draft = raw_draft()
    del draft["disagreements"][0]["positions"][1]
    answer = read(draft)
    assert answer.disagreements == ()
    assert answer.rejected[0].text["en"] == "The cost"


@pytest.mark.parametrize(
    ("draft", "why"),
    [
        ({}, '"claims" is not a list'),
        ({"claims": "none"}, '"claims" is not a list'),
        ({"claims": []}, "no claims"),
        ({"claims": [{"section": "x"}]}, "section"),
        ({"claims": [], "nonce": "of another request"}, "nonce"),
    ],
)
def test_an_answer_of_no_use_says_why(draft: dict[str, Any], why: str) -> None:
    with pytest.raises(UnusableError, match=why):
        read(draft)


def test_the_answer_to_another_request_is_refused_even_if_well_formed(raw_draft: Make) -> None:
    with pytest.raises(UnusableError, match="nonce"):
        read({**raw_draft(), "nonce": "other"})


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(PARTS), JSON))
def test_any_json_is_an_answer_or_unusable(draft: dict[str, Any]) -> None:
    with pytest.raises(UnusableError):
        read(draft)


GOOD = {
    "section": "background",
    "citations": [{"paragraph": "a1.p1", "evidence": "words"}],
    "status": "done",
    "text": {"ar": "نص", "en": "Text"},
}


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from([part for part in PARTS if part != "claims"]), JSON))
def test_whatever_stands_around_a_good_claim_it_is_kept(draft: dict[str, Any]) -> None:
    assert len(read({"claims": [GOOD], **draft}).claims) == 1


@settings(deadline=None)
@given(st.sampled_from(["section", "citations", "text", "numbers", "names", "when"]), JSON)
def test_any_value_in_any_field_gives_a_claim_or_a_refusal(field: str, value: object) -> None:
    answer = read({"claims": [GOOD, {**GOOD, field: value}]})
    assert len(answer.claims) + len(answer.rejected) == 2


# --- repairs ---------------------------------------------------------------


def test_repairs_keep_their_ids_and_the_order_asked(raw_claim: Make) -> None:
    repairs = [{"id": i, "claim": raw_claim()} for i in ("c7", "c2")]
    claims = read_repairs({"nonce": "n", "repairs": repairs}, "n", BOTH, ["c2", "c7"])
    assert [c.id for c in claims] == ["c2", "c7"]


@pytest.mark.parametrize(
    "repair",
    [
        {"id": "c2", "claim": None},
        {"id": "c9", "claim": {}},
        {"id": ["c2"], "claim": {}},
        {"claim": {}},
        "c2",
        None,
    ],
)
def test_what_mends_nothing_is_left_out(repair: object) -> None:
    assert read_repairs({"nonce": "n", "repairs": [repair]}, "n", BOTH, ["c2"]) == ()


def test_a_claim_nobody_asked_for_is_left_out(raw_claim: Make) -> None:
    repairs = [{"id": "c9", "claim": raw_claim()}]
    assert read_repairs({"nonce": "n", "repairs": repairs}, "n", BOTH, ["c2"]) == ()


def test_of_two_repairs_of_one_claim_the_first_counts(raw_claim: Make) -> None:
    repairs = [{"id": "c2", "claim": raw_claim(status=s)} for s in ("planned", "done")]
    [claim] = read_repairs({"nonce": "n", "repairs": repairs}, "n", BOTH, ["c2"])
    assert claim.status is Status.PLANNED


@pytest.mark.parametrize("answer", [{"nonce": "n"}, {"nonce": "other", "repairs": []}])
def test_repairs_of_no_use_say_so(answer: dict[str, Any]) -> None:
    with pytest.raises(UnusableError):
        read_repairs(answer, "n", BOTH, ["c2"])


@pytest.mark.parametrize(
    ("ar", "en"),
    [
        ("The bridge cost 12 million dinars.", "The bridge cost 12 million dinars."),
        ("بلغت كلفة الجسر 12 مليون دينار.", "بلغت كلفة الجسر 12 مليون دينار."),
    ],
)
def test_a_side_in_the_script_of_the_other_is_refused(
    raw_draft: Make, raw_claim: Make, ar: str, en: str
) -> None:
    wrong = raw_claim(text={"ar": ar, "en": en})
    answer = read_draft({"nonce": "n", **raw_draft(claims=[raw_claim(), wrong])}, "n", ("ar", "en"))
    assert len(answer.claims) == 1
    assert answer.rejected[0].text == {"ar": ar, "en": en}


@pytest.mark.parametrize("text", ["«FC Barcelona» يفوز بالمباراة", "NATO", "12.5%", "G20: COP30"])
def test_latin_names_and_codes_make_no_text_foreign(raw_draft: Make, text: str) -> None:
    both = {"ar": text, "en": "A short headline"}
    answer = read_draft({"nonce": "n", **raw_draft(headline=both)}, "n", ("ar", "en"))
    assert answer.headline == both


def test_a_text_without_end_is_no_statement(raw_draft: Make) -> None:
    draft = raw_draft()
    long = {code: text + " x" * LONGEST for code, text in draft["claims"][0]["text"].items()}
    draft["claims"] = [draft["claims"][0], {**draft["claims"][0], "text": long}]
    answer = read(draft)
    assert (len(answer.claims), len(answer.rejected)) == (1, 1)
