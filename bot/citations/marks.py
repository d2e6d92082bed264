"""The words that carry the logic of a statement: denial, plan, hedge, quantity, cause, time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, compress, pairwise

from bot.citations.phrases import Mark, Phrases, data, found_in
from bot.citations.prepared import Prepared, kept
from bot.citations.verbs import IMPERFECT, verbs
from bot.citations.vocabulary import vocabulary
from bot.language import Folded, folded
from bot.language.lazy import lazy
from bot.language.numbers.lexicon import word
from bot.language.words import piece_spans, pieces

_QUOTES = re.compile('["«»“”„]')
_ENDS, _SIGNS = frozenset(".!?;"), frozenset('.!?;:,()"')
_AFTER_AT_ALL = frozenset(("and", "but", "or", "in", "to", "on", "for", "he", "she", "it", "they"))
_NEAR = 6  # words after "led" in which "to" makes it a cause
_SOON = 3  # words after "claimed" in which a prize stands
_CLAIMED = frozenset(
    (
        "victory",
        "responsibility",
        "lives",
        "life",
        "title",
        "medal",
        "gold",
        "win",
        "asylum",
    )
)
_ALLOWED = frozenset(("only", "nobody"))
_THE = frozenset(("the", "this", "that"))
_BURNT = 12  # words before "devoured" in which a fire stands
_FIRES = ("حريق", "حراءق", "نار", "نيران", "السنه", "اللهب")
_COUNTED = ("كل", "اغلبيه", "every")
_NUMBERS = frozenset(("unit", "ten", "teen", "hundred", "scale"))  # roles of number words
_LED = frozenset(map(folded, ("أدى", "أدت", "يؤدي", "تؤدي", "وأدى", "وأدت")))

Openings = Mapping[str, Sequence[tuple[int, Phrases]]]


@dataclass(frozen=True, eq=False)
class Sense:
    """A text as words with their roots, and the marks among them.

    ``ends`` are the indexes of words that begin a sentence, ``breaks`` and ``colons`` of
    those after a comma or colon; ``openings`` the words that may begin a phrase, by table;
    ``by_tag`` the marks of each tag;
    ``places`` where each content root stands; ``sentences`` the content roots of each,
    ``sentence_of`` the number of each word's, ``runs`` their half-open runs of words;
    ``ordering``: some words may be of an order to a machine.
    """

    written: Folded
    words: tuple[str, ...]
    roots: tuple[str, ...]
    content: tuple[bool, ...]
    ends: frozenset[int]
    breaks: frozenset[int]
    colons: frozenset[int]
    openings: Openings
    marks: tuple[Mark, ...]
    by_tag: Mapping[str, tuple[Mark, ...]]
    places: Mapping[str, Sequence[int]]
    sentences: tuple[frozenset[str], ...]
    sentence_of: tuple[int, ...]
    runs: tuple[tuple[int, int], ...]
    ordering: bool

    def tagged(self, *tags: str) -> tuple[Mark, ...]:
        """Return the marks that carry one of ``tags``."""
        if len(tags) == 1:
            return self.by_tag.get(tags[0], ())
        if not self.has(tags):
            return ()
        return tuple([mark for mark in self.marks if mark.tag in tags])

    def has(self, tags: Iterable[str]) -> bool:
        """Whether a mark carries one of ``tags``."""
        return not self.by_tag.keys().isdisjoint(tags)

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
        """Return some words as the text itself spells them, without its quotation marks."""
        within = self._spans[max(0, start) : end]
        if not within:
            return ""
        low, high = self.written.span(within[0][0], within[-1][1])
        return " ".join(_QUOTES.sub("", self.written.source[low:high]).split())

    @lazy
    def _spans(self) -> tuple[tuple[int, int], ...]:
        """Where each word stands in the comparison form."""
        form = self.written.text
        cut = zip(pieces(form), piece_spans(form), strict=True)
        return tuple(span for piece, span in cut if piece not in _SIGNS)


@kept
def sense(text: Prepared) -> Sense:
    """Return the words and marks of a text."""
    cut = pieces(text.folded.text)
    words = tuple([piece for piece in cut if piece not in _SIGNS])
    signs = [at for at, piece in enumerate(cut) if piece in _SIGNS]
    ends: set[int] = set()
    breaks: set[int] = set()
    colons: set[int] = set()
    for before, at in enumerate(signs):
        piece = cut[at]
        if piece in _ENDS:
            ends.add(at - before)
        elif piece == ",":
            breaks.add(at - before)
        elif piece == ":":
            colons.add(at - before)
    known = tuple(map(vocabulary(text.language).__getitem__, words))
    roots, content, begins, timed, orders = zip(*known, strict=True) if known else ((),) * 5
    openings = _openings(begins)
    found = found_in(words, openings["marks"]) if "marks" in openings else ()
    marks = [mark for mark in found if not _misleads(words, mark)]
    marks += verbs(words, compress(range(len(words)), timed))
    places: dict[str, list[int]] = {}
    for at in compress(range(len(words)), content):
        places.setdefault(roots[at], []).append(at)
    runs = tuple(pairwise((0, *sorted(ends - {0, len(words)}), len(words))))
    numbers = ([k] * (b - a) for k, (a, b) in enumerate(runs))
    return Sense(
        written=text.folded,
        words=words,
        roots=roots,
        content=content,
        ends=frozenset(ends),
        breaks=frozenset(breaks),
        colons=frozenset(colons),
        openings=openings,
        marks=tuple(marks),
        by_tag=_by_tag(marks),
        places=places,
        sentences=tuple([frozenset(compress(roots[a:b], content[a:b])) for a, b in runs]),
        sentence_of=tuple(chain.from_iterable(numbers)),
        runs=runs,
        ordering=any(orders),
    )


def is_number(one: str) -> bool:
    """Whether a word is a number, in digits or as a word."""
    known = (word(one, "ar"), word(one, "en"))
    return one[0].isdigit() or any(e and e.entry.role in _NUMBERS for e in known)


def _is_number(words: Sequence[str]) -> bool:
    """Whether the one word given, if any, is a number."""
    return any(map(is_number, words))


def _openings(begins: Sequence[tuple[tuple[str, Phrases], ...]]) -> Openings:
    """Return, for each table, the words that may begin one of its phrases."""
    found: dict[str, list[tuple[int, Phrases]]] = {}
    for at, tables in compress(enumerate(begins), begins):
        for name, phrases in tables:
            found.setdefault(name, []).append((at, phrases))
    return found


def _by_tag(marks: Sequence[Mark]) -> Mapping[str, tuple[Mark, ...]]:
    found: dict[str, list[Mark]] = {}
    for mark in marks:
        found.setdefault(mark.tag, []).append(mark)
    return {tag: tuple(of) for tag, of in found.items()}


@kept
def marked(text: Prepared, name: str) -> tuple[Mark, ...]:
    """Return the phrases of a table in a text, the longest first; "plain" hides what it covers."""
    read = sense(text)
    openings = read.openings.get(name)
    return tuple(found_in(read.words, openings)) if openings else ()


def _misleads(words: Sequence[str], mark: Mark) -> bool:
    """Whether a word has another sense beside its neighbours: a month, "in order to", a deed."""
    word = words[mark.start]
    if word == "may":
        if not _ALLOWED.isdisjoint(words[max(0, mark.start - _NEAR) : mark.start]):
            return True  # only residents may enter
        return any(one[0].isdigit() for one in words[max(0, mark.start - 1) : mark.end + 1])
    if word.endswith(_COUNTED) and _is_rate(words, mark):
        return True  # بأغلبية خمسة أصوات, واحد من كل سبعة
    if word == "some":  # about: "some 300 people"
        return _is_number(words[mark.end : mark.end + 1])
    if word in ("plan", "plans") and mark.start:  # "called the plan unwise"
        after = words[mark.end : mark.end + 1]
        return words[mark.start - 1] in _THE and after != ("to",) and after != ("for",)
    if word.startswith("claim") and mark.tag != "said":
        after = words[mark.end : mark.end + _SOON]
        return any(one in _CLAIMED or one[0].isdigit() for one in after)
    if word.endswith("التهم"):  # devoured: of fires
        around = words[max(0, mark.start - _BURNT) : mark.end + 1]
        return any(one.endswith(_FIRES) for one in around)
    if word in ("state", "states"):  # a body, but where somebody states that
        return mark.tag == "said" and words[mark.end : mark.end + 1] != ("that",)
    if word == "all" and words[max(0, mark.start - 1)] == "at":  # "not at all"
        after = words[mark.end : mark.end + 1]
        return not after or after[0] in _AFTER_AT_ALL
    if word == "لان":
        after = words[mark.end : mark.end + 1]
        return bool(after) and after[0][0] in IMPERFECT
    if word in _LED:
        after = words[mark.end : mark.end + _NEAR]
        to = next((i for i, one in enumerate(after) if one == "الي" or one.startswith("لل")), None)
        return to is None or not _listed("performed", "words").isdisjoint(_until_to(after))
    if word in ("cost", "costs") and mark.tag == "causing":
        return _is_price(words, mark)
    return False


def _until_to(words: Sequence[str]) -> Sequence[str]:
    """Return what stands before "to" (إلى) among the words behind a verb of leading."""
    return words[: words.index("الي")] if "الي" in words else words


def _is_price(words: Sequence[str], mark: Mark) -> bool:
    """Whether "cost" is a noun or names a price: "would cost the city its grant" does not."""
    before, after = words[max(0, mark.start - 1)], words[mark.end : mark.end + 1]
    verb = before in _BEFORE_COST or words[mark.start] == "costs"
    return not verb or not after or _is_number(after) or after[0] in _AFTER_COST


_BEFORE_COST = frozenset(
    ("would", "will", "could", "can", "may", "might", "has", "have", "had", "not", "already", "to")
)
_AFTER_COST = frozenset(("about", "around", "more", "less", "up", "between", "some", "of", "and"))


def _is_rate(words: Sequence[str], mark: Mark) -> bool:
    """Whether "every" makes a rate: every two hours, كل ساعتين, a sum عن كل شخص."""
    after = words[mark.end : mark.end + 1]
    if not after or _is_number(after):
        return bool(after)
    word = words[mark.start]
    if word.endswith("اغلبيه"):
        return False
    if after[0] in _listed("rated", "times"):
        return True
    before = words[mark.start - 1] if mark.start else ""
    each = word.startswith("ل") or before in _listed("rated", "before")
    return word != "every" and each and after[0] in _listed("rated", "heads")


@cache
def _listed(tag: str, key: str) -> frozenset[str]:
    return frozenset(folded(data("marks")[tag][key]).split())
