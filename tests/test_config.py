"""Settings: environment over file over defaults; what is unknown is an error."""

from pathlib import Path

import pytest

from bot import config
from bot.errors import ConfigError

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "ISNAD_CONFIG", *config.LOCALES):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ISNAD_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)


def _file(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def test_the_example_file_is_the_one_that_the_code_makes() -> None:
    assert (ROOT / "config.example.toml").read_text("utf-8") == config.example()


def test_the_example_file_loads_and_changes_nothing(tmp_path: Path) -> None:
    example = _file(tmp_path / "example.toml", config.example())
    assert config.load(example).model_dump() == config.load().model_dump()


def test_with_nothing_configured_no_model_is_connected() -> None:
    assert config.load().model_connected is False


def test_a_key_in_the_environment_connects_a_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-planted")
    loaded = config.load()
    assert loaded.model_connected
    assert "sk-planted" not in repr(loaded)


def test_an_llm_table_connects_a_model(tmp_path: Path) -> None:
    path = _file(tmp_path / "c.toml", '[llm]\nmodel = "local"\n')
    assert config.load(path).model_connected


def test_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = _file(tmp_path / "c.toml", '[llm]\nmodel = "from file"\ntimeout = 9\n')
    monkeypatch.setenv("ISNAD_LLM__MODEL", "from environment")
    llm = config.load(path).llm
    assert (llm.model, llm.timeout) == ("from environment", 9)


def test_lists_in_the_environment_are_comma_separated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ISNAD_BRIEF__LANGUAGES", "en, fr")
    assert config.load().brief.languages == ("en", "fr")


def test_data_lives_where_isnad_home_says(tmp_path: Path) -> None:
    assert config.load().store_url == f"sqlite+aiosqlite:///{tmp_path / 'home' / 'isnad.db'}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[llm]\nmodl = 'x'\n", "llm.modl: unknown setting; known here: base_url, api_key, model"),
        ("[lm]\nmodel = 'x'\n", "lm: unknown setting; known here: brief, llm, fetch"),
        ("[fetch]\ntimeout = 'soon'\n", "fetch.timeout: Input should be a valid number"),
        ("[brief\n", "c.toml: "),
    ],
)
def test_a_wrong_file_is_refused_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    path = _file(tmp_path / "c.toml", text)
    with pytest.raises(ConfigError) as error:
        config.load(path)
    assert said in str(error.value.values["detail"])
    assert "c.toml" in str(error.value.values["detail"])


def test_a_platform_is_there_when_it_is_configured(monkeypatch: pytest.MonkeyPatch) -> None:
    assert config.load().adapters.telegram is None
    monkeypatch.setenv("ISNAD_ADAPTERS__TELEGRAM__TOKEN", "1:planted-token")
    telegram = config.load().adapters.telegram
    assert telegram is not None
    assert telegram.token.get_secret_value() == "1:planted-token"
    assert "planted" not in repr(telegram)


def test_a_platform_in_the_example_works_when_the_comment_marks_are_taken_away(
    tmp_path: Path,
) -> None:
    lines = config.example().splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith("# [adapters.telegram]"))
    section = [line.removeprefix("# ") for line in lines[start:]]
    end = next((n for n, line in enumerate(section) if not line), len(section))
    text = "\n".join(section[:end]).replace('token = ""', 'token = "1:x"', 1)
    loaded = config.load(_file(tmp_path / "c.toml", text)).adapters.telegram
    assert loaded is not None
    assert loaded.base_url == "https://api.telegram.org/bot"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[adapters.telegram]\nrich = "off"\n', "adapters.telegram.token: Field required"),
        ('[adapters.telegram]\ntokn = "1:x"\n', "unknown setting; known here: token, base_url"),
        ('[adapters.telegram]\ntoken = "1:x"\nmode = "webhook"\n', "needs webhook_url"),
    ],
)
def test_a_wrong_platform_section_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigError) as error:
        config.load(_file(tmp_path / "c.toml", text))
    assert said in str(error.value.values["detail"])


@pytest.mark.parametrize("codes", ["english", "xx", "ar,klingon", "AR"])
def test_what_is_no_language_is_refused(monkeypatch: pytest.MonkeyPatch, codes: str) -> None:
    monkeypatch.setenv("ISNAD_BRIEF__LANGUAGES", codes)
    with pytest.raises(ConfigError) as error:
        config.load()
    assert "is no language code" in str(error.value.values["detail"])


@pytest.mark.parametrize(
    ("locale", "spoken"),
    [("ar_EG.UTF-8", "ar"), ("en_US.UTF-8", "en"), ("C", "en"), ("fr_FR", "en")],
)
def test_isnad_speaks_the_languages_of_the_terminal(
    monkeypatch: pytest.MonkeyPatch, locale: str, spoken: str
) -> None:
    for name in config.LOCALES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", locale)
    assert config.load().brief.interface == spoken


def test_isnad_does_not_promise_a_language_that_it_does_not_speak(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ISNAD_BRIEF__INTERFACE", "fr")
    with pytest.raises(ConfigError) as error:
        config.load()
    assert "Isnad speaks ar, en" in str(error.value.values["detail"])


@pytest.mark.parametrize("name", ["ISNAD_LLM__MODL", "ISNAD_LM__MODEL", "ISNAD_MODEL"])
def test_an_unknown_variable_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "secret value")
    with pytest.raises(ConfigError) as error:
        config.load()
    assert name in str(error.value.values["detail"])
    assert "secret value" not in str(error.value.values["detail"])


def test_a_file_that_is_not_there_is_said() -> None:
    with pytest.raises(ConfigError) as error:
        config.load(Path("absent.toml"))
    assert "absent.toml: there is no such file" in str(error.value.values["detail"])


def test_every_secret_is_known_to_the_log(tmp_path: Path) -> None:
    path = _file(
        tmp_path / "c.toml",
        '[llm]\napi_key = "k1"\n[adapters.telegram]\ntoken = "1:k2"\n[adapters.slack]\n'
        'bot_token = "k3"\napp_token = "k4"\nsigning_secret = "k5"\n',
    )
    assert set(config.secrets(config.load(path))) == {"k1", "1:k2", "k3", "k4", "k5"}
