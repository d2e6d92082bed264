"""What a person reads in the terminal, through the front door."""

import re
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.commands import SAMPLES
from bot.page import brief_page
from bot.testing.web import Web
from prompts import language_name, text

HARBOUR = sorted(str(path) for path in SAMPLES.glob("harbour-*.html"))
LIBRARY = sorted(str(path) for path in SAMPLES.glob("library-*.txt"))
Make = Callable[..., Any]

ARTICLE = """<html><head><title>Selmar bridge reopens</title></head><body><article>
<h1>Selmar bridge reopens</h1>
<p>The Selmar bridge reopened on Monday after nine weeks of repairs, the mayor said.</p>
<p>"We kept every promise that we made in spring," Mayor Hana Toth told the Selmar Post.</p>
<p>Shopkeepers on the east bank said that they had lost a third of their custom since March.</p>
<p>The bridge was built in 1931 and carried trams until the line was closed in 1968.</p>
</article></body></html>"""

FERRY = """<html><head><title>Night ferry returns</title></head><body><article>
<h1>Night ferry returns</h1>
<p>The night ferry to Orlen will sail again from Friday, the port company said.</p>
<p>Tickets for the first month were sold within two hours, according to the company.</p>
<p>The line was closed in 2019, when its only ship was sold to a yard in Gdansk.</p>
</article></body></html>"""


async def test_a_message_of_files_becomes_one_brief(dialog: Make) -> None:
    answer = await dialog().says(" ".join(HARBOUR))
    assert "ردود الفعل" in answer
    assert "Background" in answer
    assert answer.count("Sources") == 1
    assert "[1]" in answer


@pytest.mark.parametrize(
    ("words", "heading"),
    [
        ("أوجز لي هذين المقالين", "عن هذا الموجز"),
        ("What do these say?", "About this brief"),
        ("", "About this brief"),
    ],
)
async def test_a_reader_is_answered_in_the_language_of_the_words_around_the_paths(
    dialog: Make, words: str, heading: str
) -> None:
    answer = await dialog().says(" ".join([words, *LIBRARY]))
    assert f"\n{heading}\n" in answer


async def test_two_events_become_two_briefs(dialog: Make) -> None:
    answer = await dialog().says(" ".join([*HARBOUR, *LIBRARY]))
    assert answer.count("About this brief") == 2
    assert "This message told of 2 stories" in answer


async def test_a_link_is_read(dialog: Make, web: Web) -> None:
    answer = await dialog().says(web.page("/bridge", ARTICLE))
    assert "The Selmar bridge reopened on Monday after nine weeks of repairs" in answer


@pytest.mark.parametrize(("sources", "both"), [(LIBRARY, True), (LIBRARY[1:], False)])
async def test_a_page_promises_both_languages_where_there_are_two(
    dialog: Make, sources: list[str], both: bool
) -> None:
    talk = dialog()
    await talk.says(" ".join(sources))
    said = " ".join((await talk.says("/page")).split())
    assert "The brief as a page." in said
    assert ("both languages side by side" in said) is both


async def test_a_link_is_fetched_once_for_two_messages(dialog: Make, web: Web) -> None:
    link = web.page("/bridge", ARTICLE)
    await dialog().says(link, f"again {link}")
    assert web.hits("/bridge") == 1


async def test_source_shows_the_paragraph_word_for_word(dialog: Make, web: Web) -> None:
    answer = await dialog().says(web.page("/bridge", ARTICLE), "/source 1")
    shown = answer.rsplit("[1] ", 1)[1]
    quoted = " ".join(line.removeprefix("│ ") for line in shown.splitlines() if "│" in line)
    assert quoted in re.sub(r"<[^>]+>", "", ARTICLE)
    assert "#:~:text=" in shown


async def test_the_brief_is_found_again_after_a_restart(dialog: Make, web: Web) -> None:
    talk = dialog()
    await talk.says(web.page("/bridge", ARTICLE))
    assert "│" in await talk.says("/source 1")


async def test_pasted_text_is_briefed(dialog: Make) -> None:
    body = ARTICLE.split("</h1>", 1)[1]
    pasted = " ".join(re.sub(r"<[^>]+>", " ", body).split())
    assert "nine weeks of repairs" in await dialog().says(pasted)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("hello there", "There is nothing to read in this message."),
        ("مرحبا بك يا صديقي", "ليس في هذه الرسالة ما يُقرأ."),
        ("/dance", "There is no command /dance."),
        ("/source 1", "There is no brief in this chat yet."),
        ("http://127.0.0.1:9/x", "this address is not open to me"),
        ("absent.html", "there is no such file"),
    ],
)
async def test_what_cannot_be_done_is_said_in_one_line(dialog: Make, line: str, said: str) -> None:
    answer = await dialog().says(line)
    assert said in answer
    assert len(answer.strip().splitlines()) <= 2


async def test_one_bad_link_does_not_sink_the_others(
    dialog: Make, web: Web, tmp_path: Path
) -> None:
    empty = tmp_path / "empty.html"
    empty.write_bytes(b"")
    pdf = web.bytes("/report", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "application/pdf")
    links = [
        web.page("/bridge", ARTICLE),
        web.url("/absent"),
        pdf,
        web.bytes("/photo", b"\x89PNG\r\n\x1a\n" + bytes(64), "image/png"),
        web.huge("/huge", 10),
        "http://127.0.0.1:9/x",
        str(empty),
    ]
    answer = await dialog().says(" ".join(links))
    assert "nine weeks of repairs" in answer
    unread = answer.split("Could not be read")[1]
    for said in (
        "there is no such page (404)",
        "this is a PDF file",
        "this is an image",
        "larger than 5 MB",
        "not open to me",
        "it is empty",
    ):
        assert said in " ".join(unread.split()), said


async def test_help_lists_every_command(dialog: Make) -> None:
    talk = dialog()
    answer = await talk.says("/help")
    for name in ("/help", "/source N", "/sources", "/sample"):
        assert name in answer


async def test_the_sample_story_is_offered(dialog: Make) -> None:
    assert "Courier" in await dialog().says("/sample")


@pytest.mark.parametrize("first", ["/lang ar", "/lang both"])
async def test_a_side_that_the_sources_cannot_give_hides_nothing(
    dialog: Make, web: Web, first: str
) -> None:
    answer = await dialog().says(first, web.page("/bridge", ARTICLE), "/lang ar")
    last = answer.rsplit("=====\n", 1)[1]
    assert "The Selmar bridge reopened on Monday" in last
    told = [text("brief.other_side", i, language=language_name("ar", i)) for i in ("ar", "en")]
    assert last.splitlines()[0] in told


async def test_where_a_file_lies_is_told_nowhere(dialog: Make, tmp_path: Path) -> None:
    for name, content in [("zero.txt", ""), ("few.txt", "hello"), ("bridge.html", ARTICLE)]:
        (tmp_path / name).write_text(content, "utf-8")
    files = [str(tmp_path / name) for name in ("zero.txt", "few.txt", "bridge.html", "gone.txt")]
    answer = await dialog().says(" ".join(files), "/source 1", "/sources")
    assert "zero.txt: it is empty." in answer
    assert "few.txt: there is no article in it" in answer
    assert "gone.txt: there is no such file." in answer
    assert "The Selmar bridge reopened on Monday" in answer
    assert str(tmp_path) not in answer


async def test_the_page_of_a_file_does_not_tell_where_it_lies(dialog: Make, tmp_path: Path) -> None:
    (tmp_path / "bridge.html").write_text(ARTICLE, "utf-8")
    talk = dialog()
    await talk.says(str(tmp_path / "bridge.html"))
    assert str(tmp_path) not in brief_page(await talk.last_brief())


@pytest.fixture
async def talk_of_two(dialog: Make, web: Web) -> Any:
    """A chat that has had a brief of a bridge, and then one of a ferry."""
    talk = dialog()
    await talk.says(web.page("/bridge", ARTICLE), web.page("/ferry", FERRY))
    return talk


@pytest.mark.parametrize(
    "line",
    [
        *("/source 1 2", "/source 1 brief 2", "/source 1 bridge", "/source 1 of the bridge"),
        *("/source ١ موجز ٢", "/source [1] Selmar"),
    ],
)
async def test_an_earlier_brief_of_a_chat_can_be_named(talk_of_two: Any, line: str) -> None:
    answer = await talk_of_two.says(line)
    assert "Selmar bridge reopens" in answer.splitlines()[0]
    assert "│ The Selmar bridge reopened on Monday" in answer


def saved(answer: str) -> str:
    """Return what is in the file whose path ends an answer."""
    return Path(answer.splitlines()[-1]).read_text("utf-8")


@pytest.mark.parametrize("line", ["/source 1", "/source 1 brief", "/source 1 brief 1"])
async def test_without_a_name_it_is_the_last_one(talk_of_two: Any, line: str) -> None:
    assert "│ The night ferry" in await talk_of_two.says(line)


async def test_why_sources_and_page_take_such_a_name_too(talk_of_two: Any) -> None:
    assert "Of the brief “Selmar bridge reopens”" in await talk_of_two.says("/why 1 bridge")
    assert "ferry" not in await talk_of_two.says("/sources 2")
    assert "bridge" not in await talk_of_two.says("/sources")
    assert "trams" in saved(await talk_of_two.says("/page bridge"))


async def test_a_name_of_no_brief_is_answered_with_those_that_there_are(talk_of_two: Any) -> None:
    answer = await talk_of_two.says("/source 1 tunnel", "/source 1 7")
    assert answer.count("There is no such brief here.") == 2
    assert "1. Night ferry returns\n" in answer
    assert "2. Selmar bridge reopens\n" in answer


@pytest.mark.parametrize("name", ["bridge.txt", "bridge.md"])
async def test_lines_that_were_broken_at_a_column_are_read_as_sentences(
    dialog: Make, tmp_path: Path, name: str
) -> None:
    said = re.findall(r"<p>(.*?)</p>", ARTICLE)
    broken = "\n\n".join(["Selmar bridge reopens", *(textwrap.fill(one, 52) for one in said)])
    (tmp_path / name).write_text(broken, "utf-8")
    answer = await dialog().says(str(tmp_path / name), "/source 1")
    shown = " ".join(answer.rsplit("│ ")[-1].split())
    assert any(shown.startswith(one) for one in said)


async def test_the_sample_gives_each_side_its_say_and_no_sentence_without_its_speaker(
    dialog: Make,
) -> None:
    talk = dialog()
    await talk.says("/sample")
    brief = await talk.last_brief()
    assert any("النقابة" in (claim.text["ar"] or "") for claim in brief.claims)
    hanging = [c for c in brief.claims if (c.text["ar"] or "").lstrip("و").startswith("أضاف")]
    assert hanging
    for claim in hanging:
        assert claim.speaker is not None
        named = {brief.story.paragraphs[c.paragraph].text for c in claim.citations}
        assert any(claim.speaker.surface in text for text in named)


async def test_one_article_has_its_background_too(dialog: Make) -> None:
    (courier,) = [path for path in HARBOUR if "courier" in path]
    answer = await dialog().says(courier)
    assert "The harbour opened in 1964" in answer.split("\nBackground\n")[1]
    assert "Its president, Ramez al-Jawharji" in answer.split("\nReactions\n")[1]


async def test_who_and_differences_know_one_person_in_two_scripts(dialog: Make) -> None:
    talk = dialog()
    await talk.says(" ".join(HARBOUR))
    listed = await talk.says("/who", "/who 2")
    assert "Yasin al-Barquqi" in listed
    assert "البرقوقي" not in listed
    answer = (await talk.says("/differences")).split("Who is said to announce it differs")[1]
    assert "Transport Minister Huda al-Karmalawi · The Dar al-Rih Courier" in answer
    assert "سليم الرعدان" in answer
