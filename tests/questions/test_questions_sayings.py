"""Who says what: claims and sources together, each voice of a sentence by itself."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from bot.model import Brief, Story
from bot.questions import Quotation, heard, quotations, speakers
from bot.questions.book import read


def _voices(story: Story, id: str) -> list[tuple[str | None, str]]:
    lines = [line for line in read(story).lines if line.passage.paragraph == id]
    return [(s.voice.speaker, x.passage.text[s.start : s.end]) for x in lines for s in x.spoken]


def _paragraphs(found: Sequence[Quotation]) -> list[str]:
    return [words.paragraph for one in found for words in one.words]


def test_a_sentence_may_have_two_voices(story: Story) -> None:
    (first, said), (second, thought) = _voices(story, "a1.p4")
    assert first is not None
    assert second is not None
    assert "غوتيريش" in first
    assert "كارثة" in said
    assert "الصافي" in second
    assert "إهمالا" in thought


@pytest.mark.parametrize(
    ("sentence", "language", "speaker"),
    [
        ("President Selim Aydar cast the talks as “a new dawn”.", "en", "President Selim Aydar"),
        ("The firm, also called Aydar Works, has “a new dawn” sign.", "en", None),
        ("ويقدم الرئيس نزار باييف الخطوة على أنها «بداية جديدة».", "ar", "الرئيس نزار باييف"),
        ("وصفت الخطوة بأنها «بداية جديدة».", "ar", None),
    ],
)
def test_who_presents_a_thing_in_quoted_words_says_them(
    told: Callable[..., Story], sentence: str, language: str, speaker: str | None
) -> None:
    ((found, _),) = _voices(told(sentence, language=language), "a1.p1")
    assert found == speaker


def test_a_quotation_belongs_to_the_voice_around_it(story: Story, brief: Brief) -> None:
    by_words = {one.words[0].quote: one.speaker for one in quotations(brief)}
    disaster, neglect = by_words["كارثة كان يمكن تجنبها"], by_words["إهمالا معتادا"]
    assert disaster is not None
    assert "غوتيريش" in disaster.surface
    assert neglect is not None
    assert "الصافي" in neglect.surface


def test_quotations_are_verbatim(either: Brief) -> None:
    for one in quotations(either):
        for words in one.words:
            text = either.story.paragraphs[words.paragraph].text
            assert text[words.start : words.end] == words.quote


def test_the_same_words_in_two_sources_are_one_quotation(
    told: Callable[..., Story], brief: Brief
) -> None:
    story = told(
        "“The old wall could not hold the flood any longer,” said Rana Khalil, an engineer.",
        "Engineer Rana Khalil said “the old wall could not hold the flood”.",
    )
    (one,) = quotations(replace(brief, story=story, claims=()))
    assert _paragraphs([one]) == ["a1.p1", "a2.p1"]


@pytest.mark.parametrize(
    "sentence",
    [
        "The company called “Blue Harvest” said it would pay.",
        "A ship named “the Swift” sank, Sami Haddad said.",
        "قالت شركة «نوارس» إنها ستدفع.",
    ],
)
def test_names_in_marks_are_no_quotations(
    told: Callable[..., Story], brief: Brief, sentence: str
) -> None:
    language = "en" if sentence.isascii() or "“" in sentence else "ar"
    story = told(sentence, language=language)
    assert quotations(replace(brief, story=story, claims=())) == ()


def test_speakers_in_two_scripts_are_one(brief: Brief) -> None:
    minister = next(one for one in speakers(brief) if "Hamdani" in str(one.name.forms["en"]))
    assert "الحمداني" in str(minister.name.forms["ar"])
    assert {w.paragraph for s in minister.sayings for w in s.words} == {"a1.p1", "a1.p2", "a3.p1"}


def test_what_a_claim_tells_is_not_told_again(brief: Brief) -> None:
    said = [s for one in speakers(brief) for s in one.sayings]
    cited = [w.paragraph for s in said if s.claim for w in s.words]
    minister = [w.paragraph for s in said if not s.claim for w in s.words]
    assert {"a1.p1", "a1.p2"} <= set(cited)
    assert "a1.p1" not in minister


@pytest.mark.parametrize(
    ("asked", "paragraphs"),
    [
        ("Haaretz", {"a1.p3"}),
        ("صحيفة هآرتس", {"a1.p3"}),
        ("Guterres", {"a1.p4"}),
        ("غوتيريش", {"a1.p4"}),
        ("Hamdani", {"a1.p1", "a1.p2", "a3.p1"}),
        ("سالم الحمداني", {"a1.p1", "a1.p2", "a3.p1"}),
        ("Jordanian official", {"a1.p3"}),
        ("رنا خليل", {"a3.p3"}),
        ("Channel 12", {"a3.p5"}),
    ],
)
def test_somebody_is_heard(either: Brief, asked: str, paragraphs: set[str]) -> None:
    found = heard(either, asked)
    assert {words.paragraph for one in found.sayings for words in one.words} == paragraphs
    assert found.named == ()


def test_a_medium_is_heard_through_those_whom_it_carries(either: Brief) -> None:
    (one,) = heard(either, "AFP").sayings
    assert "a1.p2" in {words.paragraph for words in one.words}
    assert one.speaker is not None


def test_an_outlet_is_heard_through_those_whom_it_lets_speak(either: Brief) -> None:
    found = heard(either, "مرايا")
    assert found.outlet
    assert {w.paragraph for s in found.sayings for w in s.words} == {"a2.p1", "a2.p2"}


def test_who_is_only_named_is_shown_where(either: Brief) -> None:
    found = heard(either, "Erdogan")
    assert found.sayings == ()
    assert [words.paragraph for words in found.named] == ["a2.p4"]


@pytest.mark.parametrize("nobody", ["Netanyahu", "Reuters", "إيران", "xyzzy", "...", "7"])
def test_nobody_is_nobody(either: Brief, nobody: str) -> None:
    found = heard(either, nobody)
    assert (found.sayings, found.named, found.outlet) == ((), (), False)


def test_an_office_means_who_holds_it(told: Callable[..., Story], brief: Brief) -> None:
    story = told(
        [
            "Talks with Turkish President Selim Aydar began on Monday.",
            "Aydar said the border would open again within days.",
        ]
    )
    found = heard(replace(brief, story=story, claims=()), "the president of Turkey")
    assert [w.paragraph for s in found.sayings for w in s.words] == ["a1.p2"]
