"""What spares work hides nothing: the quick ways find what the plain ones do."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language import fold, folded
from bot.language.dates import lexicon, patterns, reader
from bot.language.names.tokens import tokenize
from bot.language.numbers import scan
from bot.language.numbers.lexicon import lexicon as numbers
from bot.language.numbers.tokens import tokens
from bot.language.words import letter_words

_PLAIN = re.compile(
    r"(?:[^\W\d_]\.){2,}(?:[^\W\d_](?!\w))?"
    r"|[\u0620-\u06ff]+|\d*[^\W\d_\u0600-\u06ff][^\W_\u0600-\u06ff]*(?:'[^\W\d_\u0600-\u06ff]+)*"
    r"|(?:(?<=[^\W\d_])|(?<=[^\W\d_] ))\+(?!\w)"
)
_LETTERS = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_TEXTS = st.text(alphabet="abé'’.1٢+_- ،اأبـ\u064bپ中ﬁK\n", max_size=40)
_NAMES = {
    "month": lexicon.months(),
    "hijri": lexicon.hijri_months(),
    "weekday": lexicon.weekdays(),
    "unit": lexicon.looked_up("units"),
    "dual": lexicon.looked_up("duals"),
    "relative": lexicon.looked_up("relative"),
    "tens": lexicon.looked_up("decades"),
}


@given(_TEXTS)
def test_the_words_of_a_text_stand_where_its_plain_pattern_finds_them(text: str) -> None:
    form = fold(text)
    spans = [form.span(*match.span()) for match in _PLAIN.finditer(form.text)]
    assert [(token.start, token.end) for token in tokenize(text)] == spans


_USUAL = st.text(alphabet="aB`z -–’«»،؟أإآةىؤئءحـ\u064b\u0651ڤ٣9.", min_size=1, max_size=20)


@given(st.lists(_USUAL, min_size=20, max_size=40))
def test_a_long_text_is_folded_as_its_words_are(texts: list[str]) -> None:
    text = " ".join(texts)
    assert folded(text) == " ".join(filter(None, map(folded, text.split())))


@given(st.text(alphabet="أبي ـ\u064b\u0651ﺍé.", max_size=40))
def test_letters_stand_where_they_are_written(text: str) -> None:
    form = fold(text)
    letters = [(at, char) for at, char in enumerate(form.text) if char != " "]
    assert [folded(text[form.origin[at]]) for at, char in letters] == [char for _, char in letters]


def test_no_name_of_a_time_is_passed_over() -> None:
    hidden = [
        name
        for sort, names in _NAMES.items()
        for name in names
        for text in (name, f"x {name}.", f"({name})")
        if sort not in reader._sorts_in(text)
    ]
    assert not hidden


@given(st.sampled_from(sorted(_NAMES["relative"])), st.sampled_from(["", "و", "in ", "(", "'"]))
def test_a_relative_time_is_read_wherever_it_stands(name: str, before: str) -> None:
    assert "relative" in reader._sorts_in(f"a {before}{name} b")


@given(_TEXTS)
def test_the_words_of_letters_are_those_of_the_plain_pattern(text: str) -> None:
    form = fold(text).text
    assert letter_words(form) == tuple(_LETTERS.findall(form))


_PATTERNS = {
    "numeric": patterns.numeric(),
    "month first": patterns.month_first(),
    "day first": patterns.day_first("gregorian"),
    "hijri day": patterns.day_first("hijri"),
    "period": patterns.period(),
    "month": patterns.month_alone("gregorian"),
    "hijri month": patterns.month_alone("hijri"),
    "year": patterns.year(),
    "weekday": patterns.weekday(),
    "ago": patterns.ago(),
    "relative": patterns.relative(),
    "shifted": patterns.shifted_unit(),
}


@pytest.mark.parametrize("pattern", _PATTERNS.values(), ids=_PATTERNS.keys())
def test_no_time_that_a_pattern_finds_is_passed_over(pattern: re.Pattern[str]) -> None:
    @settings(max_examples=30, deadline=None)
    @given(st.from_regex(pattern))
    def finds(text: str) -> None:
        form = fold(text).text
        assert not pattern.search(form) or pattern in [step for step, _ in reader._steps(form)]

    finds()


@given(st.text(alphabet="01239 .,:/-'%_aB²½ابé@#", max_size=25))
def test_a_text_without_dates_is_cut_as_one_with_them(text: str) -> None:
    form = fold(text).text
    dated = tokens(f"{form} 1/1/11")  # cut by the pattern of all that there is
    if dated.texts[-1] == "1/1/11":  # and no part of something longer
        assert tokens(form) == tuple(column[:-1] for column in dated)


_LATIN = sorted(word for word in (*lexicon.first_words(), *numbers("en").entries) if word.isascii())


@given(st.lists(st.sampled_from((*_LATIN, "of", "'s", "12", "x'may", "goalless")), max_size=5))
def test_a_text_in_latin_letters_is_read_as_beside_a_word_in_others(words: list[str]) -> None:
    plain = " ".join(words)
    assert reader._sorts_in(plain) == reader._sorts_in(f"{plain} é")
    beside = scan(f"{plain} . é", "en")
    assert [one.value for one in scan(f"{plain} . e", "en")] == [one.value for one in beside]


@settings(max_examples=30, deadline=None)
@given(st.from_regex(patterns.day_again()))
def test_no_day_of_a_month_named_before_is_passed_over(text: str) -> None:
    form = fold(text).text
    assert not patterns.day_again().search(form) or patterns.may_name_again(form)
