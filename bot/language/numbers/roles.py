"""What a figure counts: the words beside it, and the part that they play."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cache

from bot.language.fold import folded
from bot.language.known import Known
from bot.language.numbers.quantity import EXACT, Quantity
from bot.language.numbers.tokens import Cut
from bot.language.tables import split, table
from bot.language.words import stem, stopwords

_REACH = 8  # tokens looked at on either side of a figure
_DENIED = 2  # words before a role in which a "no" denies it
_NOUNS = 2  # content words after a figure that may name what it counts
_JOINTS = frozenset(("and", "or", "و", "او", "ام"))
_NEVER_DID, _BUT = frozenset(("لم", "ولم", "فلم", "لن", "ولن")), frozenset(("سوي", "الا", "غير"))
_OTHERS = frozenset(("others", "more", "اخرين", "اخرون", "اخر", "غيرهم", "عدد", "عشرات", "مءات"))
_DEFINITE = ("ال", "لل", "بال", "وال", "كال")
_STOPS = frozenset(',.;:()"!?')


def with_counts(found: tuple[Quantity, ...], cut: Cut, language: str) -> tuple[Quantity, ...]:
    """Return the figures with what each of them counts."""
    kinds, texts, starts, _ = cut
    spans = [(bisect_left(starts, one.start), bisect_left(starts, one.end)) for one in found]
    made = []
    for n, one in enumerate(found):
        first, after = spans[n]
        begin = _begin(texts, first, spans[n - 1][1] if n else 0)
        last = spans[n + 1][0] if n + 1 < len(found) else len(texts)
        end = _end(texts, after, last)
        nouns = _nouns(kinds[after:end], texts[after:end], language)
        played = _roles(_named_before(cut, first))
        before = texts[begin:first]
        if not played and not _is_denied(one, before):
            led = _roles(before)
            if led and nouns:  # who is counted stands behind it; before it, who does something
                led = [role for role in led if group_of(role) != "people"]
            played = [*led, *_roles(texts[first:end]), *_paired(texts, begin, end, last)]
        counts = (*nouns, *played)
        made.append(one._replace(counts=tuple(dict.fromkeys(counts))) if counts else one)
    return tuple(made)


def _named_before(cut: Cut, at: int) -> Sequence[str]:
    """Return the definite noun before a definite figure: المقاتلين الـ32, الجرحى الثلاثة."""
    texts = cut.texts
    if at and texts[at - 1] == "ال" and cut.ends[at - 1] == cut.starts[at]:
        at -= 1
    elif not texts[at].startswith("ال"):
        return ()
    return (texts[at - 1],) if at and texts[at - 1].startswith(_DEFINITE) else ()


def _paired(cut: Sequence[str], begin: int, end: int, ceiling: int) -> list[str]:
    """Return the roles of words that "and" or "or" joins to a clause: "dozens dead and wounded".

    The words on both sides of it have roles of one group, and no figure or "others" follows.
    """
    before = end - 1
    found: list[str] = []
    joined = end + (1 if end < ceiling and cut[end] in _JOINTS else 0)
    if before >= 0 and joined < ceiling:
        follows = cut[joined + 1] if joined + 1 < ceiling else ""
        own = joined + 1 == ceiling < len(cut)  # a figure of its own follows
        if not own and follows not in _OTHERS:
            found += _pair(cut[before], cut[joined])
    first = begin + (1 if cut[begin] in _JOINTS else 0)
    if begin > 0 and first < len(cut):
        found += _pair(cut[first], cut[begin - 1])
    return found


def _pair(one: str, other: str) -> tuple[str, ...]:
    first, second = _ROLES[one], _ROLES[other]
    if first and second and first != second and group_of(first) == group_of(second):
        return (second,)
    return ()


def _begin(cut: Sequence[str], first: int, floor: int) -> int:
    """Go back to where the clause of a figure begins."""
    at, least = first, max(floor, first - _REACH)
    while at > least:
        if _PARTS[cut[at - 1]]:
            return at - 1 if cut[at - 1][0] == "و" else at
        at -= 1
    return at


def _end(cut: Sequence[str], end: int, ceiling: int) -> int:
    """Go on to where the clause of a figure ends."""
    at, most = end, min(ceiling, end + _REACH)
    while at < most:
        if _PARTS[cut[at]]:
            return at
        at += 1
    return at


def _parts(text: str) -> bool:
    """Whether a clause ends at a token: a stop, or "and"."""
    if text[0] == "و":
        return len(text) < 2 or (len(text) > 3 and not _begins_with_w(text))
    return text in _STOPS or text in _boundaries()


_PARTS = Known(_parts)


def _begins_with_w(text: str) -> bool:
    return text.startswith(_whole())


@cache
def _whole() -> tuple[str, ...]:
    return split(table("roles")["words"]["whole"])


@cache
def _boundaries() -> frozenset[str]:
    return frozenset(split(table("roles")["words"]["boundary"]))


def _nouns(kinds: Sequence[str], after: Sequence[str], language: str) -> list[str]:
    """Return the stems of the first content words after a figure."""
    empty = stopwords(language)
    found = []
    for kind, text in zip(kinds, after, strict=True):
        if kind == "w" and len(text) > 1 and text not in empty:
            found.append(stem(text))
            if len(found) == _NOUNS:
                break
    return found


def _roles(clause: Sequence[str]) -> list[str]:
    """Return the roles that a clause gives, but none that it denies: "without injury", لم يصب."""
    roles = [_ROLES[text] for text in clause]
    if not any(roles):
        return []
    return [
        role
        for at, role in enumerate(roles)
        if role and not any(_DENIES[before] for before in clause[max(0, at - _DENIED) : at])
    ]


def _is_denied(one: Quantity, before: Sequence[str]) -> bool:
    """Whether the verb before a figure is denied, so that what it did is not: لم يصوت أربعة."""
    if one.bound is not EXACT or _NEVER_DID.isdisjoint(before):
        return False
    return _BUT.isdisjoint(before)


def _denies(text: str) -> bool:
    return text in _denials() or (text[0] in "وف" and text[1:] in _denials())


_DENIES = Known(_denies)


@cache
def _denials() -> frozenset[str]:
    return frozenset(map(folded, split(table("roles")["words"]["denials"])))


def _role(word: str) -> str | None:
    if word in _never():
        return None
    known = _known()
    return known.get(word) or known.get(stem(word))


_ROLES = Known(_role)


@cache
def _never() -> frozenset[str]:
    return frozenset(map(folded, split(table("roles")["words"]["never"])))


@cache
def _known() -> Mapping[str, str]:
    """Return the role ("@killed") of every word and stem of the table."""
    found: dict[str, str] = {}
    for group, roles in table("roles").items():
        if group != "words":
            for role, words in roles.items():
                for word in map(folded, split(words)):
                    found.setdefault(word, f"@{role}")
                    found.setdefault(stem(word), f"@{role}")
    return found


@cache
def group_of(role: str) -> str:
    """Return the group of a role ("@killed" is of "casualties"), "" for anything else."""
    name = role.removeprefix("@")
    if name == role:
        return ""
    data = table("roles")
    return next((g for g, roles in data.items() if g != "words" and name in roles), "")
