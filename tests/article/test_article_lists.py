"""Whole lists of odd inputs: every one gives an article or a problem, and no mojibake."""

import base64
import codecs
import json
from pathlib import Path

from bot.article.charset import UndecodableError, decode
from bot.article.reading import read
from bot.article.signs import visible
from bot.testing.pages import ENGLISH, NOW, page, paragraphs

URL = "https://nour.example/a"


def rows(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_odd_markup_and_odd_strings_are_read(shared: Path) -> None:
    texts = [row["input"] for row in rows(shared / "attacks" / "tokenizer_inputs.jsonl")]
    texts += json.loads((shared / "attacks" / "blns.json").read_text())
    for text in texts:
        for source in (text, page(f"{paragraphs(ENGLISH)}<p>{text}</p>")):
            reading = read(source.encode("utf-8", "surrogatepass"), URL, None, NOW)
            assert (reading.article is None) != (reading.problem is None), text
    assert len(texts) > 500


def test_bytes_in_many_charsets_are_read_rightly_or_refused(shared: Path) -> None:
    found = rows(shared / "attacks" / "encoding_sniff.jsonl")
    wrong = []
    for row in found:
        data = base64.b64decode(row["data_b64"])
        try:
            text = decode(data, "text/html")
        except UndecodableError:
            continue
        wanted = data.decode(codecs.lookup(row["encoding"]).name, "replace").lstrip("\ufeff")
        if visible(text) != visible(wanted):  # what scripts say, nobody reads
            wrong.append((row["encoding"], data[:80]))
    assert len(found) > 50
    assert wrong == []
