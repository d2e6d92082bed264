"""What an update asks of Isnad."""

from typing import Any

import pytest

from adapters.telegram.intake import understand
from adapters.telegram.menu import menus
from adapters.telegram.nouns import Asked, Attachment, Membership, Moved, Self, Tapped
from bot.commands import menu
from bot.model import Chat, Message
from bot.testing.telegram import Entity, FakeTelegram, Update
from bot.testing.telegram.corpus import updates

A, B = "https://a.example/1", "https://b.example/2"


@pytest.fixture
def tg() -> FakeTelegram:
    return FakeTelegram()


def me(tg: FakeTelegram) -> Self:
    commands = {entry.name: entry.argument for entry in menu("telegram")}
    return Self(tg.me["id"], tg.me["username"], commands)


def event(tg: FakeTelegram, update: Update | None = None) -> Any:
    """What the newest update asks."""
    return understand((update or tg.updates.made[-1]).json(), me(tg))


def message(tg: FakeTelegram) -> Message:
    asked = event(tg)
    assert isinstance(asked, Asked)
    return asked.message


def test_a_private_message_is_for_us(tg: FakeTelegram) -> None:
    amina = tg.user("Amina", language="ar-EG")
    sent = amina.says(f"ما هذا؟ {A}")
    chat = Chat("telegram", str(amina.id))
    assert message(tg) == Message(
        chat, str(sent.id), str(amina.id), f"ما هذا؟ {A}", language="ar", links=(A,), name="Amina"
    )


def test_people_and_groups_are_called_as_telegram_calls_them(tg: FakeTelegram) -> None:
    amina = tg.user("Amina", last_name="Nassar", username="amina_n")
    tg.group("The evening desk", bot_admin=True).says(amina, f"@isnad_bot {A}")
    assert message(tg).name == "Amina Nassar @amina_n"
    assert message(tg).chat_name == "The evening desk"


def test_links_are_found_where_entities_say(tg: FakeTelegram) -> None:
    amina = tg.user("Amina")
    words = "👩‍👩‍👧 هنا and example.org/2"
    amina.says(words, entities=[Entity("text_link", 9, 3, (("url", A),))])
    assert message(tg).links == (A, "https://example.org/2")
    assert message(tg).text == words


@pytest.mark.parametrize("words", ["report.md", "example.com", "me@example.com/x"])
def test_a_name_with_a_dot_is_no_link(tg: FakeTelegram, words: str) -> None:
    sent = tg.user("Amina").says(words).json()
    sent["entities"] = [{"type": "url", "offset": 0, "length": len(words)}]
    asked = understand({"update_id": 1, "message": sent}, me(tg))
    assert isinstance(asked, Asked)
    assert asked.message.links == ()


def test_an_address_that_hides_another_is_not_read(tg: FakeTelegram) -> None:
    hidden = Entity("text_link", 4, len(A), (("url", B),))
    tg.user("Amina").says(f"See {A} !", entities=[hidden])
    assert message(tg).links == (B,)
    assert message(tg).text == "See  !"


# --- groups ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "addressed", "text"),
    [
        (f"@isnad_bot {A}", True, A),
        (f"{A} @ISNAD_bot?", True, f"{A} ?"),
        (f"/brief@isnad_bot {A}", True, f"/brief {A}"),
        (f"/brief\n{A}", True, f"/brief {A}"),
        ("/status", True, "/status"),
        ("@isnad_bot /status", True, "/status"),
        (A, False, A),
    ],
)
def test_in_a_group_it_matters_who_is_addressed(
    tg: FakeTelegram, said: str, addressed: bool, text: str
) -> None:
    tg.group("News").says(tg.user("Amina"), said)
    assert (message(tg).addressed, message(tg).text) == (addressed, text)


@pytest.mark.parametrize(
    "said", ["hello", "/weather", f"/brief@other_bot {A}", "/usr/bin", "@somebody hello"]
)
def test_other_peoples_talk_is_left_alone(tg: FakeTelegram, said: str) -> None:
    tg.group("News").says(tg.user("Amina"), said)
    assert event(tg) is None


def test_an_answer_to_us_is_for_us(tg: FakeTelegram) -> None:
    group = tg.group("News")
    ours = group.says(tg.user("x"), "brief")
    ours.sender = tg.me
    group.says(tg.user("Amina"), f"and {A}", reply_to=ours, quote="not this: https://c.example/")
    assert message(tg).addressed
    assert message(tg).reply_to == str(ours.id)
    assert message(tg).links == (A,)


@pytest.mark.parametrize(
    ("said", "text"), [("@isnad_bot", f"read {A}"), ("/brief", f"/brief read {A}")]
)
def test_a_message_that_is_answered_can_be_what_is_asked_about(
    tg: FakeTelegram, said: str, text: str
) -> None:
    group = tg.group("News")
    other = group.says(tg.user("Basim"), f"read {A}")
    group.says(tg.user("Amina"), said, reply_to=other)
    assert (message(tg).text, message(tg).links) == (text, (A,))


def test_quoted_words_count_as_the_messages_own(tg: FakeTelegram) -> None:
    group = tg.group("News")
    other = group.says(tg.user("Basim"), f"read {A} not {B}")
    group.says(tg.user("Amina"), "@isnad_bot this", reply_to=other, quote=f"read {A}")
    assert message(tg).text == f"this\nread {A}"


def test_a_forwarded_command_is_only_text(tg: FakeTelegram) -> None:
    amina = tg.user("Amina")
    amina.chat.forwards(amina, "/forget yes", "A channel")
    assert message(tg).text == "forget yes"


def test_a_forwarded_posts_links_count(tg: FakeTelegram) -> None:
    amina = tg.user("Amina")
    hidden = Entity("text_link", 0, 4, (("url", A),))
    amina.chat.forwards(amina, "News of today", tg.channel("Desk"), entities=[hidden])
    assert message(tg).links == (A,)


def test_a_topic_is_the_thread_and_its_first_message_no_answer(tg: FakeTelegram) -> None:
    forum, amina = tg.group("News", forum=True), tg.user("Amina")
    topic = forum.opens_topic(amina, "Ports")
    first = forum.message(topic)
    forum.says(amina, A, thread=topic, reply_to=first)
    assert (message(tg).thread, message(tg).reply_to) == (str(topic), None)


def test_a_thread_of_answers_is_no_topic(tg: FakeTelegram) -> None:
    tg.group("News").says(tg.user("Amina"), A, message_thread_id=5)
    assert message(tg).thread is None


def test_an_anonymous_administrator_is_the_group(tg: FakeTelegram) -> None:
    group = tg.group("News")
    group.says(tg.user("Amina"), f"/brief {A}", anonymous=True)
    assert (message(tg).user, message(tg).language) == (str(group.id), None)


def test_a_channel_speaks_for_itself(tg: FakeTelegram) -> None:
    channel = tg.channel("Desk")
    channel.channel_post(A)
    assert (message(tg).user, message(tg).addressed) == (str(channel.id), False)


@pytest.mark.parametrize("more", [{"is_bot": True}, {"is_bot": True, "id": 110201543}])
def test_no_bot_is_answered(tg: FakeTelegram, more: dict[str, Any]) -> None:
    amina = tg.user("Amina")
    sent = amina.says(A)
    sent.sender = amina.json() | more
    assert understand({"update_id": 1, "message": sent.json()}, me(tg)) is None


# --- files, albums, edits ------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "mime", "kept"),
    [
        ("page.html", "text/html", "page.html"),
        ("NOTES.MD", "application/octet-stream", "NOTES.MD"),
        ("", "text/plain", "file.txt"),
        ("paper.pdf", "application/pdf", None),
    ],
)
def test_files_that_can_be_read_are_kept(
    tg: FakeTelegram, name: str, mime: str, kept: str | None
) -> None:
    amina = tg.user("Amina")
    amina.chat.sends_document(amina, name, b"text", mime=mime, caption=A)
    asked = event(tg)
    assert [file.name for file in asked.files] == ([kept] if kept else [])
    assert asked.message.links == (A,)


def test_the_parts_of_an_album_belong_together(tg: FakeTelegram) -> None:
    amina = tg.user("Amina")
    amina.chat.album(amina, [("a.txt", b"1"), ("b.txt", b"2")], "these")
    first, second = (event(tg, update) for update in tg.updates.made[-2:])
    assert first.album == second.album is not None
    assert isinstance(first.files[0], Attachment)


def test_an_edit_is_known_as_one(tg: FakeTelegram) -> None:
    amina = tg.user("Amina")
    amina.chat.edits(amina.says(A), B)
    assert event(tg).edited
    assert message(tg).links == (B,)


def test_a_rich_message_is_read(tg: FakeTelegram) -> None:
    link = {"type": "url", "text": ["he", {"type": "bold", "text": "re"}], "url": A}
    item = {"label": "•", "blocks": [{"type": "paragraph", "text": link}]}
    blocks = [
        {"type": "heading", "text": "عنوان", "size": 1},
        {"type": "list", "items": [item]},
    ]
    amina = tg.user("Amina")
    sent = amina.says("x").json() | {"rich_message": {"blocks": blocks}}
    del sent["text"]
    asked = understand({"update_id": 1, "message": sent}, me(tg))
    assert isinstance(asked, Asked)
    assert (asked.message.text, asked.message.links) == ("عنوان\nhere", (A,))


def test_a_picture_in_private_gets_an_answer(tg: FakeTelegram) -> None:
    sent = tg.user("Amina").says("x").json() | {"photo": []}
    del sent["text"]
    assert isinstance(understand({"update_id": 1, "message": sent}, me(tg)), Asked)


def test_a_service_message_gets_none(tg: FakeTelegram) -> None:
    sent = tg.user("Amina").says("x").json() | {"pinned_message": {}}
    del sent["text"]
    assert understand({"update_id": 1, "message": sent}, me(tg)) is None


# --- other kinds ----------------------------------------------------------------


def test_a_tap_tells_who_and_under_what(tg: FakeTelegram) -> None:
    amina = tg.user("Amina", language="en")
    sent = amina.says("x")
    tap = tg.tapped(amina, sent, amina.chat, "sealed")
    asked = event(tg)
    assert isinstance(asked, Tapped)
    assert (asked.query, asked.message.text, asked.message.reply_to) == (
        tap.id,
        "sealed",
        str(sent.id),
    )


def test_a_group_that_moved_is_known_by_both_ids(tg: FakeTelegram) -> None:
    group = tg.group("News", kind="group")
    new = group.migrates()
    old, moved = str(group.id), str(new.id)
    here, there = group.messages[-1].json(), new.messages[-1].json()
    for said in (here, there):
        said["from"] = tg.user("Amina").json()
        assert understand({"update_id": 1, "message": said}, me(tg)) == Moved(old, moved)


@pytest.mark.parametrize(("status", "inside"), [("kicked", False), ("member", True)])
def test_being_thrown_out_is_noticed(tg: FakeTelegram, status: str, inside: bool) -> None:
    amina = tg.user("Amina")
    amina.chat.my_chat_member(status)
    assert event(tg) == Membership(str(amina.id), inside)


@pytest.mark.parametrize("seed", range(3))
def test_no_update_breaks_it(tg: FakeTelegram, seed: int) -> None:
    known = [understand(update, me(tg)) for update in updates(seed, 120, strange=0.4)]
    assert any(known)


@pytest.mark.parametrize(
    "update",
    [
        None,
        [],
        {},
        {"update_id": 1},
        {"message": None},
        {"message": {"chat": {"id": "x"}, "message_id": 1}},
        {"message": {"chat": {"id": 5, "type": "private"}, "message_id": 1, "text": 7}},
        {"message": {"chat": {"id": 5}, "message_id": 1, "from": {"id": 5}, "entities": "x"}},
        {"callback_query": {"id": "1", "from": {"id": 5}}},
        {"my_chat_member": {"chat": {"id": 5}, "new_chat_member": None}},
    ],
)
def test_garbage_is_ignored(tg: FakeTelegram, update: Any) -> None:
    assert understand(update, me(tg)) is None


def test_entities_beyond_the_text_are_passed_over(tg: FakeTelegram) -> None:
    sent = tg.user("Amina").says("x \ud83d ").json()
    places = [(-1, 2), (0, 900), (5000, 1), (0, 0)]
    sent["entities"] = [{"type": "url", "offset": o, "length": n} for o, n in places]
    asked = understand({"update_id": 1, "message": sent}, me(tg))
    assert isinstance(asked, Asked)
    assert asked.message.text == "x \ufffd"


# --- the menu --------------------------------------------------------------------


def test_the_menu_speaks_each_language_and_knows_where_it_is() -> None:
    made = list(menus(menu("telegram"), "en"))
    private = {code: names(made, "all_private_chats", code) for code in (None, "ar", "en")}
    assert private["ar"]["cancel"] == "أوقف ما هو قيد الإعداد هنا"
    assert private[None] == private["en"]
    assert "links" not in private["ar"]
    assert "links" in names(made, "all_group_chats", "ar")


def names(made: list[dict[str, Any]], scope: str, language: str | None) -> dict[str, str]:
    (found,) = [m for m in made if m["scope"]["type"] == scope and m["language_code"] == language]
    return {c["command"]: c["description"] for c in found["commands"]}
