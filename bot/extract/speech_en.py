"""Reads English attributions: "X said", "said X", "according to X", "X told Reuters"."""

from __future__ import annotations

from bot.extract.lexicon import Hit, forms
from bot.extract.names_en import (
    DETERMINERS,
    end_of_capitals,
    end_of_name,
    noun_phrase,
    start_of_name,
)
from bot.extract.speech import Act, Clause, Span, Speech
from bot.language.words import terms

_TAKES_HEARER = forms("en", "grammar.takes_hearer")
_SUBORDINATE = forms("en", "grammar.subordinate")
_AUXILIARIES = forms("en", "grammar.auxiliaries")
_ROLES = forms("en", "people.roles")
_COMMENTATORS = forms("en", "people.commentators")
_BEFORE_PRONOUNS = forms("en", "grammar.before_pronouns")
_HOLDS_NOUN = forms("en", "grammar.holds_noun")
_POSSESSIVE = ("his", "her", "its", "their")  # "Her daughter Layla said"
_PERSONS = ("he", "she", "they")
_WEEKDAYS = forms("en", "grammar.weekdays")
_REFUSED = forms("en", "grammar.refused")
_KINDS = forms("en", "media.kinds")
_OBJECT = 5  # words among which what is refused stands
_SAID_TO = forms("en", "grammar.said_to")


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
    paired = any(token.form == "," for token in clause.tokens[start:end])  # "The mayor, Ann Lee"
    while start < end - 1 and clause.tokens[start].form in DETERMINERS and not paired:
        start += 1
    commentator = clause.any_in("people.commentators", start, end)
    if _is_medium(clause, start, end):
        return Speech(act, None, clause.span(start, end))
    headed = clause.hits.starting("people.papers", start) and not clause.any_in(
        "people.roles", start, end
    )
    if headed or clause.hits.starting("people.papers", end - 1):
        return Speech(act, None, medium, paper=True)
    if clause.tokens[start].form in _POSSESSIVE and clause.upper(end - 1) and end - start > 1:
        return Speech(act, clause.span(start + 1, end), medium, commentator=commentator)
    if clause.hits.starting("people.pronouns", start):
        return Speech(act, None, medium, refers=True)
    if _refers(clause, np):
        pointer = frozenset(terms(clause.words(start, end), "en"))
        return Speech(act, clause.span(*np), medium, True, pointer)
    return Speech(act, clause.span(start, end), medium, commentator=commentator)


def _passive(clause: Clause, verb: Hit) -> bool:
    """Tell "it was reported" and "as expected", which name nobody, from a verb with a subject."""
    at = verb.start - 1
    while at > 0 and _is_adverb(clause, at) and clause.tokens[at].form not in _AUXILIARIES:
        at -= 1  # "was once asked"
    before = clause.tokens[at].form if verb.start else ""
    after = clause.tokens[verb.end].form if verb.end < len(clause.tokens) else ""
    if after == "to" and clause.tokens[verb.start].form in _SAID_TO:
        return True
    if clause.tokens[verb.start].form == "denied":
        follows = {token.form for token in clause.tokens[verb.end : verb.end + _OBJECT]}
        if follows & _REFUSED:
            return True  # "denied port access to four ships": no claim is denied
    return before in _AUXILIARIES


def _refers(clause: Clause, np: tuple[int, int]) -> bool:
    """Tell "the ministry", which points back, from a phrase that names someone."""
    start, end = np
    first = clause.tokens[start].form
    named = any(clause.upper(at) for at in range(start + (first in DETERMINERS), end))
    return first == "the" and not named and end - start <= 4


def _is_medium(clause: Clause, start: int, end: int) -> bool:
    if not any(clause.upper(at) for at in range(start, end)):
        return False
    if clause.any_in("people.roles", start, end) and not clause.any_in("media.names", start, end):
        last = clause.hits.starting("media.words", end - 1)
        first = clause.tokens[start].form in _KINDS and clause.upper(end - 1)
        return last is not None or first
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
    if before.is_word or before.form in ":;(." or clause.tokens[verb.start].form in _TAKES_HEARER:
        return None
    first = clause.tokens[at].form
    if not (clause.upper(at) or first in DETERMINERS or clause.hits.starting("people.roles", at)):
        return None
    return noun_phrase(clause, at, end_of_name(clause, at))


def _before(clause: Clause, verb: Hit) -> tuple[int, int] | None:
    """Return the subject before its verb, over adverbs, auxiliaries and an apposition."""
    at = verb.start - 1
    if clause.tokens[verb.start].form.endswith("ing"):
        return None  # "sent a letter to Ann Lee saying that": the noun before it does not speak
    while at >= 0 and (_is_adverb(clause, at) or _dates(clause, at)):
        at -= 1
    if at < 0 or clause.in_quotes(at):
        return None
    if clause.tokens[at].form in (",", "—", "–", "-"):
        return _apposition(clause, at)
    if clause.tokens[at].form in ("who", "which"):
        return _apposition(clause, at - 1) if at > 0 and clause.tokens[at - 1].form == "," else None
    if clause.tokens[at].form == "and":  # "She put the figure at nine and said that"
        return (0, 1) if clause.tokens[0].form in _PERSONS else None
    if clause.hits.starting("people.pronouns", at):
        return noun_phrase(clause, at, at + 1) if _opens(clause, at) else None
    start = start_of_name(clause, at)
    if _is_inside(clause, start):
        return None
    if start > 0 and clause.tokens[start - 1].form in ("who", "which"):
        return None
    if _is_relative(clause, start):
        return None
    if 0 < start <= 3 and clause.tokens[start - 1].form in _SUBORDINATE:
        return None  # "As officials said ..., the price fell": the sentence itself is not theirs
    found = noun_phrase(clause, start, at + 1)
    return _name_before(clause, found) or found if found else None


def _is_relative(clause: Clause, start: int) -> bool:
    """Tell "the rise that officials had forecast" from "he feared that officials said so"."""
    if start < 2 or clause.tokens[start - 1].form != "that" or not clause.tokens[start - 2].is_word:
        return False
    return all(hit.end != start - 1 for hit, _ in clause.verbs())


def _opens(clause: Clause, at: int) -> bool:
    """Tell "..., he said", "but it added" from a pronoun within ("the year it expects")."""
    before = clause.tokens[at - 1] if at else None
    return before is None or not before.is_word or before.form in _BEFORE_PRONOUNS


def _is_inside(clause: Clause, start: int) -> bool:
    """Tell a noun that belongs to a phrase before it: "outlets in Menad", "after Ann Lee"."""
    at = start - 1
    while at >= 0 and clause.tokens[at].form in DETERMINERS:
        at -= 1
    return at >= 0 and clause.tokens[at].form in _HOLDS_NOUN


def _name_before(clause: Clause, office: tuple[int, int]) -> tuple[int, int] | None:
    """Return the name of 'Ann Lee, head of the harbour announced', where a comma is missing."""
    comma = office[0] - 1
    if comma < 2 or clause.tokens[comma].form != "," or clause.upper(office[0]):
        return None
    start = start_of_name(clause, comma - 1)
    name = all(clause.upper(at) or not clause.tokens[at].is_word for at in range(start, comma))
    opens = start == 0 or not clause.tokens[start - 1].is_word
    return (start, comma) if name and opens and 2 <= comma - start <= 5 else None


def _is_adverb(clause: Clause, at: int) -> bool:
    listed = clause.hits.starting("people.adverbs", at) is not None
    manner = clause.tokens[at].form.endswith("ly") and not clause.upper(at)
    return (listed and not _named(clause, at)) or manner


def _dates(clause: Clause, at: int) -> bool:
    """Tell the "on" of "the minister on Monday announced" from that of a phrase of place."""
    after = clause.tokens[at + 1].form if at + 1 < len(clause.tokens) else ""
    return clause.tokens[at].form == "on" and after in _WEEKDAYS


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
    head = noun_phrase(clause, start_of_name(clause, inner - 1), inner)
    if head is None:
        return None
    outer = head[0] - 1
    if (
        outer > 0
        and clause.tokens[outer].form == ","
        and clause.tokens[head[0]].form in DETERMINERS
    ):
        first = noun_phrase(clause, start_of_name(clause, outer - 1), outer)
        if first and all(clause.upper(at) or not clause.tokens[at].is_word for at in range(*first)):
            return first
    size = comma - inner - 1
    name = all(clause.upper(at) or not clause.tokens[at].is_word for at in range(inner + 1, comma))
    if name and clause.hits.starting("people.pronouns", head[0]):
        return inner + 1, comma  # "Its president, Ann Lee, said"
    if name and 2 <= size <= 4 and clause.any_in("people.roles", *head):
        return head[0], comma
    return head


def _according(clause: Clause) -> tuple[int, int] | None:
    """Return the source of "according to X", "citing X"."""
    for hit in clause.hits["verbs.sources"]:
        if not clause.in_quotes(hit.start) and hit.end < len(clause.tokens):
            end = end_of_name(clause, hit.end)
            found = noun_phrase(clause, hit.end, end)
            reason = clause.tokens[hit.start].form == "citing" and not _people(clause, end)
            if found is None and not reason:
                found = hit.end, end
            if found and 1 <= found[1] - found[0] <= 8:
                return found
    return None


def _people(clause: Clause, end: int) -> bool:
    """Tell "citing two engineers" from "citing high taxes", which gives a reason."""
    last = clause.tokens[end - 1].form
    return {last, last.removesuffix("s")} & (_ROLES | _COMMENTATORS) != set()


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
            while before >= 0 and clause.tokens[before].form in DETERMINERS:
                before -= 1
            if before >= 0 and clause.hits.starting("media.before", before):
                return clause.span(start, end_of_capitals(clause, hit.end))
    return None
