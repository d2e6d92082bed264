"""What a judge is asked: the paragraphs that a batch of claims cites, then the claims."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from bot.judge.form import judge_form
from bot.model import Article, Claim, Story
from bot.summarize.asking import own_nonce
from bot.summarize.prefix import byline, data, dated, halves, line, only
from bot.tokens import count

_RUN = 4  # so many ids in a row are written as a range
_ID = re.compile(r"(.*?)(\d+)")


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent for one batch: what never changes, what is cited, the task, form, nonce."""

    claims: tuple[Claim, ...]
    system: str
    sources: str
    task: str
    schema: dict[str, Any]
    nonce: str


def request(claims: Sequence[Claim], story: Story) -> Request:
    """Return the request to judge ``claims``, all with the same sides, by what they cite.

    Of ``story`` only the cited paragraphs are shown, each once, with the heads of their articles.
    The nonce is the request's own hash, so that the same question is the same bytes.
    """
    sides = tuple(code for code, text in claims[0].text.items() if text)
    cited = only(story, {c.paragraph for claim in claims for c in claim.citations})
    schema = judge_form([claim.id for claim in claims], list(cited.paragraphs), sides)
    lasting, after = halves("judge")
    system = lasting.fill(
        sides=", ".join(sides), form=", ".join(f'"{code}": {{...}}' for code in sides)
    )
    top, shown = paragraphs(cited), "\n\n".join(map(_shown, claims))
    nonce = own_nonce(schema, system, top, shown)
    task = after.fill(claims=shown, nonce=nonce)
    return Request(tuple(claims), system.strip(), top, task, schema, nonce)


def size(asked: Request) -> int:
    """Return how many tokens a request takes, its form apart."""
    return sum(map(count, (asked.system, asked.sources, asked.task)))


def paragraphs(story: Story) -> str:
    """Return the paragraphs of ``story`` under heads with what a judge may use of them."""
    lines = [text for article in story.articles for text in _article(article)]
    return "\n".join(["⟦sources⟧", *lines, "⟦end of sources⟧"])


def _article(article: Article) -> Iterator[str]:
    who = (("outlet", data(article.outlet)), ("author", byline(article)))
    head = [f"{what} {name}" for what, name in who if name]
    head.append(f"published {dated(article.published)}")
    yield f"[article {article.id}] {', '.join(head)}"
    yield from map(line, article.paragraphs)


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
