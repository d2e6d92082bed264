"""Tells lines that stand on a page from lines that belong to the article."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources

from bot.article.dates import spoken
from bot.language.fold import folded

LONG = 240
"""Characters above which a line is an article's own paragraph, however it begins."""
LIMITS = {"consent": 700, "comments": 700, "rights": 500}
"""The same for groups whose texts are long."""
_LEAD = "[\\s()\\[\\]*#|>~+•·-]*"  # no quotation marks: what people say may begin like this
_NAME = r"[A-Z][\w.'’-]*"
_NAMED = re.compile(
    rf"^(?:By|Von|Par|Por|Di|Door|Av|Af|Od) {_NAME}(?:(?:, | and | & | )(?:of |de |van )?{_NAME})*$"
)
_CREDITED = re.compile(
    r"(?:Reuters|EPA|AP(?::? ?Associated Press)?|AFP|Getty(?: Images| - Contributor)?|Rex Features"
    r"|PA(?: Images| Wire)?|EFE|ANSA|DPA|Twitter|Facebook|Instagram|Shutterstock|Alamy|Handout)"
    r"(?:/[A-Z][\w. ]+?)? [A-Z](?:.*[^.!?:;…])?"
)
_EDGE = "[\\s\"'()\\[\\]{}<>*#|:;,.!?/\\\\_=~+&>-]*"
_TIME = re.compile(r"\d{1,2}\s?[:.]\s?\d{2}(?:\s?[:.]\s?\d{2})?")
_TOKEN = re.compile(r"[^\W\d_]+")


@cache
def _sections() -> dict[str, dict[str, list[str]]]:
    source = resources.files(__package__).joinpath("lines.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


@cache
def _whole() -> re.Pattern[str]:
    entries = "|".join(e for group in _sections()["whole"].values() for e in group)
    return re.compile(f"{_EDGE}(?:{entries}){_EDGE}")


@cache
def _start(group: str) -> re.Pattern[str]:
    entries = "|".join(_sections()["start"][group])
    return re.compile(f"{_LEAD}(?:{entries})")


@cache
def _inside() -> re.Pattern[str]:
    return re.compile("|".join(_sections()["inside"]["report"]))


@cache
def _agencies() -> re.Pattern[str]:
    entries = "|".join(_sections()["agencies"]["names"])
    return re.compile(rf"\b(?:{entries})\b")


def kind_of_line(text: str, language: str = "und") -> str:
    """Name what a line is if it is no text of an article ("" if it is).

    The names are those of ``lines.toml``, and "date", "agency", "ad" among them. Only whole
    lines are judged: a paragraph that merely holds such words stays.
    """
    if len(text) > max(LIMITS.values()):
        return ""
    plain = folded(text[:LONG])  # where a longer one is judged, then by how it begins
    for group in _sections()["start"]:
        if len(text) <= LIMITS.get(group, LONG) and _start(group).match(plain):
            return group
    if len(text) > LONG:
        return ""
    if _inside().search(plain):
        return "report"
    if _whole().fullmatch(plain):
        return "marker"
    if _NAMED.match(text) and len(text) < 80:
        return "byline"
    if _CREDITED.fullmatch(text):
        return "credit"
    if is_date_line(text, language):
        return "date"
    return "agency" if is_agency_line(plain) else ""


@cache
def _date_words(language: str) -> frozenset[str]:
    from babel import Locale, UnknownLocaleError

    words = set(folded(" ".join(_sections_dates())).split())
    for name in dict.fromkeys(("en", {"no": "nb"}.get(language, language))):
        try:
            locale = Locale.parse(name)
        except (UnknownLocaleError, ValueError):
            continue
        for table in (locale.months, locale.days):
            for widths in table.values():
                for width in ("wide", "abbreviated"):
                    words |= {w for v in widths[width].values() for w in _TOKEN.findall(folded(v))}
    return frozenset(words)


def _sections_dates() -> list[str]:
    return _sections()["dates"]["words"]


def is_date_line(text: str, language: str = "und") -> bool:
    """Tell whether a line says nothing but when: a date, "two hours ago", a time, reading time."""
    if len(text) > 120:
        return False
    plain = folded(text)
    words = _TOKEN.findall(plain)
    when = any(w in plain for w in _sections()["dates"]["ago"])
    if not when and not _TIME.search(plain) and next(spoken(text, language), None) is None:
        return False
    known = _date_words(language)
    if len(words) > 3 and language == "und":
        return False
    rest = [w for w in words if w not in known]
    full = bool(re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", plain))
    room = 3 if full and _TIME.search(plain) and len(text) <= 70 else 1
    return not rest or (full and len(words) > len(rest) > 0 and len(rest) <= room)


def is_agency_line(plain: str) -> bool:
    """Tell whether a short folded line holds agencies and at most a place beside them."""
    if len(plain) > 60 or not _agencies().search(plain):
        return False
    if re.fullmatch(r"\(\S{2,12}\)[-.\s]*", plain):
        return True
    left = _TOKEN.findall(_agencies().sub(" ", plain))
    bracketed = plain.startswith("(") and plain.endswith((")", ")-", ")--"))
    return len(left) <= (0 if not re.search(r"[-/(|,]", plain) else 2) or bracketed
