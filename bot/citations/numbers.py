"""``numbers``: every figure of a claim is carried by the text that it cites."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from bot.citations.course import reversed_course
from bot.citations.crossed import crossed
from bot.citations.dates import is_count
from bot.citations.evidence import Evidence, Passage
from bot.citations.exchanged import exchanged
from bot.citations.figures import Fit, bound_holds, fit, same_value
from bot.citations.implied import is_implied
from bot.citations.prepared import Prepared, prepare
from bot.citations.spelled import is_in_a_name
from bot.language import ascii_digits, find_all
from bot.language.numbers import (
    Bound,
    Quantity,
    binds,
    common,
    compatible,
    parted_bound,
    scale,
)
from bot.language.numbers.quantity import (
    CARDINAL,
    CODE,
    EXACT,
    FRACTION,
    ORDINAL,
    TIME,
    VAGUE,
    YEAR,
)
from bot.model import Check, Claim, Finding, Label, Note

_LONG = 8  # digits in a row that no name of a model has
_PARTED = re.compile(r"(?<=\d)[\s().,٬،+/-]{1,3}(?=\d)")  # inside a telephone number, a long sum
_POINT = re.compile(r"\W*(?:of an? |a )?(?:percentage |basis )?(?:points?\b|نقطه|بالمءه)")
_NUMBERED = re.compile(r" (?:[Nn]o\b|\d)")
_DIGIT, _LETTER = re.compile(r"\d"), re.compile(r"[^\W\d]")
_CLAUSE, _PART = re.compile(r"[.;:!?()\"]"), re.compile(r"[,.;:!?()\"]")
_NEAR = 5  # words before a bound in which a "no" turns it round
_NO = re.compile(r"(?:no|not|never|nor|cannot|\w+n't|[وف]?(?:لا|لم|لن|ليس|ليست|دون|غير|عدم))$")

_VALUES = ("check.numbers.other", "check.numbers.absent")

Found = Sequence[tuple[Quantity, Passage]]


def numbers(claim: Claim, evidence: Evidence) -> tuple[Finding, ...]:
    """Value, scale, unit, money, bound and what is counted, of each side against the sources.

    A value that another side has too, and that holds there, was only misread on this one.
    """
    sides = [prepare(text, language) for language, text in claim.text.items() if text]
    judged = [tuple(_judged(side, evidence)) for side in sides]
    held = [[figure for figure, reason in one if reason is None] for one in judged]
    return tuple(
        Finding(Check.NUMBERS, Label.UNSUPPORTED, reason, side.language)
        for at, (side, one) in enumerate(zip(sides, judged, strict=True))
        for figure, reason in one
        if reason
        and not (
            reason.key in _VALUES
            and any(_is_among(figure, there) for there in (*held[:at], *held[at + 1 :]))
        )
    )


def _is_among(figure: Quantity, held: Sequence[Quantity]) -> bool:
    return any(figure.value == one.value and compatible(figure.unit, one.unit) for one in held)


def _judged(side: Prepared, evidence: Evidence) -> Iterator[tuple[Quantity, Note | None]]:
    """Yield the figures of one text, each with what is wrong with it, ``None`` if it holds."""
    named = side.dates(evidence.day) if side.quantities else ()
    dated = [(one.start, one.end) for one in named if not is_count(one, side)]
    for claimed in side.quantities:
        if says_little(claimed, side) or _is_dated(claimed, side, dated):
            continue
        reason = _reason(claimed, side, evidence)
        excused = reason and _is_excused(claimed, side, evidence)
        yield claimed, None if excused else reason
    for passage in evidence.passages:
        turned = crossed(side, passage.prepared) or exchanged(side, passage.prepared)
        if turned:
            yield turned[0], _says("counts", turned[0], side, turned[1], passage)
            return
        back = reversed_course(side, passage.prepared)
        if back:
            yield back[0], _says("turned", back[0], side, back[1], passage)
            return


def _is_excused(claimed: Quantity, side: Prepared, evidence: Evidence) -> bool:
    """Whether a figure that no source carries is a length that has passed, or of a name."""
    if _has_passed(claimed, evidence) or _is_outlets(claimed, side, evidence):
        return True
    return is_in_a_name(claimed, side, [passage.prepared for passage in evidence.passages])


def says_little(figure: Quantity, text: Prepared) -> bool:
    """Whether a figure may count nothing: it is weak, or a name (the ship Billions No. 18)."""
    if figure.weak:
        return True
    if figure.kind is not VAGUE or text.language != "en":
        return False
    start, end = text.folded.span(figure.start, figure.end)
    return text.text[start].isupper() and bool(_NUMBERED.match(text.text, end))


def _is_dated(claimed: Quantity, side: Prepared, dated: Sequence[tuple[int, int]]) -> bool:
    """Whether a figure is part of a time: the dates see to it."""
    if claimed.kind in (TIME, CODE) or not dated:
        return False
    start, end = side.folded.span(claimed.start, claimed.end)
    return any(low < end and start < high for low, high in dated)


def _is_outlets(claimed: Quantity, side: Prepared, evidence: Evidence) -> bool:
    """Whether a figure belongs to the name of the outlet that is cited: France 24."""
    start, end = side.folded.span(claimed.start, claimed.end)
    named = {name for passage in evidence.passages for name in passage.about.split(". ")}
    numbered = (name for name in named if _DIGIT.search(name) and _LETTER.search(name))
    spans = (span for name in numbered for span in find_all(name, side.folded))
    return any(low <= start and end <= high for low, high in spans)


def _has_passed(claimed: Quantity, evidence: Evidence) -> bool:
    """Whether so many years lie between a year of the source and its day: since 1992, 33 years."""
    if claimed.unit not in ("year", "decade") or claimed.high is not None:
        return False
    years = claimed.value * (10 if claimed.unit == "decade" else 1)
    slack = 0 if claimed.bound is EXACT else 1
    then = {q.value for q, _ in evidence.quantities if q.kind is YEAR}
    return any(abs(d.year - year - years) <= slack for d in evidence.published for year in then)


def _reason(claimed: Quantity, side: Prepared, evidence: Evidence) -> Note | None:
    """Return why no source carries a figure, ``None`` if one does."""
    found = evidence.quantities
    if claimed.kind is CODE and _is_excused_code(claimed, side, evidence):
        return None
    if claimed.high is not None and _ends_stand(claimed, found):
        return None
    if _is_of_a_point(claimed, side) and all(scale(q.unit or "")[0] != "point" for q, _ in found):
        return None  # a quarter of a point: from 4.5 to 4.25 percent
    best = _best(claimed, found)
    if best and best[0] is Fit.FULL:
        return _of_another(claimed, side, found)
    bounds = best is None or best[0] in (Fit.NONE, Fit.BOUND)  # where they tell something
    parted = parted_bound(side.folded.text[: claimed.start]) if bounds else None
    told = claimed._replace(bound=parted) if parted else claimed
    if parted and best and best[0] is Fit.NONE:
        best = _best(told, found)
    lacks = best is None or best[0] in (Fit.NONE, Fit.UNIT)
    if lacks and is_implied(told, side, [p.prepared for p in evidence.passages]):
        return None
    if best is None or best[0] is Fit.NONE:
        return _absent(claimed, side, found)
    if best[0] is Fit.BOUND and binds(side.folded.text, side.language, best[1].bound):
        return None  # "what exceeds ... is 17 bn": the words stand apart from the figure
    if best[0] is Fit.BOUND and _parted_holds(claimed, side, best[1], best[2].prepared):
        return None
    if best[0] is Fit.BOUND and _denied(told, side, best[1], best[2].prepared):
        return None
    if best[0] is Fit.FULL:
        return _of_another(claimed, side, found)
    return _says(best[0].name.lower(), claimed, side, best[1], best[2])


def _is_of_a_point(claimed: Quantity, side: Prepared) -> bool:
    """Whether a figure is a part of a percentage point."""
    if claimed.kind is not FRACTION:
        return False
    return claimed.unit == "point" or bool(_POINT.match(side.folded.text, claimed.end))


def _best(claimed: Quantity, found: Found) -> tuple[Fit, Quantity, Passage] | None:
    """Return the figure of the sources that carries a claim's best, and how well."""
    best = None
    for figure, passage in found:
        how = fit(claimed, figure)
        if best is None or how > best[0]:
            best = how, figure, passage
            if how is Fit.FULL:
                break
    return best


def _parted_holds(claimed: Quantity, side: Prepared, one: Quantity, source: Prepared) -> bool:
    """Whether the bounds agree once verbs before their subject are read: تتجاوز سرعتها 70."""
    mine = parted_bound(side.folded.text[: claimed.start])
    theirs = parted_bound(source.folded.text[: one.start])
    if mine is None and theirs is None:
        return False
    return bound_holds(
        claimed._replace(bound=mine or claimed.bound), one._replace(bound=theirs or one.bound)
    )


def _denied(claimed: Quantity, side: Prepared, one: Quantity, source: Prepared) -> bool:
    """Whether a "no" that stands apart turns a bound round: "لا يدفع ... أكثر من 50".

    Where only one of both figures is bound it stands near: لا يُسمح بأكثر من 40 of a limit of 40.
    """
    both = Bound.EXACT not in (claimed.bound, one.bound)
    mine, theirs = _turned(claimed, side, both), _turned(one, source, both)
    if mine is claimed.bound and theirs is one.bound:
        return False
    return bound_holds(claimed._replace(bound=mine), one._replace(bound=theirs))


_TURNED = {Bound.MORE_THAN: Bound.AT_MOST, Bound.LESS_THAN: Bound.AT_LEAST}


def _turned(one: Quantity, text: Prepared, far: bool) -> Bound:
    """Return the bound of a figure as a "no" before it in its clause leaves it."""
    if one.bound not in _TURNED:
        return one.bound
    before = (_CLAUSE if far else _PART).split(text.folded.text[: one.start])[-1].split()
    near = before if far else before[-_NEAR:]
    return _TURNED[one.bound] if any(_NO.match(word) for word in near) else one.bound


def _is_excused_code(claimed: Quantity, side: Prepared, evidence: Evidence) -> bool:
    """Whether a code is cited, or may be a name's (F-35), which each language writes its way.

    A telephone number, or a sum without separators, has the same digits in every language.
    """
    digits = "".join(filter(str.isdigit, ascii_digits(side.written(claimed))))
    if len(digits) < _LONG:
        return all(q.kind is not CODE for q, _ in evidence.quantities)
    if any(q.value == claimed.value for q, _ in evidence.quantities):
        return True
    texts = (_PARTED.sub("", ascii_digits(p.prepared.text)) for p in evidence.passages)
    return any(re.search(rf"(?<!\d){digits}(?!\d)", text) for text in texts)


def _ends_stand(claimed: Quantity, found: Found) -> bool:
    """Whether both ends of a range stand in the sources, and not the other way round."""
    reversed_ = any((q.high, q.value) == (claimed.value, claimed.high) for q, _ in found)
    alike = [q for q, _ in found if compatible(claimed.unit, q.unit)]
    values = {value for q in alike for value in (*q.values, q.high)}
    return not reversed_ and {claimed.value, claimed.high} <= values


def _absent(claimed: Quantity, side: Prepared, found: Found) -> Note:
    """No figure has the value: name the one that it may have been made from, if there is one."""
    for like in (_same_digits, _same_unit, _same_counts, _same_sort):
        alike = [(q, p) for q, p in found if like(claimed, q)]
        if alike:
            q, p = min(alike, key=lambda one: abs(one[0].value - claimed.value))
            return _says("other", claimed, side, q, p)
    return Note("check.numbers.absent", {"claim": side.written(claimed)})


def _same_digits(one: Quantity, other: Quantity) -> bool:
    return _digits(one.value) == _digits(other.value) and one.value != other.value


def _digits(value: Decimal) -> tuple[int, ...]:
    return value.normalize().as_tuple().digits


def _same_unit(one: Quantity, other: Quantity) -> bool:
    if one.unit is None or other.unit is None:
        return one.kind is other.kind and one.kind in (YEAR, TIME)
    return common(one.value, one.unit)[0] == common(other.value, other.unit)[0]


def _same_sort(one: Quantity, other: Quantity) -> bool:
    """Whether one may have been made from the other: both plain counts of one size."""
    plain = one.kind is other.kind is CARDINAL and one.unit == other.unit is None
    return plain and not other.weak and one.value < 10 * other.value < 100 * one.value


def _same_counts(one: Quantity, other: Quantity) -> bool:
    return bool(set(one.counts) & set(other.counts)) and one.unit == other.unit


def _of_another(claimed: Quantity, side: Prepared, found: Found) -> Note | None:
    """Return what is wrong with a figure that the sources have too: theirs is another thing's."""
    return (_other_rank if claimed.kind is ORDINAL else _swapped)(claimed, side, found)


def _other_rank(claimed: Quantity, side: Prepared, found: Found) -> Note | None:
    """A rank of something else: "ثاني دولة" where the source has "أول دولة"."""
    nouns = _nouns(claimed)
    own = [(q, p) for q, p in found if p.language == side.language and q.kind is ORDINAL]
    if not nouns or any(same_value(claimed, q) and _nouns(q) & nouns for q, _ in own):
        return None
    for q, p in own:
        if not same_value(claimed, q) and _nouns(q) & nouns:
            return _says("other", claimed, side, q, p)
    return None


def _swapped(claimed: Quantity, side: Prepared, found: Found) -> Note | None:
    """Two figures of one language that changed places: "14 buses and 37 trains" turned round."""
    nouns = _nouns(claimed)
    others = [
        q for q in side.quantities if q is not claimed and not q.weak and not same_value(q, claimed)
    ]
    if not nouns or not others:
        return None
    part = claimed.kind is FRACTION
    own = [(q, p) for q, p in found if p.language == side.language and q.unit == claimed.unit]
    own = [(q, p) for q, p in own if (q.kind is FRACTION) == part]
    holders = [(q, p) for q, p in own if same_value(claimed, q)]
    if not holders or any(_nouns(q) & nouns or not _nouns(q) for q, _ in holders):
        return None
    taken = [(q, p) for q, p in own if not same_value(claimed, q) and _nouns(q) & nouns]
    for q, p in taken:
        for other in others:
            if same_value(other, q) and any(_nouns(h) & _nouns(other) for h, _ in holders):
                return _says("counts", claimed, side, q, p)
    return None


def _nouns(one: Quantity) -> set[str]:
    return {word for word in one.counts if word[0] != "@"}


def _says(case: str, claimed: Quantity, side: Prepared, other: Quantity, where: Passage) -> Note:
    """The note that puts what the source says beside what the claim says."""
    source = where.prepared
    values = {
        "claim": _with_bound(claimed, side),
        "source": _with_bound(other, source),
        "paragraph": where.id,
    }
    return Note(f"check.numbers.{case}", values)


def _with_bound(one: Quantity, text: Prepared) -> str:
    """Return a figure as written, from its bound to what it counts, for people."""
    form = text.folded
    low = form.text.rfind(" ", 0, max(0, one.start - 1))
    low = form.text.rfind(" ", 0, low) + 1 if low > 0 else 0
    high = form.text.find(" ", one.end + 1)
    high = len(form.text) if high < 0 else high
    start, end = form.span(low, high)
    return text.text[start:end].strip(" ،,.؛;:\"'«»“”()")
