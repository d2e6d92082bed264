"""Names with the office that stands before them: "Kazakh President Kassym-Jomart Tokayev"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.language.names import names_in
from bot.language.names.gazetteer import is_title
from bot.language.names.tokens import Token, tokenize
from bot.questions.people import who

_WORDS = 6  # of an office before a name
_BESIDE = frozenset(" \u00a0'’‘\"“«")


@dataclass(frozen=True, slots=True)
class Label:
    """Somebody in a text, from ``start`` to ``end``: as called there, and by the name alone."""

    start: int
    end: int
    called: str
    name: str

    @property
    def office(self) -> bool:
        """Whether an office stands before the name."""
        return self.called != self.name


@lru_cache(maxsize=1024)
def labels(text: str, language: str) -> tuple[Label, ...]:
    """Return those whom a text calls by name, each with the office before it."""
    tokens, found = tokenize(text), []
    for mention in names_in(text, language):
        if not who(mention.surface).names:
            continue
        first = next((n for n, t in enumerate(tokens) if t.start >= mention.start), 0)
        start = tokens[_begins(text, tokens, first)].start if first else mention.start
        called = text[min(start, mention.start) : mention.end]
        found.append(Label(min(start, mention.start), mention.end, called, mention.surface))
    return tuple(found)


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
