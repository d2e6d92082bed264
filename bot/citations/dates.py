"""``dates``: every time that a claim names is given by what it cites, or by its day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from bot.citations.evidence import Evidence, Passage
from bot.citations.moved import (
    is_counted_back,
    is_days_off,
    is_end,
    is_in_century,
    is_new_year,
    is_years_off,
    tells_end,
)
from bot.citations.prepared import Prepared, kept, prepare
from bot.citations.reading import readings
from bot.citations.stale import stale
from bot.language import folded
from bot.language.dates import DateMention, Kind, compatible, covers
from bot.language.dates.lexicon import data, forms, months, weekdays
from bot.language.numbers import Kind as Count
from bot.language.numbers import Quantity, scale
from bot.model import Check, Claim, Finding, Label, Note

Given = tuple[tuple[DateMention, Passage], ...]

_DATES = {Kind.DAY, Kind.MONTH, Kind.YEAR}
_DAYS = {Kind.DAY, Kind.WEEKDAY, Kind.RELATIVE}
_DECADE = 4  # letters of a decade's value: "198X"
_DATE_LINE = 30  # characters in which a date line ends
_LONG = 4  # letters that make a name sure even where the spaces around it are lost
_YEAR_BEFORE = re.compile(
    r"\b(?:year (?:before|earlier)|(?:previous|preceding|prior) year)\b"
    r"|(?:العام|السنه) (?:السابق|السابقه|الذي سبقه|التي سبقتها|الفاءت|الفاءته)\b"
)
_YEAR_AFTER = re.compile(
    r"\b(?:year (?:after|later)|(?:following|next) year)\b"
    r"|(?:العام|السنه) (?:التالي|التاليه|اللاحق|اللاحقه|الذي يليه|الذي تلاه|التي تلتها)\b"
)
_IN_BASE = {"week": ("day", 7), "decade": ("year", 10), "century": ("year", 100)}


def dates(claim: Claim, evidence: Evidence) -> tuple[Finding, ...]:
    """Days, months, years and relative times of each side against the cited text and its day."""
    named = (
        finding
        for language, text in claim.text.items()
        if text
        for finding in unsupported(prepare(text, language), evidence)
    )
    return (*named, *(f for one in readings(claim, evidence) for f in stale(one)))


def unsupported(side: Prepared, evidence: Evidence) -> Iterator[Finding]:
    """Yield what is wrong with the times of one text."""
    claimed = [one for one in side.dates(evidence.day) if not is_count(one, side)]
    if not claimed:
        return
    given = _given(evidence)
    for one in claimed:
        found = None if is_told_from(one, side) else _found(one, given, evidence)
        if found is not None:
            label, note = found
            yield Finding(Check.DATES, label, note, side.language)


@kept
def _given(evidence: Evidence) -> Given:
    """Return the times that the cited texts name, each with its passage."""
    return tuple(
        (part, p)
        for p in evidence.passages
        for mention in p.prepared.dates(evidence.day_of(p))
        for part in _parts(mention)
    )


def is_told_from(one: DateMention, side: Prepared) -> bool:
    """Whether a relative time counts from one that the text has told of: "the next month".

    What day that was, the words beside it do not say.
    """
    if one.kind is not Kind.RELATIVE:
        return False
    before = side.text[: one.start].rstrip().lower()
    words = folded(one.surface)
    after = ("next", "following", "previous", "preceding", "same")
    english = before.endswith("the") and words.startswith(after)
    return english or any(
        form in words for form in ("التالي", "السابق", "اللاحق", "الذي يلي", "نفس")
    )


def is_count(one: DateMention, side: Prepared) -> bool:
    """Whether what looks like a year is none: "2000 new jobs", "1,800 to 1,950 km", 1530 GMT."""
    if one.kind is not Kind.YEAR:
        return False
    spans = (side.folded.span(q.start, q.end) for q in side.quantities if _is_no_year(q))
    return any(s < one.end and one.start < e for s, e in spans)


def _is_no_year(figure: Quantity) -> bool:
    """Whether a figure counts or measures something, or is a time of the day."""
    if figure.kind is Count.RANGE:
        ordered = figure.high is not None and figure.value < figure.high < 10 * figure.value
        return ordered and (figure.unit is not None or _counts_round(figure))
    return figure.kind in (Count.CARDINAL, Count.TIME)


def _counts_round(figure: Quantity) -> bool:
    """Whether both ends of a range are round and something is counted: 1,600 to 1,900 people."""
    nouns = any(word[0] != "@" for word in figure.counts)
    return nouns and figure.value % 100 == 0 and figure.high is not None and figure.high % 100 == 0


def _parts(mention: DateMention) -> Iterator[DateMention]:
    """Yield a mention and, of a span of time, both its ends."""
    yield mention
    for value in mention.values:
        if "/" in value:
            yield from (mention._replace(values=(end,)) for end in value.split("/"))


def _found(one: DateMention, given: Given, evidence: Evidence) -> tuple[Label, Note] | None:
    """Return what is wrong with one time, ``None`` if a source gives it."""
    if _is_given(one, given) or _published(one, given, evidence) or _glued(one, evidence):
        return None
    if one.kind is Kind.DAY and any(covers(s, one) for s in evidence.joined.dates(evidence.day)):
        return None  # a page broke the line inside the date
    if _is_told_by_another(one, [source for source, _ in given], evidence):
        return None
    claim = {"claim": one.surface}
    if one.kind is Kind.RELATIVE:
        if is_length(one, evidence.figures) or any(
            is_counted_back(one, passage.prepared) for passage in evidence.passages
        ):
            return None
        rival = next(((s, p) for s, p in given if _is_rival(s, one)), None)
        if rival:
            return Label.UNSUPPORTED, _other(one, *rival)
        now = one.shift is not None and one.shift.endswith(" 0")  # "this year", "today"
        return (
            None
            if now or not evidence.published
            else (Label.UNCLEAR, Note("check.dates.open", claim))
        )
    if not evidence.published and one.kind in _DAYS and _tells_of_unknown_day(one, given):
        return None
    loosely = one.kind is Kind.PERIOD and any(
        s.kind is Kind.PERIOD and (compatible(s, one) or _same_decade(s, one)) for s, _ in given
    )
    if loosely:
        return None  # "the early 2000s" in "the 21st century", "the eighties"
    open_ones = [s for s, _ in given if compatible(s, one) and _is_open(s, one)]
    if open_ones:
        if not evidence.published and any(_lacks_year(source, one) for source in open_ones):
            return None  # the writer knew the day of the article, we do not
        return Label.UNCLEAR, Note("check.dates.open", claim)
    other = next(((s, p) for s, p in given if _alike(s, one)), None)
    return Label.UNSUPPORTED, _other(one, *other) if other else Note("check.dates.absent", claim)


def _is_told_by_another(one: DateMention, named: Sequence[DateMention], evidence: Evidence) -> bool:
    """Whether the sources tell a time by another that they name."""
    if is_days_off(one, named, evidence.joined) or _is_beside_a_year(one, evidence):
        return True
    texts = [passage.prepared for passage in evidence.passages]
    if any(is_end(one, source) for source in named) and any(map(tells_end, texts)):
        return True
    return any(is_new_year(one, named, text) or is_in_century(one, text) for text in texts)


def _is_beside_a_year(one: DateMention, evidence: Evidence) -> bool:
    if one.kind is not Kind.YEAR or len(one.values) != 1 or not one.values[0].isdigit():
        return False
    year, texts = int(one.values[0]), [passage.prepared for passage in evidence.passages]
    return any(tells_year_beside(year, text) or is_years_off(year, text) for text in texts)


def tells_year_beside(year: int, text: Prepared) -> bool:
    """Whether a text tells of the year before or after one that it names, and that is ``year``."""
    years = {int(q.value) for q in text.quantities if q.kind is Count.YEAR}
    near = ((year + 1, _YEAR_BEFORE), (year - 1, _YEAR_AFTER))
    return any(other in years and told.search(text.folded.text) for other, told in near)


def _tells_of_unknown_day(one: DateMention, given: Given) -> bool:
    """Whether the only days of a text count from one that is not known, or from a date line's.

    A weekday may be that day, and a date where the date line gives one, if without its year.
    """
    counted = {s.start for s, _ in given if (s.shift or "").startswith("day")}
    named = [s for s, _ in given if s.kind in (Kind.DAY, Kind.WEEKDAY)]
    known = bool(named) or one.kind is Kind.WEEKDAY
    return bool(counted) and known and all(s.start < _DATE_LINE for s in named)


def _same_decade(one: DateMention, other: DateMention) -> bool:
    """Whether two decades may be one: where a text leaves its century out."""
    decades = [
        {v[2:] for v in d.values if len(v) == _DECADE and v.endswith("X")} for d in (one, other)
    ]
    return bool(decades[0] & decades[1] - {"XX"})


def _other(one: DateMention, source: DateMention, passage: Passage) -> Note:
    values = {"claim": one.surface, "source": source.surface, "paragraph": passage.id}
    return Note("check.dates.other", values)


def _is_given(one: DateMention, given: Given) -> bool:
    """Whether a source gives a time, or both ends of a span of time."""
    if any(covers(source, one) or _same_shift(source, one) for source, _ in given):
        return True
    ends = [one._replace(values=(end,)) for value in one.values for end in value.split("/")]
    return len(ends) > 1 and all(any(covers(s, end) for s, _ in given) for end in ends)


def _same_shift(source: DateMention, one: DateMention) -> bool:
    """Whether two relative times are so far from one day: three decades ago, منذ 30 عاما."""
    return (
        shift(source) is not None
        and shift(source) == shift(one)
        and (source.weekday == one.weekday)
    )


def shift(one: DateMention) -> tuple[str, int] | None:
    """Return how far a relative time is from the day of its text: in days, months or years."""
    if one.shift is None:
        return None
    unit, _, by = one.shift.partition(" ")
    base, factor = _IN_BASE.get(unit, (unit, 1))
    return (base, int(by) * factor) if by.lstrip("-").isdigit() else None


def is_length(one: DateMention, quantities: Iterable[Quantity]) -> bool:
    """Whether a figure gives the stretch of a relative time: "in ten years", منذ عقد."""
    unit, _, by = (one.shift or "").partition(" ")
    if not by.lstrip("-").isdigit():
        return False
    dimension, factor = scale(unit)
    length = abs(int(by)) * factor
    lengths = (q for q in quantities if q.unit and scale(q.unit)[0] == dimension)
    return any(q.unit and q.value * scale(q.unit)[1] == length for q in lengths)


def _is_rival(source: DateMention, one: DateMention) -> bool:
    """Whether a source tells of another day, week or year than a relative time of the claim."""
    if source.kind is not Kind.RELATIVE or not source.shift or not one.shift:
        return False
    return source.shift.split()[0] == one.shift.split()[0] and source.shift != one.shift


def _published(one: DateMention, given: Given, evidence: Evidence) -> bool:
    """Whether the day of publication gives it: the month and year always, the day only alone.

    A source that names another day ("yesterday") has its event there.
    """
    days = [DateMention(0, 0, "", Kind.DAY, (day.isoformat(),)) for day in evidence.published]
    if one.kind in (Kind.MONTH, Kind.YEAR) or (one.shift and not one.shift.startswith("day")):
        return any(covers(day, one) for day in days)
    told = any(s.kind in (Kind.DAY, Kind.WEEKDAY, Kind.RELATIVE) for s, _ in given)
    return not told and any(covers(day, one) for day in days)


def _is_open(source: DateMention, one: DateMention) -> bool:
    """Whether the text leaves open if both are one time: a year or a day to count from lacks."""
    return _lacks_year(source, one) or not source.values or not one.values or source.ambiguous


def _lacks_year(source: DateMention, one: DateMention) -> bool:
    """Whether two dates agree in month, and one of them has no year."""
    if not {source.kind, one.kind} <= {Kind.DAY, Kind.MONTH}:
        return False
    more = one.kind is Kind.DAY and source.kind is Kind.MONTH
    return not more and any(v.startswith("--") for v in (*source.values, *one.values))


def _alike(source: DateMention, one: DateMention) -> bool:
    """Whether one time may have been made from the other."""
    kinds = {source.kind, one.kind}
    return any(kinds <= sort for sort in (_DATES, _DAYS)) or len(kinds) == 1


def _glued(one: DateMention, evidence: Evidence) -> bool:
    """Whether a time stands in a text that lost the spaces around it, as pages do."""
    texts = [passage.prepared.folded.text for passage in evidence.passages]
    if one.kind in (Kind.PERIOD, Kind.RELATIVE):
        return any(name in text.replace(" ", "") for name in _unspaced(one) for text in texts)
    if one.kind is Kind.YEAR and len(one.values) == 1 and one.values[0].isdigit():
        return any(re.search(rf"(?<!\d){one.values[0]}(?!\d)", text) for text in texts)
    if one.kind is Kind.WEEKDAY:
        names = [f"ال{n}" if n[0] > "z" else n for n, d in weekdays().items() if d == one.weekday]
    elif one.kind is Kind.MONTH:
        number = months().get(folded(one.surface))
        names = [name for name, n in months().items() if n == number]
    else:
        return False
    return any(name in text for name in names if len(name) >= _LONG for text in texts)


def _unspaced(one: DateMention) -> Iterator[str]:
    """Yield Arabic forms of a century or of a shifted week, month or year, without spaces."""
    for value in one.values:
        if value.endswith("XX"):
            yield f"القرن{int(value[:-2]) + 1}"
    unit, _, by = (one.shift or "").partition(" ")
    if unit in data()["units"] and by in data()["shift"]:
        for name in forms(data()["units"][unit]):
            yield from (f"ال{name}{moved}" for moved in forms(data()["shift"][by]))
