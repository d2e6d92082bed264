import json
from dataclasses import replace

import pytest

from bot.model import Check, Finding, Label, Note, Story
from bot.summarize import system
from bot.summarize.budget import TASK_TOKENS
from bot.summarize.form import draft_form
from bot.summarize.tasks import (
    claims_wanted,
    draft_task,
    finding_said,
    instructions,
    repair_task,
)
from bot.testing.nouns import make_article, make_claim, make_story
from bot.tokens import count
from prompts import prompt

NAMES = ("system", "draft", "repair", "again", "style.ar", "style.en")


def story_of(words: int, copies: int = 0) -> Story:
    text = "word " * words
    copied = (make_article(text, id=f"a{n}") for n in range(2, copies + 2))
    return Story((make_article(text, id="a1"), *(replace(a, copy_of="a1") for a in copied)))


@pytest.mark.parametrize("name", NAMES)
def test_every_prompt_has_a_version(name: str) -> None:
    assert prompt(name).version >= 1


@pytest.mark.parametrize("languages", [("ar", "en"), ("en",), ("fr", "tr"), ("x-none", "und")])
def test_no_placeholder_is_left(languages: tuple[str, ...]) -> None:
    claim = make_claim(dict.fromkeys(languages, "text"))
    draft = draft_task(make_story(), 16_000, cut=True)("n0nce")
    repair = repair_task([claim])("n0nce")
    for name, task in (("draft", draft), ("repair", repair)):
        assert "$" not in instructions(name, languages) + task
        assert task.rstrip().endswith('Set "nonce" to "n0nce".')


@pytest.mark.parametrize(("words", "most"), [(20, 3), (400, 7), (4300, 22), (40_000, 24)])
def test_the_number_of_claims_grows_with_what_there_is_to_read(words: int, most: int) -> None:
    assert claims_wanted(story_of(words), 16_000)[1] == most


def test_a_claim_that_failed_without_a_finding_is_told_so() -> None:
    claim = replace(make_claim({"en": "Text"}), verdict=None, when=None, speaker=None)
    task = repair_task([claim])("n0nce")
    assert "c1, failed:\n- entailment\ndrafted: {" in task
    assert '"speaker":null' in task
    assert '"when":null' in task


def test_a_reason_quotes_its_values_once() -> None:
    note = Note("check.quote.words", {"quote": 'so "he" said', "paragraph": "a1.p1"})
    said = finding_said(Finding(Check.QUOTE, Label.UNSUPPORTED, note, "en"))
    assert said.startswith('quote (en): “so "he" said” is in quotation marks')


def test_copies_do_not_make_a_brief_longer() -> None:
    assert claims_wanted(story_of(300, copies=4), 16_000) == claims_wanted(story_of(300), 16_000)


def test_no_more_claims_than_an_answer_can_hold() -> None:
    assert claims_wanted(story_of(5000), 7_000)[1] == 7


def test_the_task_and_its_form_fit_what_is_kept_free_for_them() -> None:
    story = make_story()
    task = instructions("draft", ("ar", "en")) + draft_task(story, 16_000, cut=True)("n0nce")
    ids = [f"a{n % 9}.p{n}" for n in range(300)]
    form = json.dumps(draft_form(ids, ("ar", "en")))
    assert count(task) - count(system()) + count(form) < TASK_TOKENS


def test_the_task_says_what_was_cut_only_if_something_was() -> None:
    tasks = [draft_task(make_story(), 16_000, cut=c)("n") for c in (True, False)]
    assert ["left out for length" in t for t in tasks] == [True, False]
