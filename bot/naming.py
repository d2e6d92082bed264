"""One form per name in a whole brief: no Tokayev beside Tokaev, no ترامب beside ترمب. Pure.

Spellings that sound alike are brought to one: the one that the sources in that language use most,
else the one that the brief itself uses most. Words in quotation marks are never touched.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from bot.around import Around
from bot.citations import GATES, Shelf, judge_claim
from bot.citations.prepared import Prepared, prepare
from bot.language import find
from bot.language.names.gazetteer import arabic_forms, is_given_name, is_ordinary
from bot.language.names.matching import Part, parts, same_spelling
from bot.language.names.tokens import Token, bases, tokenize
from bot.language.names.transliteration import skeleton
from bot.model import Claim, Disagreement, Name, Section, Sides

_POSSESSIVE = re.compile("['’]s$")
_LONG_CAPITALS = 4  # letters from which a word in capitals is a headline's, not an acronym


class _Word(NamedTuple):
    """A word of a name without what is written onto it: its span, as written, and folded."""

    start: int
    end: int
    written: str
    form: str
    keys: frozenset[str]


@dataclass(frozen=True)
class Forms:
    """How the names of a brief are to be written: by language, each other spelling's form."""

    chosen: Mapping[tuple[str, str], str]

    def sides(self, texts: Sides) -> dict[str, str | None]:
        """Return texts by language with every name in its one form."""
        return {code: text and self._written(text, code) for code, text in texts.items()}

    def name(self, name: Name | None) -> Name | None:
        """Return a name with its forms on each side in the one form; its surface stays."""
        return name and Name(name.surface, self.sides(name.forms))

    def _written(self, text: str, language: str) -> str:
        side = prepare(text, language)
        made = side.text
        for word in sorted(_words(side), reverse=True):
            form = self.chosen.get((language, word.written))
            if form:
                made = made[: word.start] + form + made[word.end :]
        return text if made == side.text else made


def in_one_form(
    claims: tuple[Claim, ...], around: Around, paragraphs: Shelf
) -> tuple[tuple[Claim, ...], Around]:
    """Return what is to be posted with each name in one form on each language side."""
    positions = [position for point in around.disagreements for position in point.positions]
    texts = [
        around.headline,
        *(claim.text for claim in claims),
        *(position.text for position in positions),
        *(point.topic for point in around.disagreements),
        *around.unsaid,
    ]
    citations = [one.citations for one in claims] + [one.citations for one in positions]
    cited = {citation.paragraph for some in citations for citation in some}
    passages = paragraphs.cited(sorted(cited)).passages
    forms = one_form(texts, [passage.prepared for passage in passages])
    if not forms.chosen:
        return claims, around
    points = (_point(point, forms, paragraphs) for point in around.disagreements)
    named = replace(
        around,
        headline=forms.sides(around.headline),
        disagreements=tuple(points),
        unsaid=tuple(map(forms.sides, around.unsaid)),
    )
    return tuple(alike(claim, forms, paragraphs) for claim in claims), named


def _point(point: Disagreement, forms: Forms, paragraphs: Shelf) -> Disagreement:
    made = (
        alike(Claim("", Section.REACTIONS, one.text, one.citations), forms, paragraphs)
        for one in point.positions
    )
    positions = zip(point.positions, made, strict=True)
    return replace(
        point,
        topic=forms.sides(point.topic),
        positions=tuple(replace(one, text=claim.text) for one, claim in positions),
    )


def alike(claim: Claim, forms: Forms, paragraphs: Shelf) -> Claim:
    """Return ``claim`` with its names in their one form, where no gate has more to say then.

    A side that stands word for word in what it cites is the source's own and stays. The verdict
    stays too: nothing that it was about has changed.
    """
    evidence = paragraphs.evidence(claim)
    own = {
        code: text
        for code, text in claim.text.items()
        if text and any(find(text, p.prepared.folded) for p in evidence.in_language(code))
    }
    made = replace(
        claim,
        text=forms.sides(claim.text) | own,
        speaker=forms.name(claim.speaker),
        medium=forms.name(claim.medium),
        names=tuple(filter(None, map(forms.name, claim.names))),
    )
    if made == claim:
        return claim
    before, after = (judge_claim(one, evidence, GATES).verdict for one in (claim, made))
    worse = not before or not after or len(after.findings) > len(before.findings)
    return claim if worse else made


def one_form(texts: Iterable[Sides], sources: Iterable[Prepared]) -> Forms:
    """Return the forms that the names in ``texts`` are to have, given the texts they cite."""
    used: dict[str, list[_Word]] = {}
    for sides in texts:
        for code, text in sides.items():
            if text:
                used.setdefault(code, []).extend(_words(prepare(text, code)))
    held: dict[str, list[_Word]] = {}
    for source in sources:
        if source.language in used:
            held.setdefault(source.language, []).extend(_words(source))
    chosen: dict[tuple[str, str], str] = {}
    for code, words in used.items():
        for written, form in _choices(words, held.get(code, [])):
            chosen[code, written] = form
    return Forms(chosen)


def _choices(words: list[_Word], sources: list[_Word]) -> Iterator[tuple[str, str]]:
    """Yield each spelling of ``words`` that has to give way, and the one that stays."""
    here, there = (Counter(word.written for word in one) for one in (words, sources))
    spellings = {word.written: word for word in (*words, *sources)}  # the first used first
    alike: dict[tuple[str, str], list[_Word]] = {}
    for word in spellings.values():
        alike.setdefault((skeleton(word.form, False), word.form[-1]), []).append(word)
    for group in alike.values():
        for word in group:
            rivals = [other for other in group if _is_same(word, other)]
            rivals = [one for one in rivals if not _is_shouted(one, rivals)]
            best = max(rivals, key=lambda one: (there[one.written], here[one.written]))
            if word.written in here and best.written != word.written:
                yield word.written, best.written


def _is_shouted(one: _Word, rivals: Sequence[_Word]) -> bool:
    """Whether a word is another in capitals, as in the line of place and date: DAR AL-RIH."""
    low = one.written.casefold()
    others = (other for other in rivals if not other.written.isupper())
    shouted = one.written.isupper() and not one.keys  # a known one may be an acronym: NATO
    return shouted and any(other.written.casefold() == low for other in others)


def _is_same(one: _Word, other: _Word) -> bool:
    """Whether two words are spellings of one name."""
    if one.form == other.form or one.keys & other.keys:
        return True
    return not one.keys and not other.keys and same_spelling(one.form, other.form)


def _words(text: Prepared) -> Iterator[_Word]:
    """Yield the words that names in a text end with, outside of quotations.

    A first name alone is left out: two persons may well write it each in their own way.
    """
    quoted = [(one.start, one.end) for one in text.quotations]
    for name in text.names:
        if any(low < name.end and name.start < high for low, high in quoted):
            continue
        tokens = [token for token in tokenize(name.surface) if not is_ordinary(token)]
        known = parts(name.surface)
        last = tokens[-1] if tokens else next(iter(tokenize(name.surface)), None)
        word = _core(name.surface, last, known[-1]) if last and known else None
        if word:
            start, end = name.start + word.start, name.start + word.end
            yield word._replace(start=start, end=end, written=text.text[start:end])


def _core(surface: str, token: Token, part: Part) -> _Word | None:
    """Return a word of a name without particles and endings; ``None`` if it may not be changed."""
    if token.upper and len(token.form) > _LONG_CAPITALS:
        return None
    if any(map(is_given_name, (token.form, *(f for key in part.keys for f in arabic_forms(key))))):
        return None
    form = token.form
    if token.arabic and part.keys:
        plain = part.form.split()[-1]
        forms = {f for key in part.keys for f in arabic_forms(key)}
        form = next((base for base in bases(plain) if base in forms), plain)
    at, written = token.form.find(form), surface[token.start : token.end]
    if at < 0 or len(_POSSESSIVE.sub("", written)) != len(token.form):
        return None  # vowel signs, or stops between the letters of an acronym
    start = token.start + at
    return _Word(start, start + len(form), "", form, part.keys)
