"""Tells the language of a text from its script, its function words and its own letters."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import accumulate
from math import log2

from bot.language.bidi import strip_bidi
from bot.language.fold import unvocalised
from bot.language.tables import split, table

_ENOUGH = 4000  # letters looked at: longer texts do not get clearer
_LETTERS = re.compile(r"[^\W\d_]+(?:['’\u200c][^\W\d_]+)*")
_NOISE = re.compile(r"https?://\S+|www\.\S+|(?<![\w.+-])[\w.+-]{1,64}@\S+|[@#]\w+")
_NOISY = ("://", "www.", "@", "#")  # what no noise is without
_KANA = re.compile("[\u3040-\u30ff]")
_LATIN_EVIDENCE = 0.9  # below this, a Latin text could be anything: names, a product, a code

# What a script means where nothing in the words says more.
_SCRIPTS = {
    "ARABIC": "ar", "HEBREW": "he", "CYRILLIC": "ru", "GREEK": "el", "HANGUL": "ko",
    "CJK": "zh", "THAI": "th", "DEVANAGARI": "hi",
    "ARMENIAN": "hy", "GEORGIAN": "ka", "BENGALI": "bn", "TAMIL": "ta", "TELUGU": "te",
    "ETHIOPIC": "am", "KHMER": "km", "MYANMAR": "my", "SINHALA": "si", "GUJARATI": "gu",
    "GURMUKHI": "pa", "KANNADA": "kn", "MALAYALAM": "ml", "LAO": "lo", "TIBETAN": "bo",
    "MONGOLIAN": "mn", "THAANA": "dv", "SYRIAC": "syr", "LATIN": "und",
}  # fmt: skip
_WRITTEN_IN = {
    "ARABIC": ("ar", "fa", "ur", "ps", "ckb"),
    "HEBREW": ("he", "yi"),
    "CYRILLIC": ("ru", "uk", "bg", "sr", "kk"),
}


def detect(text: str) -> str:
    """Return the ISO 639 code of the language most of ``text`` is in, "und" if it cannot be told.

    The script with the most letters decides first (a Latin name in Arabic text changes nothing);
    inside it function words, letters and letter sequences that only some languages use.
    """
    seen = strip_bidi(text[: 3 * _ENOUGH])
    if any(sign in seen for sign in _NOISY):  # looking for it takes longer than all the rest
        seen = _NOISE.sub(" ", seen)
    runs = _LETTERS.findall(unicodedata.normalize("NFC", unvocalised(seen)))
    by_script = _by_script(runs)
    if not by_script:
        return "und"
    script = max(by_script, key=lambda name: _weight(name, by_script[name]))
    if script == "CJK":
        return "ja" if _has_kana(by_script["CJK"]) else "zh"
    return _within(script, by_script[script])


def _by_script(runs: Sequence[str]) -> dict[str, Counter[str]]:
    """Count the words of each script among the first letters."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    enough = bisect_right(list(accumulate(map(len, runs))), _ENOUGH) + 1
    for run, times in Counter(runs[:enough]).items():
        if len(run) > 3 or not run.isupper() or len(run) == 1:  # codes of states, units, agencies
            found[_script(run[0])][run.lower()] += times
    found.pop("", None)
    return found


@cache
def _script(char: str) -> str:
    """Return the script of a letter by the first word of its Unicode name."""
    name = unicodedata.name(char, "").partition(" ")[0]
    name = "CJK" if name in ("HIRAGANA", "KATAKANA") else name
    return name if name in _SCRIPTS else ""


def _weight(script: str, words: Counter[str]) -> float:
    """Return how much text a script makes up; one Han character says as much as three letters."""
    return _letters(words) * (3.0 if script in ("CJK", "HANGUL") else 1.0)


def _letters(words: Counter[str]) -> int:
    return sum(len(word) * times for word, times in words.items())


def _has_kana(words: Counter[str]) -> bool:
    """Tell Japanese from Chinese: every Japanese sentence has syllables between the Han signs."""
    kana = sum(len(_KANA.findall(word)) * times for word, times in words.items())
    return kana * 12 > _letters(words)


def _within(script: str, words: Counter[str]) -> str:
    """Choose between the languages of one script."""
    scores = _scores(words, _languages(script))
    best = max(scores, key=lambda language: scores[language], default="")
    if not best or scores[best] <= 0:
        return _SCRIPTS[script]
    if script == "LATIN" and scores[best] < _LATIN_EVIDENCE:
        return "und"
    return best


@cache
def _languages(script: str) -> tuple[str, ...]:
    if script in _WRITTEN_IN:
        return _WRITTEN_IN[script]
    elsewhere = {code for codes in _WRITTEN_IN.values() for code in codes}
    if script != "LATIN":
        return (_SCRIPTS[script],)
    return tuple(
        code for code in table("stopwords") if code not in elsewhere | set(_SCRIPTS.values())
    )


def _scores(words: Counter[str], languages: tuple[str, ...]) -> dict[str, float]:
    """Add up the evidence for each language: a word or letter counts by how few share it."""
    weights = _evidence(languages)
    scores = dict.fromkeys(languages, 0.0)
    for word, times in words.items():
        found = list(weights.words.get(word.replace("’", "'"), ()))
        if not weights.letters.keys().isdisjoint(word):
            found += (pair for letter in set(word) for pair in weights.letters.get(letter, ()))
        found += (pair for part in weights.parts_of(word) for pair in weights.parts[part])
        if found:
            count = 1 + log2(times)  # a list that repeats one unit is no text in a language
            for language, weight in found:
                scores[language] += weight * count
    return scores


def _known(entry: Mapping[str, str]) -> tuple[str, ...]:
    return split(entry.get("words", "")) + split(entry.get("common", ""))


_Weights = Mapping[str, tuple[tuple[str, float], ...]]


class _Evidence:
    """What speaks for which of some languages, with its weight."""

    def __init__(self, languages: tuple[str, ...]) -> None:
        lists = {code: table("stopwords").get(code, {}) for code in languages}
        self.words = _shared({c: _known(e) for c, e in lists.items()}, 1.0)
        self.letters = _shared({c: tuple(e.get("letters", "")) for c, e in lists.items()}, 0.6)
        self.parts = _shared({c: split(e.get("parts", "")) for c, e in lists.items()}, 0.15)
        self._parts = re.compile("|".join(map(re.escape, self.parts)) or r"(?!)")

    def parts_of(self, word: str) -> set[str]:
        """Return the letter sequences that occur in a word."""
        return set(self._parts.findall(word))


def _shared(lists: Mapping[str, tuple[str, ...]], worth: float) -> _Weights:
    """Divide the worth of each item between the languages that list it."""
    owners: dict[str, list[str]] = defaultdict(list)
    for language, items in lists.items():
        for item in dict.fromkeys(items):
            owners[item].append(language)
    return {i: tuple((c, worth / len(codes)) for c in codes) for i, codes in owners.items()}


@cache
def _evidence(languages: tuple[str, ...]) -> _Evidence:
    return _Evidence(languages)
