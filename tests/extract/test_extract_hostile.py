"""Whatever the articles hold, the draft cites it verbatim and stays within its limits."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.extract.drafting import draft
from bot.extract.lexicon import lexicon, tokenize, variants
from bot.extract.speech import quoted_spans
from bot.model import Article, Story

Make = Callable[..., Article]

SOME = (
    "قال وأضاف الوزير سالم إن أن «نعم» ، . ؟ : \" “ ” ' - — ( ) 1992 ١٩٩٢ منذ عام وهو "
    "the The said He told Reuters according to Ann Lee, , . ? ! Mr. U.S. https://x.example @who © "
    "will not"
)
WORDS = st.sampled_from(SOME.split())
TEXTS = st.lists(
    st.one_of(
        st.lists(WORDS, max_size=40).map(" ".join),
        st.text(max_size=80),
    ),
    max_size=8,
)


@given(left=TEXTS, right=TEXTS)
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_text_gives_a_sound_draft(article: Make, left: list[str], right: list[str]) -> None:
    story = Story((article("a1", "Ann Lee", left), article("a2", "سالم", right, "ar")))
    paragraphs = story.paragraphs
    found = draft(story, ("ar", "en"))
    assert len(found.claims) <= 24
    for claim in found.claims:
        assert 1 <= len(claim.citations) <= 3
        assert any(claim.text.values())
        for citation in claim.citations:
            text = paragraphs[citation.paragraph].text
            assert citation.quote
            assert text[citation.start : citation.end] == citation.quote


@given(st.text(max_size=200))
def test_tokens_and_quotations_lie_in_the_text(text: str) -> None:
    for token in tokenize(text):
        assert 0 <= token.start < token.end <= len(text)
    for low, high in quoted_spans(text):
        assert 0 <= low < high <= len(text)


@pytest.mark.parametrize(
    ("text", "language", "cue"),
    [
        ("وقالت", "ar", "verbs.say"),
        ("قَالَ", "ar", "verbs.say"),
        ("الأربعاء", "ar", "time.today"),
        ("منذ عام", "ar", "time.background"),
        ("According to", "en", "verbs.sources"),
        ("SAID", "en", "verbs.say"),
    ],
)
def test_cues_are_found_in_any_spelling(text: str, language: str, cue: str) -> None:
    assert lexicon(language).find(tokenize(text))[cue]


@pytest.mark.parametrize(
    ("text", "cue"), [("النقل", "verbs.say"), ("بشكل", "news.acts"), ("بين", "verbs.say")]
)
def test_words_that_only_look_like_cues(text: str, cue: str) -> None:
    assert not lexicon("ar").find(tokenize(text))[cue]


def test_a_word_is_looked_up_with_and_without_what_is_written_onto_it() -> None:
    assert {form for form, _ in variants("والوزير")} >= {"والوزير", "الوزير", "وزير"}


def test_a_language_without_lists_has_no_cues() -> None:
    assert not lexicon("fr").find(tokenize("Le ministre a dit"))
