"""What binds a figure: more than, at least, about, up to; before it or after it."""

from __future__ import annotations

import re
from functools import cache

from bot.language.numbers.grammar import Grammar
from bot.language.numbers.lexicon import lexicon
from bot.language.numbers.quantity import CODE, DAY, DECADE, EXACT, ORDINAL, TIME, YEAR, Bound, Kind
from bot.language.numbers.units import is_money, scale

# Verbs that bind a figure: Arabic ones behind their subject (لا تزيد كلفته على خمسة), and an
# English one that is another word elsewhere ("costs top 5", "the top 5")
_PARTED = (
    (Bound.AT_MOST, re.compile(r"\b(?:لا|لم|لن|الا) [يت]زيد (?:\w+ ){1,4}(?:علي|عن) $")),
    (Bound.AT_MOST, re.compile(r"\b(?:لا|لم|لن|الا) [يت]ت(?:جاوز|عدي|خطي) (?:\w+ ){1,3}$")),
    (Bound.AT_LEAST, re.compile(r"\b(?:لا|لم|لن|الا) [يت]قل (?:\w+ ){1,4}عن $")),
    (Bound.MORE_THAN, re.compile(r"\b[وف]?[يت]زيد (?:\w+ ){1,4}(?:علي|عن) $")),
    (Bound.MORE_THAN, re.compile(r"\b[وف]?(?:[يت]ت(?:جاوز|عدي|خطي)|[يت]فوق) (?:\w+ ){1,3}$")),
    (
        Bound.MORE_THAN,
        re.compile(r"\b[وف]?(?:تجاوزت?|تخطت|تخطي|تعدت|تعدي|فاقت?) (?:[^\W\d]+ ){1,8}$"),
    ),
    (Bound.MORE_THAN, re.compile(r"\b[وف]?زادت? (?:[^\W\d]+ ){1,4}(?:علي|عن) $")),
    (Bound.ABOUT, re.compile(r"\b[وف]?(?:قاربت?|ناهزت?|[يت]قارب|[يت]ناهز) (?:[^\W\d]+ ){1,4}$")),
    (Bound.ABOUT, re.compile(r"\b[وف]?(?:ا|[يت])قتربت? (?:[^\W\d]+ ){1,4}من $")),
    (Bound.LESS_THAN, re.compile(r"\b[وف]?قلت? (?:[^\W\d]+ ){1,4}عن $")),
    (Bound.LESS_THAN, re.compile(r"\b[وف]?[يت]قل [^.;]{1,50} عن $")),
)
_TOP = re.compile(r"\b(?:\w{2,}s|to|will|would|could|may|might|can) top (?:the )?$")
_FAR = 90  # characters before a figure in which such a verb stands
_LONGEST = 4  # words in the longest bound phrase
_PER = 3  # words between a figure and what binds it from behind
_MORE = "اكثر"
_BACK = ("earlier", "before", "ago", "previously")
_UNBOUND = (ORDINAL, DAY, CODE, DECADE)


def bound_of(
    grammar: Grammar, first: int, last: int, kind: Kind, unit: str | None
) -> tuple[Bound, bool]:
    """Return the bound of the figure on tokens ``first`` to ``last`` (exclusive).

    The second value is true where the words may not bind it at all: "over three years" is also
    in their course, and "until 1990" is no upper bound.
    """
    if kind in _UNBOUND:
        return EXACT, False
    phrase = _before(grammar, first)
    if phrase == _MORE and grammar.text(first).startswith("ب"):
        return EXACT, False  # أكثر بخمسة: by how much
    if phrase == "over" and _governs_over(grammar, first):
        return EXACT, True
    if phrase in grammar.lex.course and kind is YEAR:
        return EXACT, False  # over 2025 as a whole
    if phrase:
        bound = grammar.lex.before[phrase]
        if phrase in grammar.lex.course and unit is None and grammar.kinds[first] == "w":
            return bound, True  # "over two phases"
        if phrase in grammar.lex.soft and kind in (YEAR, TIME):
            return EXACT, False
        timed = unit is not None and not is_money(unit) and scale(unit)[0] in ("months", "minutes")
        if timed and grammar.text(last) in _BACK:
            return EXACT, False  # higher than three months earlier
        return bound, (phrase in grammar.lex.course and timed) or phrase in grammar.lex.soft
    if grammar.text(last) == "+" and grammar.touches(last):
        follows = grammar.touches(last + 1) and grammar.kinds[last + 1] == "n"
        return (EXACT, False) if follows else (Bound.AT_LEAST, False)
    after = _after(grammar, last)
    return (grammar.lex.after[after], False) if after else (EXACT, False)


def _governs_over(grammar: Grammar, first: int) -> bool:
    """Whether the word before "over" asks for it: "control over 138 domains"."""
    at = next((i for i in range(first - 1, -1, -1) if grammar.text(i) == "over"), 0)
    return grammar.lex.is_in(grammar.text(at - 1), "over_of") if at else False


def _before(grammar: Grammar, first: int) -> str | None:
    if grammar.text(first - 1) == "-" and grammar.touches(first) and grammar.touches(first - 1):
        first -= 1  # under-23
    at = first
    while at and _may_stand_between(grammar, at, first):
        at -= 1
    for begin in (first, at) if at != first else (first,):
        found = _ending_at(grammar, begin)
        if found:
            return found
    return None


def _may_stand_between(grammar: Grammar, at: int, first: int) -> bool:
    """Whether the word before ``at`` parts no bound from its number: "over a third"."""
    if not grammar.lex.is_in(grammar.text(at - 1), "between"):
        return False
    return grammar.kinds[first] == "w" or grammar.text(at - 1) not in ("a", "an", "the")


def _ending_at(grammar: Grammar, end: int) -> str | None:
    """Return the longest bound phrase whose last word stands before token ``end``."""
    if grammar.text(end - 1) == '"':
        end -= 1  # "well below" 2 degrees
    known, last = grammar.lex.before, grammar.text(end - 1)
    if last not in grammar.lex.before_ends and last[1:] not in grammar.lex.before_ends:
        return None
    for length in range(min(_LONGEST, end), 0, -1):
        phrase = " ".join(grammar.texts[end - length : end])
        if phrase in known:
            return phrase
        if grammar.language == "ar" and phrase[0] in "وفبل" and phrase[1:] in known:
            return phrase[1:]
    return None


def _after(grammar: Grammar, start: int) -> str | None:
    """Return the bound phrase after a figure and at most one word that it counts.

    Behind a few words a long one stands that ends its clause, or it binds what follows:
    1.2 درهم | في اللتر على الأكثر, $5 | a barrel at most.
    """
    for begin in range(start, start + 1 + _PER):
        first, far = grammar.text(begin), begin > start + 1
        if begin > start and not first.isalpha():
            return None
        if first not in grammar.lex.after_begins:
            continue
        for length in range(3, int(far), -1):
            phrase = " ".join(grammar.texts[begin : begin + length])
            ends = not grammar.text(begin + length)[:1].isalnum()
            if phrase in grammar.lex.after and (ends or not far):
                return phrase
    return None


def binds(folded: str, language: str, bound: Bound) -> bool:
    """Whether a comparison form has words of ``bound`` anywhere: "exceeds ... by 17 bn".

    The words of a longer phrase are its own: "no more than" has no "more than".
    """
    padded = f" {folded} "
    for phrase, of in _longest_first(language):
        if phrase in padded:
            if of is bound:
                return True
            padded = padded.replace(phrase, " | ")
    return False


@cache
def _longest_first(language: str) -> tuple[tuple[str, Bound], ...]:
    lex = lexicon(language)
    known = {f" {phrase} ": of for phrase, of in (*lex.apart.items(), *lex.before.items())}
    return tuple(sorted(known.items(), key=lambda item: -len(item[0])))


def parted_bound(before: str) -> Bound | None:
    """Return how a verb apart from its figure binds the one that follows ``before``.

    لا تزيد كلفته على | خمسة; ``before`` is a comparison form.
    """
    near = before[-_FAR:]
    if near.isascii():  # no word of it is Arabic
        return Bound.MORE_THAN if _TOP.search(near) else None
    return next((bound for bound, verb in _PARTED if verb.search(near)), None)
