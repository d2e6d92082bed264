"""The conversation of `isnad setup`, with somebody who answers from a script."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

import prompts
from bot.errors import ScheduleError
from bot.model import Note
from bot.setup.steps import STEPS, Answers, Given, Step
from bot.setup.trying import schedule
from bot.setup.walk import FailedError, Walk


@dataclass
class Scripted:
    """Chooses and says what it was told to, in turn; remembers what it was asked and told."""

    said: list[str]
    language: str = "en"
    heard: list[str] = field(default_factory=list)
    defaults: list[str] = field(default_factory=list)

    def tell(self, note: Note) -> None:
        self.heard.append(note.key)

    def choose(self, note: Note, options: Sequence[Note], default: int) -> int:
        self.heard.append(note.key)
        names = [option.key.rpartition(".")[2] for option in options]
        wanted = self._next()
        return names.index(wanted) if wanted else default

    def ask(self, note: Note, default: str, *, secret: bool, optional: bool) -> str:
        self.heard.append(note.key)
        self.defaults.append(default)
        return self._next() or default

    def _next(self) -> str:
        if not self.said:
            raise KeyboardInterrupt
        return self.said.pop(0)


def works(step: Step, answers: Answers) -> Note:
    return Note("setup.works", {"what": step.name})


def fails(*times: str) -> Callable[[Step, Answers], Note]:
    left = list(times)

    def tried(step: Step, answers: Answers) -> Note:
        if step.name in left:
            left.remove(step.name)
            raise FailedError(Note("setup.refused", {"why": "so"}))
        return works(step, answers)

    return tried


def walked(
    *said: str,
    tried: Callable[[Step, Answers], Note] = works,
    before: dict[str, Any] | None = None,
    answers: Answers | None = None,
) -> tuple[Answers, Scripted, list[Answers]]:
    talk, kept = Scripted(list(said)), list[Answers]()
    try:
        made = Walk(talk, tried, kept.append, before or {}).through(answers or {})
    except KeyboardInterrupt:
        made = kept[-1] if kept else {}
    return made, talk, kept


def test_with_nothing_but_the_enter_key_isnad_is_a_terminal_chat() -> None:
    made, talk, _ = walked("", "", "", "", "")
    assert {name: given.choice for name, given in made.items()} == {
        "language": "en",
        "model": "none",
        "telegram": "none",
        "slack": "none",
        "store": "sqlite",
    }
    assert "setup.digest.ask" not in talk.heard  # nobody would see one


def test_the_language_that_is_chosen_is_spoken_from_then_on() -> None:
    _, talk, _ = walked("ar")
    assert talk.language == "ar"


def test_an_answer_is_kept_as_soon_as_it_works() -> None:
    _, _, kept = walked("en", "openai", "sk-1", "")
    assert kept[-1]["model"] == Given("openai", {"key": "sk-1", "name": "gpt-5.6-mini"})


def test_who_comes_back_is_asked_only_what_is_left() -> None:
    before = {"language": Given("ar"), "model": Given("none"), "telegram": Given("none")}
    made, talk, _ = walked("none", "sqlite", answers=before)
    assert talk.heard == ["setup.slack.ask", "setup.store.ask"]
    assert talk.language == "ar"
    assert made["model"] == Given("none")


def test_a_failure_is_said_and_asked_again_with_what_may_be_shown() -> None:
    made, talk, _ = walked(
        *("en", "other", "http://a/v1", "sk-1", "m"),
        *("again", "", "sk-2", ""),
        tried=fails("model"),
    )
    assert "setup.refused" in talk.heard
    assert talk.defaults[3:] == ["http://a/v1", "", "m"]  # a key is not shown
    assert made["model"].values == {"address": "http://a/v1", "key": "sk-2", "name": "m"}


@pytest.mark.parametrize(
    ("decision", "kept"), [("skip", Given("none")), ("anyway", Given("bot", {"token": "1:x"}))]
)
def test_what_fails_can_be_left_out_or_kept_all_the_same(decision: str, kept: Given) -> None:
    made, _, _ = walked("en", "none", "bot", "1:x", decision, tried=fails("telegram"))
    assert made["telegram"] == kept


def test_what_is_configured_can_stay_and_is_not_taken_away() -> None:
    before = {"adapters": {"telegram": {"token": "1:x"}}, "store": {"url": "postgresql://db/i"}}
    made, _, _ = walked("en", "none", "", "", "daily", "08:00 Cairo", "", before=before)
    assert (made["telegram"].choice, made["store"].choice) == ("keep", "keep")
    assert made["digest"] == Given("daily", {"when": "08:00 Cairo"})


def test_spaces_of_a_paste_are_no_part_of_a_token() -> None:
    made, _, _ = walked("en", "none", "bot", "  1:x \t")
    assert made["telegram"].values == {"token": "1:x"}


@pytest.mark.parametrize("language", prompts.languages())
def test_every_step_choice_and_question_has_its_words(language: str) -> None:
    needed = {f"setup.{step.name}.ask" for step in STEPS}
    for step in STEPS:
        for choice in step.choices:
            needed.add(f"setup.{step.name}.{choice.name}")
            needed |= {f"setup.{step.name}.{question.name}" for question in choice.questions}
            needed |= {f"setup.{step.name}.how_{choice.name}"} if choice.told else set()
    assert needed <= prompts.keys(language)


@pytest.mark.parametrize(
    ("when", "times", "zone"),
    [
        ("08:00 Riyadh", "08:00", "Asia/Riyadh"),
        ("٠٨:٠٠ بيروت", "08:00", "Asia/Beirut"),
        ("6pm and 8am Europe/Paris", "08:00, 18:00", "Europe/Paris"),
        ("08:00 UTC", "08:00", "UTC"),
        ("08:00 weekdays Cairo trade", "08:00", "Africa/Cairo"),
    ],
)
def test_an_hour_and_a_place_make_a_digest(when: str, times: str, zone: str) -> None:
    assert schedule(when).values == {"times": times, "zone": zone}


@pytest.mark.parametrize(
    "when", ["08:00", "Riyadh", "25:00 Riyadh", "08:00 Atlantis", "soon", "  "]
)
def test_what_is_no_hour_at_a_place_is_refused(when: str) -> None:
    with pytest.raises(ScheduleError):
        schedule(when)
