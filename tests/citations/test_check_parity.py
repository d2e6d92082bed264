"""Both sides of a claim carry the same figures."""

import pytest

from bot.citations.parity import parity
from bot.testing.claims import claim, evidence

SOURCE = "وقعت 5 دول الاتفاق عام 2020، بقيمة 17 مليار دولار."


@pytest.mark.parametrize(
    ("ar", "en"),
    [
        ("وقعت خمس دول.", "Five states signed."),
        ("القيمة ١٧ مليار دولار.", "It is worth $17bn."),
        ("وقعت إحدى الدول.", "One state signed."),
        ("منذ عقدين.", "For 20 years."),
        ("نصف السكان.", "50 percent of the people."),
        ("علاقات البلدين", "relations between the two countries"),
    ],
)
def test_the_same_figures_pass(ar: str, en: str) -> None:
    assert parity(claim({"ar": ar, "en": en}), evidence(SOURCE)) == ()


@pytest.mark.parametrize(
    ("ar", "en", "blamed"),
    [
        ("وقعت 5 دول.", "Six states signed.", "en"),
        ("وقعت 6 دول.", "Five states signed.", "ar"),
        ("القيمة 17 مليون دولار.", "It is worth $17bn.", "ar"),
        ("وقعت 5 دول عام 2020.", "Five states signed.", "en"),
    ],
)
def test_a_drift_is_blamed_on_the_side_that_the_source_does_not_carry(
    ar: str, en: str, blamed: str
) -> None:
    found = parity(claim({"ar": ar, "en": en}), evidence(SOURCE))
    assert {finding.side for finding in found} == {blamed}


def test_a_side_that_could_not_be_made_is_no_drift() -> None:
    assert parity(claim({"ar": "وقعت 5 دول.", "en": None}), evidence(SOURCE)) == ()


@pytest.mark.parametrize(
    ("ar", "en"),
    [
        ("زار الملك إدريس السادس المدينة.", "King Idris VI visited the city."),
        ("ستبيع الشركة نشاطين.", "The firm will sell two businesses."),
    ],
)
def test_figures_that_one_side_says_by_a_form(ar: str, en: str) -> None:
    assert parity(claim({"ar": ar, "en": en}), evidence(en)) == ()
