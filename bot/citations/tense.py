"""What is planned and what is done: the forms of one verb, Arabic and English."""

from __future__ import annotations

from functools import lru_cache

from bot.citations.marks import Sense
from bot.citations.phrases import Mark
from bot.language.stemming import is_irregular, stems

_SOON = 3  # words behind a mark of a plan in which its English verb stands
_PASSED_BY = frozenset(
    ("to", "be", "been", "not", "also", "soon", "only", "then", "never", "both", "that", "it")
)
_LIGHT = frozenset(
    (
        *("have", "has", "had", "do", "is", "are", "no", "a", "an", "the"),
        *("i", "you", "he", "she", "we", "they", "there", "if", "of"),
    )
)
_HAD = frozenset(("has", "have", "had"))
_TO_BE = frozenset(("be", "to", "being", "is", "are", "am", "get", "gets", "will", "would", "may"))
_BEFORE_NOUNS = frozenset(
    (
        *("في", "مع", "من", "الي", "علي", "عن", "بين", "امام", "ضد", "بعد", "قبل", "عند", "لدي"),
        *("حتي", "منذ", "خلال", "عقب", "اثر", "بشان", "حول", "دون", "فور", "قبيل", "بعيد", "وبعد"),
    )
)
_THAT = frozenset(("ان", "بان"))
_AHEAD = 6  # words behind an Arabic mark of a plan in which its verb is opened
_WEAK = "اويء"
_PRONOUNS = ("ه", "ها", "هم")
_PERSONS = ("", "ت", "ا", "وا", "تا", "نا")
_PLURALS = ("ون", "وا", "ان")
_VERB = 3  # letters of an Arabic imperfect at least
_LEAST = 3  # letters of an imperfect: no في, no lone و
_NOUN = 4  # letters from which on a verbal noun differs from its verb


def planned_verb(text: Sense, mark: Mark) -> int | None:
    """Return where the verb, or its noun, stands that a mark says to be planned."""
    if mark.start == mark.end:
        return mark.start
    if text.words[mark.start] > "\u0600":
        return _planned_in_arabic(text, mark)
    for at in range(mark.end, min(mark.end + _SOON, len(text.words))):
        word = text.words[at]
        if word in _PASSED_BY or word.endswith("ly"):
            continue
        return None if word in _LIGHT or word.endswith("ing") or not word.isalpha() else at
    return None


def _planned_in_arabic(text: Sense, mark: Mark) -> int | None:
    """Return what follows أن, or "to" written on (لعقد), soon; or else what follows at once."""
    end = text.runs[text.sentence_of[mark.start]][1]
    for at in range(mark.end, min(mark.end + _AHEAD, end)):
        if at in text.breaks:
            break
        word = text.words[at]
        if word in _THAT:
            return at + 1 if at + 1 < end else None
        if word[0] in "لب" and text.content[at] and len(word) > _VERB and word[1] not in "لا":
            return at
    near = mark.end < end and text.content[mark.end] and not text.parts(mark.end)
    if not near or any(other.start == mark.end for other in text.marks):
        return None
    at = mark.end
    if text.words[at].startswith("ال"):  # who plans it: يعتزم النادي بيع
        behind = text.scope(Mark("", at, at + 1), 2)
        at = next((i for i in behind if not text.words[i].startswith("ال")), at)
    return at if text.words[at][0] != "و" else None


def done_at(claim: Sense, source: Sense, verb: int) -> int | None:
    """Return where a claim has a source's planned verb in the past, ``None`` if nowhere."""
    if source.words[verb] < "\u0600":
        stem = stems(source.words[verb])[0]
        same = (at for at, word in enumerate(claim.words) if stems(word)[0] == stem)
        return next((at for at in same if _is_past(claim, at)), None)
    word = source.words[verb]
    future = word.lstrip("وف").removeprefix("س")
    imperfect = len(future) >= _LEAST and future[0] in "يتن"
    if imperfect and (future != word.lstrip("وف") or _opens(source, verb)):
        past = past_of(future)
        said = (at for at, word in enumerate(claim.words) if _bare(word) in past)
        return next((at for at in said if _is_free(claim, at)), None)
    return next((at for at in claim.places.get(source.roots[verb], ())
                 if _is_verb(claim, at, word)), None)  # fmt: skip


def governing(claim: Sense, at: int) -> int | None:
    """Return where a verb in the past stands that has word ``at`` behind it, if one surely does.

    In Arabic the feminine that opens the sentence: other words may be nouns.
    """
    if claim.words[at] > "\u0600":
        near = range(*claim.runs[claim.sentence_of[at]])[:1]
    else:
        near = range(max(0, at - 2), at)
    spoken = {mark.start for mark in claim.tagged("said")}
    return next((i for i in near if i not in spoken and _is_done(claim, i)), None)


def _is_done(claim: Sense, at: int) -> bool:
    word = claim.words[at]
    if word < "\u0600":
        return _is_past(claim, at)
    feminine = word.endswith("ت") and not word.endswith("ات")
    return feminine and len(word) >= _NOUN and word[0] not in "يتن"


def is_told(sources: tuple[Sense, ...], source: Sense, verb: int) -> bool:
    """Whether sources that plan something have the same verb in the past too."""
    return any(done_at(text, source, verb) not in (None, verb) for text in sources)


@lru_cache(maxsize=1024)
def past_of(imperfect: str) -> frozenset[str]:
    """Return the forms that the past of an Arabic imperfect may have, in comparison form."""
    core = imperfect[1:]
    for plural in _PLURALS:
        if core.endswith(plural) and len(core) > len(plural) + 1:
            core = core.removesuffix(plural)
    cores = {core}
    if len(core) >= _VERB and core[-2] in "وي":  # يعود, يستعيد
        cores.add(f"{core[:-2]}ا{core[-1]}")
    heads = {head for one in cores for head in (one, f"ا{one}", f"و{one}")}
    forms = {head + person for head in heads for person in _PERSONS}
    forms |= {f"{head[:-1]}{end}" for head in heads if head[-1] in _WEAK
              for end in ("ت", "تا", "وا")}  # fmt: skip
    long = {form for form in forms if len(form) > _NOUN}  # عرضها is a noun as often
    return frozenset(forms) | {form + pronoun for form in long for pronoun in _PRONOUNS}


def _is_free(claim: Sense, at: int) -> bool:
    """Whether an Arabic word stands behind no preposition, as a verb does."""
    return not at or claim.words[at - 1] not in _BEFORE_NOUNS


def _opens(text: Sense, at: int) -> bool:
    """Whether a word that may be an imperfect follows أن, or is one by its shape."""
    return text.words[at][0] == "ي" or (at > 0 and text.words[at - 1] in _THAT)


def _bare(word: str) -> str:
    """Return an Arabic word without "and"."""
    return word[1:] if word[0] in "وف" and len(word) > _NOUN else word


def _is_verb(claim: Sense, at: int, noun: str) -> bool:
    """Whether a word of a claim may be the verb of a source's verbal noun: عقد, افتتح."""
    word = _bare(claim.words[at])
    if word.startswith(("ال", "لل", "بال", "ي", "ن")) or not _is_free(claim, at):
        return False
    of = noun.lstrip("وف").removeprefix("ال").removeprefix("ل")
    return not (word.startswith(of) and len(of) >= _NOUN) and word not in ("ل" + of, "ب" + of)


def _is_past(text: Sense, at: int) -> bool:
    """Whether an English word is a verb in the past, or a participle of what is done."""
    word = text.words[at]
    before = text.words[max(0, at - 2) : at]
    if word.endswith("ed") or (is_irregular(word) and not word.endswith("s")):
        return _TO_BE.isdisjoint(before)
    return not _HAD.isdisjoint(before) and not word.endswith(("s", "ing"))
