"""Who is what, and who does what to whom: part of ``attribution``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cache, lru_cache

from bot.citations.evidence import Evidence
from bot.citations.marks import Sense, marked, sense
from bot.citations.phrases import Mark, data, phrases
from bot.citations.prepared import Prepared, kept
from bot.citations.reading import Reading
from bot.citations.speech import THAT, spoken
from bot.citations.vocabulary import root
from bot.language import folded, words
from bot.language.names import NameMention
from bot.language.names.matching import parts
from bot.language.names.states import state_keys
from bot.model import Check, Finding

_SPEAKER = 6  # content words after a verb of saying that may name the speaker
_TWO, _SHORT = 2, 3  # names that can change places; letters of a name at least
_LIKE = 0.3  # of a side's content that an act of speech has, the others half of that at most
_SOON = 5  # words after the first name in which the second follows


def offices(one: Reading) -> Iterator[Finding]:
    """Yield an office that the claim gives somebody and no cited text names."""
    marks = marked(one.side, "offices")
    if not marks:
        return
    there: set[str] = set()
    for text in (*one.cited, *((one.source,) if one.source else ())):
        there |= _offices_of(text)
    rivals = there.difference(_LOOSE, ("plain",), (mark.tag for mark in marks))
    for mark in marks if rivals else ():
        if mark.tag in _LOOSE:
            continue
        like = str(data("offices")[mark.tag].get("like", "")).split()
        if not there.isdisjoint((mark.tag, *like)) or _is_known_by_name(one, mark):
            continue
        if not _stands_apart(one, mark):
            words = one.sense.surface(mark.start, mark.end + 1)
            yield one.finds(Check.ATTRIBUTION, "office", claim=words)


def _stands_apart(one: Reading, mark: Mark) -> bool:
    """Whether a source has the words of an office, others among them: minister for trade."""
    told = {root for root in one.sense.roots[mark.start : mark.end] if len(root) > _SHORT}
    return len(told) > 1 and any(
        told <= text.sentences[k] for text in one.own for k in range(len(text.sentences))
    )


def _is_known_by_name(one: Reading, mark: Mark) -> bool:
    """Whether the head of a state that the sources name may be whom they call by name alone.

    "The Russian president" for "Putin": the doubt would be about what everybody knows.
    """
    if mark.tag not in _HEADS:
        return False
    roots = one.sense.roots
    beside = {*roots[max(0, mark.start - 2) : mark.start], *roots[mark.end : mark.end + 2]}
    states = (words(folded(name.surface)) for name in one.side.names if _is_state(name))
    named = (name for text in one.cited for name in text.names)
    return any(root(word) in beside for state in states for word in state) and not all(
        map(_is_state, named)
    )


_HEADS = frozenset(("president", "premier", "king", "leader"))


def _is_state(name: NameMention) -> bool:
    return any(part.keys & state_keys() for part in parts(name.surface))


_LOOSE = ("head", "short", "mp", "commander", "rep")  # mostly verbs, 9 pm, or somebody's deputy


@kept
def _offices_of(text: Prepared) -> frozenset[str]:
    """Return the offices that a text names; in Arabic also with a pronoun (رئيسها)."""
    named = {mark.tag for mark in marked(text, "offices")}
    return frozenset(named.union(*(_by_root().get(key, ()) for key in sense(text).places)))


@cache
def _by_root() -> Mapping[str, frozenset[str]]:
    """Return the offices of one Arabic word by its root."""
    return {
        root(first): tags
        for first, found in phrases("offices", "ar").items()
        for rest, tags in found
        if not rest
    }


def speaker(one: Reading) -> Iterator[Finding]:
    """Yield a speaker of the claim who does not speak in the cited text (Arabic: verb first)."""
    claim = one.sense
    if one.side.language != "ar" or not one.own:
        return
    offices = {mark.start for mark in claim.tagged("office")}
    for mark in claim.tagged("said")[:1]:
        head = next((i for i in claim.scope(mark, 1)), None)
        if head is None or head not in offices or claim.words[head].startswith("لل"):
            continue  # nobody, or those who are told
        spoken = [(s, m) for s in one.own for m in s.tagged("said")]
        if _speaks_by_name(one, claim, head) or _speaks_most(one, claim.roots[head]):
            continue
        if _is_named_there(one, head, spoken):
            continue
        verb = claim.roots[mark.start]
        heads = {key for s in one.own for key in s.places}
        same = [places for s, m in spoken if (places := _offices_after(s, m, verb))]
        if same:  # the same verb with another office tells most
            heads = {key for places in same for key in places}
        if spoken and claim.roots[head] not in heads and not _is_same_office(one, head, heads):
            yield one.finds(Check.ATTRIBUTION, "speaker", claim=claim.surface(mark.start, head + 2))


def _is_same_office(one: Reading, head: int, heads: Set[str]) -> bool:
    """Whether a source has the same office by another word, or speaks of its whole body.

    متحدث is ناطق; مسؤولو النادي speak for إدارة النادي. ``heads`` are the roots of those who may
    be the speaker.
    """
    claim = one.sense
    mine = {mark.tag for mark in marked(one.side, "offices") if mark.start == head}
    like = mine.union(*(str(data("offices")[tag].get("like", "")).split() for tag in mine))
    for text, read in zip(one.texts, one.own, strict=True):
        if any(m.tag in like and read.roots[m.start] in heads for m in marked(text, "offices")):
            return True
    if not claim.words[head].removeprefix("و").startswith(_STAFF):
        return False
    body = claim.scope(Mark("", head, head + 1), 2)  # after باسم
    named = {claim.roots[at] for at in body} - _IN_NAME_OF
    spoken = {text.roots[at] for text in one.own for mark in text.tagged("said")
              for at in text.scope(mark, _SPEAKER)}  # fmt: skip
    return not named.isdisjoint(spoken & heads)


_STAFF = tuple(map(folded, ("مسؤول", "متحدث", "ناطق", "إدار", "قياد")))
_IN_NAME_OF = frozenset(map(root, ("باسم", "اسم", "باسمه", "باسمها")))


def _is_named_there(one: Reading, head: int, spoken: Sequence[tuple[Sense, Mark]]) -> bool:
    """Whether the name behind an office is a speaker's in a source, by whatever office."""
    claim = one.sense
    behind = {claim.roots[at] for at in range(head, min(head + _SPEAKER, len(claim.words)))}
    named = name_roots(one.side) & behind
    return bool(named) and any(
        text.roots[at] in named for text, mark in spoken for at in text.scope(mark, _SPEAKER)
    )


def _speaks_by_name(one: Reading, claim: Sense, head: int) -> bool:
    """Whether the claim calls a lone speaker by an office that the sources leave out.

    They say "قال ترامب": who is called the American president may be the one.
    """
    after = claim.words[head + 1] if head + 1 < len(claim.words) else ""
    if not after or not _is_nisba(after):
        return False
    named = spoken = False
    for text, source in zip(one.texts, one.own, strict=True):
        offices = {mark.start for mark in source.tagged("office")}
        firsts = [at for mark in source.tagged("said") for at in source.scope(mark, 1)]
        spoken = spoken or not offices.isdisjoint(firsts)
        named = named or not name_roots(text).isdisjoint(source.roots[at] for at in firsts)
    return named and not spoken


def _speaks_most(one: Reading, office: str) -> bool:
    """Whether an office says what the side is most like, whoever else speaks: ردت الوزارة بأن."""
    mine = one.sense.places.keys()
    said = [
        (len(mine & other.said), other.speaker if _is_alone(other.mark, sense(text)) else ())
        for text in one.texts
        for other in spoken(text)
    ]
    most = max((share for share, _ in said), default=0)
    near = [speaker for share, speaker in said if 2 * share > most]
    return most >= _LIKE * len(mine) and all(office in speaker for speaker in near)


def _is_alone(mark: Mark, text: Sense) -> bool:
    """Whether a sentence has one word of saying: nobody else speaks in what follows it."""
    number = text.sentence_of[mark.start]
    return sum(text.sentence_of[other.start] == number for other in text.tagged("said")) == 1


def _offices_after(text: Sense, mark: Mark, verb: str) -> set[str]:
    """Return the roots after a verb of saying, if it is ``verb`` and an office follows at once."""
    first = next(iter(text.scope(mark, 1)), None)
    noun = text.words[mark.start] in ("قوله", "قولها")
    if noun or text.roots[mark.start] != verb:
        return set()
    if first is not None and not THAT.isdisjoint(text.words[mark.end : first]):
        return _who_went_on(text, mark)  # ومؤكدا أن الحكومة: what is said
    if not any(office.start == first for office in text.tagged("office")):
        return set()
    return {text.roots[i] for i in text.scope(mark, _SPEAKER)}


def _who_went_on(text: Sense, mark: Mark) -> set[str]:
    """Return the roots of who speaks before a participle: اتهم رئيس ... كذا، مؤكدا أن."""
    before = [
        other
        for other in text.tagged("said")
        if other.end <= mark.start and text.sentence_of[other.start] == text.sentence_of[mark.start]
    ]
    return {text.roots[i] for i in text.scope(before[0], _OFFICE)} if before else set()


_OFFICE = 2  # content words behind a verb of saying that are an office: رئيس الحكومة


def kind(one: Reading) -> Iterator[Finding]:
    """Yield an official of another country: the noun stands there with another adjective."""
    claim = one.sense
    for at in sorted({mark.start for mark in claim.tagged("office")}) if one.own else ():
        after_it = claim.words[at + 1 : at + 2]
        if not after_it or not claim.content[at + 1] or not _is_nisba(*after_it):
            continue
        stands = [(s, i) for s in one.own for i in s.places.get(claim.roots[at], ())]
        after = [s.words[i + 1] for s, i in stands if i + 1 < len(s.words)]
        near = (word for s, i in stands for word in s.words[i + 1 : i + 4])
        adjectives = {root(word.removeprefix("ال")) for word in near if _is_nisba(word)}
        known = adjectives and len(after) == len(stands) and all(map(_is_nisba, after))
        if known and root(claim.words[at + 1].removeprefix("ال")) not in adjectives:
            yield one.finds(Check.ATTRIBUTION, "kind", claim=claim.surface(at, at + 2))


def _is_nisba(word: str) -> bool:
    """Whether an Arabic word is an adjective of belonging (أميركي, الكازاخستانية)."""
    endings = ("ي", "يه", "يين", "يون", "يان", "يتين")
    return "\u0621" <= word[0] <= "\u064a" and len(word) > 3 and word.endswith(endings)


def swapped(one: Reading, evidence: Evidence) -> Iterator[Finding]:
    """Yield two names that changed places after one word ("سلّمت القاهرة الخرطوم")."""
    claim, theirs = one.sense, _named_in(evidence, one.side.language)
    if len(theirs) < _TWO:
        return
    for at, first, second in _pairs(one.side, _names(one.side) & theirs):
        word, names = claim.roots[at], {first, second}
        found = [p for t in one.texts for p in _pairs(t, names) if sense(t).roots[p[0]] == word]
        if found and all(pair[1:] == (second, first) for pair in found):
            yield one.finds(Check.ATTRIBUTION, "swapped", claim=claim.surface(at, at + 3))
            return


def _pairs(text: Prepared, names: Set[str]) -> Iterator[tuple[int, str, str]]:
    """Yield each word that a name follows at once and another soon, with both names."""
    if len(names) < _TWO:
        return
    keys, content = _lands(text), sense(text).content
    for after in [place for place, key in enumerate(keys) if key in names]:
        at, first = after - 1, keys[after]
        if at < 0 or not content[at] or keys[at] in names:
            continue
        soon = keys[after + 1 : after + 1 + _SOON]
        second = next((one for one in soon if one in names and one != first), None)
        if second:
            yield at, first, second


@kept
def _lands(text: Prepared) -> tuple[str, ...]:
    """Return the words of a text as names are compared."""
    return tuple(map(_land, sense(text).words))


@kept
def _named_in(evidence: Evidence, language: str) -> frozenset[str]:
    """Return the names of the cited texts in a language."""
    texts = (passage.prepared for passage in evidence.in_language(language))
    return frozenset[str]().union(*map(_names, texts))


@kept
def _names(text: Prepared) -> frozenset[str]:
    return frozenset(map(_land, _name_words(text)))


@kept
def _name_words(text: Prepared) -> tuple[str, ...]:
    """Return the words of a text's names."""
    return tuple([word for name in text.names for word in _words(name.surface)])


_words = lru_cache(maxsize=1024)(words)  # of names: most are named again and again


@lru_cache(maxsize=4096)
def _land(word: str) -> str:
    """Return what the names of a land and of its people share (مصر, المصريين), else the root."""
    if not "\u0621" <= word[0] <= "\u064a":
        return root(word)
    for ends, affixes in ((False, _ARTICLES), (True, _PEOPLE)):
        for affix in affixes:
            rest = word.removesuffix(affix) if ends else word.removeprefix(affix)
            if rest != word and len(rest) >= _SHORT:
                word = rest
                break
    return word


_ARTICLES = ("وال", "بال", "لل", "ال", "و", "ب", "ل")
_PEOPLE = ("يين", "يون", "يات", "يه", "يا", "ي")


@kept
def name_roots(text: Prepared) -> frozenset[str]:
    """Return the roots of the words of a text's names."""
    return frozenset(map(root, _name_words(text)))
