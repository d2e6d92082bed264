"""What changed between two briefs of one story, in Arabic and English."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.digest.changes import changed, same_story
from bot.model import (
    Article,
    Aspect,
    Brief,
    ChangeKind,
    Changes,
    Citation,
    Claim,
    Name,
    Problem,
    ProblemKind,
    Section,
    Status,
    Story,
)
from bot.story import story_of
from bot.testing.nouns import make_article, make_brief

OLD = ("old", "The council of Tamarisk met on Sunday.", "A ferry sank off Qasab at dawn.")
NEW = ("new", "Divers reached the wreck off Qasab.", "An inquiry was opened in Tamarisk.")
THIRD = ("third", "The harbour of Qasab is closed to ships.", "Its owner was not named.")


def article(told: Sequence[str]) -> Article:
    name, *paragraphs = told
    language = "ar" if "\u0621" <= paragraphs[0][0] <= "\u064a" else "en"
    made = make_article(*paragraphs, url=f"https://{name}.example/", language=language)
    return replace(made, outlet=name, title="")


Told = str | Mapping[str, str | None]


def claim(
    told: Told, paragraph: str = "a1.p1", status: Status = Status.DONE, id: str = ""
) -> Claim:
    sides = {language(told): told} if isinstance(told, str) else told
    name = id or f"{paragraph}:{next(filter(None, sides.values()))}"
    return Claim(name, Section.ANNOUNCEMENT, sides, (Citation(paragraph, ""),), status=status)


def language(text: str) -> str:
    return "ar" if any("\u0621" <= char <= "\u064a" for char in text) else "en"


def brief(claims: Sequence[Claim], *articles: Sequence[str]) -> Brief:
    story = story_of([article(told) for told in articles])
    return replace(make_brief(story=story), claims=tuple(claims), problems=())


def between(before: Told, after: Told) -> Changes:
    """Changes from one claim on the old article to one claim on the new one."""
    return changed(brief([claim(before)], OLD), brief([claim(after, "a2.p1")], OLD, NEW))


def kinds(found: Changes) -> list[str]:
    return [change.kind.value for change in found.changes]


# --- the same ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "The ferry Nawras sank off Qasab and 14 people drowned.",
            "Fourteen people were drowned when the ferry Nawras went down off Qasab.",
        ),
        (
            "Transport minister Lina Karam resigned over the ferry disaster.",
            "Lina Karam stepped down as transport minister after the disaster of the ferry.",
        ),
        (
            "غرقت العبارة نورس قبالة قصب ومات 14 شخصا.",
            "مات أربعة عشر شخصا في غرق العبارة نورس قبالة قصب.",
        ),
        (
            {"ar": "غرقت العبارة نورس قبالة قصب.", "en": None},
            {"ar": None, "en": "The ferry Nawras sank off Qasab."},
        ),
        (
            "The company has run ferries to Qasab for three decades.",
            "For some 33 years the company has run ferries to Qasab.",
        ),
        (
            "More than 68,000 litres of oil leaked off Qasab.",
            "More than 68,800 litres of oil have leaked off Qasab.",
        ),
    ],
)
def test_the_same_in_other_words_is_not_new(before: Told, after: Told) -> None:
    assert kinds(between(before, after)) in (["same"], ["corroborated"])


def test_another_outlet_that_knows_it_corroborates() -> None:
    found = between(
        "The ferry Nawras sank off Qasab.", "The ferry Nawras went down and sank off Qasab."
    )
    (change,) = found.changes
    assert (change.kind, change.outlets) == (ChangeKind.CORROBORATED, ("new",))
    assert not found.news


def test_the_outlet_that_told_it_before_corroborates_nothing() -> None:
    more = ("old", "Divers searched the wreck on Monday.")
    before = brief([claim("The ferry Nawras sank off Qasab.")], OLD)
    later = claim("Off Qasab the ferry Nawras sank.", "a2.p1")
    after = brief([later], OLD, more)
    again = replace(after.story.articles[1], canonical="https://old.example/2")
    after = replace(after, story=Story((after.story.articles[0], again)))
    assert kinds(changed(before, after)) == ["same"]


# --- new --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "The ferry Nawras sank off Qasab.",
            "Prosecutors in Tamarisk searched its owner's offices.",
        ),
        ("France condemned the attack on the ferry.", "Spain condemned the attack on the ferry."),
        ("أدانت فرنسا الهجوم على العبارة.", "أدانت إسبانيا الهجوم على العبارة."),
        ("The blast on the ferry killed 14 people.", "The blast on the ferry injured 37 people."),
    ],
)
def test_another_matter_is_new(before: str, after: str) -> None:
    found = between(before, after)
    assert kinds(found) == ["new", "untold"]
    assert found.new == {found.changes[0].after.id if found.changes[0].after else ""}


def test_what_another_speaker_says_is_new() -> None:
    def spoken(speaker: str, paragraph: str) -> Claim:
        told = claim("The ferry was too old to sail, the hearing was told.", paragraph)
        return replace(told, id=speaker, speaker=Name(speaker, {"en": speaker}))

    before = brief([spoken("Hani Karmalawi", "a1.p1")], OLD)
    after = brief([spoken("Nawal Zuhri", "a2.p1")], OLD, NEW)
    assert kinds(changed(before, after))[0] == "new"


def test_what_the_earlier_sources_had_is_known_not_new() -> None:
    before = brief([claim("The council of Tamarisk met on Sunday.")], OLD)
    after = brief([claim("A ferry sank off Qasab.", "a1.p2")], OLD)
    assert kinds(changed(before, after)) == ["known", "untold"]


def test_what_a_new_source_repeats_of_an_earlier_one_is_known() -> None:
    before = brief([claim("The council of Tamarisk met on Sunday.")], OLD)
    after = brief([claim("A ferry sank off Qasab at dawn.", "a2.p1")], OLD, NEW)
    assert kinds(changed(before, after)) == ["known", "untold"]


# --- changed ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "aspect", "was", "now"),
    [
        (
            "At least 14 people drowned when the ferry sank off Qasab.",
            "At least 16 people drowned when the ferry sank off Qasab.",
            Aspect.FIGURE, "14", "16",
        ),
        (
            "مات 14 شخصا على الأقل في غرق العبارة قبالة قصب.",
            "مات 16 شخصا على الأقل في غرق العبارة قبالة قصب.",
            Aspect.FIGURE, "14", "16",
        ),
        (
            "The inquiry will cost 2.4 million dinars.",
            "The inquiry will cost 2.4 billion dinars.",
            Aspect.FIGURE, "2.4 million dinars", "2.4 billion dinars",
        ),
        (
            "The harbour of Qasab reopens on 6 November.",
            "The harbour of Qasab reopens on 9 November.",
            Aspect.DATE, "6 November", "9 November",
        ),
        (
            "The hearing on the ferry is set for Thursday.",
            "The hearing on the ferry is set for Saturday.",
            Aspect.DATE, "Thursday", "Saturday",
        ),
        (
            "The owner said the ferry would sail again.",
            "The owner said the ferry would not sail again.",
            Aspect.POSITION, "", "",
        ),
        (
            "أعلن المالك أن العبارة ستبحر مجددا.",
            "أعلن المالك أن العبارة لن تبحر مجددا.",
            Aspect.POSITION, "", "",
        ),
    ],
)  # fmt: skip
def test_another_figure_date_or_position_is_a_change(
    before: str, after: str, aspect: Aspect, was: str, now: str
) -> None:
    found = between(before, after)
    (change,) = found.changes
    assert (change.kind, change.aspects) == (ChangeKind.CHANGED, (aspect,))
    code = language(before)
    assert (change.was.get(code, ""), change.now.get(code, "")) == (was, now)
    assert change.before and change.after
    assert found.new == {change.after.id}


def test_a_plan_that_was_carried_out_is_a_change() -> None:
    before = {
        "en": "The state plans to buy the ferry line.",
        "ar": "تعتزم الدولة شراء خط العبارات.",
    }
    after = {"en": "The state bought the ferry line.", "ar": "اشترت الدولة خط العبارات."}
    first = claim(before, status=Status.PLANNED)
    later = claim(after, "a2.p1", status=Status.DONE)
    found = changed(brief([first], OLD), brief([later], OLD, NEW))
    assert found.changes[0].kind is ChangeKind.CHANGED


def test_another_figure_from_the_same_sources_is_no_change() -> None:
    first, later = (
        claim("The bridge cost 12 million dinars."),
        claim("The bridge cost 14 million dinars.", "a1.p2"),
    )
    assert kinds(changed(brief([first], OLD), brief([later], OLD))) == ["same"]


# --- gone -------------------------------------------------------------------


def test_a_claim_whose_page_no_longer_says_it_is_withdrawn() -> None:
    rewritten = ("old", "Correction: the council did not meet.")
    before = brief([claim("The council of Tamarisk met on Sunday.")], OLD)
    found = changed(before, brief([], rewritten))
    assert kinds(found) == ["withdrawn"]
    assert found.withdrawn == 1
    assert found.news


def test_a_claim_whose_page_was_taken_down_is_withdrawn() -> None:
    before = brief([claim("The council of Tamarisk met on Sunday.")], OLD)
    gone = Problem("https://old.example/", ProblemKind.NOT_FOUND)
    after = replace(brief([], NEW), problems=(gone,))
    assert kinds(changed(before, after)) == ["withdrawn"]


@pytest.mark.parametrize("kind", [ProblemKind.TIMEOUT, ProblemKind.UNAVAILABLE])
def test_a_page_that_could_not_be_read_now_withdraws_nothing(kind: ProblemKind) -> None:
    before = brief([claim("The council of Tamarisk met on Sunday.")], OLD)
    after = replace(brief([], NEW), problems=(Problem("https://old.example/", kind),))
    assert kinds(changed(before, after)) == ["untold"]


def test_a_claim_that_is_only_left_out_is_not_withdrawn() -> None:
    before = brief([claim("The council of Tamarisk met on Sunday.")], OLD)
    assert kinds(changed(before, brief([], OLD, NEW))) == ["untold"]


def test_a_claim_that_another_source_still_tells_is_not_withdrawn() -> None:
    rewritten = ("old", "This page was changed.")
    still = ("third", "The council of Tamarisk met on Sunday.")
    before = brief([claim("The council of Tamarisk met on Sunday.")], OLD)
    assert kinds(changed(before, brief([], rewritten, still))) == ["untold"]


# --- whole briefs -----------------------------------------------------------


def test_a_brief_has_nothing_new_beside_itself() -> None:
    one = make_brief()
    found = changed(one, one)
    assert set(kinds(found)) == {"same"}
    assert not found.news


def test_every_claim_of_both_briefs_is_in_one_change_or_pair() -> None:
    told = ["The ferry sank off Qasab.", "Lina Karam resigned.", "Divers found 3 bells."]
    before = brief([claim(text) for text in told[:2]], OLD)
    after = brief([claim(text, "a2.p1") for text in told[1:]], OLD, NEW)
    found = changed(before, after).changes
    assert [c.after.id for c in found if c.after] == [c.id for c in after.claims]
    assert {c.before.id for c in found if c.before} == {c.id for c in before.claims}


def test_briefs_without_claims_are_compared_too() -> None:
    empty = brief([], OLD)
    assert changed(empty, empty).changes == ()


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.text(min_size=1, max_size=60), max_size=4, unique=True),
    st.lists(st.text(min_size=1, max_size=60), max_size=4, unique=True),
)
def test_any_words_can_be_compared(earlier: list[str], later: list[str]) -> None:
    before = brief([claim(text) for text in earlier], OLD)
    after = brief([claim(text, "a2.p1") for text in later], OLD, NEW)
    found = changed(before, after).changes
    assert [c.after.id for c in found if c.after] == [c.id for c in after.claims]


# --- the same story ---------------------------------------------------------


def test_a_story_that_shares_an_article_is_the_same() -> None:
    assert same_story(brief([], OLD, NEW), story_of([article(OLD), article(THIRD)]))


def test_a_story_of_other_articles_on_the_event_is_the_same() -> None:
    told = (
        ("x", "The ferry Nawras sank off Qasab with 60 people.", "Divers search for the Nawras."),
        ("y", "Divers found the wreck of the ferry Nawras off Qasab.", "Sixty were aboard it."),
        ("z", "غرقت العبارة نورس قبالة قصب وعلى متنها 60 شخصا.", "يبحث غواصون عن نورس."),
    )
    known = brief([], told[0])
    assert all(same_story(known, story_of([article(other)])) for other in told[1:])


def test_a_story_of_another_event_is_not() -> None:
    other = ("x", "A choir of sixty bakers sang for an hour.", "The mayor of Simsim sang along.")
    assert not same_story(brief([], OLD, NEW), story_of([article(other)]))
