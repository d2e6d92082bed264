"""The conversation of `isnad setup`, whoever asks and tries: a terminal, a test. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeAlias

from bot.config.places import holds
from bot.model import Note
from bot.setup.steps import KEEP, NONE, STEPS, Answers, Choice, Given, Question, Step, choice_of


class Talk(Protocol):
    """Who asks. What is asked and told are keys of texts, said in the language chosen."""

    language: str

    def tell(self, note: Note) -> None:
        """Say something."""

    def choose(self, note: Note, options: Sequence[Note], default: int) -> int:
        """Return the index of the option that was chosen."""

    def ask(self, note: Note, default: str, *, secret: bool, optional: bool) -> str:
        """Return one line, not empty unless ``optional``."""


Try: TypeAlias = Callable[[Step, Answers], Note]
"""Tries a step's answer with the service: what answered; raises ``FailedError``."""

Keep: TypeAlias = Callable[[Answers], None]
"""Keeps what was answered so far, for whoever is interrupted."""


class FailedError(Exception):
    """A service did not take an answer; ``note`` says why in people's words."""

    def __init__(self, note: Note) -> None:
        super().__init__(note.key)
        self.note = note


@dataclass(frozen=True, slots=True)
class Walk:
    """One way through all steps; ``before`` are the settings that stand."""

    talk: Talk
    tried: Try
    keep: Keep
    before: Mapping[str, Any]

    def through(self, answers: Answers) -> Answers:
        """Ask every step that is not answered; return all answers."""
        for step in STEPS:
            if step.name not in answers and _asked(step, answers):
                answers = {**answers, step.name: self._step(step, answers)}
                self.keep(answers)
            if step.name == "language":
                self.talk.language = answers[step.name].choice
        return answers

    def _step(self, step: Step, answers: Answers) -> Given:
        """Ask until the service takes it, or it is to be left out or kept untried."""
        chosen = self._chosen(step)
        values: Mapping[str, str] = {}
        while True:
            values = {q.name: self._ask(step, q, values) for q in chosen.questions}
            given = Given(chosen.name, values)
            if not values:
                return given
            try:
                told = self.tried(step, {**answers, step.name: given})
            except FailedError as error:
                self.talk.tell(error.note)
                decided = self._decide(given)
                if decided is not None:
                    return decided
            else:
                self.talk.tell(told)
                return given

    def _decide(self, given: Given) -> Given | None:
        """Return what stands after a failure, ``None`` to be asked again."""
        options = (Note("setup.again"), Note("setup.skip"), Note("setup.anyway"))
        chosen = self.talk.choose(Note("setup.what_now"), options, 0)
        return (None, Given(NONE), given)[chosen]

    def _chosen(self, step: Step) -> Choice:
        choices = self._choices(step)
        names = [Note(_key(step, choice.name)) for choice in choices]
        usual = next((n for n, c in enumerate(choices) if c.name == self.talk.language), 0)
        chosen = choices[self.talk.choose(Note(f"setup.{step.name}.ask"), names, usual)]
        if chosen.told:
            self.talk.tell(Note(f"setup.{step.name}.how_{chosen.name}"))
        return chosen

    def _choices(self, step: Step) -> tuple[Choice, ...]:
        """Return a step's choices; what is configured is kept first of all, and not taken away."""
        if not any(holds(self.before, keys) for keys in step.keys):
            return step.choices
        return (Choice(KEEP), *(c for c in step.choices if c.name not in {NONE, "sqlite"}))

    def _ask(self, step: Step, question: Question, before: Mapping[str, str]) -> str:
        """Ask for one line; what was said before a failure is offered again, if it may be shown."""
        note = Note(f"setup.{step.name}.{question.name}")
        said = "" if question.secret else before.get(question.name, "")
        given = self.talk.ask(
            note, said or question.default, secret=question.secret, optional=question.optional
        )
        return given.strip()


def _asked(step: Step, answers: Answers) -> bool:
    """Whether a step makes sense after what was answered."""
    connected = {name for name, given in answers.items() if given.values or given.choice == KEEP}
    return not step.after or bool(connected & set(step.after))


def _key(step: Step, choice: str) -> str:
    return "setup.keep" if choice == KEEP else f"setup.{step.name}.{choice}"


def known(answers: Answers) -> Answers:
    """Return those answers that a step still takes: they may be of an older Isnad."""
    steps = {step.name: step for step in STEPS}
    return {
        name: replace(given)
        for name, given in answers.items()
        if name in steps
        and (given.choice in {KEEP, NONE} or choice_of(steps[name], given.choice) is not None)
    }
