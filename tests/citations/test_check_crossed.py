"""Two figures that changed their holders."""

import pytest

from bot.citations.numbers import numbers
from bot.testing.claims import claim, evidence

VOTES = "Nader won 12,000 votes, against 9,000 for Karim."
SHARES = "وتملك شركة «روزالكو» 45 في المئة من المشروع، مقابل 20 في المئة لشركة «نوردين»."
GIFTS = "The European Union contributed $5 million and the World Bank $8 million."
MATCH = "Hamdan beat Sorensen 30 to 12, a record for the final."
SALES = "Sales rose 5 percent in Egypt and 3 percent in Jordan. Egypt is the larger market."
TENTS = "وأرسلت تركيا 40 خيمة والأردن 25 خيمة."


@pytest.mark.parametrize(
    ("source", "side"),
    [
        (VOTES, "Karim won 9,000 votes and Nader 12,000."),
        (VOTES, "Nader, with 12,000 votes, left Karim behind at 9,000."),
        (VOTES, "حصل نادر على 12 ألف صوت وكريم على 9 آلاف."),
        (SHARES, "Rosalco holds 45 percent and Nordin 20 percent."),
        (SHARES, "Nordin owns 20 percent of the project and Rosalco 45."),
        (GIFTS, "The World Bank gave $8 million and the European Union $5 million."),
        (GIFTS, "قدم البنك الدولي 8 ملايين دولار والاتحاد الأوروبي 5 ملايين دولار."),
        (MATCH, "Hamdan won 30-12 against Sorensen."),
        (MATCH, "Sorensen lost 30-12 to Hamdan."),
        (SALES, "Jordan saw a rise of 3 percent and Egypt one of 5 percent."),
        (TENTS, "Jordan sent 25 tents and Turkey 40."),
        (TENTS, "أرسل الأردن 25 خيمة، مقابل 40 خيمة من تركيا."),
    ],
)
def test_figures_stay_with_their_holders_in_any_order(source: str, side: str) -> None:
    assert numbers(claim(side), evidence(source)) == ()


@pytest.mark.parametrize(
    ("source", "side"),
    [
        (VOTES, "Karim won 12,000 votes and Nader 9,000."),
        (SHARES, "Rosalco holds 20 percent and Nordin 45 percent."),
        (GIFTS, "The World Bank put in $5 million and the European Union $8 million."),
        (GIFTS, "قدم البنك الدولي 5 ملايين دولار والاتحاد الأوروبي 8 ملايين دولار."),
        (SALES, "Egypt saw a rise of 3 percent and Jordan one of 5 percent."),
        (TENTS, "Jordan sent 40 tents and Turkey 25."),
    ],
)
def test_crossed_figures_fail(source: str, side: str) -> None:
    assert {finding.reason.key for finding in numbers(claim(side), evidence(source))} == {
        "check.numbers.counts"
    }
