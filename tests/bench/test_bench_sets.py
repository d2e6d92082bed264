"""The labelled claims that ship: whole, honest, and on text that Isnad really reads."""

from collections import Counter
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from bench.rows import SETS, load
from bot.article.charset import decode
from bot.article.page import read_page
from bot.article.plain import read_text

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
CLAIMS = load("samples")


@cache
def paragraphs(article: str) -> frozenset[str]:
    (path,) = SAMPLES.glob(f"{article}-*")
    now = datetime(2026, 10, 17, tzinfo=UTC)
    text = decode(path.read_bytes())
    read = read_page if path.suffix == ".html" else read_text
    reading = read(text, path.name, now)
    assert reading.article is not None
    return frozenset(p.text for p in reading.article.paragraphs)


@pytest.mark.parametrize("name", SETS)
def test_ids_are_unique(name: str) -> None:
    ids = [row.id for row in load(name)]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("name", SETS)
def test_a_wrong_side_belongs_to_a_wrong_claim(name: str) -> None:
    for row in load(name):
        assert (row.wrong_side is None) == row.supported, row.id
        assert row.wrong_side in (None, "both", *row.claim), row.id


@pytest.mark.parametrize("name", SETS)
def test_every_label_has_its_reason(name: str) -> None:
    assert all(row.note and row.kind for row in load(name))


@pytest.mark.parametrize("name", SETS)
def test_what_is_asked_does_not_tell_the_label(name: str) -> None:
    keys = {key for row in load(name) for key in row.asked()}
    assert keys <= {"id", "claim", "paragraphs", "quote", "published"}


def test_the_claims_on_the_samples_are_enough() -> None:
    labels = Counter(row.supported for row in CLAIMS)
    assert min(labels.values()) >= 60
    assert len({row.kind for row in CLAIMS if not row.supported}) >= 20
    assert all(set(row.claim) == {"ar", "en"} for row in CLAIMS)


def test_the_claims_on_the_samples_cite_what_isnad_reads() -> None:
    for row in CLAIMS:
        for paragraph in row.paragraphs:
            assert paragraph.text in paragraphs(paragraph.article), paragraph.id


def test_evidence_is_verbatim() -> None:
    quoted = [row for row in CLAIMS if row.quote]
    assert quoted
    assert all(any(row.quote in p.text for p in row.paragraphs) for row in quoted)
