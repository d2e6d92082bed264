"""A claim's side beside what it cites, as the cues read them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.citations.evidence import Evidence
from bot.citations.marks import Sense, sense
from bot.citations.phrases import Mark
from bot.citations.prepared import Prepared, kept, prepare
from bot.language import find
from bot.language.lazy import lazy
from bot.model import Check, Claim, Finding, Label, Note

_STATES = 4  # content words that a sentence needs to state something
_STOPS = ".!?؟…\n"
_BEFORE = 9  # words, a long subject among them, between a modal word and its verb
_NEAR = 6  # words between a mark and what it is said of
_LEAST, _BESIDE = 0.35, 0.7  # of a side's content, and of the best share, that a sentence must have
_ENOUGH = 0.75  # of the words under a mark: so many make it the same statement


@dataclass(frozen=True)
class Reading:
    """One side of a claim, the cited texts, and the sides in the languages of these.

    ``sense`` are the side's words and marks. ``texts`` are the cited texts in the side's language,
    ``own`` the words and marks of these, ``every`` of all. ``others`` are the sides in a language
    of the cited texts, ``twins`` all but this one. ``verbatim`` tells whether the side is
    whole sentences of a cited text; ``None`` if it is not in one.
    """

    side: Prepared
    sense: Sense
    cited: tuple[Prepared, ...]
    every: tuple[Sense, ...]
    texts: tuple[Prepared, ...]
    own: tuple[Sense, ...]
    others: tuple[Prepared, ...]
    twins: tuple[Prepared, ...]
    verbatim: bool | None

    @lazy
    def sentences(self) -> tuple[frozenset[int], ...]:
        """The sentences of each of ``own`` that the side seems to be made of."""
        mine = self.sense.places.keys()
        shares = [[len(mine & roots) for roots in text.sentences] for text in self.own]
        best = max((share for text in shares for share in text), default=0)
        least = max(_LEAST * len(mine), _BESIDE * best)
        return tuple(
            frozenset(k for k, share in enumerate(text) if share >= least) for text in shares
        )

    @property
    def source(self) -> Prepared | None:
        """The side in the language of the cited text, if this one is not."""
        return self.others[0] if not self.own and self.others else None

    def has(self, tags: frozenset[str]) -> bool:
        """Whether the side, or the one that speaks for the sources, has one of ``tags``."""
        return self.sense.has(tags) or (self.source is not None and sense(self.source).has(tags))

    def finds(self, check: Check, case: str, **values: object) -> Finding:
        """Return a doubt about this side."""
        note = Note(f"check.{check}.{case}", values)
        return Finding(check, Label.UNCLEAR, note, self.side.language)


_last: tuple[Claim, Evidence, tuple[Reading, ...], tuple[Reading, ...]] | None = None


def readings(claim: Claim, evidence: Evidence, parts: bool = False) -> tuple[Reading, ...]:
    """Return the sides that say something in other words than the cited text.

    A side that is whole sentences of it says nothing else; one that is a part of a sentence may
    leave out who says it: ``parts`` asks for these too. Every cue asks in turn for the same
    claim, so the last answer is kept.
    """
    global _last
    last = _last
    if last is None or last[0] is not claim or last[1] is not evidence:
        said = [one for one in _readings(claim, evidence) if not one.verbatim]
        own_words = tuple(one for one in said if one.verbatim is None)
        last = _last = claim, evidence, own_words, tuple(said)
    return last[3] if parts else last[2]


def _readings(claim: Claim, evidence: Evidence) -> Iterator[Reading]:
    sides = [prepare(text, language) for language, text in claim.text.items() if text]
    for side in sides:
        twins = tuple([one for one in sides if one is not side])
        spoken = tuple([one for one in twins if evidence.in_language(one.language)])
        cited, every, texts, own = _cited(evidence, side.language)
        whole = _verbatim(side, texts)
        yield Reading(side, sense(side), cited, every, texts, own, spoken, twins, whole)


_Cited = tuple[tuple[Prepared, ...], tuple[Sense, ...], tuple[Prepared, ...], tuple[Sense, ...]]


@kept
def _cited(evidence: Evidence, language: str) -> _Cited:
    """Return the cited texts with their words and marks: of all, and of those in a language."""
    cited = tuple(p.prepared for p in evidence.passages)
    texts = tuple(p.prepared for p in evidence.in_language(language))
    return cited, tuple(map(sense, cited)), texts, tuple(map(sense, texts))


def _verbatim(side: Prepared, texts: Iterable[Prepared]) -> bool | None:
    """Whether a side is whole sentences of one of some texts; ``None`` if it is not in one."""
    for text in texts:
        span = find(side.text, text.folded)
        if span:
            before = text.text[: span[0]].rstrip(" \n\"'«“”‏‎")
            return not before or before[-1] in _STOPS or before.split()[-1] == "و"
    return None


Asked = Callable[[Reading], Iterable[Finding]]


def doubts(
    claim: Claim, evidence: Evidence, check: Asked, parts: bool = False
) -> tuple[Finding, ...]:
    """Return what a cue finds; where the sources' own language drifts, the other is not blamed.

    The side in another language than the sources is held against the one in theirs, so it is
    asked only where that one is sound.
    """
    read = readings(claim, evidence, parts)
    own = tuple(finding for one in read if one.own for finding in check(one))
    return own or tuple(finding for one in read if not one.own for finding in check(one))


def aligned(one: Reading, *tags: str) -> Iterator[tuple[Sense, Mark]]:
    """Yield the marks of the cited text, in the sentences that the side seems to be made of."""
    for at, source in enumerate(one.own):
        for mark in source.tagged(*tags):
            if source.sentence_of[mark.start] in one.sentences[at]:
                yield source, mark


def restated(one: Reading, source: Sense, mark: Mark, under: Sequence[int]) -> tuple[int, ...]:
    """Return where a side says again the words ``under`` a mark of a source, () if it does not.

    Nor does it where another sentence of the sources has these words without such a mark.
    """
    claim = one.sense
    again = [i for i in under if source.roots[i] in claim.places]
    if len(again) < max(2, _ENOUGH * len(under)) or again[0] not in under[:2]:
        return ()
    wanted = {source.roots[i] for i in again}
    here = (id(source), source.sentence_of[mark.start])
    for other in one.own:
        marked = {_place(other, m) for m in other.tagged(mark.tag)}
        for k, roots in enumerate(other.sentences):
            if (id(other), k) != here and k not in marked and wanted <= roots:
                return ()
    first = claim.places[source.roots[again[0]]][0]
    places = (claim.places[source.roots[i]] for i in again)
    return tuple(min(p, key=lambda i: abs(i - first)) for p in places)


def near(marks: Sequence[Mark], places: Sequence[int]) -> bool:
    """Whether one of ``marks`` stands before or among some words of a text, or just after."""
    low, high = min(places) - _NEAR, max(places) + 2
    return any(low <= mark.start <= high for mark in marks)


def before(marks: Sequence[Mark], text: Sense, word: int) -> bool:
    """Whether one of ``marks`` stands before a word of a text, wherever else that word stands."""
    places = text.places.get(text.roots[word], ())
    return any(0 <= place + 1 - mark.start <= _BEFORE for place in places for mark in marks)


def carries(senses: Sequence[Sense], *tags: str) -> bool:
    """Whether any of some texts has one of ``tags``."""
    return any(one.tagged(*tags) for one in senses)


def throughout(senses: Sequence[Sense], *tags: str) -> bool:
    """Whether every sentence of some texts that states something has one of ``tags``."""
    stated = [
        (text, number)
        for text in senses
        for number, roots in enumerate(text.sentences)
        if len(roots) >= _STATES
    ]
    marked = {(id(text), _place(text, mark)) for text in senses for mark in text.tagged(*tags)}
    return bool(stated) and all((id(text), number) in marked for text, number in stated)


def _place(text: Sense, mark: Mark) -> int:
    return text.sentence_of[min(mark.start, len(text.words) - 1)]
