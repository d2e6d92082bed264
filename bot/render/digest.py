"""A digest as a platform-neutral post: its stories, each with a few checked claims. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.digest.places import city, territory, zone_info
from bot.model import (
    Action,
    Block,
    BlockKind,
    Change,
    ChangeKind,
    Changes,
    Claim,
    Digest,
    Note,
    Post,
    Schedule,
    Section,
    Slot,
    Span,
    Style,
    Told,
)
from bot.render.brief import claim_block, numbering, silence, spoken
from bot.render.schedules import listing
from bot.render.words import field, noted, plain, prose
from prompts import text

_CLAIMS = 3  # of a story on each side
_LISTED = 3  # slots that are named; of more the first and the last
_COUNTRIES = frozenset({"DZ", "IQ", "JO", "LB", "MA", "PS", "SY", "TN"})  # with their own months


def digest_post(digest: Digest, interface: str, sides: Sequence[str] = ()) -> Post:
    """Lay out a digest; one without stories says that there is nothing new.

    ``interface`` is the reader's language for the title and what is about the digest itself,
    ``sides`` are the languages of its stories (all that a brief has, if none is named).
    """
    blocks = [*_head(digest, interface)]
    for n, told in enumerate(digest.stories, 1):
        blocks.extend(_story(told, n, digest.subscription.schedule, interface, sides))
    if not digest.stories:
        blocks.append(plain(BlockKind.TEXT, text("digest.nothing", interface), interface))
    if digest.more:
        blocks.append(noted(BlockKind.NOTE, Note("digest.more", {"n": digest.more}), interface))
    return Post(tuple(blocks), actions=_actions(digest, interface))


def _head(digest: Digest, interface: str) -> Iterator[Block]:
    """The title with the date and whose clock, then what was late, missed or narrowed."""
    slot, schedule = digest.due.slot, digest.subscription.schedule
    title = Note(
        "digest.title",
        {"day": _day(slot.day, schedule, interface), "time": f"{slot.at:%H:%M}",
         "place": city(schedule.zone, interface)},
    )  # fmt: skip
    yield noted(BlockKind.TITLE, title, interface)
    if digest.due.late:
        window = _span(digest.subscription.catch_up, interface)
        late = Note("digest.late", {"time": f"{slot.at:%H:%M}", "window": window})
        yield noted(BlockKind.NOTE, late, interface)
    if digest.due.missed:
        yield noted(BlockKind.NOTE, _missed(digest.due.missed, schedule, interface), interface)
    if digest.subscription.topic:
        topic = listing(digest.subscription.topic, interface, "or")
        yield plain(BlockKind.TEXT, text("digest.topic", interface, topic=topic), interface)


def _missed(missed: Sequence[Slot], schedule: Schedule, interface: str) -> Note:
    if len(missed) > _LISTED:
        first, last = (_slot(slot, schedule, interface) for slot in (missed[0], missed[-1]))
        listed = text("digest.from_to", interface, first=first, last=last)
    else:
        listed = listing([_slot(slot, schedule, interface) for slot in missed], interface)
    return Note("digest.missed", {"n": len(missed), "slots": listed})


# --- stories ------------------------------------------------------------------


def _story(
    told: Told, n: int, schedule: Schedule, interface: str, sides: Sequence[str]
) -> Iterator[Block]:
    """One story: per side its headline and claims, then who tells it and what became of it."""
    brief = told.brief
    for language in spoken(brief, sides) or (interface,):
        headline = brief.headline.get(language) or text("brief.untitled", language)
        spans = (Span(f"{n}. "), Span(prose(headline, language)))
        yield Block(BlockKind.HEADING, spans, language)
        for claim in _claims(told, language):
            yield _claim(told, claim, language)
    for note in silence(brief):
        yield noted(BlockKind.NOTE, note, interface)
    yield Block(BlockKind.TEXT, (Span(_about(told, schedule, interface), Style.SOFT),), interface)


def _claims(told: Told, language: str) -> Sequence[Claim]:
    """Return the claims to show: of a story told before what is new, else the announcement's."""
    spoken = [claim for claim in told.brief.claims if claim.text.get(language)]
    order = {section: at for at, section in enumerate(Section)}
    ranked = sorted(spoken, key=lambda claim: order[claim.section])
    fresh = [claim for claim in ranked if told.changes and claim.id in told.changes.new]
    return (fresh or ranked)[:_CLAIMS]


def _claim(told: Told, claim: Claim, language: str) -> Block:
    block = claim_block(told.brief.story, claim, language, numbering(told.brief))
    change = _change(told.changes, claim)
    if change is None or change.kind not in (ChangeKind.NEW, ChangeKind.CHANGED):
        return block
    key = "brief.new" if change.kind is ChangeKind.NEW else "digest.changed"
    spans = [Span(f"{text(key, language)} ", Style.STRONG), *block.spans]
    was = change.was.get(language)
    if was:
        spans.append(Span(f" {text('digest.was', language, was=field(was, language))}", Style.SOFT))
    return replace(block, spans=tuple(spans))


def _change(changes: Changes | None, claim: Claim) -> Change | None:
    found = (c for c in changes.changes if c.after and c.after.id == claim.id) if changes else ()
    return next(iter(found), None)


def _about(told: Told, schedule: Schedule, interface: str) -> str:
    """Return how many outlets tell a story, since when what is new, and what was taken back."""
    parts = [text("brief.outlets", interface, n=told.outlets)]
    if told.since:
        since = _moment(told.since, schedule, interface)
        parts.append(prose(text("digest.since", interface, since=since), interface))
    if told.changes:
        more = {o for c in told.changes.of(ChangeKind.CORROBORATED) for o in c.outlets}
        if more:
            outlets = listing([field(name, interface) for name in sorted(more)], interface)
            parts.append(text("digest.corroborated", interface, outlets=outlets))
        if told.changes.withdrawn:
            parts.append(text("digest.withdrawn", interface, n=told.changes.withdrawn))
    return " · ".join(parts)


# --- times and buttons --------------------------------------------------------


def _day(day: date, schedule: Schedule, interface: str, form: str = "EEEE d MMMM y") -> str:
    """Return a date as it is written where the reader's clock is: «تشرين الثاني» in Beirut."""
    from babel.dates import format_date

    country = territory(schedule.zone)
    own = interface == "ar" and country in _COUNTRIES
    return str(format_date(day, form, locale=f"ar_{country}" if own else interface))


def _slot(slot: Slot, schedule: Schedule, interface: str) -> str:
    return f"{_day(slot.day, schedule, interface, 'd MMMM')} {slot.at:%H:%M}"


def _moment(at: datetime, schedule: Schedule, interface: str) -> str:
    local = at.astimezone(zone_info(schedule.zone))
    return f"{_day(local.date(), schedule, interface, 'd MMMM')} {local:%H:%M}"


def _span(minutes: int, interface: str) -> str:
    """Return a length of time in words: "6 hours", «6 ساعات»."""
    from babel.dates import format_timedelta

    return str(format_timedelta(timedelta(minutes=minutes), threshold=2, locale=interface))


def _actions(digest: Digest, interface: str) -> tuple[Action, ...]:
    """Return a button for the full brief of each story."""
    return tuple(
        Action(text("digest.full", interface, n=n), f"/brief #{told.brief.id}")
        for n, told in enumerate(digest.stories, 1)
    )
