"""Settings: environment over file over defaults; what is unknown is an error."""

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from bot import config
from bot.cli import main
from bot.config.private import settings_of
from bot.errors import ConfigError
from bot.render import say
from prompts import languages, text

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "ISNAD_CONFIG", *config.LOCALES):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ISNAD_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)


def _file(path: Path, text: str, mode: int = 0o600) -> Path:
    path.write_text(text, "utf-8")
    path.chmod(mode)
    return path


def _refused(path: Path | None = None) -> str:
    """Return what is said of settings that are refused."""
    with pytest.raises(ConfigError) as error:
        config.load(path)
    return _said(error.value)


def _said(error: ConfigError, language: str = "en") -> str:
    """Return what an error tells, without its heading."""
    return say(error.note, language).partition("\n")[2]


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


@pytest.mark.parametrize("told", ["en, fr", '["en", "fr"]', "['en','fr']"])
def test_lists_in_the_environment_have_commas(monkeypatch: pytest.MonkeyPatch, told: str) -> None:
    monkeypatch.setenv("ISNAD_BRIEF__LANGUAGES", told)
    assert config.load().brief.languages == ("en", "fr")


def test_data_lives_where_isnad_home_says(tmp_path: Path) -> None:
    assert config.load().store_url == f"sqlite:///{tmp_path / 'home' / 'isnad.db'}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "[llm]\nmodl = 'x'\n",
            ":2: llm.modl: unknown setting; known here: base_url, ",
        ),
        (
            "\n# so\n[lm]\nmodel = 'x'\n",
            ":3: lm: unknown setting; known here: brief, ",
        ),
        ("[fetch]\ntimeout = 'soon'\n", ":2: fetch.timeout: it must be a number"),
        ("[brief]\n\nengine = 'x'", ":3: brief.engine: it must be one of: auto, model, extractive"),
        ("[brief]\nlanguages = [\n'ar',\n'xx',\n]", ":2: brief.languages: xx is no language code"),
        ('llm.modl = """\n[llm]\n"""', ":1: llm.modl: unknown setting"),
        ("fetch = { max_bytes = 5 }", ":1: fetch.max_bytes: it must be at least 10000"),
        ("[adapters]\n[adapters.telegram]\nrich='off'", ":2: adapters.telegram.token: it has"),
        ("[brief]\nengine = 'auto'\n[brief\n", ":3: "),
        ("\n[web]\nport = 1\nport = 2\n", ":4: "),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    path = _file(tmp_path / "c.toml", text)
    assert f"{path}{said}" in _refused(path)


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    path = _file(tmp_path / "c.toml", "[llm]\nmodl = 1\n[fetch]\ntimeout = 0\n")
    lines = _refused(path).splitlines()
    assert [line.partition(": ")[0] for line in lines] == [f"{path}:2", f"{path}:4"]


def test_the_setting_that_may_be_meant_is_named(tmp_path: Path) -> None:
    assert _refused(_file(tmp_path / "c.toml", "[llm]\nmodl = 1\n")).endswith("did you mean model?")


NO_VALUE = {"planted": {"planted": 1}}  # no setting is like this


@pytest.mark.parametrize("keys", [".".join(keys) for keys, _ in settings_of(config.Settings)])
def test_what_a_setting_must_be_is_said_in_words_of_our_own(tmp_path: Path, keys: str) -> None:
    """No library's text in one language alone."""
    value: Any = NO_VALUE
    for key in reversed(keys.split(".")):
        value = {key: value}
    with pytest.raises(ConfigError) as error:
        config.load(tmp_path / "c.toml", value)
    for language in languages():
        other = text("config.other", language, why="").split("(")[0]
        assert other not in _said(error.value, language)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("[llm]\nmodl = 1\n", "إعداد مجهول؛ المعروف هنا:"),
        ("[llm]\ntimeout = 0\n", "يجب أن يزيد على"),
        ("[brief]\nengine = 'x'\n", "يجب أن يكون واحداً من:"),
        ("[brief]\nlanguages = ['xx']\n", "ليس رمز لغة"),
        ("[adapters.telegram]\nrich = 'off'\n", "لا بد من ضبطه"),
        ("[[digest]]\nchat = 'slack:C1'\nat = '25:00'\n", "ليس وقتاً من اليوم"),
        ("[brief\n", "صحيحاً ("),
    ],
)
def test_what_is_wrong_is_said_in_the_language_of_the_terminal_or_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str, said: str
) -> None:
    spoken = "[brief]\ninterface = 'ar'\n" if not written.startswith("[brief") else ""
    _file(tmp_path / "config.toml", written + spoken)
    if not spoken:
        monkeypatch.setenv("LANG", "ar_EG.UTF-8")
    made = CliRunner().invoke(main, ["doctor"])
    assert made.exit_code == 2
    assert said in made.stderr
    assert "config.toml:" in made.stderr


@pytest.mark.parametrize(
    ("told", "lang", "spoken"),
    [("ar", "en_US", "ar"), ("xx", "ar_EG", "ar"), ("auto", "C", "en"), ("", "", "en")],
)
def test_with_settings_that_cannot_be_read_their_language_is_looked_for(
    monkeypatch: pytest.MonkeyPatch, told: str, lang: str, spoken: str
) -> None:
    monkeypatch.setenv("ISNAD_BRIEF__INTERFACE", told)
    monkeypatch.setenv("LANG", lang)
    assert config.interface(None) == spoken


def test_a_settings_own_value_is_never_told(tmp_path: Path) -> None:
    path = _file(tmp_path / "c.toml", '[llm]\ntimeout = "planted-value"\n')
    assert "planted" not in _refused(path)


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
        ('[adapters.telegram]\nrich = "off"\n', "adapters.telegram.token: it has to be set"),
        ('[adapters.telegram]\ntokn = "1:x"\n', "unknown setting; known here: token, base_url"),
        ('[adapters.telegram]\ntoken = "1:x"\nmode = "webhook"\n', "webhook needs webhook_url"),
    ],
)
def test_a_wrong_platform_section_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigError) as error:
        config.load(_file(tmp_path / "c.toml", text))
    assert said in _said(error.value)


@pytest.mark.parametrize("codes", ["english", "xx", "ar,klingon", "AR"])
def test_what_is_no_language_is_refused(monkeypatch: pytest.MonkeyPatch, codes: str) -> None:
    monkeypatch.setenv("ISNAD_BRIEF__LANGUAGES", codes)
    with pytest.raises(ConfigError) as error:
        config.load()
    assert "is no language code" in _said(error.value)


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
    assert "it must be one of: ar, en, auto" in _said(error.value)


@pytest.mark.parametrize("name", ["ISNAD_LLM__MODL", "ISNAD_LM__MODEL", "ISNAD_MODEL"])
def test_an_unknown_variable_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "secret value")
    with pytest.raises(ConfigError) as error:
        config.load()
    assert name in _said(error.value)
    assert "secret value" not in _said(error.value)


def test_a_file_that_is_not_there_is_said() -> None:
    with pytest.raises(ConfigError) as error:
        config.load(Path("absent.toml"))
    assert "absent.toml: there is no such file" in _said(error.value)


def test_every_secret_is_known_to_the_log(tmp_path: Path) -> None:
    path = _file(
        tmp_path / "c.toml",
        '[llm]\napi_key = "k1"\n[adapters.telegram]\ntoken = "1:k2"\n[adapters.slack]\n'
        'bot_token = "k3"\napp_token = "k4"\nsigning_secret = "k5"\n'
        '[store]\nurl = "postgresql://isnad:k6@db/isnad"\n',
    )
    assert set(config.secrets(config.load(path))) == {"k1", "1:k2", "k3", "k4", "k5", "k6"}


def test_an_example_that_is_copied_whole_connects_no_model(tmp_path: Path) -> None:
    assert not config.load(_file(tmp_path / "c.toml", config.example())).model_connected


# --- secrets in files -------------------------------------------------------

SECRETS = '[llm]\napi_key = "k1"\n[adapters.telegram]\ntoken = "1:k2"\n'


def _keys(loaded: config.Settings) -> set[str]:
    return set(config.secrets(loaded))


def test_secrets_beside_the_configuration_are_read(tmp_path: Path) -> None:
    path = _file(tmp_path / "c.toml", '[adapters.telegram]\nrich = "off"\n', 0o644)
    _file(tmp_path / "secrets.toml", SECRETS)
    loaded = config.load(path)
    assert _keys(loaded) == {"k1", "1:k2"}
    assert loaded.adapters.telegram is not None
    assert loaded.adapters.telegram.rich == "off"


def test_secrets_are_read_where_the_configuration_says(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    _file(tmp_path / "kept" / "s.toml", SECRETS)
    path = _file(tmp_path / "c.toml", '[secrets]\nfile = "kept/s.toml"\n')
    assert _keys(config.load(path)) == {"k1", "1:k2"}


def test_a_file_of_secrets_that_is_named_and_not_there_is_said(tmp_path: Path) -> None:
    path = _file(tmp_path / "c.toml", '[secrets]\nfile = "s.toml"\n')
    assert _refused(path) == f"secrets.file: {tmp_path / 's.toml'}: there is no such file"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o620, 0o666])
@pytest.mark.parametrize("name", ["config.toml", "secrets.toml"])
def test_secrets_that_others_may_read_are_refused_with_what_to_run(
    tmp_path: Path, name: str, mode: int
) -> None:
    path = _file(tmp_path / name, SECRETS, mode)
    said = _refused()
    assert "llm.api_key, adapters.telegram.token" in said
    assert f"chmod 600 {name}" in said
    assert "k2" not in said
    path.chmod(0o600)
    assert _keys(config.load()) == {"k1", "1:k2"}


def test_a_databases_password_is_a_secret(tmp_path: Path) -> None:
    _file(tmp_path / "config.toml", '[store]\nurl = "postgresql://i:pass-word@db/i"\n', 0o644)
    assert "(store.url)" in _refused()
    assert "pass-word" not in _refused()


def test_a_configuration_without_secrets_may_be_read_by_all(tmp_path: Path) -> None:
    _file(
        tmp_path / "config.toml",
        '[store]\nurl = "postgresql://i@db/i"\n[llm]\ntimeout = 9\n',
        0o644,
    )
    assert config.load().llm.timeout == 9


def test_a_folder_has_a_file_for_each_secret(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    folder.mkdir()
    _file(folder / "llm__api_key", "k1\n", 0o444)
    _file(folder / "ISNAD_ADAPTERS__TELEGRAM__TOKEN", "1:k2", 0o444)
    _file(folder / "postgres_password", "of somebody else")
    _file(folder / "adapters__slack__bot_token", "\n")  # nobody filled it in
    path = _file(tmp_path / "c.toml", '[secrets]\nfolder = "run"\n', 0o644)
    assert _keys(config.load(path)) == {"k1", "1:k2"}


def test_the_usual_name_of_openais_key_is_known_in_a_folder(tmp_path: Path) -> None:
    _file(tmp_path / "openai_api_key", "k1\n")
    path = _file(tmp_path / "c.toml", '[secrets]\nfolder = "."\n')
    assert config.load(path).model_connected


@pytest.mark.parametrize(
    ("name", "raw", "said"),
    [
        ("isnad_llm__api_kee", b"x", "isnad_llm__api_kee: no setting has this name"),
        ("llm__api_key", b"\xff\xfe", "llm__api_key: not text in UTF-8"),
        ("llm__api_key", b"x" * 70_000, "llm__api_key: too large for a secret"),
        ("llm__timeout", b"soon", "llm__timeout: llm.timeout: it must be a number"),
    ],
)
def test_a_wrong_file_in_a_folder_is_refused_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, raw: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(raw)
    monkeypatch.setenv("ISNAD_SECRETS__FOLDER", str(tmp_path))
    assert f"{tmp_path}/{said}" in _refused()


def test_the_environment_wins_over_secrets_and_they_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _file(tmp_path / "config.toml", '[llm]\napi_key = "file"\n')
    _file(tmp_path / "secrets.toml", '[llm]\napi_key = "secrets"\n')
    assert _keys(config.load()) == {"secrets"}
    monkeypatch.setenv("ISNAD_LLM__API_KEY", "environment")
    assert _keys(config.load()) == {"environment"}


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_as_a_file(tmp_path_factory, text: str) -> None:
    path = _file(
        tmp_path_factory.mktemp("any") / "c.toml", text.encode("utf-8", "replace").decode()
    )
    try:
        config.load(path)
    except ConfigError as error:
        assert str(path) in _said(error)
