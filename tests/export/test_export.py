"""A brief for a wire desk, and its record for an audit."""

import hashlib
from dataclasses import replace
from typing import Any

import pytest

from bot.codec import brief_to_json
from bot.export import as_wire, audit_record
from bot.model import Attempt, Brief, Check, Engine, Finding, Label, Note, Origin, Verdict
from bot.render import link, say
from bot.testing.nouns import make_brief

REASON = Note("check.numbers.other", {"source": "14 million", "claim": "21 million"})
FOUND = (Finding(Check.NUMBERS, Label.UNSUPPORTED, REASON, "en"),)
TRIED = Attempt(Origin.DRAFTED, {"ar": None, "en": "It cost 21 million."}, ("a2.p2",), FOUND)


@pytest.fixture
def brief() -> Brief:
    made = make_brief()
    dropped = tuple(replace(d, reason=REASON, trace=(TRIED,)) for d in made.dropped)
    verdict = Verdict(Label.SUPPORTED, (Check.QUOTE, Check.ENTAILMENT), (), (TRIED,))
    claims = (replace(made.claims[0], verdict=verdict), *made.claims[1:])
    return replace(made, claims=claims, dropped=dropped, notes=())


def _record(brief: Brief) -> dict[str, Any]:
    told = brief_to_json(
        brief, text=say, link=lambda article, paragraph, quote: "", outlets=lambda claim: 1
    )
    return audit_record(brief, told)


def test_a_wire_story_has_its_slug_claims_sources_and_end(brief: Brief) -> None:
    arabic, english = as_wire(brief).split("(انتهى)\n")
    assert arabic.startswith("الوسم: افتتاح-جسر-المنارة\nإسناد، 2026-03-02 09:30 UTC\n")
    assert "1. The Lighthouse Bridge opened. [1]\n" in english
    assert "2. The Lighthouse Bridge opened. [1] [2]\n" in english
    assert "   (Sami Haddad ← Harbour Radio ← example.org)\n" in english
    assert "  - 14 million [2]\n" in english
    assert "\n- Who paid for the bridge\n" in english
    assert "example.org, 2026-03-02, paragraph 2: Mayor Sami Haddad sa" in english
    assert link(brief.story, brief.claims[0].citations[0]).partition("#")[0] in english
    assert english.endswith("\n-30-\n")


def test_wire_lines_are_short_and_hold_no_controls(brief: Brief) -> None:
    long = " ".join(["harbour \u202eworks"] * 40)
    claims = tuple(replace(c, text={"ar": "ميناء port " * 40, "en": long}) for c in brief.claims)
    written = as_wire(replace(brief, claims=claims))
    lines = [line for line in written.splitlines() if "://" not in line]
    assert max(map(len, lines)) <= 69
    assert not set("\u2066\u2067\u2068\u2069\u202e") & set(written)


def test_a_side_that_says_nothing_is_no_wire_story(brief: Brief) -> None:
    claims = tuple(replace(c, text={"ar": None, "en": c.text["en"]}) for c in brief.claims)
    assert "(انتهى)" not in as_wire(replace(brief, claims=claims))


def test_a_record_hashes_what_was_read(brief: Brief) -> None:
    (first, _) = _record(brief)["articles"]
    text = brief.story.articles[0].paragraphs[0].text
    assert first["paragraphs"][0]["sha256"] == hashlib.sha256(text.encode()).hexdigest()
    assert first["digest"] == brief.story.articles[0].digest
    assert "text" not in first["paragraphs"][0]


def test_a_record_tells_what_was_tried_before(brief: Brief) -> None:
    record = _record(brief)
    for tried in (record["claims"][0]["tried"], record["dropped"][0]["tried"]):
        assert [t["origin"] for t in tried] == ["drafted"]
        assert tried[0]["findings"][0]["check"] == "numbers"
        assert "21 million" in tried[0]["findings"][0]["reason"]


def test_a_record_names_model_prompts_times_and_usage(brief: Brief) -> None:
    record = _record(brief)
    assert [p["name"] for p in record["prompts"]] == ["system", "draft", "repair", "again", "judge"]
    assert all(p["version"] >= 1 and len(p["sha256"]) == 64 for p in record["prompts"])
    assert (record["model"], record["usage"]["calls"]) == ("scribe-1", 2)
    assert record["times"]["created"] == record["created"]


def test_prompts_that_nobody_was_given_are_not_named(brief: Brief) -> None:
    claims = tuple(
        replace(c, verdict=Verdict(Label.SUPPORTED, (Check.QUOTE,))) for c in brief.claims
    )
    assert _record(replace(brief, engine=Engine.EXTRACTIVE, claims=claims))["prompts"] == []


def test_a_wire_story_says_who_made_it_and_what_is_a_copy(brief: Brief) -> None:
    first, last = brief.story.articles
    story = replace(brief.story, articles=(first, replace(last, copy_of="a1", outlet="Raml Post")))
    english = as_wire(replace(brief, story=story, engine=Engine.EXTRACTIVE)).split("(انتهى)\n")[1]
    assert "Made without a language model" in english
    assert "Raml Post, 2026-03-02, copy of example.org, paragraph" in " ".join(english.split())


def test_wire_lines_stand_under_their_item_from_ten_on(brief: Brief) -> None:
    claims = tuple(replace(brief.claims[0], id=f"c{n}") for n in range(10))
    lines = as_wire(replace(brief, claims=claims, languages=("en",))).splitlines()
    under = [lines[n + 1] for n, line in enumerate(lines) if line.startswith(("9. ", "10. "))]
    assert [len(line) - len(line.lstrip()) for line in under] == [3, 4]
