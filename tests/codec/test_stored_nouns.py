from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import model
from bot.codec import CodecError, dump, dump_article, dump_brief, load, load_article, load_brief
from bot.testing.nouns import make_article, make_brief, make_story

TEXT = st.text(st.characters(exclude_categories=())) | st.sampled_from(
    ["أعلنت البلدية ٣٢٫٥٪", "ی\u200cک", "\u2066abc\u2069", "\x00", "\ud800", "{}", "$"]
)
ZONE = st.integers(-839, 839).map(lambda minutes: timezone(timedelta(minutes=minutes)))
INSTANT = st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29), timezones=ZONE | st.just(UTC))
LOOSE = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | TEXT
    | st.dates()
    | INSTANT
    | st.decimals(allow_nan=False),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.lists(inner, max_size=2).map(tuple)
        | st.dictionaries(TEXT, inner, max_size=2)
        | st.builds(model.Note, TEXT, st.dictionaries(TEXT, inner, max_size=1))
        | st.frozensets(TEXT, max_size=2)
    ),
    max_leaves=4,
)
VALUES = st.dictionaries(TEXT, LOOSE, max_size=2)
SIDES = st.dictionaries(TEXT, TEXT | st.none(), max_size=2)


def some(items, most=2):
    return st.lists(items, max_size=most).map(tuple)


NOTE = st.builds(model.Note, TEXT, VALUES)
CITATION = st.builds(model.Citation)
FINDING = st.builds(model.Finding, reason=NOTE)
VERDICT = st.builds(model.Verdict, findings=some(FINDING))
CLAIM = st.builds(
    model.Claim,
    text=SIDES,
    citations=some(CITATION),
    verdict=st.none() | VERDICT,
    numbers=some(st.builds(model.Number, forms=SIDES), 1),
    names=some(st.builds(model.Name, forms=SIDES), 1),
)
PUBLISHED = st.builds(model.Published, at=st.none() | INSTANT)
ARTICLE = st.builds(
    model.Article,
    title=TEXT,
    fetched=INSTANT,
    published=st.none() | PUBLISHED,
    paragraphs=some(st.builds(model.Paragraph, text=TEXT)),
    removed=some(TEXT),
)
BRIEF = st.builds(
    model.Brief,
    created=INSTANT,
    story=st.builds(model.Story, some(ARTICLE)),
    headline=SIDES,
    claims=some(CLAIM),
    disagreements=some(st.builds(model.Disagreement), 1),
    unsaid=some(SIDES),
    dropped=some(st.builds(model.Dropped, text=SIDES, reason=NOTE), 1),
    problems=some(st.builds(model.Problem, values=VALUES), 1),
    notes=some(NOTE, 1),
)


@settings(max_examples=20, deadline=None)
@given(BRIEF)
def test_a_brief_comes_back_as_it_was(brief):
    assert load_brief(dump_brief(brief)) == brief


@settings(max_examples=40, deadline=None)
@given(ARTICLE)
def test_an_article_comes_back_as_it_was(article):
    assert load_article(dump_article(article)) == article


@given(LOOSE)
def test_values_of_notes_keep_their_types(value):
    back = load(model.Note, dump(model.Note("k", {"v": value})))
    assert repr(back.values["v"]) == repr(value) or back.values["v"] == value


@pytest.mark.parametrize(
    "noun",
    [
        make_brief(),
        make_article(),
        make_story(),
        model.Reading("x", problem=model.Problem("x", model.ProblemKind.TLS)),
        model.Draft({"en": "x"}, ()),
        model.Message(model.Chat("slack", "C1"), "1", "U1", "سؤال"),
        model.Post((model.Block(model.BlockKind.NOTE, (model.Span("x"),), "ar"),)),
    ],
    ids=lambda noun: type(noun).__name__,
)
def test_every_noun_that_is_kept_has_a_form(noun):
    assert load(type(noun), dump(noun)) == noun


def test_enums_come_back_as_members():
    claim = load(model.Brief, dump(make_brief())).claims[0]
    assert type(claim.section) is model.Section
    assert type(claim.verdict.checks[0]) is model.Check


def test_an_unusual_value_in_a_note_becomes_its_words():
    note = model.Note("k", {"v": Decimal("1.50"), "w": date(2026, 1, 2), "x": slice(1, 2)})
    assert load(model.Note, dump(note)).values == {**note.values, "x": "slice(1, 2, None)"}


def test_bytes_from_before_a_field_existed_still_load():
    old = dump(make_article()).replace(b'"removed":["Share this"],', b"")
    assert load(model.Article, old).removed == ()


GOOD = dump(model.Usage(1, 2, 3, 4))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"null",
        b"\xff\xfe",
        b'{"format":1}',
        GOOD[:-2],
        GOOD.replace(b'"format":1', b'"format":2'),
        GOOD.replace(b'"format":1', b'"format":0'),
        GOOD.replace(b'"format":1', b'"format":"1"'),
        GOOD.replace(b"Usage", b"Story"),
        GOOD.replace(b'"calls"', b'"shouts"'),
        GOOD.replace(b'"calls":1', b'"calls":"1"'),
        GOOD.replace(b'"data":', b'"data":null,"x":'),
    ],
)
def test_foreign_bytes_are_refused(data):
    with pytest.raises(CodecError):
        load(model.Usage, data)


def test_a_missing_field_without_a_default_is_refused():
    data = dump(make_article()).replace(b'"outlet":"example.org",', b"")
    with pytest.raises(CodecError, match="outlet"):
        load(model.Article, data)


def test_a_value_of_the_wrong_type_is_refused_on_the_way_in():
    with pytest.raises(TypeError, match="str"):
        dump(model.Usage(calls="2"))
