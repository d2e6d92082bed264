"""Figures of merit and the page that keeps them."""

from bench.check import Answered, kinds, sides
from bench.figures import markdown, score
from bench.results import with_section
from bench.rows import Row
from bot.judge.calibrate import Share


def test_score_of_caught_and_flagged() -> None:
    found = score([(True, True), (True, False), (False, True), (False, False), (False, False)])
    assert (found.recall, found.alarms) == (Share(1, 2), Share(1, 3))
    assert found.precision == Share(1, 2)
    assert found.balanced.startswith("0.583 [")


def test_no_balanced_accuracy_of_one_kind_alone() -> None:
    assert score([(True, True)]).balanced == "-"


def answered(kind: str, wrong: str, **labels: str) -> Answered:
    sides = {side: {"label": label} for side, label in labels.items()}
    worst = next((v for v in ("unsupported", "unclear") if v in labels.values()), "supported")
    row = Row("r", dict.fromkeys(labels, "text"), (), False, kind, wrong)
    return Answered(row, {"label": worst, "sides": sides})


def test_kinds_tell_gates_from_cues() -> None:
    given = [
        answered("year", "en", en="unsupported"),
        answered("year", "en", en="unclear"),
        answered("year", "en", en="supported"),
    ]
    assert kinds(given) == [("year", Share(2, 3), 1, 1)]


def test_exactly_the_wrong_side_is_blamed() -> None:
    given = [
        answered("drift_ar", "ar", ar="unsupported", en="supported"),
        answered("drift_ar", "ar", ar="unsupported", en="unclear"),
        answered("drift_en", "en", ar="unclear", en="supported"),
    ]
    assert sides(given) == Share(1, 3)


def test_a_table_is_aligned() -> None:
    lines = markdown(("kind", "n"), [("year", 12), ("a", 3)]).splitlines()
    assert lines == ["| kind |  n |", "|------|---:|", "| year | 12 |", "| a    |  3 |"]


def test_a_section_is_replaced_and_the_others_stay() -> None:
    page = with_section(with_section("# Results\n", "One", "old"), "Two", "two")
    assert with_section(page, "One", "new") == "# Results\n\n## One\n\nnew\n\n## Two\n\ntwo\n"
