"""Runs of text in a line: Slack's mrkdwn and its flavour of Markdown, both to the same nouns.

Sources: docs.slack.dev/messaging/formatting-message-text and
docs.slack.dev/reference/block-kit/blocks/markdown-block.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, TypeAlias

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
NAMES: Final = "com org net info biz edu gov int mil news media press app dev blog live online site"
TLD: Final = f"(?:{NAMES.replace(' ', '|')}|[a-z]{{2}})"
HOST: Final = r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+" + TLD + r"(?![\w-])"
PATH: Final = r"(?:/(?:[^\s<>|]*[^\s<>|.,;:!?)\]}'\"،؛؟»])?)?"
DOMAIN: Final = re.compile(r"(?i)(?<![\w@./:%+#-])" + HOST + PATH)
WWW: Final = re.compile(r"(?i)(?<![\w@./:%+#-])(?=www\.)" + HOST + PATH)
MAIL: Final = re.compile(r"(?i)(?<![\w.+-])[\w.+-]+@" + HOST)
SHOUT: Final = re.compile(r"(?<![\w@])@(channel|here|everyone)\b")
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
    r"!?\[((?:[^\[\]\\\n]|\\.|\[[^\[\]\n]*\])*)\]"  # [words]
    r"\(\s*<?([^\s<>()]*(?:\([^\s()]*\)[^\s<>()]*)*)>?(?:\s+\"[^\"\n]*\")?\s*\)"  # (where "title")
)
ESCAPED: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
Rules: TypeAlias = tuple[tuple[re.Pattern[str], str], ...]
BROADCASTS: Final = ("channel", "here", "everyone")


class Parse(StrEnum):
    """What Slack makes of words that are not marked."""

    NONE = "none"  # nothing: ``verbatim`` in a text object, ``parse`` "none" beside it
    ADDRESSES = "addresses"  # links of addresses, domains and e-mail: the text of a message
    ALL = "all"  # and mentions of @channel, @here, @everyone: text objects in blocks


def mrkdwn(text: str, parse: Parse = Parse.ADDRESSES) -> tuple[Run, ...]:
    """Read a line of mrkdwn.

    What is parsed by itself: docs.slack.dev/reference/block-kit/composition-objects/text-object.
    """
    return tuple(_merged(_styled(text, MRKDWN, frozenset(), BY_ITSELF[parse])))


BY_ITSELF: Final[dict[Parse, Rules]] = {
    Parse.NONE: (),
    Parse.ADDRESSES: ((BARE, "bare"), (MAIL, "mail"), (DOMAIN, "domain")),
    Parse.ALL: ((BARE, "bare"), (MAIL, "mail"), (DOMAIN, "domain"), (SHOUT, "shout")),
}


def plain(text: str) -> tuple[Run, ...]:
    """Read a line of plain text: nothing in it means anything."""
    return (Run(text),) if text else ()


def markdown(text: str) -> tuple[Run, ...]:
    """Read a line of Markdown as a markdown block has it; Slack's own marks work there too."""
    hidden: list[str] = []

    def hide(found: re.Match[str]) -> str:
        hidden.append(found[1])
        return f"\ue000{len(hidden) - 1}\ue001"

    bare = ((BARE, "bare"), (WWW, "domain"))
    runs = _styled(ESCAPED.sub(hide, text), MARKDOWN, frozenset(), bare)
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


def _styled(text: str, rules: Rules, styles: frozenset[str], bare: Rules) -> Iterator[Run]:
    """Split a line at its marks, one after the other, and what they hold likewise."""
    decoded = html.unescape if rules is MARKDOWN else _entities
    position = 0
    for found, name in _marks(text, rules, bare):
        if found.start() > position:
            yield Run(decoded(text[position : found.start()]), styles=styles)
        position = found.end()
        if name == "angle":
            yield replace(_angle(found[1]), styles=styles)
        elif name == "bare":
            yield Run(decoded(found[0]), Kind.LINK, decoded(found[0]), styles)
        elif name == "domain":
            yield Run(decoded(found[0]), Kind.LINK, "http://" + decoded(found[0]), styles)
        elif name == "mail":
            yield Run(found[0], Kind.LINK, "mailto:" + found[0], styles)
        elif name == "shout":
            yield Run(found[0], Kind.BROADCAST, found[1], styles)
        elif name == "md_link":
            words = "".join(run.text for run in _styled(found[1], rules, styles, ()))
            yield Run(words or found[2], Kind.LINK, html.unescape(found[2]), styles)
        elif name == CODE:
            yield Run(_entities(found[1]), styles=styles | {CODE})
        else:
            yield from _styled(found[1], rules, styles | {name}, bare)
    if position < len(text):
        yield Run(decoded(text[position:]), styles=styles)


def _marks(text: str, rules: Rules, bare: Rules) -> Iterator[tuple[re.Match[str], str]]:
    """Yield marks that do not overlap, the first first; what was looked for once is kept."""
    finders: list[tuple[Callable[[str, int], re.Match[str] | None], str]] = [
        (_means_match, "angle")
    ]
    finders += [(rule.search, name) for rule, name in (*rules, *bare)]
    finders += [(MD_LINK.search, "md_link")] if rules is MARKDOWN else []
    ahead = [(find(text, 0), name) for find, name in finders]
    position = 0
    while True:
        for i, (found, name) in enumerate(ahead):
            if found is not None and found.start() < position:
                ahead[i] = (finders[i][0](text, position), name)
        there = [(found, name) for found, name in ahead if found is not None]
        if not there:
            return
        best = min(there, key=lambda each: each[0].start())
        yield best
        position = best[0].end()


def _means_match(text: str, position: int) -> re.Match[str] | None:
    found = ANGLE.finditer(text, position)
    return next((match for match in found if _means(match[1])), None)


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
