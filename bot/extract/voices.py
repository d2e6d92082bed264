"""Gives passages their speakers; "he added" takes his from what stands before."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.extract import speech_ar, speech_en
from bot.extract.introductions import full_name, opening_group, opening_name
from bot.extract.passages import Passage
from bot.extract.speech import Act, Span, Speech
from bot.language.words import terms

TURN = re.compile(r"([^\W\d_][^:؛،.!?؟\n]{1,40}?(?:, [^\W\d_ ]+)?)\s*:\s+(?=\S)")
_READERS = {"ar": speech_ar.read, "en": speech_en.read}
_LABEL_WORDS = 5
_QUOTES = frozenset("\"“«‘'")


def voiced(found: Sequence[Passage], labels: Mapping[str, str]) -> list[Passage]:
    """Give each passage its attribution; one that points back takes it from what stands before."""
    out: list[Passage] = []
    turn: Passage | None = None
    for passage in found:
        if passage.spoken:  # an answer, whose speaker is known
            out.append(passage)
            continue
        voiced = _read(passage)
        label = labels.get(passage.paragraph)
        if label and (turn is None or turn.paragraph != passage.paragraph):
            turn = replace(voiced, speaker=label, spoken=True)
        if label and turn:
            told = voiced.speech if voiced.speaker and not voiced.refers else None
            voiced = replace(voiced, speech=told, spoken=True)
            voiced = voiced if told else replace(voiced, speaker=label)
        elif turn and not voiced.speaker and 0 <= voiced.place - turn.place <= 2:
            voiced = replace(voiced, speaker=turn.speaker, root=turn.n, spoken=True)
        elif voiced.refers or (voiced.speech is None and voiced.spoken):
            voiced = _resolved(voiced, out)
        elif voiced.speaker:
            voiced = _introduced(voiced, out)
        elif out and _is_label(out[-1], voiced):
            name = out[-1].text.rstrip(" :")
            voiced = replace(voiced, speaker=name, root=out[-1].n, spoken=True)
        out.append(voiced)
    return out


def _is_label(passage: Passage, follows: Passage) -> bool:
    """Tell a name that stands alone over the words that follow («سالم:»)."""
    alone = passage.text.endswith(":") and 0 < passage.words <= _LABEL_WORDS
    return alone and not passage.speech and (passage.language == "ar" or _is_speech(follows))


def _read(passage: Passage) -> Passage:
    reader = _READERS.get(passage.language)
    speech = reader(passage.clause) if reader else None
    if speech is None and (label := _label(passage)):
        speech = Speech(Act.SAY, label)
    spoken = speech is None and _all_quoted(passage)
    if speech is None:
        return replace(passage, spoken=spoken)
    return replace(
        passage,
        speech=speech,
        speaker=_words(passage, speech.speaker),
        medium=_words(passage, speech.medium),
    )


def _label(passage: Passage) -> Span | None:
    """Return the speaker of "Mayor Ann Lee: We are ready" or «وزير الري: نحن مستعدون»."""
    match = TURN.match(passage.text)
    if match is None or len(match.group(1).split()) > _LABEL_WORDS:
        return None
    clause, end = passage.clause, match.end(1)
    named = [at for at, t in enumerate(clause.tokens) if t.is_word and t.end <= end]
    people = ("people.roles", "people.commentators", "people.offices")
    if any(hit.start in named for name in people for hit in passage.hits[name]):
        return match.span(1)
    capitals = passage.language != "ar" and all(map(clause.upper, named)) and len(named) > 1
    return match.span(1) if capitals and _is_speech(passage, match.end()) else None


def _is_speech(passage: Passage, start: int = 0) -> bool:
    """Tell words in someone's mouth, quoted or of an "I" or "we", from those behind a heading."""
    quoted = passage.text[start : start + 1] in tuple(_QUOTES)
    return quoted or passage.has("stance.first_person")


def _words(passage: Passage, span: Span | None) -> str | None:
    return passage.text[span[0] : span[1]] if span else None


def _all_quoted(passage: Passage) -> bool:
    words = [at for at, token in enumerate(passage.clause.tokens) if token.is_word]
    inside = sum(passage.clause.in_quotes(at) for at in words)
    return bool(words) and inside == len(words)


def _resolved(passage: Passage, before: Sequence[Passage]) -> Passage:
    """Find the speaker of "he added", "the ministry said" in the passages before it."""
    named = _subject(passage)
    skipped = passage.language == "ar"
    for earlier in reversed(before[-8:]):
        if earlier.place < passage.place - 3:
            break
        if earlier.credited:
            continue
        if not earlier.speaker and not named and (name := opening_name(earlier)):
            return replace(passage, speaker=name, root=earlier.n)
        if not earlier.speaker and _is_plural(passage) and (name := opening_group(earlier)):
            return replace(passage, speaker=name, root=earlier.n)
        if earlier.speaker and _is_plural(passage) and not _may_be_they(earlier):
            break
        if not earlier.speaker:
            if named or earlier.paragraph == passage.paragraph or not skipped:
                skipped = True
                continue
            break
        if named and not _fits(named, earlier.speaker, passage.language):
            continue
        root = earlier.root if earlier.root is not None else earlier.n
        return replace(
            passage, speaker=earlier.speaker, medium=passage.medium or earlier.medium, root=root
        )
    return passage


def _introduced(passage: Passage, before: Sequence[Passage]) -> Passage:
    """Give a speaker who is called by a bare name the full name and office given before."""
    called = terms(passage.speaker or "", passage.language)
    if len(called) > 2:
        return passage
    for earlier in before:
        full = terms(earlier.speaker or "", passage.language)
        own = earlier.root is None and not earlier.refers
        if own and len(full) > len(called) and full[-len(called) :] == called:
            return replace(passage, speaker=earlier.speaker, root=earlier.n)
    for earlier in before:
        if passage.language == "en" and (name := full_name(earlier, passage.speaker or "")):
            return replace(passage, speaker=name, root=earlier.n)
    return passage


def _is_plural(passage: Passage) -> bool:
    """Tell "they said", which speaks for several or a body, from "he said"."""
    tokens = passage.clause.tokens
    return passage.refers and not _subject(passage) and any(t.form == "they" for t in tokens[:3])


def _may_be_they(passage: Passage) -> bool:
    """Tell a group or body from one person, whom "they" does not mean."""
    words = (passage.speaker or "").split()
    return not all(word[:1].isupper() for word in words) or words[-1].lower().endswith("s")


def _subject(passage: Passage) -> frozenset[str]:
    """Return the stems of the office that stands for a name («المسؤول», "the ministry")."""
    if passage.speech is None:
        return frozenset()
    return passage.speech.pointer


def _fits(named: frozenset[str], speaker: str, language: str) -> bool:
    return named <= frozenset(terms(speaker, language))
