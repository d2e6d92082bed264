"""The job that makes a digest: what is new, grouped and ranked, the top stories as briefs."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot import story as grouping
from bot.chats import read_state, remember
from bot.digest.changes import changed, same_story
from bot.digest.entries import article_of, key_of
from bot.digest.ranking import Ranked, picks, rank
from bot.digest.slots import slots
from bot.model import (
    Article,
    Brief,
    Chat,
    Completeness,
    Digest,
    Due,
    Fate,
    Source,
    SourceKind,
    Story,
    Subscription,
    Told,
)
from bot.pipeline import brief_story, read
from bot.summarize.prefix import without_orders
from bot.tools import Tools

A_DAY = timedelta(days=1)
LOOK_BACK = timedelta(days=7)  # what is older is not grouped any more
KNOWN = 30  # earlier briefs of a chat among which one of the same story is looked for
MOST_READ = 6  # articles of one story that are read for a digest
MOST_TOLD = 1000  # keys of articles that a chat was told of
PREVIEWED = "previewed"  # a setting of a chat: ids of briefs that only a preview showed


@dataclass(frozen=True, slots=True)
class DigestJob:
    """A digest that is due: of which subscription, for which slot, in whose language."""

    subscription: Subscription
    due: Due
    language: str
    preview: bool = False  # shown to whoever asked; nothing counts as told


@dataclass(frozen=True, slots=True)
class Made:
    """A digest, and the keys of the articles that it tells of; ``keep_made`` keeps both."""

    digest: Digest
    told: tuple[str, ...]


async def make_digest(
    job: DigestJob, languages: Sequence[str], tools: Tools, asked: datetime
) -> Made:
    """Make a digest of what a chat shared and follows; see ``Digest``. Nothing of it is kept.

    What was told or briefed since it was ``asked`` for may be by an attempt before this one, and
    counts as not told. A story that the chat was briefed on comes back only with what changed;
    one of which nothing could be read is left to the next digest. Raises StoreError.
    """
    wanted, chat, now = job.subscription, job.subscription.chat, tools.now()
    kept = await tools.store.chat_settings(chat)
    told_before, shown = told_to(kept), set(kept.get(PREVIEWED, ()))
    seen = {key: at for key, at in told_before.items() if at < asked}
    since = now - LOOK_BACK
    news = await tools.store.digests.news(chat, since)
    posted = await tools.store.digests.shared(chat, since)
    listed = [article_of(entry, title, at) for entry, title, at in news if entry.url]
    shared = frozenset(map(key_of, posted)) - seen.keys()
    events = await asyncio.to_thread(grouping.events, (*posted, *listed))
    ranked = await asyncio.to_thread(rank, events, seen, wanted.topic, now, shared, since)
    briefs = await tools.store.briefs(chat, KNOWN)
    earlier = [b for b in briefs if b.created < asked and b.id not in shown]
    stories: list[Told] = []
    keys: list[str] = []
    tried: set[str] = set()
    for one in ranked:
        if len(stories) == wanted.stories:
            break
        told, its_keys = await _told(one, earlier, languages, tools)
        keys += its_keys
        tried.update(one.keys)
        if told is not None:
            stories.append(told)
    more = sum(1 for one in ranked if not set(one.keys) & tried)
    return Made(Digest(wanted, job.due, tuple(stories), more), tuple(dict.fromkeys(keys)))


async def _told(
    one: Ranked, earlier: Sequence[Brief], languages: Sequence[str], tools: Tools
) -> tuple[Told | None, tuple[str, ...]]:
    """Read and brief a story; ``None`` where nothing could be read, or nothing in it is new.

    Beside it the keys of what needs not be told again, as feeds list it and as it was read: none of
    what could not be read, and none of what turned out to be another story.
    """
    listed = picks(one, MOST_READ)
    read = await _read(listed, tools)
    if not any(read):
        return None, ()
    keys = {key_of(a): key_of(teaser) for teaser, a in zip(listed, read, strict=True) if a}
    new = {key_of(article) for article in one.story.articles if article.id in one.new}

    def weight(story: Story) -> tuple[int, int]:
        own = [keys.get(key_of(article)) for article in story.articles]
        return sum(key in new for key in own), len(own)

    told = [without_orders(article) for article in read if article]
    whole = max(grouping.stories(told), key=weight)
    others = set(keys.values()) - {keys.get(key_of(article)) for article in whole.articles}
    done = tuple(key for key in one.keys if key not in others)
    done += tuple(own for own, listed_as in keys.items() if listed_as not in others)
    before = await asyncio.to_thread(_before, earlier, whole)
    brief = await brief_story(_together(before, whole), languages, tools, _silent)
    changes = await asyncio.to_thread(changed, before, brief) if before else None
    if not brief.claims or (changes is not None and not changes.news):
        return None, done
    return Told(brief, len(one.outlets), before.created if before else None, changes), done


def _before(earlier: Sequence[Brief], story: Story) -> Brief | None:
    return next((brief for brief in earlier if same_story(brief, story)), None)


def _together(before: Brief | None, story: Story) -> Story:
    """Return a story with what was known of it before, so that changes can be told."""
    if before is None:
        return story
    return grouping.story_of((*before.story.articles, *story.articles))


async def _read(articles: Sequence[Article], tools: Tools) -> list[Article | None]:
    """Return each article whole: those that are teasers of a feed are fetched."""

    async def one(article: Article) -> Article | None:
        if article.completeness is not Completeness.TEASER or not article.url:
            return article
        reading = await read(Source(SourceKind.LINK, article.url), tools)
        return reading.article

    return await asyncio.gather(*map(one, articles))


async def _silent(key: str, values: dict[str, object]) -> None:
    """Tell nobody: a digest has no placeholder."""


def told_to(kept: Mapping[str, object]) -> dict[str, datetime]:
    """Return by key when a chat was told of articles."""
    told = kept.get("told")
    pairs = told.items() if isinstance(told, dict) else ()
    return {key: datetime.fromisoformat(at) for key, at in pairs}


async def keep_made(tools: Tools, chat: Chat, made: Made, *, preview: bool) -> None:
    """Keep the briefs of a digest, and that a chat is told of it; by a preview it is not."""
    briefs = [told.brief for told in made.digest.stories]
    kept = await tools.store.chat_settings(chat)
    if preview:
        shown = [*kept.get(PREVIEWED, ()), *(brief.id for brief in briefs)]
        await remember(tools.store, chat, **{PREVIEWED: shown[-KNOWN:]})
    for brief in briefs:
        await tools.store.save_brief(brief, chat)
    if not preview:
        seen, now = told_to(kept), tools.now()
        merged = seen | {key: seen.get(key, now) for key in made.told}
        newest = sorted(merged.items(), key=lambda pair: pair[1])[-MOST_TOLD:]
        await remember(tools.store, chat, told={key: at.isoformat() for key, at in newest})


async def skipped(tools: Tools, chat: Chat, since: datetime) -> int:
    """Return how many digests a chat has missed since it takes no posts."""
    known = await tools.store.digests.subscriptions(chat)
    missed = 0
    for one in (one for one, _ in known if not one.paused):
        for slot, at in slots(one, since - A_DAY, tools.now()):
            # the one at which it was found out came before that
            missed += at > since or await tools.store.outbox.over(slot.key) is Fate.CLOSED
    return missed


async def is_closed(tools: Tools, chat: Chat) -> bool:
    """Whether a chat takes no posts: then its digests are skipped."""
    return bool((await read_state(tools.store, chat)).closed)
