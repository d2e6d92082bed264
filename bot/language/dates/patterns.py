"""Regular expressions for times over comparison forms, built from the date table."""

from __future__ import annotations

import re
from functools import cache

from bot.language.dates import lexicon as lex
from bot.language.dates.lexicon import either, word_set

_ON = r"(?<![\w.,:/$-])[وف]?[بلك]?"  # Arabic writes "and", "in", "for" onto the word
_DAY_SUFFIX = r"(?:st|nd|rd|th)?"
_JOIN = r"(?: ?- ?| (?:الي|حتي|او|to|or|until|till|through) | و ?| and )"
_END = r"(?!\w)"
_TENS = "(?:عشر|ثلاث|اربع|خمس|ست|سبع|ثمان|تسع)(?:ين|ون)"  # الاثنين والثلاثين: 32
# The first half of a month is no first day; "تشرين الثاني/نوفمبر" names no second.
_NO_HALF = "(?<!الاسبوع )(?<!النصف )(?<!الثلث )(?<!تشرين )(?<!كانون )(?<!ربيع )(?<!جمادي )"


def _tail() -> str:
    """Return the pattern of what may follow a month: a year, or a word that shifts it."""
    year = either(word_set("years", "ar", "en"))
    era = either(word_set("years", "hijri"))
    shift = either(word_set("shift"))
    return (
        rf"(?:(?:,? (?:من |of )?(?:{year} )?|[/.-])(?P<y>[12]\d{{3}})(?![\d%]|[.,]\d)"
        rf"(?P<era> ?(?:{era}){_END})?"
        rf"|(?: من)? (?:العام|السنه) (?P<ys>{shift}){_END}| (?P<ye>{shift}) year{_END}"
        rf"| (?P<s>{shift}){_END})?"
    )


@cache
def day_first(calendar: str) -> re.Pattern[str]:
    """Return the pattern of "6 November 2025", "السادس من نوفمبر"."""
    name = either(lex.months() if calendar == "gregorian" else lex.hijri_months())
    words = either(lex.ordinals())
    return re.compile(
        rf"(?<![\w.,:/$-])[وفبل]{{0,2}}(?:(?P<d>\d{{1,2}}){_DAY_SUFFIX}|{_NO_HALF}(?P<o>{words}))"
        rf"(?:(?P<join>{_JOIN})(?P<d2>\d{{1,2}}){_DAY_SUFFIX})?"
        rf"(?: من| of| day of)?(?: شهر)?(?!-صفر)[ /.-](?P<m>{name})\.?{_END}"  # 2-صفر: a score
        rf"(?: ?[/(-] ?(?P<m2>{name})\)?)?{_tail()}"
    )


_THE_DAY = re.compile("the [0-9]")


def may_name_again(plain: str) -> bool:
    """Whether a text has what every match of ``day_again`` has."""
    words = "الشهر" in plain or "منه" in plain or "month" in plain
    return words or _THE_DAY.search(plain) is not None


@cache
def day_again() -> re.Pattern[str]:
    """Return the pattern of a day of a month named before: "11 من الشهر نفسه", "on the 27th"."""
    words = either(name for name in lex.ordinals() if name.startswith("ال"))
    return re.compile(
        rf"(?<![\w.,:/$-])[وفبل]{{0,2}}(?:ال)?(?:(?P<d>\d{{1,2}})|(?P<o>{words}))"
        rf" (?:من الشهر (?:نفسه|ذاته|عينه)|من (?:نفس|ذات) الشهر|منه){_END}"
        rf"|(?<!\w)(?:the )?(?P<e>\d{{1,2}}){_DAY_SUFFIX} (?:of )?(?:the same|that) month{_END}"
        rf"|(?<=\bthe )(?P<n>\d{{1,2}})(?:st|nd|rd|th)(?=[.,;:)]|$| and\b| to\b)"
    )


@cache
def same_year() -> re.Pattern[str]:
    """Return the pattern of "من العام نفسه", "of the same year" behind a month."""
    return re.compile(
        r",? ?(?:من )?(?:(?:العام|السنه) (?:نفس|ذات|عين)(?:ه|ها)|(?:نفس|ذات) (?:العام|السنه))"
        rf"{_END}|,? ?(?:of |in )?(?:the same|that) year{_END}"
    )


@cache
def month_first() -> re.Pattern[str]:
    """Return the pattern of "November 6, 2025"; in Arabic the day always comes first."""
    name = either(name for name in lex.months() if name.isascii())
    return re.compile(
        rf"(?<![\w'-])(?P<m>{name})\.? (?:the )?(?P<d>\d{{1,2}}){_DAY_SUFFIX}"
        rf"(?![\w%]|[:.,]\d| ?(?:%|percent|per cent|million|people))"
        rf"(?:(?P<join>{_JOIN})(?P<d2>\d{{1,2}}){_DAY_SUFFIX}(?!\w))?{_tail()}"
    )


@cache
def month_alone(calendar: str) -> re.Pattern[str]:
    """Return the pattern of "November 2025", "last November", "نوفمبر/تشرين الثاني"."""
    name = either(lex.months() if calendar == "gregorian" else lex.hijri_months())
    shift = either(word_set("shift"))
    return re.compile(
        rf"{_ON}(?:(?P<s0>{shift}) )?(?P<m>{name})\.?{_END}"
        rf"(?: ?[/(-] ?(?P<m2>{name})\)?)?{_tail()}"
    )


@cache
def numeric() -> re.Pattern[str]:
    """Return the pattern of dates in figures, year first or last."""
    return re.compile(
        r"(?<![\d.,/-])(?:(?P<y>\d{4})(?P<p>[-/.])(?P<a>\d{1,2})(?P=p)(?P<b>\d{1,2})"
        r"|(?P<c>\d{1,2})(?P<q>[-/.])(?P<e>\d{1,2})(?P=q)(?P<z>\d{4}|(?<=/)\d{2}))"
        r"(?![\d/]|[.,-]\d)"
    )


@cache
def weekday() -> re.Pattern[str]:
    """Return the pattern of a weekday with the word that shifts it."""
    names, shift = lex.weekdays(), either(word_set("shift"))
    arabic = either(name for name in names if not name.isascii())
    latin = either(name for name in names if name.isascii())
    return re.compile(
        rf"(?<![\w-])(?:[وف]?(?:ال|بال|لل|كال)(?P<wa>{arabic}){_END}"
        rf"(?! وال(?:{_TENS})| عشره?{_END})(?: (?P<sa>{shift}))?"
        rf"|(?:(?P<s>{shift}) )?(?P<w>{latin})\.?){_END}"
    )


@cache
def relative() -> re.Pattern[str]:
    """Return the pattern of "yesterday", "أول أمس"."""
    return re.compile(rf"{_ON}(?P<r>{either(lex.looked_up('relative'))}){_END}")


@cache
def shifted_unit() -> re.Pattern[str]:
    """Return the pattern of "last year", "الأسبوع المقبل", "هذا الشهر"."""
    shift = either(word_set("shift"))
    units, this = "اسبوع|شهر|عام|سنه|عقد|قرن", either(lex.THIS)
    return re.compile(
        rf"(?<!\w)(?:[وفب]?ل?(?:ال|ل)?(?P<ua>{units}) (?P<sa>{shift})|{this} ال(?P<u0>{units})"
        rf"|(?P<s>{shift}) (?P<u>week|month|year|decade|century)){_END}"
    )


@cache
def ago() -> re.Pattern[str]:
    """Return the pattern of "two days ago", "منذ ساعتين"."""
    units, duals = either(lex.looked_up("units")), either(lex.looked_up("duals"))
    number = rf"\d{{1,4}}|{either(lex.small_numbers())}"
    before, after = (either(word_set("ago", key)) for key in ("before", "after"))
    stop = either(word_set("ago", "not_followed"))
    return re.compile(
        rf"(?<!\w)(?:[وف]?(?:{before}) (?:(?:نحو|حوالي|قرابه|زهاء) )?"
        rf"(?:(?P<dual>{duals})|(?:(?P<na>{number}) )?(?P<ua>{units}))(?! \d){_END}"
        rf"(?! (?:{stop}){_END})"
        rf"|(?P<n>{number}) (?P<u>{units}) (?:{after}){_END})"
    )


@cache
def period() -> re.Pattern[str]:
    """Return the pattern of decades and centuries."""
    decade = either(lex.looked_up("decades"))
    words = either(lex.ordinals())
    century = rf"القرن (?:(?P<cw>{words})(?: الميلادي)?|(?P<cs>الماضي|الحالي|الجاري|المنصرم))"
    return re.compile(
        rf"(?<!\w)(?:(?P<y>1[5-9]\d|20\d)0'?s|'(?P<yy>\d)0'?s"
        rf"|[وفبل]{{0,2}}(?:ال|ل)?(?P<stem>{decade})(?: (?:من )?{century.replace('P<c', 'P<d')})?"
        rf"|[وفبل]{{0,2}}{century}"
        rf"|(?P<ce>\d{{1,2}}(?:st|nd|rd|th)|{either(w for w in lex.ordinals() if w[0].isascii())})"
        rf"[ -]century){_END}"
    )


@cache
def year() -> re.Pattern[str]:
    """Return the pattern of a year, with the word before it or bare, and of a span of years."""
    word = either(word_set("years", "ar", "en"))
    hijri, christ, common = (
        either(word_set("years", key)) for key in ("hijri", "before_christ", "gregorian")
    )
    return re.compile(
        rf"(?<![\w.,/$€£#-])(?:(?P<word>[وفبل]{{0,2}}(?:{word}) )(?P<yw>\d{{3,4}})"
        r"|[وفبل]{0,2}(?P<y>1[5-9]\d\d|20[0-4]\d))"
        r"(?P<join> ?[-/] ?| و ?| and | (?:الي|to) )?(?(join)(?P<y2>\d{4}|\d{2}))"
        rf"(?P<era> ?(?:(?P<h>{hijri})|(?P<bc>{christ})|{common}){_END})?(?![\w%]|[.,]\d|[/-]\d)"
    )
