"""What the fake Slack tells an app of: messages, edits, links, homes, members."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from bot.testing.slack import FakeSlack, Message

Json = dict[str, Any]


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack() as slack:
        yield slack


def events(slack: FakeSlack, act: Callable[[], object]) -> list[Json]:
    """The events that something caused, on their way."""
    act()
    assert slack.deliveries is not None
    return [delivery.payload["event"] for delivery in slack.deliveries.all]


async def test_a_mention_is_told_twice(slack: FakeSlack) -> None:
    amina, news = slack.user("Amina"), slack.channel("news")
    told = events(slack, lambda: news.says(amina, f"{slack.bot} hi"))
    assert sorted(event["type"] for event in told) == ["app_mention", "message"]
    assert len({event["ts"] for event in told}) == 1


async def test_a_mention_alone_with_the_app_is_a_message(slack: FakeSlack) -> None:
    amina = slack.user("Amina")
    told = events(slack, lambda: slack.dm(amina).says(amina, f"{slack.bot} hi"))
    assert [(event["type"], event["channel_type"]) for event in told] == [("message", "im")]


async def test_nothing_is_told_of_channels_without_the_app(slack: FakeSlack) -> None:
    amina, other = slack.user("Amina"), slack.channel("other", member=False)
    assert events(slack, lambda: other.says(amina, f"{slack.bot} hi")) == []


async def test_what_another_app_says_is_marked(slack: FakeSlack) -> None:
    news = slack.channel("news")
    (told,) = events(slack, lambda: news.app_says("feeds", "https://a.example/1"))
    assert (told["subtype"], told["username"]) == ("bot_message", "feeds")
    assert "user" not in told


async def test_its_own_messages_are_told_too(slack: FakeSlack) -> None:
    news = slack.channel("news")

    def act() -> None:
        said = Message(news.id, slack.ts(), slack.who.bot_user, "mine", by_app=True)
        slack.change(slack.add(said), "mine still", [])

    told = events(slack, act)
    assert [event.get("subtype") for event in told] == [None, "message_changed"]
    assert told[0]["bot_id"] == slack.who.bot


async def test_threads_files_and_broadcasts_are_marked(slack: FakeSlack) -> None:
    amina, news = slack.user("Amina"), slack.channel("news", kind="group")

    def act() -> None:
        parent = news.says(amina, "parent")
        news.says(amina, "answer", thread=parent)
        news.says(amina, "to all", thread=parent, broadcast=True)
        news.says(amina, files=[("a.html", b"<p>")])

    told = {event["text"]: event for event in (events(slack, act))}
    assert told["answer"]["thread_ts"] == told["parent"]["ts"]
    assert told["answer"]["parent_user_id"] == amina.id
    assert told["answer"]["channel_type"] == "group"
    assert told["to all"]["subtype"] == "thread_broadcast"
    assert told[""]["subtype"] == "file_share"
    assert told[""]["files"][0]["url_private"].startswith(slack.base)


async def test_edits_and_deletions_are_told(slack: FakeSlack) -> None:
    amina, news = slack.user("Amina"), slack.channel("news")

    def act() -> None:
        said = news.says(amina, "before")
        news.edits(said, "after https://a.example/")
        news.deletes(said)

    told = {event.get("subtype"): event for event in events(slack, act)}
    assert told["message_changed"]["message"]["text"] == "after <https://a.example/>"
    assert told["message_changed"]["previous_message"]["text"] == "before"
    assert told["message_deleted"]["deleted_ts"] == told[None]["ts"]


async def test_links_of_known_domains_are_told(slack: FakeSlack) -> None:
    slack.unfurl_domains = frozenset({"a.example"})
    amina, news = slack.user("Amina"), slack.channel("news")
    told = events(slack, lambda: news.says(amina, "https://a.example/1 https://b.example/"))
    (shared,) = [event for event in told if event["type"] == "link_shared"]
    assert shared["links"] == [{"domain": "a.example", "url": "https://a.example/1"}]


async def test_only_subscribed_events_are_told(slack: FakeSlack) -> None:
    slack.events = frozenset({"app_mention"})
    amina, news = slack.user("Amina"), slack.channel("news")
    told = events(slack, lambda: news.says(amina, f"{slack.bot} hi"))
    assert [event["type"] for event in told] == ["app_mention"]


async def test_homes_assistants_and_members_are_told(slack: FakeSlack) -> None:
    amina, news = slack.user("Amina"), slack.channel("news", member=False)

    def act() -> None:
        amina.opens_home()
        first = amina.opens_assistant(looking_at=news)
        amina.looks_at(first, news)
        news.joins()
        slack.uninstall()

    told = [event["type"] for event in events(slack, act)]
    assert sorted(told) == [
        *("app_home_opened", "app_uninstalled", "assistant_thread_context_changed"),
        *("assistant_thread_started", "member_joined_channel", "tokens_revoked"),
    ]
