"""Interviews, lists, features, parties: what kinds of pages and speakers ask of a brief."""

from collections.abc import Callable

from bot.extract.drafting import draft
from bot.extract.headlines import headline
from bot.model import Article, Claim, Section, Story

Make = Callable[..., Article]


def claims(story: Story, language: str) -> tuple[Claim, ...]:
    return draft(story, (language,)).claims


def with_part(story: Story, language: str, part: str) -> Claim:
    """Return the claim that has ``part`` in its text."""
    found = [c for c in claims(story, language) if part in (c.text[language] or "")]
    assert found, f"no claim has {part!r}"
    return found[0]


def speaker(claim: Claim) -> str | None:
    return claim.speaker.surface if claim.speaker else None


def test_an_answer_is_the_words_of_whom_the_interview_names(article: Make) -> None:
    story = Story(
        (
            article(
                "a1",
                "مديرة الميناء: لن نغلق الرصيف القديم",
                [
                    "في أول حوار لها منذ العاصفة، تتحدث مديرة الميناء سعاد المرسي عن الرصيف.",
                    "س: متى يعود العمل في الرصيف القديم؟",
                    "ج: يعود العمل في الرصيف القديم خلال شهرين، بعد تدعيم 40 عمودا من أعمدته.",
                    "س: وماذا عن الصيادين؟",
                    "ج: خصصنا للصيادين 12 مرسى قرب الرصيف القديم إلى أن تنتهي الأعمال.",
                ],
                "ar",
            ),
        )
    )
    answer = with_part(story, "ar", "40 عمودا")
    assert (answer.text["ar"] or "").startswith("يعود العمل")
    assert speaker(answer) == "مديرة الميناء سعاد المرسي"
    assert [c.paragraph for c in answer.citations] == ["a1.p3", "a1.p1"]
    assert not [c for c in claims(story, "ar") if "تتحدث" in (c.text["ar"] or "")]


def test_questions_and_answers_of_an_outlet_itself_are_nobodys_words(article: Make) -> None:
    story = Story(
        (
            article(
                "a1",
                "The ferry strike: your questions",
                [
                    "The ferries between Harrowgate and Quill Island stopped on Monday morning.",
                    "Q: When will the ferries run again?",
                    "A: The ferries between Harrowgate and Quill Island are to run from Friday.",
                    "Q: Are tickets paid back?",
                    "A: Tickets for the ferries to Quill Island are paid back until 4 June.",
                ],
            ),
        )
    )
    answer = with_part(story, "en", "from Friday")
    assert (answer.text["en"] or "").startswith("The ferries")
    assert speaker(answer) is None


def test_the_numbers_of_a_list_are_left_out(article: Make) -> None:
    story = Story(
        (
            article(
                "a1",
                "Four facts about the ferry strike",
                [
                    "1. The ferry strike stopped all 14 boats to Quill Island on Monday.",
                    "2. The ferry strike is the third on the route to Quill Island since 2019.",
                    "3. Hotels on Quill Island lost 900 guests to the ferry strike in a week.",
                    "4. The ferry strike ends on Friday unless the crews vote again.",
                ],
            ),
        )
    )
    texts = [c.text["en"] or "" for c in claims(story, "en")]
    assert texts
    assert not [text for text in texts if text[:1].isdigit()]


def test_a_scene_is_not_the_news(article: Make) -> None:
    story = Story(
        (
            article(
                "a1",
                "The island that waits for its ferry",
                [
                    "Before sunrise Mira Tolland carried eleven crates of bread down to the pier.",
                    "The gulls were the only ones who came to look at her bread that morning.",
                    "All ferries to Quill Island stopped on Monday after crews voted to strike "
                    "over a pay cut of four percent.",
                    "Shopkeepers on the island said their shelves would be empty by Thursday.",
                ],
            ),
            article(
                "a2",
                "Ferry crews strike over pay cut",
                [
                    "Crews of the ferries to Quill Island began a strike on Monday over a pay cut "
                    "of four percent, the ferry company said.",
                    "The company offered to halve the pay cut if the ferries ran again by Friday.",
                    "Quill Island has 2,100 people and one doctor.",
                ],
            ),
        )
    )
    texts = [c.text["en"] or "" for c in claims(story, "en")]
    assert not [text for text in texts if "bread" in text]
    assert [text for text in texts if "four percent" in text]


def test_two_outlets_own_reports_of_the_news_are_one_claim(article: Make) -> None:
    story = Story(
        (
            article(
                "a1",
                "Ferry to Quill Island runs aground",
                [
                    "A ferry with 212 passengers ran aground off Quill Island on Sunday night "
                    "after its steering failed in heavy fog.",
                    "Nobody was hurt, and tugs pulled the boat free at high tide.",
                ],
            ),
            article(
                "a2",
                "Passengers rescued from ferry",
                [
                    "Some 212 passengers were stuck off Quill Island on Sunday night when their "
                    "ferry ran aground in fog.",
                    "The harbour office has opened an inquiry into the steering of the boat.",
                ],
            ),
        )
    )
    texts = [c.text["en"] or "" for c in claims(story, "en")]
    assert sum("aground" in text for text in texts) == 1


def test_what_a_party_plans_is_its_answer_to_the_news(article: Make) -> None:
    story = Story(
        (
            article(
                "a1",
                "بلدية المرج ترفع رسوم السوق",
                [
                    "رفعت بلدية المرج، الأحد، رسوم السوق القديم عشرة بالمئة لترميم سقفه الخشبي.",
                    "وقالت البلدية إن الرسوم الجديدة ستطبق مطلع الشهر المقبل على 300 متجر.",
                    "وقالت نقابة الباعة إنها ستضرب يوم الخميس المقبل وستطعن في رسوم السوق.",
                    "ويعود بناء السوق القديم إلى عام 1894.",
                ],
                "ar",
            ),
        )
    )
    assert with_part(story, "ar", "300 متجر").section is Section.ANNOUNCEMENT
    assert with_part(story, "ar", "ستضرب").section is Section.REACTIONS


def test_a_party_whose_news_it_is_announces(article: Make) -> None:
    story = Story(
        (
            article(
                "a1",
                "نقابة الباعة تعلن إضرابا",
                [
                    "أعلنت نقابة الباعة، الأحد، إضرابا ليوم واحد احتجاجا على رسوم السوق القديم.",
                    "وقالت نقابة الباعة إن الإضراب سيبدأ فجر الخميس ويشمل 300 متجر.",
                ],
                "ar",
            ),
            article(
                "a2",
                "إضراب نقابة الباعة الخميس",
                [
                    "قررت نقابة الباعة الإضراب يوم الخميس احتجاجا على رسوم السوق القديم.",
                    "ويعود بناء السوق القديم إلى عام 1894.",
                ],
                "ar",
            ),
        )
    )
    assert with_part(story, "ar", "300 متجر").section is Section.ANNOUNCEMENT


def test_they_are_the_group_of_the_sentence_before(article: Make) -> None:
    story = Story(
        (
            article(
                "a1",
                "Harrowgate ferry owner jailed",
                [
                    "A court in Harrowgate on Monday jailed ferry owner Bram Oster for four years.",
                    "“My client never steered that ferry,” his lawyer, Ada Quill, told the court.",
                    "Prosecutors had sought eight years for the ferry owner. They said on Monday "
                    "that they would read the ruling on the ferry before they appeal.",
                ],
            ),
        )
    )
    assert speaker(with_part(story, "en", "They said")) == "Prosecutors"


def test_who_is_introduced_in_the_sentence_before_speaks(article: Make) -> None:
    story = Story(
        (
            article(
                "a1",
                "Council knew of ferry fault",
                [
                    "Harrowgate council knew in May that the ferry to Quill Island was unsafe.",
                    "Mayor Ada Quill said on Monday: “We were told of a fault in the ferry.”",
                    "Opposition councillor Bram Oster disagreed. “The letter on the ferry could "
                    "not have been clearer,” he said.",
                ],
            ),
        )
    )
    assert speaker(with_part(story, "en", "clearer")) == "Opposition councillor Bram Oster"


def test_a_title_that_tells_its_kind_gives_way(article: Make) -> None:
    texts = ["Crews of the ferries to Quill Island began a strike on Monday over pay."]
    first = article("a1", "Ferry strike: five things to know about Quill Island", texts)
    second = article("a2", "Ferry crews strike", texts)
    assert headline([first, second], texts) == "Ferry crews strike"


def test_years_counted_back_are_background(article: Make) -> None:
    story = Story(
        (
            article(
                "a1",
                "بلدية المرج تغلق السوق القديم",
                [
                    "قررت بلدية المرج، الأحد، إغلاق السوق القديم ستة أسابيع لترميم سقفه الخشبي.",
                    "وقالت البلدية إن أعمال الترميم في السوق القديم ستبدأ من البوابة الشرقية.",
                    "وانتقد التجار في السوق القديم موعد الإغلاق.",
                    "وزار السوق القديم قبل عشر سنوات وفد من خبراء الترميم وأوصى بإغلاقه.",
                ],
                "ar",
            ),
        )
    )
    assert with_part(story, "ar", "عشر سنوات").section is Section.BACKGROUND


def test_whose_lawyer_speaks_stands_in_the_sentence_before(article: Make) -> None:
    story = Story(
        (
            article(
                "a1",
                "السجن لصاحب العبارة",
                [
                    "قضت محكمة المرج، الأحد، بسجن صاحب العبارة سالم داود أربع سنوات بعد غرقها.",
                    "ونفى سالم داود تهمة الإهمال في صيانة العبارة.",
                    "وقال محاميه نبيل الحاج إن العبارة غرقت بسبب العاصفة وحدها.",
                    "وغرقت العبارة عام 2021 وعلى متنها 40 راكبا.",
                ],
                "ar",
            ),
        )
    )
    text = with_part(story, "ar", "وقال محاميه").text["ar"] or ""
    assert text.startswith("نفى سالم داود")
