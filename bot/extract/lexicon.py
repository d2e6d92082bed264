"""Word cues of one language: which words say, judge, look back, look ahead or are no news.

The lists stand in ``data/<language>.toml``. They are matched on folded words, so one spelling
stands for all; a leading Arabic conjunction, preposition or article is looked through.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files

from bot.language import folded

_WORD = re.compile(r"[^\W_]+(?:[.'’&\-–][^\W_]+|(?:[ً-ٰٟـ]+[^\W_]*))*|[^\w\s]", re.UNICODE)
_ARABIC = re.compile(r"[ء-ي]")
_CONJUNCTIONS = ("و", "ف")
_ARTICLES = ("ال", "بال", "لل", "كال")
_PREPOSITIONS = ("ب", "ل")
_NAMES = ("people.", "media.")
_NOUNS = (*_NAMES, "time.", "news.", "stance.", "joints.", "junk.")
_SHORTEST = 3  # letters that must remain when a prefix is looked through

LANGUAGES = ("ar", "en")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a sign: its half-open span in the text and its comparison form."""

    start: int
    end: int
    form: str

    @property
    def is_word(self) -> bool:
        """Whether this is a word or number rather than punctuation."""
        return self.form[:1].isalnum()


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue found in tokens ``start`` to ``end`` (half-open)."""

    start: int
    end: int


class Hits(dict[str, list[Hit]]):
    """Cues by their name ("verbs.say"); a name without a hit gives an empty list."""

    def __missing__(self, name: str) -> list[Hit]:
        return []

    def starting(self, name: str, at: int) -> Hit | None:
        """Return the longest hit of ``name`` that starts at token ``at``."""
        found = [hit for hit in self[name] if hit.start == at]
        return max(found, key=lambda hit: hit.end, default=None)


@dataclass(frozen=True)
class Lexicon:
    """The cues of one language, indexed by their first word."""

    language: str
    exact: dict[str, list[tuple[tuple[str, ...], str]]] = field(default_factory=dict)
    prefixes: dict[str, list[tuple[tuple[str, ...], str]]] = field(default_factory=dict)
    lists: dict[str, set[str]] = field(default_factory=dict)

    def find(self, tokens: Sequence[Token]) -> Hits:
        """Return every cue in ``tokens``."""
        hits = Hits()
        for at in range(len(tokens)):
            for name, end in self._from(tokens, at):
                hits.setdefault(name, []).append(Hit(at, end))
        return hits

    def _from(self, tokens: Sequence[Token], at: int) -> Iterator[tuple[str, int]]:
        seen: set[tuple[str, int]] = set()
        for form, rooms in variants(tokens[at].form):
            for rest, name in (*self.exact.get(form, ()), *self.prefixes.get(form[:3], ())):
                if rooms and not name.startswith(rooms):
                    continue
                end = _matched(rest, tokens, at, form)
                if end and (name, end) not in seen:
                    seen.add((name, end))
                    yield name, end


def _matched(words: tuple[str, ...], tokens: Sequence[Token], at: int, first: str) -> int | None:
    """Return the token after the phrase ``words`` if it stands at ``at``."""
    if at + len(words) > len(tokens):
        return None
    for offset, word in enumerate(words):
        form = first if offset == 0 else tokens[at + offset].form
        if not (form.startswith(word[:-1]) if word.endswith("~") else form == word):
            return None
    return at + len(words)


@lru_cache(maxsize=65536)
def variants(form: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return an Arabic word with and without what is written onto it, and the lists each is for.

    As it stands, or without a conjunction, it may be in any list (no lists are named); without
    its article it is no verb («النقل»); without a preposition («بشكل») it is looked up among
    people and media only. Words of other scripts come back alone.
    """
    if not _ARABIC.match(form):
        return ((form, ()),)
    bare = [form]
    if form.startswith(_CONJUNCTIONS) and len(form) > _SHORTEST:
        bare.append(form[1:])
    nouns = _without(bare, _ARTICLES)
    parts = _without([*bare, *nouns], _PREPOSITIONS)
    found = [*((w, ()) for w in bare), *((w, _NOUNS) for w in nouns), *((w, _NAMES) for w in parts)]
    return tuple(dict(reversed(found)).items())


def _without(words: Sequence[str], prefixes: tuple[str, ...]) -> list[str]:
    return [
        word[len(prefix) :]
        for word in words
        for prefix in prefixes
        if word.startswith(prefix) and len(word) - len(prefix) >= _SHORTEST
    ]


@lru_cache(maxsize=65536)
def _form(word: str) -> str:
    return folded(word).replace("’", "'")


def tokenize(text: str) -> tuple[Token, ...]:
    """Return the words and signs of ``text`` with their spans, in order."""
    return tuple(Token(m.start(), m.end(), _form(m.group())) for m in _WORD.finditer(text))


@cache
def lexicon(language: str) -> Lexicon:
    """Return the cues of ``language``; one without a file has none (an empty lexicon)."""
    if language not in LANGUAGES:
        return Lexicon(language)
    source = files("bot.extract").joinpath("data", f"{language}.toml")
    data = tomllib.loads(source.read_text(encoding="utf-8"))
    built = Lexicon(language)
    for room, lists in data.items():
        for name, phrases in lists.items():
            for phrase in phrases:
                _index(built, phrase, f"{room}.{name}")
    return built


@cache
def forms(language: str, name: str) -> frozenset[str]:
    """Return the entries of one list as comparison forms, words joined by single spaces."""
    return frozenset(lexicon(language).lists.get(name, ()))


def _index(built: Lexicon, phrase: str, name: str) -> None:
    words = tuple(
        token.form + ("~" if phrase[token.end : token.end + 1] == "~" else "")
        for token in tokenize(phrase)
        if token.form != "~"
    )
    first = words[0]
    built.lists.setdefault(name, set()).add(" ".join(words))
    if first.endswith("~"):
        built.prefixes.setdefault(first[:3].rstrip("~"), []).append((words, name))
    else:
        built.exact.setdefault(first, []).append((words, name))
