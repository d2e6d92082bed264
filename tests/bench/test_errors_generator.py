"""Scripted errors say something else, and say it where they claim to."""

import re
from collections import Counter
from dataclasses import replace
from functools import cache

import pytest

from bench.errors import OPERATORS, altered, drifted
from bench.rows import SETS, Row, load

ROWS = tuple(row for name in SETS for row in load(name))
BY_ID = {row.id: row for row in ROWS}

CITATIONS = ("citation_moved", "speaker_swap")
FIGURES = ("number_digit", "year", "day")


@cache
def every_error() -> tuple[Row, ...]:
    return tuple(altered(ROWS, seed=1))


@cache
def every_drift() -> tuple[Row, ...]:
    return tuple(drifted(ROWS, seed=1))


def base(row: Row) -> Row:
    return BY_ID[row.id.partition("/")[0]]


def digits(text: str) -> list[str]:
    western = text.translate(str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789"))
    return re.findall(r"\d+", re.sub(r"(?<=\d)[,٬](?=\d{3})", "", western))


def differing(one: str, other: str) -> int:
    return sum((Counter(one.split()) - Counter(other.split())).values())


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("kind", OPERATORS)
def test_every_operator_finds_work_in_both_languages(kind: str, language: str) -> None:
    assert [row for row in every_error() if row.kind == kind and row.wrong_side == language]


def test_only_supported_claims_are_altered() -> None:
    assert all(base(row).supported for row in (*every_error(), *every_drift()))


def test_every_error_is_labelled_one() -> None:
    assert not any(row.supported for row in (*every_error(), *every_drift()))


def test_no_two_errors_have_one_id() -> None:
    ids = [row.id for row in (*every_error(), *every_drift())]
    assert len(set(ids)) == len(ids)


def test_the_same_seed_gives_the_same_errors() -> None:
    few = ROWS[:20]
    assert tuple(altered(few, seed=1)) == tuple(altered(few, seed=1))
    assert tuple(drifted(few, seed=1)) == tuple(drifted(few, seed=1))


def test_another_seed_gives_other_figures() -> None:
    other = {row.id: row.claim for row in altered(ROWS, 2, ["number_digit"])}
    assert [
        row for row in every_error() if row.kind == "number_digit" and other[row.id] != row.claim
    ]


def test_an_altered_claim_is_one_side_alone() -> None:
    assert all(list(row.claim) == [row.wrong_side] for row in every_error())


def test_errors_of_the_text_leave_citations_and_evidence_alone() -> None:
    for row in every_error():
        if row.kind not in (*CITATIONS, "evidence_word"):
            given = base(row)
            assert (row.paragraphs, row.quote) == (given.paragraphs, given.quote), row.id
            assert row.claim[row.wrong_side or ""] != given.claim[row.wrong_side or ""], row.id


def test_a_changed_figure_is_nowhere_in_the_cited_text() -> None:
    for row in every_error():
        if row.kind in FIGURES:
            new = digits(row.claim[row.wrong_side or ""])
            old = digits(base(row).claim[row.wrong_side or ""])
            changed = [n for n, o in zip(new, old, strict=True) if n != o]
            assert len(changed) == 1, row.id
            assert changed[0] not in digits(row.sources), row.id


def test_swapped_figures_are_the_same_figures() -> None:
    for row in every_error():
        if row.kind == "number_swap":
            new = digits(row.claim[row.wrong_side or ""])
            old = digits(base(row).claim[row.wrong_side or ""])
            assert new != old
            assert sorted(new) == sorted(old)


@pytest.mark.parametrize("kind", ["month", "weekday", "number_word", "quote_word"])
def test_one_word_is_changed(kind: str) -> None:
    for row in every_error():
        if row.kind == kind:
            side = row.wrong_side or ""
            allowed = 2 if kind == "month" else 1
            assert 1 <= differing(row.claim[side], base(row).claim[side]) <= allowed, row.id


@pytest.mark.parametrize("kind", ["name_other", "name_invented"])
def test_a_new_name_is_not_in_the_cited_text(kind: str) -> None:
    for row in every_error():
        if row.kind == kind:
            side = row.wrong_side or ""
            new = Counter(row.claim[side].split()) - Counter(base(row).claim[side].split())
            said = " ".join(new).strip("،,.:")
            assert said.casefold() not in row.sources.casefold(), row.id


def test_a_swapped_speaker_stands_in_the_cited_text() -> None:
    for row in every_error():
        if row.kind == "speaker_swap":
            given = base(row)
            assert row.paragraphs[:-1] == given.paragraphs
            assert row.paragraphs[-1].article in {p.article for p in given.paragraphs}


def test_a_moved_citation_changes_only_what_is_cited() -> None:
    for row in every_error():
        if row.kind == "citation_moved":
            given = base(row)
            assert row.claim == {row.wrong_side: given.claim[row.wrong_side or ""]}
            assert not {p.id for p in row.paragraphs} & {p.id for p in given.paragraphs}


def test_changed_evidence_is_not_verbatim_any_more() -> None:
    for row in every_error():
        if row.kind == "evidence_word":
            assert row.claim == {row.wrong_side: base(row).claim[row.wrong_side or ""]}
            assert row.quote not in row.sources


def test_a_drift_has_one_wrong_side_of_two() -> None:
    for row in every_drift():
        given = base(row)
        right = "en" if row.wrong_side == "ar" else "ar"
        assert row.claim[right] == given.claim[right]
        assert row.claim[row.wrong_side or ""] != given.claim[row.wrong_side or ""]


def test_what_is_quoted_is_changed_only_by_its_own_operator() -> None:
    quoted = re.compile(r"«([^»]+)»|“([^”]+)”")
    for row in every_error():
        if row.kind not in ("quote_word", "attribution_dropped"):
            side = row.wrong_side or ""
            assert quoted.findall(row.claim[side]) == quoted.findall(base(row).claim[side]), row.id


def made_of(text: str, language: str, source: str, kind: str) -> list[str]:
    row = replace(ROWS[0], id="r", claim={language: text}, quote="", supported=True)
    row = replace(row, paragraphs=(replace(ROWS[0].paragraphs[0], text=source),))
    return [made.claim[language] for made in altered([row], 1, [kind])]


@pytest.mark.parametrize(
    ("kind", "language", "text", "expected"),
    [
        ("number_scale", "en", "It cost 2 million.", "It cost 2 billion."),
        ("number_scale", "ar", "بلغت 20 مليون ريال.", "بلغت 20 مليار ريال."),
        ("unit_currency", "en", "It is 16 metres deep.", "It is 16 kilometres deep."),
        ("negation_removed", "ar", "قال إنه لن يوقع.", "قال إنه سيوقع."),
        ("negation_added", "en", "They will sign.", "They will not sign."),
        ("plan_as_fact", "ar", "سيوقع الطرفان العقد.", "وقّع الطرفان العقد."),
        ("attribution_dropped", "en", "Tax rose, according to the bank.", "Tax rose."),
        ("attribution_dropped", "ar", "قال المصرف إن الضريبة زادت.", "الضريبة زادت."),
        ("bound", "en", "It lasted more than 30 years.", "It lasted less than 30 years."),
        ("quantifier", "ar", "رفض معظم الأعضاء.", "رفض جميع الأعضاء."),
    ],
)  # fmt: skip
def test_an_operator_changes_what_it_says(
    kind: str, language: str, text: str, expected: str
) -> None:
    assert made_of(text, language, "-", kind) == [expected]


@pytest.mark.parametrize(
    ("kind", "language", "text"),
    [
        ("number_digit", "en", "It lasted more than 30 years."),
        ("number_digit", "ar", "أُقفل عام 1998."),
        ("year", "en", "They want it before 2030."),
        ("day", "ar", "يريدون ذلك قبل 1 نوفمبر."),
        ("attribution_dropped", "en", "The members said they did not know."),
        ("number_word", "en", "It took twenty-five years."),
        ("quote_word", "en", "He called it “a step forward”."),
    ],
)
def test_what_might_stay_true_is_left_alone(kind: str, language: str, text: str) -> None:
    assert made_of(text, language, "-", kind) == []
