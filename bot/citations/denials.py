"""What a text denies: its denials, those that deny nothing, and what a source denies too."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from bot.citations.marks import Sense, is_number
from bot.citations.phrases import Mark, data
from bot.citations.reading import Reading
from bot.citations.translated import meanings_in, meanings_of
from bot.language import folded
from bot.language.stemming import root as three

DENIALS = ("negation",)
"""Words that deny a verb; others that deny have too many paraphrases."""

CARRY = ("negation", "refusal", "without", "absence", "privative", "contrary")
"""Words that may say what another text says with a denial."""

HIGHEST = ("superlative", "rank", "unmatched")
"""Words that say what a denial of anything greater says: "has not seen a worse one"."""

_UNDER = 6  # words after a denial that it may deny
_INSERTED = 6  # words between two commas that part no clause
_FAR = 9  # words between a denial and the limit that it sets
_SAME = 0.6  # of the words of a claim that a sentence must have to be the same statement
_LIMIT = frozenset(
    (
        *("more", "than", "until", "yet", "earlier", "sooner", "exceed"),
        *(
            "اكثر",
            "باكثر",
            "لاكثر",
            "باقل",
            "لاقل",
            "يتجاوز",
            "تتجاوز",
            "يزيد",
            "تزيد",
            "يتعدي",
            "تتعدي",
            "يتخطي",
            "تتخطي",
        ),
        *("يسبق", "تسبق", "يقل", "تقل", "يزد", "تزد", "يتعد", "تتعد", "يتخط", "تتخط"),
        *("يفوق", "تفوق", "يفق", "تفق", "يربو", "تربو", "يرب", "ترب"),
    )
)


def denied(text: Sense) -> tuple[Mark, ...]:
    """Return the marks of a text that deny something, exceptions and limits left out."""
    return tuple(mark for mark in text.tagged(*DENIALS) if not affirms(text, mark))


def affirms(text: Sense, mark: Mark) -> bool:
    """Whether a denial leaves an exception (ليس ... سوى) or sets a limit ("no more than")."""
    sentence = text.sentence_of[mark.start]
    later = (m for m in text.tagged("without") if m.start >= mark.end)
    if any(text.sentence_of[m.start] == sentence for m in later):
        return True
    words = text.words[mark.end : mark.end + _FAR]
    reached = words[:1] in _REACHES and any(map(is_number, words[1:2]))
    return reached or not _LIMIT.isdisjoint(words)


_REACHES = (("يبلغ",), ("تبلغ",))


def surely_denied(text: Sense) -> tuple[Mark, ...]:
    """Return the denials of verbs: other languages have a denial there as well."""
    words = text.words
    return tuple(
        mark
        for mark in denied(text)
        if words[mark.start] in _NOT
        or words[mark.start].endswith("n't")
        or (words[mark.start] in _LA and "".join(words[mark.end : mark.end + 1])[:1] in _VERBS)
    )


_NOT = frozenset(
    ("not", "cannot", "never", "لم", "لن", "ليس", "ليست", "ولم", "ولن", "وليس", "وليست")
)
_LA = frozenset(("لا", "ولا", "فلا"))
_VERBS = ("ي", "ت", "ن")


def is_affirmed(claim: Sense, mark: Mark, sources: tuple[Sense, ...]) -> bool:
    """Whether sources that deny something affirm what a claim denies."""
    head = next((i for i in range(mark.end, len(claim.words)) if claim.content[i]), None)
    if head is None:
        return False
    mine = set(claim.places)
    stands = [(s, i) for s in sources for i in s.places.get(claim.roots[head], ())]
    same = any(len(mine & s.sentences[s.sentence_of[i]]) >= _SAME * len(mine) for s, i in stands)
    return same and not any(
        _is_under(s, denial, i) for s, i in stands for denial in s.tagged(*CARRY)
    )


def _is_under(text: Sense, denial: Mark, at: int) -> bool:
    """Whether a word stands under a denial: behind it, or before a "nothing" that it governs.

    A verb of denying (نفى) has who denies, where and when before what is denied.
    """
    nominal = text.words[denial.start] in _COPULAS and not any(
        text.parts(i) for i in range(at + 1, denial.start + 1)
    )
    if (nominal or text.words[denial.start] in _OBJECTS) and 0 < denial.start - at <= _CLOSE:
        return True
    if denial.end <= at <= denial.end + _UNDER:
        return True
    if denial.tag != "refusal" or denial.end > at:
        return False
    parted = [i for i in range(denial.end, at + 1) if text.parts(i)]
    return not parted or _is_inserted(text, parted)


def _is_inserted(text: Sense, parted: Sequence[int]) -> bool:
    """Whether commas only put something in: نفى المدير، عبر محاميه، مسؤوليته."""
    if len(parted) != len(("before", "behind")) or not text.ends.isdisjoint(parted):
        return False
    return parted[1] - parted[0] <= _INSERTED


_COPULAS = frozenset(("ليس", "ليست", "ليسوا", "وليس", "وليست"))  # behind what they deny, too
_OBJECTS = frozenset(("nothing", "nobody", "none", "no", "neither", "nowhere"))
_CLOSE = 3  # words between a verb and a "nothing" that it governs


def is_told_of(one: Reading, mark: Mark) -> bool:
    """Whether a cited text in the side's language has the verb or noun that the side denies.

    In any form, or by a word of the same sense. One without it does not affirm what is denied.
    """
    claim = one.sense
    places = claim.scope(mark, 2)
    light = bool(places) and claim.words[places[0]] in _words_of("light")
    heads = places[: 1 + light]
    return not heads or any(_has(one, claim.words[at], claim.roots[at]) for at in heads)


def _has(one: Reading, word: str, root: str) -> bool:
    if any(root in text.places for text in one.own):
        return True
    if word[0] > "\u0600":
        base = three(word)
        if any(three(other) == base for text in one.own for other in text.words):
            return True
    meant = meanings_of(word, one.side.language)
    return bool(meant) and any(meant & other for text in one.texts for other in meanings_in(text))


def tops(text: Sense, mark: Mark) -> bool:
    """Whether a denial says of something that nothing is above it: "has not seen a worse one"."""
    words = text.words[mark.end : mark.end + _FAR]
    if not _LIKE.isdisjoint(words[:_CLOSE]) and not _SINCE.isdisjoint(words):
        return True  # لم يجر مثلها منذ عامين: the first
    seen = not _words_of("witness").isdisjoint(words[:_CLOSE])
    return seen and any(map(_is_comparative, words))


_LIKE = frozenset(
    (
        *("مثله", "مثلها", "مثلهما", "مثيل", "مثيلا", "نظير", "نظيرا"),
        *("like", "such", "similar", "comparable"),
    )
)
_SINCE = frozenset(("منذ", "من", "قبل", "since", "before", "previously"))


def _is_comparative(word: str) -> bool:
    if word[0] > "\u0600":
        return word in _degrees()
    return word == "worse" or (word.endswith("er") and f"{word[:-2]}est" in _degrees())


@cache
def _words_of(sort: str) -> frozenset[str]:
    return frozenset(folded(data("marks")["denied_of"][sort]).split())


@cache
def _degrees() -> frozenset[str]:
    tables = data("marks")
    found = (tables[tag][key] for tag in HIGHEST for key in ("ar", "en"))
    return frozenset(folded(" ".join(found)).split())
