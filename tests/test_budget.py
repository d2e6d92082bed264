"""What a day may cost."""

import pytest

from bot.budget import Limits, Prices, Whose, judge
from bot.model import Spent


@pytest.mark.parametrize(
    ("whose", "spent", "limits", "links", "stop", "warning"),
    [
        (Whose.CHAT, Spent(), Limits(), 5, None, None),
        (Whose.CHAT, Spent(briefs=99), Limits(), 5, None, None),
        (Whose.CHAT, Spent(briefs=4), Limits(briefs=10), 1, None, None),
        (Whose.CHAT, Spent(briefs=7), Limits(briefs=10), 1, None, "budget.warn_briefs_chat"),
        (Whose.CHAT, Spent(briefs=9), Limits(briefs=10), 1, None, "budget.warn_briefs_chat"),
        (Whose.USER, Spent(briefs=10), Limits(briefs=10), 1, "budget.stop_briefs_user", None),
        (Whose.CHAT, Spent(links=9), Limits(links=10), 2, "budget.stop_links_chat", None),
        (Whose.CHAT, Spent(links=8), Limits(links=10), 2, None, "budget.warn_links_chat"),
        (Whose.ALL, Spent(input_tokens=60, output_tokens=40), Limits(tokens=100), 1,
         "budget.stop_tokens_all", None),
        (Whose.ALL, Spent(input_tokens=1_000_000), Limits(money=2.0), 1,
         "budget.stop_money_all", None),
        (Whose.ALL, Spent(input_tokens=1_000_000), Limits(money=2.1), 1, None,
         "budget.warn_money_all"),
    ],
)  # fmt: skip
def test_a_limit_stops_and_warns_before(whose, spent, limits, links, stop, warning) -> None:
    answer = judge({whose: (spent, limits)}, links, 50, Prices(input=2.0))
    assert (answer.stop.key if answer.stop else None) == stop
    assert (answer.warning.key if answer.warning else None) == warning


def test_a_message_may_bring_so_many_links() -> None:
    answer = judge({}, 51, 50, Prices())
    assert answer.stop is not None
    assert answer.stop.values == {"n": 51, "most": 50}


def test_cached_tokens_have_their_own_price() -> None:
    spent = Spent(input_tokens=1_000_000, cached_tokens=500_000, output_tokens=100_000)
    assert Prices(input=2.0, cached=0.2, output=8.0).of(spent) == pytest.approx(1.0 + 0.1 + 0.8)
