"""Whatever is asked of the fake Slack, it does not break."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.testing.slack import FakeSlack, SlackError
from bot.testing.slack.methods import METHODS
from bot.testing.slack.params import AS_JSON, misfits, read
from bot.testing.slack.server import table

Json = dict[str, Any]


def test_every_method_that_has_rules_is_played() -> None:
    assert METHODS.keys() | {"apps.connections.open"} == table()["methods"].keys()


def strategy() -> st.SearchStrategy[Json]:
    """Parameters of any kind, some of them names of what there is."""
    scalar = st.none() | st.booleans() | st.integers() | st.text(max_size=8)
    scalar |= st.sampled_from(["news", "U0BOT000001", "1790000000.000001", "1000", ""])
    keys = st.sampled_from(["type", "text", "id", "elements", "event_type", "event_payload"])
    nested = st.recursive(
        scalar | st.sampled_from(["section", "markdown", "rich_text", "modal", "table"]),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4),
        max_leaves=8,
    )
    plain = ["channel", "ts", "text", "thread_ts", "user", "users", "limit", "cursor", "oldest"]
    plain += ["message_ts", "name", "length", "file", "trigger_id", "markdown_text", "parse"]
    return st.builds(
        lambda one, two: {**one, **two},
        st.dictionaries(st.sampled_from(plain), scalar, max_size=6),
        st.dictionaries(st.sampled_from(sorted(AS_JSON)), nested, max_size=3),
    )


@given(st.sampled_from(sorted(METHODS)), strategy())
@settings(max_examples=300, deadline=None)
def test_whatever_is_asked_is_done_or_refused(method: str, params: Json) -> None:
    slack = FakeSlack(clock=lambda: 1_790_000_000.0)
    slack.echo, slack.events = False, frozenset()
    news = slack.channel("news")
    news.says(slack.user("Amina"), "hello")
    needed = dict.fromkeys(table()["methods"][method].get("required", ()), news.id)
    try:
        asked = {**needed, **read(params)}
        if not list(misfits(asked)):
            assert isinstance(METHODS[method](slack, asked), dict)
    except SlackError as refused:
        assert refused.json()["error"]
