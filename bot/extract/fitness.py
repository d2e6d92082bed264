"""Which passages can be a claim: news, in whole sentences, that stand without their context."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import IntEnum

from bot.extract.passages import Passage
from bot.extract.speech import Clause

SHORTEST = 6  # words; less is a heading, a label or an interjection
LONGEST = 60  # words; more is no claim that a reader checks at a glance
LEAST_RELEVANCE = 0.12  # times the most relevant passage's
_LEAST_ALONE = 0.05
_REPEATED_RELEVANCE = 0.4
_SHORT_PARAGRAPH = 3  # passages
_EARLY = 4  # words before a speaker who is the first that a sentence names
_ENDINGS = ".!?؟…。۔:\"'”’»)›"
_STAMP = re.compile(
    r"https?:|www\.|\w@\w|[@#][^\W\d]\w+|©|\(\s*(?:photo|file|reuters|afp|ap)\b", re.I
)
_SHOUT = re.compile(r"^(?:[A-Z][A-Z'’&-]+\s+){3,}[A-Z]")
_QUESTION = re.compile(r"(?:Is|Are|Was|Were|Do|Does|Did|Can|Could|Should|Why|How|Who|What)\b|هل\b")
_CREDIT = re.compile(r"^[^.]{0,40}[:/](?:Associated Press|AP|AFP|Reuters|Getty)", re.I)


class Footing(IntEnum):
    """How well a passage stands alone."""

    HANGS = 0  # its subject is in the sentence before
    LEANS = 1  # it opens with a link to the sentence before
    STANDS = 2


def footing(passage: Passage) -> Footing:
    """Tell how well a passage stands alone."""
    if _is_anothers(passage):
        return Footing.HANGS
    if passage.refers:
        return Footing.LEANS if passage.speaker else Footing.HANGS
    if passage.spoken:
        return Footing.LEANS if passage.speaker else Footing.HANGS
    hangs = passage.begins("joints.hanging") and not passage.opens_quoted and not _counts(passage)
    if hangs and not passage.begins("joints.standing"):
        return Footing.HANGS
    if passage.opens_quoted:
        return Footing.STANDS if passage.speaker else Footing.LEANS
    if passage.begins("joints.leaning") or (not passage.speaker and passage.has("joints.inside")):
        return Footing.LEANS
    return Footing.STANDS


def _counts(passage: Passage) -> bool:
    """Tell "Some 300 children", "One 1934 law" from "Some were hurt", which hangs."""
    words = [token.form for token in passage.clause.tokens if token.is_word][:2]
    return len(words) > 1 and words[0] in ("some", "another", "one") and words[1][:1].isdigit()


def _is_anothers(passage: Passage) -> bool:
    """Tell «وقال رئيسها سالم النمر», whose body the sentence before names."""
    if passage.language != "ar" or passage.speech is None or passage.speech.speaker is None:
        return False
    start = passage.speech.speaker[0]
    first = next((n for n, t in enumerate(passage.clause.tokens) if t.start >= start), None)
    if first is None or first > _EARLY or not passage.hits.starting("people.kin", first):
        return False
    return passage.text[passage.clause.tokens[first].end - 1] != "ة"  # «رئيسة», not «رئيسه»


def is_news(passage: Passage) -> bool:
    """Tell a sentence of the news from questions, asides, calls to readers and furniture."""
    text = passage.text
    if text.lstrip("\"'“‘«( ").startswith(("...", "…")):
        return False  # the rest of a sentence that stands elsewhere
    if passage.words < SHORTEST or text.rstrip("\"'”’»").endswith(("?", "؟", ":", "...", "…")):
        return False
    if (
        passage.credited
        or passage.has("junk.phrases")
        or _STAMP.search(text)
        or _SHOUT.match(text)
        or _CREDIT.match(text)
    ):
        return False
    return not (
        _is_interview(passage)
        or _is_caption(passage)
        or _is_aside(passage)
        or _is_list(passage)
        or _is_broken(passage)
    )


def _is_interview(passage: Passage) -> bool:
    """Tell what an interview says of itself: in it somebody talks about something."""
    talks = {hit.start for hit in passage.hits["junk.talks"]}
    named = {hit.start for hit in passage.hits["people.interviews"]}
    return bool(talks and named - talks) and not passage.speech


def _is_caption(passage: Passage) -> bool:
    """Tell the line under a picture: it opens with an agency, or shows what "is seen"."""
    first = passage.clause.tokens[0].form
    credited = passage.begins("junk.credits") and not passage.speech
    if credited and first not in ("reuters", "bloomberg", "xinhua") and passage.language == "en":
        return True
    if credited and passage.language == "en":
        return passage.words < 45 and not passage.has("verbs.say")
    return passage.has("junk.pictured") and not passage.speech


def _is_aside(passage: Passage) -> bool:
    """Tell the author's "I", "we", "you" from the same words in someone's mouth."""
    if passage.spoken or _mostly_quoted(passage.clause):
        return False
    return any(
        not passage.clause.in_quotes(hit.start) and not _is_acronym(passage.clause, hit.start)
        for name in ("stance.first_person", "stance.second_person")
        for hit in passage.hits[name]
    ) and not (passage.speech and passage.language == "ar")


def _is_acronym(clause: Clause, at: int) -> bool:
    """Tell "US" from "us"."""
    token = clause.tokens[at]
    return token.end - token.start > 1 and clause.text[token.start : token.end].isupper()


def _mostly_quoted(clause: Clause) -> bool:
    words = [at for at, token in enumerate(clause.tokens) if token.is_word]
    return sum(clause.in_quotes(at) for at in words) * 2 > len(words)


def _is_broken(passage: Passage) -> bool:
    """Tell a sentence that was cut off inside a quotation, or a question without its mark."""
    stopped = passage.text.endswith(tuple(_ENDINGS))
    low, high = passage.clause.quoted[-1] if passage.clause.quoted else (0, 0)
    cut = high >= len(passage.text) > low and not stopped
    return cut or (not stopped and bool(_QUESTION.match(passage.text)))


def _is_list(passage: Passage) -> bool:
    """Tell a heading, tag line or table row: no stop at its end and few words.

    Arabic paragraphs often end without a stop, so there only short ones count.
    """
    longest = 12 if passage.language == "ar" else 30
    return not passage.text.endswith(tuple(_ENDINGS)) and passage.words < longest


def quoted_share(passage: Passage) -> float:
    """Return how much of the passage stands in quotation marks, 0 to 1."""
    words = [at for at, token in enumerate(passage.clause.tokens) if token.is_word]
    return sum(passage.clause.in_quotes(at) for at in words) / max(1, len(words))


def shortened(passage: Passage) -> Passage | None:
    """Return a passage within ``LONGEST``: itself, its first clauses, or ``None``.

    It is cut only before a participle clause («، مؤكدا ...») or behind a semicolon, outside
    quotations, so that what remains is a whole sentence, verbatim.
    """
    if passage.words <= LONGEST:
        return passage
    clause, count, cut = passage.clause, 0, 0
    for at, token in enumerate(clause.tokens):
        count += token.is_word
        if count > LONGEST:
            break
        joint = token.form in (";", "؛") or (
            token.form in ("،", ",") and clause.hits.starting("joints.participles", at + 1)
        )
        if joint and not clause.in_quotes(at) and count >= 12:
            cut = at
    if not cut:
        return None
    text = passage.text[: clause.tokens[cut].start].rstrip()
    tokens = clause.tokens[:cut]
    hits = type(clause.hits)(
        (name, kept)
        for name, found in clause.hits.items()
        if (kept := [h for h in found if h.end <= cut])
    )
    return replace(passage, text=text, clause=Clause(text, tokens, hits, clause.quoted))


def without_repeats(found: Sequence[Passage]) -> list[Passage]:
    """Drop pull quotes: a passage whose words all stand in another passage of its article."""
    kept: list[Passage] = []
    for passage in found:
        twins = (
            other for other in found if other is not passage and other.article == passage.article
        )
        if not any(_repeats(passage, other) for other in twins):
            kept.append(passage)
    return kept


def _repeats(passage: Passage, other: Passage) -> bool:
    if not passage.terms or len(passage.terms) > len(other.terms):
        return False
    if len(passage.terms - other.terms) * 10 > len(passage.terms):
        return False
    return len(passage.terms) < len(other.terms) or other.n < passage.n


def relevant(
    found: Sequence[Passage], relevance: Mapping[tuple[str, int], float], articles: int
) -> list[Passage]:
    """Keep passages that have to do with what the articles lead with.

    Teasers for other stories do not. What someone says is less often in the words of the leads:
    there a relevant passage beside it is enough. Where a site repeats one word for word under
    several articles, more is asked of it; where an article is the only one, less: nothing but its
    own lead tells then what it is about.
    """
    least = LEAST_RELEVANCE if articles > 1 else _LEAST_ALONE
    times = Counter(p.text for p in found)
    near = {name for name, share in relevance.items() if share >= least}
    kept = []
    for passage in found:
        article, n = passage.article, passage.n
        share = relevance[article, n]
        if times[passage.text] > 1 and n > 1:
            fits = share >= _REPEATED_RELEVANCE
        else:
            beside = any((article, n + step) in near for step in (-2, -1, 1, 2))
            fits = share >= least or (bool(passage.speaker) and beside)
        if fits:
            kept.append(passage)
    return kept


def advertised(found: Sequence[Passage]) -> frozenset[str]:
    """Return the short paragraphs in which a sentence calls on the reader: all furniture."""
    size = Counter(p.paragraph for p in found)
    return frozenset(
        p.paragraph
        for p in found
        if p.has("junk.phrases") and size[p.paragraph] <= _SHORT_PARAGRAPH
    )
