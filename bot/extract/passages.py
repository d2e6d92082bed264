"""Cuts a story's articles into passages: sentences with their words, cues and attribution."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from bot.extract import speech_ar, speech_en
from bot.extract.lexicon import Hits, forms, lexicon, tokenize
from bot.extract.speech import Act, Clause, Span, Speech, quoted_spans
from bot.language.sentences import sentences
from bot.language.words import terms
from bot.model import Article, Paragraph, ParagraphKind

_READERS = {"ar": speech_ar.read, "en": speech_en.read}
_TURN = re.compile(r"([^\W\d_][^:؛،.!?؟\n]{1,40}?(?:, [^\W\d_ ]+)?)\s*:\s+(?=\S)")
_CREDIT = re.compile(
    r"(?:\([^()]*(?:photo|image|getty|reuters|\bAFP\b|\bAP\b|\bEPA\b)[^()]*\)|"
    r"photo credit: .{2,40}|\bREUTERS/[\w .]{2,30}|©.{0,60}|"
    r"/\s?(?:AP|AFP|EPA|Getty Images?|Reuters)|"
    r"(?<=\.) (?:AFP|AP|Reuters|EPA|Getty Images))\s*$",
    re.IGNORECASE,
)
_DASH = r"\s*(?:--|[-–—])+\s*"
_SPACED_DASH = r"\s*(?:\s-{1,2}\s|\s?[–—])\s*"
_DATELINE = re.compile(
    # a place with an agency in brackets; a place in capitals; an Arabic place; an Arabic byline
    r"(?:[^\W\d_][^()\n.:«\"“]{0,48})?\((?=[^\W\d_])[^()\n]{2,28}\)(?:" + _DASH + r"|\s+(?=[A-Z]))"
    r"|[A-Z][A-Z'’.-]+(?:[ ,]+[A-Z][\w'’.-]*){0,5}" + _SPACED_DASH + r"|"
    r"[ء-ي]+(?:[ ،]+[ء-ي]+){0,2}\s*(?:--|[–—])\s*"
    r"|[ء-ي]+(?: [ء-ي]+){0,2} ?[-–—] ?[ء-ي]+(?: ?[-–—] ?[ء-ي]+)*\s*:\s*"
)
_TURNS_OF_A_TRANSCRIPT = 4
_FUTURE = re.compile(r"[وف]?(س[يتن]\w{2,})")
_NUMBER = re.compile(r"\d")


@dataclass(frozen=True)
class Passage:
    """A sentence of an article, verbatim, and what its words give away.

    ``start`` and ``end`` are offsets in the paragraph; ``n`` counts passages in the article,
    ``place`` paragraphs. ``root`` is the number of the passage that names the speaker where this
    one only points back. ``speaker`` and ``medium`` are verbatim words of this passage or its root.
    """

    article: str
    paragraph: str
    n: int
    place: int
    places: int
    start: int
    text: str
    source: str  # the whole paragraph
    language: str
    heading: str
    clause: Clause
    terms: frozenset[str] = frozenset()  # stems of the content words
    speech: Speech | None = None
    speaker: str | None = None
    medium: str | None = None
    root: int | None = None
    credited: bool = False  # its paragraph ends like the line under a picture
    spoken: bool = False  # nothing but quoted words, or one side of a transcript

    @property
    def end(self) -> int:
        """Where the passage ends in its paragraph."""
        return self.start + len(self.text)

    @property
    def hits(self) -> Hits:
        """The cues of the passage."""
        return self.clause.hits

    @cached_property
    def words(self) -> int:
        """How many words the passage has."""
        return sum(token.is_word for token in self.clause.tokens)

    @cached_property
    def figures(self) -> frozenset[str]:
        """The numbers in digits, separators left out."""
        return frozenset(
            re.sub(r"[^\d]", "", token.form)
            for token in self.clause.tokens
            if _NUMBER.search(token.form)
        )

    @property
    def refers(self) -> bool:
        """Whether it speaks for someone named elsewhere."""
        return self.speech is not None and self.speech.refers

    @cached_property
    def plans(self) -> bool:
        """Whether it looks ahead, outside its quotations: "will", «من المقرر», «سيُفتح»."""
        if self.told("time.plan"):
            return True
        return self.language == "ar" and any(
            is_future(token.form) and not self.clause.in_quotes(at)
            for at, token in enumerate(self.clause.tokens)
        )

    def has(self, name: str) -> bool:
        """Whether a cue of the list ``name`` is in it."""
        return bool(self.hits[name])

    def told(self, name: str) -> int:
        """Return how many cues of the list ``name`` stand outside its quotations."""
        return sum(not self.clause.in_quotes(hit.start) for hit in self.hits[name])

    @property
    def opens_quoted(self) -> bool:
        """Whether its first word stands in a quotation."""
        first = next((at for at, t in enumerate(self.clause.tokens) if t.is_word), None)
        return first is not None and self.clause.in_quotes(first)

    def begins(self, name: str) -> bool:
        """Whether it opens with a cue of the list ``name`` (marks before it do not count)."""
        first = next((at for at, t in enumerate(self.clause.tokens) if t.is_word), None)
        return first is not None and self.hits.starting(name, first) is not None


def is_future(form: str) -> bool:
    """Tell an Arabic verb in the future («سيعاد», «وستبدأ») from words that begin like one."""
    match = _FUTURE.match(form)
    return match is not None and not match.group(1).startswith(tuple(forms("ar", "time.not_plan")))


def passages(article: Article) -> tuple[Passage, ...]:
    """Return the passages of an article's own text, each with its speaker as far as it is told."""
    turns = _turns(article)
    found: list[Passage] = []
    heading = ""
    body = [p for p in article.paragraphs if p.kind is ParagraphKind.BODY]
    places = {p.id: n for n, p in enumerate(body)}
    for paragraph in article.paragraphs:
        if paragraph.kind is ParagraphKind.HEADING:
            heading = paragraph.text
        elif paragraph.id in places:
            skip = turns[paragraph.id].end() if paragraph.id in turns else 0
            if places[paragraph.id] < 4 and (line := dateline(paragraph.text)):
                skip = max(skip, line)
            where = (places[paragraph.id], len(body), len(found))
            found += _cut(article, paragraph, heading, skip, where)
    voiced = _voices(found, {key: match.group(1) for key, match in turns.items()})
    return tuple(voiced)


def _cut(
    article: Article, paragraph: Paragraph, heading: str, skip: int, where: tuple[int, int, int]
) -> list[Passage]:
    """Return the sentences of one paragraph, its label (``skip`` characters) left out."""
    place, places, count = where
    quoted = quoted_spans(paragraph.text)
    credited = bool(_CREDIT.search(paragraph.text))
    out: list[Passage] = []
    for low, high in sentences(paragraph.text, article.language):
        low = max(low, skip)
        text = paragraph.text[low:high]
        low += len(text) - len(text.lstrip(" \t•·–—-*"))
        text = paragraph.text[low:high].rstrip()
        if not text:
            continue
        tokens = tokenize(text)
        hits = lexicon(article.language).find(tokens)
        stems = frozenset(terms(text, article.language))
        inside = tuple((a - low, b - low) for a, b in quoted if b > low and a < low + len(text))
        clause = Clause(text, tokens, hits, inside)
        passage = Passage(
            article=article.id,
            paragraph=paragraph.id,
            n=count + len(out),
            place=place,
            places=places,
            start=low,
            text=text,
            source=paragraph.text,
            language=article.language,
            heading=heading,
            clause=clause,
            terms=stems,
            credited=credited,
        )
        out.append(passage)
    return out


def dateline(text: str) -> int:
    """Return the length of a place and agency before the first sentence ("PARIS (AP) - ")."""
    match = _DATELINE.match(text)
    return match.end() if match else 0


def _turns(article: Article) -> dict[str, re.Match[str]]:
    """Return the speaker labels of a transcript by paragraph; empty for running text."""
    found = {
        p.id: match
        for p in article.paragraphs
        if p.kind is ParagraphKind.BODY and (match := _TURN.match(p.text))
        if len(match.group(1).split()) <= 5
    }
    names = [match.group(1) for match in found.values()]
    repeated = {name for name in names if names.count(name) >= 2 or name.isupper()}
    kept = {key: match for key, match in found.items() if match.group(1) in repeated}
    return kept if len(kept) >= _TURNS_OF_A_TRANSCRIPT else {}


# --- who speaks ------------------------------------------------------------


def _voices(found: Sequence[Passage], labels: dict[str, str]) -> list[Passage]:
    """Give each passage its attribution; one that points back takes it from what stands before."""
    out: list[Passage] = []
    turn: Passage | None = None
    for passage in found:
        voiced = _read(passage)
        label = labels.get(passage.paragraph)
        if label and (turn is None or turn.paragraph != passage.paragraph):
            turn = replace(voiced, speaker=label, spoken=True)
        if label and turn:
            told = voiced.speech if voiced.speaker and not voiced.refers else None
            voiced = replace(voiced, speech=told, spoken=True)
            voiced = voiced if told else replace(voiced, speaker=label)
        elif turn and not voiced.speaker and 0 <= voiced.place - turn.place <= 2:
            voiced = replace(voiced, speaker=turn.speaker, root=turn.n, spoken=True)
        elif voiced.refers or (voiced.speech is None and voiced.spoken):
            voiced = _resolved(voiced, out)
        elif voiced.speaker:
            voiced = _introduced(voiced, out)
        out.append(voiced)
    return out


def _read(passage: Passage) -> Passage:
    reader = _READERS.get(passage.language)
    speech = reader(passage.clause) if reader else None
    spoken = speech is None and _all_quoted(passage)
    if speech is None:
        return replace(passage, spoken=spoken)
    return replace(
        passage,
        speech=speech,
        speaker=_words(passage, speech.speaker),
        medium=_words(passage, speech.medium),
    )


def _words(passage: Passage, span: Span | None) -> str | None:
    return passage.text[span[0] : span[1]] if span else None


def _all_quoted(passage: Passage) -> bool:
    words = [at for at, token in enumerate(passage.clause.tokens) if token.is_word]
    inside = sum(passage.clause.in_quotes(at) for at in words)
    return bool(words) and inside == len(words)


def _resolved(passage: Passage, before: Sequence[Passage]) -> Passage:
    """Find the speaker of "he added", "the ministry said" in the passages before it."""
    named = _subject(passage)
    skipped = passage.language == "ar"
    for earlier in reversed(before[-8:]):
        if earlier.place < passage.place - 3:
            break
        if earlier.credited:
            continue
        if not earlier.speaker and not named and (name := _opening_name(earlier)):
            return replace(passage, speaker=name, root=earlier.n)
        if not earlier.speaker:
            if named or earlier.paragraph == passage.paragraph or not skipped:
                skipped = True
                continue
            break
        if named and not _fits(named, earlier.speaker, passage.language):
            continue
        root = earlier.root if earlier.root is not None else earlier.n
        return replace(
            passage, speaker=earlier.speaker, medium=passage.medium or earlier.medium, root=root
        )
    return passage


def _introduced(passage: Passage, before: Sequence[Passage]) -> Passage:
    """Give a speaker who is called by a bare name the full name and office given before."""
    called = terms(passage.speaker or "", passage.language)
    if len(called) > 2:
        return passage
    for earlier in before:
        full = terms(earlier.speaker or "", passage.language)
        own = earlier.root is None and not earlier.refers
        if own and len(full) > len(called) and full[-len(called) :] == called:
            return replace(passage, speaker=earlier.speaker, root=earlier.n)
    return passage


def _opening_name(passage: Passage) -> str | None:
    """Return the person whom an English sentence begins with ("Col Ann Lee was asked ...")."""
    clause = passage.clause
    end = 0
    while end < len(clause.tokens) and clause.tokens[end].is_word and clause.upper(end):
        end += 1
    dated = any(hit.start < end for hit in passage.hits["time.today"])
    offices = any(hit.start < end for hit in passage.hits["people.roles"])
    place = clause.tokens[0].form in ("the", "in", "on", "at") if clause.tokens else True
    if not 2 <= end <= 6 or dated or place or passage.language != "en":
        return None
    comma = clause.tokens[end].form == "," if end < len(clause.tokens) else False
    return clause.words(0, end) if offices or comma else None


def _subject(passage: Passage) -> frozenset[str]:
    """Return the stems of the office that stands for a name («المسؤول», "the ministry")."""
    if passage.speech is None:
        return frozenset()
    return passage.speech.pointer


def _fits(named: frozenset[str], speaker: str, language: str) -> bool:
    return named <= frozenset(terms(speaker, language))


def act(passage: Passage) -> Act | None:
    """Return what the passage's verb of saying does, ``None`` if it has none."""
    return passage.speech.act if passage.speech else None
