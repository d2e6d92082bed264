"""Finds what stands in quotation marks: paired, straight, reversed and nested ones."""

from __future__ import annotations

import re
from typing import NamedTuple

_PAIRS = {"“": "”", "«": "»", "‹": "›", "„": "“", "‘": "’", "「": "」", "『": "』", "❝": "❞"}
_CLOSERS = {close: opener for opener, close in _PAIRS.items() if opener != "„"}
_MARK = re.compile(f"[\"'{''.join((*_PAIRS, *_PAIRS.values()))}]")
_DOUBLE = frozenset('"“”„«»')
_AFTER_CLOSE = frozenset(".,;:!?…،؛؟)]}-–—")


class Quotation(NamedTuple):
    """A quotation: code point offsets of its words, without the marks, and the words."""

    start: int
    end: int
    text: str


def quotations(text: str) -> tuple[Quotation, ...]:
    """Return the quotations of ``text`` in the order in which they close, inner ones first.

    A mark that never closes quotes nothing; an apostrophe is no mark.
    """
    found: list[Quotation] = []
    stack: list[tuple[str, int]] = []
    for mark in _MARK.finditer(text):
        at, char = mark.start(), mark[0]
        if _is_apostrophe(text, at):
            continue
        opened = _opened_by(char, stack, text, at)
        if opened is None:
            stack.append((char, at + 1))
        elif opened >= 0:
            start = stack[opened][1]
            del stack[opened:]
            inner = text[start:at]
            if any(map(str.isalnum, inner)):
                found.append(Quotation(start, at, inner))
    return tuple(found)


def _is_apostrophe(text: str, at: int) -> bool:
    if text[at] not in "'’‘":
        return False
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return before.isalnum() and after.isalnum()


def _opened_by(char: str, stack: list[tuple[str, int]], text: str, at: int) -> int | None:
    """Return where on the stack a closing mark's opener is; ``None``: it opens; -1: it is stray."""
    openers = [mark for mark, _ in stack]
    if char in "\"'":
        return _straight(char, openers, text, at)
    wanted = {_CLOSERS[char]} if char in _CLOSERS else set()
    if char in "“”":
        wanted.add("„" if char == "“" else "“")
    wanted |= {mark for mark in openers if mark == char and char in _CLOSERS}  # ” ... ”
    if char == "«":
        wanted.add("»")  # typed the wrong way round: »...«
    last = next((i for i in range(len(openers) - 1, -1, -1) if openers[i] in wanted), None)
    if last is not None and not (char in _PAIRS and char != "«" and openers[last] == char):
        return last
    if char in "’":
        return -1
    return None


def _straight(char: str, openers: list[str], text: str, at: int) -> int | None:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    inside = next((i for i in range(len(openers) - 1, -1, -1) if openers[i] == char), None)
    opens = bool(after) and not after.isspace() and after not in _AFTER_CLOSE
    closes = bool(before) and not before.isspace() and before not in "([{"
    if inside is None:
        return None if opens or (char == '"' and after) else -1
    if closes and not opens:
        return inside
    if opens and not closes:
        return None  # nested: "he said "yes" to them"
    if opens and closes and before.isalpha() and char == '"' and _is_particle(text, at):
        return None
    return inside


def _is_particle(text: str, at: int) -> bool:
    """Whether the mark follows a lone Arabic particle, which is written onto the quotation."""
    start = at
    while start and (text[start - 1].isalpha() or text[start - 1] == "ـ"):
        start -= 1
    return text[start:at].replace("ـ", "") in ("و", "ب", "ل", "ك", "ف", "وب", "ول")


def is_unclosed(text: str, found: tuple[Quotation, ...]) -> bool:
    """Whether a mark stands alone: the quotation began before the text or goes on after it."""
    marks = sum(1 for at, c in enumerate(text) if c in _DOUBLE and not _is_apostrophe(text, at))
    paired = sum(2 for one in found if text[one.start - 1] in _DOUBLE)
    return marks > paired
