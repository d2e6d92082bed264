"""``attribution``: what somebody says stays theirs, and it is the same somebody."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import chain, islice

from bot.citations.evidence import Evidence
from bot.citations.marks import sense
from bot.citations.phrases import data
from bot.citations.prepared import Prepared
from bot.citations.reading import Reading, doubts
from bot.citations.roles import kind, name_roots, offices, speaker, swapped
from bot.citations.speech import (
    THAT,
    Utterance,
    all_attributed,
    is_according,
    spoken,
    unspoken,
    utterances,
)
from bot.citations.vocabulary import root
from bot.language import folded, words
from bot.language.names.gazetteer import is_ordinary, metonyms
from bot.language.names.matching import parts
from bot.language.names.tokens import Token
from bot.model import Check, Claim, Finding

_MOST = 0.75  # of a claim's content that one act of speech must hold to be its source
_PART = 0.6
_OFFICE = 3  # content words of an office without a name
_TITLE = 14  # words of an office before a name
_SIZES = 2  # figures of a thing that is described
_FEW = 3  # content words under which a claim is too short to say where it comes from
_DATA = frozenset(
    map(
        root,
        (
            *("data", "figures", "statistics", "images", "records", "footage", "results"),
            *("بيانات", "ارقام", "احصاءات", "احصاءيات", "صور", "سجلات", "نتاءج"),
        ),
    )
)
_VOICES = ("said", "voice", "alleged", "hearsay", "possible")
_OPEN = frozenset(("supposed", "hoped", "planned"))
_WILL = frozenset(("will", "shall", "'ll"))  # foretells, and may be anybody's word
_SPOKEN = frozenset(("said", "voice"))


def attribution(claim: Claim, evidence: Evidence) -> tuple[Finding, ...]:
    """Who speaks in the source speaks in the claim; nobody's words become our own."""
    return doubts(claim, evidence, lambda one: _attribution(one, claim, evidence), parts=True)


def _attribution(one: Reading, claim: Claim, evidence: Evidence) -> Iterator[Finding]:
    who = chain(kind(one), speaker(one), offices(one), swapped(one, evidence), _another(one))
    yield from islice(chain(_dropped(one, claim), who), 1)


def _dropped(one: Reading, claim: Claim) -> Iterator[Finding]:
    """Words that only somebody says, told as our own."""
    if claim.speaker is not None or claim.medium is not None or one.sense.tagged(*_VOICES):
        return
    if one.own and _is_still_open(one):
        return
    mine = one.sense.places.keys()
    if len(mine) < _FEW:
        return
    if not one.own:
        told = any(
            text.tagged("told") for text in ((sense(one.source),) if one.source else one.every)
        )
        told_by = one.source is not None and utterances(one.source)
        if told and (told_by or (one.source is None and all_attributed(one.cited))):
            yield one.finds(Check.ATTRIBUTION, "dropped", source=_first(one))
        return
    if len(one.own) < len(one.every):
        return  # the other language may say it in its own voice
    if any(len(mine & roots) >= _PART * len(mine) for t in one.texts for roots in unspoken(t)):
        return
    for text in one.texts:
        for said in spoken(text):
            if not _DATA.isdisjoint(said.speaker):
                continue  # figures show what is so
            if _is_own_plan(said, text, one) or _is_measured(one):
                continue
            if len(mine & said.said) >= _MOST * len(mine):
                words = sense(text).surface(said.mark.start, said.mark.end + 3)
                yield one.finds(Check.ATTRIBUTION, "dropped", source=words)


def _is_still_open(one: Reading) -> bool:
    """Whether the claim's other sides tell as hoped for or planned what nobody says there."""
    return bool(one.twins) and all(
        not twin.has(_SPOKEN)
        and any(twin.words[mark.start] not in _WILL for mark in twin.tagged(*_OPEN))
        for twin in map(sense, one.twins)
    )


def _is_own_plan(said: Utterance, text: Prepared, one: Reading) -> bool:
    """Whether a body speaks of its own plan, and the side keeps it one: "the bank plans to open".

    Its head may speak for it; who speaks is somebody of whom the text has told, if it is unsaid.
    """
    bodies = _roots_of("body") & one.sense.places.keys()
    if not bodies or not one.sense.tagged("planned"):
        return False
    spoke = (other.speaker for other in spoken(text) if other.mark.start < said.mark.start)
    who = set(said.speaker or next(iter(spoke), ()))
    firms = _roots_of("firm")
    own = (who | firms if who & _roots_of("speaks_for") and who & firms else who) & bodies
    read = sense(text)
    before = (read.roots[max(said.mark.end, p.start - 2) : p.start] for p in read.tagged("planned"))
    return any(not own.isdisjoint(roots) for roots in before)


def _is_measured(one: Reading) -> bool:
    """Whether a side tells what a thing weighs, holds or is long, with figures: a plain fact."""
    figures = [figure for figure in one.side.quantities if not figure.weak]
    return len(figures) >= _SIZES and any(
        word.removeprefix("و" * word.startswith("وو")) in _words_of("sizes")
        for word in one.sense.words
    )


@cache
def _words_of(sort: str) -> frozenset[str]:
    return frozenset(folded(data("marks")["speaking"][sort]).split())


@cache
def _roots_of(sort: str) -> frozenset[str]:
    return frozenset(map(root, _words_of(sort)))


def _first(one: Reading) -> str:
    """Return the words of saying that the other side or the cited text has."""
    for text in (one.source, *one.cited):
        marks = sense(text).tagged("said") if text else ()
        if text and marks:
            return sense(text).surface(marks[0].start, marks[0].end + 3)
    return ""


def _another(one: Reading) -> Iterator[Finding]:
    """The words of one, in the mouth of another who speaks in the sources too."""
    if not one.texts:
        return
    offices = {one.sense.roots[mark.start] for mark in one.sense.tagged("office")}
    english = one.side.language == "en"
    for mine in utterances(one.side):
        verb = one.sense.roots[mine.mark.start]
        if english and name_roots(one.side).isdisjoint(mine.speaker):
            continue  # "state", "show": nouns as often as verbs
        if not mine.speaker or offices & set(mine.speaker) or verb in _PASSIVE:
            continue
        best = _nearest(mine, one.texts)
        if best is None or _may_be(mine, *best):
            continue
        if not _before(*best).isdisjoint(mine.speaker):
            continue  # "the minister, who led the talks, said"; ورد الاتحاد في بيان
        if _is_called(mine, one.side, *best) or _is_within(mine, one.side, best[0]):
            continue
        elsewhere = any(name in sense(t).places for t in one.texts for name in mine.speaker)
        if elsewhere and not _may_be_one(mine, one.side, *best):
            words = one.sense.surface(mine.mark.start, mine.mark.end + 2)
            yield one.finds(Check.ATTRIBUTION, "speaker", claim=words)


def _nearest(mine: Utterance, texts: tuple[Prepared, ...]) -> tuple[Utterance, Prepared] | None:
    """Return the act of speech of some texts that says most of what another says, with its text.

    ``None`` if none says enough of it.
    """
    best, most = None, -1
    for text in texts:
        for other in spoken(text):
            share = len(mine.said & other.said)
            if share > most:
                best, most = (other, text), share
    return best if most >= _PART * len(mine.said) else None


def _may_be_one(mine: Utterance, side: Prepared, other: Utterance, text: Prepared) -> bool:
    """Whether two speakers share a word, or one is a seat of government and one its state."""
    if set(mine.speaker) & set(other.speaker):
        return True
    first, second = _keys(mine, side), _keys(other, text)
    return not (first | metonyms(first)).isdisjoint(second | metonyms(second))


def _is_called(mine: Utterance, side: Prepared, other: Utterance, text: Prepared) -> bool:
    """Whether a name of a speaker stands among the words for who speaks in a source.

    Offices may come before it (الناطق باسم المحكمة القاضي ...), or behind "according to" a comma.
    """
    if side.language == "en" and not is_according(mine, side):
        return False
    named = (name_roots(side) | _lone_name(mine, side)) & set(_titled(mine, side))
    return not named.isdisjoint(_titled(other, text))


def _lone_name(said: Utterance, text: Prepared) -> set[str]:
    """Return the root of a speaker of one Arabic word that is no ordinary one: بحسب الرواحي."""
    word = "".join(sense(text).words[said.mark.end : said.mark.end + 1])
    if len(said.speaker) != 1 or text.language != "ar" or not word:
        return set()
    return set() if is_ordinary(Token(word, 0, len(word), True, False, False)) else {root(word)}


def _titled(said: Utterance, text: Prepared) -> tuple[str, ...]:
    """Return the roots of who speaks with what a comma parts from that, and all of a long title."""
    read = sense(text)
    low, high = said.mark.end, read.runs[read.sentence_of[said.mark.start]][1]
    if text.language == "en" and not is_according(said, text):
        return said.speaker
    if text.language == "ar":
        opens = (i for i in range(low, high) if read.words[i] in THAT or i in read.colons)
        high = min(next(opens, low), low + _TITLE)
    else:
        commas = [i for i in range(low, high) if read.parts(i)]
        high = commas[1] if len(commas) > 1 else high
    return (*said.speaker, *(read.roots[i] for i in range(low, high) if read.content[i]))


def _is_within(mine: Utterance, side: Prepared, other: Utterance) -> bool:
    """Whether a side tells that one speaks of another's words, as a source does.

    "She said her bank had told her": both speak.
    """
    if not is_according(mine, side) or not other.said.issuperset(mine.speaker[-1:]):
        return False
    outer = (said for said in spoken(side) if said.mark != mine.mark)
    return any(not set(other.speaker).isdisjoint(said.speaker) for said in outer)


def _keys(said: Utterance, text: Prepared) -> frozenset[str]:
    """Return the known names that a speaker is called by."""
    named = (name.surface for name in text.names)
    spoken = (name for name in named if {root(w) for w in words(name)} & set(said.speaker))
    return frozenset(key for name in spoken for part in parts(name) for key in part.keys)


def _before(said: Utterance, text: Prepared) -> frozenset[str]:
    """Return the roots of the words before a verb of saying: its sentence, its Arabic clause."""
    read = sense(text)
    low = read.runs[read.sentence_of[said.mark.start]][0]
    if text.language == "ar":
        low = max((at for at in read.breaks if low < at <= said.mark.start), default=low)
    return frozenset(read.roots[low : said.mark.start])


_PASSIVE = frozenset(map(root, ("وصف", "وصفت", "عد", "عدت", "اعتبرت")))
"""Verbs before whose object may stand where a speaker does: "وُصفت الخطوة بأنها"."""


def _may_be(mine: Utterance, said: Utterance, text: Prepared) -> bool:
    """Whether who speaks in a source is left open, and not spoken of by whoever it is."""
    spoken_of = bool(said.speaker) and not said.said.isdisjoint(mine.speaker)
    return _unnamed(said, text) and not spoken_of


def _unnamed(said: Utterance, text: Prepared) -> bool:
    """Whether an act of speech has no speaker, or one with an office and no name."""
    read = sense(text)
    office = any(read.roots[mark.start] in said.speaker for mark in read.tagged("office"))
    return not said.speaker or (office and len(said.speaker) <= _OFFICE)
