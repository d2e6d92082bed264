"""``modality``: a plan stays a plan, a possibility a possibility, an allegation an allegation."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from bot.citations.evidence import Evidence
from bot.citations.litotes import turns_round
from bot.citations.marks import Sense, sense
from bot.citations.phrases import Mark
from bot.citations.reading import Reading, aligned, before, carries, doubts, restated, throughout
from bot.citations.tense import done_at, governing, is_told, planned_verb
from bot.language.fold import unvocalised
from bot.model import Check, Claim, Finding

_KEPT_BY = {
    # a mark of the source: the marks of a claim that say no more than it
    "possible": ("possible", "hoped", "alleged", "hearsay", "soft", "perhaps", "supposed"),
    "hoped": ("hoped", "possible"),
    "planned": (
        "planned",
        "would",
        "possible",
        "perhaps",
        "hoped",
        "agreed",
        "alleged",
        "soft",
        "open",
    ),
    "agreed": ("agreed", "planned", "would", "possible", "hoped", "soft", "open", "decided"),
    "alleged": (
        "alleged",
        "possible",
        "negation",
        "refusal",
        "hearsay",
        "soft",
        "said",
        "complained",
    ),
}
_PLANS = ("planned", "would")
_ON = frozenset(("علي", "بان", "ان"))
_KEPT_BY["would"] = _KEPT_BY["planned"]
_KEPT_BY["potential"] = _KEPT_BY["possible"]
_CASES = {"potential": "possible"}
_HEDGES: tuple[str, ...] = ("possible", "hoped", "alleged", "hearsay")
_SURE: tuple[str, ...] = ("will", "possible", "supposed")
_SIDED = frozenset(("possible", "supposed", "unclear", "will"))  # what both sides must share
_UNSURE: tuple[str, ...] = (*_HEDGES, "supposed", "soft", "perhaps", "left_open")
_OPEN: tuple[str, ...] = (*_UNSURE, "planned", "would", "agreed", "open")
_BEFORE_NAMES = frozenset(("في", "مع", "من", "الي", "علي", "عن", "بين", "امام", "ضد"))
_PROVED = frozenset(("that", "the", "its", "his", "her", "their", "how", "it", "he", "she", "they"))
_VOWS = frozenset(
    ("vowed", "vows", "promised", "promises", "pledged", "تعهد", "تعهدت", "وعد", "وعدت")
)
_TO_COME = frozenset(("to", "will", "would", "'ll", "ان", "ب"))
_IS = frozenset(("has", "have", "had", "is", "are", "was", "were", "انه", "انها"))
_ACCUSES = frozenset(("يتهم", "تتهم", "يتهمون", "اتهم", "اتهمت", "اتهموا"))
_ACCUSED_OF = _ACCUSES | {"accuse", "accuses", "accused"}
_ACCUSED = 12  # words behind a verb of accusing in which its deed stands: who, and whom
_IFS = frozenset(("اذا", "واذا", "فاذا", "لو", "ولو", "if", "unless", "whether"))
_IS_PROVED = frozenset(("ثبت", "ثبتت", "اثبت", "اثبتت"))  # no ثبوت: قال إن ثبوت التهمة
_IF_WRITTEN = frozenset(("إن", "وإن", "فإن"))  # before a verb
_BEFORE = 9  # words, a long subject among them, before a verb of accusing
_NEAR = 8  # words between "if" and what is to be proved
_PREFIXED = 3  # letters of a word with "ب" written on at least, less one
_MANY = 3  # words behind a verb that make it the same statement
_SOON = 6  # words after a vow or a consent in which its verb stands
_NO = ("negation",)
_NOT = frozenset(("لا", "لم", "لن", "ولا", "ولم", "ولن", "not", "never"))
_WAS = frozenset(("was", "were"))


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
        if mark.tag in _PLANS or (mark.tag == "agreed" and not _deed(one, source, mark)):
            continue
        under = _charged(source, mark) if mark.tag == "alleged" else ()
        places = restated(one, source, mark, source.scope(mark))
        places = places or (restated(one, source, mark, under) if under else ())
        if not places or any(
            before(claim.tagged(*_KEPT_BY[mark.tag]), claim, p) for p in places[:2]
        ):
            continue
        if mark.tag == "alleged" and all(_is_accuser(claim, p) for p in places):
            continue
        if mark.tag == "hoped" and (one.side.language != "ar" or _is_come(one, source, mark)):
            continue  # hope to: want to, seek to
        if claim.tagged({"agreed": "decided", "possible": "left_open"}.get(mark.tag, "")):
            continue
        if mark.tag == "possible" and any(turns_round(claim, no) for no in claim.tagged(*_NO)):
            continue  # لا يستبعد
        case = _CASES.get(mark.tag, mark.tag)
        yield one.finds(Check.MODALITY, case, source=source.surface(mark.start, mark.end + 3))


def _charged(source: Sense, mark: Mark) -> tuple[int, ...]:
    """Return the words of the deed of which somebody is accused: behind "of", or "ب" written on."""
    if source.words[mark.start].removeprefix("و") not in _ACCUSED_OF:
        return ()
    end = source.runs[source.sentence_of[mark.start]][1]
    for at in range(mark.end, min(mark.end + _ACCUSED, end)):
        word = source.words[at]
        if word == "of":
            return source.scope(Mark("", at + 1, at + 1))
        if word[0] == "ب" and len(word) > _PREFIXED and source.content[at]:
            return source.scope(Mark("", at, at))
    return ()


def _deed(one: Reading, source: Sense, mark: Mark) -> bool:
    """Whether a side names the deed that is agreed to: behind على, or behind "to"."""
    words = source.words
    if words[mark.start] > "\u0600":
        end = source.runs[source.sentence_of[mark.start]][1]
        soon = range(mark.end, min(mark.end + _SOON, end))
        on = next((i for i in soon if words[i] in _ON), None)
        if on is None:
            return False
        mark = Mark(mark.tag, mark.start, on + 1)
    return any(source.roots[at] in one.sense.places for at in source.scope(mark, 1))


def _is_come(one: Reading, source: Sense, mark: Mark) -> bool:
    """Whether the sources also tell that what is hoped for has come."""
    verb = planned_verb(source, mark)
    return verb is not None and is_told(one.own, source, verb)


def _done(one: Reading) -> Iterator[Finding]:
    """What a source plans, told in the past: with its own verb, or with another and its objects."""
    claim = one.sense
    for source, mark in aligned(one, *_PLANS):
        verb = planned_verb(source, mark)
        if verb is None or (mark.tag == "would" and not _is_told(source, mark)):
            continue
        if _is_sworn(source, mark) or source.words[max(0, mark.start - 1)] in _NOT:
            continue  # "do not expect": the denials see to it
        at = done_at(claim, source, verb)
        places = restated(one, source, mark, source.scope(mark))
        if at is None:
            kept = any(_is_kept(claim, place) for place in places[:2])
            at = governing(claim, places[0]) if places and not kept else None
        elif not places and not _is_beside(claim, at, source, verb):
            continue
        if at is None or is_told(one.own, source, verb):
            continue
        if _is_shifted(claim, at) or _is_kept(claim, at):
            continue
        words = source.surface(mark.start, mark.end + 3)
        yield one.finds(Check.MODALITY, "planned", source=words)


def _is_kept(claim: Sense, at: int) -> bool:
    marks = claim.tagged(*_KEPT_BY["planned"])
    return any(0 <= at + 1 - mark.start <= _BEFORE for mark in marks)


def _is_beside(claim: Sense, at: int, source: Sense, verb: int) -> bool:
    """Whether a verb of a claim has a word beside it that the source's planned one has too."""
    around = {source.roots[i] for i in range(max(0, verb - 2), verb)}
    around |= {source.roots[i] for i in source.scope(Mark("", verb + 1, verb + 1), 2)}
    beside = range(max(0, at - 2), min(at + 4, len(claim.words)))
    if len(_behind(source, verb) & _behind(claim, at)) >= _MANY:
        return True
    return any(i != at and claim.content[i] and claim.roots[i] in around for i in beside)


def _behind(text: Sense, verb: int) -> set[str]:
    """Return the roots of the words between a verb and the end of its sentence."""
    end = text.runs[text.sentence_of[verb]][1]
    return {text.roots[at] for at in range(verb + 1, end) if text.content[at]}


def _certain(one: Reading) -> Iterator[Finding]:
    """A certainty that no cited text has: conclusively, proved, حتما."""
    for mark in one.sense.tagged("certain")[:1]:
        if _turns_out(one.sense, mark) or _is_condition(one.sense, mark):
            continue
        if _is_wanted(one.sense, mark.start):
            continue
        if not carries(one.own or one.every, "certain", "surely"):
            words = one.sense.surface(mark.start, mark.end + 2)
            yield one.finds(Check.MODALITY, "certain", claim=words)


def _is_wanted(claim: Sense, at: int) -> bool:
    """Whether somebody only wants to make certain what word ``at`` says: "vowed to prove it"."""
    return not _VOWS.isdisjoint(claim.words[max(0, at - _BEFORE) : at])


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
    # Arabic has one imperfect of what is and of what will be
    if one.side.language != "ar" and carries(one.every, *_OPEN):
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
