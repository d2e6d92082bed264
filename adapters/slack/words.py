"""What people wrote, as Slack tells it: escapes undone, links found. Pure.

Source: docs.slack.dev/messaging/formatting-message-text. What Slack marks stands between angle
brackets (``<https://a.example|words>``, ``<@U1>``, ``<#C1|name>``, ``<!here>``); elsewhere the
three characters ``& < >`` are entities.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from bot.sources import LINK

Json: TypeAlias = dict[str, Any]

MARKED = re.compile(r"<([^<>\n]*)>")
ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))  # in this order: once, not twice
LINKS = "LINKS"  # how the table of commands writes an argument that is links
WEB = ("http://", "https://")
DEEPEST = 8  # rich text nests a list in a section in a block; more is nobody's typing


@dataclass(frozen=True, slots=True)
class Words:
    """A text as a person reads it, the links in it, and the users it mentions."""

    text: str
    links: tuple[str, ...] = ()
    mentions: frozenset[str] = frozenset()


def read(text: str, blocks: object = ()) -> Words:
    """Read a message: mrkdwn ``text``, and the links that its rich text ``blocks`` hold.

    An address that Slack marked is in ``links``, not in ``text``: what hides it is only words.
    """
    links: list[str] = []
    mentions: set[str] = set()

    def shown(found: re.Match[str]) -> str:
        address, _, label = found[1].partition("|")
        if address.startswith("@"):
            mentions.add(address[1:])
            return ""
        if address.startswith(("#", "!")):
            return unescape(label)
        url = unescape(address)
        if url.lower().startswith(WEB):
            links.append(url)
            words = unescape(label)
            return "" if LINK.search(words) else words  # an address is no second link
        return unescape(label) or url.removeprefix("mailto:")

    parts: list[str] = []
    done = 0
    for found in MARKED.finditer(text):
        parts += (unescape(text[done : found.start()]), shown(found))
        done = found.end()
    parts.append(unescape(text[done:]))
    links += _rich_links(blocks, DEEPEST)
    told = "".join(parts).strip()
    return Words(told, tuple(dict.fromkeys(links)), frozenset(mentions))


def unescape(text: str) -> str:
    """Replace Slack's three entities."""
    for entity, character in ENTITIES:
        text = text.replace(entity, character)
    return text


def _rich_links(node: object, depth: int) -> Iterator[str]:
    """Yield the addresses of the link elements in rich text, and in nothing else."""
    if depth == 0:
        return
    for element in node if isinstance(node, list) else ():
        if not isinstance(element, dict):
            continue
        kind, url = str(element.get("type")), element.get("url")
        if kind == "link" and isinstance(url, str) and url.lower().startswith(WEB):
            yield url
        elif kind.startswith("rich_text"):
            yield from _rich_links(element.get("elements"), depth - 1)


def attached(message: Json) -> Iterator[Words]:
    """Yield what a shared or forwarded message holds (not what Slack unfurled from its links)."""
    attachments = message.get("attachments")
    for attachment in attachments if isinstance(attachments, list) else ():
        if isinstance(attachment, dict) and attachment.get("is_share"):
            blocks = attachment.get("message_blocks")
            inner: list[Any] = []
            for block in blocks if isinstance(blocks, list) else ():
                held = block.get("message") if isinstance(block, dict) else None
                inner += held.get("blocks") or [] if isinstance(held, dict) else []
            yield read(_text(attachment, "text"), inner)


def of_message(message: Json) -> Words:
    """Read a message with what it forwards."""
    own = read(_text(message, "text"), message.get("blocks"))
    forwarded = tuple(attached(message))
    told = "\n".join(words.text for words in (own, *forwarded) if words.text)
    links = (link for words in (own, *forwarded) for link in words.links)
    return Words(told, tuple(dict.fromkeys(links)), own.mentions)


def as_command(text: str, links: tuple[str, ...], arguments: Mapping[str, str]) -> str:
    """Return a text that begins with a command's bare name ("source 3") as that command.

    ``arguments`` are what each command takes, by name. A word that only looks like a command
    stays talk: "start" with more words after it, "check this" with a link.
    """
    first, _, rest = text.partition(" ")
    name = first.lower()
    takes = arguments.get(name)
    given = bool(rest.strip()) or (bool(links) and takes == LINKS)
    if takes is None or given != bool(takes) or (links and takes != LINKS):
        return text
    return f"/{name} {rest.strip()}".strip()


def _text(holder: Json, key: str) -> str:
    value = holder.get(key)
    return value if isinstance(value, str) else ""
