"""A passage: one sentence of an article with its words, cues and attribution."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from bot.extract.lexicon import Hits, forms
from bot.extract.speech import Act, Clause, Speech

_FUTURE = re.compile(r"[وف]?(س[يت]\w{2,})")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_NUMBER = re.compile(r"\d")


@dataclass(frozen=True)
class Passage:
    """A sentence of an article, verbatim, and what its words give away.

    ``start`` and ``end`` are offsets in the paragraph; ``n`` counts passages in the article,
    ``place`` paragraphs. ``root`` is the number of the passage that names the speaker where this
    one only points back. ``speaker`` and ``medium`` are verbatim words of this passage or its root.
    """

    article: str
    paragraph: str
    n: int
    place: int
    places: int
    start: int
    text: str
    source: str  # the whole paragraph
    language: str
    heading: str
    clause: Clause
    terms: frozenset[str] = frozenset()  # stems of the content words
    speech: Speech | None = None
    speaker: str | None = None
    medium: str | None = None
    root: int | None = None
    credited: bool = False  # its paragraph ends like the line under a picture
    spoken: bool = False  # nothing but quoted words, or one side of a transcript

    @property
    def end(self) -> int:
        """Where the passage ends in its paragraph."""
        return self.start + len(self.text)

    @property
    def hits(self) -> Hits:
        """The cues of the passage."""
        return self.clause.hits

    @cached_property
    def words(self) -> int:
        """How many words the passage has."""
        return sum(token.is_word for token in self.clause.tokens)

    @cached_property
    def figures(self) -> frozenset[str]:
        """The numbers in digits, separators left out."""
        return frozenset(
            re.sub(r"[^\d]", "", token.form)
            for token in self.clause.tokens
            if _NUMBER.search(token.form)
        )

    @cached_property
    def measures(self) -> frozenset[str]:
        """Those of the figures that tell one fact from another: no years, no small ones."""
        return frozenset(f for f in self.figures if len(f) > 1 and not _YEAR.fullmatch(f))

    @property
    def refers(self) -> bool:
        """Whether it speaks for someone named elsewhere."""
        return self.speech is not None and self.speech.refers

    @cached_property
    def plans(self) -> bool:
        """Whether it looks ahead, outside its quotations: "will", «من المقرر», «سيُفتح»."""
        if self.told("time.plan") or self._would():
            return True
        return self.language == "ar" and any(
            is_future(token.form) and not self.clause.in_quotes(at)
            for at, token in enumerate(self.clause.tokens)
        )

    def _would(self) -> bool:
        """Whether someone said what "would" come, with no "if" to it."""
        words = [t.form for at, t in enumerate(self.clause.tokens) if not self.clause.in_quotes(at)]
        says = self.speech is not None and self.language == "en"
        return says and "would" in words and not {"if", "unless", "have"} & set(words)

    def has(self, name: str) -> bool:
        """Whether a cue of the list ``name`` is in it."""
        return bool(self.hits[name])

    def told(self, name: str) -> int:
        """Return how many cues of the list ``name`` stand outside its quotations."""
        return sum(not self.clause.in_quotes(hit.start) for hit in self.hits[name])

    @property
    def opens_quoted(self) -> bool:
        """Whether its first word stands in a quotation."""
        first = next((at for at, t in enumerate(self.clause.tokens) if t.is_word), None)
        return first is not None and self.clause.in_quotes(first)

    def begins(self, name: str) -> bool:
        """Whether it opens with a cue of the list ``name`` (marks before it do not count)."""
        first = next((at for at, t in enumerate(self.clause.tokens) if t.is_word), None)
        return first is not None and self.hits.starting(name, first) is not None


def is_future(form: str) -> bool:
    """Tell an Arabic verb in the future («سيعاد», «وستبدأ») from words that begin like one."""
    match = _FUTURE.match(form)
    return match is not None and not match.group(1).startswith(tuple(forms("ar", "time.not_plan")))


def act(passage: Passage) -> Act | None:
    """Return what the passage's verb of saying does, ``None`` if it has none."""
    return passage.speech.act if passage.speech else None
