"""The figures of the bench of acknowledgements."""

import json

import pytest

from adapters.slack.intake import key, understand
from adapters.slack.nouns import Asked, Self
from bench.acks import BOT, mention, percentile, report


@pytest.mark.parametrize(("share", "value"), [(0.5, 50), (0.99, 99), (1.0, 100), (0.001, 1)])
def test_percentiles_are_of_the_nearest_rank(share: float, value: int) -> None:
    assert percentile(range(100, 0, -1), share) == value


def test_a_ratio_is_of_the_two_figures_of_one_round() -> None:
    found = {"Bolt": [[0.1], [0.2], [0.4]], "Isnad": [[0.1], [0.3], [0.4]]}
    assert "1.00 (1.00 to 1.50)" in report(found)
    assert "200 (100 to 400)" in report(found)


def test_every_event_of_the_bench_is_another_link_for_isnad() -> None:
    payloads = [json.loads(mention(n)) for n in range(3)]
    events = [understand(payload, Self(BOT)) for payload in payloads]
    assert len({key(payload) for payload in payloads}) == 3
    assert all(isinstance(event, Asked) and event.message.addressed for event in events)
    assert len({event.message.links for event in events if isinstance(event, Asked)}) == 3
