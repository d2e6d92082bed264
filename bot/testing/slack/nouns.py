"""What there is on the other side: messages, files, views, as the server keeps them."""

from __future__ import annotations

import copy
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.testing.slack.inline import Kind, Parse, Run
from bot.testing.slack.ledger import Json
from bot.testing.slack.lines import Line, block_lines, markdown_lines, mrkdwn_lines, runs


@dataclass(frozen=True, slots=True)
class Edit:
    """What a message said until Unix time ``time``."""

    time: float
    text: str
    blocks: list[Any]


@dataclass(slots=True, eq=False)
class File:
    """A file that somebody shared."""

    id: str
    name: str
    content: bytes
    mimetype: str
    user: str = ""
    title: str = ""

    def json(self, base: str) -> Json:
        """Return a file object; ``base`` is the address of the server."""
        url = f"{base}/files-pri/{self.id}/{self.name}"
        return {
            "id": self.id,
            "created": 1_700_000_000,
            "timestamp": 1_700_000_000,
            "name": self.name,
            "title": self.title or self.name,
            "mimetype": self.mimetype,
            "filetype": self.name.rpartition(".")[2] or "text",
            "pretty_type": self.mimetype,
            "user": self.user,
            "size": len(self.content),
            "mode": "hosted",
            "is_external": False,
            "is_public": False,
            "url_private": url,
            "url_private_download": f"{base}/files-pri/{self.id}/download/{self.name}",
            "permalink": f"{base}/files/{self.user}/{self.id}/{self.name}",
            "file_access": "visible",
        }


@dataclass(slots=True, eq=False)
class Message:
    """A message as it stands; ``edits`` is what it said before, oldest first."""

    channel: str
    ts: str
    user: str
    text: str
    time: float = 0.0
    blocks: list[Any] = field(default_factory=list)
    thread: str | None = None  # ts of the parent
    metadata: Json | None = None
    files: tuple[File, ...] = ()
    attachments: list[Any] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    deleted: bool = False
    ephemeral_for: str | None = None  # the one user who sees it
    broadcast: bool = False
    unfurl_links: bool | None = None
    unfurl_media: bool | None = None
    by_app: bool = False
    parse: Parse = Parse.ADDRESSES  # what the text's unmarked words become
    markdown: bool = False  # the text is Markdown, not mrkdwn
    mrkdwn: bool = True
    streaming: bool = False
    reactions: dict[str, list[str]] = field(default_factory=dict)
    client_id: str = ""
    other_app: str = ""  # the name of another app that said it

    @property
    def lines(self) -> list[Line]:
        """What is shown: the blocks, else the text."""
        if self.blocks:
            return list(block_lines(self.blocks))
        if not self.mrkdwn:
            return [Line("text", (Run(line),)) for line in self.text.split("\n")]
        if self.markdown:
            return list(markdown_lines(self.text))
        return list(mrkdwn_lines(self.text, parse=self.parse))

    @property
    def screen(self) -> str:
        """What is shown, as text."""
        return "\n".join(line.text for line in self.lines)

    @property
    def links(self) -> list[tuple[str, str]]:
        """Every link that is shown: words and address."""
        return [(run.text, run.to) for run in runs(self.lines) if run.kind is Kind.LINK]

    @property
    def mentions(self) -> list[str]:
        """Who would be told: ids of people and channels, "channel", "here", "everyone".

        The text beside blocks is not shown but does notify, so it counts.
        """
        hidden = mrkdwn_lines(self.text) if self.blocks and self.mrkdwn else ()
        told = (Kind.USER, Kind.BROADCAST, Kind.CHANNEL)
        found = [run.to for run in runs([*self.lines, *hidden]) if run.kind in told]
        return list(dict.fromkeys(found))

    @property
    def in_thread(self) -> bool:
        """Whether it is an answer in a thread."""
        return self.thread is not None and self.thread != self.ts

    def becomes(self, text: str, blocks: list[Any], now: float) -> None:
        """Change what it says."""
        self.edits.append(Edit(now, self.text, self.blocks))
        self.text, self.blocks = text, with_ids(blocks)


@dataclass(slots=True, eq=False)
class View:
    """A modal or a home tab that the app has opened."""

    id: str
    user: str
    content: Json
    root: str
    previous: str | None = None
    hash: str = ""
    open: bool = True
    updates: list[Json] = field(default_factory=list)  # what it was before
    errors: dict[str, str] = field(default_factory=dict)  # shown under its inputs, by block id

    def __post_init__(self) -> None:
        self.content = {**self.content, "blocks": with_ids(self.content["blocks"])}

    @property
    def title(self) -> str:
        """The words in the head of a modal."""
        title = self.content.get("title") or {}
        return str(title.get("text", ""))

    @property
    def screen(self) -> str:
        """What is shown, as text."""
        return "\n".join(line.text for line in block_lines(self.content["blocks"]))

    def becomes(self, content: Json, hash: str) -> None:
        """Change what it shows."""
        self.updates.append(self.content)
        self.content = {**content, "blocks": with_ids(content["blocks"])}
        self.hash = hash


def with_ids(blocks: list[Any]) -> list[Any]:
    """Return blocks in which every block and every element that can be acted on has an id."""
    made = copy.deepcopy(blocks)
    for block in made:
        block.setdefault("block_id", secrets.token_urlsafe(4))
        for element in _acted(block):
            element.setdefault("action_id", secrets.token_urlsafe(4))
    return made


def _acted(block: Json) -> Iterator[Json]:
    inert = ("mrkdwn", "plain_text", "image")
    holds = block.get("type") in ("section", "actions", "context_actions", "input")
    for element in [block.get("accessory"), block.get("element"), *block.get("elements", [])]:
        if holds and isinstance(element, dict) and element.get("type") not in inert:
            yield element
