"""The answers as posts: numbered and linked as in the brief, in pages, in both languages."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from bot.language.bidi import FSI, PDI
from bot.model import Block, BlockKind, Brief, Post, Section, Story, Style
from bot.render import as_text, numbering
from bot.render.questions import QUESTIONS, changed

Told = Callable[..., Story]
LANGUAGES = ("ar", "en")
MARK = re.compile(r"\[(\d+|a\d+\.p\d+)\]")


def _text(post: Post) -> str:
    return "\n".join("".join(span.text for span in block.spans) for block in post.blocks)


def _plain(post: Post) -> str:
    return _text(post).replace(FSI, "").replace(PDI, "")


def _title(post: Post) -> str:
    return "".join(span.text for span in post.blocks[0].spans)


def _marks(post: Post) -> list[tuple[str, str | None]]:
    spans = [span for block in post.blocks for span in block.spans]
    return [(span.text, span.href) for span in spans if span.style is Style.CITATION]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", QUESTIONS)
def test_marks_are_the_briefs_own_and_open_their_paragraph(
    either: Brief, name: str, language: str
) -> None:
    numbers = {str(n): id for id, n in numbering(either).items()}
    found = _marks(QUESTIONS[name](either, "", language))
    assert found
    for shown, href in found:
        mark = MARK.fullmatch(shown)
        assert mark
        id = numbers.get(mark[1], mark[1])
        assert id not in numbering(either) or mark[1] in numbers
        assert href is not None
        assert href.startswith(f"https://example.org/{id.split('.')[0]}")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", QUESTIONS)
def test_answers_do_not_change(
    extract: Brief, name: str, language: str, snapshot: SnapshotAssertion
) -> None:
    assert as_text(QUESTIONS[name](extract, "", language)) == snapshot


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reader_of_one_language_is_told_foreign_sentences_in_it(
    brief: Brief, language: str
) -> None:
    shown = _plain(QUESTIONS["numbers"](brief, "", language))
    told = brief.claims[1].text[language]
    assert (str(told) in shown) is (language == "en")  # the source is in Arabic


def test_who_says_it_is_named_in_the_readers_language(brief: Brief) -> None:
    assert "António Guterres ← " in _plain(QUESTIONS["quotes"](brief, "", "en"))
    assert "هآرتس" in _plain(QUESTIONS["who"](brief, "Haaretz", "ar"))


def test_a_claim_in_both_languages_is_shown_with_its_evidence(brief: Brief) -> None:
    post = QUESTIONS["reactions"](brief, "", "ar")
    assert [block.kind for block in post.blocks] == [
        BlockKind.HEADING,
        BlockKind.CLAIM,  # it has the very words
        BlockKind.CLAIM,
        BlockKind.QUOTE,
    ]
    assert [block.language for block in post.blocks[1:]] == ["ar", "ar", "en"]


def test_a_claim_without_the_readers_side_is_shown_in_the_other(brief: Brief) -> None:
    only = tuple(replace(c, text={"ar": c.text["ar"], "en": None}) for c in brief.claims)
    post = QUESTIONS["announcement"](replace(brief, claims=only), "", "en")
    assert post.blocks[1].language == "ar"


# --- pages ------------------------------------------------------------------


def _items(post: Post) -> list[Block]:
    return [block for block in post.blocks if block.kind is BlockKind.ITEM]


def _quoting(told: Told, brief: Brief, count: int) -> Brief:
    said = [f"“Number {n} will hold for many years,” Sami Haddad said." for n in range(count)]
    return replace(brief, story=told(said), claims=())


def test_a_long_answer_comes_in_pages(told: Told, brief: Brief) -> None:
    many = _quoting(told, brief, 30)
    first = QUESTIONS["quotes"](many, "", "en")
    second = QUESTIONS["quotes"](many, "2", "en")
    last = QUESTIONS["quotes"](many, "3", "en")
    assert [len(_items(post)) for post in (first, second, last)] == [12, 12, 6]
    assert [a.command for a in (*first.actions, *second.actions)] == ["/quotes 2", "/quotes 3"]
    assert last.actions == ()
    assert "1–12 of 30. More: /quotes 2" in _plain(first)
    assert "25–30 of 30." in _plain(last)


def test_a_page_that_is_not_there_is_the_last(told: Told, brief: Brief) -> None:
    many = _quoting(told, brief, 30)
    assert QUESTIONS["quotes"](many, "99", "en") == QUESTIONS["quotes"](many, "3", "en")


def test_a_page_has_no_more_than_there_is_room_for(told: Told, brief: Brief) -> None:
    long = "the wall of the harbour must be built again before the winter " * 9
    said = [f"“Number {n}: {long},” Sami Haddad said." for n in range(12)]
    many = replace(brief, story=told(said), claims=())
    post = QUESTIONS["quotes"](many, "", "en")
    assert len(_text(post)) < 8000
    assert post.actions


def test_more_of_a_speaker_is_more_of_that_speaker(told: Told, brief: Brief) -> None:
    post = QUESTIONS["who"](_quoting(told, brief, 30), "Sami Haddad", "en")
    assert [a.command for a in post.actions] == ["/who Sami Haddad 2"]


def test_a_command_that_fits_into_no_button_is_only_told(told: Told, brief: Brief) -> None:
    name = "سامي عبد الرحمن الحداد المنصوري"
    said = [f"قال {name} إن البند {n} من الخطة سيبقى كما هو." for n in range(20)]
    many = replace(brief, story=told(said, language="ar"), claims=())
    post = QUESTIONS["who"](many, name, "ar")
    assert post.actions == ()
    assert f"/who {name} 2" in _plain(post)


@pytest.mark.parametrize("asked", ["Channel 12", "القناة 12", "channel 12 "])
def test_a_number_may_belong_to_a_name(either: Brief, asked: str) -> None:
    assert "20 million tonnes" in _plain(QUESTIONS["who"](either, asked, "en"))


# --- nothing to show --------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", QUESTIONS)
def test_nothing_to_show_is_said(told: Told, brief: Brief, name: str, language: str) -> None:
    bare = replace(brief, story=told("It rained all day and the wind blew."), claims=())
    (note,) = QUESTIONS[name](bare, "", language).blocks
    assert note.kind in {BlockKind.NOTE, BlockKind.TEXT}
    assert note.language == language


def test_that_nothing_differs_is_no_proof_of_agreement(told: Told, brief: Brief) -> None:
    bare = replace(brief, story=told("It rained all day."), claims=())
    assert "no proof" in _plain(QUESTIONS["differences"](bare, "", "en"))


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("Guterres", "What Guterres says"),
        ("مرايا", "Who is heard in مرايا"),
        ("Erdogan", "Nothing is attributed to Erdogan in these sources. The name stands here"),
        ("Netanyahu", "“Netanyahu” is not named in these sources. /who lists who speaks in them."),
    ],
)
def test_who_answers_in_four_ways(either: Brief, asked: str, title: str) -> None:
    post = QUESTIONS["who"](either, asked, "en")
    assert _title(post).replace(FSI, "").replace(PDI, "") == title


# --- what is new ------------------------------------------------------------


def _with_no_more_than(brief: Brief, claims: int) -> Brief:
    """A brief of the same articles when they held no more than its first claims cite."""
    kept = brief.claims[:claims]
    cited = {citation.paragraph for claim in kept for citation in claim.citations}
    articles = tuple(
        replace(
            article,
            digest=f"{article.digest}-{claims}",
            paragraphs=tuple(p for p in article.paragraphs if p.id in cited),
        )
        for article in brief.story.articles
    )
    return replace(brief, claims=kept, story=replace(brief.story, articles=articles))


def test_new_claims_are_those_of_no_earlier_brief(brief: Brief) -> None:
    earlier = replace(
        _with_no_more_than(brief, 2), id="b0", created=brief.created - timedelta(days=1)
    )
    shown = _plain(changed(brief, earlier, "", "en"))
    assert "New since the brief of 2026-03-05 12:00" in shown
    assert "António Guterres" in shown
    assert str(brief.claims[0].text["en"]) not in shown


def test_claims_that_are_gone_are_counted(brief: Brief) -> None:
    later = _with_no_more_than(brief, 1)
    assert "3 claims of the earlier brief are gone." in _plain(changed(later, brief, "", "en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_brief_and_an_unchanged_one_say_so(brief: Brief, language: str) -> None:
    assert len(changed(brief, None, "", language).blocks) == 1
    assert len(changed(brief, brief, "", language).blocks) == 1


# --- whatever is asked ------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(
    name=st.sampled_from(sorted(QUESTIONS)),
    argument=st.one_of(st.text(max_size=40), st.from_regex(r"\w{0,9} ?\d{0,4}", fullmatch=True)),
    language=st.sampled_from(LANGUAGES),
)
def test_any_argument_is_answered(extract: Brief, name: str, argument: str, language: str) -> None:
    post = QUESTIONS[name](extract, argument, language)
    assert post.blocks
    for block in post.blocks:
        shown = "".join(span.text for span in block.spans)
        assert shown.count(FSI) == shown.count(PDI)


def test_every_section_has_a_question() -> None:
    assert {section.value for section in Section} <= QUESTIONS.keys()
