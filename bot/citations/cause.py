"""``cause``: what came after something is not told as its effect."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

from bot.citations.evidence import Evidence
from bot.citations.marks import Sense, sense
from bot.citations.phrases import Mark, data
from bot.citations.reading import Reading, carries, readings
from bot.language import folded
from bot.model import Check, Claim, Finding

_REASON = 6  # content words of a reason
_CLAUSE = 7  # words after "as" in which its verb stands
_DENIED = 2  # words before a word of cause in which it is denied
_TO_WHAT = frozenset(("to", "because", "by", "for", "from", "the", "a", "الي", "عن", "من"))
_UNSURE = ("possible", "perhaps", "planned")
_NAMED = 2  # content words of a cause that no comma parts from its effect
_BY = (("by",), ("of",))
_ACT = 3  # content words of a clause in which somebody does something to something
_THEN = frozenset(
    (
        *("after", "when", "as", "while", "since", "before", "following", "and", "during"),
        *("بعد", "قبل", "عندما", "حين", "منذ", "عقب", "اثر", "خلال", "اثناء", "لدي", "مع"),
    )
)
_RELATIVE = frozenset(("which", "that", "who", "الذي", "التي", "الذين"))
_TO = ("الي", "في", "ب", "عن", "لل", "ل")  # what opens an effect behind an Arabic verb


def cause(claim: Claim, evidence: Evidence) -> tuple[Finding, ...]:
    """A side gives a reason or an effect only where the cited text gives one."""
    return tuple(
        one.finds(Check.CAUSE, "added", claim=one.sense.surface(mark.start, mark.end + 3))
        for one in readings(claim, evidence)
        for mark in _causes(one.sense)[:1]
        if _is_ruled_out(one, mark) or not _is_given(one, mark)
    )


def _is_given(one: Reading, mark: Mark) -> bool:
    """Whether a source gives a reason too, or the other side, which is held against its words."""
    return (
        (one.source is not None and bool(_causes(sense(one.source))))
        or carries(one.every, "cause", "effect", *(() if one.own else ("outcome",)))
        or any(one.sense.roots[mark.start] in text.places for text in one.own)
        or _comes_after(one, mark)
        or any(_implies(text, one) or _does(text, one, mark) for text in one.every)
        or any(_acts(text, one, mark) for text in one.own)
    )


def _is_ruled_out(one: Reading, mark: Mark) -> bool:
    """Whether a source says that something else was the cause: "due to repairs, not to the row"."""
    governed = {one.sense.roots[at] for at in one.sense.scope(mark, 1)}
    for text in one.own:
        reasons = text.tagged("cause", "effect")
        for denial in text.tagged("negation") if governed and reasons else ():
            sentence = text.sentence_of[denial.start]
            after = any(m.end <= denial.start and text.sentence_of[m.start] == sentence
                        for m in reasons)  # fmt: skip
            named = {text.roots[at] for at in text.scope(denial, 1)}
            if after and governed == named and _names_no_verb(text, denial):
                return True
    return False


def _names_no_verb(text: Sense, denial: Mark) -> bool:
    """Whether a denial is of a noun: "not to the row", لا إلى الجدل."""
    after = "".join(text.words[denial.end : denial.end + 1])
    return after in _TO_WHAT or after.startswith(("ال", "بسبب", "لل"))


def _causes(text: Sense) -> tuple[Mark, ...]:
    """Return the marks of a text that give a reason: "the result of the vote" is an outcome.

    Nor is one given where it is denied ("caused no injuries", "not because of").
    """
    marks = (mark for mark in text.tagged("cause") if not _is_noun(text, mark))
    return tuple(mark for mark in marks if not _is_denied(text, mark))


def _is_denied(text: Sense, mark: Mark) -> bool:
    around = range(max(0, mark.start - _DENIED), mark.end + 1)
    places = {denial.start for denial in text.tagged("negation")}
    return any(at in places and not text.parts(at + 1) for at in around)


def _does(text: Sense, one: Reading, mark: Mark) -> bool:
    """Whether a verb of doing carries the cause in a source: "the storm cut power" for "led to".

    In the side's own language its clause has words of what is the cause and of its effect in
    the side, and the verb itself is not what is said to be the cause; what may be done is not.
    """
    verbs = text.tagged("causing")
    if verbs and not one.sense.has(_UNSURE):
        unsure = {text.sentence_of[mark.start] for mark in text.tagged(*_UNSURE)}
        verbs = tuple(verb for verb in verbs if text.sentence_of[verb.start] not in unsure)
    if not one.own or not verbs:
        return bool(verbs)
    cause, effect = _parts(one.sense, mark)
    told = ((text.roots[verb.start], _clause(text, verb)) for verb in verbs)
    return any(v not in cause and roots & cause and roots & effect - {v} for v, roots in told)


def _acts(text: Sense, one: Reading, mark: Mark) -> bool:
    """Whether the cause is the subject of a clause that has words of its effect behind that.

    "The scandal cost the mayor her job"; in Arabic the verb comes first: أفقدت الفضيحة.
    """
    cause, effect = _parts(one.sense, mark)
    effect -= cause
    for start, end in pairwise((0, *sorted(text.ends | text.breaks), len(text.words))):
        places = [at for at in range(start, end) if text.content[at]]
        if len(places) < _ACT or (not one.sense.has(_UNSURE) and _is_unsure(text, start, end)):
            continue
        roots = [text.roots[at] for at in places]
        verb_first = text.words[places[0]] > "\u0600"
        subject = roots[1] if verb_first else roots[0]
        if subject not in cause or (verb_first and roots[0] in cause):
            continue
        told = len(effect & set(roots[2:]))
        if _THEN.isdisjoint(text.words[start:end]) and 2 * told >= len(effect) > 0:
            return True
    return False


def _is_unsure(text: Sense, start: int, end: int) -> bool:
    return any(start <= mark.start < end for mark in text.tagged(*_UNSURE))


def _clause(text: Sense, mark: Mark) -> set[str]:
    """Return the roots of the clause of a mark, with the one before of "which", التي."""
    low, high = mark.start, mark.end
    while low and (not text.parts(low) or text.words[low] in _RELATIVE):
        low -= 1
    while high < len(text.words) and not text.parts(high):
        high += 1
    return _content(text, range(low, high))


def _parts(text: Sense, mark: Mark) -> tuple[set[str], set[str]]:
    """Return the roots of what a sentence with a mark says to be a cause, and of its effect.

    An Arabic verb opens its clause, so a preposition parts them: أدت العاصفة إلى. A mark that
    opens the sentence is parted from the rest by a comma.
    """
    start, end = text.runs[text.sentence_of[mark.start]]
    word = text.words[mark.start].removeprefix("و")
    low, high = range(start, mark.start), range(mark.end, end)
    if word in _words("verb"):
        stop = next((i for i in high if text.words[i].startswith(_TO)), mark.end)
        low, high = range(start, stop), range(stop, end)
    elif not any(text.content[i] for i in low):
        named = text.scope(mark, _NAMED)
        stop = next((i for i in high if i in text.breaks), named[-1] + 1 if named else end)
        low, high = range(stop, end), range(mark.end, stop)
    first, second = _content(text, low), _content(text, high)
    behind = word in _words("behind") or text.words[mark.end : mark.end + 1] in _BY
    return (second, first) if behind else (first, second)


def _content(text: Sense, places: range) -> set[str]:
    return {text.roots[i] for i in places if text.content[i]}


def _is_noun(text: Sense, mark: Mark) -> bool:
    """Whether "result" (نتيجة) is what came out, of a vote or without a cause beside it."""
    word = text.words[mark.start]
    after = next((w for w in text.words[mark.end : mark.end + 3] if w not in _ARTICLES), "")
    last = mark.end >= len(text.words) or text.parts(mark.end)
    if word == "result" and text.words[mark.end - 1] == "of":
        return after.isdigit() or after in _noun("before_en")
    if not word.endswith("نتيجه"):
        return False
    attached = word.removeprefix("و").removesuffix("نتيجه")  # بنتيجة, النتيجة
    before = text.words[mark.start - 1] if mark.start else ""
    if attached or last or before in _noun("after"):
        return True
    return after.isdigit() or after.removeprefix("ال") in _noun("before_ar")


_ARTICLES = frozenset(("the", "a", "an", "this", "that", "sunday's"))


@cache
def _noun(sort: str) -> frozenset[str]:
    return frozenset(folded(data("marks")["noun"][sort]).split())


def _comes_after(one: Reading, mark: Mark) -> bool:
    """Whether Arabic says جراء of what an English source says "after": ordinary translation."""
    words = one.sense.words[mark.start : mark.end]
    return not one.own and "جراء" in words and any("after" in text.words for text in one.every)


def _implies(text: Sense, one: Reading) -> bool:
    """Whether a text gives a reason without a word of cause: "as staff walked out", لمعاناتهم.

    In the side's own language the side must tell half of that reason.
    """
    for at, word in enumerate(text.words):
        if (word == "as" and _opens_clause(text, at)) or _names_deed(word):
            reason = {text.roots[i] for i in text.scope(Mark("", at, at + 1), _REASON)}
            if not one.own or 2 * len(reason & one.sense.places.keys()) >= len(reason) > 0:
                return True
    return False


def _opens_clause(text: Sense, at: int) -> bool:
    """Whether "as" at word ``at`` opens a clause, and tells of no role or comparison."""
    ahead = text.words[at + 1 : at + 1 + _CLAUSE]
    if (
        not ahead
        or ahead[0] in _words("no_clause")
        or (at and text.words[at - 1] in _words("role"))
    ):
        return False
    stop = next((i for i in range(at + 2, at + 1 + len(ahead)) if text.parts(i)), at + _CLAUSE)
    clause = text.words[at + 2 : stop]
    return any(word in _words("finite") or word.endswith("ed") for word in clause)


def _names_deed(word: str) -> bool:
    return word[0] == "ل" and word.startswith(_deeds())


@cache
def _words(sort: str) -> frozenset[str]:
    return frozenset(data("marks")["as"][sort].split())


@cache
def _deeds() -> tuple[str, ...]:
    return tuple(map(folded, data("marks")["deed"]["begin"].split()))
