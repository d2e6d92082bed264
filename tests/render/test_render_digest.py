"""A digest as a post."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from bot.language import strip_bidi
from bot.model import (
    EVERY_DAY,
    Aspect,
    BlockKind,
    Change,
    ChangeKind,
    Changes,
    Chat,
    Digest,
    Due,
    Post,
    Schedule,
    Slot,
    Style,
    Subscription,
    Told,
)
from bot.render import as_text
from bot.render.brief import numbering
from bot.render.digest import digest_post
from bot.testing.nouns import make_brief, make_claim

AT = datetime(2026, 11, 21, 6, tzinfo=UTC)
BRIEF = make_brief()


def digest(*told: Told, zone: str = "Asia/Beirut", late: bool = False, missed: int = 0) -> Digest:
    rule = Schedule((time(8),), EVERY_DAY, zone)
    one = Subscription("d1", Chat("telegram", "7"), rule, AT)
    slots = tuple(Slot("d1", date(2026, 11, 21 - n), time(8)) for n in range(missed, 0, -1))
    return Digest(one, Due(Slot("d1", date(2026, 11, 21), time(8)), AT, late, slots), told)


def shown(post: Post) -> str:
    return strip_bidi(as_text(post, width=200)).replace("\u2068", "").replace("\u2069", "")


def lines(post: Post, kind: BlockKind, language: str = "en") -> list[str]:
    found = (b for b in post.blocks if b.kind is kind and b.language == language)
    return [strip_bidi("".join(span.text for span in block.spans)) for block in found]


# --- the head ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "language", "title"),
    [
        ("Asia/Riyadh", "en", "Digest: Saturday 21 November 2026, 08:00, Riyadh time"),
        ("Asia/Riyadh", "ar", "نشرة السبت 21 نوفمبر 2026، الساعة 08:00 بتوقيت الرياض"),
        ("Asia/Beirut", "ar", "نشرة السبت 21 تشرين الثاني 2026، الساعة 08:00 بتوقيت بيروت"),
        ("Africa/Casablanca", "ar", "نشرة السبت 21 نونبر 2026، الساعة 08:00 بتوقيت الدار البيضاء"),
    ],
)
def test_the_title_has_the_date_and_whose_clock(zone: str, language: str, title: str) -> None:
    post = digest_post(digest(zone=zone), language)
    assert lines(post, BlockKind.TITLE, language) == [title]


def test_nothing_new_is_said() -> None:
    assert lines(digest_post(digest(), "en"), BlockKind.TEXT) == ["No new stories."]
    assert lines(digest_post(digest(), "ar"), BlockKind.TEXT, "ar") == ["لا قصص جديدة."]


def test_a_late_digest_says_so_and_how_late_it_may_be() -> None:
    assert lines(digest_post(digest(late=True), "en"), BlockKind.NOTE) == [
        "Late: this is the digest of 08:00. A missed digest is posted up to 6 hours after its time."
    ]
    assert "6 ساعات" in shown(digest_post(digest(late=True), "ar"))


@pytest.mark.parametrize(
    ("missed", "language", "said"),
    [
        (1, "en", "One digest was skipped: 20 November 08:00."),
        (2, "en", "2 digests were skipped: 19 November 08:00 and 20 November 08:00."),
        (5, "en", "5 digests were skipped: from 16 November 08:00 to 20 November 08:00."),
        (2, "ar", "فاتت نشرتان: 19 تشرين الثاني 08:00 و20 تشرين الثاني 08:00."),
        (5, "ar", "فاتت 5 نشرات: من 16 تشرين الثاني 08:00 إلى 20 تشرين الثاني 08:00."),
    ],
)
def test_skipped_slots_are_said(missed: int, language: str, said: str) -> None:
    post = digest_post(digest(missed=missed), language)
    assert lines(post, BlockKind.NOTE, language) == [said]


def test_the_topic_is_said() -> None:
    one = digest()
    one = replace(one, subscription=replace(one.subscription, topic=("oil", "gas")))
    assert "On oil or gas" in shown(digest_post(one, "en"))


# --- stories ----------------------------------------------------------------


def test_each_story_has_its_headline_on_each_side() -> None:
    brief = replace(BRIEF, headline={"ar": "افتتاح جسر", "en": "A bridge opens"})
    post = digest_post(digest(Told(brief, 3), Told(brief, 1)), "en")
    assert lines(post, BlockKind.HEADING, "ar") == ["1. افتتاح جسر", "2. افتتاح جسر"]
    assert lines(post, BlockKind.HEADING) == ["1. A bridge opens", "2. A bridge opens"]


def test_only_the_sides_of_the_chat_are_shown() -> None:
    post = digest_post(digest(Told(BRIEF, 3)), "en", ("ar",))
    assert lines(post, BlockKind.CLAIM) == []
    assert len(lines(post, BlockKind.CLAIM, "ar")) == 2


def test_a_side_that_a_brief_lacks_is_not_shown() -> None:
    mute = tuple(replace(claim, text={"ar": None, "en": "Open."}) for claim in BRIEF.claims)
    post = digest_post(digest(Told(replace(BRIEF, claims=mute), 3)), "ar")
    assert lines(post, BlockKind.HEADING, "ar") == []


def test_a_story_has_at_most_three_claims_with_linked_numbers() -> None:
    many = tuple(replace(BRIEF.claims[1], id=f"c{n}") for n in range(7))
    brief = replace(BRIEF, claims=many)
    post = digest_post(digest(Told(brief, 3)), "en", ("en",))
    claims = [block for block in post.blocks if block.kind is BlockKind.CLAIM]
    marks = [s for s in claims[0].spans if s.style is Style.CITATION]
    assert len(claims) == 3
    assert [s.text for s in marks] == [f"[{n}]" for n in sorted(numbering(brief).values())]
    assert all(s.href and s.href.startswith("https://example.") for s in marks)


def test_the_number_of_outlets_is_said() -> None:
    assert "3 outlets" in shown(digest_post(digest(Told(BRIEF, 3)), "en"))
    assert "3 وسائل" in shown(digest_post(digest(Told(BRIEF, 3)), "ar"))


def test_a_brief_without_claims_says_why() -> None:
    post = digest_post(digest(Told(replace(BRIEF, claims=()), 1)), "en")
    assert "Not one claim could be supported" in shown(post)


def test_further_stories_are_counted() -> None:
    post = digest_post(replace(digest(Told(BRIEF, 3)), more=2), "ar")
    assert "… وقصتان أخريان" in shown(post)


def test_a_tap_opens_the_full_brief() -> None:
    post = digest_post(digest(Told(BRIEF, 3), Told(replace(BRIEF, id="b2"), 1)), "en")
    assert [(a.label, a.command) for a in post.actions] == [
        ("Full brief 1", "/brief #b1"),
        ("Full brief 2", "/brief #b2"),
    ]


# --- told before ------------------------------------------------------------


def follow_up(*changes: Change) -> Post:
    told = Told(BRIEF, 2, datetime(2026, 11, 20, 6, tzinfo=UTC), Changes(changes))
    return digest_post(digest(told), "en", ("en",))


def test_a_story_told_before_shows_only_what_is_new() -> None:
    post = follow_up(Change(ChangeKind.NEW, None, BRIEF.claims[1]))
    (claim,) = lines(post, BlockKind.CLAIM)
    assert claim.startswith("NEW The Lighthouse Bridge opened.")
    assert "2 outlets · new since 20 November 08:00" in shown(post)


def test_a_changed_figure_stands_beside_the_old_one() -> None:
    change = Change(
        ChangeKind.CHANGED, BRIEF.claims[0], BRIEF.claims[0], (Aspect.FIGURE,),
        {"en": "12 million"}, {"en": "14 million"},
    )  # fmt: skip
    (claim,) = lines(follow_up(change), BlockKind.CLAIM)
    assert claim.startswith("CHANGED The Lighthouse Bridge opened.")
    assert claim.endswith("(was: 12 million)")


def test_corroboration_and_withdrawal_are_said() -> None:
    words = {"ar": "افتتح الجسر.", "en": "The bridge opened."}
    same = Change(ChangeKind.CORROBORATED, BRIEF.claims[0], BRIEF.claims[0], outlets=("Qasab FM",))
    gone = Change(ChangeKind.WITHDRAWN, make_claim(words, *BRIEF.claims[0].citations), None)
    said = shown(follow_up(same, gone))
    assert "now also reported by Qasab FM · 1 earlier claim was withdrawn" in said


def test_what_runs_the_other_way_is_set_apart() -> None:
    brief = replace(BRIEF, headline={"ar": "افتتاح Lighthouse Bridge", "en": None})
    post = digest_post(digest(Told(brief, 1)), "ar", ("ar",))
    heading = next(b for b in post.blocks if b.kind is BlockKind.HEADING)
    assert "\u2068Lighthouse Bridge\u2069" in heading.spans[1].text
