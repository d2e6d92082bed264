"""``modality``: a plan stays a plan, a possibility a possibility, an allegation an allegation."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from bot.citations.evidence import Evidence
from bot.citations.marks import Sense, sense
from bot.citations.phrases import Mark
from bot.citations.reading import Reading, aligned, before, carries, doubts, restated, throughout
from bot.language.fold import unvocalised
from bot.model import Check, Claim, Finding

_KEPT_BY = {
    # a mark of the source: the marks of a claim that say no more than it
    "possible": ("possible", "hoped", "alleged", "hearsay", "soft", "perhaps", "supposed"),
    "hoped": ("hoped", "possible"),
    "planned": ("planned", "would", "possible", "hoped", "agreed", "alleged", "soft", "open"),
    "agreed": ("agreed", "planned", "would", "possible", "hoped", "soft", "open", "decided"),
    "alleged": ("alleged", "possible", "negation", "refusal", "hearsay", "soft", "said"),
}
_KEPT_BY["would"] = _KEPT_BY["planned"]
_KEPT_BY["potential"] = _KEPT_BY["possible"]
_CASES = {"potential": "possible"}
_HEDGES: tuple[str, ...] = ("possible", "hoped", "alleged", "hearsay")
_SURE: tuple[str, ...] = ("will", "possible", "supposed")
_SIDED = frozenset(("possible", "supposed", "unclear", "will"))  # what both sides must share
_UNSURE: tuple[str, ...] = (*_HEDGES, "supposed", "soft", "perhaps", "left_open")
_OPEN: tuple[str, ...] = (*_UNSURE, "planned", "would", "agreed", "open")
_TO_BE = frozenset(("is", "are", "am", "be", "to", "being"))
_BEFORE_NAMES = frozenset(("في", "مع", "من", "الي", "علي", "عن", "بين", "امام", "ضد"))
_PROVED = frozenset(("that", "the", "its", "his", "her", "their", "how", "it", "he", "she", "they"))
_VOWS = frozenset(("vowed", "vows", "promised", "promises", "pledged", "تعهد", "تعهدت"))
_TO_COME = frozenset(("to", "will", "would", "'ll", "ان", "ب"))
_IS = frozenset(("has", "have", "had", "is", "are", "was", "were", "انه", "انها"))
_ACCUSES = frozenset(("يتهم", "تتهم", "يتهمون", "اتهم", "اتهمت", "اتهموا"))
_IFS = frozenset(("اذا", "واذا", "فاذا", "لو", "ولو", "if", "unless", "whether"))
_IS_PROVED = frozenset(("ثبت", "ثبتت", "اثبت", "اثبتت"))  # no ثبوت: قال إن ثبوت التهمة
_IF_WRITTEN = frozenset(("إن", "وإن", "فإن"))  # before a verb
_BEFORE = 9  # words, a long subject among them, before a verb of accusing
_NEAR = 8  # words between "if" and what is to be proved
_SOON = 6  # words after a vow in which its verb stands
_NOT = frozenset(("لا", "لم", "لن", "ولا", "ولم", "ولن", "not", "never"))
_ANNOUNCED = frozenset(("announced", "announces", "declared", "ordered", "اعلن", "اعلنت", "يعلن"))
_CLAUSE = frozenset(("that", "it", "he", "she", "they", "ان", "انه", "انها", "انهم"))
_WAS = frozenset(("was", "were"))
_IMPERFECT = "يتن"  # first letters of an Arabic verb that does not tell of something done


def modality(claim: Claim, evidence: Evidence) -> tuple[Finding, ...]:
    """What the source plans, hopes, alleges or thinks possible is not told as more than that."""
    return doubts(claim, evidence, _modality)


def _modality(one: Reading) -> Iterator[Finding]:
    found = next(chain(_lost(one), _done(one), _certain(one), _sides(one)), None)
    if found:
        yield found


def _lost(one: Reading) -> Iterator[Finding]:
    claim = one.sense
    for source, mark in aligned(one, *_KEPT_BY):
        places = restated(one, source, mark, source.scope(mark))
        if not places or any(
            before(claim.tagged(*_KEPT_BY[mark.tag]), claim, p) for p in places[:2]
        ):
            continue
        if mark.tag == "alleged" and all(_is_accuser(claim, p) for p in places):
            continue
        planned = mark.tag in ("planned", "would")
        if planned and _is_sworn(source, mark):
            continue
        if planned and (
            _is_under_way(claim, places[0]) or any(_is_shifted(claim, p) for p in places[:3])
        ):
            continue
        if mark.tag == "would" and not _is_told(source, mark):
            continue
        if planned and source.words[max(0, mark.start - 1)] in _NOT:
            continue  # "do not expect": the denials see to it
        if planned and _is_announced(claim, places[0]):
            continue
        if mark.tag == "hoped" and one.side.language != "ar":  # hope to: want to, seek to
            continue
        if mark.tag == "agreed" and claim.tagged("decided"):
            continue
        case = "planned" if planned else _CASES.get(mark.tag, mark.tag)
        yield one.finds(Check.MODALITY, case, source=source.surface(mark.start, mark.end + 3))


def _done(one: Reading) -> Iterator[Finding]:
    """An Arabic verb that the source has in the future, and the claim in the past."""
    claim = one.sense
    for source, mark in aligned(one, "planned"):
        places = claim.places.get(source.roots[mark.start])
        if mark.start != mark.end or not places:
            continue
        core = source.words[mark.start].removeprefix("و").removeprefix("ف")[2:]
        past = {core, f"ا{core}", f"{core}ت", f"ا{core}ت", f"و{core}", f"وا{core}", f"وا{core}ت"}
        around = {source.roots[i] for i in range(max(0, mark.start - 2), mark.start)}
        around |= {
            source.roots[i] for i in source.scope(Mark("", mark.start + 1, mark.start + 1), 2)
        }
        spoken = {said.start for said in claim.tagged("said")}
        kept = claim.tagged(*_KEPT_BY["planned"])
        for at in places:
            beside = {claim.roots[i] for i in range(max(0, at - 2), min(at + 4, len(claim.words)))
                      if i != at and claim.content[i]}  # fmt: skip
            if claim.words[at] not in past or at in spoken or not around & beside:
                continue
            if not before(kept, claim, at):
                words = source.surface(mark.start, mark.end + 3)
                yield one.finds(Check.MODALITY, "planned", source=words)


def _certain(one: Reading) -> Iterator[Finding]:
    """A certainty that no cited text has: conclusively, proved, حتما."""
    for mark in one.sense.tagged("certain")[:1]:
        if _turns_out(one.sense, mark) or _is_condition(one.sense, mark):
            continue
        if not carries(one.own or one.every, "certain", "surely"):
            words = one.sense.surface(mark.start, mark.end + 2)
            yield one.finds(Check.MODALITY, "certain", claim=words)


def _is_accuser(claim: Sense, at: int) -> bool:
    """Whether a word of a claim is in the subject of a verb of accusing: الناطق يتهم الشركة."""
    return any(
        0 < mark.start - at <= _BEFORE
        and claim.words[mark.start] in _ACCUSES
        and claim.sentence_of[mark.start] == claim.sentence_of[at]
        for mark in claim.tagged("alleged")
    )


def _is_condition(claim: Sense, mark: Mark) -> bool:
    """Whether a certainty is only a condition: إذا ثبت, إن ثبت (not بعد أن ثبت), if proven.

    The comparison form has one spelling for إن and أن, so the text itself tells which it is.
    """
    first = mark.start
    if claim.words[first].isascii():
        low = max(0, first - _NEAR)
        passive = claim.words[first - 1 : first] == ("be",)  # should fraud be proven
        return claim.words[first].startswith(("prove", "established")) and any(
            (claim.words[at] in _IFS or (claim.words[at] == "should" and passive))
            and claim.sentence_of[at] == claim.sentence_of[first]
            and claim.breaks.isdisjoint(range(at + 1, first + 1))
            for at in range(low, first)
        )
    if not first or claim.parts(first) or claim.words[first] not in _IS_PROVED:
        return False
    before = claim.words[first - 1]
    said = unvocalised(claim.surface(first - 1, first))
    return before in _IFS or said in _IF_WRITTEN


def _turns_out(claim: Sense, mark: Mark) -> bool:
    """Whether "prove" says how something turns out: it proved a success."""
    if not claim.words[mark.start].startswith("prove") or claim.parts(mark.end):
        return False
    return not _PROVED.intersection(claim.words[mark.end : mark.end + 1])


def _is_announced(claim: Sense, at: int) -> bool:
    """Whether a deed to come is named as what somebody announces: "announced three days of".

    What is announced by a clause of its own ("announced that") has a verb that tells its time.
    """
    for mark in claim.tagged("said"):
        if claim.words[mark.start] in _ANNOUNCED and 0 <= at - mark.end <= _SOON:
            between = claim.words[mark.end : at]
            return _CLAUSE.isdisjoint(between) and claim.words[mark.end] not in _CLAUSE
    return False


def _is_sworn(source: Sense, mark: Mark) -> bool:
    """Whether a vow tells of what is, not of what is to be: "vowed that it has kept"."""
    if source.words[mark.start] not in _VOWS:
        return False
    after = source.words[mark.end : mark.end + _SOON]
    told = next((word for word in after if word in _TO_COME or word in _IS), None)
    return told in _IS


def _is_told(source: Sense, mark: Mark) -> bool:
    """Whether somebody says what stands behind a mark: "said it would"."""
    sentence = source.sentence_of[mark.start]
    return any(source.sentence_of[said.start] == sentence for said in source.tagged("said"))


def _is_under_way(claim: Sense, at: int) -> bool:
    """Whether a verb tells of what happens or is to happen, not of what is done."""
    before = claim.words[max(0, at - 2) : at]
    word = claim.words[at]
    if before and before[-1] in _BEFORE_NAMES:
        return True  # a verbal noun: شدد على بقاء
    present = word[0] in _IMPERFECT or (word.isascii() and word.endswith(("s", "ing")))
    return present or any(other in _TO_BE for other in before)


def _is_shifted(claim: Sense, at: int) -> bool:
    """Whether a verb is in the past since somebody tells of it: "said it was", that it will be."""
    return bool(claim.tagged("said")) and not _WAS.isdisjoint(claim.words[max(0, at - 4) : at])


def _sides(one: Reading) -> Iterator[Finding]:
    """The other language hedges where the side that the sources speak does, or the sources do."""
    claim = one.sense
    if one.source is None:
        if not one.own and not claim.tagged(*_OPEN) and throughout(one.every, *_SURE):
            text, mark = next((t, m) for t in one.every for m in t.tagged(*_SURE))
            yield one.finds(Check.MODALITY, "planned", source=_around(text, mark.start))
        return
    if not one.has(_SIDED):
        return
    source = sense(one.source)
    said = (*_UNSURE, "said")
    unknown = (*_UNSURE, "uncertain", "negation", "privative")
    pairs: list[tuple[Sense, Sense, str, tuple[str, ...]]] = [
        (source, claim, "possible", _UNSURE),
        (claim, source, "possible", _UNSURE),
        (source, claim, "supposed", said),
        (claim, source, "supposed", said),
        (source, claim, "unclear", unknown),
    ]
    if one.side.language != "ar":  # whose imperfect tells of what is and of what will be
        pairs.append((source, claim, "will", _OPEN))
    for text, other, tag, kept in pairs:
        marks = [mark for mark in text.tagged(tag) if not _is_name(text, mark)]
        if marks and not other.tagged(*kept):
            yield one.finds(Check.MODALITY, "sides", words=_around(text, marks[0].start))


def _is_name(text: Sense, mark: Mark) -> bool:
    """Whether what looks like a future follows a preposition, so it is a name (في ستراسبورغ)."""
    return mark.start == mark.end and text.words[max(0, mark.start - 1)] in _BEFORE_NAMES


def _around(text: Sense, at: int) -> str:
    return text.surface(at, at + 4)
