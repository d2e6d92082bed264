"""Which paragraphs of some articles are likeliest to answer a question. Pure.

Question and paragraphs may be in different languages. A paragraph counts for what it shares with
the question, most for what few others have, and a little for what stands right beside it. Where a
number is asked for, one counts that has it beside what is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log

from bot.answer.counting import counted, worth
from bot.language.names import names_in
from bot.language.names.matching import Index, index, part_in, parts
from bot.language.search import terms
from bot.model import Article, Paragraph

_NAME = 0.5  # a name in any spelling, beside the 1 of a word that only one paragraph has
_LENGTH = 0.2  # how much a long paragraph pays for holding more (b of BM25)
_BESIDE = 0.1  # of what the paragraphs before and after have
_SHORT = 5  # words that every paragraph counts for at least
_NEAR, _SHARE = 2, 1 / 3  # things that a paragraph and a question share at least, or more of these


@dataclass(frozen=True, slots=True)
class _Held:
    """What a paragraph holds that may be asked for."""

    paragraph: Paragraph
    article: int
    language: str
    forms: frozenset[str]
    names: Index
    length: int


def best(
    question: str, language: str, articles: Sequence[Article], k: int = 3
) -> tuple[Paragraph, ...]:
    """Return at most ``k`` paragraphs of ``articles`` for a question, best first.

    ``language`` is the question's, "und" if it cannot be told. Paragraphs that share nothing with
    the question are left out.
    """
    held = [_hold(p, n, a.language) for n, a in enumerate(articles) for p in a.paragraphs]
    own = _scores(question, language, held)
    whole = [score + _BESIDE * _beside(n, held, own) for n, score in enumerate(own)]
    foreign = [articles[h.article].language != language for h in held]
    order = sorted((n for n, s in enumerate(own) if s), key=lambda n: (-whole[n], foreign[n]))
    return tuple(held[n].paragraph for n in order[:k])


def is_near(question: str, language: str, text: str, other: str) -> bool:
    """Tell a paragraph that may bear on a question from one that shares a stray word with it.

    ``other`` is the language of ``text``. A name that both have is enough.
    """
    asked = {term.forms: None for term in terms(question, language)}
    there = {form for term in terms(text, other) for form, _ in term.forms}
    shared = sum(any(form in there for form, _ in forms) for forms in asked)
    named = {piece for name in names_in(question, language) for piece in parts(name.surface)}
    pieces = index(text)
    return (
        shared >= _NEAR
        or shared > _SHARE * len(asked)
        or any(part_in(piece, pieces) for piece in named)
    )


def _hold(paragraph: Paragraph, article: int, language: str) -> _Held:
    text = paragraph.text
    forms = frozenset(form for term in terms(text, language) for form, _ in term.forms)
    return _Held(paragraph, article, language, forms, index(text), _SHORT + len(text.split()))


def _scores(question: str, language: str, held: Sequence[_Held]) -> list[float]:
    """Return for each paragraph what it shares with the question, weighted by rarity."""
    common = Counter(form for h in held for form in h.forms)
    asked = [dict(forms) for forms in {term.forms: None for term in terms(question, language)}]
    weights = [
        {form: sure * _rarity(common[form], held) for form, sure in forms.items()}
        for forms in asked
    ]
    pieces = {piece for name in names_in(question, language) for piece in parts(name.surface)}
    named = [[part_in(piece, h.names) for h in held] for piece in pieces]
    mean = sum(h.length for h in held) / max(1, len(held))
    scores = [
        (_of_terms(h, weights) + _of_names(n, named, held))
        / (1 - _LENGTH + _LENGTH * h.length / mean)
        for n, h in enumerate(held)
    ]
    wanted = counted(question, language)
    if wanted is None:
        return scores
    return [
        score and score * worth(h.paragraph.text, h.language, wanted)
        for score, h in zip(scores, held, strict=True)
    ]


def _of_terms(held: _Held, weights: Iterable[dict[str, float]]) -> float:
    """Count each thing that is asked for once, under its best form."""
    found = ([forms[form] for form in forms.keys() & held.forms] for forms in weights)
    return sum(max(shared) for shared in found if shared)


def _of_names(n: int, named: Iterable[list[bool]], held: Sequence[_Held]) -> float:
    return sum(_NAME * _rarity(sum(where), held) for where in named if where[n])


def _rarity(holders: int, held: Sequence[_Held]) -> float:
    """Return 1 for what one paragraph alone has, less for what many have."""
    return log(1 + len(held) / holders) / log(1 + len(held)) if holders else 0.0


def _beside(n: int, held: Sequence[_Held], scores: Sequence[float]) -> float:
    around = (m for m in (n - 1, n + 1) if 0 <= m < len(held))
    return sum(scores[m] for m in around if held[m].article == held[n].article)
