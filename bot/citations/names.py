"""``names``: everyone and everything that a claim names is named in what it cites."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from bot.citations.counterpart import has_counterpart
from bot.citations.evidence import Evidence
from bot.citations.given import is_by_its_end, is_in_full, is_joined_word, is_swapped
from bot.citations.prepared import Prepared, kept, prepare
from bot.citations.seats import is_of_capital, is_where
from bot.citations.translated import is_translated
from bot.citations.unnamed import is_told, is_understood, is_unnamed, keys_of, speaks_of_unnamed
from bot.language import folded
from bot.language.names import NameKind, NameMention
from bot.language.names.acronyms import is_short_for, is_shortened, spelled_out
from bot.language.names.matching import (
    Part,
    index,
    is_plainly_in,
    part_in_text,
    parts,
    spelled_beside,
)
from bot.language.names.slots import names_in_slots
from bot.language.names.tokens import tokenize
from bot.language.names.transliteration import fits, skeleton
from bot.language.numbers import is_money
from bot.model import Check, Claim, Finding, Label, Note

_BESIDE = 6  # characters between two parts of one name: "Huda al-Karmalawi"
_SHORT = 3  # letters; a shorter word is in any text
_FEW = 2  # consonants of a name that must all be there
_JOINED = 6  # letters of two Arabic words that spell one
_LONG = 40  # characters before a name that the word beside it takes at most
_WORDS = NameKind.CAPITALISED  # the kind of a name that words make
_NEXT_WORD = re.compile(r" ([^\W\d_]{3,})")
_BESIDE_AFTER = re.compile(r" ([\u0621-\u0652]+)")
_BESIDE_BEFORE = re.compile(r"([\u0621-\u0652]+) $")
_SURE = 2  # parts of a name that make a person
_FATHERS = frozenset(map(folded, ("بن", "ابن", "بنت", "أبو", "أبي", "آل", "عبد")))
_FATHER_BEFORE = re.compile(r"(?<!\w)(Ben|Bin|Bel|Bou|Abu|Abou|Ibn|Ait|Ould)[ -]$")
_PLURAL = re.compile(r"(.{3,}[^s'])s")  # of a model: three Rafales


def names(claim: Claim, evidence: Evidence) -> tuple[Finding, ...]:
    """Names of each side and of the claim's own list, in any spelling and script."""
    return (*_listed(claim, evidence), *_sides(claim, evidence))


def _sides(claim: Claim, evidence: Evidence) -> Iterator[Finding]:
    sides = [prepare(text, language) for language, text in claim.text.items() if text]
    for side in sides:
        yield from unsupported(side, evidence, [one for one in sides if one is not side])


def unsupported(
    side: Prepared, evidence: Evidence, others: Sequence[Prepared] = ()
) -> Iterator[Finding]:
    """Yield the names of one text that no cited passage has; ``others`` say the same elsewhere.

    A known name, or one in the source's own script, is surely absent. Another may be spelled out
    there, translated, or no name: that leaves a doubt, and none for an acronym across scripts,
    nor of a name that the side in the source's own script answers.
    """
    own = bool(evidence.in_language(side.language))
    speaking = () if own else tuple(one for one in others if evidence.in_language(one.language))
    yield from _in_slots(side, evidence, speaking)
    found = [
        [False] if is_where(name, side, evidence) else _parts_stand(name, side, evidence)
        for name in side.names
    ]
    absent = {
        name.surface for name, stands in zip(side.names, found, strict=True) if not all(stands)
    }
    if not absent:
        return
    for at, (name, stands) in enumerate(zip(side.names, found, strict=True)):
        if all(stands) or _begins(name, stands):
            continue
        excused = not own and (_ends(side.names, found, at) or _is_faint(name, stands))
        if excused and not is_swapped(name, stands, side, evidence):
            continue
        if _is_of_money(name, side) or _is_region(name) or is_of_capital(name, evidence):
            continue
        if _goes_on(name, side, evidence):
            continue
        if is_told(name, evidence) or is_understood(name, side, evidence):
            continue
        if len(absent) == 1 and is_unnamed(name, evidence):
            continue
        if has_counterpart(name, stands, side, speaking, evidence):
            continue
        plain = _as_words(name, others)
        if any(is_translated(plain, side, passage.prepared) for passage in evidence.passages):
            continue
        if own and _is_in_full(name, stands, side, others, evidence):
            continue
        if any(is_by_its_end(name, other, evidence) for other in others):
            continue
        if others and is_joined_word(name, others):
            continue
        sure = name.kind is NameKind.KNOWN or (own and name.kind is not NameKind.ACRONYM)
        label = Label.UNSUPPORTED if sure else Label.UNCLEAR
        note = Note("check.names.absent", {"name": name.surface})
        yield Finding(Check.NAMES, label, note, side.language)


def _in_slots(
    side: Prepared, evidence: Evidence, speaking: Sequence[Prepared]
) -> Iterator[Finding]:
    """Yield a doubt for each Arabic name that its place alone shows and no passage has."""
    shown = names_in_slots(side.text) if side.language == "ar" else ()
    if not shown or any(
        speaks_of_unnamed(passage.prepared) for passage in evidence.in_language("en")
    ):
        return
    taken = [(name.start, name.end) for name in side.names]
    for name in shown:
        if any(low < name.end and name.start < high for low, high in taken):
            continue
        stands = _parts_stand(name, side, evidence)
        if all(stands) or _sounds_near(name, evidence):
            continue
        if not has_counterpart(name, stands, side, speaking, evidence):
            note = Note("check.names.absent", {"name": name.surface})
            yield Finding(Check.NAMES, Label.UNCLEAR, note, side.language)


def _sounds_near(name: NameMention, evidence: Evidence) -> bool:
    """Whether a passage in another script has a capital word with nearly the same consonants."""
    sounds = [skeleton(token.form.removeprefix("ال")) for token in tokenize(name.surface)]
    last = sounds[-1] if sounds else ""
    return bool(last) and any(
        last[0] == other[0] and Levenshtein.distance(last, other) <= (len(last) > _FEW)
        for passage in evidence.passages
        if passage.language != "ar"
        for other in _sounds_of_capitals(passage.prepared)
    )


@kept
def _sounds_of_capitals(text: Prepared) -> frozenset[str]:
    """Return the consonants of the words of a text with a capital, of one alone left out."""
    sounds = {skeleton(token.form) for token in tokenize(text.text) if token.capital}
    return frozenset(one for one in sounds if len(one) > 1)


def _parts_stand(name: NameMention, side: Prepared, evidence: Evidence) -> list[bool]:
    """Return for each part of a name whether a source has it; an acronym may be written out."""
    pieces = parts(name.surface)
    stands = [_stands(part, evidence) for part in pieces]
    if all(stands):
        return stands
    for at, (one, other) in enumerate(pairwise(pieces)):
        son = one.form in _FATHERS  # بن قدور: Benkaddour
        if not (stands[at] and stands[at + 1]) and (son or not (one.keys or other.keys)):
            joined = Part(one.form + other.form, frozenset(), one.arabic)  # غوه تشيانغ: Guoqiang
            if len(joined.form) > _SHORT and _stands(joined, evidence):
                stands[at] = stands[at + 1] = True
    stands = _with_neighbours(pieces, stands, name, side, evidence)
    if all(stands):
        return stands
    texts = [passage.prepared.text for passage in evidence.passages]
    if name.kind is NameKind.ACRONYM and any(is_short_for(name.surface, text) for text in texts):
        return [True]
    if any(is_shortened(side.text, name.start, name.end, text) for text in texts):
        return [True]
    if any(stands) and any(spelled_beside(name.surface, text) for text in texts):
        return [True]
    if any(spelled_out(text, name.surface) for text in texts):
        return [True]
    spans = [span for text in texts for span in spelled_out(side.text, text)]
    return [True] if any(low < name.end and name.start < high for low, high in spans) else stands


def _with_neighbours(
    pieces: Sequence[Part],
    stands: list[bool],
    name: NameMention,
    side: Prepared,
    evidence: Evidence,
) -> list[bool]:
    """Mend what stands of a name that with the word beside it is one word of a source.

    Names are cut where Arabic parts syllables: هوا تشون ينغ is Hua Chunying, and تشيك in
    كوين تشيك no country. Of Latin words "Ben" and the like are left out of names.
    """
    if all(stands):
        return stands
    mended = list(stands)
    if not pieces[0].arabic:
        low = max(0, name.start - _BESIDE)
        father = _FATHER_BEFORE.search(side.text, low, name.start)
        if father and not mended[0]:  # Ben Kaddour: بنقدور
            joined = pieces[0]._replace(form=folded(father[1]) + pieces[0].form)
            mended[0] = not joined.keys and _stands(joined, evidence)
        return mended
    after = None if stands[-1] else _BESIDE_AFTER.match(side.text, name.end)
    if after:
        mended[-1] = _is_one_word(pieces[-1].form, folded(after[1]), evidence)
    low = max(0, name.start - _LONG)
    before = None if mended[0] else _BESIDE_BEFORE.search(side.text, low, name.start)
    if before:
        mended[0] = _is_one_word(folded(before[1]), pieces[0].form.removeprefix("ال"), evidence)
    return mended


def _is_one_word(first: str, second: str, evidence: Evidence) -> bool:
    """Whether two Arabic words together spell one Latin word of a source, and neither does."""
    joined = first + second
    return len(joined) >= _JOINED and any(
        fits(form, joined)
        for passage in evidence.passages
        if passage.language != "ar"
        for form in index(passage.prepared.text).latin.near(joined)
    )


def _as_words(name: NameMention, others: Sequence[Prepared]) -> NameMention:
    """Return a known name as one made of words where another side does not have it.

    الاتحاد الإفريقي is the African Union, or the African federation of some sport.
    """
    keys = keys_of(name)
    if name.kind is not NameKind.KNOWN or not others or len(name.surface.split()) < _SURE:
        return name
    named = (one for other in others for one in other.names)
    return name if any(keys_of(one) & keys for one in named) else name._replace(kind=_WORDS)


def _is_in_full(
    name: NameMention,
    stands: list[bool],
    side: Prepared,
    others: Sequence[Prepared],
    evidence: Evidence,
) -> bool:
    """Whether a name adds the first name to the family name, which may be found apart from it."""
    if any(is_in_full(name, stands, side, other, evidence) for other in others):
        return True
    after = _NEXT_WORD.match(side.text, name.end)
    if not after or len(tokenize(name.surface)) > 1:
        return False
    family = parts(after[1])
    if len(family) != 1 or not _stands(family[0], evidence):
        return False
    end = after.end(1)
    long = name._replace(end=end, surface=side.text[name.start : end])
    return any(is_in_full(long, [*stands, True], side, other, evidence) for other in others)


def _is_region(name: NameMention) -> bool:
    """Whether a name is a part of the world (a UN M49 number): every newsroom cuts it anew."""
    keys = keys_of(name)
    return bool(keys) and all(key.isdigit() for key in keys)


def _goes_on(name: NameMention, side: Prepared, evidence: Evidence) -> bool:
    """Whether an Arabic given name behind a title has its family name, unmarked, in a source."""
    if name.kind is not NameKind.TITLED or len(tokenize(name.surface)) > 1:
        return False
    after = side.text[name.end :].split()[:1]
    family = [token.form for word in after for token in tokenize(word) if token.arabic]
    held = {word for passage in evidence.passages for word in passage.prepared.words}
    return bool(family) and len(family[0]) > _SHORT and family[0] in held


def _is_of_money(name: NameMention, side: Prepared) -> bool:
    """Whether a nationality or a code is a currency's (دولار أمريكي, AED): see the numbers."""
    spans = (side.folded.span(q.start, q.end) for q in side.quantities if is_money(q.unit or ""))
    return any(start <= name.start and name.end <= end for start, end in spans)


def _ends(names: Sequence[NameMention], found: Sequence[list[bool]], at: int) -> bool:
    """Whether the family name stands there: the given name may be spelled in too many ways."""
    if len(found[at]) > 1 and found[at][-1]:
        return True
    beside = at + 1 < len(names) and names[at + 1].start - names[at].end < _BESIDE
    return beside and all(found[at + 1])


def _is_faint(name: NameMention, stands: list[bool]) -> bool:
    """Whether a name across scripts is too faint to ask for: an acronym, a word after a title."""
    lone = name.kind is NameKind.TITLED and len(stands) == 1
    return lone or name.kind is NameKind.ACRONYM


def _begins(name: NameMention, stands: Sequence[bool]) -> bool:
    """Whether all but the last of an Arabic name's words stand there: that one may be no name."""
    words = name.surface.split()
    if len(words) > 1 and folded(words[-2]) in _FATHERS:
        return False  # behind "son of" and "father of" is a name: أبو سعدة
    if name.kind is NameKind.TITLED and words[-1][0] == "ي" and len(words) == len(stands) > 1:
        return all(stands[:-1])  # a verb: ميشيل رولاند يسري
    long = len(words) > _SURE
    return name.kind is NameKind.TITLED and long and len(stands) > 1 and all(stands[:-1])


def _stands(part: Part, evidence: Evidence) -> bool:
    """Whether one part of a name is in a cited passage, or in what is known of its article."""
    texts = [text for one in evidence.passages for text in (one.prepared.text, one.about) if text]
    if len(texts) > 1 and any(is_plainly_in(part, text) for text in texts):
        return True  # before any spelling is looked for in another
    if any(part_in_text(part, text) for text in texts):
        return True
    several = None if part.arabic or part.keys else _PLURAL.fullmatch(part.form)
    return several is not None and _stands(part._replace(form=several[1]), evidence)


def _listed(claim: Claim, evidence: Evidence) -> Iterator[Finding]:
    """Yield the speaker, the medium and the names of the claim that stand in no cited passage."""
    speakers = [one for one in (claim.speaker, claim.medium) if one]
    for name in (*speakers, *claim.names):
        pieces = parts(name.surface)
        if not pieces or not all(_stands(part, evidence) for part in pieces):
            key = "check.names.speaker" if name in speakers else "check.names.absent"
            yield Finding(Check.NAMES, Label.UNSUPPORTED, Note(key, {"name": name.surface}))
