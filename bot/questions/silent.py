"""Who is named in the sources, but not heard: nothing in them is attributed to him."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from bot.language import folded
from bot.language.names import NameKind, NameMention, names_in
from bot.language.names.gazetteer import has_foreign_shape, is_given_name, is_title
from bot.language.names.matching import parts
from bot.language.names.states import state_keys
from bot.language.names.tokens import Token, tokenize
from bot.language.tables import table as names_table
from bot.model import Brief, Citation
from bot.questions.book import Line, read
from bot.questions.labels import labels
from bot.questions.people import Match, answers, same, who
from bot.questions.tables import folded_set
from bot.questions.tables import keys as listed
from bot.story import called, media

_REGIONS = frozenset(("europe", "africa", "arab", "EZ"))
_UNIONS = frozenset(("UN", "EU"))
_ADJECTIVES = ("democrats", "republicans")
_TITLES = 3  # words before a name in which a title makes it a person
_BESIDE = (" ", "-", "\u00a0")
_PARTICLES = frozenset(
    ["بن", "ابن", "ال", "ابو", "ابي", "عبد", "al", "el", "bin", "ibn", "abu", "de", "van", "von"]
)
_LONGEST = 4  # words of a person's name in Latin letters
_MORE = 5  # words that may go on with a name
_WRITTEN_ON = ("ل", "ب")  # what may be written onto the word behind a name
_IN = re.compile(r"\b(?:in|at|to|near|into|across|around|via)\s+(?:the\s+)?$|\bthe\s+$", re.I)


class Sort(StrEnum):
    """What is named, in the order in which it is told."""

    PERSON = "person"
    STATE = "state"
    ORGANISATION = "organisation"


@dataclass(frozen=True)
class Named:
    """Somebody who is named: ``name`` as the sources write it most, ``key`` of a state.

    ``words`` are the sentences that name him, each once; ``sources`` counts who names him.
    """

    sort: Sort
    name: str
    words: tuple[Citation, ...]
    sources: int
    key: str = ""


def silent(brief: Brief) -> tuple[Named, ...]:
    """Return persons, states and organisations that the sources name and do not let speak.

    A state is heard in its government, its officials and its head; media and platforms are no
    parties. Better to miss a name than to take a word for one.
    """
    lines = read(brief.story).lines
    voices = _voices(brief, lines)
    heard = _heard_states(voices, lines)
    own = [called(article) for article in brief.story.articles]
    found = [
        one
        for one in _named(lines)
        if not _is_medium(one.name, own)
        and (one.key not in heard if one.key else not _is_heard(one.name, voices))
    ]
    order = list(Sort)
    return tuple(sorted(found, key=lambda n: (order.index(n.sort), -n.sources, -len(n.words))))


def _voices(brief: Brief, lines: Iterable[Line]) -> frozenset[str]:
    """Return everybody who speaks, as the claims and as the sources write them."""
    told = {name.surface for c in brief.claims for name in (c.speaker, c.medium) if name}
    own = (part.voice for line in lines for part in line.spoken)
    return frozenset(told | {n for voice in own for n in (voice.speaker, voice.medium) if n})


def _is_medium(name: str, outlets: Iterable[str]) -> bool:
    return media.is_listed(name) or any(media.same(name, outlet) for outlet in outlets)


def _is_heard(name: str, voices: Iterable[str]) -> bool:
    return any(same(who(name), who(v)) or answers(name, v) is Match.EXACT for v in voices)


def _heard_states(voices: Iterable[str], lines: Sequence[Line]) -> frozenset[str]:
    """Return the states in whose name somebody speaks, by his office there or anywhere else."""
    found = {state for voice in voices for state in who(voice).states}
    offices: dict[str, frozenset[str]] = {}
    for line in lines:
        for label in labels(line.passage.text, line.passage.language):
            held = offices.get(label.name, frozenset())
            offices[label.name] = held | who(label.called).states
    for name, states in offices.items():
        if states - found and _is_heard(name, voices):
            found |= states
    return frozenset(found)


# --- who is named -----------------------------------------------------------


@dataclass(frozen=True, eq=False)
class _Mention:
    surface: str
    sort: Sort
    line: Line
    keys: frozenset[str]


def _named(lines: Iterable[Line]) -> Iterator[Named]:
    """Yield everybody who is named, the mentions in all spellings together."""
    groups: list[list[_Mention]] = []
    by_key: dict[str, list[_Mention]] = {}
    for mention in (m for line in lines for m in _mentions(line)):
        known = next((by_key[key] for key in mention.keys if key in by_key), None)
        group = known or next((g for g in groups if _is_same(g[0], mention)), None)
        if group is None:
            group = []
            groups.append(group)
        group.append(mention)
        by_key.update(dict.fromkeys(mention.keys, group))
    yield from map(_merged, groups)


def _is_same(one: _Mention, other: _Mention) -> bool:
    if one.sort is not other.sort or one.sort is Sort.STATE:
        return False
    return not (one.keys and other.keys) and same(who(one.surface), who(other.surface))


def _merged(group: Sequence[_Mention]) -> Named:
    written = Counter(mention.surface for mention in group)
    name = max(written, key=lambda w: (len(w.split()), written[w]))
    words = {m.line.cite().paragraph: m.line.cite() for m in reversed(group)}
    state = next((k for m in group for k in m.keys if m.sort is Sort.STATE), "")
    sources = len({mention.line.source for mention in group})
    return Named(group[0].sort, name, tuple(reversed(words.values())), sources, state)


def _mentions(line: Line) -> Iterator[_Mention]:
    text, language = line.passage.text, line.passage.language
    for name in _joined(text, names_in(text, language)):
        keys = _keys(name)
        sort = _sort(name, keys, text, language)
        if sort is Sort.STATE:
            states = keys & state_keys()
            yield from (_Mention(name.surface, sort, line, frozenset({key})) for key in states)
        elif sort:
            yield _Mention(_bare(name.surface), sort, line, _own(keys))


def _joined(text: str, names: Sequence[NameMention]) -> Iterator[NameMention]:
    """Join names that stand side by side: a given name of the tables and an unknown one."""
    run: NameMention | None = None
    for name in names:
        if run and _go_together(text, run, name):
            kind = NameKind.TITLED if NameKind.TITLED in (run.kind, name.kind) else name.kind
            run = NameMention(run.start, name.end, text[run.start : name.end], kind)
            continue
        if run:
            yield _extended(text, run)
        run = name
    if run:
        yield _extended(text, run)


def _go_together(text: str, one: NameMention, other: NameMention) -> bool:
    gap = text[one.end : other.start]
    beside = gap in _BESIDE or folded(gap.strip(" -")) in _PARTICLES
    return beside and not (_is_state(one) or _is_state(other))


def _is_state(name: NameMention) -> bool:
    return bool(_keys(name) & state_keys())


def _keys(name: NameMention) -> frozenset[str]:
    return frozenset(key for part in parts(name.surface) for key in part.keys)


def _extended(text: str, name: NameMention) -> NameMention:
    """Take along the family name behind a given one, though it is an ordinary word as well.

    «أحمد الشرع», "Theresa May".
    """
    if not (_keys(name) & _given() or name.kind is NameKind.TITLED):
        return name
    end, last = name.end, tokenize(name.surface)[-1]
    for token in tokenize(text[end:])[:_MORE]:
        start, stop = name.end + token.start, name.end + token.end
        if text[end:start] not in _BESIDE or not _goes_on(last, token):
            break
        end, last = stop, token
    words = text[name.start : end].split()
    while len(words) > 2 and words[-1].startswith(_WRITTEN_ON):  # «هدى الكرملاوي لصحيفة ...»
        end -= len(words.pop()) + 1
    return NameMention(name.start, end, text[name.start : end], name.kind)


def _goes_on(last: Token, token: Token) -> bool:
    """Tell whether a word goes on with a person's name."""
    if is_title(token) or token.arabic != last.arabic:
        return False
    if last.form in _PARTICLES or token.form in _PARTICLES:
        return True
    if not token.arabic:
        return token.capital
    return is_given_name(last.form) and token.form.startswith("ال") and not who(token.form).roles


def _own(keys: frozenset[str]) -> frozenset[str]:
    """Return the keys that tell one from all others: not those of given names."""
    return keys if not keys & _given() else frozenset()


def _sort(name: NameMention, keys: frozenset[str], text: str, language: str) -> Sort | None:
    """Return what a name names, ``None`` for what cannot speak and what cannot be told."""
    if keys & (listed("no_party") | _section("groups")) or name.surface.endswith(" of"):
        return None
    if keys & (_section("organisations") | _UNIONS):
        return None if keys & set(_ADJECTIVES) and _is_adjective(name) else Sort.ORGANISATION
    if keys & state_keys():
        return None if keys & _REGIONS else Sort.STATE
    if keys & listed("persons"):
        return Sort.PERSON
    if keys and not keys <= _given():
        return None  # a city, a region
    tokens = tokenize(name.surface)
    arabic = bool(tokens) and tokens[0].arabic
    return _unknown_arabic(tokens, name, text) if arabic else _unknown_latin(tokens, name, text)


def _is_adjective(name: NameMention) -> bool:
    """Tell "Democratic" from "Democrats": other things are that as well."""
    return not name.surface.lower().endswith(("s", "party", "ون", "ين"))


def _unknown_arabic(tokens: Sequence[Token], name: NameMention, text: str) -> Sort | None:
    """Return that a name no table has is a person's: begun by a given name, or foreign."""
    first = tokens[0].form
    if len(tokens) > 1 and is_given_name(first) and not first.startswith(_WRITTEN_ON):
        return Sort.PERSON
    foreign = has_foreign_shape(tokens[-1])
    return Sort.PERSON if foreign and (len(tokens) > 1 or _has_title(name, text)) else None


def _unknown_latin(tokens: Sequence[Token], name: NameMention, text: str) -> Sort | None:
    """Return what a capitalised name is, by its words and by what stands before it."""
    if name.kind is NameKind.ACRONYM or not tokens:
        return None
    bodies = [token.form in folded_set("bodies", "en") for token in tokens]
    if bodies[-1]:
        return Sort.ORGANISATION if not all(bodies) else None
    if any(token.form in folded_set("places", "en") for token in tokens):
        return None
    if _has_title(name, text):
        return Sort.PERSON
    given = _keys(NameMention(0, 0, tokens[0].form.title(), name.kind)) & _given()
    placed = _IN.search(text[: name.start]) or not 2 <= len(tokens) <= _LONGEST
    return Sort.PERSON if given and not placed else None


def _has_title(name: NameMention, text: str) -> bool:
    """Tell whether a title stands right before a name; in Arabic its land may stand between."""
    for token in reversed(tokenize(text[: name.start])[-_TITLES:]):
        if text[token.end : name.start].strip(" .") and not token.arabic:
            return False
        if is_title(token):
            return True
        if not (token.arabic and who(text[token.start : token.end]).states):
            return False
    return False


def _bare(surface: str) -> str:
    """Return an Arabic name without the "and" or "to" that is written onto it."""
    first, _, rest = surface.partition(" ")
    tokens = tokenize(first)
    if not tokens or not tokens[0].arabic or first[:1] not in "ولبف" or len(first) < _LONGEST:
        return surface
    plain = tokenize(first[1:])
    known = is_given_name(plain[0].form) or bool(
        _keys(NameMention(0, 0, first[1:], NameKind.KNOWN))
    )
    swallowed = f"ال{first[2:]}" if first.startswith("لل") else first[1:]
    return f"{swallowed} {rest}".strip() if known or swallowed != first[1:] else surface


@cache
def _section(name: str) -> frozenset[str]:
    return frozenset(names_table("names")[name])


@cache
def _given() -> frozenset[str]:
    """Return the keys of given names, which tell no person from another."""
    return _section("people") - listed("persons")
