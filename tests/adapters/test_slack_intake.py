"""What Slack tells, as what is asked: pure."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.slack.answering import line
from adapters.slack.intake import key, understand
from adapters.slack.nouns import Asked, Assistant, Feedback, Gone, Home, Self, Shown, Thread
from adapters.slack.words import as_command, read
from bot.commands import menu

BOT = "U0BOT000001"
ME = Self(
    BOT,
    {"help": "", "brief": "LINKS", "add": "LINKS", "source": "N", "check": "TEXT", "retry": ""},
)
Json = dict[str, Any]


def event(**inner: object) -> Json:
    told = {"type": "message", "channel": "C1", "user": "U1", "ts": "100.1", "text": ""}
    return {"type": "event_callback", "event_id": "Ev1", "event": told | inner}


def asked(payload: Json) -> Asked:
    found = understand(payload, ME)
    assert isinstance(found, Asked)
    return found


# --- text ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said", "links"),
    [
        ("a &lt;b&gt; &amp;amp; c", "a <b> &amp; c", ()),
        ("<https://a.example/x?y=1&amp;z=2>", "", ("https://a.example/x?y=1&z=2",)),
        (
            "see <https://a.example/x|this piece> now",
            "see this piece now",
            ("https://a.example/x",),
        ),
        ("<http://a.example|a.example>", "a.example", ("http://a.example",)),
        ("<https://evil.example|https://good.example/>", "", ("https://evil.example",)),
        (f"<@{BOT}> <#C9|news> <!here> <!subteam^S1|@desk>", "news  @desk", ()),
        ("<mailto:a@b.example|a@b.example>", "a@b.example", ()),
        ("<javascript:alert(1)|click>", "click", ()),
        ("اقرأ <https://a.example/خبر|هذا>", "اقرأ هذا", ("https://a.example/خبر",)),
    ],
)
def test_text_is_read_as_people_see_it(text: str, said: str, links: tuple[str, ...]) -> None:
    words = read(text)
    assert (words.text, words.links) == (said, links)


def test_links_that_only_the_rich_text_holds_are_found() -> None:
    link = {"type": "link", "url": "https://a.example/1", "text": "one"}
    item = {"type": "rich_text_section", "elements": [link, {"type": "text", "text": "https://no"}]}
    blocks = [{"type": "rich_text", "elements": [{"type": "rich_text_list", "elements": [item]}]}]
    assert read("one", blocks).links == ("https://a.example/1",)


@pytest.mark.parametrize(
    ("text", "links", "command"),
    [
        ("help", (), "/help"),
        ("Source 3", (), "/source 3"),
        ("source", (), "source"),
        ("help me with this", (), "help me with this"),
        ("brief", ("https://a.example",), "/brief"),
        ("check the port opened in 1964", (), "/check the port opened in 1964"),
        ("check this out", ("https://a.example",), "check this out"),
        ("/retry", (), "/retry"),
    ],
)
def test_a_bare_word_is_a_command_where_it_can_only_be_one(
    text: str, links: tuple[str, ...], command: str
) -> None:
    assert as_command(text, links, ME.commands) == command


# --- messages --------------------------------------------------------------


def test_a_mention_with_links_is_addressed() -> None:
    found = asked(event(type="app_mention", text=f"<@{BOT}> <https://a.example/1>"))
    assert found.message.addressed
    assert found.message.links == ("https://a.example/1",)
    assert (found.message.chat.id, found.message.id, found.message.thread) == ("C1", "100.1", None)


def test_links_in_a_channel_that_speaks_to_others_are_told_but_not_addressed() -> None:
    assert not asked(event(text="look: <https://a.example/1>")).message.addressed


@pytest.mark.parametrize(
    "inner",
    [
        {"text": "good morning"},
        {"text": "/forget yes"},
        {"text": "<https://a.example>", "bot_id": "B1"},
        {"text": "<https://a.example>", "user": BOT},
        {"text": "<https://a.example>", "subtype": "bot_message"},
        {"text": "<https://a.example>", "subtype": "channel_topic"},
        {"text": "<https://a.example>", "subtype": "message_deleted"},
        {"text": "thanks!", "thread_ts": "50.0", "parent_user_id": BOT},
        {"type": "reaction_added"},
    ],
)
def test_what_is_not_for_isnad_is_nothing(inner: Json) -> None:
    assert understand(event(**inner), ME) is None


def test_in_a_direct_message_everything_is_addressed() -> None:
    found = asked(event(channel="D1", channel_type="im", text="help"))
    assert (found.message.addressed, found.message.text) == (True, "/help")


@pytest.mark.parametrize(("parent", "addressed"), [(BOT, True), ("U2", False)])
def test_links_in_a_thread_tell_which_and_below_our_message_are_for_us(
    parent: str, addressed: bool
) -> None:
    inner = {"thread_ts": "50.0", "parent_user_id": parent}
    message = asked(event(text="<https://a.example/2>", **inner)).message
    assert (message.addressed, message.thread) == (addressed, "50.0")
    assert message.reply_to == "thread/50.0"


def test_an_attached_page_is_taken_and_a_picture_is_not() -> None:
    page = {"id": "F1", "name": "story.HTML", "url_private_download": "https://x", "size": 5}
    picture = {"id": "F2", "name": "photo.png", "url_private_download": "https://y", "size": 5}
    files = asked(event(channel="D1", subtype="file_share", files=[page, picture])).files
    assert [file.name for file in files] == ["story.HTML"]


def test_a_forwarded_message_is_read_with_its_links() -> None:
    shared = {"is_share": True, "text": "<https://a.example/9|nine>"}
    unfurled = {"from_url": "https://a.example/1", "text": "<https://ad.example>"}
    found = asked(event(channel="D1", text="this", attachments=[shared, unfurled]))
    assert found.message.links == ("https://a.example/9",)


def test_links_added_by_an_edit_are_asked_for_alone() -> None:
    before = {"user": "U1", "ts": "100.1", "text": f"<@{BOT}> <https://a.example/1>"}
    now = before | {"text": f"<@{BOT}> <https://a.example/1> <https://a.example/2>"}
    told = {"message": now, "previous_message": before}
    message = asked(event(subtype="message_changed", event_ts="101.5", **told)).message
    assert message.links == ("https://a.example/2",)
    assert (message.id, message.edited) == ("100.1", True)
    assert message.event == "100.1.101.5"


def test_an_edit_that_adds_no_link_is_nothing() -> None:
    before = {"user": "U1", "ts": "100.1", "text": "<https://a.example/1>"}
    now = before | {"attachments": [{"from_url": "https://a.example/1"}], "text": before["text"]}
    payload = event(subtype="message_changed", message=now, previous_message=before)
    assert understand(payload, ME) is None


def test_an_edit_that_calls_isnad_asks_for_the_whole_message() -> None:
    before = {"user": "U1", "ts": "100.1", "text": "<https://a.example/1>"}
    now = before | {"text": f"<@{BOT}> <https://a.example/1>"}
    found = asked(event(subtype="message_changed", message=now, previous_message=before))
    assert found.message.links == ("https://a.example/1",)


def test_a_mention_and_its_message_are_one_thing() -> None:
    mention, message = event(type="app_mention"), event() | {"event_id": "Ev2"}
    assert key(mention) == key(message)
    assert key(event(subtype="message_changed")) == "Ev1"


# --- commands and interactions ---------------------------------------------


def command(name: str, text: str) -> Json:
    return {
        "command": name,
        "text": text,
        "channel_id": "C1",
        "user_id": "U1",
        "trigger_id": "1.2",
        "response_url": "https://hooks.example/1",
    }


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("/brief", "https://a.example/1", "/brief https://a.example/1"),
        ("/isnad", "", "/help"),
        ("/isnad", "source 3", "/source 3"),
        ("/isnad", "/source 3", "/source 3"),
        ("/isnad", "https://a.example/1", "/brief https://a.example/1"),
        ("/ask", "who signed?", "/ask who signed?"),
        ("/digest", "", "/digest"),
    ],
)
def test_slash_commands(name: str, text: str, said: str) -> None:
    found = asked(command(name, text))
    assert found.message.text == said
    assert found.message.event == found.message.id == "command.1.2"
    assert found.means.response_url == "https://hooks.example/1"


def test_a_slash_command_tells_what_its_sender_and_channel_are_called() -> None:
    told = {"user_name": "amina", "channel_name": "evening-desk"}
    message = asked(command("/isnad", "start CODE") | told).message
    assert (message.name, message.chat_name) == ("amina", "evening-desk")


def action(action_id: str, value: str, **more: object) -> Json:
    return {
        "type": "block_actions",
        "user": {"id": "U1"},
        "channel": {"id": "C1"},
        "trigger_id": "9.9",
        "container": {"message_ts": "60.1", "channel_id": "C1"},
        "actions": [{"action_id": action_id, "value": value}],
    } | more


def test_a_button_answers_the_message_under_which_it_stands() -> None:
    found = asked(action("do.1", "sealed"))
    assert (found.sealed, found.message.text, found.message.reply_to) == (True, "sealed", "60.1")


def test_each_tap_is_an_event_of_its_own() -> None:
    first, again, other = (
        asked(action("do.1", "sealed", trigger_id=id)).message for id in ("1.1", "1.1", "1.2")
    )
    assert first.event == again.event != other.event


def test_a_tap_in_the_home_tab_is_about_the_conversation_that_it_shows() -> None:
    view = {"type": "home", "private_metadata": "D1"}
    found = asked(action("do.1", "sealed", channel=None, container={"type": "view"}, view=view))
    assert (found.message.chat.id, found.message.reply_to, found.means.home) == ("D1", None, True)


def test_feedback_and_previews() -> None:
    assert isinstance(understand(action("feedback", "good"), ME), Feedback)
    found = understand(action("publish", "sealed"), ME)
    assert isinstance(found, Shown)
    assert found.publish


def test_a_button_of_nobody_is_nothing() -> None:
    assert understand(action("other", "x"), ME) is None
    assert understand(action("do.1", ""), ME) is None


def test_the_shortcut_takes_the_whole_thread() -> None:
    found = understand(
        {
            "type": "message_action",
            "callback_id": "brief_thread",
            "channel": {"id": "C1"},
            "user": {"id": "U1"},
            "trigger_id": "9.9",
            "message": {"ts": "70.2", "thread_ts": "70.1", "text": "<https://a.example/1>"},
        },
        ME,
    )
    assert isinstance(found, Thread)
    assert (found.root, found.asked.message.thread) == ("70.1", "70.1")


def test_home_assistant_and_goodbye() -> None:
    home = {"event": {"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "home"}}
    thread = {"user_id": "U1", "channel_id": "D1", "thread_ts": "1.1"}
    assistant = {"event": {"type": "assistant_thread_started", "assistant_thread": thread}}
    assert understand(home, ME) == Home("U1", "D1")
    assert understand(assistant, ME) == Assistant("U1", "D1", "1.1")
    assert understand({"event": {"type": "tokens_revoked"}}, ME) == Gone("tokens_revoked")


def test_a_channel_is_answered_in_order_but_for_what_stops_and_tells() -> None:
    def waits(said: Any) -> str | None:
        return line(asked(said), menu("slack"))

    assert waits(event(text="<https://a.example/1>")) == "C1"
    assert waits(command("/brief", "https://a.example")) == "C1"
    assert waits(command("/isnad", "source 3")) == "C1"
    assert waits(command("/isnad", "cancel")) is None
    assert waits(command("/isnad", "ألغ")) is None
    assert waits(action("do.1", "/retry~x")) is None


# --- anything at all -------------------------------------------------------


def test_sample_payloads_are_read_or_passed_over(shared: Path) -> None:
    for row in (
        (shared / "platform/slack_payload_samples.jsonl").read_text("utf-8").strip().split("\n")
    ):
        payload = json.loads(row)["json"]
        understand(payload, ME)
        understand(_filled(payload), ME)
        assert key(payload)


def _filled(value: Any) -> Any:
    """Return a payload whose empty texts are not empty: the samples hold no values."""
    if isinstance(value, dict):
        return {name: _filled(held) for name, held in value.items()}
    if isinstance(value, list):
        return [_filled(held) for held in value]
    return value or "x" if isinstance(value, str) else value


PLAIN = ("type", "event", "text", "user", "channel", "ts", "command", "blocks", "elements", "files")
DEEP = ("message", "previous_message", "actions", "container", "attachments", "assistant_thread")
NAMES = st.sampled_from((*PLAIN, *DEEP))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20)
    | st.sampled_from(["message", "app_mention", "message_changed", "block_actions", "C1", "1.1"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=6),
    max_leaves=25,
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(NAMES, VALUES, max_size=8))
def test_any_payload_is_read_or_passed_over(payload: Json) -> None:
    understand(payload, ME)
    understand({"event": payload}, ME)
    assert key(payload)
    assert key({"event": payload})
