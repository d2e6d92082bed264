"""Real stories mixed together, each article cut down to what a feed tells of it."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

from bot.digest.entries import article_of
from bot.model import Article, Entry
from bot.story import events

READ = datetime(2026, 11, 21, 8, tzinfo=UTC)
TOLD = 600  # characters: the first paragraphs


def entries(folder: Path) -> Iterator[tuple[str, Article]]:
    for story in sorted(path for path in folder.iterdir() if path.is_dir()):
        meta = json.loads((story / "meta.json").read_text("utf-8"))
        for about in meta["articles"] if isinstance(meta, dict) else meta:
            lines = [
                line.strip() for line in (story / about["file"]).read_text("utf-8").split("\n")
            ]
            title, *told = [line for line in lines if line]
            id = f"{story.name}/{about['file']}"
            summary = "\n".join(told)[:TOLD]
            yield (
                story.name,
                article_of(Entry(id, "", title[:120], summary, language=about["lang"]), id, READ),
            )


def test_real_stories_come_back_from_titles_and_first_paragraphs(shared: Path) -> None:
    told = list(entries(shared / "stories"))
    label = {article.outlet: story for story, article in told}
    found = events([article for _, article in told])
    pairs = [
        label[one.outlet] == label[other.outlet]
        for event in found
        for one, other in combinations(event, 2)
    ]
    wanted = sum(n * (n - 1) // 2 for n in Counter(label.values()).values())
    assert 2 * sum(pairs) / (len(pairs) + wanted) >= 0.95
