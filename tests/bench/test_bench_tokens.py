"""The bench of tokens counts what is sent, and plays a brief whose claims all pass."""

import pytest

from bench.tokens import Call, Cost, brief, drafted, exponent, report, story


def cost(*calls: Call, sources: int = 1, seconds: float = 1.0) -> Cost:
    return Cost(sources, 1000, calls, 3, seconds)


def test_instructions_count_a_tenth_where_they_are_kept() -> None:
    made = cost(Call("draft", 500, 1000, 9, 0, 1), Call("judge", 500, 400, 9, 1, 2))
    assert made.raw == pytest.approx(2.4)
    assert made.cached == pytest.approx(1.5)
    assert made.of("judge") == pytest.approx(0.9)


def test_calls_at_the_same_time_are_one_wait() -> None:
    first = Call("draft", 1, 1, 1, 0, 1)
    side_by_side = [Call("judge", 1, 1, 1, 1, 2), Call("judge", 1, 1, 1, 1.1, 2.2)]
    assert cost(first, *side_by_side).in_turn == 2
    assert cost(first, *side_by_side, Call("judge", 1, 1, 1, 2.3, 3)).in_turn == 3


def test_the_exponent_is_that_of_the_growth() -> None:
    costs = [cost(sources=n, seconds=0.5 * n**0.7) for n in (1, 5, 20)]
    assert exponent(costs) == pytest.approx(0.7)
    assert "to the power 0.70" in report(costs)


async def test_what_is_played_is_a_whole_checked_brief() -> None:
    told = story(2)
    made, checked = await brief(told, drafted(told))
    assert len(checked.claims) >= 3
    assert checked.dropped == ()
    assert made.calls[0].label == "draft"
    assert {call.label for call in made.calls} == {"draft", "judge"}
    assert made.in_turn == 2
