"""Searching the archive of one chat within bounds, so that common words stay quick.

SQLite finds forms by FTS5, PostgreSQL by a GIN index over text search vectors. Both are only asked
who has a form, the newest first and never more than a bound. Paragraphs that have several of the
things asked for come first, then those with the rarest ones; what was found is weighed by BM25,
by how recent it is and by its place in its article.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, datetime, time
from itertools import combinations
from math import log
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy import Connection, select, text

from bot.store.schema import articles, chat_articles, search_keys, searched
from bot.store.search import hashed

if TYPE_CHECKING:
    from bot.language.search import Term

Asked: TypeAlias = Mapping[str, float]
"""The forms of one thing that is asked for, as the chat keeps them, each with its weight."""

_COUNTED = 300  # holders of a form that are counted; of more it is worked out how many there are
_TOGETHER = 80  # holders of several things that are looked at,
_ALONE = 60  # and of one
_CANDIDATES = 300
_RAREST = 3  # things asked for of which each two are looked for together,
_FEW = 6  # and of which each is looked for by itself
_MOST = 24  # things that are asked for at once
_SATURATION, _LENGTH = 1.2, 0.4  # k1 and b of BM25 (Robertson and Zaragoza, 2009)
_USUAL = 60  # forms of a paragraph of usual length
_RECENT, _HALF = 0.25, 30.0  # what a paragraph of today gains; days after which half of it is left
_FIRST = 0.15  # what the first paragraph of an article gains

# the newest rows that fit a query; forms are of letters and digits only
_SQLITE = (
    "SELECT rowid AS n FROM search_index WHERE search_index MATCH :q{0} "
    "ORDER BY rowid DESC LIMIT :k{0}"
)
_POSTGRES = (
    "SELECT n FROM searched WHERE vector @@ CAST(:q{0} AS tsquery) ORDER BY n DESC LIMIT :k{0}"
)
_COUNT = "SELECT {0} AS which, count(*) AS held, min(n) AS oldest FROM ({1}) AS newest{0}"
_ROWS = "SELECT {0} AS which, n FROM ({1}) AS newest{0}"


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
    own = select(searched.c.n).where(searched.c.chat == chat)
    first = own.order_by(searched.c.n).limit(1).scalar_subquery()
    last = own.order_by(searched.c.n.desc()).limit(1).scalar_subquery()
    kept = select(search_keys.c.secret, first.label("first"), last.label("last"))
    row = c.execute(kept.where(search_keys.c.chat == chat)).first()
    if row is None or row.last is None:
        return []
    things = _things(c, _asked(row.secret, terms), row.first, row.last)
    rows = _rows(c, chat, _candidates(c, things))
    return sorted(_scores(rows, things, now), key=lambda f: -f.score)[:limit]


def _asked(secret: str, terms: Sequence[tuple[Term, float]]) -> list[Asked]:
    """Return what is asked for as the chat keeps it, each thing once."""
    weights: dict[Term, float] = {}
    for term, weight in terms:
        weights.setdefault(term, weight)
    return [
        {hashed(secret, form): sure * weight for form, sure in term.forms}
        for term, weight in list(weights.items())[:_MOST]
    ]


def _things(c: Connection, asked: Sequence[Asked], first: int, last: int) -> list[_Thing]:
    """Return what somebody has of what is asked for, the rarest first; rare forms weigh more."""
    size, found = last - first + 1, []
    held = _holders(c, tuple({form: None for forms in asked for form in forms}), size, last)
    for forms in asked:
        weights = {f: w * log(1 + size / held[f]) for f, w in forms.items() if held[f]}
        if weights:
            found.append(_Thing(weights, sum(held[form] for form in weights)))
    return sorted(found, key=lambda thing: thing.holders)


def _holders(c: Connection, forms: Sequence[str], size: int, last: int) -> Mapping[str, float]:
    """Return how many have a form: counted, or worked out from how close those counted lie."""
    held = dict.fromkeys(forms, 0.0)
    for row in _each(c, _COUNT, [(_query(c, [[form]]), _COUNTED) for form in forms]):
        most = row.held * size / (last - row.oldest + 1) if row.held == _COUNTED else 0.0
        held[forms[row.which]] = max(float(row.held), most)
    return held


def _candidates(c: Connection, things: Sequence[_Thing]) -> Sequence[int]:
    """Return the rows that may be best: with all things, then with two rare ones, then one."""
    tries = [(_query(c, [t.forms for t in some]), most) for some, most in _tries(things)]
    found = sorted(_each(c, _ROWS, tries), key=lambda row: int(row.which))
    return list(dict.fromkeys(row.n for row in found))[:_CANDIDATES]


def _each(c: Connection, what: str, queries: Sequence[tuple[str, int]]) -> Sequence[Any]:
    """Ask several queries at once, each for its newest rows; "which" tells them apart."""
    if not queries:
        return ()
    newest = _POSTGRES if c.dialect.name == "postgresql" else _SQLITE
    parts = (what.format(n, newest.format(n)) for n in range(len(queries)))
    values = {f"q{n}": query for n, (query, _) in enumerate(queries)}
    limits = {f"k{n}": most for n, (_, most) in enumerate(queries)}
    return c.execute(text(" UNION ALL ".join(parts)), {**values, **limits}).all()


def _tries(things: Sequence[_Thing]) -> Iterator[tuple[Sequence[_Thing], int]]:
    if len(things) > 2:
        yield things, _TOGETHER
    yield from ((pair, _TOGETHER) for pair in combinations(things[:_RAREST], 2))
    yield from (((thing,), _ALONE) for thing in things[:_FEW])


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


def _scores(rows: Sequence[Any], things: Sequence[_Thing], now: datetime) -> list[Found]:
    """Weigh rows: BM25, then what a paragraph gains by its age and its place."""
    wanted = {form for thing in things for form in thing.forms}
    return [
        Found(
            row.article,
            row.place,
            _fits(row.forms.split(" "), wanted, things)
            * (1 + _RECENT * 0.5 ** (_days(row, now) / _HALF) + _FIRST / row.place),
        )
        for row in rows
    ]


def _fits(held: Sequence[str], wanted: AbstractSet[str], things: Sequence[_Thing]) -> float:
    """Count each thing once, under its best form; further times that it stands there count less."""
    counts = Counter([form for form in held if form in wanted])
    length = _SATURATION * (1 - _LENGTH + _LENGTH * len(held) / _USUAL)
    worth = {form: count / (count + length) for form, count in counts.items()}
    shared = ([thing.forms[f] * worth[f] for f in worth if f in thing.forms] for thing in things)
    return sum(max(found) for found in shared if found)


def _days(row: Any, now: datetime) -> float:
    """Return how old an article is: by its own date, else since it came into the archive."""
    day = row.published_day
    at: datetime = datetime.combine(day, time(), UTC) if day else row.added
    return max(0.0, (now - at).total_seconds() / 86400)
