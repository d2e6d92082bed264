"""In what two claims about one matter differ: a figure, a date, a position. And when they are two.

Errs on the side of the same: a difference counts where it is plain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from bot.citations.evidence import Evidence, Passage
from bot.citations.figures import Fit, fit, same_role, same_value
from bot.citations.modality import modality
from bot.citations.polarity import polarity
from bot.citations.prepared import Prepared
from bot.digest.claims import Face, Faces, unmatched
from bot.language.dates import DateMention, compatible
from bot.language.dates import Kind as DateKind
from bot.language.names import same_name
from bot.language.numbers import Bound, Kind, Quantity, scale
from bot.language.numbers import compatible as same_measure
from bot.model import Aspect, Claim, Section, Status


@dataclass(frozen=True, slots=True)
class Difference:
    """In what two claims differ, and the words for it in each, by language."""

    aspect: Aspect
    was: Mapping[str, str] = field(default_factory=dict)
    now: Mapping[str, str] = field(default_factory=dict)


_NO_FIGURE = (Kind.CODE, Kind.TIME, Kind.DAY, Kind.YEAR, Kind.DECADE)
_SHARP = (DateKind.DAY, DateKind.MONTH, DateKind.YEAR)
_LOOSE = 0.1  # of a figure that is rough: "three decades", "some 33 years"
_LASTING = ("year", "decade", "century")
_CLOSE = 0.8  # likeness of two claims that differ in hardly a word
_SAID_AGAIN = 0.7  # of the words of two claims that differ in nothing but a name
_MILD = frozenset({Status.DONE, Status.OPINION})  # statuses between which a claim may waver


def differences(
    was: Faces,
    now: Faces,
    statuses: tuple[Status, Status] = (Status.DONE, Status.DONE),
    likeness: float = 0.0,
) -> tuple[Difference, ...]:
    """Return in what a claim (``now``) says something else of its matter than one before (``was``).

    Figures and dates count on any side; another position where every side shows it, or one side
    and the ``statuses`` that the two claims are given (planned, done ...). Where the two are nearly
    one in ``likeness``, also a figure of unknown meaning and a day of the week count.
    """
    close = likeness >= _CLOSE
    pairs = tuple(_sides(was, now))
    found = (
        _difference(Aspect.FIGURE, pairs, partial(_figures, close=close)),
        _difference(Aspect.DATE, pairs, partial(_dates, close=close)),
        Difference(Aspect.POSITION) if _position(was, now, statuses) else None,
    )
    return tuple(filter(None, found))


def _difference(
    aspect: Aspect,
    pairs: Sequence[tuple[Face, Face]],
    find: Callable[[Face, Face], Sequence[tuple[str, str]]],
) -> Difference | None:
    """Return what ``find`` finds on the sides, with its words where they share a language."""
    found = [(one, other, differ[0]) for one, other in pairs if (differ := find(one, other))]
    told = [(one.language, words) for one, other, words in found if one.language == other.language]
    was = {language: before for language, (before, _) in told}
    now = {language: after for language, (_, after) in told}
    return Difference(aspect, was, now) if found else None


def another_matter(before: Claim, after: Claim, was: Faces, now: Faces) -> bool:
    """Whether two claims that sound alike are of two matters.

    Two speakers say it, or two actors do it ("France condemned it", "Spain condemned it"), or what
    is counted differs (14 killed, 37 injured).
    """
    speakers = before.speaker, after.speaker
    if speakers[0] and speakers[1] and not same_name(speakers[0].surface, speakers[1].surface):
        forms = [set(filter(None, (s.surface, *s.forms.values()))) for s in speakers if s]
        if not any(same_name(one, other) for one in forms[0] for other in forms[1]):
            return True
    pairs = list(_sides(was, now))
    return any(_other_counts(one, other) for one, other in pairs) or (
        bool(pairs) and all(_other_actor(one, other) for one, other in pairs)
    )


def _sides(was: Faces, now: Faces) -> Iterator[tuple[Face, Face]]:
    """Yield the sides to compare: in the same language, else across."""
    common = [(was[code], now[code]) for code in was if code in now]
    yield from common or [(one, other) for one in was.values() for other in now.values()]


def _other_actor(one: Face, other: Face) -> bool:
    """Whether two sentences differ in nothing but a name that each has alone."""
    if one.language != other.language:
        return False
    gone, said = unmatched(one, other)
    come, told = unmatched(other, one)
    return bool(gone and come) and min(said, told) >= _SAID_AGAIN


# --- figures ------------------------------------------------------------------


def _figures(one: Face, other: Face, close: bool) -> list[tuple[str, str]]:
    """Return the pairs of figures that count the same thing and do not agree, as written."""
    gone, come = _alone(one.text, other.text)
    return [
        (one.text.written(q), other.text.written(r))
        for q in gone
        for r in come
        if _count_the_same(q, r) or (close and same_role(q, r))
    ]


def _other_counts(one: Face, other: Face) -> bool:
    """Whether each has a figure that the other lacks, and they play other roles."""
    gone, come = _alone(one.text, other.text)
    alone = bool(gone) and bool(come)
    return alone and all(not same_role(q, r) for q in gone for r in come)


def _alone(one: Prepared, other: Prepared) -> tuple[Sequence[Quantity], Sequence[Quantity]]:
    """Return the figures of each text with which none of the other agrees."""
    mine, theirs = _counted(one), _counted(other)
    return (
        [q for q in mine if not any(_agree(q, r) for r in theirs)],
        [r for r in theirs if not any(_agree(q, r) for q in mine)],
    )


def _counted(text: Prepared) -> list[Quantity]:
    """Return the figures of a text that are no part of a time or a name."""
    times = [(time.start, time.end) for time in text.dates(None)]
    found = []
    for figure in text.quantities:
        start, end = text.folded.span(figure.start, figure.end)
        dated = any(low < end and start < high for low, high in times)
        if not figure.weak and not dated and figure.kind not in _NO_FIGURE:
            found.append(figure)
    return found


def _agree(one: Quantity, other: Quantity) -> bool:
    if max(fit(one, other), fit(other, one)) >= Fit.BOUND:
        return True
    if same_value(one, other):
        return same_role(one, other)
    return _roughly(one, other)


def _roughly(one: Quantity, other: Quantity) -> bool:
    """Whether two figures of one measure lie so near that a rough one may be either."""
    lasting = all(figure.unit in _LASTING for figure in (one, other))
    if not same_measure(one.unit, other.unit) or not (
        lasting or Bound.ABOUT in (one.bound, other.bound)
    ):
        return False
    low, high = sorted(float(q.value * (scale(q.unit)[1] if q.unit else 1)) for q in (one, other))
    return high - low <= _LOOSE * high


def _count_the_same(one: Quantity, other: Quantity) -> bool:
    """Whether two figures are of one thing: by their unit, or by what stands beside them."""
    if one.ordinal != other.ordinal or not same_measure(one.unit, other.unit):
        return False
    if not same_role(one, other):
        return False
    measured = one.unit is not None and other.unit is not None and not one.ordinal
    return measured or bool(set(one.counts) & set(other.counts))


# --- dates --------------------------------------------------------------------


def _dates(one: Face, other: Face, close: bool) -> list[tuple[str, str]]:
    """Return the pairs of times of one kind that cannot be the same, as written."""
    mine, theirs = _sharp(one.text, close), _sharp(other.text, close)
    gone = [time for time in mine if not any(compatible(time, t) for t in theirs)]
    come = [time for time in theirs if not any(compatible(time, t) for t in mine)]
    return [(g.surface, c.surface) for g in gone for c in come if g.kind is c.kind]


def _sharp(text: Prepared, close: bool) -> list[DateMention]:
    return [
        time
        for time in text.dates(None)
        if (time.values and time.kind in _SHARP) or (close and time.kind is DateKind.WEEKDAY)
    ]


# --- positions ----------------------------------------------------------------


def _position(was: Faces, now: Faces, statuses: tuple[Status, Status]) -> bool:
    turned = [_is_turned(was[code], now[code]) for code in was if code in now]
    marked = statuses[0] is not statuses[1] and not _MILD.issuperset(statuses)
    return bool(turned) and (any(turned) if marked else all(turned))


def _is_turned(one: Face, other: Face) -> bool:
    """Whether one sentence denies what the other states, or states what the other leaves open."""
    return any(
        found
        for said, source in ((other, one), (one, other))
        for check in (polarity, modality)
        for found in check(_as_claim(said), _as_evidence(source))
    )


def _as_claim(side: Face) -> Claim:
    return Claim("", Section.ANNOUNCEMENT, {side.language: side.text.text}, ())


def _as_evidence(side: Face) -> Evidence:
    return Evidence((Passage("p1", side.text),), languages=(side.language,))
