"""Every command of a chat, through the terminal."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select

from adapters.console import CHAT, Terminal
from bot import build
from bot.chats import read_state
from bot.commands import table
from bot.language import folded
from bot.model import Attachment, Chat, Place
from bot.render import plain_post
from bot.store.schema import outbox
from bot.testing.reading import HereReader
from bot.testing.web import Web

Make = Callable[..., Any]

BRIDGE = """<html><head><title>Selmar bridge reopens</title></head><body><article>
<h1>Selmar bridge reopens</h1>
<p>The Selmar bridge reopened on Monday after nine weeks of repairs, the mayor said.</p>
<p>"We kept every promise that we made in spring," Mayor Hana Toth told the Selmar Post.</p>
<p>Shopkeepers on the east bank said that they had lost a third of their custom since March.</p>
<p>The bridge was built in 1931 and carried trams until the line was closed in 1968.</p>
</article></body></html>"""

BRIDGE_TOO = """<html><head><title>Trams may return to the Selmar bridge</title></head><body>
<article><h1>Trams may return to the Selmar bridge</h1>
<p>The Selmar bridge, which reopened on Monday after repairs, may carry trams again.</p>
<p>Transport councillor Pavel Ordin said a tram line over the bridge would cost 60 million.</p>
<p>Mayor Hana Toth said that the council of Selmar would vote on the bridge line in May.</p>
<p>The last tram crossed the Selmar bridge in 1968.</p></article></body></html>"""


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/quot", "/quotes"),  # not /quit, which leaves
        ("/sorce 3", "/source"),
        ("/lnag", "/lang"),
        ("/الاقتباس", "/الاقتباسات"),
        ("/qzx", None),
    ],
)
async def test_a_command_that_is_cut_short_or_misspelt_is_guessed(
    dialog: Make, typed: str, meant: str | None
) -> None:
    answer = re.sub("[\u200e\u2060\u2066-\u2069]", "", await dialog().says(typed))
    assert typed.split()[0] in answer
    assert (f" {meant}?" in answer or f" {meant}؟" in answer) is (meant is not None)


async def test_start_says_what_isnad_is(dialog: Make) -> None:
    answer = await dialog().says("/start")
    assert "I am Isnad." in answer
    assert "No language model is connected" in answer


async def test_brief_takes_links_after_the_command(dialog: Make, web: Web) -> None:
    assert "nine weeks" in await dialog().says(f"/brief {web.page('/a', BRIDGE)}")


async def test_add_makes_the_brief_again_and_marks_what_is_new(dialog: Make, web: Web) -> None:
    first, second = web.page("/a", BRIDGE), web.page("/b", BRIDGE_TOO)
    answer = await dialog().says(first, f"/add {second}")
    again = " ".join(answer.split("About this brief")[1].split())
    assert "NEW Transport councillor Pavel Ordin" in again
    assert "NEW The Selmar bridge reopened on Monday" not in again
    assert "Made again on" in answer.split("About this brief")[2]


async def test_retry_reads_the_same_sources_again(dialog: Make, web: Web) -> None:
    talk = dialog()
    await talk.says(web.page("/a", BRIDGE))
    assert "Made again on" in await talk.says("/retry")


async def test_a_brief_stays_where_its_sources_cannot_be_read_again(
    dialog: Make, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.pipeline.FRESH", timedelta(0))
    talk = dialog()
    await talk.says(web.page("/a", BRIDGE))
    web.status("/a", 503)
    assert "the site does not answer" in await talk.says("/retry")
    async with build.tools(talk.settings, HereReader()) as tools:
        state = await read_state(tools.store, CHAT)
        query = select(outbox.c.brief).where(outbox.c.key == state.slot)
        shown = await tools.store.database.read(lambda c: c.scalar(query))
    assert shown == (await talk.last_brief()).id


@pytest.mark.parametrize("command", ["/retry", "/add https://a.example/", "/sources", "/why 1"])
async def test_without_a_brief_there_is_nothing_to_work_on(dialog: Make, command: str) -> None:
    assert await dialog().says(command) == (
        "There is no brief in this chat yet. Send links first.\n\n"
    )


async def test_lang_shows_one_side_and_is_remembered(dialog: Make, web: Web) -> None:
    talk = dialog()
    assert "From now on: English." in await talk.says("/lang en")
    answer = await talk.says(web.page("/a", BRIDGE))
    assert "Announcement" in answer


async def test_length_short_shows_the_first_claims_and_the_way_to_the_rest(
    dialog: Make, web: Web
) -> None:
    talk = dialog()
    await talk.says(web.page("/a", BRIDGE), "/length short")
    assert "Left out" not in await talk.says("/length short")


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("/lang de", "Say which: /lang ar|en|both."),
        ("/length", "Say which: /length short or /length full."),
        ("/length short", "From now on briefs are short."),
        ("/links every", "From now on I brief every link posted here."),
        ("/links", "Say which: /links every or /links addressed."),
        ("/cancel", "Nothing is under way here."),
        ("/brief", "Send the links after the command"),
        ("/forget", "This deletes every brief, article and setting of this chat."),
        ("/check", "There is no brief in this chat yet."),
    ],
)
async def test_a_command_answers_in_a_sentence(dialog: Make, command: str, said: str) -> None:
    assert said in await dialog().says(command)


async def test_help_in_arabic_names_what_is_to_be_put_in_arabic(dialog: Make) -> None:
    answer = await dialog().says("/lang ar", "/help")
    assert "/ask [--all] سؤال" in answer
    assert not re.search(r"\b(?:LINKS|QUESTION|NAME|TEXT|FEED|ROLE|HOURS)\b", answer)


async def test_status_in_arabic_has_no_word_of_the_configuration(dialog: Make) -> None:
    answer = await dialog().says("/lang ar", "/status")
    assert "اللغات: العربية؛ الطول: كامل" in answer


async def test_status_tells_of_the_model_and_the_choices(dialog: Make) -> None:
    answer = await dialog().says("/lang en", "/status")
    assert "Model: none" in answer
    assert "Languages: English; length: full" in answer


async def test_a_chat_that_chose_arabic_is_answered_in_arabic(dialog: Make) -> None:
    assert "النموذج اللغوي: لا شيء" in await dialog().says("/lang ar", "/status")


async def test_add_takes_files_too(dialog: Make, web: Web, tmp_path: Path) -> None:
    more = tmp_path / "more.html"
    more.write_text(BRIDGE_TOO, "utf-8")
    answer = await dialog().says(web.page("/a", BRIDGE), f"/add {more}", "/sources")
    assert "Selmar bridge reopens" in answer.rsplit("a1", 1)[1]
    assert "Trams may return" in answer.rsplit("a2", 1)[1]


async def test_forget_deletes_the_chat(dialog: Make, web: Web) -> None:
    talk = dialog()
    await talk.says(web.page("/a", BRIDGE), "/lang en")
    assert "Everything of this chat is deleted." in await talk.says("/forget yes")
    assert "There is no brief in this chat yet." in await talk.says("/sources")
    assert "Languages: Arabic, English" in await talk.says("/status")


async def test_check_marks_what_no_source_supports(dialog: Make, web: Web) -> None:
    talk = dialog()
    await talk.says(web.page("/a", BRIDGE))
    answer = await talk.says("/check The bridge was built in 1913. It reopened on Monday.")
    assert "✗ The bridge was built in 1913." in answer
    assert "○ It reopened on Monday." in answer
    assert "○ nothing found against it, not judged: 1" in answer


HARVEST = """<html><head><title>Frost ruins the Dorn orchards</title></head><body><article>
<h1>Frost ruins the Dorn orchards</h1>
<p>A late frost has ruined four fifths of the apple harvest in the Dorn valley, growers said.</p>
<p>Aron Vesely, who chairs the growers' union, asked the government for 60 million crowns.</p>
<p>The valley last lost a harvest in 1997, when hail fell for three days in August.</p>
</article></body></html>"""


@pytest.mark.parametrize(
    ("asked", "mark", "head"),
    [
        ("/check The bridge was built in 1931.", "✗", "By the sources of the brief “Frost ruins"),
        ("/check brief 2: The bridge was built in 1931.", "○", "of the brief “Selmar bridge"),
        ("/دقق موجز ٢ بُني الجسر عام 1931.", "○", "بمصادر الموجز «Selmar"),
        ("/ask brief 2 When was the bridge built?", "The bridge was built in 1931", "[1]"),
        ("/ask brief 7 When was the bridge built?", "There is no such brief here", "2. Selmar"),
    ],
)
async def test_of_two_stories_one_is_named(
    dialog: Make, web: Web, asked: str, mark: str, head: str
) -> None:
    talk = dialog()
    await talk.says(web.page("/a", BRIDGE))
    await talk.says(web.page("/b", HARVEST))
    answer = " ".join(re.sub("[│\u2066-\u2069]", "", await talk.says(asked)).split())
    assert mark in answer
    assert head in answer


async def test_arabic_speakers_are_answered_in_arabic(dialog: Make) -> None:
    answer = await dialog(brief={"interface": "ar"}).says("/help", "/cancel")
    assert "أوقف ما هو قيد الإعداد هنا" in answer
    assert "لا شيء قيد الإعداد هنا." in answer


async def test_a_chat_chooses_how_long_things_are_kept(dialog: Make) -> None:
    talk = dialog(store={"keep_days": 90})
    assert "when they are 90 days old" in await talk.says("/keep")
    assert "when they are 30 days old" in await talk.says("/keep 30 days")
    assert "when they are 30 days old" in await talk.says("/keep")
    assert "until somebody sends /forget" in await talk.says("/keep forever")
    usage = await talk.says("/keep until the moon falls")
    assert "until somebody sends /forget" in usage
    assert "/keep 6 months" in usage


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("/مساعدة", "ما يمكنك إرساله"),
        ("/المصدر ٣", "لا موجز في هذه المحادثة بعد"),
        ("/نشرة قائمة", "لا نشرة في هذه المحادثة بعد"),
        ("/اسال", "اكتب السؤال بعد الأمر"),
        ("/lang عربي", "من الآن: العربية."),
        ("/lang english", "From now on: English."),
        ("/لغة إنجليزي", "From now on: English."),
        ("/lang كلاهما", "من الآن: اللغتان."),
        ("/length قصير", "من الآن تأتي الموجزات قصيرة."),
    ],
)
async def test_commands_and_their_words_have_arabic_names(
    dialog: Make, command: str, said: str
) -> None:
    assert said in await dialog().says(command)


def test_no_two_commands_share_a_name() -> None:
    names = [folded(n) for c in table().values() for n in (c.name, *c.also)]
    assert len(names) == len(set(names))
    assert all(command.also for command in table().values())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("/soruce 3", "/source"), ("/hlep", "/help"), ("/مسعادة", "/مساعدة")],
)
async def test_a_misspelt_command_is_told_what_it_may_be(
    dialog: Make, typed: str, meant: str
) -> None:
    assert meant in _plain(await dialog().says(typed))


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("/keep banana", "I did not understand “banana”"),
        ("/keep 5 minutes", "I did not understand “5 minutes”"),
        ("/unfollow 1", "This chat follows no feeds yet."),
        ("/errors", "There is nothing here that could not be done."),
    ],
)
async def test_what_was_not_understood_is_named(dialog: Make, command: str, said: str) -> None:
    assert said in _plain(await dialog().says(command))


async def test_a_number_too_high_is_told_with_the_command_that_was_typed(
    dialog: Make, web: Web
) -> None:
    assert "/why 1 to /why" in _plain(await dialog().says(web.page("/a", BRIDGE), "/why 99"))


@pytest.mark.parametrize(
    ("command", "said", "head"),
    [
        ("/lang ar", "من الآن: العربية.", "\nعن هذا الموجز\n"),
        ("/length short", "From now on briefs are short.", "\nSources\n"),
    ],
)
async def test_a_choice_is_confirmed_beside_the_brief(
    dialog: Make, web: Web, command: str, said: str, head: str
) -> None:
    talk = dialog()
    await talk.says(web.page("/a", BRIDGE))
    answer = await talk.says(command)
    assert said in answer
    assert head in answer


def _plain(answer: str) -> str:
    return re.sub("[\u2066-\u2069\u200e]", "", answer)


async def test_the_same_digest_twice_is_refused_with_the_number_of_the_first(dialog: Make) -> None:
    talk = dialog()
    await talk.says("/digest add 07:00 Asia/Riyadh", "/digest add 08:00 Asia/Riyadh trade")
    assert "it is number 2" in await talk.says("/digest add 08:00 Asia/Riyadh trade")
    assert "3." not in await talk.says("/digest list")


async def test_a_digest_without_a_place_says_whose_clock_it_goes_by(dialog: Make) -> None:
    said = _plain(await dialog().says("/digest add 08:00"))
    assert "Its times are in UTC." in said


async def test_a_wrong_time_is_told_to_the_person_and_not_to_the_log(
    dialog: Make, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "25:00" in await dialog().says("/digest add 25:00")
    assert "message failed" not in "".join(capsys.readouterr())


class Screen(io.StringIO):
    """A terminal's screen, or its keyboard."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "This is a temporary file: copy it to keep it."), ("ar", "هذا ملف مؤقت:")],
)
async def test_a_page_that_a_person_is_given_is_said_to_be_temporary(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, told: str
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    async def settled(chat: Chat) -> None: ...

    async def keep(ids: tuple[str, ...]) -> None: ...

    services: Any = SimpleNamespace(interface="en", settled=settled)
    trail: Any = SimpleNamespace(ids=(), keep=keep)
    screen = Screen()
    post = replace(plain_post(["A page."], language), file=Attachment("a.html", "text/html", "<p>"))
    await Terminal(Screen(), screen, services, 80).send(Place(CHAT), post, trail)
    assert told in screen.getvalue().split("a.html\n")[1]
