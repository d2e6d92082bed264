"""Buttons, menus, modals and the home tab. Pure but for the seal, which is given.

Limits: docs.slack.dev/reference/block-kit (button text 75, an option's text 75 and value 150, 100
options, a modal's title 24 and 100 blocks).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from adapters.slack.interactions import CITE, DISCARD, DO, FEEDBACK, GOOD, PUBLISH
from adapters.slack.look import blank, cut, kit, shorten
from adapters.slack.parts import citations
from adapters.slack.words import Json
from bot.language import isolate_whole
from bot.model import Action, Block, BlockKind, Chat, MenuEntry, Post, Span
from bot.ports import Seal
from prompts import text as say

LABEL = 75
OPTIONS = 100
MENU = 3000  # characters of all options together: they count among a message's
TITLE = 24
VIEW = 90  # blocks of a modal or home that are ours to fill
VIEW_SIZE = 40_000  # characters, of Slack's 250,000 bytes


def below(post: Post, seal: Seal, chat: Chat, language: str, user: str | None = None) -> list[Json]:
    """Return what stands under a post: its buttons, a menu of its citations, feedback.

    Buttons are bound to the chat, and to ``user`` where only they see them. A command that does
    not fit into a seal has no button.
    """
    elements = [*_buttons(post.actions, seal, chat, user)]
    cited = citations(post) if post.actions else {}
    elements += _menu(cited, seal, chat, language, user)
    made: list[Json] = [{"type": "actions", "elements": elements}] if elements else []
    if cited:
        made.append(_feedback(language))
    return made


def _buttons(actions: Sequence[Action], seal: Seal, chat: Chat, user: str | None) -> Iterator[Json]:
    for n, action in enumerate(actions[:20]):
        label = shorten(action.label, LABEL)
        if action.href and label:  # Slack tells of a tap on it too; without a value it asks nothing
            yield button(f"{DO}.{n}", label, url=action.href)
            continue
        sealed = _sealed(action.command, seal, chat, user)
        if sealed and label:
            yield button(f"{DO}.{n}", label, sealed)


def button(action: str, label: str, value: str = "", style: str = "", url: str = "") -> Json:
    """Return a button that sends a value or opens a page."""
    made: Json = {
        "type": "button",
        "action_id": action,
        "text": {"type": "plain_text", "text": label, "emoji": False},
    }
    return made | {k: v for k, v in (("value", value), ("style", style), ("url", url)) if v}


def _menu(
    cited: Mapping[int, str], seal: Seal, chat: Chat, language: str, user: str | None
) -> Iterator[Json]:
    options = []
    width = max(12, min(LABEL, MENU // max(len(cited), 1)))
    for n, words in sorted(cited.items())[:OPTIONS]:
        sealed = _sealed(f"/source {n}", seal, chat, user)
        label = shorten(f"[{n}] {words}", width)
        if sealed:
            told = {"type": "plain_text", "text": label, "emoji": False}
            options.append({"text": told, "value": sealed})
    if options:
        yield {
            "type": "static_select",
            "action_id": CITE,
            "placeholder": {"type": "plain_text", "text": say("slack.cite", language)},
            "options": options,
        }


def _feedback(language: str) -> Json:
    def side(value: str) -> Json:
        return {"text": {"type": "plain_text", "text": say(f"slack.{value}", language)}}

    element = {
        "type": "feedback_buttons",
        "action_id": FEEDBACK,
        "positive_button": side(GOOD) | {"value": GOOD},
        "negative_button": side("bad") | {"value": "bad"},
    }
    return {"type": "context_actions", "elements": [element]}


def decision(sealed: str, language: str) -> list[Json]:
    """Return the buttons under a preview; ``sealed`` tells where it is to go."""
    yes = button(PUBLISH, say("slack.publish", language), sealed, "primary")
    no = button(DISCARD, say("slack.discard", language), sealed)
    return [{"type": "actions", "elements": [yes, no]}]


def _sealed(command: str, seal: Seal, chat: Chat, user: str | None) -> str | None:
    try:
        return seal.sign(command, chat, user)
    except ValueError:  # longer than a seal holds
        return None


# --- views -----------------------------------------------------------------


def modal(posts: Sequence[Post], language: str) -> Json:
    """Return a modal that shows posts; without any it says that they are on their way."""
    return {
        "type": "modal",
        "title": {"type": "plain_text", "text": say("slack.evidence", language)[:TITLE]},
        "close": {"type": "plain_text", "text": say("slack.close", language)[:TITLE]},
        "blocks": _shown(posts) or [_line(say("slack.loading", language))],
    }


def home(
    post: Post, menu: Sequence[MenuEntry], language: str, seal: Seal, chat: Chat, user: str
) -> Json:
    """Return the home tab: what the house says of somebody's conversation, then the commands.

    Its buttons are theirs alone; a tap on one comes back with the conversation's id.
    """
    elements = list(_buttons(post.actions, seal, chat, user))
    blocks = _shown([post])
    blocks += [{"type": "actions", "elements": elements}] if elements else []
    told: Json = {"type": "plain_text", "text": say("command.title", language)}
    blocks += [{"type": "header", "text": told}, *_shown([_commands(menu, language)])]
    return {"type": "home", "private_metadata": chat.id, "blocks": blocks[:VIEW]}


def _commands(menu: Sequence[MenuEntry], language: str) -> Post:
    lines = []
    for entry in menu:
        usage = Span(isolate_whole(f"/isnad {entry.name} {entry.argument}".strip()))
        told = Span(f": {entry.help.get(language) or entry.help.get('en', '')}")
        lines.append(Block(BlockKind.ITEM, (usage, told), language))
    return Post(tuple(lines))


def _shown(posts: Sequence[Post]) -> list[Json]:
    """Return as many blocks of posts as a view holds."""
    room = VIEW_SIZE
    blocks: list[Block] = []
    for block in (piece for post in posts for whole in post.blocks for piece in cut(whole)):
        room -= sum(len(span.text) + len(span.href or "") for span in block.spans)
        if room > 0 and not blank(block):
            blocks.append(block)
    return kit(blocks, notes=False)[:VIEW]


def _line(text: str) -> Json:
    return {"type": "section", "text": {"type": "plain_text", "text": text}}
