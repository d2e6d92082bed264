"""Block Kit's limits: each has a case that is taken and one that is refused."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk.models.blocks import (
    ActionsBlock,
    ButtonElement,
    ContextBlock,
    DividerBlock,
    HeaderBlock,
    MarkdownBlock,
    MarkdownTextObject,
    SectionBlock,
)

from bot.testing.slack import SlackError
from bot.testing.slack.blocks import check_message, check_view, text_size
from bot.testing.slack.manifest import manifest_problems
from bot.testing.slack.nouns import with_ids

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def section(text: str = "x", **more: Any) -> Json:
    return {"type": "section", "text": mrkdwn(text), **more}


def button(**more: Any) -> Json:
    return {"type": "button", "text": plain("ok"), "action_id": "a", **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def buttons(count: int) -> Json:
    return actions(*(button(action_id=f"a{i}") for i in range(count)))


def table(rows: int = 1, columns: int = 1, text: str = "x") -> Json:
    cell = {"type": "raw_text", "text": text}
    return {"type": "table", "rows": [[cell] * columns] * rows}


def feedback(**more: Any) -> Json:
    side = {"text": plain("good"), "value": "v"}
    element = {"type": "feedback_buttons", "positive_button": side, "negative_button": side}
    return {"type": "context_actions", "elements": [element | more]}


def rich(**element: Any) -> Json:
    section = {"type": "rich_text_section", "elements": [{"type": "text"} | element]}
    return {"type": "rich_text", "elements": [section]}


def trash(**more: Any) -> Json:
    return {"type": "icon_button", "icon": "trash", "text": plain("Delete"), **more}


def select(count: int, value: str = "v") -> Json:
    options = [{"text": plain("o"), "value": f"{value}{i}"} for i in range(count)]
    return actions({"type": "static_select", "action_id": "s", "options": options})


def context(count: int, text: str = "x") -> Json:
    return {"type": "context", "elements": [mrkdwn(text)] * count}


def modal(**more: Any) -> Json:
    return {"type": "modal", "title": plain("Title"), "blocks": [section()], **more}


def code(blocks: Any) -> tuple[str, str]:
    """The error and all that it says, or two empty texts."""
    try:
        check_message(blocks)
    except SlackError as error:
        return error.error, json.dumps(error.json())
    return "", ""


PAIRS = {
    "blocks": ([section()] * 50, [section()] * 51),
    "section": ([section("x" * 3000)], [section("x" * 3001)]),
    "empty section": ([section("x")], [section("")]),
    "section without words": ([section()], [{"type": "section"}]),
    "fields": (
        [{"type": "section", "fields": [plain("x")] * 10}],
        [{"type": "section", "fields": [plain("x")] * 11}],
    ),
    "field": (
        [{"type": "section", "fields": [plain("x" * 2000)]}],
        [{"type": "section", "fields": [plain("x" * 2001)]}],
    ),
    "header": (
        [{"type": "header", "text": plain("x" * 150)}],
        [{"type": "header", "text": plain("x" * 151)}],
    ),
    "header's text": (
        [{"type": "header", "text": plain("x")}],
        [{"type": "header", "text": mrkdwn("x")}],
    ),
    "context": ([context(10)], [context(11)]),
    "actions": ([buttons(25)], [buttons(26)]),
    "no actions": ([buttons(1)], [buttons(0)]),
    "button's words": (
        [actions(button(text=plain("x" * 75)))],
        [actions(button(text=plain("x" * 76)))],
    ),
    "button's text": ([actions(button())], [actions(button(text=mrkdwn("x")))]),
    "button's style": ([actions(button(style="primary"))], [actions(button(style="blue"))]),
    "action_id": (
        [actions(button(action_id="x" * 255))],
        [actions(button(action_id="x" * 256))],
    ),
    "two action_ids": (
        [actions(button(action_id="a"), button(action_id="b"))],
        [actions(button(action_id="a"), button(action_id="a"))],
    ),
    "value": ([actions(button(value="x" * 2000))], [actions(button(value="x" * 2001))]),
    "url": ([actions(button(url="https://a.example/"))], [actions(button(url="javascript:1"))]),
    "block_id": ([section(block_id="x" * 255)], [section(block_id="x" * 256)]),
    "two block_ids": (
        [section(block_id="a"), section(block_id="b")],
        [section(block_id="a"), section(block_id="a")],
    ),
    "markdown": (
        [{"type": "markdown", "text": "x" * 12_000}],
        [{"type": "markdown", "text": "x" * 12_001}],
    ),
    "table's rows": ([table(rows=100)], [table(rows=101)]),
    "table's columns": ([table(columns=20)], [table(columns=21)]),
    "table's text": ([table(2, 1, "x" * 5000)], [table(2, 1, "x" * 5001)]),
    "table's cells": ([table()], [{"type": "table", "rows": [[mrkdwn("x")]]}]),
    "empty cell": ([table()], [table(text="")]),
    "one table": ([table()], [table(), table()]),
    "feedback": ([feedback(action_id="f")], [feedback(negative_button=None)]),
    "feedback's words": (
        [feedback(positive_button={"text": plain("x" * 75), "value": "v"})],
        [feedback(positive_button={"text": plain("x" * 76), "value": "v"})],
    ),
    "context actions": (
        [{"type": "context_actions", "elements": [trash()] * 5}],
        [{"type": "context_actions", "elements": [trash()] * 6}],
    ),
    "what context actions hold": ([feedback()], [{**feedback(), "elements": [button()]}]),
    "icon": (
        [{"type": "context_actions", "elements": [trash()]}],
        [{"type": "context_actions", "elements": [trash(icon="star")]}],
    ),
    "options": ([select(100)], [select(101)]),
    "option's value": ([select(1, "x" * 149)], [select(1, "x" * 150)]),
    "image": (
        [{"type": "image", "image_url": "https://a.example/i.png", "alt_text": "x"}],
        [{"type": "image", "image_url": "https://a.example/i.png"}],
    ),
    "image's address": (
        [{"type": "image", "image_url": "https://a.example/i.png", "alt_text": "x"}],
        [{"type": "image", "image_url": "i.png", "alt_text": "x"}],
    ),
    "rich text": ([rich(text="x")], [rich(text="")]),
    "rich text's link": (
        [rich(type="link", url="https://a.example/")],
        [rich(type="link", url="javascript:1")],
    ),
    "rich text's parts": ([rich(text="x")], [rich(type="script", text="x")]),
    "rich cell": (
        [{"type": "table", "rows": [[rich(text="x")]]}],
        [{"type": "table", "rows": [[rich(text=None)]]}],
    ),
    "block's type": ([section()], [{"type": "paragraph", "text": "x"}]),
    "unknown field": ([section()], [section(color="red")]),
    "accessory": ([section(accessory=button())], [section(accessory=context(1))]),
}


@pytest.mark.parametrize("name", PAIRS)
def test_the_limit_itself_is_taken(name: str) -> None:
    assert code(PAIRS[name][0]) == ("", "")


@pytest.mark.parametrize("name", PAIRS)
def test_past_the_limit_is_refused_with_a_pointer(name: str) -> None:
    error, told = code(PAIRS[name][1])
    assert error == "invalid_blocks"
    assert "[json-pointer:/blocks" in told


def test_slack_words_a_long_section_like_this() -> None:
    with pytest.raises(SlackError) as caught:
        check_message([section("x" * 3001)])
    said = "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
    assert said in caught.value.json()["errors"]
    assert f"[ERROR] {said}" in caught.value.json()["response_metadata"]["messages"]


@pytest.mark.parametrize("blocks", ["text", [1], {"type": "section"}])
def test_what_is_no_list_of_blocks_has_its_own_error(blocks: Any) -> None:
    assert code(blocks)[0] == "invalid_blocks_format"


def test_markdown_blocks_share_one_limit() -> None:
    half = {"type": "markdown", "text": "x" * 6000}
    assert code([half, half])[0] == ""
    assert code([half, half, {"type": "markdown", "text": "x"}])[0] == "msg_blocks_too_long"


def test_all_text_of_a_message_shares_one_limit() -> None:
    full = [section("x" * 3000)] * 4
    assert code([*full, section("x" * 1200)])[0] == ""
    assert code([*full, section("x" * 1201)])[0] == "msg_blocks_too_long"
    assert code([*full, *[context(1, "x" * 300)] * 5])[0] == "msg_blocks_too_long"


VIEWS = {
    "title": (modal(title=plain("x" * 24)), modal(title=plain("x" * 25))),
    "title there": (modal(), modal(title=None)),
    "blocks": (modal(blocks=[section()] * 100), modal(blocks=[section()] * 101)),
    "callback_id": (modal(callback_id="x" * 255), modal(callback_id="x" * 256)),
    "private_metadata": (modal(private_metadata="x" * 3000), modal(private_metadata="x" * 3001)),
    "submit": (modal(submit=plain("x" * 24)), modal(submit=plain("x" * 25))),
    "type": (modal(), {**modal(), "type": "window"}),
    "home": ({"type": "home", "blocks": [section()]}, {"type": "home", "blocks": []}),
    "home has no title": (
        {"type": "home", "blocks": [section()]},
        {"type": "home", "blocks": [section()], "title": plain("x")},
    ),
}
INPUT = {
    "type": "input",
    "label": plain("Words"),
    "element": {"type": "plain_text_input", "action_id": "w"},
}


@pytest.mark.parametrize("name", VIEWS)
def test_views_have_limits(name: str) -> None:
    taken, refused = VIEWS[name]
    assert check_view(taken) is taken
    with pytest.raises(SlackError, match="invalid_arguments") as caught:
        check_view(refused)
    assert "json-pointer:/view" in json.dumps(caught.value.json())


def test_a_view_with_input_needs_a_button_to_send_it() -> None:
    check_view(modal(blocks=[INPUT], submit=plain("Save")))
    with pytest.raises(SlackError):
        check_view(modal(blocks=[INPUT]))


def test_blocks_made_by_the_sdk_are_taken() -> None:
    made = [
        HeaderBlock(text="Brief"),
        SectionBlock(text=MarkdownTextObject(text="*x*")),
        MarkdownBlock(text="# x"),
        DividerBlock(),
        ContextBlock(elements=[MarkdownTextObject(text="3 sources")]),
        ActionsBlock(elements=[ButtonElement(text="العربية", action_id="ar", value="b1")]),
    ]
    assert code([block.to_dict() for block in made]) == ("", "")


def test_ids_are_made_where_they_are_missing() -> None:
    blocks = with_ids([section(), feedback()])
    assert all(block["block_id"] for block in blocks)
    assert blocks[1]["elements"][0]["action_id"]


nested = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["type", "text", "elements", "rows", "block_id", "accessory", "x"])
            | st.text(max_size=3),
            inner
            | st.sampled_from(["section", "table", "actions", "plain_text", "button", "image"]),
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(nested)
@settings(deadline=None)
def test_whatever_is_sent_is_taken_or_refused(sent: Any) -> None:
    code(sent)
    code([sent] if isinstance(sent, dict) else sent)
    text_size(sent)
    with pytest.raises(SlackError):
        check_view(sent)


@given(nested)
@settings(deadline=None)
def test_whatever_is_a_manifest_is_judged(sent: Any) -> None:
    assert manifest_problems(sent)


MANIFEST: Json = {
    "display_information": {"name": "Isnad", "description": "Sourced briefs"},
    "features": {
        "bot_user": {"display_name": "isnad", "always_online": True},
        "slash_commands": [{"command": "/brief", "description": "Brief links"}],
        "shortcuts": [
            {
                "name": "Brief this thread",
                "type": "message",
                "callback_id": "brief_thread",
                "description": "Read the links of a thread",
            }
        ],
    },
    "oauth_config": {"scopes": {"bot": ["commands", "chat:write", "im:history"]}},
    "settings": {
        "event_subscriptions": {"bot_events": ["message.im", "app_home_opened"]},
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}


def changed(path: str, value: Any) -> Json:
    made: Json = json.loads(json.dumps(MANIFEST))
    *parents, last = path.split("/")
    at: Any = made
    for name in parents:
        at = at[int(name)] if name.isdigit() else at[name]
    at[int(last) if last.isdigit() else last] = value
    return made


def test_a_manifest_as_documented_is_taken() -> None:
    assert manifest_problems(MANIFEST) == []
    assert manifest_problems(json.dumps(MANIFEST)) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("display_information/name", "x" * 36),
        ("display_information/description", "x" * 141),
        ("display_information/long_description", "too short"),
        ("display_information/background_color", "blue"),
        ("features/slash_commands/0/command", "brief"),
        ("features/slash_commands/0/command", "/" + "x" * 32),
        ("features/slash_commands/0/description", ""),
        ("features/shortcuts/0/name", "x" * 25),
        ("features/shortcuts/0/type", "channel"),
        ("features/color", "red"),
        ("oauth_config/scopes/bot", ["chat:write", "im:history"]),
        ("oauth_config/scopes/bot", ["commands", "chat:write"]),
        ("settings/socket_mode_enabled", False),
        ("settings/interactivity", {"is_enabled": False}),
        ("settings/event_subscriptions/bot_events", ["app_mention"]),
    ],
)
def test_a_wrong_manifest_is_refused(path: str, value: Any) -> None:
    assert manifest_problems(changed(path, value)) != []
