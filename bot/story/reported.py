"""Whose report a paragraph passes on: «نقلت صحيفة ... عن», "told Reuters", "(أ ف ب)"."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache, lru_cache

from bot.language import fold, folded
from bot.story import media
from bot.story.media import listed
from bot.story.tables import table

_QUOTATION = re.compile(r"“[^”]*”|\"[^\"]*\"|«[^»]*»")
_INNER_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]+")
_QUOTED = r'"(?P<quoted>[^"]{2,40})"'
_BETWEEN = r"(?:\s+(?:عنه|عنها|عنهم|اليوم|امس|ايضا|سابقا|ان))?"
_ADJECTIVE = re.compile(r"\bال\w+(?:ي|يه)$")
_CAPITALS = (
    r"(?P<plain>(?:[Tt]he\s+)?[^\W\d_a-z][\w'’-]*(?:\s+(?:of\s+|al-)?[^\W\d_a-z][\w'’-]*){0,4})"
)


def hearsay(text: str, language: str, known: Collection[str] = ()) -> str | None:
    """Return the medium whose report a paragraph passes on, as the text writes it, or ``None``.

    ``known`` adds names to those of the list (the outlets of a story). A medium that neither
    knows is found by the noun beside it ("صحيفة", "news agency") or the last word of its name
    ("Courier"). ``None`` too where the text only says "the agency": see ``attributions``.
    """
    return next((_written(text, *span) for span in spans(text, language, known)), None)


def spans(text: str, language: str, known: Collection[str] = ()) -> Iterator[tuple[int, int]]:
    """Yield the spans of the media in ``text`` that it passes reports on from, in order."""
    finder = _arabic if language in ("ar", "fa", "ur") else _latin
    yield from sorted({*finder(text, tuple(known)), *_datelines(text, tuple(known))})


def speaks_again(text: str, language: str) -> bool:
    """Tell whether a paragraph passes on more of a medium that was named before."""
    side = "ar" if language in ("ar", "fa", "ur") else "en"
    return bool(_again(side).search(folded(text)))


def goes_on(text: str, language: str) -> bool:
    """Tell whether a paragraph lets the speaker of the one before go on, without a new name.

    «وأضاف أن ...» does and «وأضاف الوزير» does not; of English ones those where only "he",
    "she" or "they" speaks and no other name stands outside the quotation.
    """
    if language in ("ar", "fa", "ur"):
        return bool(_further_arabic().match(folded(text)))
    spoken = _QUOTATION.sub(" ", text)
    return bool(_further_english().search(spoken)) and not _INNER_NAME.search(spoken)


def _written(text: str, start: int, end: int) -> str:
    """Return a name with the article that "لل" swallowed ("للجزيرة" names "الجزيرة")."""
    swallowed = text[max(0, start - 2) : start] == "لل"
    return f"ال{text[start:end]}" if swallowed else text[start:end]


def credit(line: str, known: Collection[str] = ()) -> str | None:
    """Return the one medium that a credit line names ("المصدر: رويترز", "AFP", "واس - الرياض").

    ``None`` for lines that say more than that, among them photo credits, and for lines that
    name several media.
    """
    form = fold(line)
    found = _credit_pattern(tuple(known)).fullmatch(form.text)
    if not found or len({media.key(name) for name in _any_name().findall(form.text)}) > 1:
        return None
    return line[slice(*form.span(*found.span("name" if found.group("name") else "other")))].strip()


def dateline(text: str, known: Collection[str] = ()) -> str | None:
    """Return the medium in the dateline or at the end of a paragraph, as written, or ``None``."""
    return next((text[start:end] for start, end in _datelines(text, tuple(known))), None)


# --- Arabic, in comparison form ---------------------------------------------


def _arabic(text: str, known: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    form = fold(text)
    for pattern in _arabic_patterns(known):
        for found in pattern.finditer(form.text):
            span = _name_span(found)
            if span:
                yield form.span(*span)


def _name_span(found: re.Match[str]) -> tuple[int, int] | None:
    """Return where the name stands: a listed one, one in quotation marks, or plain words."""
    groups = found.groupdict()
    if groups.get("name"):
        return found.span("name")
    if groups.get("quoted"):
        return found.span("quoted")
    words = _until_end(found.group("plain"))
    if found.group("kind") in _forms("naming"):  # the noun is part of such a name
        words = _adjectives(words) or " ".join(words.split(" ")[:2])
        return (found.start("kind"), found.start("plain") + len(words)) if words else None
    name = _without_adjectives(words)
    return (found.start("plain"), found.start("plain") + len(name)) if name else None


def _until_end(words: str) -> str:
    """Return the words of a name that nobody knows, up to a word that ends it."""
    kept = itertools.takewhile(lambda word: word not in _forms("ends"), words.split(" "))
    return " ".join(kept)


def _adjectives(words: str) -> str:
    """Return the adjectives that ``words`` begin with ("الأنباء السعودية")."""
    return " ".join(itertools.takewhile(_ADJECTIVE.match, words.split(" ")))


def _without_adjectives(words: str) -> str:
    kept = words.split(" ")
    while kept and _ADJECTIVE.match(kept[-1]):
        kept.pop()
    return " ".join(kept)


@lru_cache(maxsize=64)
def _arabic_patterns(known: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    name = f'"?(?P<name>{_alternatives(_spoken(known))})(?!\\w)'
    before, kinds = _alternatives(_forms("before")), _alternatives(_forms("kinds"))
    kind = rf"(?P<kind>{kinds})"
    unknown = rf"(?:{_QUOTED}|(?P<plain>[^\W\d_]+(?: [^\W\d_]+){{0,2}}))"
    start = rf"(?<!\w)[وف]?(?:{before}){_BETWEEN}[\s:/]+(?:لل|بال|ل|ب)?"
    said = rf"(?<!\w)[وف]?(?:{_alternatives(_forms('speech'))})(?!\w)[^.!؟?\n]{{0,120}}?\sل"
    return tuple(
        re.compile(pattern)
        for pattern in (
            rf"{start}(?:(?:{kinds})\s+(?:\w+\s+)?)?{name}",
            rf"{start}{kind}\s+{unknown}",
            rf"{said}(?:(?:{kinds})\s+)?{name}",
            rf"{said}{kind}\s+{unknown}",
        )
    )


def _spoken(known: Iterable[str]) -> Iterable[str]:
    """Return the names in comparison form, with "لل" for the article where "ل" is glued on."""
    for name in map(folded, (*media.names(), *known)):
        yield name
        if name.startswith("ال"):
            yield name[2:]


@cache
def _forms(list: str) -> frozenset[str]:
    return frozenset(map(folded, listed(table("media")["ar"][list])))


# --- scripts with capital letters, as written -------------------------------


def _latin(text: str, known: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    for pattern in _latin_patterns(known):
        for found in pattern.finditer(text):
            if span := _listed_inside(text, found):
                yield span
            elif not set(found.group("plain").split()) & set(
                table("media")["en"]["others"].split()
            ):
                yield found.span("plain")


def _listed_inside(text: str, found: re.Match[str]) -> tuple[int, int] | None:
    """Return the span of the listed name in what was found ("South Korea's Yonhap")."""
    if found.groupdict().get("name"):
        return found.span("name")
    inside = _listed_name().search(text, *found.span("plain"))
    return inside.span() if inside else None


@cache
def _listed_name() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{_alternatives(media.names())})(?![\w-])")


@lru_cache(maxsize=64)
def _latin_patterns(known: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    data = table("media")["en"]
    names = _alternatives(name for name in (*media.names(), *known) if name.isascii() or known)
    before, after = (_loose(listed(data[side])) for side in ("before", "after"))
    kinds = _loose(listed(data["kinds"]))
    naming = "|".join(re.escape(word.title()) for word in listed(data["naming"]))
    naming = naming.replace("Tv", "TV")
    anonymous = _loose(listed(data["anonymous"]))
    typed = rf"(?:[Tt]he\s+)?(?:[\w'’-]+\s+){{0,2}}?(?:{kinds}),?\s+"
    titled = (
        rf"(?P<plain>(?:[Tt]he\s+)?(?:[A-Z][\w'’-]*\s+(?:al-|of\s+)?){{0,4}}(?:{naming}))(?![\w-])"
    )
    return tuple(
        re.compile(pattern)
        for pattern in (
            rf"\b(?:{before})\s+(?:{typed})?(?:[Tt]he\s+)?[“\"]?(?P<name>{names})(?![\w-])",
            rf"(?<![\w-])(?P<name>{names})(?:\s+\w+)?\s+(?:{after})\b",
            rf"\b(?:{before})\s+{typed}{_CAPITALS}",
            rf"\b(?:{before})\s+{titled}(?!\s+[A-Z])",
            rf"(?<![\w-]){titled}\s+(?:first\s+|also\s+|has\s+|had\s+)?(?:reported|quoted|cited)\b",
            rf"\b(?:{before})\s+(?P<plain>{anonymous})\b",
            rf"\b(?P<plain>{anonymous})\s+(?:{after})\b",
        )
    )


def _loose(phrases: Iterable[str]) -> str:
    """Return alternatives that also match with a capital first letter."""
    ordered = sorted(phrases, key=len, reverse=True)
    return "|".join(rf"[{p[0].upper()}{p[0]}]{re.escape(p[1:])}" for p in ordered)


# --- both -------------------------------------------------------------------


def _datelines(text: str, known: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    form = fold(text)
    if "(" not in form.text:  # all of them have one, and take a while to compile
        return
    for pattern in _dateline_patterns(known):
        found = pattern.search(form.text)
        if found:
            yield form.span(*found.span("name"))


@lru_cache(maxsize=64)
def _dateline_patterns(known: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    names = _alternatives(map(folded, (*media.names(), *known)))
    typed = r"وكاله [^()]{2,40}|[^()]{2,40} agency"
    name = rf"(?P<name>{names}|{typed})"
    return (
        re.compile(rf"^[^(\n]{{0,60}}\({name}\)\s*[-:]"),
        re.compile(rf"^[^(\n]{{0,60}}\({name}\)(?=\s*--)"),
        re.compile(rf"\({name}\)\.?$"),
    )


@cache
def _further_arabic() -> re.Pattern[str]:
    verbs = _alternatives(map(folded, listed(table("media")["ar"]["further"])))
    return re.compile(rf"[وف]?(?:{verbs})(?:\s+(?:قاءل|ان\b|انه|بان|الي ان)|\s*[:\"])")


@cache
def _further_english() -> re.Pattern[str]:
    verbs = _alternatives(listed(table("media")["en"]["further"]))
    return re.compile(rf"\b(?:[Hh]e|[Ss]he|[Tt]hey)\s+(?:also\s+)?(?:{verbs})\b")


@cache
def _any_name() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_alternatives(map(folded, media.names()))})(?!\w)")


@lru_cache(maxsize=64)
def _credit_pattern(known: tuple[str, ...]) -> re.Pattern[str]:
    names = _alternatives(map(folded, (*media.names(), *known)))
    kinds = _alternatives(_forms("kinds"))
    lead = r"(?:المصدر|مصدر|نقلا عن|source|via)\s*[:/\-]?\s*"
    name = rf"(?:(?:{kinds})\s+)?\"?(?P<name>{names})\"?"
    place = r"(?:[^\W\d_]+(?: [^\W\d_]+)?\s*[-/,]\s*)?"
    photo = _alternatives(map(folded, listed(table("media")["photo"])))
    return re.compile(
        rf"(?!.*(?:{photo}))[(\[\-\s]*(?:(?:{lead})?{place}{name}(?:\s*[-:/,]\s*[^\W\d_]+)?"
        rf"|{lead}(?P<other>[^\W\d_][\w .'-]{{1,40}}))[)\]\-.\s:]*"
    )


@cache
def _again(side: str) -> re.Pattern[str]:
    data = table("media")[side]
    again, passing = (_alternatives(map(folded, listed(data[k]))) for k in ("again", "passing"))
    if side == "ar":
        return re.compile(rf"(?<!\w)[وف]?(?:{passing})\s+(?:لل|ل|ب)?(?:{again})(?!\w)(?!\s+الدولي)")
    passed = _alternatives(listed(data["passed"]))
    return re.compile(rf"\b(?:(?:{passing})\s+(?:{again})|(?:{again})\s+(?:{passed}))\b")


def _alternatives(names: Iterable[str]) -> str:
    """Return a pattern for any of ``names``, the longest first."""
    return "|".join(map(re.escape, sorted(set(names), key=lambda name: (-len(name), name))))
