"""Our own time for a link, without network and model: ``python -m bench.reading``.

200 pages of our own making (Arabic and English, 4 to 60 paragraphs, with menus, scripts and a
footer, as sites have them) are read into articles and written as JSON, each right beside
``trafilatura.bare_extraction`` and ``json.dumps`` of the same page, in one process. Milliseconds
are of processor time: what else the machine does changes little.
"""

from __future__ import annotations

import json
import random
from statistics import quantiles
from time import process_time

from bench.figures import markdown
from bench.turns import HEADER, ROUNDS, Line
from bot.article.reading import read
from bot.codec import dump
from bot.testing.pages import ARABIC, ENGLISH, NOW, page, paragraphs

PAGES = 200
AIM = 1.5
SOUNDS = ("ba", "den", "fi", "gor", "hu", "kan", "le", "mir", "no", "rus", "sa", "tel", "vi", "zo")
SOUNDS_AR = ("با", "دن", "في", "غور", "هو", "كان", "لي", "مير", "نو", "روس", "سا", "تل", "ري", "زو")


def pages(n: int = PAGES) -> list[tuple[str, bytes]]:
    """Return pages with their addresses: always the same ones, no two alike."""
    return [(f"https://site{k}.example/news/{k}", _page(k).encode()) for k in range(n)]


def _page(k: int) -> str:
    chance = random.Random(k)
    language, source, sounds = ("ar", ARABIC, SOUNDS_AR) if k % 2 else ("en", ENGLISH, SOUNDS)
    words = " ".join(source).split()
    words += [
        "".join(chance.choices(sounds, k=chance.randint(2, 4))) for _ in range(3 * len(words))
    ]
    texts = tuple(
        f"{' '.join(chance.choices(words, k=chance.randint(15, 60)))}."
        for _ in range(chance.randint(4, 60))
    )
    title = " ".join(chance.choices(words, k=8))
    links = "".join(f'<li><a href="/{n}">{words[n % len(words)]}</a></li>' for n in range(40))
    head = (
        f'<meta property="og:title" content="{title}">'
        f'<meta property="article:published_time" content="2026-11-{1 + k % 20:02}T08:00:00Z">'
        f'<link rel="canonical" href="https://site{k}.example/news/{k}">'
        f"<script>{'var a = 1; ' * 200}</script><style>{'p { margin: 0 } ' * 100}</style>"
    )
    body = (
        f"<nav><ul>{links}</ul></nav><main><article><h1>{title}</h1>{paragraphs(texts)}</article>"
        f"<aside><ul>{links}</ul></aside></main><footer><p>Site {k}</p></footer>"
    )
    return page(body, head, title, language)


def _theirs(url: str, data: bytes) -> float:
    import trafilatura
    from trafilatura.settings import Document

    began = process_time()
    found = trafilatura.bare_extraction(data.decode(), url=url, with_metadata=True)
    assert isinstance(found, Document)
    json.dumps(found.as_dict(), default=str)
    return process_time() - began


def _ours(url: str, data: bytes) -> float:
    began = process_time()
    reading = read(data, url, "text/html; charset=utf-8", NOW)
    assert reading.article is not None
    dump(reading.article)
    return process_time() - began


def lines(rounds: int = ROUNDS, count: int = PAGES) -> list[Line]:
    """Measure; return median and 95th percentile of the pages of each round."""
    given = pages(count)
    for url, data in given[:5]:  # both warm
        _theirs(url, data), _ours(url, data)
    mine: list[list[float]] = []
    theirs: list[list[float]] = []
    for n in range(rounds):
        took: tuple[list[float], list[float]] = ([], [])
        for k, (url, data) in enumerate(given):
            for side in (0, 1) if (n + k) % 2 else (1, 0):
                took[side].append((_ours, _theirs)[side](url, data) * 1000)
        for of, one in zip((mine, theirs), took, strict=True):
            cuts = quantiles(one, n=20)
            of.append([cuts[9], cuts[18]])
    return [
        Line(
            f"a link without network and model, {name}",
            "ms",
            tuple(one[at] for one in mine),
            tuple(one[at] for one in theirs),
            "trafilatura, json",
            AIM,
        )
        for at, name in enumerate(("median", "95th percentile"))
    ]


def main(arguments: list[str] | None = None) -> None:
    """Measure and print."""
    print(markdown(HEADER, [line.cells() for line in lines()]))


if __name__ == "__main__":
    main()
