"""Every quotation of the sources, word for word, with who says it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bot.language import folded, text_direction, words
from bot.language.names import names_in
from bot.model import Brief, Citation, Name
from bot.questions.book import Line, read
from bot.questions.people import same, who
from bot.questions.sayings import Saying, name_of, overlap, sayings, trimmed
from bot.questions.tables import folded_set
from bot.questions.voices import Voice

_LONG = 4  # words that are a quotation even where nobody is named as their speaker
_MARKS = "\"'“”„«»‘’‹›"
_WORD = re.compile(r"[^\W\d_]+")
_HABIT = 3  # times that a single word is quoted by habit
_NAMED = 2  # words that are a name if one of them is
_BEFORE = 3  # words before a quotation that may say that it is a name


@dataclass(frozen=True)
class Quotation:
    """Words between quotation marks: speaker <- medium <- the outlets of ``words``.

    ``words`` are the same words in each source that quotes them, the fullest first, without
    their marks. No speaker: the sentence names none.
    """

    speaker: Name | None
    medium: Name | None
    words: tuple[Citation, ...]


def quotations(brief: Brief) -> tuple[Quotation, ...]:
    """Return the quotations of the sources in their order, each once.

    Names of companies, terms and "so-called" things in quotation marks are left out, and a single
    word that the sources set in marks time and again.
    """
    told = [saying for saying in sayings(brief) if saying.claim]
    found = [q for line in read(brief.story).lines for q in _of_line(line, told)]
    times = Counter(map(_form, found))
    return tuple(_merged(q for q in found if " " in _form(q) or times[_form(q)] < _HABIT))


def _of_line(line: Line, told: Iterable[Saying]) -> Iterator[Quotation]:
    passage = line.passage
    for start, end in passage.clause.quoted:
        words = _inside(line, max(start, 0), min(end, len(passage.text)))
        voice = _voice(line, start)
        if _is_quotation(line, words, start, voice):
            speaker, medium = _told(voice, words, told, passage.language)
            yield Quotation(speaker, medium, (words,))


def _inside(line: Line, start: int, end: int) -> Citation:
    """Return the words of a quotation without its marks."""
    text = line.passage.text[start:end]
    left = len(text) - len(text.lstrip(_MARKS + " "))
    right = len(text.rstrip(_MARKS + " "))
    return trimmed(line.cite(start + left, start + max(left, right)))


def _voice(line: Line, at: int) -> Voice:
    return next((one.voice for one in line.spoken if one.start <= at < one.end), Voice())


def _told(
    voice: Voice, words: Citation, told: Iterable[Saying], language: str
) -> tuple[Name | None, Name | None]:
    """Return speaker and medium: of the source's sentence, else of the claim that tells of it."""
    if not voice.known:
        claims = [one for one in told if any(overlap(words, own) >= 1 for own in one.words)]
        if len({one.speaker.surface if one.speaker else "" for one in claims}) == 1:
            return claims[0].speaker, claims[0].medium
    return name_of(voice.speaker, language), name_of(voice.medium, language)


def _is_quotation(line: Line, words: Citation, start: int, voice: Voice) -> bool:
    """Tell what somebody says from names and terms that stand in quotation marks."""
    count = len(_WORD.findall(words.quote))
    if count >= _LONG:
        return True
    if not count or not voice.known or (count == 1 and words.quote.startswith("ال")):
        return False
    if _is_named(line.passage.text[:start], line.passage.language):
        return False
    return not _is_name(words.quote, line.passage.language)


def _is_named(before: str, language: str) -> bool:
    """Tell whether the words before a quotation say that it is a name: «شركة», "so-called"."""
    near = [folded(word) for word in _WORD.findall(before)[-_BEFORE:]]
    listed = folded_set("naming", language)
    return any(word in listed or word.lstrip("وفبل") in listed for word in near)


def _is_name(words: str, language: str) -> bool:
    """Tell whether quoted words are a name, or one with a noun: «مسار أستانا», "Blue Harvest"."""
    said = _WORD.findall(words)
    if text_direction(words) == "ltr" and all(word[0].isupper() for word in said):
        return True
    return len(said) <= _NAMED and bool(names_in(words, language))


# --- the same words in several sources --------------------------------------


def _merged(found: Iterable[Quotation]) -> list[Quotation]:
    """Put quotations of the same words together, also where one source cuts them short."""
    kept: list[Quotation] = []
    for one in found:
        at = next((n for n, other in enumerate(kept) if _is_same(one, other)), None)
        if at is None:
            kept.append(one)
            continue
        words = sorted((*kept[at].words, *one.words), key=lambda w: -len(w.quote))
        known = kept[at] if kept[at].speaker or not one.speaker else one
        kept[at] = replace(known, words=tuple(words))
    return kept


def _is_same(one: Quotation, other: Quotation) -> bool:
    first, second = _form(one), _form(other)
    short, long = sorted((first, second), key=len)
    voices = [who(q.speaker.surface) for q in (one, other) if q.speaker]
    if len(voices) > 1 and not same(*voices):
        return False
    if len(short.split()) < _LONG:
        return first == second
    return f" {short} " in f" {long} "


def _form(one: Quotation) -> str:
    return " ".join(words(one.words[0].quote))
