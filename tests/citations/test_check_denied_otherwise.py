"""Denials in other words, in other languages, and what only looks like one."""

import pytest

from bot.testing.claims import doubts

FIRST = "تبادل الناديان 14 لاعبا في أول صفقة من نوعها منذ نيسان 2023."
BLAMED = "ونفى مدير المسبح السابق، عبر محاميه، مسؤوليته عن إغلاق الباب."
ADMITTED = "وأكد مدير المسبح السابق، عبر محاميه، مسؤوليته عن إغلاق الباب."
TICKETS = "بيعت 600 تذكرة لمباراة الفريق على ملعبه."
PLAYED = "The club has not played at its ground since the storm."
VOTE = "The council survived the first no-confidence vote in 34 years."
LOOMS = "والأنوال محفوظة في غالبيتها في غرف من طين."
SKIPPER = "The skipper was detained but has not been charged."
CHARGED = "The skipper was detained and has been charged."


@pytest.mark.parametrize(
    ("sources", "en", "ar"),
    [
        (
            [FIRST],
            "The clubs swapped 14 players, the first such deal since April 2023.",
            "تبادل الناديان 14 لاعبا، ولم يجرِ مثلها منذ نيسان 2023.",
        ),
        ([BLAMED], "", "قال مدير المسبح السابق عبر محاميه إنه ليس مسؤولاً عن إغلاق الباب."),
        (
            [TICKETS, PLAYED],
            "The club, for whose match 600 tickets were sold, "
            "has not played at its ground since the storm.",
            "الفريق الذي بيعت 600 تذكرة لمباراته لم يلعب على ملعبه منذ العاصفة.",
        ),
        (
            [VOTE],
            "It was the first no-confidence vote in 34 years.",
            "كان ذلك أول تصويت لحجب الثقة منذ 34 سنة.",
        ),
        ([LOOMS], "Most of the looms are kept in mud rooms.", "غالبية الأنوال في غرف من طين."),
        (
            [SKIPPER],
            "The skipper was detained but not charged.",
            "لم توجه حتى الآن تهمة إلى الربان الموقوف.",
        ),
    ],
)
def test_what_another_wording_denies_too_is_no_doubt(sources: list[str], en: str, ar: str) -> None:
    assert doubts(*sources, en=en, ar=ar) == []


@pytest.mark.parametrize(
    ("sources", "en", "ar"),
    [
        ([FIRST], "The clubs did not swap 14 players.", "لم يتبادل الناديان 14 لاعبا."),
        ([ADMITTED], "", "قال مدير المسبح السابق عبر محاميه إنه ليس مسؤولاً عن إغلاق الباب."),
        (
            ["The club has played at its ground since the storm."],
            "The club has not played at its ground since the storm.",
            "لم يلعب الفريق على ملعبه منذ العاصفة.",
        ),
        ([LOOMS], "All the looms are kept in mud rooms.", "جميع الأنوال محفوظة في غرف من طين."),
        (
            [CHARGED],
            "The skipper was detained but not charged.",
            "لم توجه حتى الآن تهمة إلى الربان الموقوف.",
        ),
    ],
)
def test_what_is_denied_against_the_source_is_found(sources: list[str], en: str, ar: str) -> None:
    assert doubts(*sources, en=en, ar=ar) != []
