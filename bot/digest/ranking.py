"""Which stories a digest tells, and in what order: by who tells them, and what is new."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from math import log2

from bot.digest.entries import key_of
from bot.digest.topics import on_topic
from bot.model import Article, Story
from bot.story import called, media, story_of
from bot.story.nearcopies import COPIED, shingles

OLDEST = timedelta(days=3)  # what was published before is no news, whenever a feed brought it
REREAD = 24  # stories that are looked at closely,
CLOSELY = 60  # and articles of each

_HALF_LIFE = 24.0  # hours after which a story counts for half
_LEAST_FRESH = 0.25
_AGAIN = 0.6  # of a story that the chat was told of before
_SHARED = 2.0  # of one that somebody shared in the chat
_SHORTEST = 40  # runs of letters in a text that can be told to be a copy
_HOUR = 3600


@dataclass(frozen=True, slots=True)
class Ranked:
    """A story for a digest.

    ``outlets`` are those that tell it for themselves, ``new`` the ids of the articles that are
    neither told of before nor copies, ``since`` when the chat was last told of it. ``keys`` are
    those of all articles on it, also of the copies and of more than ``story`` holds: what a chat
    was told of once the story is posted.
    """

    story: Story
    outlets: tuple[str, ...]
    new: tuple[str, ...]
    since: datetime | None
    score: float
    keys: tuple[str, ...]


def rank(
    events: Sequence[Sequence[Article]],
    seen: Mapping[str, datetime],
    topic: Sequence[str],
    now: datetime,
    shared: frozenset[str] = frozenset(),
    oldest: datetime | None = None,
) -> tuple[Ranked, ...]:
    """Return the stories that are worth telling, the first one first.

    ``events`` are groups of articles (``bot.story.events``), those that the chat was told of in
    the last weeks among them: ``seen`` says by key (``key_of``) when. A story comes back only with
    an article that is new, was published after ``oldest`` (three days before ``now`` if not
    given) and copies no other; of ``topic`` words it must match one, unless it is ``shared``:
    keys of articles that people posted in the chat. Times are aware.
    """
    oldest = oldest or now - OLDEST
    found = []
    for event in events:
        fresh = [a for a in event if _is_fresh(a, seen, shared, oldest)]
        theme = _theme(event, topic, shared) if fresh else 0.0
        if theme:
            outlets = len({_outlet(a) for a in event})
            found.append((_score(outlets, fresh, _since(event, seen), theme, now), theme, event))
    found.sort(key=lambda one: -one[0])
    ranked = [_read(event, seen, theme, now, shared, oldest) for _, theme, event in found[:REREAD]]
    return tuple(sorted(filter(None, ranked), key=lambda one: -one.score))


def picks(ranked: Ranked, most: int) -> tuple[Article, ...]:
    """Return the articles to read for a brief of a story, at most so many: what is new first.

    One of each outlet before a second of any, and both languages where the story has them.
    """
    new = [a for a in ranked.story.articles if a.id in ranked.new]
    others = [a for a in ranked.story.articles if a.id not in ranked.new and not a.copy_of]
    taken: Counter[tuple[str, str]] = Counter()
    places = {}
    for article in (*new, *sorted(others, key=_moment, reverse=True)):
        name, side = ("outlet", _outlet(article)), ("language", article.language)
        places[article.id] = (article.id not in ranked.new, taken[name], taken[side])
        taken.update((name, side))
    return tuple(sorted((*new, *others), key=lambda a: places[a.id])[:most])


def _read(
    event: Sequence[Article],
    seen: Mapping[str, datetime],
    theme: float,
    now: datetime,
    shared: frozenset[str],
    oldest: datetime,
) -> Ranked | None:
    """Look closely at an event: ``None`` if all that is new in it copies something."""
    told_first = sorted(event, key=lambda a: (key_of(a) not in seen, now - _moment(a)))
    own = _originals(told_first)
    known = [article for article in own if key_of(article) in seen]
    fresh = [article for article in own if _is_fresh(article, seen, shared, oldest)]
    chosen = {key_of(a): a for a in (*known[: CLOSELY // 2], *fresh, *own)}
    story = story_of(list(chosen.values())[:CLOSELY])
    origins = {key_of(a): a.origin for a in story.articles if a.origin}
    told = {key_of(article) for article in known}
    again = {a.id for a in story.articles if a.copy_of and key_of(a) not in told}
    keys = {key_of(article) for article in fresh}
    new = tuple(a.id for a in story.articles if key_of(a) in keys and a.id not in again)
    if not new:
        return None
    named = (origins.get(key_of(article)) or called(article) for article in own)
    outlets = {media.key(name): name for name in named}
    since = _since(event, seen)
    score = _score(len(outlets), fresh, since, theme, now)
    every = tuple(map(key_of, event))
    return Ranked(story, tuple(outlets.values()), new, since, score, every)


def _theme(event: Sequence[Article], topic: Sequence[str], shared: frozenset[str]) -> float:
    """Return how much an event counts for its topic, 0 if it is on none that was asked for."""
    if any(key_of(article) in shared for article in event):
        return _SHARED
    share = on_topic(event, topic)
    return (1 + share) / 2 if share else 0.0


def _is_fresh(
    article: Article, seen: Mapping[str, datetime], shared: frozenset[str], oldest: datetime
) -> bool:
    key = key_of(article)
    return key not in seen and (key in shared or _moment(article) >= oldest)


def _score(
    outlets: int, fresh: Sequence[Article], since: datetime | None, theme: float, now: datetime
) -> float:
    age = max(0.0, (now - max(map(_moment, fresh))).total_seconds() / _HOUR)
    freshness = max(_LEAST_FRESH, float(0.5 ** (age / _HALF_LIFE)))
    return log2(1 + outlets) * freshness * (_AGAIN if since else 1.0) * theme


def _since(event: Sequence[Article], seen: Mapping[str, datetime]) -> datetime | None:
    return max((seen[key] for key in map(key_of, event) if key in seen), default=None)


def _moment(article: Article) -> datetime:
    """Return when an article came out: by its own date if it has one, else when it was read."""
    published = article.published
    if published is None:
        return article.fetched
    at = published.at or datetime.combine(published.day, time(23, 59))
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _outlet(article: Article) -> str:
    return media.key(called(article))


def _originals(event: Sequence[Article]) -> list[Article]:
    """Return the articles whose text does not stand, with small changes, in an earlier one."""
    holders: dict[str, list[int]] = defaultdict(list)
    found: list[Article] = []
    for at, article in enumerate(event):
        runs = shingles("\n".join((article.title, *(p.text for p in article.paragraphs))))
        shared = Counter(other for run in runs for other in holders[run])
        most = max(shared.values(), default=0)
        if len(runs) < _SHORTEST or most < COPIED * len(runs):
            found.append(article)
            for run in runs:
                holders[run].append(at)
    return found
