"""Which articles tell of one event: average linkage of those that are alike."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from bot.story.bridge import Marks
from bot.story.likeness import SAME_EVENT, Likeness
from bot.story.linkage import Pairs, linkage
from bot.story.lookup import FEW, pairs_between
from bot.story.terms import Profile

_NEARLY = 0.75 * SAME_EVENT  # for an article that stands alone beside a group of three or more,
_CROWDED = 3
_CLEARLY = 2.0  # if it is this many times more like that group than like the next

_LARGE = 8  # articles of a group that others may belong to without having been compared with it
_ASKED = 6  # articles that speak for a group
_NEAREST = 5  # large groups that a group is compared with
_AMONG = 0.6  # two groups are one if they are so much as alike as the articles of each are
_HOPELESS = SAME_EVENT / 3  # two pairs of articles under this, and two groups are not compared
_KEYS = 40  # of a group, the most common ones
_ROUNDS = 4

Group = tuple[int, int]  # its first article, and how many it has


def groups(
    profiles: Sequence[Profile], marked: Sequence[Marks | None]
) -> tuple[tuple[int, ...], ...]:
    """Return the positions of the articles by event, each group and the groups in order given."""
    alike = Likeness(profiles, marked)
    pairs = _pairs(alike)
    linked = linkage(len(profiles), pairs, SAME_EVENT)
    if len(profiles) > FEW:
        linked = _gathered(linked, alike)
    linked = _adopt(linked, pairs)
    return tuple(sorted(tuple(sorted(group)) for group in linked))


def _pairs(alike: Likeness) -> Pairs:
    found: Pairs = {}
    for i, j in _worth_comparing(alike):
        pair = (min(i, j), max(i, j))
        if i != j and pair not in found:
            found[pair] = alike.of(*pair)
    return found


def _worth_comparing(alike: Likeness) -> Iterator[tuple[int, int]]:
    terms = {at: tuple(alike.terms(at)) for at in range(len(alike.profiles))}
    yield from pairs_between(terms, terms)
    sides: dict[str, dict[int, tuple[str, ...]]] = defaultdict(dict)
    for at, one in enumerate(alike.marked):
        if one:
            sides[one.language][at] = tuple(alike.signs(at))
    if len(sides) > 1:
        ones, others = sides.values()
        yield from pairs_between(others, ones)


# --- stories that are told more often than articles are compared --------------


def _gathered(linked: list[list[int]], alike: Likeness) -> list[list[int]]:
    """Join groups that belong together but for pairs that were never compared.

    Each article was compared with a few others only; the parts of a story that hundreds tell
    are found by what the groups have in common, and compared by a few articles of each.
    """
    known = _Known(alike)
    for _ in range(_ROUNDS):
        pairs = _group_pairs(linked, known)
        joined = linkage(len(linked), pairs, SAME_EVENT, [len(group) for group in linked])
        if len(joined) == len(linked):
            break
        linked = [[at for group in together for at in linked[group]] for together in joined]
    return linked


class _Known:
    """What was found out of groups; most are the same in the next round.

    Groups only grow, so the first article and the number of articles tell which one it is.
    """

    def __init__(self, alike: Likeness) -> None:
        self._alike = alike
        self._keys: dict[Group, tuple[str, ...]] = {}
        self._near: dict[tuple[Group, Group], float] = {}
        self._among: dict[Group, float] = {}

    def keys(self, group: Sequence[int]) -> tuple[str, ...]:
        """Return the terms and signs that most articles of a group have."""
        name = (group[0], len(group))
        if name not in self._keys:
            self._keys[name] = _common_keys(group, self._alike)
        return self._keys[name]

    def near(self, one: Sequence[int], other: Sequence[int]) -> float:
        """Return how alike two groups are, 0 where that is much less than each is in itself.

        Two events with the same actors are alike too, but less than the reports of each of them.
        """
        names = (one[0], len(one)), (other[0], len(other))
        if names not in self._near:
            found = _average(one, other, self._alike)
            close = found and found >= _AMONG * min(self._within(one), self._within(other))
            self._near[names] = found if close else 0.0
        return self._near[names]

    def _within(self, group: Sequence[int]) -> float:
        name = (group[0], len(group))
        if name not in self._among:
            self._among[name] = _among(group, self._alike)
        return self._among[name]


def _group_pairs(linked: Sequence[Sequence[int]], known: _Known) -> Pairs:
    """Return the average similarities of groups with large groups that share their keys."""
    keys = {n: known.keys(group) for n, group in enumerate(linked)}
    large = {n: keys[n] for n, group in enumerate(linked) if len(group) >= _LARGE}
    found: Pairs = {}
    for i, j in pairs_between(keys, large, _NEAREST):
        pair = (min(i, j), max(i, j))
        if i != j and pair not in found:
            found[pair] = known.near(linked[pair[0]], linked[pair[1]])
    return found


def _common_keys(group: Sequence[int], alike: Likeness) -> tuple[str, ...]:
    """Return the terms and signs that most articles of a group have."""
    counts = Counter(key for at in group for key in (*alike.terms(at), *alike.signs(at)))
    return tuple(key for key, _ in counts.most_common(_KEYS if len(group) > 1 else None))


def _average(one: Sequence[int], other: Sequence[int], alike: Likeness) -> float:
    """Return how alike two groups are on average, by a few articles of each."""
    first = alike.of(one[0], other[0])
    if first < _HOPELESS and alike.of(one[-1], other[-1]) < _HOPELESS:
        return 0.0
    pairs = [(i, j) for i in _some(one) for j in _some(other)]
    return sum(alike.of(i, j) for i, j in pairs) / len(pairs)


def _among(group: Sequence[int], alike: Likeness) -> float:
    """Return how alike the articles of a group are among themselves; 1 of a single one."""
    pairs = list(combinations(_some(group), 2))
    return sum(alike.of(i, j) for i, j in pairs) / len(pairs) if pairs else 1.0


def _some(group: Sequence[int]) -> Sequence[int]:
    step = max(1, len(group) // _ASKED)
    return group[::step][:_ASKED]


# --- articles that stand alone ------------------------------------------------


def _adopt(linked: Sequence[list[int]], pairs: Mapping[tuple[int, int], float]) -> list[list[int]]:
    """Give articles that stand alone to a group that they miss by little and resemble most.

    A look back or a side of an event shares less with each report than the reports do among
    themselves; it belongs to a group if it is clearly nearer to it than to any other.
    """
    likely: dict[tuple[int, int], float] = defaultdict(float)
    home = {at: n for n, group in enumerate(linked) if len(group) >= _CROWDED for at in group}
    alone = {group[0]: n for n, group in enumerate(linked) if len(group) == 1}
    for (i, j), similarity in pairs.items():
        for one, other in ((i, j), (j, i)):
            if one in alone and other in home:
                likely[one, home[other]] += similarity / len(linked[home[other]])
    ranked: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for (one, n), average in likely.items():
        ranked[one].append((average, n))
    found = [list(group) for group in linked]
    for one, choices in ranked.items():
        (best, n), (second, _) = [*sorted(choices, reverse=True), (0.0, -1)][:2]
        if best >= _NEARLY and best >= _CLEARLY * second:
            found[n].append(one)
            found[alone[one]].remove(one)
    return [group for group in found if group]
