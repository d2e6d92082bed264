"""``scope``: some do not become most, nor most all; the second largest not the largest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from bot.citations.evidence import Evidence
from bot.citations.marks import Sense, sense
from bot.citations.phrases import Mark
from bot.citations.prepared import Prepared, kept
from bot.citations.reading import Reading, aligned, carries, readings
from bot.language.numbers import Kind, Quantity
from bot.model import Check, Claim, Finding

_CARRIED_BY = {
    # what a claim says: the words of a source that carry it
    "all": ("all", "any", "nobody"),
    "whole": ("whole", "all", "any"),
    "most": ("most", "all", "any", "rank"),
    "only": ("only", "just", "without"),
}
_TOLD = frozenset((*_CARRIED_BY, "except", "rank", "superlative", "each", "together"))
_SURE = ("all", "most")  # translations bring the others where no such word was


def scope(claim: Claim, evidence: Evidence) -> tuple[Finding, ...]:
    """Quantities in words, ranks and "only" of each side against the cited text."""
    return tuple(f for one in readings(claim, evidence) for f in _scope(one))


def _scope(one: Reading) -> Iterator[Finding]:
    first = next(_first_time(one), None)
    if first:
        yield first
    if first or not one.has(_TOLD):
        return
    cases = (_excepted, _widened, _ranked, _topped, _each, _summed, _sides)
    found = next((finding for case in cases for finding in case(one)), None)
    if found:
        yield found


def _excepted(one: Reading) -> Iterator[Finding]:
    """All, where the sources leave some out; or some left out where the sources have all."""
    only = one.sense.has(_NOT)  # لا ... إلا leaves nobody out of all
    mine, every = () if only else one.sense.tagged("except"), one.sense.tagged("all")
    if mine and carries(one.own, "all") and not carries(one.every, *_LEFT_OUT):
        words = one.sense.surface(mine[0].start, mine[0].end + 2)
        yield one.finds(Check.SCOPE, "all", claim=words)
    elif every and not one.sense.has(_LEFT_OUT):
        roots = one.sense.places.keys()
        told = ((text, text.sentence_of[mark.start]) for text, mark in aligned(one, "except"))
        if any(
            len(text.sentences[k] & roots) >= _SAME and not text.tagged("all") for text, k in told
        ):
            words = one.sense.surface(every[0].start, every[0].end + 2)
            yield one.finds(Check.SCOPE, "all", claim=words)


_NOT = frozenset(("negation",))
_LEFT_OUT = frozenset(
    ("without", "contrary", "only", "negation", "refusal", "privative", "absence")
)
_SAME = 3  # words of a sentence that make it the one a side is made of


def _topped(one: Reading) -> Iterator[Finding]:
    """A superlative that no cited text in the same language has in any words."""
    for mark in one.sense.tagged("superlative")[:1]:
        if one.own and not carries(one.every, "superlative", "rank", "unmatched"):
            if _is_bound(one):
                continue
            words = one.sense.surface(mark.start, mark.end + 2)
            yield one.finds(Check.SCOPE, "best", claim=words)


def _is_bound(one: Reading) -> bool:
    """Whether the figures of a side are the ends of a range of the sources: 58 to 81, youngest."""
    mine = {q.value for q in one.side.quantities if not q.weak}
    ends = {q.value for text in one.cited for q in text.quantities if _is_end(text, q)}
    return bool(mine) and not mine.isdisjoint(ends)


def _is_end(text: Prepared, figure: Quantity) -> bool:
    """Whether a figure is an end of a range: between 58 and 81, بين 58 و81."""
    before = _WORD.findall(text.folded.text[: figure.start])[-_WITHIN:]
    return not _BETWEEN.isdisjoint(before)


_WORD = re.compile(r"\w+")
_WITHIN = 3  # words before the second figure of a range, the first among them
_BETWEEN = frozenset(("between", "from", "بين", "وبين", "من"))


def _each(one: Reading) -> Iterator[Finding]:
    """What several have together is not what each of them has."""
    texts = one.own or one.every
    for mark in one.sense.tagged("each")[:1]:
        if carries(texts, "together") and not carries(texts, "each"):
            words = one.sense.surface(mark.start, mark.end + 2)
            yield one.finds(Check.SCOPE, "each", claim=words)


def _summed(one: Reading) -> Iterator[Finding]:
    """What each of several has is not what they have together; a sum has a figure of its own."""
    texts = one.own or one.every
    for mark in one.sense.tagged("together")[:1]:
        told = {q.value for text in one.cited for q in text.quantities}
        same = all(q.value in told for q in one.side.quantities if not q.weak)
        if same and carries(texts, "each") and not carries(texts, "together"):
            words = one.sense.surface(mark.start, mark.end + 2)
            yield one.finds(Check.SCOPE, "total", claim=words)


def _first_time(one: Reading) -> Iterator[Finding]:
    """What happens for the third time does not happen for the first."""
    form = one.side.folded.text
    said = _FIRST_TIME.search(form) if any(word in form for word in _TIME) else None
    if said is None:
        return
    texts = [text.folded.text for text in one.cited]
    if any(map(_LATER_TIME.search, texts)) and not any(map(_FIRST.search, texts)):
        start, end = one.side.folded.span(*said.span())
        yield one.finds(Check.SCOPE, "rank", claim=one.side.text[start:end])


_TIME = ("first time", "مره")  # of which one is in each of its first times
_FIRST_TIME = re.compile(r"\bfirst time\b|\b(?:ال|لل)مره الاولي\b|\bل?اول مره\b")
_LATER_TIME = re.compile(
    r"\b(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+(?:nd|rd|th)) time\b"
    r"|\b(?:ال|لل)مره ال(?:ثانيه|ثالثه|رابعه|خامسه|سادسه|سابعه|ثامنه|تاسعه|عاشره)\b"
    r"|\bل?(?:ثاني|ثالث|رابع|خامس|سادس|سابع|ثامن|تاسع|عاشر) مره\b"
)
_FIRST = re.compile(r"\bfirst\b|\bnever\b|\bunprecedented\b|\b\w{0,3}اولي\b|\b\w?اول\b|مسبوق")


def _sides(one: Reading) -> Iterator[Finding]:
    """One side speaks of all where the other speaks of some."""
    if one.source is None:
        return
    mine, theirs = one.sense, sense(one.source)
    for wide, narrow in ((mine, theirs), (theirs, mine)):
        marks = wide.tagged("all", "whole")
        if marks and narrow.tagged("some") and not narrow.tagged("all", "any", "whole", "most"):
            words = wide.surface(marks[0].start, marks[0].end + 2)
            yield one.finds(Check.SCOPE, "sides", words=words)
        lone = wide.tagged("only")
        if lone and not narrow.tagged("only", "just", "without", "negation", "contrary"):
            words = wide.surface(lone[0].start, lone[0].end + 2)
            yield one.finds(Check.SCOPE, "sides", words=words)


def _widened(one: Reading) -> Iterator[Finding]:
    if one.sense.by_tag.keys().isdisjoint(_CARRIED_BY):
        return
    for tag, by in _CARRIED_BY.items():
        sure = one.own or tag in _SURE
        marks = one.sense.tagged(tag)[:1] if sure else ()
        for mark in marks:
            if tag == "most" and _is_superlative(one.sense, mark):
                continue
            told = carries(one.every, tag, "all", "whole") or _is_carried(one, tag, by)
            if not told and not _is_counted(tag, one):
                words = one.sense.surface(mark.start, mark.end + 2)
                yield one.finds(Check.SCOPE, tag, claim=words)


_NONE = frozenset(("none", "nobody", "neither", "احد"))


def _is_carried(one: Reading, tag: str, by: tuple[str, ...]) -> bool:
    """Whether words of the sources carry what a side says; "all" in the sentences it is made of.

    What none of several did stands in any sentence.
    """
    none = any(not _NONE.isdisjoint(text.words) for text in one.own)
    if tag == "all" and any(one.sentences) and not none:
        return any(True for _ in aligned(one, *by))
    return carries(one.own or one.every, *by)


def _is_counted(tag: str, one: Reading) -> bool:
    """Whether a figure of the sources says what "most" or "all" says: 86 percent, ثلثا."""
    if tag == "most":
        return any(map(_is_majority, one.cited))
    return tag == "all" and any(_share(q) == 1 for text in one.cited for q in text.quantities)


@kept
def _is_majority(text: Prepared) -> bool:
    """Whether a text has a share of more than half: in percent, a fraction, or three of four."""
    figures = text.quantities
    if any(_HALF < _share(figure) < 1 for figure in figures):
        return True
    return any(
        _OF.fullmatch(text.folded.text[low.end : high.start]) is not None
        and low.value < high.value < 2 * low.value
        for low, high in pairwise(figures)
    )


def _share(figure: Quantity) -> Decimal:
    """Return a figure as a share of a whole, 0 if it is none."""
    if figure.percent:
        return figure.value / 100
    return figure.value if figure.kind is Kind.FRACTION else Decimal(0)


_HALF = Decimal("0.5")
_OF = re.compile(
    r"\s*(?:(?:out )?of(?: every| the)?|in(?: every)?|من(?: كل| بين| اصل)?)\s*"
    r"|\s*\w+(?: \w+)? (?:(?:out )?of(?: the)?|من (?:بين|اصل))\s*"
)


def _is_superlative(text: Sense, mark: Mark) -> bool:
    """Whether "most" raises an adjective: "the most dangerous", "Scotland's most decorated"."""
    before = text.words[mark.start - 1] if mark.start else ""
    return before.endswith("'s") or before in _BEFORE_SUPERLATIVES


_BEFORE_SUPERLATIVES = frozenset(
    ("the", "a", "be", "is", "are", "was", "were", "its", "his", "her", "their", "our", "one")
)


def _ranked(one: Reading) -> Iterator[Finding]:
    """A superlative behind a rank ("second-largest", "one of the tallest") does not lose it."""
    if any(q.kind is Kind.ORDINAL and not q.weak for q in one.side.quantities):
        return
    texts = one.own or one.every
    for mark in one.sense.tagged("rank")[:1]:
        if _is_behind_rank(one.sense, mark):
            continue
        sort = _sort(one.sense.words[mark.start])
        same = [(text, other) for text in texts for other in text.tagged("rank")
                if _sort(text.words[other.start]) == sort]  # fmt: skip
        if same and all(_is_behind_rank(text, other) for text, other in same):
            words = one.sense.surface(mark.start, mark.end + 2)
            yield one.finds(Check.SCOPE, "rank", claim=words)


def _is_behind_rank(text: Sense, mark: Mark) -> bool:
    """Whether a superlative is the second of its kind, or one of several."""
    before = " ".join(text.words[max(0, mark.start - 3) : mark.start])
    return before.endswith(_ONE_OF) or before.rpartition(" ")[2] in _RANKS


def _sort(word: str) -> str:
    """Return what words of one sort of rank share: largest, biggest; أكبر, الأضخم."""
    bare = word.removeprefix("و").removeprefix("ال")
    return _SORTS.get(bare, bare)


_ONE_OF = ("one of the", "two of the", "some of the", "among the", "من", "احد", "احدي")
_SORTS = {
    word: words[0]
    for words in (
        ("largest", "biggest", "greatest", "main", "leading", "top", "اكبر", "اضخم", "اهم"),
        ("highest", "tallest", "اعلي"),
        ("longest", "اطول"),
        ("strongest", "اقوي"),
        ("oldest", "اقدم"),
        ("fastest", "اسرع"),
        ("first", "اول", "اولي"),
    )
    for word in words
}
_RANKS = frozenset(
    [
        "second",
        "third",
        "fourth",
        "fifth",
        "ثاني",
        "ثالث",
        "رابع",
        "خامس",
        "ثانيه",
        "ثالثه",
        "رابعه",
        "سادس",
        "سابع",
    ]
)
