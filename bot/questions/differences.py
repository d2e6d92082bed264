"""Where the sources differ: what the brief says of it, and what can be found without a model.

Found are different figures for one thing (``contrasts``), different times for one thing, lists of
names of which one has more, and who is said to announce the news. Only where the passages leave
little doubt; that nothing is found proves no agreement.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import combinations

from bot.citations.figures import same_value
from bot.extract.passages import act
from bot.extract.speech import Act
from bot.language.dates import Calendar, interval
from bot.language.dates import Kind as Time
from bot.language.names import NameMention, name_in, names_in
from bot.language.names.matching import parts
from bot.language.words import terms
from bot.model import Brief, Citation, Disagreement, Sides, Story
from bot.questions.book import Line, read
from bot.questions.contrasts import contrasts
from bot.questions.figures import Figure
from bot.questions.gist import Likeness, gist, likeness
from bot.questions.people import same, who
from bot.questions.times import Moment, timeline

_BEFORE = 45  # characters before a time that say what happened then
_SHARED = 2  # words in them that two sources share, the last among them
_ALIKE_LISTS = 0.5  # likeness of the sentences around two lists
_ALIKE_NEWS = 0.1  # of two leads that announce
_SHARED_NAMES = 2  # in two such leads in different languages
_LISTED = 3  # names of the longer list, one more than they share at least
_LEAD = 1  # paragraphs before those that announce the news
_MORE = re.compile(
    r"(?:\bover|than|about|nearly|almost|least|اكثر|اكثر من|نحو|حوالي|قرابة|قرابه|زهاء)\s*$"
)
_JOINT = re.compile(r"\s*(?:[,،]|and|&)?\s*(?:and|the|و)?\s*")
_SLACK = timedelta(days=370)  # a year and the days that counting years may be off


_Lead = tuple[str, Line]  # who announces, and in which words


class Kind(StrEnum):
    """What sources differ on."""

    TOLD = "told"  # the brief's own point of difference
    NUMBERS = "numbers"
    DATES = "dates"
    NAMES = "names"
    SPEAKERS = "speakers"


@dataclass(frozen=True)
class Version:
    """One side of a difference: what it gives, in the words of the sources that give it.

    ``given`` are the words that differ, each inside the evidence of the same place; ``text`` is
    the brief's own statement of the side, where it has one.
    """

    given: tuple[str, ...]
    words: tuple[Citation, ...]
    text: Sides | None = None


@dataclass(frozen=True)
class Difference:
    """A point on which sources differ; ``topic`` where the brief names it."""

    kind: Kind
    versions: tuple[Version, ...]
    topic: Sides | None = None


def differences(brief: Brief) -> tuple[Difference, ...]:
    """Return the brief's points of difference, then those found that it does not have."""
    told = [_told(one) for one in brief.disagreements]
    story = brief.story
    found = (*_numbers(story), *_dates(story), *_names(story), *_speakers(story))
    return (*told, *(one for one in found if not any(_holds(other, one) for other in told)))


def _told(one: Disagreement) -> Difference:
    versions = (Version((), position.citations, position.text) for position in one.positions)
    return Difference(Kind.TOLD, tuple(versions), one.topic)


def _holds(told: Difference, found: Difference) -> bool:
    """Tell whether a point of the brief sets two sides of what was found against each other."""
    held = [
        {n for n, version in enumerate(told.versions) for w in version.words if w.paragraph in ids}
        for ids in ({w.paragraph for w in version.words} for version in found.versions)
    ]
    return any(a and b and a != b for a, b in combinations(held, 2))


# --- figures ----------------------------------------------------------------


def _numbers(story: Story) -> Iterator[Difference]:
    for group in contrasts(story):
        values: list[list[Figure]] = []
        for figure in group:
            at = next((v for v in values if same_value(v[0].quantity, figure.quantity)), None)
            if at is None:
                values.append([figure])
            else:
                at.append(figure)
        versions = [_version((f.counting, f.words) for f in value) for value in values]
        yield Difference(Kind.NUMBERS, tuple(versions))


def _version(found: Iterable[tuple[str, Citation]]) -> Version:
    """Return one side, each paragraph once."""
    by_paragraph: dict[str, tuple[str, Citation]] = {}
    for given, words in found:
        by_paragraph.setdefault(words.paragraph, (given, words))
    return Version(
        tuple(given for given, _ in by_paragraph.values()),
        tuple(words for _, words in by_paragraph.values()),
    )


# --- times ------------------------------------------------------------------


def _dates(story: Story) -> Iterator[Difference]:
    """Yield times that differ where the same words stand before them in two sources."""
    known = [m for event in timeline(story).events for m in event.moments if _is_sure(m)]
    done: set[frozenset[Moment]] = set()
    for one, other in combinations(known, 2):
        if not _differ(one, other) or _agree(one, other, known):
            continue
        pair = frozenset((one, other))
        if not any(pair & before for before in done):
            done.add(pair)
            sides = (_version([(m.surface, m.words)]) for m in (one, other))
            yield Difference(Kind.DATES, tuple(sides))


def _is_sure(one: Moment) -> bool:
    text = one.line.passage.text[: one.start]
    bound = one.round and _MORE.search(text) is not None
    return (
        len(one.values) == 1
        and one.kind is not Time.PERIOD
        and not one.quoted
        and not bound
        and one.calendar is Calendar.GREGORIAN
    )


def _differ(one: Moment, other: Moment) -> bool:
    if one.line.source == other.line.source:
        return False
    first, second = interval(one.values[0]), interval(other.values[0])
    if first is None or second is None:
        return False
    slack = _SLACK if one.round or other.round else timedelta()
    if first[0] <= second[1] + slack and second[0] <= first[1] + slack:
        return False
    lengths = (first[1] - first[0], second[1] - second[0])
    return max(lengths) <= 2 * min(lengths) + timedelta(days=1) and _same_before(one, other)


def _same_before(one: Moment, other: Moment) -> bool:
    """Tell whether the same words stand before two times: «تبدأ الأعمال في»."""
    first, second = _words_before(one), _words_before(other)
    return first[-1:] == second[-1:] and len({*first} & {*second}) >= _SHARED


def _words_before(one: Moment) -> tuple[str, ...]:
    passage = one.line.passage
    return terms(passage.text[max(0, one.start - _BEFORE) : one.start], passage.language)


def _agree(one: Moment, other: Moment, known: Sequence[Moment]) -> bool:
    """Tell whether one of two sources gives the other's time as well."""
    for mine, theirs in ((one, other), (other, one)):
        own = (m for m in known if m.line.source == mine.line.source)
        if any(m.values == theirs.values for m in own):
            return True
    return False


# --- lists of names ---------------------------------------------------------


def _names(story: Story) -> Iterator[Difference]:
    """Yield lists in sentences that are much alike, of which one names more."""
    alike = likeness(story)
    lists = [(line, run) for line in read(story).lines for run in _runs(line)]
    for (one, first), (other, second) in combinations(lists, 2):
        if one.source == other.source or max(len(first), len(second)) < _LISTED:
            continue
        shared = sum(any(_keys(a) & _keys(b) for b in second) for a in first)
        if shared < _LISTED - 1 or shared == len(first) == len(second):
            continue
        gists = (gist(line.passage.text, line.passage.language) for line in (one, other))
        if alike.between(*gists) >= _ALIKE_LISTS:
            sides = (
                _version([(_listed(line, run), line.cite())])
                for line, run in ((one, first), (other, second))
            )
            yield Difference(Kind.NAMES, tuple(sides))


def _runs(line: Line) -> Iterator[list[NameMention]]:
    """Yield rows of names with nothing but commas and "and" between them."""
    text, run = line.passage.text, list[NameMention]()
    for name in names_in(text, line.passage.language):
        gap = text[run[-1].end : name.start] if run else ""
        joined = gap.strip() or name.surface.startswith("و")
        if run and joined and _JOINT.fullmatch(gap):
            run.append(name)
            continue
        if len(run) > 1:
            yield run
        run = [name]
    if len(run) > 1:
        yield run


def _listed(line: Line, run: Sequence[NameMention]) -> str:
    return line.passage.text[run[0].start : run[-1].end]


def _keys(name: NameMention) -> frozenset[str]:
    return frozenset(key for part in parts(name.surface) for key in (part.keys or {part.form}))


# --- who announces it -------------------------------------------------------


def _same_news(one: _Lead, other: _Lead, alike: Likeness) -> bool:
    """Tell whether two leads tell the same news: by their words, in two languages also by names.

    Those of the speakers do not count: one person may announce several things.
    """
    first, second = one[1].passage, other[1].passage
    gists = (gist(passage.text, passage.language) for passage in (first, second))
    if alike.between(*gists) >= _ALIKE_NEWS:
        return True
    if first.language == second.language:
        return False
    return max(_shared_names(one, other), _shared_names(other, one)) >= _SHARED_NAMES


def _shared_names(one: _Lead, other: _Lead) -> int:
    """Count the names in one lead, but those of its speaker, that stand in another."""
    speaker, line = one
    names = (name.surface for name in names_in(line.passage.text, line.passage.language))
    return sum(name not in speaker and name_in(name, other[1].passage.text) for name in names)


def _speakers(story: Story) -> Iterator[Difference]:
    """Yield the leads that announce the same news in the name of different speakers."""
    leads: list[_Lead] = []
    for line in read(story).lines:
        speaker = line.spoken[0].voice.speaker
        announces = line.passage.place <= _LEAD and act(line.passage) is Act.ANNOUNCE
        if speaker and announces and all(other.source != line.source for _, other in leads):
            leads.append((speaker, line))
    if not leads:
        return
    near = [lead for lead in leads if _same_news(leads[0], lead, likeness(story))]
    groups: list[list[_Lead]] = []
    for speaker, line in near:
        at = next((g for g in groups if same(who(g[0][0]), who(speaker))), None)
        if at is None:
            groups.append([(speaker, line)])
        else:
            at.append((speaker, line))
    if len(groups) > 1:
        versions = (_version((speaker, line.cite()) for speaker, line in g) for g in groups)
        yield Difference(Kind.SPEAKERS, tuple(versions))
