"""Whether the verb beside a weekday tells of what has happened: "on Wednesday unveiled"."""

from __future__ import annotations

from bot.extract.passages import Passage, is_future
from bot.extract.speech import Act, Clause
from bot.questions.tables import folded_set

_FAR = 8  # words before a weekday among which its verb is looked for
_JOINED = 3  # words before an English participle in which "will be" stands
_BESIDE = 2  # words between "said" and its day; farther away it is the day of what is said
_SHORTEST = 4  # letters of an English word in -ed that is a verb
_IMPERFECT = ("ي", "ت", "ن", "وي", "وت", "ون")
_LISTS = (*(f"verbs.{act}" for act in Act), "news.acts")


def is_told_as_past(passage: Passage, start: int, end: int) -> bool:
    """Tell whether the verb of the words from ``start`` to ``end`` is in the past.

    False also where no verb is found, where one looks ahead, and where the words belong to what
    is said, planned or called for: the day is left open then.
    """
    clause, language = passage.clause, passage.language
    if clause.text[end : end + 2] in ("'s", "’s"):
        return False
    words = [n for n, token in enumerate(clause.tokens) if token.is_word]
    before = [n for n in words if clause.tokens[n].end <= start][: -_FAR - 1 : -1]
    after = [n for n in words if clause.tokens[n].start >= end][:1]
    if any(_looks_ahead(clause, n) for n in (*before, *after)):
        return False
    if after and _is_past(clause, after[0], language):
        return True
    for far, at in enumerate(before):
        form = clause.tokens[at].form
        if form in folded_set("opens_other", language):
            return False
        if _is_past(clause, at, language):
            return far < _BESIDE or form not in folded_set("says", language)
    return False


def _looks_ahead(clause: Clause, at: int) -> bool:
    planned = any(hit.start == at for hit in clause.hits["time.plan"])
    return planned or is_future(clause.tokens[at].form)


def _is_past(clause: Clause, at: int, language: str) -> bool:
    form = clause.tokens[at].form
    if language == "ar":
        told = any(hit.start == at for name in _LISTS for hit in clause.hits[name])
        return told and not form.startswith(_IMPERFECT)
    if form in folded_set("past", language):
        return True
    if not form.endswith("ed") or form.endswith("eed") or len(form) < _SHORTEST:
        return False
    near = [token.form for token in clause.tokens[max(0, at - _JOINED) : at]]
    noun = near[-1:] and near[-1] in folded_set("before_nouns", language)
    return not noun and folded_set("not_past", language).isdisjoint(near)
