"""The figures of the sources: what each says, where, and which of them are one figure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache

from bot.citations.figures import same_role, same_value
from bot.language import folded, stopwords
from bot.language.dates import DateMention, read_dates
from bot.language.dates import Kind as Time
from bot.language.names import names_in
from bot.language.numbers import Kind, Quantity, compatible, group_of, read_numbers
from bot.language.tables import split, table
from bot.model import Citation, Story
from bot.questions.book import Book, Line, read
from bot.questions.gist import Likeness, gist, likeness
from bot.questions.tables import folded_set
from bot.story.bridge import concepts_in

_WINDOW = 70  # characters on either side of a figure that say what it is about
_TELLING = 1000  # a figure from here on is no other's by accident
_DISTINCT = 13  # smaller ones count many things in a story
_ALIKE = 0.2  # likeness of what stands around two equal figures that are one
_ALIKE_SMALL = 0.05  # of small ones that count the same
_ALIKE_UNITS = 0.05  # with a unit
_ALIKE_ACROSS = 0.04  # with a unit, in two languages, which share fewer words
_APART = (Kind.YEAR, Kind.ORDINAL, Kind.FRACTION, Kind.VAGUE)
_TWO = Decimal(2)
_SINCE = ("منذ", "since", "for ")  # before a span of years: how long, not when
_LONG_UNITS = ("year", "decade", "century")
_WORD = re.compile(r"[^\W\d_]+")
_NEXT = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u064b-\u065f\u0640]|['’](?=[^\W\d_]))*")
_HYPHENS = " -‐‑–\u00a0"
_OF = ("of", "من")
_COUNTED = 2  # words behind a figure that say what it counts
_SHORTEST = 3  # letters of a word that may begin with a written-on "and"
_DIGIT = re.compile(r"\d")
_RANKED = re.compile(
    r"\W+(?:(?:most|least|worst|best|[a-z]+est)\b"
    r"|(?:اكبر|اصغر|اهم|اكثر|اقل|اعلي|ادني|اسوا|افضل|اطول|اقدم|اقوي|اغني)\b)"
)
_AGE = re.compile(r"[^\W\d_],\s*$")
_AFTER_AGE = re.compile(r"\s*(?:[,،.)]|and\b|$)")


@dataclass(frozen=True, eq=False)
class Figure:
    """One figure in one sentence of a source. ``start`` and ``end`` count in the sentence."""

    line: Line
    quantity: Quantity
    start: int
    end: int

    @property
    def surface(self) -> str:
        """The figure as the source writes it, its unit included."""
        return self.line.passage.text[self.start : self.end]

    @cached_property
    def counting(self) -> str:
        """The figure with what it counts, as far as that stands right behind it."""
        text, end = self.line.passage.text, self.end
        measured = self.quantity.unit and not self.quantity.percent and "-" not in self.surface
        if measured or self.quantity.kind is Kind.YEAR:
            return self.surface
        left = 1 if "-" in self.surface else _COUNTED
        for n, word in enumerate(_NEXT.finditer(text, self.end)):
            joined = text[end : word.start()].strip(_HYPHENS) == ""
            if not left or not joined or _ends_phrase(word.group(), n, self.line):
                break
            left -= word.group() not in (*_OF, "old")
            end = word.end()
        last = _WORD.findall(text[self.end : end])[-1:]
        return self.surface if last and last[0] in _OF else text[self.start : end]

    @property
    def words(self) -> Citation:
        """The sentence as evidence."""
        return self.line.cite()

    @property
    def before(self) -> str:
        """What stands before the figure in its sentence."""
        return self.line.passage.text[: self.start]

    @cached_property
    def around(self) -> str:
        """What stands around the figure: that it counts, and where and when."""
        text = self.line.passage.text
        before = text[max(0, self.start - _WINDOW) : self.start]
        return f"{before} {text[self.end : self.end + _WINDOW]}"

    @cached_property
    def gist(self) -> frozenset[str]:
        """What stands around the figure, to compare."""
        return gist(self.around, self.line.passage.language)

    @cached_property
    def counted(self) -> frozenset[str]:
        """What it counts: stems of its nouns, and things that have one name in any language."""
        language = self.line.passage.language
        nouns = [c for c in self.quantity.counts if c[0] != "@"]
        after = self.line.passage.text[self.end : self.end + _WINDOW // 2]
        near = " ".join(_WORD.findall(after)[:2])
        return frozenset((*(f"{language} {noun}" for noun in nouns), *concepts_in(near, language)))


def _ends_phrase(word: str, n: int, line: Line) -> bool:
    """Tell whether a word behind a figure no longer says what it counts."""
    form = folded(word)
    if n == 0 and form in _OF:
        return False
    whole = form.startswith(split(table("roles")["words"]["whole"]))
    conjunction = form.startswith("و") and len(form) > _SHORTEST and not whole
    return form in stopwords(line.passage.language) or conjunction


@lru_cache(maxsize=4)
def figures(story: Story) -> tuple[Figure, ...]:
    """Return the figures that say something, in the order of the sources.

    Left out are "one" and "first", days and times of the day, years inside a date, times ago,
    ages after a name, numbers that are names ("Channel 12"), and what is vague. Kept for the last
    few stories, as the same figures are asked for by several questions.
    """
    book = read(story)
    return tuple(figure for line in book.lines for figure in _of_line(line, book))


def _of_line(line: Line, book: Book) -> Iterator[Figure]:
    passage = line.passage
    quantities = read_numbers(passage.text, passage.language)
    if all(q.weak for q in quantities):
        return
    times = read_dates(passage.text, passage.language, book.days[passage.article])
    for quantity in quantities:
        if _says_something(quantity, line, times):
            start = quantity.start + _written_on(quantity.surface)
            yield Figure(line, quantity, start, quantity.end)


def _written_on(surface: str) -> int:
    """Return how many letters of "and" are written on a number word («وثلاثة»)."""
    return int(surface[:1] == "و" and not surface.startswith(("واحد", "وا")) and len(surface) > 3)


def _says_something(one: Quantity, line: Line, times: Iterable[DateMention]) -> bool:
    text = line.passage.text
    if one.weak or one.kind in (Kind.CODE, Kind.DAY, Kind.TIME, Kind.DECADE):
        return False
    if one.kind is Kind.VAGUE:
        return any(count[0] == "@" for count in one.counts)
    if one.kind is Kind.ORDINAL:
        after = f" {folded(text[one.end : one.end + _WINDOW])}"
        return bool(_RANKED.match(after)) or one.value > _DISTINCT
    if _is_in_time(one, times) or _is_label(one, line) or _is_age(one, text):
        return False
    worded_two = one.value == _TWO and not _DIGIT.search(one.surface)
    return not (worded_two and (_is_name(one, line) or one.surface.startswith("ال")))


def _is_in_time(one: Quantity, times: Iterable[DateMention]) -> bool:
    """Tell a figure of a date, or of a time ago, from a year or a span of years."""
    for time in times:
        if time.start < one.end and one.start < time.end:
            since = one.unit in _LONG_UNITS and folded(time.surface).startswith(_SINCE)
            return time.kind is not Time.YEAR and not since
    return False


def _is_label(one: Quantity, line: Line) -> bool:
    """Tell a number that is part of a name: Channel 12, Article 5, Euro 2016."""
    if one.unit or one.kind is Kind.RANGE or not one.surface[-1:].isdigit():
        return False
    before = _WORD.findall(line.passage.text[: one.start])[-1:]
    close = line.passage.text[: one.start].endswith((" ", "-", "\u00a0"))
    if not before or not close:
        return False
    word = before[0]
    if folded(word) in folded_set("labels", line.passage.language):
        return True
    return one.kind is Kind.CARDINAL and word[:1].isupper() and 1900 < one.value < 2100


def _is_age(one: Quantity, text: str) -> bool:
    """Tell the age behind a name ("Ann Lee, 51, ...")."""
    if one.unit or one.counts or one.value > 110:
        return False
    return bool(_AGE.search(text[: one.start]) and _AFTER_AGE.match(text[one.end :]))


def _is_name(one: Quantity, line: Line) -> bool:
    """Tell a name that ends like an Arabic dual («كازاخستان عام ...») from two of something."""
    names = names_in(line.passage.text, line.passage.language)
    return any(name.start <= one.start < name.end for name in names)


# --- one figure in several sentences ----------------------------------------


def same_figure(one: Figure, other: Figure, alike: Likeness) -> bool:
    """Tell whether two sentences give one figure: value and unit, of the same thing."""
    a, b = one.quantity, other.quantity
    if any((a.kind is kind) != (b.kind is kind) for kind in _APART):
        return False
    if not same_value(a, b) or not compatible(a.unit, b.unit):
        return False
    if a.kind is Kind.YEAR:
        return True
    if (a.unit is None) != (b.unit is None) or not same_role(a, b):
        return False
    return a.value >= _TELLING or _about_same(one, other, alike)


def _about_same(one: Figure, other: Figure, alike: Likeness) -> bool:
    """Tell by what they count and what stands around them whether two equal figures are one."""
    value, unit = one.quantity.value, one.quantity.unit
    counted, close = bool(one.counted & other.counted), alike.between(one.gist, other.gist)
    if unit is None and value < _DISTINCT:
        return counted and close >= _ALIKE_SMALL
    if counted or (_casualties(one) and _casualties(one) == _casualties(other)):
        return True
    least = _ALIKE_UNITS if unit else _ALIKE
    if unit and one.line.passage.language != other.line.passage.language:
        least = _ALIKE_ACROSS
    return close >= least


def _casualties(one: Figure) -> frozenset[str]:
    return frozenset(c for c in one.quantity.counts if c[0] == "@" and group_of(c) == "casualties")


def grouped(story: Story) -> tuple[tuple[Figure, ...], ...]:
    """Return the figures of the sources, those together that are one, in the order first given."""
    alike = likeness(story)
    groups: list[list[Figure]] = []
    for figure in figures(story):
        found = (g for g in groups if any(same_figure(figure, one, alike) for one in g))
        group = next(found, None)
        if group is None:
            groups.append([figure])
        else:
            group.append(figure)
    return tuple(map(tuple, groups))
