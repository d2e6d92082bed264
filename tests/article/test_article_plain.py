"""Text files and pasted text: the title, what frames the text, and the text."""

import base64
from datetime import date

import pytest

from bot.article.reading import read
from bot.model import Article, Completeness, ParagraphKind, ProblemKind, Published
from bot.testing.pages import ARABIC, ENGLISH, NOW

TITLE = "مجلس مرسى النور يوافق على ترميم الجسر القديم"


def got(text: str, name: str = "story.txt", header: str | None = None) -> Article:
    found = read(text.encode(), name, header, NOW).article
    assert found is not None
    return found


def texts(found: Article) -> list[str]:
    return [p.text for p in found.paragraphs]


def test_a_short_first_line_is_the_title() -> None:
    found = got("\n".join([TITLE, *ARABIC]))
    assert (found.title, texts(found)) == (TITLE, [*ARABIC])


def test_blank_lines_and_spaces_do_not_count() -> None:
    assert texts(got(f"\n\n{TITLE}\r\n\r\n  " + " \n\n\n ".join(ARABIC))) == [*ARABIC]


def test_without_a_title_there_is_none() -> None:
    found = got("\n\n".join(ENGLISH))
    assert (found.title, texts(found)) == ("", [*ENGLISH])


def test_nothing_is_invented() -> None:
    found = got("\n".join([TITLE, *ARABIC]))
    assert (found.outlet, found.author, found.published, found.canonical) == ("", None, None, "")


def test_a_title_that_comes_twice_is_the_title() -> None:
    found = got("\n\n".join(["Town", TITLE, TITLE, *ARABIC]))
    assert (found.title, texts(found)) == (TITLE, [*ARABIC])


def test_the_frame_before_the_text_is_laid_aside() -> None:
    frame = ["تقارير", "", TITLE, "", "الجمعة 07 نوفمبر 2025 - 01:34 ص", "هالة السمان"]
    frame += ["الجسر القديم", "الجسر القديم - أرشيفية", ""]
    found = got("\n".join([*frame, *ARABIC]))
    assert (found.title, found.author) == (TITLE, "هالة السمان")
    assert found.published == Published(date(2025, 11, 7))
    assert texts(found) == [*ARABIC]
    assert "الجسر القديم - أرشيفية" in found.removed


def test_a_stamp_is_cut_from_the_text_and_kept_as_the_day() -> None:
    found = got(f" date 2025-11-07 {ARABIC[0]}\n\n{ARABIC[1]}")
    assert found.published == Published(date(2025, 11, 7))
    assert texts(found) == [*ARABIC[:2]]


def test_a_stamp_with_an_age_is_no_paragraph() -> None:
    found = got(f" date 2025-11-07 منذ ساعتين\n\n{ARABIC[0]}")
    assert (found.title, texts(found)) == ("", [ARABIC[0]])


def test_a_place_line_stays_and_names_the_outlet() -> None:
    first = f"مرسى النور (النور 24)- {ARABIC[0]}"
    found = got("\n".join([first, *ARABIC[1:]]))
    assert (found.outlet, texts(found)[0]) == ("النور 24", first)


def test_an_agency_in_brackets_before_the_text_names_the_outlet() -> None:
    rest = "Nine boats were tied up in the harbour on Tuesday while the storm went on."
    found = got("(NNA) " + rest + "\n" + rest.replace("Nine", "Ten"))
    assert found.outlet == "NNA"
    assert got("(See page 4) " + rest + "\n" + rest.replace("Nine", "Ten")).outlet == ""


@pytest.mark.parametrize("line", ["المصدر / النور أون لاين", "المصدر: النور أون لاين"])
def test_a_source_line_names_the_outlet(line: str) -> None:
    found = got("\n".join([TITLE, *ARABIC, line]))
    assert (found.outlet, texts(found)) == ("النور أون لاين", [*ARABIC])


def test_short_lines_between_paragraphs_are_headings() -> None:
    found = got("\n\n".join([TITLE, ARABIC[0], "شكوك في الكلفة", *ARABIC[1:]]))
    assert found.paragraphs[1].kind is ParagraphKind.HEADING


def test_an_ad_marker_goes_and_a_declaration_stays() -> None:
    said = "صدر إعلان مشترك بعد الاجتماع يؤكد أن الجسر سيبقى مفتوحا أمام سكان المدينة."
    found = got("\n\n".join([TITLE, ARABIC[0], "إعلان", said]))
    assert texts(found) == [ARABIC[0], said]


def test_a_quoted_line_and_its_label_are_a_pull_quote() -> None:
    quote = "فحص الدعامات لم يكتمل بعد، مشيرا إلى أن الكلفة أقل من الواقع بحسب الدقاق"
    body = f"ورأى المهندس سامر الدقاق أن {quote} الذي زار الجسر مرتين هذا العام."
    found = got("\n\n".join([ARABIC[0], body, "الدقاق:", quote, ARABIC[1]]))
    assert [p.kind for p in found.paragraphs][2:4] == [ParagraphKind.QUOTE] * 2


def test_captions_in_a_row_are_laid_aside() -> None:
    captions = ["العمدة يزور الجسر", "العمال يفحصون الدعامات", "الجسر من بعيد"]
    assert texts(got("\n".join([TITLE, *ARABIC, *captions]))) == [*ARABIC]


def test_paragraphs_without_full_stops_are_kept() -> None:
    lines = [text.rstrip(".") for text in ARABIC]
    short = ["وافق المجلس على الخطة بالإجماع", "يبدأ العمل في الربيع المقبل"]
    assert texts(got("\n".join([TITLE, *lines, *short]))) == [*lines, *short]


def test_markdown_is_stripped() -> None:
    source = f"# {TITLE}\n\n**{ARABIC[0]}**\n\n## شكوك\n\n> {ARABIC[1]}\n\n---\n\n"
    source += f"- {ARABIC[2]}\n\nSee [the plan](https://x.example) of *the council*. {ENGLISH[0]}"
    found = got(source, "story.md")
    assert found.title == TITLE
    assert [p.kind for p in found.paragraphs][1] is ParagraphKind.HEADING
    assert texts(found)[:4] == [ARABIC[0], "شكوك", ARABIC[1], ARABIC[2]]
    assert texts(found)[4].startswith("See the plan of the council.")


def test_pasted_text_is_marked_as_such() -> None:
    found = got("\n".join([TITLE, *ARABIC]), "", "text/plain")
    assert (found.completeness, found.url, found.canonical) == (Completeness.PASTED, "", "")


@pytest.mark.parametrize(
    ("text", "kind"),
    [("  \n ", ProblemKind.EMPTY), ("إعلان", ProblemKind.STUB), ("hello", ProblemKind.STUB)],
)
def test_text_without_an_article_is_a_problem(text: str, kind: ProblemKind) -> None:
    found = read(text.encode(), "story.txt", None, NOW).problem
    assert found is not None
    assert found.kind is kind


def test_a_text_file_in_windows_1256_comes_out_right() -> None:
    data = "\n".join([TITLE, *ARABIC]).encode("cp1256")
    found = read(data, "story.txt", None, NOW).article
    assert found is not None
    assert texts(found) == [*ARABIC]


@pytest.mark.parametrize("name", ["story.txt", "story.html"])
def test_bytes_that_are_written_as_letters_are_no_text(name: str) -> None:
    lines = "\n".join(ENGLISH * 3)
    markup = "<html><p>{0}</p></html>" if name.endswith("html") else "{0}"
    written = base64.b64encode(lines.encode()), "\n".join(ARABIC).encode("utf-7")
    for coded in written:
        found = read(markup.format(coded.decode()).encode(), name, None, NOW).problem
        assert found is not None
        assert found.kind is ProblemKind.ENCODING
    assert got(f"{lines}\nThe key is {base64.b64encode(bytes(range(99))).decode()}.")
