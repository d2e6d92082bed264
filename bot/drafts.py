"""A person's draft held against its sources: sentence by sentence, what stands and on what.

Each sentence becomes a claim that cites the nearest paragraphs; then the same ladder decides as
for our own briefs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.citations import LADDER, Rungs, Shelf, judge_claim, shelf
from bot.citations.nearest import Library, library
from bot.judge import Judge
from bot.judge.verdicts import is_doubted, is_open, ruled
from bot.language import detect, folded, sentences
from bot.language.search import ROOT, terms
from bot.model import Check, Citation, Claim, Finding, Label, Note, Section, Story, Verdict

_RUNGS: Rungs = tuple(rung for rung in LADDER if rung[0] not in (Check.SCHEMA, Check.PARITY))
_NEAREST = 3  # paragraphs: nearly every sentence of a summary rests on at most so many
_WORDS = 4  # a line with fewer is a heading or a name
_LEAST = 0.25  # of what a sentence holds: with no more in common, two texts tell of two things
_WORD = re.compile(r"\w+")


async def check_draft(text: str, story: Story, judge: Judge | None) -> tuple[Claim, ...]:
    """Return the sentences of ``text`` as claims with their verdicts and the paragraphs used.

    Headings and greetings (fewer than four words) are passed over. Without a judge a sentence
    on which a cue fired is "unclear", and one that shares next to nothing with any paragraph is
    told to stand nowhere. No error leaves here.
    """
    paragraphs = shelf(story, ())
    nearby = library(tuple(paragraphs.passages.values()))
    least = 0.0 if judge else _LEAST  # a judge reads what is told in other words altogether
    claims = tuple(_cited(claim, paragraphs, nearby, least) for claim in statements(text))
    return await _judged(claims, story, judge) if judge else claims


def statements(text: str) -> Iterator[Claim]:
    """Yield each sentence of a draft as a claim without citations."""
    n = 0
    for line in text.splitlines():
        for start, end in sentences(line, detect(line)):
            said = line[start:end].strip()
            if len(_WORD.findall(folded(said))) >= _WORDS:
                n += 1
                side = {detect(said): said}
                yield Claim(f"s{n}", Section.ANNOUNCEMENT, side, ())


def _cited(claim: Claim, paragraphs: Shelf, nearby: Library, least: float) -> Claim:
    """Return the claim on the fewest of its nearest paragraphs that carry it, else the nearest.

    Without citations where no paragraph has more than a share of ``least`` of what it holds.
    """
    (language, said), *_ = claim.text.items()
    near = nearby.nearest(str(said), language, _NEAREST)
    held = _forms(str(said), language)
    passages = (paragraphs.passages[id] for id in near)
    if not any(_shared(held, one.prepared.text, one.language) > least for one in passages):
        reason = Finding(Check.SUPPORT, Label.UNSUPPORTED, Note("check.support.nothing"), language)
        return replace(claim, verdict=Verdict(Label.UNSUPPORTED, (Check.SUPPORT,), (reason,)))
    tried = [_held(claim, ids, paragraphs) for ids in _choices(near)]
    return next((one for one in tried if one.verdict and not one.verdict.findings), tried[0])


def _forms(text: str, language: str) -> tuple[frozenset[str], ...]:
    """Return the forms of each thing that a text holds; roots left out, which many words share."""
    held = terms(text, language)
    return tuple(frozenset(form for form, _ in one.forms if form[0] != ROOT) for one in held)


def _shared(held: Sequence[frozenset[str]], text: str, language: str) -> float:
    """Return how much, 0 to 1, of what a sentence holds another text of any language has too."""
    there = frozenset().union(*_forms(text, language))
    return sum(not forms.isdisjoint(there) for forms in held) / max(1, len(held))


def _choices(near: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield the paragraphs one by one, then the first two, then the first three."""
    yield from ((id,) for id in near)
    yield from (tuple(near[:n]) for n in range(2, len(near) + 1))


def _held(claim: Claim, ids: Sequence[str], paragraphs: Shelf) -> Claim:
    cited = replace(claim, citations=tuple(Citation(id, "") for id in ids))
    return judge_claim(cited, paragraphs.evidence(cited), _RUNGS)


async def _judged(claims: Sequence[Claim], story: Story, judge: Judge) -> tuple[Claim, ...]:
    """Let the judge decide what no gate has refused."""
    open_ = [claim for claim in claims if claim.citations and is_open(claim)]
    sides = tuple(dict.fromkeys(language for claim in open_ for language in claim.text))
    if not open_:
        return tuple(claims)
    doubted = [claim.id for claim in open_ if is_doubted(claim)]
    found = await judge.judge(open_, story, sides, doubted)
    return tuple(
        ruled(claim, found.findings[claim.id]) if claim.id in found.findings else claim
        for claim in claims
    )
