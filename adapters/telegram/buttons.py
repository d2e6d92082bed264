"""What people tap or answer under a message: commands, citation numbers, a question to them. Pure.

What a button sends back is signed (``bot.ports.Seal``); core.telegram.org/bots/api#replymarkup.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from html import escape

import structlog

from adapters.telegram.nouns import Json
from bot.model import Action, Chat
from bot.ports import Seal

log = structlog.get_logger()

ROW = 3  # buttons beside each other
WIDE = 22  # characters that fit into a row on a phone, with the room between its buttons
NUMBERS = 8  # beside each other; clients break longer rows
MOST_NUMBERS = 48  # under one message: the keyboard takes 10 KB
HINT = 64  # characters of the words in an empty input field


def keyboard(
    seal: Seal, actions: Iterable[Action], cites: Sequence[int], chat: Chat, user: str | None
) -> Json | None:
    """Return the buttons under a message: the numbers that it cites, then what it offers.

    A tap on a number asks for the paragraph behind it. ``user``: for this person alone.
    """
    numbers = [Action(f"[{n}]", f"/source {n}") for n in cites[:MOST_NUMBERS]]
    cited = list(_sealed(seal, numbers, chat, None))
    wide = math.ceil(len(cited) / max(1, math.ceil(len(cited) / NUMBERS)))  # rows alike
    made = [cited[n : n + wide] for n in range(0, len(cited), wide or 1)]
    made += rows(_sealed(seal, actions, chat, user))
    return {"inline_keyboard": made} if made else None


def _sealed(seal: Seal, actions: Iterable[Action], chat: Chat, user: str | None) -> Iterator[Json]:
    for action in actions:
        if action.href:
            yield {"text": action.label, "url": action.href}
            continue
        try:
            sealed = seal.sign(action.command, chat, user)
        except ValueError:
            log.error("telegram button too long", size=len(action.command.encode()))
            continue
        yield {"text": action.label, "callback_data": sealed}


def rows(buttons: Iterable[Json]) -> Iterator[list[Json]]:
    """Yield buttons in rows that a phone shows without cutting what they say, none left alone."""
    buttons, row = list(buttons), list[Json]()
    most = ROW if len(buttons) % ROW != 1 else ROW - 1
    for button in buttons:
        width = sum(len(str(one["text"])) for one in (*row, button))
        if row and (len(row) == most or width > WIDE):
            yield row
            row = []
        row.append(button)
    if row:
        yield row


def question(words: str, user: str | None) -> tuple[str, Json]:
    """Return the markup of a question to a person and what opens their input field for an answer.

    In a group only who is mentioned is asked: so the words mention them.
    """
    html = escape(words)
    if user is not None and user.isdecimal():
        html = f'<a href="tg://user?id={user}">{html}</a>'
    hint = " ".join(words.split())[:HINT]
    return html, {"force_reply": True, "selective": True, "input_field_placeholder": hint}
