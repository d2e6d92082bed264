"""A check that found nothing to compare is not told of as passed."""

import pytest

from bot.citations.idle import idle
from bot.model import Check
from bot.testing.claims import claim


@pytest.mark.parametrize(
    ("text", "check"),
    [
        ("The bridge cost 40 million dinars.", Check.NUMBERS),
        ("كلف الجسر أربعين مليون دينار.", Check.NUMBERS),
        ("The bridge opened on Monday.", Check.DATES),
        ("The bridge opened in Baghdad.", Check.NAMES),
        ("All boats pay.", Check.SCOPE),
        ("It closed because of rain.", Check.CAUSE),
    ],
)
def test_what_a_claim_has_is_checked(text: str, check: Check) -> None:
    assert check not in idle(claim(text))
    assert check in idle(claim("It opened."))


def test_two_sides_with_a_figure_are_compared() -> None:
    assert Check.PARITY not in idle(claim({"ar": "كلف 40 دينارا.", "en": "It cost 40 dinars."}))
    assert Check.PARITY in idle(claim("It cost 40 dinars."))
    assert Check.POLARITY not in idle(claim("It opened."))
