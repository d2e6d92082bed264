"""Sentences for people, ready to show: what runs the other way in them is set apart. Pure."""

from __future__ import annotations

from collections.abc import Callable

from bot import story as stories
from bot.language import direction, isolate, isolate_whole, text_direction
from bot.model import Block, BlockKind, Brief, Name, Note, Span
from prompts import language_name, text

CODES = frozenset({"language", "side"})  # values of notes that hold language codes
PRIVATE = 0xE000  # first character of a private use area: stands in for a name for a moment


def say(note: Note, language: str) -> str:
    """Return a note as a sentence in ``language``, as plain text."""
    return text(note.key, language, **_values(note, language, say))


def told(note: Note, language: str) -> str:
    """Return a note as a sentence ready to show: what it names stands in its own direction."""
    values = _values(note, language, told)
    names = {k: v for k, v in values.items() if isinstance(v, str)}
    marks = {k: chr(PRIVATE + n) for n, k in enumerate(names)}
    line = prose(text(note.key, language, **values | marks), language)
    for key, mark in marks.items():
        shown = names[key] if _notes(note.values.get(key)) else field(names[key], language)
        line = line.replace(mark, shown)
    return line


def _values(note: Note, language: str, inner: Callable[[Note, str], str]) -> dict[str, object]:
    """The values of a note: notes in it are said first, several in a line each.

    A language code is told by its name.
    """
    values = {
        key: "\n".join(inner(one, language) for one in _notes(value)) if _notes(value) else value
        for key, value in note.values.items()
    }
    for key in CODES & set(values):
        values[key] = language_name(str(values[key]), language)
    return values


def _notes(value: object) -> tuple[Note, ...]:
    """Return the notes that a value is, or is made of."""
    listed = value if isinstance(value, tuple) else (value,)
    return tuple(one for one in listed if isinstance(one, Note))


def field(words: str, language: str) -> str:
    """Set a name or title apart from a line in ``language`` if it runs the other way."""
    way = direction(language)
    return isolate_whole(words) if text_direction(words) != way else isolate(words, way)


def headline(brief: Brief, language: str) -> str:
    """Return a brief's headline in ``language``, else the one that it has, ready for a line."""
    own = brief.headline.get(language) or next(filter(None, brief.headline.values()), "")
    return field(own, language)


def prose(words: str, language: str) -> str:
    """Set apart the runs of the other direction in a sentence in ``language``."""
    return isolate(words, direction(language))


def form(name: Name, language: str) -> str:
    """Return a name as ``language`` writes it (of media: by the list), else as its source does."""
    return name.forms.get(language) or stories.medium_in(name.surface, language)


def plain(kind: BlockKind, line: str, language: str) -> Block:
    """Return a block of one sentence in ``language``."""
    return Block(kind, (Span(prose(line, language)),), language)


def noted(kind: BlockKind, note: Note, language: str) -> Block:
    """Return a block that says ``note``."""
    return Block(kind, (Span(told(note, language)),), language)
