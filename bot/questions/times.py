"""What happened when: the times that the sources name, counted from the day of each article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.extract.passages import Passage, is_future
from bot.language import folded, stopwords
from bot.language.dates import Calendar, DateMention, Kind, interval, read_dates
from bot.model import Citation, Story
from bot.questions.book import Line, read
from bot.questions.gist import Likeness, gist, likeness
from bot.questions.tables import folded_set
from bot.questions.tenses import is_told_as_past

_ALIKE = 0.35  # likeness of two sentences that tell of one thing at one time
_BESIDE = 3  # characters between a weekday and its date: «الخميس 6 نوفمبر»
_NEAR = 45  # characters before a weekday in which a verb says whether it is to come
_RANKED = 6  # words before a span of years in which "the first" stands
_SHORT = ("minute", "hour")
_LONG = ("month", "year", "decade", "century")
_HEAD = 3  # paragraphs in which a dateline may stand, below a kicker or a summary
_PLACE = 4  # words of its place at most: "WASHINGTON, D.C., United States"
_FILED = timedelta(days=1)  # between the day of a dateline and the article's
_ENDS = (".", "!", "?", "؟", "…")
_DIGIT = re.compile(r"\d")
_BEHIND_DATELINE = re.compile(
    r"[\s,،]*(?:\d{4}\b)?\s*(?:\([^()\n]{2,40}\))?[\s)]*(?:[-–—ـ]+\s|:\s|[.،,]?\s*$)"
)
_WORD = re.compile(r"[^\W\d_]+")
_LAST = date.max


@dataclass(frozen=True, eq=False)
class Moment:
    """A time as one sentence names it; ``start`` and ``end`` count in the sentence.

    ``values`` are what it may mean, as in ``bot.language.dates``; several where the text leaves
    open which, none where it would be counted from an article's day that is not known. ``counted``
    is that day where the words are relative to it. ``round``: a span of years or months ago, as
    rough as people say it. ``quoted``: it stands in a quotation, which may be older than the
    article.
    """

    line: Line
    start: int
    end: int
    surface: str
    kind: Kind
    calendar: Calendar
    values: tuple[str, ...]
    counted: date | None = None
    round: bool = False
    quoted: bool = False

    @property
    def words(self) -> Citation:
        """The sentence as evidence."""
        return self.line.cite()

    @property
    def likely(self) -> str:
        """The likeliest value: of a weekday the day to come where a verb before it looks ahead."""
        return self.values[-1 if self.kind is Kind.WEEKDAY and self._looks_ahead() else 0]

    def _looks_ahead(self) -> bool:
        clause = self.line.passage.clause
        near = [n for n, t in enumerate(clause.tokens) if 0 <= self.start - t.start <= _NEAR]
        planned = {hit.start for hit in clause.hits["time.plan"]}
        return any(n in planned or is_future(clause.tokens[n].form) for n in near)


@dataclass(frozen=True)
class Event:
    """What is said to have happened at one time, in one sentence or in several that are alike."""

    moments: tuple[Moment, ...]


@dataclass(frozen=True)
class Timeline:
    """What the sources date, oldest first; within one time in the order of the sources.

    Last come times without a year and times in the Hijri calendar. ``unplaced`` counts those that
    would be counted from the day of an article that has none.
    """

    events: tuple[Event, ...]
    unplaced: int


def timeline(story: Story) -> Timeline:
    """Return what the sources of a story date."""
    book, alike = read(story), likeness(story)
    found = [moment for line in book.lines for moment in _moments(line, book.days)]
    events: list[list[Moment]] = []
    for moment in (m for m in found if m.values):
        event = next((e for e in events if _is_same(moment, e[0], alike)), None)
        if event is None:
            events.append([moment])
        else:
            event.append(moment)
    ordered = sorted(events, key=lambda event: _order(event[0]))
    unplaced = sum(not moment.values for moment in found)
    return Timeline(tuple(Event(tuple(event)) for event in ordered), unplaced)


def _moments(line: Line, days: Mapping[str, date | None]) -> Iterator[Moment]:
    """Yield the times of one sentence that say something of when."""
    passage = line.passage
    day = days[passage.article]
    found = read_dates(passage.text, passage.language, day)
    for n, time in enumerate(found):
        if _is_vague(time, passage.language) or _has_date(time, (*found[:n], *found[n + 1 :])):
            continue
        if _is_length(time, passage.text, passage.language) or _is_dateline(time, passage, day):
            continue
        if time.kind is Kind.YEAR and _is_label(time, passage.text):
            continue
        relative = time.kind in (Kind.RELATIVE, Kind.WEEKDAY)
        yield Moment(
            line=line,
            start=time.start,
            end=time.end,
            surface=time.surface,
            kind=time.kind,
            calendar=time.calendar,
            values=_meant(time, passage),
            counted=day if relative and time.values else None,
            round=_is_round(time),
            quoted=any(low <= time.start < high for low, high in passage.clause.quoted),
        )


def _meant(time: DateMention, passage: Passage) -> tuple[str, ...]:
    """Return what a time may mean: a weekday on which something happened lies behind."""
    if time.kind is Kind.WEEKDAY and is_told_as_past(passage, time.start, time.end):
        return time.values[:1]
    return time.values


def _is_length(time: DateMention, text: str, language: str) -> bool:
    """Tell how long something had not been («أول خبر جيد منذ عشر سنوات») from when it was."""
    if not _is_round(time):
        return False
    before = (folded(word) for word in _WORD.findall(text[: time.start])[-_RANKED:])
    return not folded_set("ranks", language).isdisjoint(before)


def _is_dateline(time: DateMention, passage: Passage, day: date | None) -> bool:
    """Tell where and when an article was written ("CAIRO, 3 March -") from what happened then.

    It stands before the first sentence with nothing but a place before it, a mark or nothing at
    all behind it, and its day is about that of the article.
    """
    head = passage.source[: passage.start].rstrip()  # what was cut off: "CAIRO - "
    before = [folded(word) for word in _WORD.findall(f"{head} {passage.text[: time.start]}")]
    if passage.place >= _HEAD or head.endswith(_ENDS) or len(before) > _PLACE:
        return False
    if not stopwords(passage.language).isdisjoint(before):
        return False
    spans = [span for value in time.values if (span := interval(value))]
    filed = day is not None and any(abs(low - day) <= _FILED >= high - low for low, high in spans)
    return filed and _BEHIND_DATELINE.match(passage.text, time.end) is not None


def _is_vague(time: DateMention, language: str) -> bool:
    """Tell "years ago", "today" of an unknown day, "an hour ago" from what can be placed."""
    unit, _, by = (time.shift or "").partition(" ")
    if time.kind is Kind.RELATIVE:
        if unit in _SHORT or (not time.values and by == "0"):
            return True
        words = {folded(word) for word in _WORD.findall(time.surface)}
        counted = _DIGIT.search(time.surface) or by.lstrip("-") not in ("", "1")
        return not counted and not words.isdisjoint(folded_set("vague_units", language))
    return False


def _has_date(time: DateMention, others: Iterable[DateMention]) -> bool:
    """Tell a weekday that a date or "today" stands beside: that says the same, and more."""
    if time.kind is not Kind.WEEKDAY:
        return False
    near = (d for d in others if max(d.start - time.end, time.start - d.end) <= _BESIDE)
    return any(d.kind is Kind.DAY or (d.shift or "").startswith("day ") for d in near)


def _is_label(time: DateMention, text: str) -> bool:
    """Tell a year that is part of a name ("Euro 2016"), or one that was cut short."""
    before = _WORD.findall(text[: time.start])[-1:]
    close = text[: time.start].endswith(" ")
    named = close and before and before[0][0].isupper() and len(before[0]) > _BESIDE
    return bool(named) or (len(time.surface) < len("1000") and time.surface.isdigit())


def _is_round(time: DateMention) -> bool:
    unit, _, by = (time.shift or "").partition(" ")
    return time.kind is Kind.RELATIVE and unit in _LONG and by.lstrip("-") not in ("0", "1", "")


def _is_same(one: Moment, other: Moment, alike: Likeness) -> bool:
    if (one.calendar, one.values) != (other.calendar, other.values) or not one.values:
        return False
    if one.line.passage.paragraph == other.line.passage.paragraph:
        return one.line is other.line
    gists = (gist(m.line.passage.text, m.line.passage.language) for m in (one, other))
    return alike.between(*gists) >= _ALIKE


def _order(moment: Moment) -> tuple[int, date, int, str]:
    """Return where a time stands: known, without a year, of another calendar."""
    if moment.calendar is Calendar.HIJRI:
        return 2, _LAST, 0, moment.values[0]
    span = interval(moment.likely)
    if span is None:
        return 1, _LAST, 0, moment.likely
    return 0, span[0], -(span[1] - span[0]).days, ""
