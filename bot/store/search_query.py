"""Searching the archive of one chat within bounds, so that common words stay quick.

SQLite finds forms by FTS5, PostgreSQL by a GIN index over text search vectors. Both are only asked
who has a form, the newest first and never more than a bound. Paragraphs that have several of the
things asked for come first, then those with the rarest ones; what was found is weighed by BM25,
by how recent it is and by its place in its article.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from itertools import combinations
from math import log
from typing import Any, TypeAlias

from sqlalchemy import Connection, func, select, text

from bot.language.search import Term
from bot.store.schema import articles, chat_articles, searched
from bot.store.search import hashed, secret_of

Asked: TypeAlias = Mapping[str, float]
"""The forms of one thing that is asked for, as the chat keeps them, each with its weight."""

_COUNTED = 400  # holders of a form that are counted; of more it is worked out how many there are
_TOGETHER = 150  # holders of several things that are looked at,
_ALONE = 100  # and of one
_CANDIDATES = 600
_RAREST = 4  # things asked for of which each two are looked for together
_MOST = 24  # things that are asked for at once
_SATURATION, _LENGTH = 1.2, 0.4  # k1 and b of BM25 (Robertson and Zaragoza, 2009)
_USUAL = 60  # forms of a paragraph of usual length
_RECENT, _HALF = 0.25, 30.0  # what a paragraph of today gains; days after which half of it is left
_FIRST = 0.15  # what the first paragraph of an article gains

# the newest rows that fit the query :q, and how many have it; forms are of letters and digits only
_SQLITE = (
    "SELECT rowid AS n FROM search_index WHERE search_index MATCH :q ORDER BY rowid DESC LIMIT :k"
)
_POSTGRES = (
    "SELECT n FROM searched WHERE array_to_tsvector(string_to_array(forms, ' ')) "
    "@@ CAST(:q AS tsquery) ORDER BY n DESC LIMIT :k"
)
_COUNT = "SELECT count(*), min(n) FROM (%s) AS held"


@dataclass(frozen=True, slots=True)
class Found:
    """A paragraph that was found: the row of its article, its place there, how well it fits."""

    article: int
    place: int
    score: float


@dataclass(frozen=True, slots=True)
class _Thing:
    """One thing that is asked for: its forms by weight, and about how many have one of them."""

    forms: Asked
    holders: float


def find(
    c: Connection, chat: int, terms: Sequence[tuple[Term, float]], limit: int, now: datetime
) -> list[Found]:
    """Return the best paragraphs of a chat's archive for weighted terms, best first."""
    secret = secret_of(c, chat)
    first, last = c.execute(
        select(func.min(searched.c.n), func.max(searched.c.n)).where(searched.c.chat == chat)
    ).one()
    if secret is None or last is None:
        return []
    things = sorted(_things(c, _asked(secret, terms), first, last), key=lambda thing: thing.holders)
    rows = _rows(c, chat, _candidates(c, things))
    found = [Found(row.article, row.place, _score(row, things, now)) for row in rows]
    return sorted(found, key=lambda f: -f.score)[:limit]


def _asked(secret: str, terms: Sequence[tuple[Term, float]]) -> list[Asked]:
    """Return what is asked for as the chat keeps it, each thing once."""
    weights: dict[Term, float] = {}
    for term, weight in terms:
        weights.setdefault(term, weight)
    return [
        {hashed(secret, form): sure * weight for form, sure in term.forms}
        for term, weight in list(weights.items())[:_MOST]
    ]


def _things(c: Connection, asked: Iterable[Asked], first: int, last: int) -> Iterator[_Thing]:
    """Yield what somebody has of what is asked for; a rare form weighs more than a common one."""
    size = last - first + 1
    for forms in asked:
        held = {form: _holders(c, form, size, last) for form in forms}
        weights = {f: w * log(1 + size / held[f]) for f, w in forms.items() if held[f]}
        if weights:
            yield _Thing(weights, sum(held.values()))


def _holders(c: Connection, form: str, size: int, last: int) -> float:
    """Return how many paragraphs have a form: counted, or worked out from how close they lie."""
    asked = {"q": _query(c, [[form]]), "k": _COUNTED}
    count, oldest = c.execute(text(_COUNT % _newest(c)), asked).one()
    if count < _COUNTED:
        return float(count)
    return float(max(count, count * size / (last - oldest + 1)))


def _candidates(c: Connection, things: Sequence[_Thing]) -> tuple[int, ...]:
    """Return the rows that may be best: with all things, then with two rare ones, then one."""
    seen: dict[int, None] = {}
    for some, most in _tries(things):
        asked = {"q": _query(c, [thing.forms for thing in some]), "k": most}
        seen.update(dict.fromkeys(c.scalars(text(_newest(c)), asked)))
        if len(seen) >= _CANDIDATES:
            break
    return tuple(seen)[:_CANDIDATES]


def _tries(things: Sequence[_Thing]) -> Iterator[tuple[Sequence[_Thing], int]]:
    if len(things) > 2:
        yield things, _TOGETHER
    yield from ((pair, _TOGETHER) for pair in combinations(things[:_RAREST], 2))
    yield from (((thing,), _ALONE) for thing in things)


def _newest(c: Connection) -> str:
    return _POSTGRES if c.dialect.name == "postgresql" else _SQLITE


def _query(c: Connection, wanted: Iterable[Iterable[str]]) -> str:
    """Return the query for rows that have, of each group of forms, one at least."""
    either, both, quote = ("|", "&", "'") if c.dialect.name == "postgresql" else ("OR", "AND", '"')
    groups = (f" {either} ".join(f"{quote}{form}{quote}" for form in forms) for forms in wanted)
    return f" {both} ".join(f"({group})" for group in groups)


def _rows(c: Connection, chat: int, rows: Sequence[int]) -> Sequence[Any]:
    """Return what the rows hold; of this chat alone, though no other has its forms."""
    s, a = searched.c, articles.c
    query = select(s.article, s.place, s.forms, a.published_day, chat_articles.c.added)
    query = query.join(articles, a.n == s.article)
    query = query.join(
        chat_articles, (chat_articles.c.chat == s.chat) & (chat_articles.c.article == s.article)
    )
    return c.execute(query.where(s.chat == chat, s.n.in_(rows))).all()


def _score(row: Any, things: Iterable[_Thing], now: datetime) -> float:
    """Return how well a paragraph fits: BM25, then what it gains by its age and its place."""
    forms: Sequence[str] = row.forms.split()
    counts = Counter(forms)
    length = _SATURATION * (1 - _LENGTH + _LENGTH * len(forms) / _USUAL)
    fits = 0.0
    for thing in things:
        shared = thing.forms.keys() & counts.keys()
        if shared:
            fits += max(thing.forms[f] * counts[f] / (counts[f] + length) for f in shared)
    recent: float = _RECENT * 0.5 ** (_days(row, now) / _HALF)
    return fits * (1 + recent + _FIRST / int(row.place))


def _days(row: Any, now: datetime) -> float:
    """Return how old an article is: by its own date, else since it came into the archive."""
    day = row.published_day
    at: datetime = datetime.combine(day, time(), UTC) if day else row.added
    return max(0.0, (now - at).total_seconds() / 86400)
