"""Cues that hold the two sides of a claim against each other, and newer ones for each side."""

import pytest

from bot.citations import CheckFunction
from bot.citations.attribution import attribution
from bot.citations.modality import modality
from bot.citations.polarity import polarity
from bot.citations.scope import scope
from bot.testing.claims import reasons


@pytest.mark.parametrize(
    ("check", "arabic", "english", "case"),
    [
        (polarity, "قال الميناء إن الرسوم انخفضت.", "The harbour said fees had risen.", "sides"),
        (polarity, "إصابات العمال طفيفة.", "The workers were critically injured.", "sides"),
        (polarity, "الحادثان مرتبطان.", "The two events are unrelated.", "sides"),
        (polarity, "وجدت اللجنة أدلة.", "The committee found nothing.", "sides"),
        (scope, "تدفع بعض القوارب الرسوم.", "All the boats pay the fees.", "sides"),
        (scope, "تدفع القوارب الرسوم.", "Only the boats pay the fees.", "sides"),
    ],
)
def test_sides_that_say_opposite_things(
    check: CheckFunction, arabic: str, english: str, case: str
) -> None:
    found = reasons(check, {"ar": arabic, "en": english}, english)
    assert any(reason.endswith(case) for reason in found)
    assert not any(reason.endswith(case) for reason in reasons(check, {"en": english}, english))


@pytest.mark.parametrize(
    ("arabic", "english"),
    [
        ("قال الميناء إن الرسوم ارتفعت.", "The harbour said fees had risen."),
        ("انخفضت الرسوم ثم ارتفعت.", "Fees fell and then rose."),
        ("بعد يومين من الافتتاح أغلق الجسر.", "The bridge opened two days before it closed."),
        ("لا علاقة بين الحادثين.", "The two events are unrelated."),
        ("تدفع كل القوارب الرسوم.", "All the boats pay the fees."),
    ],
)
def test_sides_that_agree(arabic: str, english: str) -> None:
    both = {"ar": arabic, "en": english}
    assert reasons(polarity, both, english) == []
    assert reasons(scope, both, english) == []


@pytest.mark.parametrize(
    ("source", "side"),
    [
        (
            "The harbour did not try to raise the fees for boats.",
            "The harbour sought fees for boats.",
        ),
        (
            "The union never challenged the harbour contract.",
            "The union fought the harbour contract.",
        ),
        (
            "نفى الوزير أن تكون الوزارة قد رفعت رسوم الميناء.",
            "أكد الوزير أن الوزارة رفعت رسوم الميناء.",
        ),
    ],
)
def test_a_denial_is_not_passed_over(source: str, side: str) -> None:
    assert "polarity.lost" in reasons(polarity, side, source)


@pytest.mark.parametrize(
    ("source", "side"),
    [
        (
            "The minister, who did not give a date, opened the bridge.",
            "The minister opened the bridge.",
        ),
        ("The union never challenged the contract.", "The union left the contract unchallenged."),
        ("ينفي المدير اتهامات بتزوير الوثائق.", "يواجه المدير اتهامات بتزوير الوثائق."),
    ],
)
def test_a_denial_of_something_else_is(source: str, side: str) -> None:
    assert "polarity.lost" not in reasons(polarity, side, source)


@pytest.mark.parametrize(
    ("check", "source", "side", "case"),
    [
        (
            modality,
            "The report suggests that fees rose.",
            "The report proved that fees rose.",
            "certain",
        ),
        (modality, "يشير التقرير إلى ارتفاع الرسوم.", "أثبت التقرير ارتفاع الرسوم.", "certain"),
        (scope, "Two boats paid 40 dinars together.", "Two boats paid 40 dinars each.", "each"),
        (scope, "A storm hit the harbour.", "The worst storm hit the harbour.", "best"),
        (scope, "ضربت عاصفة الميناء.", "ضربت أسوأ عاصفة الميناء.", "best"),
    ],
)
def test_more_than_the_source_says(check: CheckFunction, source: str, side: str, case: str) -> None:
    assert [reason.split(".")[1] for reason in reasons(check, side, source)] == [case]


@pytest.mark.parametrize(
    ("check", "source", "side"),
    [
        (modality, "The harbour turned out a success.", "The harbour proved a success."),
        (modality, "There is evidence that fees rose.", "It is proven that fees rose."),
        (
            scope,
            "A storm of record strength hit the harbour.",
            "The strongest storm hit the harbour.",
        ),
        (scope, "Two boats paid 40 dinars each, 80 together.", "Two boats paid 40 dinars each."),
    ],
)
def test_no_more_than_the_source_says(check: CheckFunction, source: str, side: str) -> None:
    assert reasons(check, side, source) == []


ANALYSTS = (
    "A deal could also, some harbour analysts say, settle the dispute with Brantholm over fees."
)


def test_words_between_commas_have_a_speaker() -> None:
    told = "Brantholm said a deal could settle the dispute over fees."
    assert "attribution.speaker" in reasons(attribution, told, ANALYSTS)
    right = "Analysts said a deal could settle the dispute with Brantholm over fees."
    assert reasons(attribution, right, ANALYSTS) == []


@pytest.mark.parametrize(
    ("source", "side"),
    [
        ("وقال الرئيس إن العقد جيد.", "قال للصحافيين إن العقد جيد."),
        ("أكد ترامب أن العقد جيد للميناء.", "قال الرئيس الأميركي إن العقد جيد للميناء."),
        (
            "The Russian state said Putin rejects the deal.",
            "The Russian president rejects it, it said.",
        ),
        (
            "قال وزيرا الداخلية والخارجية إنهما راضيان.",
            "The interior and foreign ministers said so.",
        ),
        ("أدانت قناة ميناد الإخبارية ذلك.", "أدانت القناة الإخبارية ذلك."),
    ],
)
def test_speakers_who_are_the_same(source: str, side: str) -> None:
    assert reasons(attribution, side, source) == []


def test_portfolios_are_told_apart() -> None:
    source = "The interior minister opened the bridge."
    found = reasons(attribution, "افتتح وزير العدل الجسر.", source)
    assert found == ["attribution.office"]
    assert reasons(attribution, "افتتح وزير الداخلية الجسر.", source) == []
