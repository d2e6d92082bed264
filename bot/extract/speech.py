"""Who says a sentence, through whom, and how: told from verbs of saying and what stands by them.

Spans are offsets in the text that was given. A speech that ``refers`` names nobody itself ("he
added", "وأضاف", "the ministry said"): its speaker stands in an earlier sentence, and ``speaker`` is
at most the office that points to it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.extract.lexicon import Hit, Hits, Token

Span = tuple[int, int]


class Act(StrEnum):
    """What a verb of saying does to the news; the values name lists of the lexicon."""

    ANNOUNCE = "announce"
    SAY = "say"
    JUDGE = "judge"
    DENY = "deny"
    ALLEGE = "allege"


@dataclass(frozen=True, slots=True)
class Speech:
    """An attribution found in one sentence."""

    act: Act
    speaker: Span | None = None
    medium: Span | None = None
    refers: bool = False
    pointer: frozenset[str] = frozenset()  # stems of the office that stands for a name
    paper: bool = False  # a document or a picture "says" it, nobody in person
    commentator: bool = False


@dataclass(frozen=True)
class Clause:
    """A sentence made ready for reading: its words, cues and what stands in quotation marks."""

    text: str
    tokens: Sequence[Token]
    hits: Hits
    quoted: tuple[Span, ...]

    def in_quotes(self, at: int) -> bool:
        """Tell whether token ``at`` stands inside a quotation."""
        start = self.tokens[at].start
        return any(low <= start < high for low, high in self.quoted)

    def span(self, start: int, end: int) -> Span:
        """Return the span in the text of the tokens from ``start`` up to ``end``."""
        return self.tokens[start].start, self.tokens[end - 1].end

    def words(self, start: int, end: int) -> str:
        """Return the text of the tokens from ``start`` up to ``end``."""
        low, high = self.span(start, end)
        return self.text[low:high]

    def upper(self, at: int) -> bool:
        """Tell whether token ``at`` begins with a capital letter ("Karim", "al-Karim")."""
        word = self.text[self.tokens[at].start : self.tokens[at].end]
        return word[:1].isupper() or bool(_PREFIXED.match(word))

    def verbs(self) -> list[tuple[Hit, Act]]:
        """Return the verbs of saying outside quotations, in order; the longest where they meet."""
        found = [
            (hit, act)
            for act in Act
            for hit in self.hits[f"verbs.{act}"]
            if not self.in_quotes(hit.start)
        ]
        found.sort(key=lambda pair: (pair[0].start, -pair[0].end))
        return found

    def any_in(self, name: str, start: int, end: int) -> bool:
        """Tell whether a cue of list ``name`` lies within the tokens ``start`` to ``end``."""
        return any(start <= hit.start and hit.end <= end for hit in self.hits[name])


_PREFIXED = re.compile(r"(?:al|el|ibn|bin|de|d|o)[-'’][A-Z]")
_PAIRED = re.compile(r"“[^”]*(?:”|$)|«[^»]*(?:»|$)")
_SINGLE = re.compile(r"(?<!\w)[‘'](?=[^\W\d_])[^‘'’]{8,}?[.,!?]?['’](?!\w)")
_WRITTEN_ON = "وبلكفـ"  # Arabic particles that stand before a quotation mark without a space


def quoted_spans(text: str) -> tuple[Span, ...]:
    """Return the spans of quotations in ``text``, marks included; one left open runs to its end.

    Straight marks are told apart by what stands beside them, so that one quotation inside
    another is found; only the outermost are returned.
    """
    spans = [match.span() for match in _PAIRED.finditer(text)] + _straight(text)
    if not spans:
        spans = [match.span() for match in _SINGLE.finditer(text)]
    return tuple(sorted(spans))


def _straight(text: str) -> list[Span]:
    """Return the outermost spans between straight double quotation marks."""
    spans: list[Span] = []
    depth = start = 0
    for match in re.finditer('"', text):
        at = match.start()
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        glued = before in _WRITTEN_ON and after.isalnum()
        opens = not before or before.isspace() or before in "([-–—:" or glued
        if depth == 0:
            start, depth = at, 1
        elif opens and text[:at].rstrip()[-1:] in (".", "!", "?", "؟"):
            depth = 1  # each paragraph or sentence of a long quotation opens it anew
        elif opens and after.strip() and not after.isspace():
            depth += 1
        else:
            depth -= 1
            if depth == 0:
                spans.append((start, at + 1))
    return [*spans, (start, len(text))] if depth else spans


def read_clause(text: str, tokens: Sequence[Token], hits: Hits) -> Clause:
    """Return ``text`` ready for reading."""
    return Clause(text, tokens, hits, quoted_spans(text))
