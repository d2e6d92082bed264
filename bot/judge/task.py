"""What a judge is asked: the sources as every task shows them, then the claims of one batch."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import groupby
from typing import Any

from bot.judge.form import judge_form
from bot.model import Claim, Story
from bot.summarize.prefix import data, sources, system
from prompts import prompt

_RUN = 4  # so many ids in a row are written as a range
_ID = re.compile(r"(.*?)(\d+)")
_ELSEWHERE = (
    "  - elsewhere: the cited paragraphs do not carry it, but others of these articles, alone or\n"
    "    with cited ones, carry all of it. Only then `evidence` is taken from those: one stretch\n"
    "    of each paragraph that should be cited, three at most; `kind` is citation."
)


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent for one batch: the shared beginning, the task, the form, the nonce."""

    claims: tuple[Claim, ...]
    sources: str
    task: str
    schema: dict[str, Any]
    nonce: str


def request(claims: Sequence[Claim], shown: Story, *, elsewhere: bool) -> Request:
    """Return the request to judge ``claims``, all with the same sides, by what is ``shown``.

    ``elsewhere``: the judge may name better paragraphs. The nonce is the request's own hash, so
    that the same question is the same bytes.
    """
    sides = tuple(code for code, text in claims[0].text.items() if text)
    ids = [claim.id for claim in claims]
    schema = judge_form(ids, list(shown.paragraphs), sides, elsewhere=elsewhere)
    top = sources(shown)
    values = {
        "sides": ", ".join(sides),
        "form": ", ".join(f'"{code}": {{...}}' for code in sides),
        "elsewhere": _ELSEWHERE if elsewhere else "",
        "claims": "\n\n".join(map(_shown, claims)),
    }
    whole = "\0".join((system(), top, json.dumps(values), json.dumps(schema, sort_keys=True)))
    nonce = sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    task = prompt("judge").fill(nonce=nonce, **values)
    return Request(tuple(claims), top, task, schema, nonce)


def narrowed(story: Story, claims: Sequence[Claim]) -> Story:
    """Return of ``story`` only what ``claims`` cite, under the same ids."""
    cited = {citation.paragraph for claim in claims for citation in claim.citations}
    cut = (
        replace(a, paragraphs=tuple(p for p in a.paragraphs if p.id in cited))
        for a in story.articles
    )
    return Story(tuple(article for article in cut if article.paragraphs))


def _shown(claim: Claim) -> str:
    cited = ", ".join(_ranges(list(dict.fromkeys(c.paragraph for c in claim.citations))))
    lines = [f"{claim.id} cites {cited}"]
    lines += [f"{code}: {data(text)}" for code, text in claim.text.items() if text]
    return "\n".join(lines)


def _ranges(ids: Sequence[str]) -> Iterator[str]:
    """Yield ids, long runs of them as "a1.p1 to a1.p9"."""
    parts = [(id, match[1], int(match[2]) - n) for n, id in enumerate(ids) if (match := _split(id))]
    if len(parts) < len(ids):
        yield from ids
        return
    for _, group in groupby(parts, key=lambda part: part[1:]):
        run = [id for id, *_ in group]
        yield from [f"{run[0]} to {run[-1]}"] if len(run) >= _RUN else run


def _split(id: str) -> re.Match[str] | None:
    return _ID.fullmatch(id)
