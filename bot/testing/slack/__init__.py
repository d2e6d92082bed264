"""A Slack on loopback, and the people on the other side of it.

    async with FakeSlack() as slack:
        amina = slack.user("Amina", locale="ar-SA")
        news = slack.channel("news")
        ... start an app with slack.base_url, slack.token, slack.app_token ...
        await slack.sockets.connected()
        news.says(amina, f"{slack.bot} https://example.com/a")
        await slack.until(lambda: news.posts)
        assert slack.violations == []

It refuses what Slack refuses, by Slack's names; what Slack bears with and no app should do is in
``slack.violations``. ``python -m bot.testing.slack`` runs it by hand.
"""

from bot.testing.ledger import Violation
from bot.testing.slack.delivery import COMMANDS, EVENTS, INTERACTIVE, Delivery
from bot.testing.slack.fake import FakeSlack
from bot.testing.slack.ledger import Ack, Call, SlackError
from bot.testing.slack.nouns import File, Message, View
from bot.testing.slack.pace import Pace
from bot.testing.slack.payloads import Identity
from bot.testing.slack.people import Channel, User
from bot.testing.windows import busiest

__all__ = [
    "COMMANDS",
    "EVENTS",
    "INTERACTIVE",
    "Ack",
    "Call",
    "Channel",
    "Delivery",
    "FakeSlack",
    "File",
    "Identity",
    "Message",
    "Pace",
    "SlackError",
    "User",
    "View",
    "Violation",
    "busiest",
]
