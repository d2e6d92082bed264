"""Cuts a text into sentences without losing a character."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache

from bot.language.tables import split, table

_STOP = re.compile(r"[.!?…؟۔。！？｡।॥]+|[\n\r\u2028\u2029]+")
_CLOSERS = "\"'”’»›)]}」』》"
_OPENERS = "“«‹「『《"
_WIDE = "。！？｡"
_LETTER_RUN = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]+)*$")
_LIST_MARK = re.compile(r"(?:^|[\n\r])\s*(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5}|[\u0621-\u064a])$")
_WINDOW = 60  # characters looked at on either side of a stop
_LONGEST_QUOTE = 600  # a quotation beyond this is cut like running text


def sentences(text: str, language: str = "und") -> tuple[tuple[int, int], ...]:
    """Return half-open spans of the sentences of ``text``; together they are all of it.

    A sentence keeps the stop, the closing quotes and the space behind it. Not cut: at commas and
    semicolons of any script, after abbreviations, initials, list numbers, in decimals and
    addresses, between the sentences of one quotation. ``language`` chooses the abbreviations;
    "und" uses those of all. Never raises; the empty text has no sentence.
    """
    quoted = _quotations(text)
    openings = [low for low, _ in quoted]
    spans: list[tuple[int, int]] = []
    start = 0
    for stop in _STOP.finditer(text):
        if stop.start() < start:
            continue
        end = _end_of_sentence(text, start, stop, language)
        if end is None or _inside(end, openings, quoted):
            continue
        while end < len(text) and text[end].isspace():
            end += 1
        if text[start:end].strip():
            spans.append((start, end))
            start = end
    if start < len(text):
        spans = _with_rest(text, spans, start)
    return tuple(spans)


def _inside(end: int, openings: list[int], quoted: list[tuple[int, int]]) -> bool:
    """Tell whether a cut at ``end`` would fall between quotation marks that pair up."""
    nearest = bisect_left(openings, end) - 1
    return nearest >= 0 and end <= quoted[nearest][1]


def _with_rest(text: str, spans: list[tuple[int, int]], start: int) -> list[tuple[int, int]]:
    """Add what follows the last stop; bare punctuation belongs to the sentence before it."""
    if spans and not any(char.isalnum() for char in text[start:]):
        return [*spans[:-1], (spans[-1][0], len(text))]
    return [*spans, (start, len(text))]


def _end_of_sentence(text: str, start: int, stop: re.Match[str], language: str) -> int | None:
    """Return where the sentence from ``start`` ends if this stop ends it, else ``None``."""
    end, sign = stop.end(), stop.group()
    if sign[0] in "\n\r\u2028\u2029":
        return None if _is_wrapped(text, stop) else end
    if not text[start : min(stop.start(), start + 20)].strip(_OPENERS + _CLOSERS + " \t"):
        return None
    while end < len(text) and text[end] in _CLOSERS:
        end += 1
    if sign[0] in _WIDE or end == len(text):
        return end
    after = text[end : end + _WINDOW].lstrip()
    if not text[end].isspace():
        return end if _is_glued(text, stop.start(), end) else None
    if not after:
        return end
    before = text[max(start, stop.start() - _WINDOW) : stop.start()]
    if after[0].islower() or after[0] in ",;،؛:":
        return None
    return end if _stops(before, sign, after, language) else None


def _is_wrapped(text: str, stop: re.Match[str]) -> bool:
    """Tell a line that was only wrapped from one that ended: the next begins in lower case."""
    after = text[stop.end() : stop.end() + _WINDOW].lstrip(" \t")
    return len(stop.group().strip("\r")) == 1 and bool(after) and after[0].islower()


def _is_glued(text: str, stop: int, end: int) -> bool:
    """Tell a stop without a space behind it ("ذلك.وقال") from the dot of an address or acronym."""
    before, after = text[max(0, stop - 3) : stop], text[end : end + 3]
    arabic = all("\u0621" <= char <= "\u06d3" for char in before + after)
    return len(before) == 3 and len(after) == 3 and (arabic or text[stop] in "؟۔")


def _stops(before: str, sign: str, after: str, language: str) -> bool:
    """Decide whether ``sign`` ends a sentence, from the words on both its sides."""
    if sign.startswith(("…", "..")):
        return after[0].isupper()
    if sign != ".":
        return True
    if _LIST_MARK.search(before):
        return False
    word = _LETTER_RUN.search(before)
    if word is None:
        return not _is_ordinal(before, after, language)
    token = word.group().casefold()
    if token in _abbreviations(language, "never"):
        return False
    if "." in token or len(token) == 1 or token in _abbreviations(language, "seldom"):
        return _begins_sentence(after, language) and not _is_initial(word.group())
    return True


def _is_initial(token: str) -> bool:
    """Tell the initial of a name ("J.", "م."), which a name follows, from an acronym ("U.S.")."""
    return len(token) == 1 and (token.isupper() or not (token.islower() or token.isupper()))


def _is_ordinal(before: str, after: str, language: str) -> bool:
    """Tell "am 3. Oktober" from the end of a sentence in languages that write ordinals so."""
    tail = re.search(r"(?<![\d.,])\d{1,2}$", before)
    return language in _ordinal_languages() and tail is not None and after[:1].isalpha()


def _begins_sentence(after: str, language: str) -> bool:
    word = re.match(r"[\"'“«(]*([^\W\d_]+)", after)
    if word is None:
        return False
    starters = table("sentences")["starters"]
    lists = starters.values() if language not in starters else (starters[language],)
    return any(word.group(1) in split(words) for words in lists)


@cache
def _abbreviations(language: str, how: str) -> frozenset[str]:
    data = table("sentences")["abbreviations"]
    lists = [data[language]] if language in data else list(data.values())
    return frozenset(word for entry in lists for word in split(entry.get(how, "")))


@cache
def _ordinal_languages() -> frozenset[str]:
    return frozenset(table("sentences")["ordinal_stop"])


def _quotations(text: str) -> list[tuple[int, int]]:
    """Return spans of text between quotation marks that pair up, openers and closers outside."""
    return [
        (found.start(), found.end() - 1)
        for found in _QUOTATION.finditer(text)
        if found.end() - found.start() <= _LONGEST_QUOTE
    ]


_QUOTATION = re.compile(
    r"“[^“”\n]*”|«[^«»\n]*»|„[^„“”\n]*[“”]|‹[^‹›\n]*›|「[^「」\n]*」|"
    r"(?<![^\s(\[:،؛,;—–-])\"(?=\S)[^\"\n]*(?<=\S)\"(?![^\W_])"
)
