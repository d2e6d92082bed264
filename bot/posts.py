"""The posts of a chat: a brief as the chat wants it, with its buttons, and what is under way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot import render
from bot.chats import ChatState
from bot.model import Action, Brief, Note, Post
from bot.render import Layout, changes
from prompts import language_name, text


def stage_post(key: str, language: str, **values: object) -> Post:
    """Say how far a piece of work is; the post passes when the work is done."""
    return replace(render.plain_post([text(key, language, **values)], language), passing=True)


def brief_post(
    brief: Brief, state: ChatState, interface: str, before: Brief | None = None, page: str = ""
) -> Post:
    """Lay out a brief as its chat wants it, marked with what is new since ``before``.

    ``page`` is the address of its page, if there is one.
    """
    changed = changes(before, brief) if before else None
    if changed:
        brief = replace(brief, notes=(*brief.notes, _updated(brief.created, changed.withdrawn)))
    layout = Layout(
        sides=state.sides(brief.languages),
        short=state.length == "short",
        new=changed.new if changed else frozenset(),
    )
    post = render.brief_post(brief, interface, layout)
    return replace(post, actions=_actions(brief, state, interface, page))


def _updated(at: datetime, withdrawn: int) -> Note:
    """Say when a posted brief was made again, and what it no longer holds."""
    key = "note.updated_withdrawn" if withdrawn else "note.updated"
    return Note(key, {"at": f"{at:%Y-%m-%d %H:%M} UTC", "n": withdrawn})


def _actions(brief: Brief, state: ChatState, interface: str, page: str = "") -> tuple[Action, ...]:
    """Return the buttons under a brief: its sides, its sources, and once more."""
    told = [s for s in brief.languages if any(c.text.get(s) for c in brief.claims)]
    sides: Sequence[str] = told if len(told) > 1 else ()
    buttons = [Action(language_name(s, s), f"/lang {s}") for s in sides if s != state.side]
    if state.side in sides:
        buttons.append(Action(text("action.both", interface), "/lang both"))
    buttons.append(Action(text("action.page", interface), "/page", page))
    buttons.append(Action(text("action.sources", interface), "/sources"))
    buttons.append(Action(text("action.retry", interface), "/retry"))
    return tuple(buttons)
