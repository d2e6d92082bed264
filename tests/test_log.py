import asyncio
import io
import json
import logging

import pytest
import structlog

from bot import log
from bot.log import REDACTED, Redactor

TELEGRAM = "8123456789:AAH-planted_token_planted_token_1234"
KEY = "sk-proj-PlantedPlantedPlanted1234567890"
PLAIN = 'correct horse/battery "staple"'


@pytest.fixture(autouse=True)
def undone():
    """Logging is the process's: put it back as it was."""
    names = ("", *log.OURS, *log.QUIET)
    loggers = [(logging.getLogger(n), logging.getLogger(n).level) for n in names]
    handlers, raising = logging.getLogger().handlers[:], logging.raiseExceptions
    yield
    for logger, level in loggers:
        logger.setLevel(level)
    logging.getLogger().handlers[:] = handlers
    logging.raiseExceptions = raising
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


@pytest.fixture
def out():
    return io.StringIO()


def lines(out):
    return [json.loads(line) for line in out.getvalue().splitlines()]


ours = structlog.get_logger("bot.test")


def test_a_record_is_one_json_object_with_its_values(out):
    log.setup("info", stream=out)
    ours.info("brief posted", claims=12, outlet="صحيفة")
    (record,) = lines(out)
    assert record.pop("timestamp").endswith("Z")
    assert record == {
        "event": "brief posted",
        "claims": 12,
        "outlet": "صحيفة",
        "level": "info",
        "logger": "bot.test",
    }


def test_what_is_below_the_level_is_not_logged(out):
    log.setup("warning", stream=out)
    ours.info("small")
    ours.warning("large")
    assert [r["event"] for r in lines(out)] == ["large"]


def test_records_of_the_standard_library_take_the_same_way(out):
    log.setup("info", stream=out)
    logging.getLogger("bot.llm.openai").info("call %s took %d", "draft", 3)
    assert lines(out)[0]["event"] == "call draft took 3"


async def test_the_id_of_a_message_is_in_every_record_of_its_work_and_no_other(out):
    log.setup("info", stream=out)

    async def work(message):
        with structlog.contextvars.bound_contextvars(message=message):
            ours.info("one")
            await asyncio.sleep(0)
            logging.getLogger("bot.other").warning("two")

    await asyncio.gather(work("m1"), work("m2"))
    ours.info("three")
    found = [(r["event"], r.get("message")) for r in lines(out)]
    assert sorted(found, key=str) == [
        ("one", "m1"), ("one", "m2"), ("three", None), ("two", "m1"), ("two", "m2"),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["httpx", "httpx2", "httpcore", "openai", "telegram"])
def test_libraries_are_silent_below_warnings_even_when_we_debug(out, name):
    log.setup("debug", stream=out)
    logging.getLogger(name).info("HTTP Request: POST https://api.example/bot%s/x", TELEGRAM)
    logging.getLogger(name).debug("body")
    assert out.getvalue() == ""


def test_a_second_set_up_replaces_the_first(out):
    log.setup("info", stream=io.StringIO())
    log.setup("info", stream=out)
    ours.info("once")
    assert len(lines(out)) == 1


def test_a_log_that_cannot_be_written_stops_nothing(out):
    log.setup("info", stream=out)
    out.close()
    ours.error("nobody hears this")


def test_on_a_terminal_a_record_is_a_line_to_read(out):
    log.setup("info", stream=out, as_json=False)
    ours.info("brief posted", claims=12)
    assert "brief posted" in out.getvalue()
    assert "claims=12" in out.getvalue()


# --- secrets


def blow_up(secret):
    raise RuntimeError(f"401 from https://user:{secret}@api.example with {secret!r}")


@pytest.mark.parametrize("as_json", [True, False])
@pytest.mark.parametrize("secret", [TELEGRAM, KEY, PLAIN, "hunter22", "كلمة-السر"])
def test_no_configured_secret_gets_out_in_any_form(out, secret, as_json):
    log.setup("debug", [secret], out, as_json)
    ours.info("plain", value=secret, inside={"deep": [secret]}, url=f"https://x/{secret}/send")
    ours.info(f"in the event {secret}")
    logging.getLogger("httpx").warning("POST https://api.example/bot%s/sendMessage", secret)
    try:
        blow_up(secret)
    except RuntimeError:
        ours.exception("failed")
        logging.getLogger("openai").exception("failed %s", secret)
    written = out.getvalue()
    assert written.count(REDACTED) >= 5
    assert secret not in written
    assert json.dumps(secret)[1:-1] not in written
    assert "battery" not in written


@pytest.mark.parametrize(
    "text",
    [
        f"key {KEY}.",
        f"https://api.telegram.org/bot{TELEGRAM}/getMe",
        f"https://proxy/?u=https%3A%2F%2Fx%2Fbot{TELEGRAM.replace(':', '%3A')}",
        "xoxb-1234567890-planted",
        "xapp-1-A0PLANTED-1234",
        "Authorization: Bearer planted.planted-1",
        "authorization=planted1planted",
        '{"api_key": "plantedplanted"}',
        "postgresql://isnad:planted@db/isnad",
        "https://example.org/a?x=1&access_token=planted&y=2",
        "eyJhbGciOiJI.eyJwbGFudGVk.planted",
        "ghp_plantedplantedplantedplantedplanted",
    ],
)
def test_what_looks_like_a_secret_does_not_get_out(text):
    written = Redactor()(text)
    assert REDACTED in written
    assert "planted" not in written.lower()


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/news/2026/11/21/task-oriented-planning?id=12345&page=2",
        "https://أخبار.example/%D8%AE%D8%A8%D8%B1",
        "input_tokens=1234567 cached_tokens=1000000 output_tokens: 345678",
        "12:30:45 the basic requirements are met",
        "sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "a1.p3 cites the paragraph; secrets of the sea",
        "http://127.0.0.1:8080/x and user@example.org",
        "sk-slovakia-elections",
    ],
)
def test_what_only_resembles_a_secret_stays(text):
    assert Redactor()(text) == text


def test_values_with_a_secret_name_are_hidden_whatever_they_look_like(out):
    log.setup("info", stream=out)
    ours.info("start", bot_token="short", headers={"Cookie": "a=b"}, password=None, tokens=7)
    (record,) = lines(out)
    assert record["bot_token"] == REDACTED
    assert record["headers"] == {"Cookie": REDACTED}
    assert record["password"] is None
    assert record["tokens"] == 7


def test_a_very_short_secret_does_not_blot_out_the_log():
    assert Redactor(["a", ""])("a brief") == "a brief"


def test_a_traceback_shows_no_values_of_variables(out):
    log.setup("info", stream=out, as_json=False)
    private = "what a person wrote"
    try:
        raise RuntimeError(len(private))
    except RuntimeError:
        ours.exception("failed")
    assert "RuntimeError" in out.getvalue()
    assert private not in out.getvalue()


def test_a_line_stays_json_where_a_secret_stands_before_a_quote(out):
    log.setup("info", stream=out)
    ours.info('get("https://api.example/v1?token=planted-in-an-address")', then="x")
    (record,) = lines(out)
    assert record["event"] == f'get("https://api.example/v1?token={REDACTED}")'
    assert record["then"] == "x"
