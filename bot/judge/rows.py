"""The judge behind ``isnad check``: JSON lines in, one answer each, in their order."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import replace
from itertools import islice

from bot.citations.standalone import Given, Row, Say, answer, checked, read_line
from bot.judge.court import Judge
from bot.judge.docket import Case, Docket, dockets
from bot.judge.verdicts import is_doubted, is_open, ruled
from bot.model import Usage

WINDOW = 240  # lines that are judged together; bounds the memory and the wait


async def check_rows(lines: Iterable[str], judge: Judge | None, say: Say) -> AsyncIterator[Row]:
    """Yield the answer to each line of ``lines`` (blank ones have none), in their order.

    Gates and cues come first; what they do not refuse goes to ``judge``, whose word then stands
    in the place of the cues. ``None``: without a judge, each answer comes with its line. ``say``
    puts a reason into words. Errors of the model are no errors here: the claim is unclear.
    """
    rest = (line for line in lines if line.strip())
    while window := [checked(read_line(line)) for line in islice(rest, WINDOW if judge else 1)]:
        if judge is not None:
            window, _ = await judged(window, judge)
        for given in window:
            yield answer(given, say)


async def judged(window: Sequence[Given], judge: Judge) -> tuple[list[Given], Usage]:
    """Return ``window`` with the judge's verdicts on what no gate has refused, and the cost."""
    done = list(window)
    cases: dict[int, Case] = {
        n: Case(given.claim, given.evidence)
        for n, given in enumerate(window)
        if given.claim and given.evidence and is_open(given.claim)
    }
    places = list(cases)

    async def settle(docket: Docket) -> Usage:
        doubted = [c.id for c in docket.claims if is_doubted(c)]
        sides = tuple(docket.claims[0].text)
        found = await judge.judge(docket.claims, docket.story, sides, doubted)
        for asked, row in zip(docket.claims, docket.rows, strict=True):
            n = places[row]
            claim = ruled(cases[n].claim, found.findings[asked.id])
            done[n] = replace(window[n], claim=claim)
        return found.usage

    costs = await asyncio.gather(*map(settle, dockets(list(cases.values()))))
    return done, sum(costs, Usage())
