"""People of the fake Slack act on what an app shows: buttons, choices, modals."""

from typing import Any

import pytest

from bot.testing.slack import FakeSlack, Message, SlackError, View
from bot.testing.slack.answers import answered, responded, submitted
from bot.testing.slack.payloads import action, values
from bot.testing.slack.render import render_html

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def option(value: str) -> Json:
    return {"text": plain(value.upper()), "value": value}


def modal(*blocks: Json, **more: Any) -> Json:
    section: Json = {"type": "section", "text": plain("words")}
    return {"type": "modal", "title": plain("T"), "blocks": list(blocks) or [section], **more}


def entry(type: str, **more: Any) -> Json:
    element = {"type": type, "action_id": type, **more}
    return {"type": "input", "block_id": type, "label": plain("L"), "element": element}


@pytest.fixture
def slack() -> FakeSlack:
    made = FakeSlack(clock=lambda: 1_790_000_000.0)
    made.events, made.echo = frozenset(), False
    return made


@pytest.fixture
def view(slack: FakeSlack) -> View:
    made = View("V1", slack.user("Amina").id, modal(entry("plain_text_input")), "V1")
    slack.views.append(made)
    return made


def test_a_modal_answers_with_errors_for_its_own_inputs(slack: FakeSlack, view: View) -> None:
    submitted(slack, view, {"response_action": "errors", "errors": {"plain_text_input": "no"}})
    assert (view.open, view.errors) == (True, {"plain_text_input": "no"})
    assert slack.violations == []
    submitted(slack, view, {"response_action": "errors", "errors": {"other": "no"}})
    assert [violation.what for violation in slack.violations] == ["errors for unknown blocks"]


def test_a_modal_is_updated_pushed_and_cleared(slack: FakeSlack, view: View) -> None:
    submitted(slack, view, {"response_action": "update", "view": modal(title=plain("new"))})
    assert view.title == "new"
    submitted(slack, view, {"response_action": "push", "view": modal()})
    assert [(each.root, each.previous) for each in slack.modals] == [("V1", None), ("V1", "V1")]
    submitted(slack, view, {"response_action": "clear"})
    assert slack.modals == []


def test_a_wrong_answer_to_a_modal_is_noted(slack: FakeSlack, view: View) -> None:
    submitted(slack, view, {"response_action": "update", "view": {"type": "modal"}})
    submitted(slack, view, {"response_action": "dance"})
    assert len(slack.violations) == 2
    assert view.open


def test_an_answer_to_a_command_that_slack_would_refuse_is_noted(slack: FakeSlack) -> None:
    amina, news = slack.user("Amina"), slack.channel("news")
    answered(slack, news.room, amina.id, {})
    answered(slack, news.room, amina.id, {"blocks": [{"type": "section"}]})
    assert news.messages == []
    assert [violation.what for violation in slack.violations] == ["invalid_blocks"]


def test_an_address_that_nobody_gave_is_expired(slack: FakeSlack) -> None:
    with pytest.raises(SlackError, match="expired_url"):
        responded(slack, None, {"text": "x"})


@pytest.mark.parametrize(
    ("type", "given", "state"),
    [
        ("plain_text_input", "x", {"value": "x"}),
        ("plain_text_input", None, {"value": None}),
        ("static_select", "b", {"selected_option": option("b")}),
        ("static_select", None, {"selected_option": None}),
        ("checkboxes", ["a", "b"], {"selected_options": [option("a"), option("b")]}),
        ("checkboxes", None, {"selected_options": []}),
        ("datepicker", "2026-11-21", {"selected_date": "2026-11-21"}),
        ("timepicker", "08:00", {"selected_time": "08:00"}),
    ],
)
def test_inputs_have_their_state(type: str, given: Any, state: Json) -> None:
    chosen = {"options": [option("a"), option("b")]} if "e" in type and "picker" not in type else {}
    told = values(modal(entry(type, **chosen)), {type: given})
    assert told == {"values": {type: {type: {"type": type, **state}}}}


@pytest.mark.parametrize(
    ("element", "what", "told"),
    [
        ({"type": "button", "value": "v", "text": plain("Go")}, "Go", ("value", "v")),
        (
            {"type": "overflow", "options": [option("a"), option("b")]},
            "b",
            ("selected_option", option("b")),
        ),
        (
            {
                "type": "feedback_buttons",
                "positive_button": {"text": plain("+"), "value": "good"},
                "negative_button": {"text": plain("-"), "value": "bad"},
            },
            "bad",
            ("value", "bad"),
        ),
        (
            {
                "type": "feedback_buttons",
                "positive_button": {"text": plain("+"), "value": "good"},
                "negative_button": {"text": plain("-"), "value": "bad"},
            },
            "+",
            ("value", "good"),
        ),
    ],
)
def test_what_is_used_is_told(element: Json, what: str, told: tuple[str, Any]) -> None:
    made = action({"action_id": "a", **element}, "block", "1.0", what)
    assert (made["action_id"], made["block_id"], made["type"]) == ("a", "block", element["type"])
    assert made[told[0]] == told[1]


async def test_what_is_not_there_cannot_be_used(slack: FakeSlack) -> None:
    amina, news = slack.user("Amina"), slack.channel("news")
    said = Message(news.id, slack.ts(), slack.who.bot_user, "x", by_app=True)
    said.becomes("x", [{"type": "actions", "elements": [_button("go", "Go")]}], 0.0)
    with pytest.raises(LookupError, match=r"called 'stop'; there is .*'go'"):
        amina.clicks(said, "stop")


async def test_a_click_tells_where_and_on_what(slack: FakeSlack) -> None:
    async with slack:
        amina, news = slack.user("Amina"), slack.channel("news")
        blocks = [{"type": "actions", "elements": [_button("go", "Go")]}]
        said = Message(news.id, slack.ts(), slack.who.bot_user, "x", by_app=True)
        said.becomes("x", blocks, 0.0)
        seen = amina.clicks(slack.add(said), "go").payload
        assert seen["container"]["message_ts"] == seen["message"]["ts"] == said.ts
        assert seen["response_url"].startswith(f"{slack.base}/actions/")
        hidden = Message(news.id, slack.ts(), slack.who.bot_user, "x", by_app=True)
        hidden.becomes("x", blocks, 0.0)
        hidden.ephemeral_for = amina.id
        seen = amina.clicks(slack.add(hidden), "go").payload
        assert seen["container"]["is_ephemeral"]
        assert "message" not in seen


def test_every_kind_of_block_is_drawn(slack: FakeSlack) -> None:
    news = slack.channel("news")
    markdown = (
        "# عنوان\n\nfirst\nsecond\n\n1. one\n> said\n```\ncode\n```\n| a |\n|---|\n| b |\n---"
    )
    blocks: list[Json] = [
        {"type": "header", "text": plain("head")},
        {"type": "markdown", "text": markdown},
        {"type": "divider"},
        {"type": "context", "elements": [plain("small")]},
        {"type": "actions", "elements": [_button("go", "Go") | {"style": "primary"}]},
        {"type": "section", "text": plain("beside"), "accessory": _button("x", "X")},
        {"type": "table", "rows": [[{"type": "raw_text", "text": "cell"}]]},
        {"type": "image", "image_url": "https://a.example/i", "alt_text": "map"},
    ]
    said = Message(news.id, slack.ts(), slack.who.bot_user, "x", by_app=True)
    said.becomes("x", blocks, 0.0)
    slack.add(said)
    page = render_html(news)
    for part in (
        '<div class="line h1" dir="auto">عنوان</div>',
        '<div class="line" dir="auto">first\nsecond</div>',
        '<span class="marker">1.</span>one',
        '<blockquote dir="auto">said</blockquote>',
        "<pre>code</pre>",
        '<tr><td dir="auto">a</td></tr><tr><td dir="auto">b</td></tr>',
        '<span class="button primary" dir="auto">Go</span>',
        '<span dir="auto">small</span>',
    ):
        assert part in page


def _button(id: str, words: str) -> Json:
    return {"type": "button", "action_id": id, "text": plain(words)}
