"""Denials of what is negative itself: "did not rule out", لم يتوقف. They affirm something.

Another wording of such a denial denies nothing ("left open", استمر); the verb alone turns it round.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from bot.citations.marks import Sense
from bot.citations.phrases import Mark, data
from bot.citations.reading import Reading, aligned, carries
from bot.citations.translated import meanings_of
from bot.citations.vocabulary import root
from bot.language.stemming import root as three
from bot.language.stemming import stems
from bot.model import Check, Finding

_OPEN = ("possible", "left_open")


def turns_round(text: Sense, mark: Mark) -> bool:
    """Whether what is denied is negative itself: not to stop is to go on, not to leave to stay."""
    head = head_of(text, mark)
    return head is not None and text.roots[head] in _turning()


def head_of(text: Sense, mark: Mark) -> int | None:
    """Return where the verb stands that a mark denies."""
    return next((i for i in range(mark.end, mark.end + 2) if any(text.content[i : i + 1])), None)


def is_said(head: int | None, of: Sense, texts: tuple[Sense, ...]) -> bool:
    """Whether texts in the same language have a verb of this one."""
    return head is not None and any(of.roots[head] in text.places for text in texts)


def is_left_open(one: Reading, source: Sense, mark: Mark) -> bool:
    """Whether a claim says in other words what a double denial leaves open: not ruled out."""
    head = head_of(source, mark)
    told = head is not None and source.roots[head] in one.sense.places
    return turns_round(source, mark) and not told and bool(one.sense.tagged(*_OPEN))


def is_meant(one: Reading, mark: Mark, source: Sense) -> bool:
    """Whether the other side has a word that means what a mark denies; so if none is known."""
    head = head_of(one.sense, mark)
    if head is None:
        return True
    meant = meanings_of(one.sense.words[head], one.side.language)
    there = (meanings_of(w, "und") for word in source.words for w in (word, word.lstrip("وس")))
    return not meant or any(meant & other for other in there)


def reversed_denials(one: Reading) -> Iterator[Finding]:
    """A claim that affirms a negative verb which a source only denies: "not ruled out"."""
    if one.sense.tagged("negation", "privative", "without", "possible"):
        return
    for source, mark in aligned(one, "negation"):
        head = head_of(source, mark)
        if head is None or not turns_round(source, mark):
            continue
        mine = range(len(one.sense.words))
        if all(_stem(one.sense, i) != _stem(source, head) for i in mine):
            continue
        held = [(text, i) for text in one.own for i in range(len(text.words))]
        same = [(text, i) for text, i in held if _stem(text, i) == _stem(source, head)]
        if all(text is source and i == head for text, i in same):
            yield one.finds(Check.POLARITY, "lost", source=source.surface(mark.start, head + 2))


def affirmed(one: Reading) -> Iterator[Finding]:
    """A claim that affirms an adjective which a source only denies: المتجدد of غير متجدد."""
    if not carries(one.own, *_DENYING) or one.sense.tagged(*_NEGATIVE):
        return
    for source, mark in aligned(one, *_DENYING):
        at = _adjective(source, mark)
        if at is None or source.roots[at] not in one.sense.places or _is_owned(source, at):
            continue
        if source.words[at] < "\u0600" and source.words[at] not in one.sense.words:
            continue  # no English adjective has forms: availability
        held = ((text, i) for text in one.own for i in text.places.get(source.roots[at], ()))
        if all(text is source and i == at for text, i in held):
            yield one.finds(Check.POLARITY, "lost", source=source.surface(mark.start, at + 1))


def _adjective(text: Sense, mark: Mark) -> int | None:
    """Return where the adjective stands that a mark denies: behind غير, or behind "is not"."""
    bare = text.words[mark.start] in _PRIVATIVES
    at = max(mark.end - 1, mark.start + 1) if bare else mark.end
    if at >= len(text.words) or text.parts(at) or not text.content[at]:
        return None
    return at if bare or text.words[at] in _predicates() else None


def _is_owned(text: Sense, at: int) -> bool:
    """Whether a word is a noun with whose it is, not an adjective: في غير محلها."""
    return text.words[at].endswith(("ها", "هم", "هما")) or (
        text.words[at].endswith("ه") and len(text.words[at]) <= _SHORT
    )


_SHORT = 4  # letters of a noun with its pronoun (محله); adjectives in ة have more
_DENYING = ("privative", "negation")
_PRIVATIVES = frozenset(("غير", "non"))
_NEGATIVE = ("negation", "privative", "without", "refusal", "absence", "contrary")


@cache
def _predicates() -> frozenset[str]:
    return frozenset(data("marks")["predicate"]["en"].split())


def _stem(text: Sense, at: int) -> str:
    """Return what the forms of a verb and of its noun share: يتوقف، توقف; "rule out" is one."""
    word = text.words[at]
    return three(stems(word)[0]) if word[0] > "\u0600" else text.roots[at]


@cache
def _turning() -> frozenset[str]:
    """Return the roots of verbs whose denial affirms something."""
    listed = data("marks")["turning"]
    return frozenset(root(word) for key in ("ar", "en") for word in listed[key].split())
