"""Text and its entities, as Telegram's servers keep them: offsets are UTF-16 units.

Sources: the limits of core.telegram.org/bots/api; trimming, cleaning, sorting and the limit of a
hundred entities as in tdlib (``MessageEntity.cpp``, ``misc.cpp``). Links, mentions, hashtags and
commands are found in the text itself, as the servers do.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any, Final

MAX_ENTITIES: Final = 100
SPLITTABLE: Final = ("bold", "italic", "underline", "strikethrough", "spoiler")
QUOTES: Final = ("blockquote", "expandable_blockquote")
CODE: Final = ("pre", "code")
FOUND: Final = ("mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number")

_SPACED: Final = re.compile(r"[\x00-\x09\x0b\x0c\x0e-\x20]")
_REMOVED: Final = re.compile("[\r\u2028-\u202e\u0333\u033f\u030a]")
_MARKS: Final = re.compile("[\u200e\u200f]+(?=[\u200e\u200f])")
_EMPTY: Final = re.compile(
    r"[\s\u1680\u180e\u2000-\u200f\u202e\u202f\u205f\u2060-\u2064\u2800\u3000\ufeff\ufffc]*"
)


@dataclass(frozen=True, slots=True)
class Entity:
    """A stretch of a text, in UTF-16 units, and what it is."""

    type: str
    offset: int
    length: int
    more: tuple[tuple[str, Any], ...] = ()  # url, language, user, custom_emoji_id ...

    @property
    def end(self) -> int:
        """The offset after the last unit."""
        return self.offset + self.length

    def get(self, name: str) -> Any:
        """Return a further field, or ``None``."""
        return dict(self.more).get(name)

    def json(self) -> dict[str, Any]:
        """Return a ``MessageEntity`` of the API."""
        return {"type": self.type, "offset": self.offset, "length": self.length, **dict(self.more)}

    def of(self, text: str) -> str:
        """Return the stretch of ``text``."""
        return cut(text, self.offset, self.end)


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text with its entities, and those that were lost on the way."""

    text: str
    entities: tuple[Entity, ...] = ()
    lost: tuple[Entity, ...] = ()


def units(text: str) -> int:
    """Return the length of a text in UTF-16 units."""
    return len(text) + sum(char > "\uffff" for char in text)


def cut(text: str, start: int, end: int) -> str:
    """Return a stretch of a text by UTF-16 offsets."""
    return text.encode("utf-16-le", "surrogatepass")[2 * start : 2 * end].decode(
        "utf-16-le", "replace"
    )


def entity(said: dict[str, Any]) -> Entity:
    """Read a ``MessageEntity`` of the API."""
    more = {k: v for k, v in said.items() if k not in ("type", "offset", "length")}
    return Entity(said["type"], said["offset"], said["length"], tuple(more.items()))


def settle(text: str, entities: Iterable[Entity], *, detect: bool = True) -> Formatted:
    """Return what the server makes of a text: cleaned, trimmed, entities in order and at most 100.

    Links and code are kept before bold and the like, as the server does; ``lost`` has the rest.
    """
    cleaned, kept = _clean(text, [e for e in entities if e.length > 0])
    trimmed, kept = _trim(cleaned, kept)
    fitting, wrong = _nest(kept)
    whole = [e for e in fitting if e.type not in SPLITTABLE]
    split = [e for e in fitting if e.type in SPLITTABLE]
    counted = [e for e in (*whole, *split) if e.type not in ("custom_emoji", *FOUND)]
    beyond = counted[MAX_ENTITIES:]
    lost = (*wrong, *(e for e in fitting if e in beyond))
    mine = [e for e in fitting if e not in beyond and e.type not in FOUND]
    found = [e for e in find(trimmed) if not _covered(e, mine)] if detect else []
    return Formatted(trimmed, _ordered([*mine, *found]), lost)


def is_empty(text: str) -> bool:
    """Whether a text shows nothing."""
    return _EMPTY.fullmatch(text) is not None


def _clean(text: str, entities: Sequence[Entity]) -> tuple[str, list[Entity]]:
    """Remove what the server removes, and move the entities along.

    Of several direction marks in a row only the last stays one.
    """
    text = _SPACED.sub(" ", text)
    moved = list(entities)
    gone = [units(text[: m.start()]) for m in _REMOVED.finditer(text)]
    if gone:
        moved = [_without(e, gone) for e in moved]
    kept = _MARKS.sub(lambda m: "\u200c" * len(m.group()), _REMOVED.sub("", text))
    return kept, [e for e in moved if e.length > 0]


def _without(found: Entity, gone: Sequence[int]) -> Entity:
    before = sum(at < found.offset for at in gone)
    inside = sum(found.offset <= at < found.end for at in gone)
    return replace(found, offset=found.offset - before, length=found.length - inside)


def _trim(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    end = units(text.rstrip(" \n"))
    first = min((e.offset for e in entities), default=end)
    front = min(len(text) - len(text.lstrip(" \n")), first)
    kept = [
        replace(e, offset=e.offset - front, length=min(e.end, end) - e.offset)
        for e in entities
        if e.offset < end
    ]
    return text.rstrip(" \n")[front:], kept


def _nest(entities: list[Entity]) -> tuple[list[Entity], list[Entity]]:
    """Keep what may stand together, and return it with the rest.

    Links and code do not hold each other, quotations hold both but no quotation; bold and the like
    go anywhere but into code, where they are cut.
    """
    kept: list[Entity] = []
    wrong: list[Entity] = []
    for found in _ordered(e for e in entities if e.type not in SPLITTABLE):
        around = [k for k in kept if k.offset < found.end and found.offset < k.end]
        (wrong if any(not _may(found, k) for k in around) else kept).append(found)
    code = [k for k in kept if k.type in CODE]
    for found in _merged([e for e in entities if e.type in SPLITTABLE]):
        parts = _around(found, code)
        kept += parts
        wrong += [] if parts else [found]
    return list(_ordered(kept)), wrong


def _may(inner: Entity, outer: Entity) -> bool:
    return outer.type in QUOTES and inner.type not in QUOTES and inner.end <= outer.end


def _merged(entities: Sequence[Entity]) -> Iterator[Entity]:
    """Yield bold and the like, each kind joined where it overlaps: bold in bold is bold."""
    for kind in SPLITTABLE:
        last: Entity | None = None
        for found in _ordered(e for e in entities if e.type == kind):
            if last is not None and found.offset < last.end:
                last = replace(last, length=max(last.end, found.end) - last.offset)
                continue
            yield from () if last is None else (last,)
            last = found
        yield from () if last is None else (last,)


def _around(found: Entity, holes: Iterable[Entity]) -> list[Entity]:
    """Return what is left of an entity without the stretches of others."""
    parts = [found]
    for hole in holes:
        parts = [
            replace(part, offset=start, length=end - start)
            for part in parts
            for start, end in (
                (part.offset, min(part.end, hole.offset)),
                (max(part.offset, hole.end), part.end),
            )
            if start < end
        ]
    return parts


def _ordered(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    rank = {name: i for i, name in enumerate((*QUOTES, "text_link", "text_mention", *SPLITTABLE))}
    return tuple(sorted(entities, key=lambda e: (e.offset, -e.length, rank.get(e.type, 99))))


def _covered(found: Entity, others: Iterable[Entity]) -> bool:
    """Whether an entity that says more than "bold" already lies over this stretch."""
    return any(
        o.offset < found.end and found.offset < o.end
        for o in others
        if o.type not in SPLITTABLE and o.type not in QUOTES
    )


# --- what the servers find by themselves ------------------------------------------------------


# What a link goes on with: an Arabic comma too, which is why one should not stand behind a link.
_PATH: Final = r"[^\s\u2000-\u200b\u200e\u200f\u2016-\u206f<>«»\"]"
_BRACKETS: Final = {")": "(", "]": "[", "}": "{"}


def _link_end(link: str) -> str:
    """Return a link without the brackets and signs at its end that belong to the sentence."""
    opened: list[str] = []
    for i, char in enumerate(link):
        if char in _BRACKETS.values():
            opened.append(char)
        elif char in _BRACKETS and (not opened or opened.pop() != _BRACKETS[char]):
            link = link[:i]
            break
    return link.rstrip(".:;,('?!`")


@cache
def _finders() -> tuple[tuple[str, re.Pattern[str]], ...]:
    lines = files(__package__).joinpath("domains.txt").read_text("utf-8").splitlines()
    words = [w for line in lines if not line.startswith("#") for w in line.split()]
    domain = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    label = r"[^\W_](?:[\w-]*[^\W_])?"
    tail = rf"(?::\d{{1,5}})?(?:[/?#]{_PATH}*)?"
    host = rf"(?:{label}\.)+"
    return (
        ("url", re.compile(rf"(?i)\b(?:https?|ftp)://{host}{label}{tail}")),
        ("url", re.compile(r"(?i)\b(?:tg|ton|tonsite)://[\w-]+(?:[/?#]" + _PATH + "*)?")),
        ("email", re.compile(rf"(?i)(?<![\w.+@-])[\w.+-]{{1,64}}@{host}(?:{domain})\b")),
        ("url", re.compile(rf"(?i)(?<![\w.@/-]){host}(?:{domain})(?![\w-]){tail}")),
        ("mention", re.compile(r"(?<![\w/@])@[A-Za-z0-9_]{4,32}(?!\w)")),
        ("hashtag", re.compile(r"(?<![\w&/#])#(?=\w*[^\W\d])[\w\u200c]{1,256}")),
        ("cashtag", re.compile(r"(?<![\w$])\$(?:1INCH|[A-Z]{1,8})(?![A-Z0-9])")),
        (
            "bot_command",
            re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/])"),
        ),
    )


def find(text: str) -> list[Entity]:
    """Return the links, addresses, mentions, hashtags, cashtags and commands of a text."""
    taken: list[tuple[int, int, str]] = []  # in characters, in order
    for kind, pattern in _finders():
        for match in pattern.finditer(text):
            said = _link_end(match.group()) if kind == "url" else match.group()
            here = (match.start(), match.start() + len(said), kind)
            place = bisect(taken, here)
            free = place == 0 or taken[place - 1][1] <= here[0]
            if free and (place == len(taken) or here[1] <= taken[place][0]):
                taken.insert(place, here)
    found, at, offset = [], 0, 0
    for start, end, kind in taken:
        offset += units(text[at:start])
        found.append(Entity(kind, offset, units(text[start:end])))
        at, offset = end, found[-1].end
    return found
