"""The figures and the times of the sources, each with where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from bot.citations.figures import same_value
from bot.language.dates import read_dates
from bot.language.numbers import Kind, read_numbers
from bot.model import Block, BlockKind, Brief, Note, Post, Span, Style
from bot.questions import DifferenceKind, Event, Figure, Moment, differences, grouped, timeline
from bot.render.brief import numbering
from bot.render.questions.amounts import amount, basis, when
from bot.render.questions.evidence import marks, retold, snippet, source_line
from bot.render.questions.paging import Item, asked_page, nothing, paged
from bot.render.questions.points import difference
from bot.render.words import field, noted
from prompts import text

SHOWN = 4  # sentences of one figure


def numbers(brief: Brief, argument: str, language: str) -> Post:
    """Show every figure of the sources: those that differ side by side, then each, then years."""
    groups = sorted(grouped(brief.story), key=lambda group: _rank(brief, group))
    years = [g for g in groups if g[0].quantity.kind is Kind.YEAR]
    others = [g for g in groups if g not in years]
    years.sort(key=lambda group: group[0].quantity.value)
    differing = [d for d in differences(brief) if d.kind is DifferenceKind.NUMBERS]
    differ, every, year = (
        text(f"question.{key}", language) for key in ("numbers_differ", "numbers_all", "years")
    )
    items = [
        *(Item(difference(brief, one, language), differ) for one in differing),
        *(Item((_figure(brief, group, language),), every) for group in others),
        *(Item((_figure(brief, group, language),), year) for group in years),
    ]
    if not items:
        return nothing("question.numbers_none", language)
    title = text("question.numbers", language)
    return paged(title, items, asked_page(argument)[1], "/numbers", language)


def _rank(brief: Brief, group: Sequence[Figure]) -> tuple[int, int]:
    """Rank a figure: how many sources give it, then whether the brief cites it."""
    cited = numbering(brief)
    known = min((cited.get(f.line.passage.paragraph, len(cited) + 1) for f in group), default=0)
    return -len({f.line.source for f in group}), known


def _figure(brief: Brief, group: Sequence[Figure], language: str) -> Block:
    """A figure, and the sentences that give it, those of the brief first."""
    shown = amount(group, language)
    spans = [Span(field(shown, language), Style.STRONG)]
    lines = list({figure.line.passage.paragraph: figure for figure in reversed(group)}.values())
    lines.reverse()
    for figure in lines[:SHOWN]:
        spans.extend(source_line(brief, _told(brief, figure, language), figure.words, language))
    if len(lines) > SHOWN:
        spans.append(Span("\n… "))
        spans.extend(marks(brief, [figure.words for figure in lines[SHOWN:]]))
    return Block(BlockKind.ITEM, tuple(spans), language)


def _told(brief: Brief, figure: Figure, language: str) -> str:
    def says(told: str) -> bool:
        found = read_numbers(told, language)
        return any(same_value(figure.quantity, quantity) for quantity in found)

    own = snippet(figure.line.passage.text, figure.start, figure.end)
    return retold(brief, figure.words, language, says) or own


# --- times ------------------------------------------------------------------


def times(brief: Brief, argument: str, language: str) -> Post:
    """Show what the sources date, oldest first."""
    found = timeline(brief.story)
    items = [
        Item((_time(brief, list(events), language),))
        for _, events in groupby(found.events, key=lambda event: _same_time(event))
    ]
    if not items:
        return nothing("question.timeline_none", language)
    title = text("question.timeline", language)
    post = paged(title, items, asked_page(argument)[1], "/timeline", language)
    if not found.unplaced:
        return post
    note = noted(BlockKind.NOTE, Note("question.unplaced", {"n": found.unplaced}), language)
    return Post((*post.blocks, note), actions=post.actions)


def _same_time(event: Event) -> tuple[str, tuple[str, ...], bool]:
    moment = event.moments[0]
    return moment.calendar, moment.values, moment.round


def _time(brief: Brief, events: Sequence[Event], language: str) -> Block:
    """A time, and what happened then, a line each."""
    first = events[0].moments[0]
    spans = [Span(field(when(first, language), language), Style.STRONG)]
    for event in events:
        spans.extend(_event(brief, event, language))
    return Block(BlockKind.ITEM, tuple(spans), language)


def _event(brief: Brief, event: Event, language: str) -> Iterator[Span]:
    moment = event.moments[0]
    yield from source_line(brief, _dated(brief, moment, language), moment.words, language)
    others = [m.words for m in event.moments[1:] if m.words.paragraph != moment.words.paragraph]
    yield from marks(brief, others)
    known = basis(moment, language)
    if known:
        yield Span(f" ({known})", Style.SOFT)


def _dated(brief: Brief, moment: Moment, language: str) -> str:
    def says(told: str) -> bool:
        return any(_fits(moment, value) for t in read_dates(told, language) for value in t.values)

    own = snippet(moment.line.passage.text, moment.start, moment.end)
    return retold(brief, moment.words, language, says) or own


def _fits(moment: Moment, value: str) -> bool:
    return any(value.endswith(own.removeprefix("--")) or own == value for own in moment.values)
