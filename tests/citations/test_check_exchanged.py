"""Two figures that changed places among the words beside them."""

import pytest

from bot.citations.exchanged import exchanged
from bot.citations.prepared import prepare

FLIGHT = "The balloon flew about 370 km and reached an altitude of 12 km before it landed."
ATTACK = "وشمل الهجوم 60 طائرة مسيرة و90 صاروخا، بحسب الجيش."
CREWS = "The convoy had 40 lorries and 15 tanks; 30 lorries and 9 tanks came back."


@pytest.mark.parametrize(
    ("source", "side", "language"),
    [
        (FLIGHT, "The balloon flew 12 km and reached an altitude of 370 km.", "en"),
        (ATTACK, "استُخدمت في الهجوم 90 طائرة مسيرة و60 صاروخا.", "ar"),
        ("Of the budget 40 million went to roads and 25 million to schools.",
         "Some 25 million went to roads and 40 million to schools.", "en"),
    ],
)  # fmt: skip
def test_figures_in_each_others_places_are_found(source: str, side: str, language: str) -> None:
    assert exchanged(prepare(side, language), prepare(source, language)) is not None


@pytest.mark.parametrize(
    ("source", "side", "language"),
    [
        (FLIGHT, "The balloon reached an altitude of 12 km and flew about 370 km.", "en"),
        (FLIGHT, "At an altitude of 12 km the balloon flew 370 km.", "en"),
        (ATTACK, "أُطلق في الهجوم 90 صاروخا و60 طائرة مسيرة.", "ar"),
        (CREWS, "Some 30 lorries and 9 tanks of the convoy came back.", "en"),
        ("Anna has 20 shares, Bella 45.", "Bella holds 45 shares and Anna 20.", "en"),
        ("Prices fell from 40 to 30 dinars.", "Prices fell to 30 dinars from 40.", "en"),
    ],
)
def test_figures_told_in_another_order_are_not(source: str, side: str, language: str) -> None:
    assert exchanged(prepare(side, language), prepare(source, language)) is None


def test_texts_in_two_languages_are_not_compared() -> None:
    side = prepare("90 drones and 60 missiles were used in the attack.", "en")
    assert exchanged(side, prepare(ATTACK, "ar")) is None
