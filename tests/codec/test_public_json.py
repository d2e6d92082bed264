import json
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import jsonschema
import pytest

from bot.codec import brief_schema, brief_to_json
from bot.model import Label, Part, Published
from bot.testing.nouns import make_article, make_brief

VALIDATOR = jsonschema.Draft202012Validator(brief_schema())


def text(note, language):
    return f"{language}:{note.key}"


def link(article, paragraph, quote):
    return f"{article.url}#{paragraph}:{len(quote)}"


def written(brief):
    return brief_to_json(brief, text=text, link=link, outlets=lambda claim: len(claim.citations))


@pytest.fixture
def whole():
    return written(make_brief())


def test_the_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(brief_schema())


def test_a_brief_fits_its_schema_after_a_trip_through_json(whole):
    VALIDATOR.validate(json.loads(json.dumps(whole)))


def test_a_brief_with_nothing_optional_fits_its_schema():
    brief = make_brief()
    bare = replace(
        brief,
        story=replace(
            brief.story, articles=(replace(make_article(id="a1"), author=None, published=None),)
        ),
        claims=(),
        disagreements=(),
        unsaid=(),
        dropped=(),
        problems=(),
        notes=(),
        model=None,
        prompt=None,
    )
    VALIDATOR.validate(written(bare))


def test_the_keys_of_the_contract_are_there(whole):
    assert {
        "id", "created", "engine", "languages", "headline", "articles", "claims",
        "disagreements", "unsaid", "dropped", "problems", "usage",
    } <= whole.keys()  # fmt: skip
    assert {
        "id", "section", "text", "speaker", "medium", "citations", "outlets", "verdict",
    } <= whole["claims"][0].keys()  # fmt: skip


def test_an_outlet_has_a_form_for_each_language_where_one_is_known():
    brief = make_brief()
    first, *rest = brief.story.articles
    named = replace(first, outlet_forms={"ar": "المنارة"})
    out = written(replace(brief, story=replace(brief.story, articles=(named, *rest))))
    VALIDATOR.validate(out)
    assert out["articles"][0]["outlet_forms"] == {"ar": "المنارة", "en": None}


def test_what_was_left_out_says_what_it_was():
    brief = make_brief()
    gap = replace(brief.dropped[0], part=Part.GAP)
    out = written(replace(brief, dropped=(*brief.dropped, gap)))
    VALIDATOR.validate(out)
    assert [d["part"] for d in out["dropped"]] == ["claim", "gap"]


def test_a_side_that_could_not_be_made_is_null(whole):
    assert whole["headline"] == {"ar": "افتتاح جسر المنارة", "en": None}


def test_a_side_that_is_not_there_at_all_is_null_too():
    brief = replace(make_brief(), headline={"ar": "خبر"})
    assert written(brief)["headline"] == {"ar": "خبر", "en": None}


def test_a_citation_links_into_its_own_article(whole):
    assert [c["url"] for c in whole["claims"][1]["citations"]] == [
        "https://example.com/jisr#a1.p1:20",
        "https://example.org/bridge#a2.p2:20",
    ]


def test_outlets_are_counted_by_the_caller(whole):
    assert [c["outlets"] for c in whole["claims"]] == [1, 2]


def test_a_speaker_has_its_surface_and_a_form_for_each_language(whole):
    assert whole["claims"][0]["speaker"] == {
        "surface": "سامي الحداد",
        "ar": "سامي الحداد",
        "en": "Sami Haddad",
    }


def test_reasons_are_in_the_first_language_of_the_brief(whole):
    assert whole["dropped"][0]["reason"] == "ar:check.numbers.other"
    assert whole["problems"][0]["reason"] == "ar:problem.not_found"
    assert whole["notes"] == ["ar:note.side_missing"]


def test_instants_are_utc_and_days_stay_local():
    brief = make_brief()
    east = timezone(timedelta(hours=9))
    published = Published(datetime(2026, 3, 3).date(), datetime(2026, 3, 3, 1, tzinfo=east))
    first, *rest = brief.story.articles
    story = replace(brief.story, articles=(replace(first, published=published), *rest))
    out = written(replace(brief, created=datetime(2026, 3, 3, 1, tzinfo=east), story=story))
    assert out["created"] == "2026-03-02T16:00:00Z"
    assert out["articles"][0]["published"] == "2026-03-03"


def test_right_to_left_articles_say_so(whole):
    assert [a["direction"] for a in whole["articles"]] == ["rtl", "ltr"]


def test_a_claim_that_was_never_checked_does_not_get_out():
    brief = make_brief()
    unchecked = replace(brief.claims[0], verdict=None)
    with pytest.raises(ValueError, match="never checked"):
        written(replace(brief, claims=(unchecked,)))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda b: b.pop("usage"),
        lambda b: b.update(surprise=1),
        lambda b: b.update(engine="oracle"),
        lambda b: b["claims"][0].update(section="gossip"),
        lambda b: b["claims"][0].update(citations=[]),
        lambda b: b["claims"][0]["text"].update(en=3),
        lambda b: b["claims"][0]["speaker"].update(role="mayor"),
        lambda b: b["claims"][0]["verdict"]["checks"].append("vibes"),
        lambda b: b["articles"][0].update(published="yesterday"),
        lambda b: b["usage"].update(calls=-1),
        lambda b: b.update(headline={}),
        lambda b: b.update(created="2026-03-02"),
    ],
)
def test_the_schema_refuses_what_is_no_brief(whole, spoil):
    spoil(whole)
    assert not VALIDATOR.is_valid(whole)


def test_every_label_of_a_verdict_is_in_the_schema():
    assert brief_schema()["$defs"]["finding"]["properties"]["label"]["enum"] == list(Label)
