"""Who holds an office: the names that the sources put behind it."""

from __future__ import annotations

from collections.abc import Iterable

from bot.questions.book import Line
from bot.questions.labels import labels
from bot.questions.people import who


def holders(office: str, lines: Iterable[Line]) -> tuple[str, ...]:
    """Return the names that stand behind an office in the sources ("the Kazakh president").

    None where a name is asked for, or where the office has no state with it: of ministers and
    spokesmen there are many.
    """
    asked = who(office)
    if asked.names or not (asked.states and asked.roles):
        return ()
    found: dict[str, None] = {}
    for line in lines:
        for label in labels(line.passage.text, line.passage.language):
            held = who(label.called)
            if label.office and asked.states <= held.states and asked.roles <= held.roles:
                found.setdefault(label.name)
    return tuple(found)
