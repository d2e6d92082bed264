"""Words: every language says everything, with the same values."""

import re
import string
from pathlib import Path

import pytest

import prompts

ROOT = Path(__file__).resolve().parent.parent
KEYS = sorted(prompts.keys("en"))
SLACK = {"chat.delete", "chat.postEphemeral", "chat.postMessage", "chat.update"}  # its methods


def _fields(template: object) -> set[str]:
    forms = template.values() if isinstance(template, dict) else [template]
    found = [{f for _, f, _, _ in string.Formatter().parse(str(form)) if f} for form in forms]
    return set().union(*found)


def test_isnad_speaks_arabic_and_english() -> None:
    assert set(prompts.languages()) >= {"ar", "en"}


@pytest.mark.parametrize("language", prompts.languages())
def test_every_language_has_every_text(language: str) -> None:
    assert prompts.keys(language) == prompts.keys("en")


@pytest.mark.parametrize("language", prompts.languages())
def test_every_text_takes_the_same_values(language: str) -> None:
    taken = {key: _fields(prompts.template(key, language)) for key in KEYS}
    assert taken == {key: _fields(prompts.template(key, "en")) for key in KEYS}


@pytest.mark.parametrize(
    ("language", "n", "said"),
    [
        ("en", 1, "1 outlet"),
        ("en", 3, "3 outlets"),
        ("ar", 1, "وسيلة واحدة"),
        ("ar", 2, "وسيلتان"),
        ("ar", 5, "5 وسائل"),
        ("ar", 11, "11 وسيلة"),
    ],
)
def test_counted_nouns_follow_the_language(language: str, n: int, said: str) -> None:
    assert prompts.text("brief.outlets", language, n=n) == said


@pytest.mark.parametrize(
    ("language", "n", "said"),
    [
        ("en", 1, "The last brief has 1 citation: /source 1."),
        ("en", 2, "The last brief has 2 citations: /source 1 to /source 2."),
        ("ar", 1, "في الموجز الأخير إحالة واحدة: /مصدر 1."),
        ("ar", 2, "في الموجز الأخير إحالتان: /مصدر 1 و/مصدر 2."),
        ("ar", 3, "في الموجز الأخير 3 إحالات: من /مصدر 1 إلى /مصدر 3."),
        ("ar", 11, "في الموجز الأخير 11 إحالة: من /مصدر 1 إلى /مصدر 11."),
    ],
)
def test_citations_are_counted_as_the_language_counts(language: str, n: int, said: str) -> None:
    command = "/source" if language == "en" else "/مصدر"
    told = prompts.text("chat.no_source", language, n=n, command=command)
    assert told.replace("\u200e", "") == said


def test_an_unknown_language_is_answered_in_english() -> None:
    assert prompts.text("chat.bye", "xx") == "Goodbye."


def test_an_unknown_key_is_an_error() -> None:
    with pytest.raises(KeyError):
        prompts.text("chat.nothing", "en")


def test_every_text_that_the_code_names_exists() -> None:
    """Keys in the code are literal strings like "problem.not_found" or "check.quote.words"."""
    groups = "|".join(sorted({key.partition(".")[0] for key in KEYS if "." in key}))
    named = re.compile(rf'"((?:{groups})\.[a-z_.]+)"')
    elsewhere = {"llm", "testing"}  # they name parts of an API the same way
    files = (p for room in ("bot", "adapters") for p in sorted((ROOT / room).rglob("*.py")))
    for path in (p for p in files if not elsewhere & set(p.parts)):
        for key in named.findall(path.read_text("utf-8")):
            assert key in KEYS or key in SLACK, f"{path.relative_to(ROOT)}: {key}"
