"""What `isnad doctor` looks at, and what it says to do."""

import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from adapters.slack.manifest import manifest
from bot import doctor, log, probes
from bot.cli import main
from bot.commands import menu
from bot.config import Settings
from bot.errors import DeliveryError
from bot.testing.llm import FakeLLM
from bot.testing.slack import FakeSlack
from bot.testing.telegram import FakeTelegram
from bot.testing.web import Answer, Web


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "ISNAD_CONFIG", "LC_ALL", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ISNAD_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(log, "setup", lambda *_: None)


def told(*expected: str, **sections: Any) -> dict[str, str]:
    """Return the lines of the doctor by what they are about."""
    lines = CliRunner().invoke(main, ["doctor"], env=sections).output.splitlines()
    return {line[5:20].strip(): line[:5].strip() + " " + line[20:].strip() for line in lines}


def test_nothing_is_wrong_with_nothing_configured() -> None:
    made = CliRunner().invoke(main, ["doctor"])
    assert made.exit_code == 0, made.output
    assert {line[:4] for line in made.output.splitlines()} <= {"ok  ", "warn"}
    assert set(told()) == {
        *("configuration", "secrets", "packages", "store", "disk", "reader", "tokens", "model"),
        *("time zones", "clock"),
    }


@pytest.mark.parametrize("said", [{"LANG": "ar_SY.UTF-8"}, {"ISNAD_BRIEF__INTERFACE": "ar"}])
def test_a_reader_of_arabic_is_told_in_arabic(said: dict[str, str]) -> None:
    lines = CliRunner().invoke(main, ["doctor"], env=said).output.splitlines()
    assert lines[0].startswith("سليم الإعدادات")
    assert "لا نموذج متصل: تُصنع الموجزات من جمل المصادر نفسها" in "\n".join(lines)
    assert all(re.match(r"(سليم|تنبه) [\u0600-\u06ff]", line) for line in lines), lines


def test_a_damaged_store_fails_with_status_1(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "isnad.db").write_bytes(b"not a database" * 100)
    made = CliRunner().invoke(main, ["doctor"])
    assert made.exit_code == 1
    assert "FAIL store" in made.output


def test_a_store_that_others_may_read_is_told_with_what_to_run(tmp_path: Path) -> None:
    told()
    (tmp_path / "home").chmod(0o755)
    (tmp_path / "home" / "isnad.db").chmod(0o644)
    assert told()["secrets"].startswith("warn others may read the store: run chmod 600 ")


# --- packages ---------------------------------------------------------------


def test_a_package_of_our_name_that_waits_elsewhere_is_told(tmp_path: Path) -> None:
    (tmp_path / "bot").mkdir()
    (tmp_path / "bot" / "__init__.py").touch()
    with pytest.raises(doctor.WarnError, match=r"bot/__init__\.py"):
        doctor.shadows(doctor.HOME, [*sys.path, str(tmp_path)], Settings())


def test_a_package_of_our_name_that_is_loaded_in_place_of_ours_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "prompts.py").touch()
    monkeypatch.delitem(sys.modules, "prompts")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(OSError, match=r"the package prompts is not Isnad's but .*prompts\.py"):
        doctor.shadows(doctor.HOME, sys.path, Settings())


# --- disk, time ----------------------------------------------------------------


def test_room_on_the_disk_is_judged() -> None:
    assert "81.2 GB free" in doctor.room(81_200_000_000, Path("/data"), Settings())
    with pytest.raises(doctor.WarnError, match="make room soon"):
        doctor.room(900_000_000, Path("/data"), Settings())
    with pytest.raises(OSError, match="ISNAD_HOME"):
        doctor.room(50_000_000, Path("/data"), Settings())


@pytest.fixture
async def dated() -> Any:
    async with Web() as web:
        head = [("Date", "Thu, 01 Oct 2026 12:00:00 GMT")]
        web.answer("/", Answer(headers=head))
        yield web


@pytest.mark.parametrize("ahead", [-300, 0, 45])
async def test_the_clock_is_held_against_that_of_a_service(dated: Web, ahead: int) -> None:
    ours = datetime(2026, 10, 1, 12, tzinfo=UTC) + timedelta(seconds=ahead)
    assert await probes.skew(dated.url("/v1"), lambda: ours) == timedelta(seconds=ahead)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (2, None),
        (-2, None),
        (31, "31 s ahead of the services'"),
        (-90, "90 s behind the services'"),
    ],
)
async def test_a_clock_that_is_off_is_a_warning(
    monkeypatch: pytest.MonkeyPatch, seconds: int, said: str | None
) -> None:
    async def skew(url: str, now: Callable[[], datetime]) -> timedelta:
        return timedelta(seconds=seconds)

    monkeypatch.setattr(probes, "skew", skew)
    model: Any = {"base_url": "http://127.0.0.1:9/v1"}
    if said is None:
        assert "within 2 s" in await doctor.clock(Settings(llm=model))
    else:
        with pytest.raises(doctor.WarnError, match=said):
            await doctor.clock(Settings(llm=model))


@pytest.mark.parametrize(
    "date",
    ["", "yesterday", "Thu, 99 Oct 2026 12:00:00 GMT", "Thu, 1 Oct 99999999999 12:00:00 GMT"],
)
async def test_a_service_that_tells_no_time_is_passed_over(date: str) -> None:
    async with Web() as web:
        web.answer("/", Answer(headers=[("Date", date)]))
        assert await probes.skew(web.url("/"), lambda: datetime.now(UTC)) is None
    assert await probes.skew(web.url("/"), lambda: datetime.now(UTC)) is None  # nobody is there


@pytest.mark.parametrize(
    ("head", "version"), [("# version 2026a\n", "2026a"), ("", None), ("# version \n", None)]
)
def test_the_version_of_time_zone_data_is_read(tmp_path: Path, head: str, version: str) -> None:
    (tmp_path / "tzdata.zi").write_text(head)
    assert doctor._zone_version(str(tmp_path)) == version
    assert doctor._zone_version(str(tmp_path / "absent")) is None


async def test_old_time_zone_data_is_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_zone_version", lambda folder: "2019c")
    with pytest.raises(doctor.WarnError, match="2019c"):
        await doctor.zones(Settings())


# --- services -------------------------------------------------------------------


def telegram(fake: FakeTelegram, token: str = "") -> Settings:
    keys: Any = {"telegram": {"token": token or fake.token, "base_url": fake.base_url}}
    return Settings(adapters=keys)


def slack(fake: FakeSlack, **other: str) -> Settings:
    keys = {"bot_token": fake.token, "app_token": fake.app_token, "base_url": fake.base_url}
    made: Any = {"slack": keys | other}
    return Settings(adapters=made)


async def test_telegram_tells_who_we_are() -> None:
    async with FakeTelegram() as fake:
        assert await doctor.platform("telegram", telegram(fake)) == "we are @isnad_bot"


@pytest.mark.parametrize(
    "token",
    ["12345678:not-the-token-of-this-bot", "no token", "1:../../getMe?x=", "1:\n" + "x" * 30],
)
async def test_a_wrong_token_for_telegram_is_refused_and_not_told(token: str) -> None:
    async with FakeTelegram() as fake:
        with pytest.raises(OSError, match=r"refused .* isnad setup") as error:
            await doctor.platform("telegram", telegram(fake, token))
        assert token not in str(error.value)
        assert "not_a_token" not in str(error.value)


async def test_a_telegram_that_is_down_is_told() -> None:
    async with FakeTelegram() as fake:
        settings = telegram(fake)
    with pytest.raises(OSError, match=r"not reached \(ConnectError\)"):
        await doctor.platform("telegram", settings)


async def test_a_server_that_is_no_telegram_is_told() -> None:
    async with Web() as web:
        web.page("/botx", "hello")
        keys: Any = {"telegram": {"token": "1:" + "x" * 30, "base_url": web.url("/bot")}}
        web.answer(f"/bot1:{'x' * 30}/getMe", Answer(body=b'{"ok": true}'))
        with pytest.raises(OSError, match=r"not reached \(http_200\)"):
            await doctor.platform("telegram", Settings(adapters=keys))


async def test_slack_tells_who_we_are() -> None:
    async with FakeSlack() as fake:
        fake.install(manifest(menu("slack")))
        assert " in " in await doctor.platform("slack", slack(fake))


@pytest.mark.parametrize("wrong", ["bot_token", "app_token"])
async def test_a_wrong_token_for_slack_is_refused_by_slacks_own_word(wrong: str) -> None:
    async with FakeSlack() as fake:
        fake.install(manifest(menu("slack")))
        with pytest.raises(OSError, match=r"refused \(invalid_auth\)"):
            await doctor.platform("slack", slack(fake, **{wrong: "xoxb-planted-and-wrong"}))


async def test_tokens_for_slack_that_are_swapped_are_refused() -> None:
    async with FakeSlack() as fake:
        fake.install(manifest(menu("slack")))
        swapped = slack(fake, bot_token=fake.app_token, app_token=fake.token)
        with pytest.raises(OSError, match="refused"):
            await doctor.platform("slack", swapped)


async def test_an_app_that_lacks_a_scope_is_told_which() -> None:
    async with FakeSlack() as fake:
        fake.install(manifest(menu("slack")))
        fake.scopes -= {"files:write"}
        with pytest.raises(OSError, match="missing_scope: files:write"):
            await doctor.platform("slack", slack(fake))


async def test_a_slack_that_is_down_is_told() -> None:
    async with FakeSlack() as fake:
        settings = slack(fake)
    with pytest.raises(OSError, match="not reached"):
        await doctor.platform("slack", settings)


async def test_a_model_is_asked_a_small_question() -> None:
    async with FakeLLM() as llm:
        llm.says({"word": "well"})
        keys: Any = {"base_url": llm.base_url, "model": "fake-1"}
        assert await doctor.model(Settings(llm=keys)) == f"fake-1 at {llm.base_url} answers"
        assert len(llm.calls) == 1


def test_everything_that_is_configured_is_looked_at() -> None:
    keys: Any = {
        "telegram": {"token": "1:x"},
        "slack": {"bot_token": "xoxb-1", "app_token": "xapp-1"},
    }
    names = [name for name, _ in doctor.examinations(Settings(adapters=keys))]
    assert {"telegram", "slack"} <= set(names)


def test_a_refusal_is_a_line_and_status_1(monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse(name: str, settings: Settings) -> str:
        raise DeliveryError

    monkeypatch.setattr(probes, "platform", refuse)
    monkeypatch.setenv("ISNAD_ADAPTERS__TELEGRAM__TOKEN", "1:x")
    monkeypatch.setattr(probes, "skew", _no_clock)
    made = CliRunner().invoke(main, ["doctor"])
    assert made.exit_code == 1
    assert "FAIL telegram" in made.output


async def _no_clock(url: str, now: Callable[[], datetime]) -> None:
    return None
