"""Labelled claims: what a row of ``claims/*.jsonl`` holds, and how to read one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

SETS = ("handmade", "samples")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One cited paragraph; ``id`` is ``<article>.p<n>``."""

    id: str
    text: str

    @property
    def article(self) -> str:
        return self.id.rpartition(".")[0]


@dataclass(frozen=True, slots=True)
class Row:
    """A claim in one or both languages, what it cites, and what a careful reader says of it.

    ``wrong_side`` is ``"ar"``, ``"en"`` or ``"both"`` for an unsupported claim, else ``None``.
    """

    id: str
    claim: Mapping[str, str]
    paragraphs: tuple[Paragraph, ...]
    supported: bool
    kind: str
    wrong_side: str | None = None
    quote: str = ""
    published: str | None = None
    note: str = ""

    @property
    def sources(self) -> str:
        """The cited text as one string."""
        return "\n".join(p.text for p in self.paragraphs)

    def asked(self) -> dict[str, Any]:
        """Return the row as ``isnad check`` takes it: nothing that gives the label away."""
        row: dict[str, Any] = {
            "id": self.id,
            "claim": dict(self.claim),
            "paragraphs": [{"id": p.id, "text": p.text} for p in self.paragraphs],
        }
        if self.quote:
            row["quote"] = self.quote
        if self.published:
            row["published"] = self.published
        return row


def load(name: str) -> tuple[Row, ...]:
    """Return the rows of one set of ``SETS``."""
    lines = files("bench").joinpath("claims", f"{name}.jsonl").read_text("utf-8").splitlines()
    return tuple(_row(json.loads(line)) for line in lines if line.strip())


def _row(given: Mapping[str, Any]) -> Row:
    return Row(
        given["id"],
        given["claim"],
        tuple(Paragraph(p["id"], p["text"]) for p in given["paragraphs"]),
        given["label"] == "supported",
        given["kind"],
        given["wrong_side"],
        given.get("quote", ""),
        given.get("published"),
        given["note"],
    )
