"""Puts claims that came as rows before a judge: their paragraphs become numbered articles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from bot.citations import Evidence, Passage
from bot.judge.batches import MOST
from bot.model import Article, Citation, Claim, Paragraph, Published, Story
from bot.tokens import count

TOKENS = 6_000  # of paragraphs in one call, unless a single claim cites more
_READ = datetime(1970, 1, 1, tzinfo=UTC)  # a row says nothing of it, and nobody is shown it
_NAMED = re.compile(r"(.*?)(0|[1-9][0-9]{0,5})")  # name and number, together always the id


@dataclass(frozen=True, slots=True)
class Case:
    """One row to be judged: its claim and what the claim is held against."""

    claim: Claim
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Docket:
    """Cases that go into one call: one story of their paragraphs, claims that cite it.

    The claims are c1, c2, ... in the order of ``rows``, which counts in the cases given.
    """

    story: Story
    claims: tuple[Claim, ...]
    rows: tuple[int, ...]


def dockets(cases: Sequence[Case]) -> Iterator[Docket]:
    """Yield every case in a docket: those with the same sides and paragraphs come together."""
    order = sorted(range(len(cases)), key=lambda n: (_sides(cases[n]), _place(cases[n]), n))
    taken: list[int] = []
    for n in order:
        if taken and not _fits(cases, taken, n):
            yield _docket(cases, taken)
            taken = []
        taken.append(n)
    if taken:
        yield _docket(cases, taken)


def _sides(case: Case) -> tuple[str, ...]:
    return tuple(case.claim.text)


def _place(case: Case) -> tuple[str, str, int, str]:
    """Sort rows of one document together: by date and naming, then the first paragraph."""
    first = case.evidence.passages[0]
    prefix, n = _numbered(first.id)
    return str(first.published), prefix, n, first.prepared.text


def _fits(cases: Sequence[Case], taken: Sequence[int], n: int) -> bool:
    if len(taken) >= MOST or _sides(cases[taken[0]]) != _sides(cases[n]):
        return False
    shown = {p.prepared.text for i in (*taken, n) for p in cases[i].evidence.passages}
    return sum(map(count, shown)) <= TOKENS


def _docket(cases: Sequence[Case], rows: Sequence[int]) -> Docket:
    shelves = _Shelves()
    claims = []
    for n, row in enumerate(rows, 1):
        new = shelves.place(cases[row].evidence.passages)
        cited = tuple(Citation(new[c.paragraph], c.quote) for c in cases[row].claim.citations)
        claims.append(replace(cases[row].claim, id=f"c{n}", citations=cited))
    return Docket(shelves.story(), tuple(claims), tuple(rows))


class _Shelves:
    """Sorts passages into articles: same naming and date, and never two texts under one name."""

    def __init__(self) -> None:
        self._articles: list[tuple[date | None, dict[str, Passage]]] = []

    def place(self, passages: Sequence[Passage]) -> dict[str, str]:
        """Find or make an article for each passage; return the new id of each old one."""
        new: dict[str, str] = {}
        for prefix in dict.fromkeys(_numbered(p.id)[0] for p in passages):
            group = [p for p in passages if _numbered(p.id)[0] == prefix]
            at = self._home(prefix, group)
            self._articles[at][1].update((p.id, p) for p in group)
            new.update((p.id, f"a{at + 1}.p{_numbered(p.id)[1]}") for p in group)
        return new

    def _home(self, prefix: str, group: Sequence[Passage]) -> int:
        day = group[0].published
        for at, (published, held) in enumerate(self._articles):
            same = published == day and prefix == _numbered(next(iter(held)))[0]
            if same and all(_agrees(held.get(p.id), p) for p in group):
                return at
        self._articles.append((day, {}))
        return len(self._articles) - 1

    def story(self) -> Story:
        return Story(
            tuple(_article(f"a{n}", day, held) for n, (day, held) in enumerate(self._articles, 1))
        )


def _agrees(held: Passage | None, passage: Passage) -> bool:
    return held is None or held.prepared.text == passage.prepared.text


def _numbered(id: str) -> tuple[str, int]:
    """Return what names the article of a paragraph, and its number there; 1 if it has none."""
    match = _NAMED.fullmatch(id)
    return (match[1], int(match[2])) if match else (f"{id}\0", 1)


def _article(id: str, day: date | None, held: dict[str, Passage]) -> Article:
    ordered = sorted(held.values(), key=lambda p: _numbered(p.id)[1])
    paragraphs = tuple(
        Paragraph(f"{id}.p{n}", n, p.prepared.text) for p in ordered for n in (_numbered(p.id)[1],)
    )
    return Article(
        url="",
        canonical="",
        outlet="",
        title="",
        author=None,
        published=Published(day) if day else None,
        fetched=_READ,
        language=ordered[0].language,
        paragraphs=paragraphs,
        id=id,
    )
