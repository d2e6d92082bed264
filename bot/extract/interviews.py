"""Labels before paragraphs: the numbers of a list, the "Q:" and "A:" of an interview."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.extract.lexicon import lexicon, tokenize
from bot.extract.names_ar import end_of_name
from bot.extract.passages import Passage
from bot.language.names import NameKind, names_in
from bot.language.words import terms
from bot.model import Article, Paragraph, ParagraphKind

_NUMBER = re.compile(r"\(?(\d{1,2})\s?[-–—.):/]+\s+(?=\D)")
_QUESTION = re.compile(r"(?:س|سؤال|السؤال|Q|Question)\s?\d{0,2}\s*[:.\-–—/]+\s*", re.IGNORECASE)
_ANSWER = re.compile(r"(?:ج|جواب|الجواب|A|Answer)\s?\d{0,2}\s*[:.\-–—/]+\s*", re.IGNORECASE)
_CAPITALS = re.compile(r"[A-Z][\w'’.-]+(?: (?:[A-Z][\w'’.-]+|bin|al|de|van|von|ben))+")
_FEWEST_ITEMS = 3
_FEWEST_ANSWERS = 2
_HEAD = 3  # passages in which an interview says whom it asks


@dataclass(frozen=True, slots=True)
class Labels:
    """What stands before the text of paragraphs, by their ids."""

    skips: Mapping[str, int]  # characters to leave out, all of a question
    answers: frozenset[str]


def labels(article: Article) -> Labels:
    """Return the labels of an article's paragraphs; none where they are no series."""
    body = [p for p in article.paragraphs if p.kind is ParagraphKind.BODY]
    skips = _numbers(body)
    asked = [p for p in article.paragraphs if _QUESTION.match(p.text)]
    answers = {p.id: m.end() for p in body if (m := _ANSWER.match(p.text))}
    if not asked or len(answers) < _FEWEST_ANSWERS:
        return Labels(skips, frozenset())
    skips = {**skips, **{p.id: len(p.text) for p in asked}, **answers}
    return Labels(skips, frozenset(answers))


def _numbers(body: Sequence[Paragraph]) -> dict[str, int]:
    """Return the lengths of the numbers of a list that counts up or down by one."""
    found = [(p.id, match) for p in body if (match := _NUMBER.match(p.text))]
    values = [int(match.group(1)) for _, match in found]
    steps = {b - a for a, b in pairwise(values)}
    series = len(found) >= _FEWEST_ITEMS and steps in ({1}, {-1})
    return {key: match.end() for key, match in found} if series else {}


def interviewee(article: Article, found: Sequence[Passage]) -> tuple[str, int] | None:
    """Return whom an interview asks, word for word, and the passage that names him."""
    head = [p for p in found if p.n < _HEAD]
    cues = lexicon(article.language)
    titled = cues.find(tokenize(article.title))["people.interviews"]
    if not titled and not any(p.has("people.interviews") for p in head):
        return None
    title = set(terms(article.title, article.language))
    names = [(name, p.n) for p in head for name in _names(p)]

    def in_title(named: tuple[str, int]) -> int:
        return len(title & set(terms(named[0], article.language)))

    return max(names, key=in_title, default=None)


def _names(passage: Passage) -> list[str]:
    """Return the persons of a passage with their office, as far as it can be told."""
    if passage.language != "ar":
        return [m.group() for m in _CAPITALS.finditer(passage.text)]
    clause, out = passage.clause, []
    for name in ("people.roles", "people.offices", "people.commentators"):
        for hit in clause.hits[name]:
            end = end_of_name(clause, hit.start)
            if end - hit.start > 2 and _is_person(clause.words(hit.start, end)):
                out.append(clause.words(hit.start, end))
    return out


def _is_person(text: str) -> bool:
    return any(n.kind in (NameKind.KNOWN, NameKind.TITLED) for n in names_in(text, "ar"))
