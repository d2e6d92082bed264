"""Which articles tell of one event."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import Article, Completeness, Story
from bot.story import stories
from bot.testing.nouns import make_article

BRIDGE = {
    "bridge-ar-1": (
        "بلدية ميناء الرمل تفتتح جسر المنارة",
        "أعلنت بلدية ميناء الرمل، الاثنين، افتتاح جسر المنارة بعد ثلاث سنوات من العمل.",
        "وقال رئيس البلدية سامي الحداد إن كلفة الجسر بلغت ١٢ مليون دينار.",
    ),
    "bridge-ar-2": (
        "المئات يعبرون جسر المنارة في يومه الأول",
        "عبر المئات جسر المنارة في ميناء الرمل سيرا على الأقدام قبل فتحه أمام السيارات.",
        "وشكا صيادون من أن دعامات الجسر ضيقت عليهم مدخل الميناء.",
    ),
    "bridge-en-1": (
        "Port Raml opens its Lighthouse Bridge",
        "Port Raml opened its Lighthouse Bridge on Monday, three years after work began.",
        "Mayor Sami Haddad said the bridge had cost 14 million dinars.",
    ),
    "bridge-en-2": (
        "Fishermen grumble as Port Raml gets a bridge",
        "Fishermen said the piers of the new Lighthouse Bridge had narrowed the harbour's mouth.",
        "Hundreds crossed it on foot in Port Raml before the first cars.",
    ),
}
LOCUSTS = {
    "locusts-ar": (
        "أسراب جراد تلتهم حقول القمح في وادي السمسم",
        "التهمت أسراب من الجراد ثلث حقول القمح في وادي السمسم خلال أسبوع، بحسب المزارعين.",
        "وقالت المهندسة الزراعية نوال الزهري إن الرش سيبدأ الخميس في ٤٧ قرية.",
    ),
    "locusts-en": (
        "Locusts strip a third of the wheat in the Simsim valley",
        "Swarms of locusts have eaten a third of the wheat in the Simsim valley in a week.",
        "Spraying begins on Thursday in 47 villages, said Nawal al-Zuhri, an agronomist.",
    ),
}


def article(name: str, texts: Sequence[str], language: str) -> Article:
    title, *paragraphs = texts
    told = make_article(*paragraphs, url=f"https://{name}.example/", language=language)
    return replace(told, title=title, outlet=name)


def read(told: dict[str, tuple[str, ...]]) -> list[Article]:
    return [article(name, texts, "ar" if "-ar" in name else "en") for name, texts in told.items()]


def names(found: Sequence[Story]) -> list[list[str]]:
    return [[one.outlet for one in each.articles] for each in found]


def test_articles_of_one_event_in_two_languages_are_one_story() -> None:
    assert names(stories(read(BRIDGE))) == [list(BRIDGE)]


def test_two_events_are_two_stories() -> None:
    assert names(stories(read(BRIDGE | LOCUSTS))) == [list(BRIDGE), list(LOCUSTS)]


@pytest.mark.parametrize("pair", [*combinations(BRIDGE, 2), tuple(LOCUSTS)])
def test_two_articles_are_enough_to_know(pair: tuple[str, str]) -> None:
    both = {name: (BRIDGE | LOCUSTS)[name] for name in pair}
    assert names(stories(read(both))) == [list(pair)]


@pytest.mark.parametrize("one", BRIDGE)
@pytest.mark.parametrize("other", LOCUSTS)
def test_two_articles_on_different_events_stay_apart(one: str, other: str) -> None:
    both = {name: (BRIDGE | LOCUSTS)[name] for name in (other, one)}
    assert names(stories(read(both))) == [[other], [one]]


def test_stories_and_articles_keep_the_order_given() -> None:
    mixed = read(BRIDGE | LOCUSTS)
    order = [mixed[at] for at in (4, 2, 0, 5)]
    assert names(stories(order)) == [
        ["locusts-ar", "locusts-en"],
        ["bridge-en-1", "bridge-ar-1"],
    ]


def test_articles_and_paragraphs_are_numbered_inside_their_story() -> None:
    (found,) = stories(read(LOCUSTS))
    assert [one.id for one in found.articles] == ["a1", "a2"]
    assert list(found.paragraphs) == ["a1.p1", "a1.p2", "a2.p1", "a2.p2"]
    assert found.paragraphs["a2.p1"].text == LOCUSTS["locusts-en"][1]


def test_the_same_page_given_twice_is_one_article() -> None:
    first, *_ = read(BRIDGE)
    again = replace(first, url="https://m.bridge.example/?utm_source=x", digest="edited")
    assert names(stories([first, again])) == [["bridge-ar-1"]]


def test_the_same_text_under_two_addresses_is_one_article() -> None:
    first, *_ = read(BRIDGE)
    mirror = replace(first, canonical="https://mirror.example/", outlet="mirror")
    assert names(stories([first, mirror])) == [["bridge-ar-1"]]


def test_a_full_reading_takes_the_place_of_a_teaser() -> None:
    full, *_ = read(BRIDGE)
    teaser = replace(full, paragraphs=full.paragraphs[:1], completeness=Completeness.TEASER)
    (found,) = stories([replace(teaser, digest="teaser"), full])
    assert len(found.articles[0].paragraphs) == 2


def test_articles_without_an_address_or_words_stay_apart() -> None:
    empty = [replace(make_article(text, url=""), canonical="", title="") for text in ("!", "...")]
    assert len(stories(empty)) == 2


def test_nothing_is_no_story() -> None:
    assert stories([]) == ()


def test_a_language_without_word_lists_is_grouped_by_its_names() -> None:
    told = {
        "eins": ("Brücke in Rammelsand eröffnet", "In Rammelsand ist die Leuchtturmbrücke offen."),
        "zwei": ("Fischer klagen", "Die Fischer in Rammelsand klagen über die Leuchtturmbrücke."),
        "drei": ("Heuschrecken im Sesamtal", "Im Sesamtal ist die Ernte der Bauern vernichtet."),
    }
    found = stories([article(name, texts, "de") for name, texts in told.items()])
    assert names(found) == [["eins", "zwei"], ["drei"]]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.text(max_size=60), min_size=1, max_size=3), max_size=6), st.data())
def test_every_article_is_in_exactly_one_story(told: list[list[str]], data: st.DataObject) -> None:
    languages = st.sampled_from(["ar", "en", "fa", "zh", "und"])
    given_articles = [
        replace(
            make_article(*texts, url=f"https://x.example/{n}", language=data.draw(languages)),
            digest=str(n),
        )
        for n, texts in enumerate(told)
    ]
    found = [one.url for each in stories(given_articles) for one in each.articles]
    assert sorted(found) == sorted(one.url for one in given_articles)


# --- real stories, where they are at hand -----------------------------------


def labelled(folder: Path) -> Iterator[tuple[str, Article]]:
    for story in sorted(path for path in folder.iterdir() if path.is_dir()):
        meta = json.loads((story / "meta.json").read_text("utf-8"))
        for about in meta["articles"] if isinstance(meta, dict) else meta:
            text = (story / about["file"]).read_text("utf-8")
            lines = [line.strip() for line in text.splitlines() if line.strip()]
            title = lines.pop(0) if len(lines[0]) < 120 else ""
            told = make_article(*lines, url=f"{story.name}/{about['file']}", language=about["lang"])
            digest = sha256(text.encode()).hexdigest()
            yield story.name, replace(told, title=title, canonical="", digest=digest)


def pairwise_f1(found: Sequence[Story], labels: dict[str, str]) -> float:
    together = [
        labels[one.url] == labels[other.url]
        for each in found
        for one, other in combinations(each.articles, 2)
    ]
    wanted = sum(count * (count - 1) // 2 for count in Counter(labels.values()).values())
    return 2 * sum(together) / (len(together) + wanted)


def test_real_stories_mixed_together_come_back(shared: Path) -> None:
    articles = list(labelled(shared / "stories"))
    found = stories([one for _, one in articles])
    assert pairwise_f1(found, {one.url: label for label, one in articles}) >= 0.95


def test_each_real_story_by_itself_is_one_story(shared: Path) -> None:
    by_label: dict[str, list[Article]] = {}
    for label, one in labelled(shared / "stories"):
        by_label.setdefault(label, []).append(one)
    split = {label: len(stories(told)) for label, told in by_label.items()}
    assert {label: count for label, count in split.items() if count > 1} == {}
