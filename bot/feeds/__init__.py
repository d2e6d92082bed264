"""Feeds: read, found, asked again in time; lists of them in and out.

    bytes ──▶ document ──▶ syndication | jsonfeed ──▶ reading ──▶ Feed  (in ``reader``'s workers)
    what a person typed ──▶ find ──▶ Polled, Feed
    [Polled] ──▶ poll ──▶ [Poll]        ``schedule.after`` decides when next

Everything is a function of its input but ``Reader`` (processes), ``poll`` and ``find`` (network).
"""

from bot.feeds.discover import Candidate, How, addresses, candidates, guesses
from bot.feeds.find import Found, find
from bot.feeds.opml import Outline, read_opml, write_opml
from bot.feeds.poll import Manners, Poll, one, poll
from bot.feeds.reader import Reader
from bot.feeds.reading import read
from bot.feeds.schedule import Pace, after, is_due

__all__ = [
    "Candidate",
    "Found",
    "How",
    "Manners",
    "Outline",
    "Pace",
    "Poll",
    "Reader",
    "addresses",
    "after",
    "candidates",
    "find",
    "guesses",
    "is_due",
    "one",
    "poll",
    "read",
    "read_opml",
    "write_opml",
]
