"""The words that carry the logic of a statement: denial, plan, hedge, quantity, cause, time."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from bot.citations.prepared import Prepared, kept
from bot.language import folded, stem, stopwords
from bot.language.numbers.lexicon import bare

_PIECE = re.compile(r"\d+(?:[.,:/]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)*|[.!?;:,()\"]")
_ENDS = frozenset(".!?;")
_MANY = 65536  # words whose beginnings are kept
_WEAK = str.maketrans("", "", "اويءه")
_PREFIXES = ("است", "سي", "ست", "سن", "ي", "ت", "ن", "ا", "م")
_IMPERFECT = frozenset("يتن")  # first letters of an Arabic verb that tells of nothing done
_LETTERS = 3  # of an Arabic root
_VERB = 4  # letters that a verb has at least besides the future's
_ENGLISH_ROOT = 6  # letters that forms of one English word share: announc-es, announc-ement


class Mark(NamedTuple):
    """A mark in a text: what it says, and the half-open run of words that say it."""

    tag: str
    start: int
    end: int


@dataclass(frozen=True, eq=False)
class Sense:
    """A text as words with their roots, and the marks among them.

    ``ends`` are the indexes of words that begin a sentence, ``breaks`` and ``colons`` of
    those after a comma or colon;
    ``sentences`` the content roots of each, ``sentence_of`` the number of each word's.
    """

    words: tuple[str, ...]
    roots: tuple[str, ...]
    content: tuple[bool, ...]
    ends: frozenset[int]
    breaks: frozenset[int]
    colons: frozenset[int]
    marks: tuple[Mark, ...]
    places: Mapping[str, tuple[int, ...]]
    sentences: tuple[frozenset[str], ...]
    sentence_of: tuple[int, ...]

    def tagged(self, *tags: str) -> tuple[Mark, ...]:
        """Return the marks that carry one of ``tags``."""
        if self._tags.isdisjoint(tags):
            return ()
        return tuple(mark for mark in self.marks if mark.tag in tags)

    @cached_property
    def _tags(self) -> frozenset[str]:
        return frozenset(mark.tag for mark in self.marks)

    def scope(self, mark: Mark, most: int = 4) -> tuple[int, ...]:
        """Return the content words that follow a mark in its clause, at most ``most``."""
        found: list[int] = []
        for at in range(mark.end, len(self.words)):
            if len(found) == most or (found and at in self.breaks) or at in self.ends:
                break
            if self.content[at]:
                found.append(at)
        return tuple(found)

    def parts(self, at: int) -> bool:
        """Whether a clause begins with word ``at``."""
        return at in self.breaks or at in self.ends

    def surface(self, start: int, end: int) -> str:
        """Return some words as a text."""
        return " ".join(self.words[start:end])


@kept
def sense(text: Prepared) -> Sense:
    """Return the words and marks of a text."""
    words: list[str] = []
    ends: set[int] = set()
    breaks: set[int] = set()
    colons: set[int] = set()
    for piece in _PIECE.findall(text.folded.text):
        if piece[0].isalnum():
            words.append(piece)
        elif piece in _ENDS:
            ends.add(len(words))
        elif piece == ",":
            breaks.add(len(words))
        elif piece == ":":
            colons.add(len(words))
    empty = stopwords(text.language)
    content = tuple(
        len(word) > 1 and word not in empty and not _plain(word, empty) for word in words
    )
    roots = tuple(map(root, words))
    places: dict[str, list[int]] = {}
    for at, one in enumerate(roots):
        if content[at]:
            places.setdefault(one, []).append(at)
    numbers, sentences = _sentences(roots, content, ends)
    return Sense(
        words=tuple(words),
        roots=roots,
        content=content,
        ends=frozenset(ends),
        breaks=frozenset(breaks),
        colons=frozenset(colons),
        marks=tuple(_marks(words, text.language)),
        places={key: tuple(at) for key, at in places.items()},
        sentences=sentences,
        sentence_of=numbers,
    )


def _sentences(
    roots: Sequence[str], content: Sequence[bool], ends: set[int]
) -> tuple[tuple[int, ...], tuple[frozenset[str], ...]]:
    """Return the sentence of each word, and the content roots of each sentence."""
    numbers: list[int] = []
    found: list[set[str]] = [set()]
    for at, (one, counts) in enumerate(zip(roots, content, strict=True)):
        if at in ends and at:
            found.append(set())
        numbers.append(len(found) - 1)
        if counts:
            found[-1].add(one)
    return tuple(numbers), tuple(map(frozenset, found))


def _plain(word: str, empty: frozenset[str]) -> bool:
    """Whether an Arabic word is a function word behind written-on particles."""
    return word[0] in "وفبلك" and word[1:] in empty


@lru_cache(maxsize=8192)
def root(word: str) -> str:
    """Return what forms of one word share: an Arabic skeleton, the beginning of an English one."""
    if not "\u0621" <= word[0] <= "\u064a":
        return stem(word)[:_ENGLISH_ROOT]
    short = stem(word)
    if short[0] == "س" and len(short) > _VERB and short[1] in "يتن":
        short = short[2:]  # the future
    for prefix in _PREFIXES:
        rest = short.removeprefix(prefix)
        if rest != short and len(rest) >= _LETTERS:
            short = rest
            break
    strong = re.sub(r"(.)\1", r"\1", short.translate(_WEAK)).removesuffix("ت")
    return strong if len(strong) > 1 else short


# --- the tables --------------------------------------------------------------


@cache
def data(name: str) -> Mapping[str, Any]:
    """Return the table ``data/<name>.toml`` of this package."""
    source = files("bot.citations").joinpath("data", f"{name}.toml")
    return tomllib.loads(source.read_text("utf-8"))


Phrases = tuple[tuple[tuple[str, ...], frozenset[str]], ...]  # each without its first word


class Table(NamedTuple):
    """Phrases of one language: by their first word, the longest first, each with its tags."""

    phrases: Mapping[str, Phrases]
    begun: dict[str, Phrases]  # a word of a text: the phrases it may begin, worked out once


@cache
def phrases(name: str, language: str) -> Table:
    """Return the phrases of a table with the sections that list them."""
    found: dict[str, set[str]] = {}
    for tag, lists in data(name).items():
        for phrase in lists.get(language, "").split() if isinstance(lists, dict) else ():
            for form in _forms(folded(phrase.replace("_", " ")), language, name in _WITH_PRONOUNS):
                found.setdefault(form, set()).add(tag)
    by_first: dict[str, list[tuple[tuple[str, ...], frozenset[str]]]] = {}
    for phrase, tags in sorted(found.items(), key=lambda item: -item[0].count(" ")):
        first, *rest = phrase.split()
        by_first.setdefault(first, []).append((tuple(rest), frozenset(tags)))
    return Table({first: tuple(rest) for first, rest in by_first.items()}, {})


_WITH_PRONOUNS = ("poles",)  # tables of verbs: يعارض, يعارضه, يعارضها


def _forms(phrase: str, language: str, pronouns: bool) -> tuple[str, ...]:
    """Return a phrase and, of one Arabic word, its accusative (محتملا) and with pronouns."""
    bare_word = language == "ar" and " " not in phrase and phrase[-1] not in "اهيء"
    if not bare_word or len(phrase) < 3:
        return (phrase,)
    endings = ("ا", "ه", "ها", "هم") if pronouns else ("ا",)
    return (phrase, *(phrase + ending for ending in endings))


@kept
def marked(text: Prepared, name: str) -> tuple[Mark, ...]:
    """Return the phrases of a table in a text, the longest first; "plain" hides what it covers."""
    return tuple(_found(sense(text).words, phrases(name, text.language), text.language))


def _found(words: Sequence[str], table: Table, language: str) -> Iterator[Mark]:
    begun = table.begun
    if len(begun) > _MANY:
        begun.clear()
    for word in set(words).difference(begun):
        begun[word] = _begun(word, table, language)
    done = 0
    for at in [at for at, word in enumerate(words) if begun[word]]:
        found = _longest(words, at, begun[words[at]]) if at >= done else None
        if found is None:
            continue
        done, tags = found
        if "plain" not in tags:
            verbs = not words[at].removeprefix("و").startswith("ال")  # النقل is transport
            yield from (Mark(tag, at, done) for tag in tags if verbs or tag != "said")


def _begun(word: str, table: Table, language: str) -> Phrases:
    """Return the phrases that a word begins, written-on particles taken off; the longest first."""
    forms = (word, *(_bare(word) if language == "ar" else ()))
    found = [phrase for form in forms for phrase in table.phrases.get(form, ())]
    return tuple(sorted(found, key=lambda phrase: -len(phrase[0])))


def _longest(words: Sequence[str], at: int, begun: Phrases) -> tuple[int, frozenset[str]] | None:
    for rest, tags in begun:
        end = at + 1 + len(rest)
        if not rest or tuple(words[at + 1 : end]) == rest:
            return end, tags
    return None


@lru_cache(maxsize=8192)
def _bare(word: str) -> tuple[str, ...]:
    return tuple(one for one in bare(word) if len(one) >= _LETTERS) if word[0] != "ك" else ()


def _marks(words: Sequence[str], language: str) -> Iterator[Mark]:
    found = _found(words, phrases("marks", language), language)
    yield from (mark for mark in found if not _misleads(words, mark))
    if language == "ar":
        yield from _arabic_verbs(words)


def _misleads(words: Sequence[str], mark: Mark) -> bool:
    """Whether a word has another sense beside its neighbours: a month, "in order to", a deed."""
    word, after = words[mark.start], words[mark.end : mark.end + _NEAR]
    if word == "may":
        return any(one[0].isdigit() for one in words[max(0, mark.start - 1) : mark.end + 1])
    if word == "لان":
        return bool(after) and after[0][0] in _IMPERFECT
    if word in _LED:
        return not any(one == "الي" or one.startswith("لل") for one in after)
    return False


_NEAR = 6
_LED = frozenset(map(folded, ("أدى", "أدت", "يؤدي", "تؤدي", "وأدى", "وأدت")))


def _arabic_verbs(words: Sequence[str]) -> Iterator[Mark]:
    """The future in س, and قد: "may" before the imperfect, "already" before the past."""
    for at, word in enumerate(words):
        if _is_future(word):
            yield Mark("planned", at, at)  # the verb is what is planned
            if _is_short(word.removeprefix("و").removeprefix("ف")[1:]):
                yield Mark("will", at, at)
        if word in _WAS and any(one in ("قد", "وقد") for one in words[at + 1 : at + 4]):
            yield Mark("pluperfect", at, at + 1)
        following = words[at + 1] if at + 1 < len(words) else ""
        if word in ("قد", "وقد") and following:
            before = words[at - 1] if at else ""
            if following == "لا" or _is_imperfect(following, before):
                yield Mark("possible", at, at + 1)
            elif following[0] in _IMPERFECT:
                yield Mark("perhaps", at, at + 1)


_PAST_IN_N_OR_Y = frozenset(
    map(
        folded,
        (
            "نفى",
            "نفت",
            "نفذ",
            "نشر",
            "نشرت",
            "نجح",
            "نجحت",
            "نقل",
            "نقلت",
            "نال",
            "يئس",
            "تعرض",
            "تقدمتوصل",
            "تلقى",
            "تمكن",
            "تجاوز",
            "تحول",
            "تراجع",
            "تحدث",
            "تسلم",
            "تولى",
            "تعهد",
            "تخلى",
            "توقف",
        ),
    )
)


def _is_imperfect(word: str, before: str) -> bool:
    """Whether a verb after قد is the imperfect; in ت only after what it can agree with.

    "قد تواصل الرئيس" is the past, "الخطوة قد تفتح" is not.
    """
    if len(word) < 3 or word in _PAST_IN_N_OR_Y:
        return False
    feminine = before.endswith(("ه", "ها")) or before in ("التي", "هي", "وهي", "ات")
    return word[0] == "ي" or (word[0] == "ت" and feminine and not word.endswith("ت"))


_WAS = frozenset(("كان", "كانت", "كانا", "كانتا", "كانوا", "وكان", "وكانت", "وكانا", "وكانوا"))


def _is_future(word: str) -> bool:
    core = word[1:] if word[0] in "وف" and len(word) > _VERB else word
    if len(core) < _VERB or core[0] != "س" or core[1] not in "يتن" or core[-1] == "ه":
        return False
    begin, words = _not_future()
    return not core.startswith(begin) and core.removesuffix("ا") not in words


def _is_short(verb: str) -> bool:
    """Whether a word has the shape of an imperfect: foreign names in ست are longer (ستراسبورغ)."""
    known = verb.startswith(("يست", "تست")) or verb.endswith(("ون", "ها", "هم", "ان"))
    return known or len(verb) <= _IMPERFECT_LETTERS


_IMPERFECT_LETTERS = 5


@cache
def _not_future() -> tuple[tuple[str, ...], frozenset[str]]:
    """Return beginnings and whole forms of Arabic nouns that look like the future of a verb."""
    listed = data("marks")["not_future"]
    begin, words = (tuple(map(folded, listed[key].split())) for key in ("begin", "words"))
    return begin, frozenset(words)
