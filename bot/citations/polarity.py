"""``polarity``: what the source denies is not affirmed, and the other way round."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain

from bot.citations.denials import (
    CARRY,
    DENIALS,
    HIGHEST,
    affirms,
    denied,
    is_affirmed,
    is_told_of,
    surely_denied,
    tops,
)
from bot.citations.evidence import Evidence
from bot.citations.litotes import (
    affirmed,
    head_of,
    is_left_open,
    is_meant,
    is_said,
    reversed_denials,
    turns_round,
)
from bot.citations.marks import Sense, is_number, marked, sense
from bot.citations.phrases import Mark, data
from bot.citations.prepared import Prepared, kept
from bot.citations.reading import Reading, aligned, carries, doubts, near, restated, throughout
from bot.citations.unsaid import is_form, unsaid
from bot.citations.vocabulary import root
from bot.language.known import Known
from bot.model import Check, Claim, Finding

_DENYING = frozenset((*DENIALS, "refused", "denied"))
_UN = re.compile(r"un(?!i|der|til|less)\w{4,}|non\w{4,}|\w{3,}less(?:ly)?")
_PRIVATIVE = Known(lambda word: _UN.fullmatch(word) is not None)
_LENGTHS = frozenset(
    map(
        root,
        (
            *("day", "week", "month", "year", "hour", "minute", "time"),
            *("يوم", "اسبوع", "شهر", "سنه", "عام", "ساعه", "دقيقه", "ايام", "اسابيع"),
            *("اشهر", "سنوات", "اعوام", "ساعات", "دقاءق", "يومين", "عامين"),
        ),
    )
)
_ROUND = 3  # words on either side that show what a pole is said of
_CLOSE = 3  # words between a denial and the pole that it turns round
_CLAUSES = frozenset(
    ("as", "but", "because", "which", "who", "while", "if", "when", "where", "بل", "لكن", "ولكن")
)
_RELATIVE = frozenset(
    ("that", "which", "who", "الذي", "التي", "الذين", "ما", "ان", "انه", "انها", "مما", "حيث")
)
_THAT = frozenset(("ان", "انه", "انها", "that"))
_LEAST = 3  # words under a denial that a claim says again to be the same statement
_SAME = 0.6  # of the words of a claim that a sentence must have to be the same statement
_MAIN = 0.3  # of the words of a claim that a denied clause must have
_FIGURE = 6  # words behind a pole in which its figure stands
_FAR = 9  # words behind a verb of denying in which "that" stands


def polarity(claim: Claim, evidence: Evidence) -> tuple[Finding, ...]:
    """Denials, refusals and opposites of each side against the cited text."""
    return doubts(claim, evidence, _polarity)


def _polarity(one: Reading) -> Iterator[Finding]:
    found = next(
        chain(_denials(one), affirmed(one), unsaid(one), _opposites(one), _across(one)), None
    )
    if found:
        yield found


def _denials(one: Reading) -> Iterator[Finding]:
    claim = one.sense
    if not one.has(_DENYING) and not carries(one.every, *_DENYING):
        return
    mine = denied(claim)
    for source, mark in aligned(one, *DENIALS, "refused"):
        if affirms(source, mark):
            continue
        under = _until_clause(source, source.scope(mark))
        places = restated(one, source, mark, under)
        if is_left_open(one, source, mark):
            continue
        if (
            len(places) >= _LEAST
            and _names_denied(one, source, mark, under)
            and not near(claim.tagged(*CARRY), places)
            and not _negative(claim)
        ):
            words = source.surface(mark.start, mark.end + 3)
            yield one.finds(Check.POLARITY, "lost", source=words)
    yield from _passed_over(one)
    yield from reversed_denials(one)
    if one.own:
        for mark in mine:
            if turns_round(claim, mark) and not is_said(head_of(claim, mark), claim, one.own):
                continue  # "did not leave": "stayed"
            if _is_opposite(one, mark):
                continue  # "did not open": "stayed closed"
            if tops(claim, mark) and carries(one.every, *HIGHEST):
                continue  # "has not seen a deadlier one": the deadliest
            if any(surely_denied(text) for text in one.every if text not in one.own):
                continue  # a paragraph in another language may deny it
            told = is_told_of(one, mark) and not _any_negative(one.own)
            if told or is_affirmed(claim, mark, one.own):
                yield one.finds(Check.POLARITY, "added", claim=_at(claim, mark))
    elif (sure := surely_denied(claim)) and not _any_negative(one.every):
        if not (tops(claim, sure[0]) and carries(one.every, *HIGHEST)):
            yield one.finds(Check.POLARITY, "added", claim=_at(claim, sure[0]))
    elif one.source:
        yield from _against_source(one, sense(one.source))
    elif throughout(one.every, *DENIALS) and not _any_negative((claim,)):
        yield one.finds(Check.POLARITY, "lost", source=_first_words(one.every, *DENIALS))


def _is_opposite(one: Reading, mark: Mark) -> bool:
    """Whether a side denies a pole of which the sources in its language have only the opposite."""
    there = frozenset[str]().union(*map(_pole_tags, one.texts))
    return any(
        0 <= pole.start - mark.end < _CLOSE
        and _against(pole.tag) in there
        and pole.tag not in there
        for pole in marked(one.side, "poles")
    )


def _names_denied(one: Reading, source: Sense, mark: Mark, under: Sequence[int]) -> bool:
    """Whether a side has the very word that is denied: the verb, or what somebody refuses to do.

    An Arabic verb of refusing has who refuses before that: رفض النادي التعليق.
    """
    refused = mark.tag == "refused" and source.words[mark.start] > "\u0600"
    claim = one.sense
    return all(
        any(
            is_form(claim.words[i], source.words[at])
            for i in claim.places.get(source.roots[at], ())
        )
        for at in under[: 1 + refused]
    )


def _passed_over(one: Reading) -> Iterator[Finding]:
    """A claim that says nothing negative of what a source denies, its other words the same."""
    if not one.own or _negative(one.sense):
        return
    mine = one.sense.places.keys()
    for source, mark in aligned(one, *DENIALS, "denied"):
        what = source.words[max(0, mark.start - 1)] in ("ما", "وما")  # "what few know"
        if what or is_left_open(one, source, mark) or not _denies_fact(source, mark):
            continue
        whole, after = _clause(source, mark)
        told = len(whole & mine) >= _MAIN * len(mine)  # the claim is about this, not beside it
        if told and all(len(part & mine) >= _SAME * len(part) for part in (whole, after)):
            words = source.surface(mark.start, mark.end + 3)
            yield one.finds(Check.POLARITY, "lost", source=words)


def _denies_fact(text: Sense, mark: Mark) -> bool:
    """Whether a verb is denied, or somebody denies that something is so, not just a charge."""
    if mark.tag in DENIALS:
        return mark in surely_denied(text)
    return not _THAT.isdisjoint(text.words[mark.end : mark.end + _FAR])


def _clause(text: Sense, mark: Mark) -> tuple[set[str], set[str]]:
    """Return the roots of the clause around a denial and of what follows it, without its verb.

    A part without words is one that no claim has.
    """
    low, high = mark.start, mark.end
    while low and not text.parts(low) and text.words[low - 1] not in _RELATIVE:
        low -= 1
    opens = _RELATIVE | _CLAUSES if mark.tag in DENIALS else frozenset[str]()
    while high < len(text.words) and not text.parts(high) and text.words[high] not in opens:
        high += 1
    places = [i for i in range(low, high) if text.content[i]]
    verb = next((i for i in places if i >= mark.end), None)
    nothing = {""}
    told = [i for i in places if i != verb]
    after = {text.roots[i] for i in told if i >= mark.end}
    return {text.roots[i] for i in told} or nothing, after or nothing


def _until_clause(text: Sense, places: Sequence[int]) -> tuple[int, ...]:
    """Return ``places`` as far as the clause goes that a denial opens."""
    stop = (
        next((i for i in range(places[0], places[-1]) if text.words[i] in _CLAUSES), None)
        if places
        else None
    )
    return tuple(i for i in places if stop is None or i < stop)


def _at(text: Sense, mark: Mark) -> str:
    return text.surface(mark.start, mark.end + 3)


def _first_words(texts: tuple[Sense, ...], *tags: str) -> str:
    text, mark = next((text, mark) for text in texts for mark in text.tagged(*tags))
    return _at(text, mark)


def _negative(text: Sense) -> bool:
    """Whether anything in a text may say what another says with a denial."""
    return bool(text.tagged(*CARRY)) or any(map(_PRIVATIVE.__getitem__, text.words))


def _any_negative(texts: tuple[Sense, ...]) -> bool:
    return any(map(_negative, texts))


def _against_source(one: Reading, source: Sense) -> Iterator[Finding]:
    """The other language denies as often as the side that the sources speak."""
    mine, theirs = denied(one.sense), denied(source)
    silent = source if mine else one.sense
    if mine and all(turns_round(one.sense, m) and not is_meant(one, m, source) for m in mine):
        return  # "did not stop": "went on"
    if bool(mine) != bool(theirs) and not _negative(silent):
        if mine and _stands_denied(one, source):
            return
        text, marks = (one.sense, mine) if mine else (source, theirs)
        if silent.has(HIGHEST) and all(tops(text, mark) for mark in marks):
            return  # "has never been dearer": "the dearest yet"
        yield one.finds(Check.POLARITY, "sides", words=_at(text, marks[0]))


def _stands_denied(one: Reading, source: Sense) -> bool:
    """Whether the cited sentences that the source's side is made of deny something."""
    told = source.places.keys()
    shares = [
        (len(told & roots), text, k) for text in one.every for k, roots in enumerate(text.sentences)
    ]
    best = max((share for share, _, _ in shares), default=0)
    near = [(text, k) for share, text, k in shares if best and share >= _SAME * best]
    return any(
        text.sentence_of[mark.start] == k and not is_said(head_of(text, mark), text, (source,))
        for text, k in near
        for mark in surely_denied(text)
    )


def _opposites(one: Reading) -> Iterator[Finding]:
    claim = one.sense
    for mark in marked(one.side, "poles"):
        against = _against(mark.tag)
        if not any(against in _pole_tags(text) for text in one.texts) or _is_denied(claim, mark):
            continue
        if mark.tag in _TURNS and against in _pole_tags(one.side):
            continue  # "was detained for an hour and released" of who was "held and freed"
        if _turned(claim, mark, against, one) and not _same_figure(one, mark):
            words = claim.surface(max(0, mark.start - 1), mark.end + 2)
            yield one.finds(Check.POLARITY, "opposite", claim=words)


_TURNS = frozenset(("detain", "release", "open", "close", "start", "end", "join", "quit"))
"""Poles of what comes in turn: one event has both."""


def _same_figure(one: Reading, mark: Mark) -> bool:
    """Whether a source has a pole, or its word in another form, beside the side's own figure.

    Two things may move: "profit fell 7 percent while its rival's rose 11".
    """
    claim = one.sense
    mine = _figures(claim, mark)
    for text in one.texts:
        read, poles = sense(text), marked(text, "poles")
        if any(pole.tag == mark.tag and mine & _figures(read, pole) for pole in poles):
            return True
        pair = (mark.tag, _against(mark.tag))
        held = {at for pole in poles if pole.tag in pair for at in range(pole.start, pole.end)}
        own = (Mark("", at, at + 1) for at in read.places.get(claim.roots[mark.start], ())
               if at not in held)  # fmt: skip
        beside = _beside(claim, mark, _ROUND, False)
        if any(beside & _beside(read, other, _ROUND, False) for other in own):
            return True
    return False


def _figures(text: Sense, mark: Mark) -> set[str]:
    """Return the figures close behind a pole in its clause."""
    high = mark.end
    while high < min(len(text.words), mark.end + _FIGURE) and not text.parts(high):
        high += 1
    return {word for word in text.words[mark.end : high] if is_number(word)}


def _across(one: Reading) -> Iterator[Finding]:
    """A pole on one side where the other side has the opposite, and neither has both."""
    if one.source is None:
        return
    mine = _poles(one.side)
    theirs = _poles(one.source) if mine else {}
    for tag, mark in mine.items():
        against = _against(tag)
        if against in theirs and tag not in theirs and against not in mine:
            if not _TIMES.isdisjoint((tag, against)):
                continue
            words = one.sense.surface(max(0, mark.start - 1), mark.end + 2)
            yield one.finds(Check.POLARITY, "sides", words=words)


_TIMES = frozenset(("before", "start", "open"))  # told from either end


@kept
def _poles(text: Prepared) -> dict[str, Mark]:
    """Return the poles of a text, each with the first mark of it; denied ones left out."""
    read = sense(text)
    marks = reversed(marked(text, "poles"))
    return {mark.tag: mark for mark in marks if not _is_denied(read, mark)}


def _is_denied(text: Sense, pole: Mark) -> bool:
    """Whether a pole stands under a denial ("not clear"): then it is the other one."""
    marks = text.tagged("negation", "privative")
    alone = pole.end - pole.start == 1  # the denial is none of its own words: غير قادر
    return any(
        0 <= pole.start - mark.end <= _CLOSE or (alone and mark.start == pole.start)
        for mark in marks
    )


@kept
def _pole_tags(text: Prepared) -> frozenset[str]:
    """Return the poles of a text, denied ones too."""
    return frozenset(mark.tag for mark in marked(text, "poles"))


def _turned(claim: Sense, mark: Mark, against: str, one: Reading) -> bool:
    """Whether the sources have the opposite beside the same words, and never this pole there."""
    after = mark.tag in ("before", "after")
    for reach in (1,) if after else (1, _ROUND):
        mine = _beside(claim, mark, reach, after)
        poles = [
            pole.tag
            for text in one.texts
            for pole in marked(text, "poles")
            if pole.tag in (mark.tag, against)
            and not _is_denied(sense(text), pole)
            and mine & _beside(sense(text), pole, reach, after)
        ]
        if poles:  # the nearest words tell what it is said of
            return all(tag == against for tag in poles)
    return False


def _beside(text: Sense, mark: Mark, reach: int, after: bool) -> set[str]:
    """Return the roots of the content words of the clause around a mark, or after it alone."""
    low, high = mark.start, mark.end
    while not after and low > max(0, mark.start - reach) and not text.parts(low):
        low -= 1
    while high < min(len(text.words), mark.end + max(reach, 2 * after)) and not text.parts(high):
        high += 1
    places = [i for i in range(low, high) if text.content[i] and not mark.start <= i < mark.end]
    places = [i for i in places if not (after and is_number(text.words[i]))]
    found = [text.roots[i] for i in places if text.roots[i] not in _LENGTHS]
    return set(found[:1] if after else found) - _own_roots(text, mark)


def _own_roots(text: Sense, mark: Mark) -> set[str]:
    """Return the roots of a mark's own words."""
    return set(text.roots[mark.start : mark.end])


@cache
def _against(tag: str) -> str:
    table = data("poles")
    straight = table[tag].get("against")
    if straight:
        return str(straight)
    return next(name for name, pole in table.items() if pole.get("against") == tag)
