"""``polarity``: what the source denies is not affirmed, and the other way round."""

from __future__ import annotations

from collections.abc import Iterator

from bot.citations.evidence import Evidence
from bot.citations.marks import Mark, Sense, data, marked, sense
from bot.citations.reading import Reading, aligned, carries, doubts, near, restated, throughout
from bot.model import Check, Claim, Finding

_DENIALS = ("negation", "refusal")
_CARRY = (*_DENIALS, "without", "absence")
_ROUND = 3  # words on either side that show what a pole is said of
_UNDER = 6  # words after a denial that it may deny


def polarity(claim: Claim, evidence: Evidence) -> tuple[Finding, ...]:
    """Denials, refusals and opposites of each side against the cited text."""
    return doubts(claim, evidence, _polarity)


def _polarity(one: Reading) -> Iterator[Finding]:
    found = next(_denials(one), None) or next(_opposites(one), None)
    if found:
        yield found


def _denials(one: Reading) -> Iterator[Finding]:
    claim = one.sense
    denied = claim.tagged(*_DENIALS)
    for source, mark in aligned(one, *_DENIALS):
        places = restated(one, source, mark, source.scope(mark))
        if places and not near(claim.tagged(*_CARRY), places):
            words = source.surface(mark.start, mark.end + 3)
            yield one.finds(Check.POLARITY, "lost", source=words)
    if one.own:
        for mark in denied:
            if not _excepts(claim, mark) and _is_new(claim, mark, one.own):
                words = claim.surface(mark.start, mark.end + 3)
                yield one.finds(Check.POLARITY, "added", claim=words)
    elif (
        claim.tagged("negation")
        and not _excepts(claim, denied[0])
        and not carries(one.every, *_CARRY)
    ):
        yield one.finds(
            Check.POLARITY, "added", claim=claim.surface(denied[0].start, denied[0].end + 3)
        )
    elif one.source:
        yield from _against_source(one, sense(one.source))
    elif throughout(one.every, *_DENIALS) and not claim.tagged(*_CARRY):
        yield one.finds(Check.POLARITY, "lost", source=_first_words(one.every, *_DENIALS))


def _first_words(texts: tuple[Sense, ...], *tags: str) -> str:
    text, mark = next((text, mark) for text in texts for mark in text.tagged(*tags))
    return text.surface(mark.start, mark.end + 3)


def _excepts(text: Sense, mark: Mark) -> bool:
    """Whether a denial leaves an exception (ليس ... سوى): then it affirms."""
    sentence = text.sentence_of[mark.start]
    later = (m for m in text.tagged("without") if m.start >= mark.end)
    return any(text.sentence_of[m.start] == sentence for m in later)


def _is_new(claim: Sense, mark: Mark, sources: tuple[Sense, ...]) -> bool:
    """Whether what a claim denies is affirmed by the sources, or they deny nothing."""
    if not carries(sources, *_CARRY):
        return True
    if mark.tag == "refusal":
        return False
    head = next((i for i in range(mark.end, len(claim.words)) if claim.content[i]), None)
    if head is None:
        return False
    stands = [(s, i) for s in sources for i in s.places.get(claim.roots[head], ())]
    return bool(stands) and not any(
        denial.end <= i <= denial.end + _UNDER for s, i in stands for denial in s.tagged(*_DENIALS)
    )


def _against_source(one: Reading, source: Sense) -> Iterator[Finding]:
    """The other language denies as often as the side that the sources speak."""
    mine, theirs = one.sense.tagged(*_DENIALS), source.tagged(*_DENIALS)
    if any(_excepts(text, m) for text, ms in ((one.sense, mine), (source, theirs)) for m in ms):
        return
    silent = source if mine else one.sense
    if bool(mine) != bool(theirs) and not silent.tagged(*_CARRY):
        text, mark = (one.sense, mine[0]) if mine else (source, theirs[0])
        words = text.surface(mark.start, mark.end + 3)
        yield one.finds(Check.POLARITY, "sides", words=words)


def _opposites(one: Reading) -> Iterator[Finding]:
    claim = one.sense
    for mark in marked(one.side, "poles"):
        against = _against(mark.tag)
        if one.own:
            if _turned(claim, mark, against, one):
                words = claim.surface(max(0, mark.start - 1), mark.end + 2)
                yield one.finds(Check.POLARITY, "opposite", claim=words)
        elif one.source:
            tags = {pole.tag for pole in marked(one.source, "poles")}
            if against in tags and mark.tag not in tags:
                words = claim.surface(mark.start, mark.end + 2)
                yield one.finds(Check.POLARITY, "opposite", claim=words)


def _turned(claim: Sense, mark: Mark, against: str, one: Reading) -> bool:
    """Whether the sources have the opposite beside the same words, and never this pole there."""
    after = mark.tag in ("before", "after")
    for reach in (1,) if after else (1, _ROUND):
        mine = _beside(claim, mark, reach, after)
        poles = [
            pole.tag
            for text in one.texts
            for pole in marked(text, "poles")
            if pole.tag in (mark.tag, against) and mine & _beside(sense(text), pole, reach, after)
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
    places = [i for i in range(low, high) if text.content[i]]
    found = [text.roots[i] for i in places if not mark.start <= i < mark.end]
    return set(found[:1] if after else found) - _own_roots(text, mark)


def _own_roots(text: Sense, mark: Mark) -> set[str]:
    """Return the roots of a mark's own words."""
    return set(text.roots[mark.start : mark.end])


def _against(tag: str) -> str:
    table = data("poles")
    straight = table[tag].get("against")
    if straight:
        return str(straight)
    return next(name for name, pole in table.items() if pole.get("against") == tag)
