"""Whose words stand where in a sentence that several may speak in.

``bot.extract`` tells who speaks for a sentence as a whole. "A announced it, while B called it
«progress»" has two voices: the clauses are read by themselves, and one that names a speaker of its
own speaks for him. A clause that names nobody goes on with the voice before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.extract import speech_ar, speech_en
from bot.extract.lexicon import lexicon, tokenize
from bot.extract.passages import Passage
from bot.extract.speech import Clause, Span
from bot.questions.labels import labels
from bot.questions.people import is_somebody, same, who
from bot.questions.tables import folded_set

_READERS = {"ar": speech_ar.read, "en": speech_en.read}
_STOPS = frozenset({"،", ",", ";", "؛"})
_QUOTED = re.compile('["“”«»]')
_FEWEST = 3  # words of a clause that may speak for itself


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks through whom, as the source writes them; ``None`` where it names none."""

    speaker: str | None = None
    medium: str | None = None

    @property
    def known(self) -> bool:
        """Whether anybody is named at all."""
        return self.speaker is not None or self.medium is not None


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words of a sentence, from ``start`` to ``end``, and their voice."""

    start: int
    end: int
    voice: Voice


def voices(passage: Passage, heard: str | None = None) -> tuple[Spoken, ...]:
    """Return the parts of a sentence by their voices: one for most, none missing between them.

    ``heard`` is the medium whose report the sentence passes on, where no clause names one.
    """
    main = Voice(passage.speaker or _presenter(passage), passage.medium or heard)
    out: list[Spoken] = []
    for start, end in _clauses(passage):
        before = out[-1].voice if out else main
        voice = _own(passage, start, end) or before
        known = next((one for one in (main, before) if _same(voice, one)), voice)
        if out and known == before:
            out[-1] = Spoken(out[-1].start, end, known)
        else:
            out.append(Spoken(start, end, known))
    return tuple(out)


def _presenter(passage: Passage) -> str | None:
    """Return who presents a thing in quoted words of his: "Ann Lee cast it as «a new dawn»".

    Only where a verb of presenting stands right behind one name before the quotation, in Arabic
    also right before it.
    """
    text, quoted = passage.text, passage.clause.quoted
    if not quoted:
        return None
    presenting = folded_set("presenting", passage.language)
    verbs = [t for t in passage.clause.tokens if t.form.lstrip("وف") in presenting]
    for label in labels(text, passage.language):
        for verb in (v for v in verbs if v.start < quoted[0][0]):
            behind = label.end <= verb.start and not text[label.end : verb.start].strip()
            before = verb.end <= label.start and not text[verb.end : label.start].strip()
            if behind or (before and passage.language == "ar"):
                return label.called
    return None


def _same(one: Voice, other: Voice) -> bool:
    """Tell whether two voices are one person's; the fuller of them is kept."""
    if one.speaker is None or other.speaker is None:
        return one == other
    return same(who(one.speaker), who(other.speaker)) and one.medium in (None, other.medium)


def _clauses(passage: Passage) -> Iterator[Span]:
    """Cut a sentence behind commas and before words that oppose, outside its quotations."""
    start = 0
    clause = passage.clause
    opposing = folded_set("voices", passage.language)
    for at, token in enumerate(clause.tokens):
        cut = token.end if token.form in _STOPS else token.start
        if token.form not in _STOPS and token.form not in opposing:
            continue
        if not clause.in_quotes(at) and len(passage.text[start:cut].split()) >= _FEWEST:
            yield start, cut
            start = cut
    if start < len(passage.text):
        yield start, len(passage.text)


def _own(passage: Passage, start: int, end: int) -> Voice | None:
    """Return the voice of a clause that names its speaker, ``None`` of any other."""
    reader = _READERS.get(passage.language)
    if reader is None or (start, end) == (0, len(passage.text)):
        return None
    text = passage.text[start:end]
    tokens = tokenize(text)
    quoted = tuple(
        (max(low - start, 0), high - start)
        for low, high in passage.clause.quoted
        if low < end and high > start
    )
    found = reader(Clause(text, tokens, lexicon(passage.language).find(tokens), quoted))
    if found is None or found.refers or found.speaker is None:
        return None
    speaker = _QUOTED.split(text[slice(*found.speaker)])[0].strip(" ،,.")
    medium = text[slice(*found.medium)] if found.medium else None
    return Voice(speaker, medium) if is_somebody(speaker) else None
