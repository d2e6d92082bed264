"""What `isnad setup` asks, as data: steps, the choices of each, the questions of each choice.

Texts are found by these names: ``setup.<step>.ask``, ``setup.<step>.<choice>``,
``setup.<step>.how_<choice>`` where ``told``, ``setup.<step>.<question>``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Keys: TypeAlias = tuple[str, ...]
TELEGRAM, SLACK = ("adapters", "telegram"), ("adapters", "slack")
KEEP = "keep"  # the choice to leave a step as it is configured
NONE = "none"


@dataclass(frozen=True, slots=True)
class Question:
    """One line that is asked for; ``keys`` is the setting, empty where it is none."""

    name: str
    keys: Keys = ()
    secret: bool = False
    default: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to answer a step: what it sets, and what it asks for; ``told``: how to get that."""

    name: str
    questions: tuple[Question, ...] = ()
    sets: Mapping[Keys, str] = field(default_factory=dict)
    told: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to decide. ``keys`` are the settings that tell whether it was decided before.

    ``after``: steps of which one at least has to be connected, else this one is not asked.
    """

    name: str
    choices: tuple[Choice, ...]
    keys: tuple[Keys, ...] = ()
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """What was answered in a step: the choice, and a value for each of its questions."""

    choice: str
    values: Mapping[str, str] = field(default_factory=dict)


Answers: TypeAlias = Mapping[str, Given]
"""What was answered, by step."""

_KEY = Question("key", ("llm", "api_key"), secret=True)
_MODEL = ("llm", "model")
_ADDRESS = ("llm", "base_url")
_TOKENS = (
    Question("bot_token", (*SLACK, "bot_token"), secret=True),
    Question("app_token", (*SLACK, "app_token"), secret=True),
)

STEPS = (
    Step(
        "language",
        (
            Choice("ar", sets={("brief", "interface"): "ar"}),
            Choice("en", sets={("brief", "interface"): "en"}),
        ),
    ),
    Step(
        "model",
        (
            Choice(NONE),
            Choice(
                "openai",
                (_KEY, Question("name", _MODEL, default="gpt-5.6-mini")),
                {_ADDRESS: "https://api.openai.com/v1"},
                told=True,
            ),
            Choice(
                "ollama",
                (
                    Question("address", _ADDRESS, default="http://127.0.0.1:11434/v1"),
                    Question("name", _MODEL, default="qwen3:32b"),
                ),
                told=True,
            ),
            Choice(
                "vllm",
                (
                    Question("address", _ADDRESS, default="http://127.0.0.1:8000/v1"),
                    Question("name", _MODEL),
                ),
                told=True,
            ),
            Choice(
                "other",
                (
                    Question("address", _ADDRESS),
                    Question("key", ("llm", "api_key"), secret=True, optional=True),
                    Question("name", _MODEL),
                ),
            ),
        ),
        (_KEY.keys, _ADDRESS, _MODEL),
    ),
    Step(
        "telegram",
        (
            Choice(NONE),
            Choice("bot", (Question("token", (*TELEGRAM, "token"), secret=True),), told=True),
            Choice(
                "server",
                (
                    Question("address", (*TELEGRAM, "base_url")),
                    Question("token", (*TELEGRAM, "token"), secret=True),
                ),
                told=True,
            ),
        ),
        ((*TELEGRAM, "token"),),
    ),
    Step(
        "slack",
        (
            Choice(NONE),
            Choice("app", _TOKENS, told=True),
            Choice("server", (Question("address", (*SLACK, "base_url")), *_TOKENS), told=True),
        ),
        ((*SLACK, "bot_token"),),
    ),
    Step(
        "digest",
        (Choice(NONE), Choice("daily", (Question("when"),))),
        after=("telegram", "slack"),
    ),
    Step(
        "store",
        (
            Choice("sqlite"),
            Choice("postgres", (Question("url", ("store", "url"), secret=True),)),
        ),
        (("store", "url"),),
    ),
)


def choice_of(step: Step, name: str) -> Choice | None:
    """Return a step's choice by its name."""
    return next((choice for choice in step.choices if choice.name == name), None)


def settings(answers: Answers, *, secret: bool | None = None) -> Iterator[tuple[Keys, str]]:
    """Yield each setting that was answered, and its value; ``secret``: only those that are (not).

    What was left empty is no setting.
    """
    for step in STEPS:
        given = answers.get(step.name)
        choice = choice_of(step, given.choice) if given else None
        if given is None or choice is None:
            continue
        if secret is not True:
            yield from choice.sets.items()
        for question in choice.questions:
            value = given.values.get(question.name, "")
            if question.keys and value and secret in (None, question.secret):
                yield question.keys, value


def table(answers: Answers) -> dict[str, Any]:
    """Return what was answered as settings are nested."""
    made: dict[str, Any] = {}
    for keys, value in settings(answers):
        put(made, keys, value)
    return made


def put(into: dict[str, Any], keys: Keys, value: Any) -> None:
    """Set one value in nested tables."""
    for key in keys[:-1]:
        into = into.setdefault(key, {})
    into[keys[-1]] = value
