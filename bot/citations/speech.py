"""Who says what in a text: the words of a speaker, and the words that are said."""

from __future__ import annotations

from itertools import compress
from typing import NamedTuple

from bot.citations.marks import Sense, sense
from bot.citations.phrases import Mark
from bot.citations.prepared import Prepared, kept
from bot.language.names.gazetteer import is_given_name, is_ordinary
from bot.language.names.tokens import Token

_FAR = 16  # words between a verb of saying and what is said: name, office, place, day
_AHEAD = 8  # words before an English verb of saying that may name the speaker
_ASIDE = 8  # words of a speaker between commas
_NAMES = 6  # content words that may name a speaker
_ACCORDING = frozenset(("بحسب", "وفق", "وفقا", "حسب", "طبقا", "according"))
THAT = frozenset(("ان", "بان", "انه", "بانه", "انها", "بانها", "انهم", "انهما", "that"))
_PRONOUNS = frozenset(("he", "she", "they", "i", "we"))
_SO = frozenset(("فان", "فانه", "فانها", "فقد"))  # opens what is said
_STATES = 3  # content words of a clause that states something
_NOUNS = frozenset(("بيان", "البيان", "تصريح", "تصريحات", "اعتراف", "راي", "وجهه"))
_BESIDE = frozenset(("اذ", "علما"))  # opens what the writer adds to somebody's words
_PLAIN = frozenset(
    (
        "said",
        "says",
        "argued",
        "argues",
        "believes",
        "insisted",
        "added",
        "adds",
        "claimed",
        "claims",
    )
)
_ADDED_TO = frozenset(("to", "in", "by", "up", "on", "at", "for"))
_RELATIVE = frozenset(("who", "which", "that"))
_ITSELF = frozenset(("مقال", "تقرير", "article", "report", "piece"))


class Utterance(NamedTuple):
    """One act of speech: its mark, the roots of who speaks (none: unsaid) and of what is said."""

    mark: Mark
    speaker: tuple[str, ...]
    said: frozenset[str]


@kept
def utterances(text: Prepared) -> tuple[Utterance, ...]:
    """Return what is said in a text and by whom, as far as words of saying show it."""
    read = sense(text)
    found = [_utterance(read, mark, text.language) for mark in read.tagged("said")]
    return tuple([one for one in found if one is not None and one.said])


def _utterance(text: Sense, mark: Mark, language: str) -> Utterance | None:
    start, end = text.runs[text.sentence_of[mark.start]]
    if text.words[max(0, mark.start - 1)] in THAT and mark.start:
        return None  # a noun: قال إن رد بلاده
    if _names_source(text, mark):
        return _according(text, mark, start, end)
    that = _opening(text, mark, start, end)
    if that is None:
        return None
    before = (
        range(mark.end, that) if language == "ar" else range(max(start, mark.start - 8), mark.start)
    )
    noun = text.words[mark.start].lstrip("و") in _NOUNS
    told = not noun and text.words[mark.end].startswith("لل")  # قال للصحافيين: who is told
    speaker = _content(text, before[told:])[:_NAMES]
    if text.words[mark.start - 1] in _PRONOUNS:
        speaker = []  # "meanwhile, he said"
    if language == "ar" and not noun and _is_deed(text, mark.end):
        speaker = []
    if any(word.removeprefix("ال") in _ITSELF for word in text.words[mark.end : that]):
        return None
    stop = next((i for i in range(that + 1, end) if i in text.breaks and text.words[i] in _BESIDE),
                end)  # fmt: skip
    return Utterance(mark, tuple(speaker), frozenset(_content(text, range(that, stop))))


def is_according(said: Utterance, text: Prepared) -> bool:
    """Whether an act of speech is told by "according to", not by a verb."""
    return _names_source(sense(text), said.mark)


def _names_source(text: Sense, mark: Mark) -> bool:
    return text.words[mark.start].lstrip("و") in _ACCORDING


def _opening(text: Sense, mark: Mark, start: int, end: int) -> int | None:
    """Return where what is said begins."""
    if _opens_speech(text, mark, start, end):
        return mark.end
    ahead = range(mark.end, min(mark.end + _FAR, end))
    return next((i for i in ahead if text.words[i] in THAT or i in text.colons), None)


def _opens_speech(text: Sense, mark: Mark, start: int, end: int) -> bool:
    """Whether an English verb is followed by what is said at once: "she said it would end"."""
    if text.words[mark.start] not in _PLAIN or mark.start == start or mark.end >= end:
        return False
    if text.words[mark.end] in _ADDED_TO:
        return False  # "added to the list"
    inverted = text.parts(mark.start) or text.words[mark.start - 1] in _RELATIVE
    return not inverted and not text.parts(mark.end)


@kept
def asides(text: Prepared) -> tuple[Utterance, ...]:
    """Return what an English text says around words of saying: "..., some analysts say, ..."."""
    if text.language != "en":
        return ()
    read = sense(text)
    found = (_aside(read, mark) for mark in read.tagged("said"))
    return tuple(one for one in found if one is not None and one.said)


@kept
def spoken(text: Prepared) -> tuple[Utterance, ...]:
    """Return all acts of speech of a text."""
    return (*utterances(text), *asides(text))


def _aside(text: Sense, mark: Mark) -> Utterance | None:
    start, end = text.runs[text.sentence_of[mark.start]]
    if mark.end < end and not text.parts(mark.end):
        return None
    low = mark.start
    while low > start and not text.parts(low):
        low -= 1
    if low == start or mark.start - low > _ASIDE:
        return None
    said = [*range(start, low), *range(mark.end, end)]
    words = frozenset(text.roots[i] for i in said if text.content[i])
    return Utterance(mark, tuple(_content(text, range(low, mark.start))), words)


def _is_deed(text: Sense, at: int) -> bool:
    """Whether what is said to be stands there, and no speaker: أكد حدوث التفجير."""
    word, after = text.words[at], text.words[at + 1 : at + 2]
    if word.startswith("ال") or not after or not after[0].startswith("ال"):
        return False
    person = is_given_name(word) or any(mark.start == at for mark in text.tagged("office"))
    return not person and is_ordinary(Token(word, 0, len(word), True, False, False))


def _according(text: Sense, mark: Mark, start: int, end: int) -> Utterance:
    """According to somebody: what is said stands behind, or before where the sentence ends so."""
    stop = next((i for i in range(mark.end, end) if text.parts(i) or text.words[i] in _SO), None)
    speaker = _content(text, range(mark.end, stop or end))[:_NAMES]
    opens = mark.start <= start + 1 or (stop is not None and text.words[stop] in _SO)
    before = range(_last_clause(text, start, mark.start), mark.start)
    said = range(stop, end) if opens and stop else before
    return Utterance(mark, tuple(speaker), frozenset(_content(text, said)))


def _last_clause(text: Sense, start: int, end: int) -> int:
    """Return where the last of the Arabic clauses begins that "و" after a comma parts."""
    for at in range(end - 1, start, -1):
        if at in text.breaks and text.words[at][0] == "و":
            return at if sum(text.content[at:end]) >= _STATES else start
    return start


def _content(text: Sense, places: range) -> list[str]:
    run = slice(places.start, places.stop)
    return list(compress(text.roots[run], text.content[run]))


def all_attributed(texts: tuple[Prepared, ...]) -> bool:
    """Whether every sentence of some texts is somebody's words."""
    return bool(texts) and all(_attributed(text) for text in texts)


@kept
def _attributed(text: Prepared) -> bool:
    read = sense(text)
    told = {read.sentence_of[one.mark.start] for one in utterances(text)}
    short = (k in told or len(roots) < _SHORT for k, roots in enumerate(read.sentences))
    return bool(told) and all(short)


_SHORT = 4  # content words under which a sentence states nothing


@kept
def unspoken(text: Prepared) -> tuple[frozenset[str], ...]:
    """Return the roots of the sentences that nobody is said to speak."""
    read = sense(text)
    told = {read.sentence_of[mark.start] for mark in read.tagged("said", "alleged")}
    return tuple(roots for k, roots in enumerate(read.sentences) if k not in told)
