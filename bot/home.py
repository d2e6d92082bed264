"""What a conversation looks like at a glance: its settings, its last briefs, buttons to choose."""

from __future__ import annotations

from collections.abc import Iterator

from bot import render
from bot.chats import BOTH, LENGTHS, ChatState, read_state
from bot.language import direction, isolate_whole
from bot.model import Action, Block, BlockKind, Brief, Chat, Post, Span, Style
from bot.tools import Tools
from prompts import language_name, text

BRIEFS = 5


async def home(tools: Tools, languages: tuple[str, ...], chat: Chat, language: str) -> Post:
    """Return a chat's settings and last briefs in ``language``. Raises ``StoreError``."""
    state = await read_state(tools.store, chat)
    briefs = await tools.store.briefs(chat, BRIEFS)
    welcome = render.plain_post([text("chat.welcome_chat", language)], language)
    comma = "، " if language == "ar" else ", "
    sides = comma.join(language_name(s, language) for s in state.sides(languages))
    lines = [
        text("status.model" if tools.writer else "status.no_model", language),
        text("status.sides", language, sides=sides, length=text(f"home.{state.length}", language)),
    ]
    blocks = (
        *welcome.blocks,
        _heading("home.settings", language),
        *render.plain_post(lines, language).blocks,
        _heading("home.briefs", language),
        *([_brief(brief, language) for brief in briefs] or _none(language)),
    )
    return Post(blocks, actions=tuple(_choices(state, languages, language)))


def _heading(key: str, language: str) -> Block:
    return Block(BlockKind.HEADING, (Span(text(key, language)),), language)


def _none(language: str) -> tuple[Block, ...]:
    return render.plain_post([text("home.none", language)], language).blocks


def _brief(brief: Brief, language: str) -> Block:
    """One line about a brief: its headline, its day, how much it rests on."""
    day = f"{brief.created:%Y-%m-%d}"
    if direction(language) == "rtl":
        day = isolate_whole(day)  # after Arabic letters its parts would change places (UAX 9, W2)
    soft = [day, text("home.articles", language, n=len(brief.story.articles))]
    spans = (
        Span(render.headline(brief, language)),
        Span(f" · {' · '.join(soft)}", Style.SOFT),
    )
    return Block(BlockKind.ITEM, spans, language)


def _choices(state: ChatState, languages: tuple[str, ...], language: str) -> Iterator[Action]:
    """Yield a button for each choice that is not made."""
    for side in languages if len(languages) > 1 else ():
        if side != state.side:
            yield Action(language_name(side, side), f"/lang {side}")
    if state.side != BOTH and len(languages) > 1:
        yield Action(text("action.both", language), f"/lang {BOTH}")
    for length in LENGTHS:
        if length != state.length:
            yield Action(text(f"action.{length}", language), f"/length {length}")
