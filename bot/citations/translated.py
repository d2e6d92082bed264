"""Names that are ordinary words with capitals, put into another language word by word.

The "Supreme National Security Council" stands in an Arabic text as what its words mean; no
spelling of it does. So its words are looked up, in any order, close together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from bot.citations.prepared import Prepared, kept
from bot.language.fold import unvocalised
from bot.language.names import NameKind, NameMention
from bot.language.names.matching import index
from bot.language.names.signs import known_names
from bot.language.names.states import state_keys
from bot.language.names.tokens import tokenize
from bot.language.search import MEANING, Term, terms, word_terms

_GAP = 3  # words of the other language that may stand among those of a name
_JOINED = re.compile(r"(?<=[a-z]{2})(?=[A-Z][a-z])")  # QatarEnergy
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_TITLE = re.compile(r"[A-Z][a-z]+(?: (?:(?:of|and|for|the) ){0,2}[A-Z][a-z]+)+")
_LONG = 3  # words of a title that one of them does not stand for
_EMPTY = "General"  # a word of a title that tells none from another
_SEVERAL = 2  # words of a title that must be put into the other language

Meanings = frozenset[str]


def is_translated(name: NameMention, side: Prepared, source: Prepared) -> bool:
    """Whether a text in another language has what the words of a name mean, close together.

    A known name is made of its own words only as a part of a longer one: then a word beside it
    must stand there as well ("Security Council" of a "National Security Council").
    """
    if side.language == source.language:
        return False
    if name.kind is NameKind.KNOWN and _is_in_title(name, side, source):
        return True
    written = _JOINED.sub(" ", unvocalised(name.surface))
    wanted = _wanted(written, side.language)
    states = _states(written, source) if wanted else None
    if states is None:
        return False
    if name.kind is not NameKind.KNOWN:
        return _stand_close(wanted, source)
    if len(wanted) + states < 2:
        return False
    return any(_stand_close([*wanted, more], source) for more in _beside(name, side))


def _is_in_title(name: NameMention, side: Prepared, source: Prepared) -> bool:
    """Whether a known name is but a word in that of another body, all of which stands there.

    "Labour" is a party, and no party in the "Democratic Confederation of Labour".
    """
    runs = _TITLE.finditer(side.text)
    title = next((m for m in runs if m.start() <= name.start < name.end <= m.end()), None)
    cut = _WORD.findall(title.group()) if title else ()
    words = [word for word in cut if not word.islower() and word != "The"]
    if len(words) < _LONG or len(words) <= len(name.surface.split()):
        return False
    there = index(source.text).keys
    wanted: list[Meanings] = []
    for word in words:
        known = [one.keys for one in known_names(tokenize(word))]
        if word == _EMPTY or (known and known[0] & there):
            continue
        found = _meant(word_terms(word, side.language))
        if not found or any(keys & state_keys() for keys in known):
            return False
        wanted.append(found)
    return len(wanted) >= _SEVERAL and _stand_close(wanted, source)


def _wanted(name: str, language: str) -> list[Meanings]:
    """Return what the words of a name mean, nothing where what one of them means is unknown."""
    wanted: list[Meanings] = []
    for word in _WORD.findall(name):
        found = _meanings(word, language)
        if found is not None and not found:
            return []
        wanted += [found] if found else []
    return wanted


def _states(name: str, source: Prepared) -> int | None:
    """Return how many words of a name are known by themselves; ``None``: one is not in a text."""
    tokens = tokenize(name)
    lone = [known for token in tokens for known in known_names((token,))]
    if len(lone) == len(tokens) or any(not known.keys & index(source.text).keys for known in lone):
        return None
    return len(lone)


def _beside(name: NameMention, side: Prepared) -> Iterator[Meanings]:
    """Yield what the words before and after a name mean."""
    before = _WORD.findall(unvocalised(side.text[: name.start]))[-1:]
    after = _WORD.findall(unvocalised(side.text[name.end :]))[:1]
    for word in (*before, *after):
        found = _meanings(word, side.language)
        if found:
            yield found


@lru_cache(maxsize=2048)
def _meanings(word: str, language: str) -> Meanings | None:
    """Return what a word means; ``None`` of one that says nothing, or is a known name."""
    if any(known_names(tokenize(word))):
        return None
    found = word_terms(word, language)
    return _meant(found) if found or terms(word, language) else None


def meanings_of(word: str, language: str) -> Meanings:
    """Return what a word means, the same for words of both languages; nothing if unknown."""
    return _meant(word_terms(word, language))


def _meant(found: Iterable[Term]) -> Meanings:
    return frozenset[str]().union(*map(_of, found))


def _stand_close(wanted: list[Meanings], source: Prepared) -> bool:
    there = meanings_in(source)
    width = len(wanted) + _GAP
    return any(
        all(any(one & other for other in there[at : at + width]) for one in wanted)
        for at in range(max(1, len(there) - width + 1))
    )


@kept
def meanings_in(text: Prepared) -> tuple[Meanings, ...]:
    """Return what the words of a text mean, one by one."""
    return tuple(map(_of, terms(text.text, text.language)))


def _of(term: Term) -> Meanings:
    return frozenset(form for form, _ in term.forms if form[0] == MEANING)
