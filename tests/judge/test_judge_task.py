"""What is asked: the form, the claims as they are shown, and how they are put together."""

import json
from collections.abc import Callable

from bot.judge.batches import MOST, batches, mixed
from bot.judge.form import judge_form
from bot.judge.opinion import Kind, Ruling
from bot.judge.task import narrowed, request
from bot.model import Claim, Story
from bot.summarize.budget import TASK_TOKENS
from bot.summarize.prefix import sources
from bot.tokens import count
from prompts import keys, prompt

Make = Callable[..., Claim]


def test_the_form_knows_only_these_claims_and_paragraphs() -> None:
    form = judge_form(["c1", "c2"], ["a1.p1"], ["ar", "en"], elsewhere=True)
    verdict = form["properties"]["verdicts"]["items"]["properties"]
    assert verdict["id"]["enum"] == ["c1", "c2"]
    evidence = verdict["evidence"]["items"]["properties"]
    assert evidence["paragraph"]["enum"] == ["a1.p1"]
    assert verdict["sides"]["required"] == ["ar", "en"]
    assert list(verdict) == ["id", "evidence", "reason", "sides"]


def test_elsewhere_is_no_choice_where_there_is_none() -> None:
    def choices(*, elsewhere: bool) -> list[str]:
        form = judge_form(["c1"], ["a1.p1"], ["en"], elsewhere=elsewhere)
        listed: list[str] = form["$defs"]["side"]["properties"]["verdict"]["enum"]
        return listed

    assert set(choices(elsewhere=True)) - set(choices(elsewhere=False)) == {Ruling.ELSEWHERE}


def test_a_long_story_does_not_break_the_form_s_limit() -> None:
    form = judge_form(["c1"], [f"a1.p{n}" for n in range(2000)], ["en"], elsewhere=True)
    assert json.dumps(form).count("a1.p") == 0


def test_every_kind_is_in_the_prompt_and_has_its_text() -> None:
    said = prompt("judge").template
    for kind in Kind:
        assert f"`{kind}`" in said
        if kind is not Kind.NONE:
            assert f"check.entailment.{kind}" in keys("en")


def test_sources_come_first_and_claims_last(story: Story, make: Make) -> None:
    asked = request([make("c1", "It opened.", "a2.p1")], story, elsewhere=True)
    assert asked.sources == sources(story)
    assert asked.task.endswith("c1 cites a2.p1\nen: It opened.\n")
    assert f'"{asked.nonce}"' in asked.task


def test_the_same_question_is_the_same_bytes(story: Story, make: Make) -> None:
    one, same = (request([make("c1", "It opened.")], story, elsewhere=True) for _ in "12")
    other = request([make("c1", "It sank.")], story, elsewhere=True)
    assert one == same
    assert one.nonce != other.nonce


def test_long_runs_of_paragraphs_are_written_as_ranges(story: Story, make: Make) -> None:
    cited = [f"a1.p{n}" for n in (1, 2, 3, 4, 5, 9)] + ["a2.p6", "a2.p7"]
    task = request([make("c1", "It opened.", *cited)], story, elsewhere=False).task
    assert "c1 cites a1.p1 to a1.p5, a1.p9, a2.p6, a2.p7\n" in task


def test_a_task_fits_into_what_the_budget_sets_aside(story: Story, make: Make) -> None:
    long = {
        "ar": "قال الوزير إن الجسر الجديد سيفتح أبوابه. " * 8,
        "en": "The bridge will open. " * 12,
    }
    asked = request([make(f"c{n}", long) for n in range(MOST)], story, elsewhere=True)
    assert count(asked.task) < TASK_TOKENS


def test_narrowed_keeps_ids_and_heads(story: Story, make: Make) -> None:
    cut = narrowed(story, [make("c1", "It opened.", "a2.p2")])
    assert list(cut.paragraphs) == ["a2.p2"]
    assert cut.articles[0].outlet == story.articles[1].outlet


def test_neighbours_share_a_batch(make: Make) -> None:
    claims = [make(f"c{n}", "x", f"a1.p{n}") for n in (10, 9, 2, 1)] + [make("c0", "x", "a2.p1")]
    assert [[c.id for c in batch] for batch in batches(claims)] == [["c1", "c2", "c9", "c10", "c0"]]


def test_claims_with_other_sides_go_by_themselves(make: Make) -> None:
    both, one = {"ar": "س", "en": "x"}, {"ar": None, "en": "x"}
    claims = [make("c1", both), make("c2", one), make("c3", both)]
    assert [[c.id for c in batch] for batch in batches(claims)] == [["c1", "c3"], ["c2"]]


def test_the_second_look_has_another_order_always_the_same(make: Make) -> None:
    claims = [make(f"c{n}", "x", f"a1.p{n}") for n in range(1, 9)]
    (first,), (second,), (third,) = batches(claims), mixed(claims), mixed(claims[::-1])
    assert sorted(c.id for c in first) == sorted(c.id for c in second)
    assert first != second == third


def test_no_claims_no_batches() -> None:
    assert batches([]) == mixed([]) == []
