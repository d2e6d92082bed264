"""What a source says with a "not", and a claim with the very verb and what it is done to without.

Other cues ask whether a claim has anything negative at all; here the verb itself is looked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.citations.denials import affirms
from bot.citations.litotes import turns_round
from bot.citations.marks import Sense, is_number
from bot.citations.phrases import Mark
from bot.citations.reading import Reading
from bot.language import stem
from bot.model import Check, Finding

_HEAD = 3  # words behind a denial in which its verb stands
_WHO = 8  # words behind an Arabic verb of refusing in which stands what is refused
_FEW = 2  # content words behind a verb that tell what it is done to
_REACH = 6  # words behind or before a verb of a claim in which these stand
_BEFORE = 5  # words before a verb in which a denial governs it
_DENYING = ("negation", "without", "refused", "contrary")
_NEGATIVE = ("negation", "without", "refusal", "privative", "absence", "denied", "refused")
_LEFT_OPEN = ("possible", "perhaps")
_THAT = frozenset(("ان", "اي"))
_NOT = re.compile(r"not|cannot|never|\w+n't")
_VERBS = frozenset(
    (
        *("do", "does", "did", "will", "would", "can", "could", "has", "have", "had", "may"),
        *("is", "are", "was", "were", "be", "been", "should", "might", "must", "to"),
    )
)
_BEING = frozenset(
    (*("is", "are", "was", "were", "be", "been", "isn't", "aren't", "wasn't", "weren't"),)
)
_DECLINED = frozenset(("declined", "declines", "decline", "declining"))


def unsaid(one: Reading) -> Iterator[Finding]:
    """Yield a doubt where a side affirms the verb that its sources only deny."""
    if not _DECLINED.isdisjoint(one.sense.words):
        return
    mine = len(one.sense.tagged(*_NEGATIVE))
    for source in one.own:
        for mark in source.tagged(*_DENYING):
            head = _head(source, mark)
            if head is None or affirms(source, mark) or turns_round(source, mark):
                continue
            if mine and mine >= _negatives(source, source.sentence_of[mark.start]):
                continue
            objects = {source.roots[at] for at in source.scope(Mark("", head + 1, head + 1), _FEW)}
            there = (_tells(t, source, head, objects) for t in one.own)
            if objects and _tells(one.sense, source, head, objects) and not any(there):
                yield one.finds(Check.POLARITY, "lost", source=source.surface(mark.start, head + 2))
                return


def _negatives(text: Sense, sentence: int) -> int:
    return sum(text.sentence_of[mark.start] == sentence for mark in text.tagged(*_NEGATIVE))


def _head(source: Sense, mark: Mark) -> int | None:
    """Return where the verb stands that a mark denies; "without" one behind أن or in -ing."""
    word = source.words[mark.start]
    if mark.tag == "contrary":
        if word not in _DECLINED:
            return None
    elif mark.tag == "refused" and word > "\u0600":
        return _refused(source, mark)
    elif mark.tag == "negation" and word < "\u0600" and not _denies_verb(source, mark):
        return None
    places = range(mark.end, min(mark.end + _HEAD, len(source.words)))
    head = next((at for at in places if source.content[at]), None)
    if head is None or any(source.parts(at) for at in range(mark.end, head + 1)):
        return None
    if is_number(source.words[head]):
        return None
    between = source.words[mark.end : head]
    if mark.tag in ("contrary", "refused"):
        return head if "to" in between else None
    if mark.tag == "without" and not (_THAT & set(between) or source.words[head].endswith("ing")):
        return None
    return head


def _denies_verb(source: Sense, mark: Mark) -> bool:
    """Whether an English denial is of a verb, in a statement: "did not", no "not the", no "nor"."""
    word, before = source.words[mark.start], source.words[max(0, mark.start - 1)]
    return bool(_NOT.fullmatch(word)) and (word != "not" or before in _VERBS)


def _refused(source: Sense, mark: Mark) -> int | None:
    """Return where the Arabic noun stands of what somebody refuses: who does so is before it."""
    end = min(mark.end + _WHO, source.runs[source.sentence_of[mark.start]][1])
    nouns = (at for at in range(mark.end, end) if source.words[at].startswith("ال"))
    return next((at for at in nouns if source.parts(at) or at == mark.end), None)


def _tells(text: Sense, source: Sense, head: int, objects: set[str]) -> bool:
    """Whether a text has the verb of a source, undenied, elsewhere, and beside it its objects."""
    return any(
        (text is not source or at != head)
        and is_form(text.words[at], source.words[head])
        and (text.words[at] == source.words[head] or not _is_of_being(source, head))
        and not _is_denied(text, at)
        and objects <= set(text.roots[max(0, at - _REACH) : at + _REACH])
        for at in text.places.get(source.roots[head], ())
    )


def _is_of_being(source: Sense, head: int) -> bool:
    """Whether an English adjective is denied, which has one form: "weren't innocent"."""
    return not _BEING.isdisjoint(source.words[max(0, head - _HEAD) : head])


def is_form(word: str, verb: str) -> bool:
    """Whether a word of a verb's root tells of its deed: in English no "treating" of "treat"."""
    if word > "\u0600":
        return True
    return stem(word) == stem(verb) and (verb.endswith("ing") or not word.endswith("ing"))


def _is_denied(text: Sense, at: int) -> bool:
    marks = text.tagged(*_NEGATIVE, *_LEFT_OPEN)
    return any(at - _BEFORE <= mark.start <= at + 1 for mark in marks)
