"""Puts a draft together from its sides; two sentences that tell one fact become one claim."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.extract.headlines import headline
from bot.extract.merging import MOST_CITATIONS
from bot.extract.pairs import pairs
from bot.extract.ranking import Key, key
from bot.extract.selecting import MOST, Candidate
from bot.extract.sides import Side, read_side
from bot.model import Citation, Claim, Draft, Note, Section, Story

_LEAST = 6  # claims of a side that stands beside another, as far as it has them

Ranked = tuple[float, Claim]  # a claim and its place among those of its side, 0 to 1


def draft(story: Story, languages: Sequence[str]) -> Draft:
    """Return the draft of ``story`` in ``languages``; see ``bot.extract.Extractive.draft``."""
    articles = {code: [a for a in story.articles if a.language == code] for code in languages}
    sides = {code: read_side(found) for code, found in articles.items() if found}
    if len(sides) == 2:
        ranked = _two(*sides.values())
    else:
        share = MOST // max(1, len(sides))
        ranked = [r for s in sides.values() for r in _one(s, s.chosen(min(share, s.most)))]
    ordered = sorted(ranked, key=lambda r: (tuple(Section).index(r[1].section), r[0]))
    return Draft(
        headline={code: headline(found, _news(ordered, code)) for code, found in articles.items()},
        claims=tuple(_numbered((claim for _, claim in ordered), languages)),
        notes=tuple(
            Note("note.side_missing", {"language": code}) for code in languages if code not in sides
        ),
    )


def _news(ranked: Sequence[Ranked], language: str) -> list[str]:
    """Return the texts of the announcement in one language."""
    news = (claim for _, claim in ranked if claim.section is Section.ANNOUNCEMENT)
    return [text for claim in news if (text := claim.text.get(language))]


def _one(side: Side, chosen: Sequence[Candidate]) -> list[Ranked]:
    told = {key(c.passage) for c in chosen}
    return [(n / len(chosen), side.claim(c, told)) for n, c in enumerate(chosen)]


def _two(one: Side, other: Side) -> list[Ranked]:
    """Return the claims of two sides: those that both tell with both texts, the rest with one."""
    found = _partners(one, other)
    shares = _shares(one, other)
    left = one.chosen(shares[0], found.keys())
    right = other.chosen(shares[1], {key(c.passage) for c in found.values()})
    back = {key(c.passage): name for name, c in found.items()}
    by_name = {key(c.passage): c for c in one.candidates}
    ranked: list[Ranked] = []
    told = {key(c.passage) for c in (*left, *right)}
    for place, candidate in enumerate(left):
        claim, partner = one.claim(candidate, told), found.get(key(candidate.passage))
        ranked.append(
            (place / len(left), _joined(claim, other.claim(partner)) if partner else claim)
        )
    mine = {key(c.passage) for c in left}
    for place, candidate in enumerate(right):
        claim, name = other.claim(candidate, told), back.get(key(candidate.passage))
        if name in mine:
            continue
        ranked.append(
            (place / len(right), _joined(one.claim(by_name[name]), claim) if name else claim)
        )
    return ranked


def _partners(one: Side, other: Side) -> dict[Key, Candidate]:
    """Return for candidates of one side, by their names, those of the other that tell the same."""
    ones = [c for c in one.candidates if one.alone(c)]
    others = [c for c in other.candidates if other.alone(c)]
    articles = (*one.articles, *other.articles)
    days = {a.id: a.published.day if a.published else None for a in articles}
    found = pairs([c.passage for c in ones], [c.passage for c in others], days)
    return {key(ones[at].passage): others[to] for at, to in found.items()}


def _shares(one: Side, other: Side) -> tuple[int, int]:
    """Return how many claims each of two sides gets, by how many sources it has."""
    sources = one.sources + other.sources
    most = min(MOST, one.most + other.most)
    first = round(most * one.sources / sources)
    first = max(min(_LEAST, most // 2), min(first, most - min(_LEAST, most // 2)))
    first = min(first, one.most)
    second = min(most - first, other.most)
    return first, second


def _joined(one: Claim, other: Claim) -> Claim:
    """Return one claim with the texts of both and a citation of each before any further one."""
    citations: list[Citation] = [one.citations[0], other.citations[0]]
    citations += [*one.citations[1:], *other.citations[1:]]
    speaker = (
        one.speaker
        and other.speaker
        and replace(one.speaker, forms={**one.speaker.forms, **other.speaker.forms})
    )
    return replace(
        one,
        text={**one.text, **other.text},
        citations=tuple(citations[:MOST_CITATIONS]),
        speaker=speaker or one.speaker,
        medium=one.medium or other.medium,
    )


def _numbered(claims: Iterable[Claim], languages: Sequence[str]) -> Iterable[Claim]:
    """Yield the claims with ids c1, c2, ... and every side that was asked for."""
    for n, claim in enumerate(claims, 1):
        yield replace(claim, id=f"c{n}", text={code: claim.text.get(code) for code in languages})
