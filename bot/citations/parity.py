"""``parity``: both sides of a claim carry the same figures and the same quotation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.citations.dates import is_length, is_told_from, shift, tells_year_beside
from bot.citations.evidence import Evidence
from bot.citations.figures import Fit, fit
from bot.citations.implied import is_implied
from bot.citations.moved import is_last_day, tells_end, tells_start
from bot.citations.numbers import says_little
from bot.citations.prepared import Prepared, prepare
from bot.citations.spelled import is_in_a_name
from bot.language.dates import interval
from bot.language.numbers import Quantity
from bot.language.numbers.quantity import CODE, DAY, YEAR
from bot.model import Check, Claim, Finding, Label, Note

_CARRIED = Fit.BOUND  # or better


def parity(claim: Claim, evidence: Evidence) -> tuple[Finding, ...]:
    """Compare every two sides; a drift is blamed on the side that the sources do not carry."""
    sides = [prepare(text, language) for language, text in claim.text.items() if text]
    return tuple(
        finding
        for n, one in enumerate(sides)
        for other in sides[n + 1 :]
        for finding in _compare(one, other, evidence)
    )


def _compare(one: Prepared, other: Prepared, evidence: Evidence) -> Iterator[Finding]:
    paired: set[int] = set()
    for side, against in ((one, other), (other, one)):
        yield from _lacks(side, against, paired, evidence)
        yield from _lacks_time(side, against, evidence)


def _lacks(
    one: Prepared, other: Prepared, paired: set[int], evidence: Evidence
) -> Iterator[Finding]:
    """Yield the figures of ``one`` that ``other`` does not carry.

    ``paired`` are the ids of those that were found to carry one of the other side: what carries
    a figure on one side is carried by it on the other.
    """
    for figure in one.quantities:
        if id(figure) in paired or says_little(figure, one) or figure.kind is CODE:
            continue
        twin = _twin(figure, other.quantities)
        if twin is not None:
            paired.add(id(twin))
            continue
        if _both_ends(figure, other.quantities):
            continue
        if _is_told_from_today(figure, other, evidence):
            continue
        if figure.kind is YEAR and (
            tells_year_beside(int(figure.value), other) or _is_years(figure, other, evidence)
        ):
            continue
        if figure.kind is DAY and is_last_day(int(figure.value)) and tells_end(other):
            continue
        if figure.kind is DAY and figure.value == 1 and tells_start(other):
            continue
        if is_implied(figure, one, (other,)) or is_in_a_name(figure, one, (other,)):
            continue
        held = _carried(figure, evidence.figures)
        values = {"figure": one.written(figure), "side": other.language}
        blamed = other.language if held else one.language
        yield Finding(Check.PARITY, Label.UNSUPPORTED, Note("check.parity.number", values), blamed)


def _is_years(figure: Quantity, other: Prepared, evidence: Evidence) -> bool:
    """Whether a side names a year by its distance from the day of publication: next year."""
    times = (time for time in other.dates(evidence.day) if time.shift and time.values)
    spans = (interval(value) for time in times for value in time.values)
    return any(span and span[0].year == span[1].year == int(figure.value) for span in spans)


def _is_told_from_today(figure: Quantity, other: Prepared, evidence: Evidence) -> bool:
    """Whether a side names a time as so many days off: two days ago, أول من أمس."""
    if figure.unit is None:
        return False
    moved = {f"{figure.unit} -{figure.value}", f"{figure.unit} {figure.value}"}
    return any(time.shift in moved for time in other.dates(evidence.day))


def _carried(figure: Quantity, there: Sequence[Quantity]) -> bool:
    return _twin(figure, there) is not None or _both_ends(figure, there)


def _twin(figure: Quantity, there: Sequence[Quantity]) -> Quantity | None:
    """Return the first of some figures that carries another, or is carried by it."""
    for other in there:
        if fit(figure, other) >= _CARRIED or fit(other, figure) >= _CARRIED:
            return other
    return None


def _both_ends(figure: Quantity, there: Sequence[Quantity]) -> bool:
    if figure.high is None:
        return False
    return {figure.value, figure.high} <= {v for other in there for v in other.values}


def _lacks_time(one: Prepared, other: Prepared, evidence: Evidence) -> Iterator[Finding]:
    """Yield the relative times ("next week") that neither the other side nor a source has."""
    for time in one.dates(evidence.day):
        moved = shift(time)
        if moved is None or moved[1] == 0 or time.values or time.weekday is not None:
            continue
        if is_told_from(time, one) or is_length(time, other.quantities):
            continue
        said = {shift(d) for d in other.dates(evidence.day)}
        said |= {shift(d) for p in evidence.passages for d in p.prepared.dates(evidence.day_of(p))}
        if moved not in said:
            values = {"figure": time.surface, "side": other.language}
            note = Note("check.parity.number", values)
            yield Finding(Check.PARITY, Label.UNSUPPORTED, note, one.language)
