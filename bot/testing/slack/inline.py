"""Runs of text in a line: Slack's mrkdwn and its flavour of Markdown, both to the same nouns.

Sources: docs.slack.dev/messaging/formatting-message-text and
docs.slack.dev/reference/block-kit/blocks/markdown-block.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from bot.testing.slack.ledger import Json


class Kind(StrEnum):
    """What a run is."""

    TEXT = "text"
    LINK = "link"
    USER = "user"
    CHANNEL = "channel"
    BROADCAST = "broadcast"  # @channel, @here, @everyone, a user group
    DATE = "date"
    EMOJI = "emoji"


@dataclass(frozen=True, slots=True)
class Run:
    """A run of visible text; ``to`` is the address, or the id of who is meant."""

    text: str
    kind: Kind = Kind.TEXT
    to: str = ""
    styles: frozenset[str] = frozenset()  # bold, italic, strike, code


BOLD, ITALIC, STRIKE, CODE = "bold", "italic", "strike", "code"
ANGLE: Final = re.compile(r"<([^<>\n]*)>")
BARE: Final = re.compile(r"(?i)\bhttps?://[^\s<>|]+[^\s<>|.,;:!?)\]}'\"،؛؟»]")
MRKDWN: Final = (
    (re.compile(r"`([^`\n]+)`"), CODE),
    (re.compile(r"(?<![\w*])\*(?=\S)([^*\n]*[^\s*])\*(?![\w*])"), BOLD),
    (re.compile(r"(?<!\w)_(?=\S)([^_\n]*[^\s_])_(?!\w)"), ITALIC),
    (re.compile(r"(?<![\w~])~(?=\S)([^~\n]*[^\s~])~(?![\w~])"), STRIKE),
)
MARKDOWN: Final = (
    (re.compile(r"`([^`\n]+)`"), CODE),
    (re.compile(r"\*\*(?=\S)((?:[^*\n]|\*(?!\*))*[^\s])\*\*"), BOLD),
    (re.compile(r"(?<!\w)__(?=\S)([^_\n]*\S)__(?!\w)"), BOLD),
    (re.compile(r"\*(?=[^\s*])([^*\n]*[^\s*])\*"), ITALIC),
    (re.compile(r"(?<!\w)_(?=[^\s_])([^_\n]*[^\s_])_(?!\w)"), ITALIC),
    (re.compile(r"~~(?=\S)([^~\n]*\S)~~"), STRIKE),
)
MD_LINK: Final = re.compile(
    r"!?\[((?:[^\[\]\\\n]|\\.|\[[^\[\]\n]*\])*)\]\(\s*<?([^\s<>()]*(?:\([^\s()]*\)[^\s<>()]*)*)>?(?:\s+\"[^\"\n]*\")?\s*\)"
)
ESCAPED: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
BROADCASTS: Final = ("channel", "here", "everyone")


def mrkdwn(text: str, verbatim: bool = False) -> tuple[Run, ...]:
    """Read a line of mrkdwn; with ``verbatim`` bare addresses stay text."""
    return tuple(_merged(_styled(text, MRKDWN, frozenset(), not verbatim)))


def plain(text: str) -> tuple[Run, ...]:
    """Read a line of plain text: nothing in it means anything."""
    return (Run(text),) if text else ()


def markdown(text: str) -> tuple[Run, ...]:
    """Read a line of Markdown as a markdown block has it; Slack's own marks work there too."""
    hidden: list[str] = []

    def hide(found: re.Match[str]) -> str:
        hidden.append(found[1])
        return f"\ue000{len(hidden) - 1}\ue001"

    runs = _styled(ESCAPED.sub(hide, text), MARKDOWN, frozenset(), True)
    return tuple(_merged(_shown(run, hidden) for run in runs))


def literal(text: str) -> tuple[Run, ...]:
    """Read a line of code: only entities and what stands in angle brackets mean anything."""
    shown = ANGLE.sub(lambda found: _angle(found[1]).text if _means(found[1]) else found[0], text)
    return (Run(_entities(shown), styles=frozenset({CODE})),) if text else ()


def rich(elements: object) -> tuple[Run, ...]:
    """Read the elements of a rich text section."""
    listed = elements if isinstance(elements, list) else []
    return tuple(_rich(element) for element in listed if isinstance(element, dict))


def _rich(element: Json) -> Run:
    style = element.get("style")
    styles = frozenset(k for k, v in style.items() if v) if isinstance(style, dict) else frozenset()
    match element.get("type"):
        case "link":
            url = str(element.get("url", ""))
            return Run(str(element.get("text") or url), Kind.LINK, url, styles)
        case "user":
            return Run("@" + str(element.get("user_id")), Kind.USER, str(element.get("user_id")))
        case "channel":
            id = str(element.get("channel_id"))
            return Run("#" + id, Kind.CHANNEL, id)
        case "broadcast" | "usergroup":
            name = str(element.get("range") or element.get("usergroup_id"))
            return Run("@" + name, Kind.BROADCAST, name)
        case "emoji":
            return Run(f":{element.get('name')}:", Kind.EMOJI, str(element.get("name")))
        case _:
            return Run(str(element.get("text", element.get("fallback", ""))), styles=styles)


def _styled(
    text: str, rules: tuple[tuple[re.Pattern[str], str], ...], styles: frozenset[str], bare: bool
) -> Iterator[Run]:
    """Split a line at its first mark, whatever that is, and go on with the rest."""
    while text:
        found, name = _first(text, rules, bare)
        if found is None:
            yield Run(html.unescape(text) if rules is MARKDOWN else _entities(text), styles=styles)
            return
        if found.start():
            before = text[: found.start()]
            yield Run(
                html.unescape(before) if rules is MARKDOWN else _entities(before), styles=styles
            )
        text = text[found.end() :]
        if name == "angle":
            yield replace(_angle(found[1]), styles=styles)
        elif name == "bare":
            yield Run(_entities(found[0]), Kind.LINK, _entities(found[0]), styles)
        elif name == "md_link":
            words = "".join(run.text for run in _styled(found[1], rules, styles, False))
            yield Run(words or found[2], Kind.LINK, html.unescape(found[2]), styles)
        elif name == CODE:
            yield Run(_entities(found[1]), styles=styles | {CODE})
        else:
            yield from _styled(found[1], rules, styles | {name}, bare)


def _first(
    text: str, rules: tuple[tuple[re.Pattern[str], str], ...], bare: bool
) -> tuple[re.Match[str] | None, str]:
    tried = [(_angle_match(text), "angle"), *((rule.search(text), name) for rule, name in rules)]
    if bare:
        tried.append((BARE.search(text), "bare"))
    if rules is MARKDOWN:
        tried.append((MD_LINK.search(text), "md_link"))
    best: tuple[re.Match[str] | None, str] = (None, "")
    for found, name in tried:
        if found is not None and (best[0] is None or found.start() < best[0].start()):
            best = (found, name)
    return best


def _angle_match(text: str) -> re.Match[str] | None:
    return next((m for m in ANGLE.finditer(text) if m[1] and _means(m[1])), None)


def _means(inside: str) -> bool:
    return re.match(r"(?i)[@#!]|(https?://|mailto:|tel:|slack:)", inside) is not None


def _angle(inside: str) -> Run:
    target, _, label = inside.partition("|")
    target, label = _entities(target), _entities(label)
    if inside[0] == "@":
        return Run(label or target, Kind.USER, target[1:])
    if inside[0] == "#":
        return Run("#" + label if label else target, Kind.CHANNEL, target[1:])
    if inside.startswith("!date^"):
        return Run(label, Kind.DATE, target[1:])
    if inside[0] == "!":
        name = target[1:].removeprefix("subteam^")
        known = name in BROADCASTS or target.startswith("!subteam^")
        return Run(label or "@" + name, Kind.BROADCAST if known else Kind.TEXT, name)
    return Run(label or target, Kind.LINK, target)


def _entities(text: str) -> str:
    """Decode the only three entities that Slack knows."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _shown(run: Run, hidden: list[str]) -> Run:
    def back(text: str) -> str:
        return re.sub("\ue000(\\d+)\ue001", lambda found: hidden[int(found[1])], text)

    return replace(run, text=back(run.text), to=back(run.to))


def _merged(runs: Iterator[Run]) -> Iterator[Run]:
    last: Run | None = None
    for run in runs:
        same = last is not None and last.kind is run.kind is Kind.TEXT and last.styles == run.styles
        if last is not None and same:
            last = replace(last, text=last.text + run.text)
        else:
            if last is not None:
                yield last
            last = run
    if last is not None:
        yield last
