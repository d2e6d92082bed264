"""What the form of an Arabic verb says: the future, and whether something has been done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from bot.citations.phrases import Mark, data
from bot.language import folded
from bot.language.tables import split

IMPERFECT = frozenset("يتن")
"""First letters of an Arabic verb that tells of nothing done."""

_VERB = 4  # letters that a verb has at least besides the future's
_IMPERFECT_LETTERS = 5
_QAD = frozenset(("قد", "وقد"))
_WAS = frozenset(("كان", "كانت", "كانا", "كانتا", "كانوا", "وكان", "وكانت", "وكانا", "وكانوا"))
_PAST = (
    "نفى نفت نفذ نشر نشرت نجح نجحت نقل نقلت نال يئس تعرض تقدمتوصل تلقى تمكن تجاوز تحول تراجع تحدث "
    "تسلم تولى تعهد تخلى توقف"
)
_PAST_IN_N_OR_Y = frozenset(map(folded, split(_PAST)))


def may_say_when(word: str) -> bool:
    """Whether a word may make a mark of ``verbs``: most need no second look."""
    return word in _QAD or word in _WAS or _is_future(word)


def verbs(words: Sequence[str], places: Iterable[int]) -> Iterator[Mark]:
    """Yield the future in س, and قد: "may" before the imperfect, "already" before the past.

    ``places`` are the words that ``may_say_when``.
    """
    for at in places:
        word = words[at]
        if word in _QAD:
            yield from _qad(words, at)
        elif word in _WAS:
            if not _QAD.isdisjoint(words[at + 1 : at + 4]):
                yield Mark("pluperfect", at, at + 1)
        else:
            yield Mark("planned", at, at)  # the verb is what is planned
            if _is_short(word.removeprefix("و").removeprefix("ف")[1:]):
                yield Mark("will", at, at)


def _qad(words: Sequence[str], at: int) -> Iterator[Mark]:
    following = words[at + 1] if at + 1 < len(words) else ""
    before = words[at - 1] if at else ""
    if following == "لا" or _is_imperfect(following, before):
        yield Mark("possible", at, at + 1)
    elif following[:1] in IMPERFECT:
        yield Mark("perhaps", at, at + 1)


def _is_imperfect(word: str, before: str) -> bool:
    """Whether a verb after قد is the imperfect; in ت only after what it can agree with.

    "قد تواصل الرئيس" is the past, "الخطوة قد تفتح" is not.
    """
    if len(word) < 3 or word in _PAST_IN_N_OR_Y:
        return False
    feminine = before.endswith(("ه", "ها")) or before in ("التي", "هي", "وهي", "ات")
    return word[0] == "ي" or (word[0] == "ت" and feminine and not word.endswith("ت"))


def _is_future(word: str) -> bool:
    core = word[1:] if word[0] in "وف" and len(word) > _VERB else word
    if len(core) < _VERB or core[0] != "س" or core[1] not in "يتن" or core[-1] == "ه":
        return False
    begin, words = _not_future()
    return not core.startswith(begin) and core.removesuffix("ا") not in words


def _is_short(verb: str) -> bool:
    """Whether a word has the shape of an imperfect: foreign names in ست are longer (ستراسبورغ)."""
    known = verb.startswith(("يست", "تست")) or verb.endswith(("ون", "ها", "هم", "ان"))
    return known or len(verb) <= _IMPERFECT_LETTERS


@cache
def _not_future() -> tuple[tuple[str, ...], frozenset[str]]:
    """Return beginnings and whole forms of Arabic nouns that look like the future of a verb."""
    listed = data("marks")["not_future"]
    begin, words = (tuple(map(folded, listed[key].split())) for key in ("begin", "words"))
    return begin, frozenset(words)
