"""What a text is found by: the same terms for what is kept and for what is asked.

A term is one thing that a text holds, with every form under which another text may hold it too:
its light stem, what it means in either language, a known name whatever its spelling, the sounds
of an unknown name, the value of a figure. The first sign of a form says which it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from bot.language.names.gazetteer import is_given_name, is_ordinary
from bot.language.names.signs import known_names
from bot.language.names.tokens import Token, tokenize
from bot.language.names.transliteration import skeleton
from bot.language.numbers import Kind, read_numbers
from bot.language.stemming import root, stems
from bot.language.tables import listed_lines
from bot.language.words import stopwords, words

MEANING, NAME, SOUND, FIGURE, ROOT = "=", "@", "^", "#", "%"
_SURENESS = {MEANING: 0.8, NAME: 1.0, SOUND: 0.6, FIGURE: 1.2, ROOT: 0.5}
_OTHER_READING = 0.7  # of the first letters of an Arabic word
_SHORTEST = 3  # consonants that tell a name
_KEPT = 1 << 13


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that a text holds, and the forms it is found under, each with its sureness."""

    forms: tuple[tuple[str, float], ...]


def terms(text: str, language: str = "und") -> tuple[Term, ...]:
    """Return what ``text`` is found by, in order, function words left out.

    ``language`` chooses the function words and how figures are read ("und": Arabic and English).
    """
    return (*word_terms(text, language), *_names(text), *_figures(text, language))


def word_terms(text: str, language: str = "und") -> tuple[Term, ...]:
    """Return what the content words of ``text`` are found by, but not as names or figures."""
    empty = stopwords(language)
    return tuple(
        Term(_forms(word))
        for word in words(text)
        if word not in empty and not word[0].isdigit() and (len(word) > 1 or ord(word) > 0x3000)
    )


def forms_of(text: str, language: str = "und") -> tuple[str, ...]:
    """Return every form that ``text`` is kept under for search, as often as it holds it.

    Roots are left out: they tell paragraphs of one story apart, but bring too much together in
    an archive.
    """
    every = (form for term in terms(text, language) for form, _ in term.forms)
    return tuple(form for form in every if form[0] != ROOT)


@lru_cache(maxsize=_KEPT)
def _forms(word: str) -> tuple[tuple[str, float], ...]:
    """Return the forms of one word: stems, meanings, root."""
    found: dict[str, float] = {}
    for n, stem in enumerate(stems(word)):
        sure = _OTHER_READING if n else 1.0
        found.setdefault(stem, sure)
        bare = root(stem)
        for meaning in _meanings().get(stem) or _meanings().get(ROOT + bare, ()):
            found.setdefault(meaning, sure * _SURENESS[MEANING])
        if bare:
            found.setdefault(ROOT + bare, sure * _SURENESS[ROOT])
    return tuple(found.items())


@cache
def _meanings() -> Mapping[str, tuple[str, ...]]:
    """Return what a stem or a root may mean: the same for words of both languages."""
    found: dict[str, dict[str, None]] = {}
    for line in listed_lines("meanings"):
        sides = line.split("|")
        meaning = MEANING + sides[0].split()[0]
        for side in sides:
            for word in words(side):
                stem = stems(word)[0]
                found.setdefault(stem, {})[meaning] = None
                if len(root(stem)) >= _SHORTEST:
                    found.setdefault(ROOT + root(stem), {})[meaning] = None
    return {stem: tuple(meanings) for stem, meanings in found.items()}


def _names(text: str) -> Iterator[Term]:
    """Yield known names, and the sounds of words that are none and may be names."""
    lower = text.islower()  # somebody who types no capitals asks for names too
    tokens = tokenize(text.title() if lower else text)
    taken: set[int] = set()
    for known in known_names(tokens):
        taken.update(range(known.first, known.last))
        yield Term(tuple((NAME + key, _SURENESS[NAME]) for key in sorted(known.keys)))
    for at, token in enumerate(tokens):
        if at not in taken and _may_be_name(token, tokens[at - 1] if at else None):
            sounds = tuple((SOUND + s, _SURENESS[SOUND]) for s in _sounds(token))
            if sounds:
                yield Term(sounds)


def _may_be_name(token: Token, before: Token | None) -> bool:
    """Whether an unknown word may be a name: no ordinary one, or behind a first name."""
    if not token.arabic:
        return token.capital and not is_ordinary(token)
    if before and before.arabic and is_given_name(before.form):
        return token.form not in stopwords("ar")
    return not is_ordinary(token) and not _meant(token.form)


def _sounds(token: Token) -> Iterator[str]:
    """Yield the consonants of a word, as coarse as both scripts need; of a short one every one."""
    for reading in stems(token.form) if token.arabic else (token.form,):
        sounds = skeleton(reading)
        if len(sounds) < _SHORTEST:
            sounds = skeleton(reading, False)
        if len(sounds) >= _SHORTEST - 1:
            yield sounds


@lru_cache(maxsize=_KEPT)
def _meant(word: str) -> bool:
    return any(form[0] == MEANING for form, _ in _forms(word))


def _figures(text: str, language: str) -> Iterator[Term]:
    for figure in read_numbers(text, language):
        if not figure.weak and figure.kind is not Kind.CODE:
            values = dict.fromkeys(f"{FIGURE}{value.normalize():f}" for value in figure.values)
            yield Term(tuple((value, _SURENESS[FIGURE]) for value in values))
