"""What changed between two briefs of one story, and whether a story was briefed before.

Claims are matched by what they say, in either language, not by how. What is told as new must be
new: a claim that resembles none before, on words that the earlier sources did not have. Anything
less is the same told in another way, or was known and not told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from bot import story as stories
from bot.digest.claims import SAME, Faces, Weights, alike, face, faces, shared, shared_across
from bot.digest.conflicts import another_matter, differences
from bot.digest.entries import key_of
from bot.language import folded, sentences
from bot.model import (
    Article,
    Brief,
    Change,
    ChangeKind,
    Changes,
    Citation,
    Claim,
    ParagraphKind,
    ProblemKind,
    Story,
)
from bot.story import media
from bot.story.bridge import LANGUAGES, Marks, marks
from bot.story.grouping import groups
from bot.story.terms import Profile, profile

_SAME_EVIDENCE = 0.2  # likeness that is enough for two claims on the same words
_SURELY = 0.4  # likeness from which a difference is a change, and not another matter
_TOLD = 0.7  # of what a claim says, in one sentence of a source: that sentence has it
_QUOTED = 25  # characters of evidence that prove where they stand


def changed(before: Brief, after: Brief) -> Changes:
    """Return how each claim of ``after`` stands to ``before``, then what became of the others."""
    match = _Match(before, after)
    later = [match.of(claim) for claim in after.claims]
    matched = {change.before.id for change in later if change.before}
    gone = [
        match.gone(claim)
        for claim in before.claims
        if claim.id not in matched and not match.is_told(claim)
    ]
    return Changes((*later, *gone))


def same_story(brief: Brief, story: Story) -> bool:
    """Tell whether ``story`` is the one of ``brief``: it shares an article or tells its event."""
    known = {key_of(article) for article in brief.story.articles}
    if any(key_of(article) in known for article in story.articles):
        return True
    articles = (*brief.story.articles, *story.articles)
    profiles, marked = zip(*map(_read, articles), strict=True) if articles else ((), ())
    first = len(brief.story.articles)
    sides = [[at < first for at in event] for event in groups(profiles, marked)]
    meeting = sum(len(side) for side in sides if len(set(side)) > 1)
    return 2 * meeting > len(articles)


@lru_cache(maxsize=256)  # a story is compared with the last briefs of its chat, one by one
def _read(article: Article) -> tuple[Profile, Marks | None]:
    return profile(article), marks(article)


@dataclass(frozen=True)
class _Match:
    """Two briefs of one story, the claims of one looked up in the other."""

    before: Brief
    after: Brief

    @cached_property
    def _weights(self) -> Weights:
        return Weights((*self.before.claims, *self.after.claims))

    @cached_property
    def _was(self) -> Mapping[str, Faces]:
        return {claim.id: faces(claim.text) for claim in self.before.claims}

    @cached_property
    def _now(self) -> Mapping[str, Faces]:
        return {claim.id: faces(claim.text) for claim in self.after.claims}

    @cached_property
    def _old(self) -> _Sources:
        return _Sources(self.before.story)

    @cached_property
    def _new(self) -> _Sources:
        return _Sources(self.after.story)

    def of(self, claim: Claim) -> Change:
        """Return how a claim of the later brief stands to the earlier one."""
        now = self._now[claim.id]
        known = all(self._old.hold(self.after.story, c) for c in claim.citations)
        for likeness, earlier in self._near[claim.id]:
            statuses = earlier.status, claim.status
            was = self._was[earlier.id]
            differ = () if known else differences(was, now, statuses, likeness)
            if not differ:
                more = () if known else self._more_outlets(earlier, claim)
                kind = ChangeKind.CORROBORATED if more else ChangeKind.SAME
                return Change(kind, earlier, claim, outlets=more)
            if likeness >= _SURELY:
                aspects = tuple(one.aspect for one in differ)
                first = differ[0]
                return Change(ChangeKind.CHANGED, earlier, claim, aspects, first.was, first.now)
        told = known or self._old.tell(now, self._weights)
        return Change(ChangeKind.KNOWN if told else ChangeKind.NEW, None, claim)

    @cached_property
    def _near(self) -> Mapping[str, Sequence[tuple[float, Claim]]]:
        """The earlier claims that are about the matter of each later one, the nearest first."""
        return {claim.id: tuple(self._alike(claim)) for claim in self.after.claims}

    def _alike(self, claim: Claim) -> Iterator[tuple[float, Claim]]:
        now = self._now[claim.id]
        scored = [(self._likeness(earlier, claim), earlier) for earlier in self.before.claims]
        for likeness, earlier in sorted(scored, key=lambda pair: -pair[0]):
            if likeness < SAME:
                return
            if not another_matter(earlier, claim, self._was[earlier.id], now):
                yield likeness, earlier

    def _likeness(self, earlier: Claim, claim: Claim) -> float:
        likeness = alike(self._was[earlier.id], self._now[claim.id], self._weights)
        if _SAME_EVIDENCE <= likeness < SAME:
            words = set(_cited(self.before.story, earlier))
            return likeness if words.isdisjoint(_cited(self.after.story, claim)) else SAME
        return likeness

    def _more_outlets(self, earlier: Claim, claim: Claim) -> tuple[str, ...]:
        """Return the outlets that know a claim for themselves and were not told to, before."""
        fresh = [c for c in claim.citations if not self._old.hold(self.after.story, c)]
        had = {media.key(name) for name in stories.outlets(self.before.story, earlier.citations)}
        now = stories.outlets(self.after.story, fresh)
        return tuple(name for name in now if media.key(name) not in had)

    def is_told(self, claim: Claim) -> bool:
        """Whether a claim of the later brief says what an earlier one said, as do others before."""
        return any(earlier is claim for near in self._near.values() for _, earlier in near)

    def gone(self, claim: Claim) -> Change:
        """Return what became of a claim that the later brief does not have."""
        still = self._new.tell(self._was[claim.id], self._weights)
        cited = claim.citations
        withdrawn = not still and bool(cited) and all(map(self._is_taken_back, cited))
        kind = ChangeKind.WITHDRAWN if withdrawn else ChangeKind.UNTOLD
        return Change(kind, claim, None)

    def _is_taken_back(self, citation: Citation) -> bool:
        """Whether the words of a citation stood in a page that was read again, or is no more."""
        article = self.before.story.article(citation.paragraph)
        key = key_of(article)
        removed = (
            problem.kind is ProblemKind.NOT_FOUND and problem.source == article.url
            for problem in self.after.problems
        )
        read = any(key_of(other) == key for other in self.after.story.articles)
        return any(removed) or (read and not self._new.hold(self.before.story, citation))


class _Sources:
    """What the articles of a story say, to look things up in."""

    def __init__(self, story: Story) -> None:
        self._paragraphs = frozenset(folded(p.text) for p in story.paragraphs.values())
        self._articles = story.articles

    def hold(self, story: Story, citation: Citation) -> bool:
        """Whether the words that a citation of a ``story`` rests on stand here too."""
        whole = folded(story.paragraphs[citation.paragraph].text)
        if whole in self._paragraphs:
            return True
        quote = folded(citation.quote)
        return len(quote) >= _QUOTED and any(quote in text for text in self._paragraphs)

    def tell(self, sides: Faces, weights: Weights) -> bool:
        """Whether one sentence says nearly all that a claim says, and nothing else of it."""
        return any(self._says(sentence, sides, weights) for sentence in self._sentences)

    def _says(self, sentence: Faces, sides: Faces, weights: Weights) -> bool:
        (said,) = sentence.values()
        side = sides.get(said.language)
        compare = shared if side else shared_across
        asked = [side] if side else list(sides.values())
        shares = (compare(one, said, weights) for one in asked)
        if not any(whole and both >= _TOLD * whole for both, whole in shares):
            return False
        return not differences(sentence, sides)

    @cached_property
    def _sentences(self) -> tuple[Faces, ...]:
        return tuple(self._cut())

    def _cut(self) -> Iterator[Faces]:
        for article in self._articles:
            if article.language in LANGUAGES:
                yield from _sentences(article)


def _sentences(article: Article) -> Iterator[Faces]:
    for paragraph in article.paragraphs:
        if paragraph.kind is not ParagraphKind.CAPTION:
            for start, end in sentences(paragraph.text, article.language):
                said = face(paragraph.text[start:end], article.language)
                yield {article.language: said}


def _cited(story: Story, claim: Claim) -> Iterator[str]:
    """Yield the words that a claim rests on, in comparison form."""
    for citation in claim.citations:
        yield folded(citation.quote or story.paragraphs[citation.paragraph].text)
