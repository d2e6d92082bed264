"""Whom an English sentence introduces without a verb of saying: "Councillor Ann Lee disagreed."."""

from __future__ import annotations

import re

from bot.extract.lexicon import forms
from bot.extract.passages import Passage
from bot.language.names.gazetteer import is_ordinary
from bot.language.names.tokens import tokenize

_LONGEST = 6  # words of an office and a name
_ROLES = forms("en", "people.roles") | forms("en", "people.commentators")
_PLACES = ("the", "in", "on", "at")


def opening_name(passage: Passage) -> str | None:
    """Return the person whom a sentence begins with ("Col Ann Lee was asked ...").

    Two capitalised words end the name; offices in small letters may stand between capitals.
    """
    clause = passage.clause
    end = _end_of_opening(passage)
    tokens = clause.tokens[:end]
    dated = any(hit.start < end for hit in passage.hits["time.today"])
    if not 2 <= end <= _LONGEST or dated or passage.language != "en":
        return None
    if tokens[0].form in _PLACES or not (clause.upper(end - 1) and clause.upper(end - 2)):
        return None
    comma = clause.tokens[end].form == "," if end < len(clause.tokens) else False
    offices = any(token.form in _ROLES for token in tokens)
    return clause.words(0, end) if offices or comma else None


def opening_group(passage: Passage) -> str | None:
    """Return the several people whom a sentence begins with ("Prosecutors had sought ...")."""
    tokens = passage.clause.tokens
    if passage.language != "en" or len(tokens) < 2:
        return None
    end = next((n for n, t in enumerate(tokens[:_LONGEST], 1) if t.form in _ROLES), 0)
    plural = bool(end) and tokens[end - 1].form.endswith("s")
    return passage.clause.words(0, end) if plural else None


def full_name(passage: Passage, called: str) -> str | None:
    """Return the capitalised name in a sentence that ends with the surname ``called``."""
    surname = called.removeprefix("Mr ").removeprefix("Ms ").removeprefix("Mrs ")
    if " " in surname or not surname[:1].isalpha():
        return None
    pattern = rf"(?:[A-Z][\w'’-]+ ){{1,2}}{re.escape(surname)}(?![\w'’-])"
    match = re.search(pattern, passage.text)
    given = tokenize(match.group()) if match else ()
    persons = [t for t in given[:-1] if not is_ordinary(t) or t.form in _ROLES]
    based = match is not None and "-" in match.group().split()[0]
    return match.group() if match and len(persons) == len(given) - 1 and not based else None


def _end_of_opening(passage: Passage) -> int:
    """Return where the capitals and offices that open a sentence end."""
    clause, end = passage.clause, 0
    while end < len(clause.tokens) and clause.tokens[end].is_word:
        if not clause.upper(end) and clause.tokens[end].form not in _ROLES:
            break
        end += 1
    return end
