"""Arabic names by their place in a sentence: who speaks, and what a town or a port is called.

Arabic has no capitals, so a family name alone or an unknown town shows only by what stands around
it: "قال السمندي إن", "بلدية طرطوس". Words that no list knows are names there, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from bot.language.fold import folded, unvocalised
from bot.language.names.finding import NameKind, NameMention, is_over
from bot.language.names.gazetteer import (
    is_given_name,
    is_ordinary,
    is_title,
    looks_like_verb,
)
from bot.language.names.signs import (
    is_head,
    known_in,
    shown_in,
    speaking,
    toponyms,
    written_toponyms,
)
from bot.language.names.tokens import Token, tokenize
from bot.language.words import stopwords

_DECLINED = 6  # letters of a word with such an ending
_LONGEST = 3  # words of a name
_SHORTEST = 4  # letters of a word alone that is taken for a name
_PLURALS = ("ين", "ات", "ه", "اء")
_LONG = 7  # letters of a word in ت that is no verb: فيرمونت


@lru_cache(maxsize=256)
def names_in_slots(text: str) -> tuple[NameMention, ...]:
    """Return the Arabic names in ``text`` that their place alone shows, in order.

    Known names are left out: ``names_in`` has them. Offsets are code points of ``text``.
    """
    speaks = [(at, signs.speaks) for at, signs in shown_in(text) if signs.speaks is not False]
    leads = [at for at, signs in shown_in(text) if signs.leads]
    if not speaks and not leads:
        return ()
    tokens = tokenize(text)
    known = {at for name in known_in(text) for at in range(name.first, name.last)}
    found = (*_speakers(text, tokens, speaks, known), *_places(text, tokens, leads, known))
    spans = sorted({(t[0].start, -t[-1].end) for t in found})  # the longest first
    made: list[NameMention] = []
    for start, end in ((low, -high) for low, high in spans):
        if not made or start >= made[-1].end:
            made.append(NameMention(start, end, text[start:end], NameKind.TITLED))
    return tuple(made)


def _speakers(
    text: str, tokens: Sequence[Token], speaks: Sequence[tuple[int, bool | None]], known: set[int]
) -> Iterator[Sequence[Token]]:
    for at, sure in speaks:
        start = at + 1
        if not (sure or _quotes_later(tokens, at)) or not _joined(text, tokens, start):
            continue
        end = start
        while end < min(len(tokens), start + _LONGEST) and end not in known:
            token = tokens[end]
            if (end > start and not _joined(text, tokens, end)) or not _may_name(token):
                break
            if text[token.start : token.end] == "على":  # no علي
                break
            if end > start + 1 and is_over(tokens[end - 2 : end], token):
                break
            end += 1
        if end == start + 1 and _is_declined(text, tokens[start]):
            continue
        if end == start + 1 and _is_described(text, tokens, start):
            continue
        if end > start and _is_name(text, tokens, start, end):
            yield tokens[start:end]


def _is_declined(text: str, token: Token) -> bool:
    """Whether a lone word ends in a pronoun or a plural, as no family name does: متعاملين."""
    if is_given_name(token.form):
        return False
    written = text[token.start : token.end]
    if len(token.form) >= _DECLINED and written.endswith(("ه", "ون", "ين")):
        return True
    return len(token.form) > _SHORTEST and written.endswith("ته")  # كلفته, its cost


def _is_described(text: str, tokens: Sequence[Token], at: int) -> bool:
    """Whether a definite word before a first name says what somebody is: النحال حسين بوقفة."""
    named = tokens[at].form.startswith("ال") and _joined(text, tokens, at + 1)
    return named and is_given_name(tokens[at + 1].form) and tokens[at + 1].form[:2] != "ال"


def _quotes_later(tokens: Sequence[Token], at: int) -> bool:
    """Whether "عن" names a source: words that open a report follow soon."""
    return any(token.form in _OPENS for token in tokens[at + 2 : at + 2 + _LONGEST])


_OPENS = frozenset(map(folded, ("أن", "قوله", "قولها", "أنه", "أنها", "بأن")))


def _joined(text: str, tokens: Sequence[Token], at: int) -> bool:
    """Whether there is a token that only a space parts from the one before it."""
    return (
        0 < at < len(tokens) and text[tokens[at - 1].end : tokens[at].start].strip(" \u00a0") == ""
    )


def _may_name(token: Token) -> bool:
    if not token.arabic or is_title(token) or token.form in speaking("after"):
        return False
    if is_given_name(token.form):
        return True
    if is_ordinary(token) or _is_inflected(token) or token.form.startswith("لل"):
        return False
    if token.form[0] == "و" and token.form[1] not in "ايلو":  # "and" before a verb, no Wilson
        return False
    return not (token.form.startswith("ال") and token.form.endswith(_PLURALS))


def _is_inflected(token: Token) -> bool:
    """Whether a word ends as verbs, plurals and nouns with a pronoun do, and begins so."""
    form = token.form
    if form.endswith(("وا", "ها", "هم")):
        return True
    if form.endswith("و"):  # مساهمو الشركة
        return is_ordinary(token._replace(form=form[:-1]))
    if form.endswith("ون"):
        return form[0] in "يتم" or form[1] == "ا"
    return form.endswith("ت") and (form[0] in "تا" or len(form) < _LONG)


def _is_name(text: str, tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether a row of unknown words is a name: the sentence goes on as behind one."""
    row = tokens[start:end]
    if is_given_name(row[0].form):
        return len(row) > 1  # a given name alone is a word as well
    if len(row[0].form) < _SHORTEST:
        return False
    if row[0].form.startswith("ال") and len(row) == 1:
        return len(row[0].form) > _SHORTEST
    after = tokens[end] if end < len(tokens) else None
    if after is None or not _joined(text, tokens, end):
        return True
    if after.form in speaking("after") or after.form.startswith(("ب", "ل")):
        return True
    return len(row[0].form) >= _LONG and not after.form.startswith("ال")


def _places(
    text: str, tokens: Sequence[Token], leads: Sequence[int], known: set[int]
) -> Iterator[Sequence[Token]]:
    for at in leads:
        if at in known or not _joined(text, tokens, at + 1):
            continue
        token, after = tokens[at], tokens[at + 1]
        written = unvocalised(text[token.start : token.end]).lstrip("بل")
        if written in written_toponyms() and _follows_noun(tokens, at):
            closed = after.form.startswith("ال") and after.form not in toponyms("not_after")
            if closed and at + 1 not in known:
                yield tokens[at : at + 2]
        elif at + 1 not in known and is_head(token.form) and _names_place(after):
            yield tokens[at + 1 : at + 2]


def _names_place(token: Token) -> bool:
    unknown = _may_name(token) and not is_given_name(token.form)
    return unknown and len(token.form) >= _SHORTEST and not looks_like_verb(token.form)


def _follows_noun(tokens: Sequence[Token], at: int) -> bool:
    """Whether a noun or a preposition stands before a word: the first of a place's name."""
    before = tokens[at - 1] if at else None
    if before is None:
        return False
    noun = is_ordinary(before) and before.form not in stopwords("ar")
    return noun or before.form in speaking("after")
