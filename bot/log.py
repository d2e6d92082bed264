"""What Isnad tells its operator: events on standard error, without secrets and without texts.

A record is an event and its values ("brief posted", claims=12), not prose. Whatever is bound
with ``structlog.contextvars`` (one id for each message) is in every record of that work. On a
terminal records are lines to read, elsewhere one JSON object a line. Libraries' own records
take the same way, so nothing gets around the redaction.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Iterable, Mapping
from typing import Any, TextIO
from urllib.parse import quote

import structlog
from structlog.typing import EventDict, Processor

REDACTED = "[redacted]"

OURS = ("bot", "adapters", "prompts")
"""Whose records the level is about. Libraries are heard from warnings on: at lower levels they
tell whole URLs (Telegram's hold the token), requests and what people wrote."""

QUIET = ("httpcore", "httpcore2", "httpx", "httpx2", "openai", "sqlalchemy")
"""Libraries that a variable of the environment could make talk; here none can."""

_SHORTEST = 6  # a shorter "secret" would blot out ordinary words

_SECRET_NAME = re.compile(
    r"(?i)(?:^|[_-])(?:api_?key|token|secret|passw(?:or)?d|authorization|cookie|signature)$"
)

# what looks like a secret wherever it stands; the groups named "keep" stay
_SECRET_LOOKS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b(?:sk|pk|rk)-(?=[A-Za-z_-]*\d)[\w-]{12,}",  # OpenAI and those who follow it
        r"\bx(?:ox[a-z]|app)[.-][A-Za-z0-9.-]{8,}",  # Slack
        r"(?<!\d)\d{6,12}(?::|%3[Aa])[A-Za-z0-9_-]{30,}",  # Telegram
        r"\b(?:AKIA[0-9A-Z]{16}|AIza[\w-]{30,}|gh[opsru]_\w{30,}|(?:hf|gsk)_\w{20,})",
        r"\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*",  # JSON web tokens
        r"(?P<keep>(?i:\b(?:bearer|basic)\s+))(?=\S*\d)[\w.~+/=-]{8,}",
        r"(?P<keep>://)[^/\s:@\"']*:[^/\s@\"']+(?=@)",  # user and password of a URL
        r"(?P<keep>(?i:[?&](?:api[_-]?key|key|token|access_token|secret|sig|signature|"
        r"password|auth)=))[^&\s#\"'\\]+",  # not the backslash that JSON puts before a quote
        r"(?P<keep>(?i:\b(?:api[_-]?key|authorization|password|secret|token)"
        r"[\"']?\s*[:=]\s*[\"']?))[^\s\"',}\\]{6,}",
    )
)


def setup(
    level: str,
    secrets: Iterable[str] = (),
    stream: TextIO | None = None,
    as_json: bool | None = None,
) -> None:
    """Send our records of at least ``level`` to ``stream``, standard error unless given.

    ``secrets`` are the configured ones; they, and all that looks like one, are blotted out of
    the finished line, tracebacks included. ``as_json`` is decided by the stream unless given.
    A log that cannot be written stops nothing.
    """
    stream = stream or sys.stderr
    as_json = not stream.isatty() if as_json is None else as_json
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _hide_by_name,
    ]
    handler = _Handler(stream)
    handler.setFormatter(
        _Redacting(
            Redactor(secrets),
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *_rendering(as_json, stream.isatty()),
            ],
            foreign_pre_chain=shared,
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [h for h in root.handlers if not isinstance(h, _Handler)] + [handler]
    least = logging.getLevelNamesMapping()[level.upper()]
    root.setLevel(max(logging.WARNING, least))
    for name in OURS:
        logging.getLogger(name).setLevel(least)
    for name in QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, least))
    logging.raiseExceptions = False  # a full disk under the log is not a reason to stop
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )


class Redactor:
    """Blots secrets out of text: those it was told, and whatever looks like one."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        told = {form for secret in secrets for form in _forms(secret) if len(secret) >= _SHORTEST}
        longest_first = sorted(told, key=len, reverse=True)
        self._told = re.compile("|".join(map(re.escape, longest_first))) if told else None

    def __call__(self, text: str) -> str:
        """Return ``text`` without secrets."""
        if self._told:
            text = self._told.sub(REDACTED, text)
        for looks in _SECRET_LOOKS:
            text = looks.sub(_blot, text)
        return text


class _Handler(logging.StreamHandler[TextIO]):
    """Ours, so that a second set-up replaces it and leaves others alone."""


def _forms(secret: str) -> set[str]:
    """The ways in which a secret is written: plain, in a URL, in ``repr``, in JSON."""
    in_json = (json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1])
    return {secret, quote(secret, safe=""), quote(secret), repr(secret)[1:-1], *in_json}


def _blot(match: re.Match[str]) -> str:
    return (match.groupdict().get("keep") or "") + REDACTED


def _hide_by_name(logger: object, method: str, event: EventDict) -> EventDict:
    """Hide values whose name says that they are secret, also inside mappings."""
    return {key: _hidden(key, value) for key, value in event.items()}


def _hidden(key: object, value: Any) -> Any:
    if isinstance(value, Mapping):
        return {k: _hidden(k, v) for k, v in value.items()}
    secret = isinstance(key, str) and _SECRET_NAME.search(key)
    return REDACTED if secret and value not in (None, "") else value


def _rendering(as_json: bool, colors: bool) -> list[Processor]:
    if as_json:
        return [
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
        ]
    # plain tracebacks: the others show local variables, and those are people's texts
    return [
        structlog.dev.ConsoleRenderer(
            colors=colors, exception_formatter=structlog.dev.plain_traceback
        )
    ]


class _Redacting(structlog.stdlib.ProcessorFormatter):
    """Redacts the finished line: nothing that is added to it later gets around that."""

    def __init__(self, redact: Redactor, **options: Any) -> None:
        super().__init__(**options)
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as one redacted text."""
        return self._redact(super().format(record))
