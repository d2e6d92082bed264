"""Who holds an office: the names that the sources put behind it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.language.names import names_in
from bot.language.names.gazetteer import is_title
from bot.language.names.tokens import Token, tokenize
from bot.questions.book import Line
from bot.questions.people import who

_WORDS = 6  # of an office before a name
_BESIDE = frozenset(" \u00a0'’‘\"“«")


def holders(office: str, lines: Iterable[Line]) -> tuple[str, ...]:
    """Return the names that stand behind an office in the sources ("the Kazakh president").

    None where a name is asked for, or where the office has no state with it: of ministers and
    spokesmen there are many.
    """
    asked = who(office)
    if asked.names or not (asked.states and asked.roles):
        return ()
    found: dict[str, None] = {}
    for line in lines:
        for label, name in labelled(line.passage.text, line.passage.language):
            held = who(label)
            if asked.states <= held.states and asked.roles <= held.roles:
                found.setdefault(name)
    return tuple(found)


def labelled(text: str, language: str) -> list[tuple[str, str]]:
    """Return the names that an office stands before: each with its office, and alone."""
    tokens = tokenize(text)
    found = []
    for mention in names_in(text, language):
        if not who(mention.surface).names:
            continue
        first = next((n for n, t in enumerate(tokens) if t.start >= mention.start), 0)
        start = _begins(text, tokens, first)
        if start < first:
            found.append((text[tokens[start].start : mention.end], mention.surface))
    return found


def _begins(text: str, tokens: Sequence[Token], name: int) -> int:
    """Return where the office before a name begins; at the name itself where there is none."""
    at = name
    while at > max(0, name - _WORDS):
        gap = text[tokens[at - 1].end : tokens[at].start]
        if not _BESIDE.issuperset(gap) or not _is_office(tokens[at - 1]):
            break
        at -= 1
        if tokens[at].arabic and tokens[at].form.startswith("و") and is_title(tokens[at]):
            break  # «والرئيس ...»: another begins
    return at


def _is_office(token: Token) -> bool:
    one = who(token.form.title() if not token.arabic else token.form)
    return is_title(token) or bool(one.roles or one.states)
