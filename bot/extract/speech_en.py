"""Reads English attributions: "X said", "said X", "according to X", "X told Reuters"."""

from __future__ import annotations

from bot.extract.lexicon import Hit, forms
from bot.extract.speech import Act, Clause, Span, Speech
from bot.language.words import terms

_STOPS = forms("en", "grammar.stops")
_TAKES_HEARER = forms("en", "grammar.takes_hearer")
_SUBORDINATE = forms("en", "grammar.subordinate")
_MONTHS = forms("en", "grammar.months")
_TITLES = forms("en", "grammar.titles")
_PREPOSITIONS = forms("en", "grammar.prepositions")
_OPENINGS = forms("en", "grammar.openings")
_DETERMINERS = ("the", "a", "an")
_LONGEST = 14  # words of a speaker's name with their office
_NAME_SIGNS = frozenset("'’.&")


def read(clause: Clause) -> Speech | None:
    """Return the attribution of an English sentence, ``None`` if it speaks for the outlet."""
    medium = _medium(clause)
    source = _according(clause)
    best: Speech | None = None
    for verb, act in clause.verbs():
        subject = None if _passive(clause, verb) else _after(clause, verb) or _before(clause, verb)
        if subject is None:
            continue
        found = _speech(clause, subject, act, medium)
        if found.speaker or found.refers or found.medium:
            best = found
            break
        best = best or found
    if best and (best.speaker or best.refers):
        return best
    if source:
        return _speech(clause, source, Act.SAY, medium or (best.medium if best else None))
    return best


def _speech(clause: Clause, np: tuple[int, int], act: Act, medium: Span | None) -> Speech:
    """Judge a noun phrase that says something: person, medium, document, or a pointer back."""
    start, end = np
    while start < end - 1 and clause.tokens[start].form in _DETERMINERS:
        start += 1
    commentator = clause.any_in("people.commentators", start, end)
    if _is_medium(clause, start, end):
        return Speech(act, None, clause.span(start, end))
    if clause.hits.starting("people.papers", end - 1):
        return Speech(act, None, medium, paper=True)
    if clause.hits.starting("people.pronouns", start):
        return Speech(act, None, medium, refers=True)
    if _refers(clause, np):
        pointer = frozenset(terms(clause.words(start, end), "en"))
        return Speech(act, clause.span(*np), medium, True, pointer)
    return Speech(act, clause.span(start, end), medium, commentator=commentator)


def _passive(clause: Clause, verb: Hit) -> bool:
    """Tell "it was reported" and "as expected", which name nobody, from a verb with a subject."""
    before = clause.tokens[verb.start - 1].form if verb.start else ""
    after = clause.tokens[verb.end].form if verb.end < len(clause.tokens) else ""
    if after == "to" and clause.tokens[verb.start].form in (
        "alleged",
        "reported",
        "said",
        "estimated",
    ):
        return True
    return before in (
        "was",
        "were",
        "been",
        "be",
        "being",
        "is",
        "are",
        "as",
        "to",
        "by",
        "the",
        "a",
    )


def _refers(clause: Clause, np: tuple[int, int]) -> bool:
    """Tell "the ministry", which points back, from a phrase that names someone."""
    start, end = np
    first = clause.tokens[start].form
    named = any(clause.upper(at) for at in range(start + (first in _DETERMINERS), end))
    return first == "the" and not named and end - start <= 4


def _is_medium(clause: Clause, start: int, end: int) -> bool:
    if not any(clause.upper(at) for at in range(start, end)):
        return False
    if clause.any_in("people.roles", start, end) and not clause.any_in("media.names", start, end):
        last = clause.hits.starting("media.words", end - 1)
        return last is not None
    names = [
        h
        for h in clause.hits["media.names"]
        if start <= h.start and h.end <= end and clause.upper(h.start)
    ]
    whole = any(h.end == end or h.start == start for h in names)
    edges = clause.hits.starting("media.words", end - 1) or clause.hits.starting(
        "media.words", start
    )
    return whole or edges is not None


def _after(clause: Clause, verb: Hit) -> tuple[int, int] | None:
    """Return the subject behind its verb: '..., said Ann Lee', '"...," added the mayor'."""
    at = verb.end
    if at >= len(clause.tokens) or verb.start == 0:
        return None
    before = clause.tokens[verb.start - 1]
    if before.is_word or before.form in ":;(" or clause.tokens[verb.start].form in _TAKES_HEARER:
        return None
    first = clause.tokens[at].form
    if not (clause.upper(at) or first in _DETERMINERS or clause.hits.starting("people.roles", at)):
        return None
    return _valid(clause, at, _forward(clause, at))


def _forward(clause: Clause, at: int) -> int:
    """Return where a name that begins at ``at`` ends."""
    end = at
    while end < len(clause.tokens) and end - at < _LONGEST:
        token = clause.tokens[end]
        if token.form in _STOPS and not clause.upper(end):
            break
        if clause.in_quotes(end) or (not token.is_word and not _joins(clause, end)):
            break
        if token.form in (
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
        ):
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


def _before(clause: Clause, verb: Hit) -> tuple[int, int] | None:
    """Return the subject before its verb, over adverbs, auxiliaries and an apposition."""
    at = verb.start - 1
    while at >= 0 and _is_adverb(clause, at):
        at -= 1
    if at < 0 or clause.in_quotes(at):
        return None
    if clause.tokens[at].form in (",", "—", "–", "-"):
        return _apposition(clause, at)
    if clause.tokens[at].form in ("who", "which"):
        return _apposition(clause, at - 1) if at > 0 and clause.tokens[at - 1].form == "," else None
    if clause.tokens[at].form == "and":
        return None
    if clause.hits.starting("people.pronouns", at):
        asked = at > 0 and clause.tokens[at - 1].form == "what"  # "what it said was a test"
        return None if asked else _valid(clause, at, at + 1)
    start = _backward(clause, at)
    if start > 0 and clause.tokens[start - 1].form in ("who", "which"):
        return None
    if 0 < start <= 3 and clause.tokens[start - 1].form in _SUBORDINATE:
        return None  # "As officials said ..., the price fell": the sentence itself is not theirs
    found = _valid(clause, start, at + 1)
    return _name_before(clause, found) or found if found else None


def _name_before(clause: Clause, office: tuple[int, int]) -> tuple[int, int] | None:
    """Return the name of 'Ann Lee, head of the harbour announced', where a comma is missing."""
    comma = office[0] - 1
    if comma < 2 or clause.tokens[comma].form != "," or clause.upper(office[0]):
        return None
    start = _backward(clause, comma - 1)
    name = all(clause.upper(at) or not clause.tokens[at].is_word for at in range(start, comma))
    return (start, comma) if name and 2 <= comma - start <= 5 else None


def _is_adverb(clause: Clause, at: int) -> bool:
    listed = clause.hits.starting("people.adverbs", at) is not None
    manner = clause.tokens[at].form.endswith("ly") and not clause.upper(at)
    return (listed and not _named(clause, at)) or manner


def _named(clause: Clause, at: int) -> bool:
    """A capital in mid-sentence that is no weekday belongs to a name ("Will", "May")."""
    return clause.upper(at) and at > 0 and not clause.tokens[at].form.endswith("day")


def _apposition(clause: Clause, comma: int) -> tuple[int, int] | None:
    """Return the head of 'Ann Lee, who owns a shop, said' or 'the new mayor, Ann Lee, said'."""
    inner = comma - 1
    while (
        inner >= 0 and clause.tokens[inner].form not in (",", "—") and not clause.in_quotes(inner)
    ):
        inner -= 1
    if inner <= 0 or clause.tokens[inner].form not in (",", "—"):
        return None
    head = _valid(clause, _backward(clause, inner - 1), inner)
    if head is None:
        return None
    outer = head[0] - 1
    if (
        outer > 0
        and clause.tokens[outer].form == ","
        and clause.tokens[head[0] - 0].form in _DETERMINERS
    ):
        first = _valid(clause, _backward(clause, outer - 1), outer)
        if first and all(clause.upper(at) or not clause.tokens[at].is_word for at in range(*first)):
            return first
    size = comma - inner - 1
    name = all(clause.upper(at) or not clause.tokens[at].is_word for at in range(inner + 1, comma))
    if name and clause.hits.starting("people.pronouns", head[0]):
        return inner + 1, comma  # "Its president, Ann Lee, said"
    if name and 2 <= size <= 4 and clause.any_in("people.roles", *head):
        return head[0], comma
    return head


def _backward(clause: Clause, at: int) -> int:
    """Return where a name that ends with token ``at`` begins."""
    start = at
    while start >= 0 and at - start < _LONGEST:
        token = clause.tokens[start]
        dated = token.form in _MONTHS or token.form.endswith("day")
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
    return any(
        hit.end == at
        for name in ("people.roles", "people.commentators")
        for hit in clause.hits[name]
    )


def _after_role(clause: Clause, at: int) -> bool:
    return any(hit.end == at for hit in clause.hits["people.roles"])


def _both_named(clause: Clause, at: int) -> bool:
    return (
        0 < at < len(clause.tokens) - 1
        and clause.upper(at - 1)
        and clause.upper(at + 1)
        and not clause.any_in("time.today", at - 1, at)
    )


def _valid(clause: Clause, start: int, end: int) -> tuple[int, int] | None:
    """Trim openings and refuse what is no noun phrase of a speaker."""
    while start < end and clause.tokens[start].form in _OPENINGS:
        start += 1
    if start < end and clause.tokens[start].form in _PREPOSITIONS:
        inner = [at for at in range(start + 1, end) if clause.tokens[at].form in _DETERMINERS]
        if not inner:
            return None
        start = inner[-1]
    if start >= end:
        return None
    alone = end - start == 1
    if alone and clause.tokens[start].form in ("i", "we", "you", "there", *_MONTHS):
        return None
    if alone and clause.hits.starting("people.pronouns", start):
        return start, end
    capital = any(
        clause.upper(at) and (at > 0 or end - start == 1 or at + 1 < end)
        for at in range(start, end)
    )
    role = any(clause.hits.starting("people.roles", at) for at in range(start, end))
    return (start, end) if capital or role else None


def _according(clause: Clause) -> tuple[int, int] | None:
    """Return the source of "according to X", "citing X"."""
    for hit in clause.hits["verbs.sources"]:
        if not clause.in_quotes(hit.start) and hit.end < len(clause.tokens):
            end = _forward(clause, hit.end)
            found = _valid(clause, hit.end, end) or (hit.end, end)
            if 1 <= found[1] - found[0] <= 8:
                return found
    return None


def _medium(clause: Clause) -> Span | None:
    """Return the outlet or platform that the words went through ("told Reuters", "on Twitter")."""
    for name in ("media.names", "media.words"):
        for hit in clause.hits[name]:
            if hit.start == 0 or clause.in_quotes(hit.start) or not clause.upper(hit.start):
                continue
            start = hit.start
            while start > 0 and clause.upper(start - 1) and clause.tokens[start - 1].is_word:
                start -= 1
            before = start - 1
            while before >= 0 and clause.tokens[before].form in _DETERMINERS:
                before -= 1
            if before >= 0 and clause.hits.starting("media.before", before):
                return clause.span(start, _capitals(clause, hit.end))
    return None


def _capitals(clause: Clause, at: int) -> int:
    """Return the token after the capitalised words that go on from ``at``."""
    while at < len(clause.tokens) and clause.tokens[at].is_word and clause.upper(at):
        if clause.hits.starting("time.today", at):
            break
        at += 1
    return at
