"""Models for tests: an OpenAI-compatible server on loopback, and a model in process.

Both are told what to answer with the same verbs and keep the same ledger:

    async with FakeLLM() as llm:
        llm.fails(500).says({"claims": []})
        model = OpenAIModel(base_url=llm.base_url, api_key="sk-test", model="fake")
        ...
        assert len(llm.calls) == 2

What was said is answered in turn, the last one for ever.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self, TypeAlias

from bot.errors import ModelTimeoutError
from bot.llm.faults import Rejection, fault
from bot.llm.reading import read_completion
from bot.ports import Reply
from bot.testing.web import Answer, Hit, Web

Said: TypeAlias = dict[str, Any] | str


@dataclass(frozen=True, slots=True)
class Call:
    """A question as it arrived. ``body`` is the request (empty for the model in process)."""

    system: str
    user: str  # the one user message: sources first, task last
    schema: dict[str, Any] | None  # where an endpoint was asked to enforce one
    label: str = ""
    body: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """The sha256 of the messages, which recordings are found by."""
        messages = self.body.get("messages") or _messages(self.system, self.user)
        whole = json.dumps(messages, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(whole.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Response:
    """What goes over the wire: a status and a body, or (``None``) nothing, for ever."""

    status: int
    body: bytes | None
    headers: Mapping[str, str] = field(default_factory=dict)


Step: TypeAlias = Callable[[Call], Response]
USAGE: Final = {
    "prompt_tokens": 1200,
    "completion_tokens": 300,
    "total_tokens": 1500,
    "prompt_tokens_details": {"cached_tokens": 1024},
}


class Script:
    """What a fake model answers, in turn; every verb returns the script, so that they chain."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.usage: Mapping[str, Any] | None = USAGE
        self._steps: list[Step] = []

    def says(self, said: Said, **choice: object) -> Self:
        """Answer with this object, or this very text; ``choice`` changes the choice around it."""
        return self._then(lambda call: self.completion(said, **choice))

    def answers(self, answer: Callable[[Call], Said]) -> Self:
        """Answer each question with what ``answer`` makes of it."""
        return self._then(lambda call: self.completion(answer(call)))

    def fails(self, status: int, body: Said = "", **headers: str) -> Self:
        """Answer with an error; ``retry_after="2"`` becomes the header Retry-After."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        raw = body if isinstance(body, str) else json.dumps(body)
        return self._then(lambda call: Response(status, raw.encode(), named))

    def hangs(self) -> Self:
        """Accept the question and never answer."""
        return self._then(lambda call: Response(200, None))

    def truncates(self, said: Said = '{"claims": [{"text": "half a cl') -> Self:
        """Answer with the beginning of something, as when the output limit is reached."""
        return self.says(said, finish_reason="length")

    def refuses(self, words: str = "I cannot help with that.") -> Self:
        """Refuse."""
        return self.says("", message={"role": "assistant", "content": None, "refusal": words})

    def filters(self) -> Self:
        """Stop in the middle because a filter in the endpoint does not like it."""
        return self.says('{"claims": [', finish_reason="content_filter")

    def responds(self, body: bytes) -> Self:
        """Answer with these bytes instead of a completion, with status 200."""
        return self._then(lambda call: Response(200, body))

    def replay(self, folder: Path) -> Self:
        """Answer from recordings, ``NNN.request.json`` and ``NNN.response.txt``, by the messages.

        A question without a recording is answered with status 501.
        """
        stored = dict(_recordings(folder))

        def step(call: Call) -> Response:
            text = stored.get(call.digest)
            return self.completion(text) if text is not None else Response(501, b"no recording")

        return self._then(step)

    def completion(self, said: Said, **choice: object) -> Response:
        """Build the response around an answer."""
        content = said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)
        message = {"role": "assistant", "content": content}
        whole = {
            "id": f"chatcmpl-{len(self.calls)}",
            "object": "chat.completion",
            "created": 1_700_000_000 + len(self.calls),
            "model": "fake-1",
            "choices": [{"index": 0, "finish_reason": "stop", "message": message} | choice],
        }
        if self.usage is not None:
            whole["usage"] = self.usage
        return Response(200, json.dumps(whole, ensure_ascii=False).encode("utf-8", "surrogatepass"))

    def respond(self, call: Call) -> Response:
        """Note a question and take the next step."""
        self.calls.append(call)
        if not self._steps:
            return Response(500, b"the fake model was told nothing to say")
        step = self._steps.pop(0) if len(self._steps) > 1 else self._steps[0]
        return step(call)

    def _then(self, step: Step) -> Self:
        self._steps.append(step)
        return self


class FakeLLM(Script):
    """An OpenAI-compatible server on loopback; an async context manager.

    ``latency`` are the seconds that an answer takes.
    """

    def __init__(self, latency: float = 0.0) -> None:
        super().__init__()
        self.latency = latency
        self._web = Web()
        self._web.answer("/v1/chat/completions", self._complete)

    async def __aenter__(self) -> Self:
        """Start to listen."""
        await self._web.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop."""
        await self._web.__aexit__(kind, error, trace)

    @property
    def silence(self) -> float:
        """Seconds that pass at once where no answer is given, or only bit by bit."""
        return self._web.silence

    @silence.setter
    def silence(self, seconds: float) -> None:
        self._web.silence = seconds

    @property
    def base_url(self) -> str:
        """What goes into ``[llm] base_url``."""
        return self._web.url("/v1")

    def drips(self, every: float = 0.02) -> Self:
        """Answer with one space now and then, for ever."""
        return self._then(lambda call: Response(200, None, {"drip": str(every)}))

    def _complete(self, hit: Hit) -> Answer:
        response = self.respond(_call(hit))
        if response.body is None:
            drip = response.headers.get("drip")
            if drip is None:
                return Answer(raw=b"", hang=True)
            return Answer(body=b" " * 100_000, length=None, drip=float(drip))
        headers = [("Content-Type", "application/json"), *response.headers.items()]
        return Answer(response.status, headers, response.body, after=self.latency)


class ScriptedModel(Script):
    """The ``Model`` seam without a network: as fast as a function call."""

    def __init__(self, name: str = "fake-1") -> None:
        super().__init__()
        self.name = name

    async def ask(
        self, system: str, user: Sequence[str], schema: dict[str, Any], label: str
    ) -> Reply:
        """Answer what the script says next, or raise the error that it amounts to."""
        response = self.respond(Call(system, "\n\n".join(user), schema, label))
        if response.body is None:
            raise ModelTimeoutError(seconds=0)
        if response.status != 200:
            raise fault(Rejection.read(response.status, response.body, response.headers))
        return read_completion(response.body, self.name)


def _call(hit: Hit) -> Call:
    body = json.loads(hit.body)
    said = {message["role"]: message["content"] for message in body["messages"]}
    form = body.get("response_format") or {}
    schema = (form.get("json_schema") or {}).get("schema")
    return Call(said.get("system", ""), said["user"], schema, "", body, hit.headers)


def _messages(system: str, user: str) -> list[dict[str, str]]:
    return [{"role": "system", "content": system}, {"role": "user", "content": user}]


def _recordings(folder: Path) -> list[tuple[str, str]]:
    found = []
    for request in sorted(folder.glob("*.request.json")):
        response = request.with_name(request.name.replace("request.json", "response.txt"))
        if response.exists():
            body = json.loads(request.read_text("utf-8"))
            found.append((Call("", "", None, body=body).digest, response.read_text("utf-8")))
    return found
