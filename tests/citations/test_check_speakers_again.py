"""Who goes on speaking, under another office; what is not ruled out; rates with a name."""

import pytest

from bot.testing.claims import doubts

TAXIS = (
    "واتهم رئيس الحكومة إدريس السالمي المعارضة بأنها تبيع الناس وهما، "
    "مؤكدا أن الحكومة ستواصل دعم سائقي الأجرة إلى نهاية أيلول."
)
CHOKED = "اتهم عضو لجنة الري في البرلمان كاظم الزيادي دولاً لم يسمّها بالسعي إلى خنق الموازنة."
INQUIRY = "وقالت النائبة هدى السالمي إن المجلس قد يشكّل لجنة تقصي حقائق في القضية."
SALES = "وتعهدت الشركات بتزويد المجلس ببيانات عن مبيعاتها كل ثلاثة أشهر."
LOAN = "The bank approved the 440 million dollar loan in March for rail safety."


@pytest.mark.parametrize(
    ("source", "en", "ar"),
    [
        (TAXIS, "", "يتواصل دعم سائقي الأجرة إلى نهاية سبتمبر، كما أكد رئيس الحكومة."),
        (CHOKED, "", "يرى النائب كاظم الزيادي أن دولاً لم يسمّها تريد خنق الموازنة."),
        (INQUIRY, "", "قالت النائبة إنها لا تستبعد أن يشكّل المجلس لجنة تقصي حقائق في القضية."),
        (SALES, "The companies undertook to give the council sales data every quarter.", ""),
        (LOAN, "", "القرض البالغ 440 مليون دولار الموافق عليه في مارس لسلامة القطارات."),
    ],
)
def test_the_same_speaker_and_the_same_firmness_pass(source: str, en: str, ar: str) -> None:
    assert doubts(source, en=en, ar=ar) == []


@pytest.mark.parametrize(
    ("source", "en", "ar"),
    [
        (TAXIS, "", "يتواصل دعم سائقي الأجرة إلى نهاية سبتمبر، كما أكدت المعارضة."),
        (CHOKED, "", "يرى الوزير سالم العامري أن دولاً لم يسمّها تريد خنق الموازنة."),
        (INQUIRY, "", "قالت النائبة إن المجلس شكّل لجنة تقصي حقائق في القضية."),
        (
            SALES,
            "The companies undertook to give the council sales data every month.",
            "تعهدت الشركات بتزويد المجلس ببيانات عن مبيعاتها كل ثلاثة أشهر.",
        ),
    ],
)
def test_another_speaker_or_more_than_was_said_is_found(source: str, en: str, ar: str) -> None:
    assert doubts(source, en=en, ar=ar) != []
