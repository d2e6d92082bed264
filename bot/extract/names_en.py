"""Tells where an English name begins and ends, office and all, by capitals and small words."""

from __future__ import annotations

from bot.extract.lexicon import forms
from bot.extract.speech import Clause
from bot.language.names import names_in

DETERMINERS = ("the", "a", "an")
MONTHS = forms("en", "grammar.months")
_WEEKDAYS = forms("en", "grammar.weekdays")
_STOPS = forms("en", "grammar.stops") | _WEEKDAYS
_TITLES = forms("en", "grammar.titles")
_PREPOSITIONS = forms("en", "grammar.prepositions")
_OPENINGS = forms("en", "grammar.openings")
_LONGEST = 14  # words of a speaker's name with their office
_NAME_SIGNS = frozenset("'’.&")


def noun_phrase(clause: Clause, start: int, end: int) -> tuple[int, int] | None:
    """Trim openings and refuse what is no noun phrase of a speaker."""
    while start < end and clause.tokens[start].form in _OPENINGS:
        start += 1
    if start < end and clause.tokens[start].form in _PREPOSITIONS:
        inner = [at for at in range(start + 1, end) if clause.tokens[at].form in DETERMINERS]
        if not inner:
            return None
        start = inner[-1]
    if start >= end:
        return None
    if start + 1 < end and clause.tokens[start + 1].form in DETERMINERS and start == 0:
        start += 1  # "Perhaps the clearest case"
    alone = end - start == 1
    if alone and clause.tokens[start].form in ("i", "we", "you", "there", *MONTHS):
        return None
    if alone and clause.hits.starting("people.pronouns", start):
        return start, end
    if alone and start == 0 and not _is_name(clause) and not clause.any_in("people.roles", 0, 1):
        return None  # "Additionally", "Buy": a capital that only opens the sentence
    capital = any(
        clause.upper(at) and (at > 0 or end - start == 1 or at + 1 < end)
        for at in range(start, end)
    )
    role = any(clause.hits.starting("people.roles", at) for at in range(start, end))
    return (start, end) if capital or role else None


def _is_name(clause: Clause) -> bool:
    """Tell whether the first word of a sentence is a name, not an ordinary word."""
    first = clause.tokens[0]
    if first.form.endswith("ly"):
        return False
    return any(name.start <= first.start < name.end for name in names_in(clause.text, "en"))


def end_of_name(clause: Clause, at: int) -> int:
    """Return where a name that begins at ``at`` ends."""
    end = at
    while end < len(clause.tokens) and end - at < _LONGEST:
        token = clause.tokens[end]
        if token.form in _STOPS and not clause.upper(end) and not _of_persons(clause, end):
            break
        if clause.in_quotes(end) or (not token.is_word and not _joins(clause, end)):
            break
        if token.form in _WEEKDAYS:
            break
        if token.form == "and" and not _goes_on(clause, end):
            break
        if end > at and any(hit.start == end for hit, _ in clause.verbs()):
            break
        end += 1
    return end


def _goes_on(clause: Clause, at: int) -> bool:
    """Tell "Smith and Jones" from "... and is", where the name is over."""
    if at + 1 >= len(clause.tokens):
        return False
    return clause.upper(at + 1) or bool(clause.hits.starting("people.roles", at + 1))


def _joins(clause: Clause, at: int) -> bool:
    """Tell a sign inside a name ("Mr.", "AT&T", "China’s") from one that ends it."""
    token = clause.tokens[at]
    if token.form not in _NAME_SIGNS or at == 0:
        return False
    previous = clause.tokens[at - 1].form
    glued = clause.tokens[at - 1].end == token.start
    if token.form == ".":
        return glued and (previous in _TITLES or len(previous) == 1)
    return True


def start_of_name(clause: Clause, at: int) -> int:
    """Return where a name that ends with token ``at`` begins."""
    start = at
    while start >= 0 and at - start < _LONGEST:
        token = clause.tokens[start]
        dated = token.form in MONTHS or token.form in _WEEKDAYS
        stop = dated or (token.form in _STOPS and (start == 0 or not clause.upper(start)))
        if clause.in_quotes(start) or (stop and not _of_office(clause, start)):
            break
        if not token.is_word and not _joins(clause, start):
            break
        if token.form == "and" and not (_both_named(clause, start) or _after_role(clause, start)):
            break
        if start < at and any(h.end - 1 == start for h, _ in clause.verbs()):
            break
        start -= 1
    return start + 1


def _of_office(clause: Clause, at: int) -> bool:
    """Tell "officials in Nice", "adviser to the king" from a new phrase of time or place."""
    linked = clause.tokens[at].form in ("in", "at", "from", "for", "to", "on", "with", "by")
    if not linked or at == 0:
        return False
    return _of_persons(clause, at) or any(
        hit.end == at
        for name in ("people.roles", "people.commentators")
        for hit in clause.hits[name]
    )


def _of_persons(clause: Clause, at: int) -> bool:
    """Tell "two people at the ministry", "sources in Nice", where the place says who they are."""
    linked = clause.tokens[at].form in ("in", "at", "from")
    return linked and at > 0 and clause.tokens[at - 1].form in ("people", "sources", "officials")


def _after_role(clause: Clause, at: int) -> bool:
    return any(hit.end == at for hit in clause.hits["people.roles"])


def _both_named(clause: Clause, at: int) -> bool:
    return (
        0 < at < len(clause.tokens) - 1
        and clause.upper(at - 1)
        and clause.upper(at + 1)
        and not clause.any_in("time.today", at - 1, at)
    )


def end_of_capitals(clause: Clause, at: int) -> int:
    """Return the token after the capitalised words that go on from ``at``."""
    while at < len(clause.tokens) and clause.tokens[at].is_word and clause.upper(at):
        if clause.hits.starting("time.today", at):
            break
        at += 1
    return at
