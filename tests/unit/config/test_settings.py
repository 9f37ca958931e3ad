"""Settings: precedence, secrets, and errors that name the variable and what is allowed."""

import re
from pathlib import Path

import pytest

from bot.domain.errors import StartRefused
from bot.domain.policy import Mode, OpaqueHandling, PresetName
from config.schema import LogFormat, LogLevel, ScreeningSettings, setting_fields
from config.settings import Settings, SettingsError, load_settings

CANARY = "s3cret-canary-value"


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, _ in setting_fields():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    monkeypatch.chdir(tmp_path)


def write_env(text: str, mode: int = 0o600) -> Path:
    path = Path(".env")
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


def faults_of(env_file: Path | None = Path(".env"), secrets: Path | None = None) -> str:
    with pytest.raises(SettingsError) as refused:
        load_settings(env_file, secrets)
    return str(refused.value)


def test_everything_has_a_default_that_protects() -> None:
    settings = load_settings()

    assert settings.policy.mode is Mode.REMOVE
    assert settings.policy.preset is PresetName.SCHOOL
    assert settings.policy.opaque is OpaqueHandling.ALERT
    assert settings.web.host == "127.0.0.1"
    assert settings.screening.max_bytes == 20_000_000
    assert settings.secrets == ()
    assert settings.database.get_secret_value() == (f"sqlite:///{Path.cwd()}/data/upstander.db")


def test_environment_wins_over_env_file_and_env_file_over_secrets(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    secrets = tmp_path / "secrets"
    secrets.mkdir()
    (secrets / "upstander_web__port").write_text("1001\n")
    (secrets / "upstander_web__host").write_text("secret.host\n")
    (secrets / "upstander_timezone").write_text("Europe/Madrid\n")
    (secrets / "of_another_service").write_text("not ours")
    write_env("UPSTANDER_WEB__PORT=1002\nUPSTANDER_WEB__HOST=file.host\n")
    monkeypatch.setenv("UPSTANDER_WEB__PORT", "1003")

    settings = load_settings(secrets_dir=secrets)

    assert settings.web.port == 1003
    assert settings.web.host == "file.host"
    assert settings.timezone == "Europe/Madrid"


def test_without_an_env_file_only_the_environment_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    write_env("UPSTANDER_WEB__PORT=1002\n")
    monkeypatch.setenv("UPSTANDER_WEB__HOST", "::1")

    settings = load_settings(None)

    assert (settings.web.host, settings.web.port) == ("::1", 8080)


def test_settings_can_be_made_in_code() -> None:
    settings = Settings(screening=ScreeningSettings(extra_models=(Path("a.toml"),)))

    assert settings.screening.extra_models == (Path("a.toml"),)


def test_an_address_as_former_versions_wrote_it_names_the_same_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("UPSTANDER_DATABASE_URL", "sqlite+aiosqlite:////srv/upstander.db")

    assert load_settings().database.get_secret_value() == "sqlite:////srv/upstander.db"


def test_credentials_of_systemd_are_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "upstander_database_url").write_text(f"sqlite:///{CANARY}.db")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))

    settings = load_settings()

    assert settings.database.get_secret_value().endswith(f"{CANARY}.db")
    assert any(CANARY in secret for secret in settings.secrets)
    assert CANARY not in repr(settings)


def test_lists_and_sizes_are_written_as_people_write_them() -> None:
    write_env(
        "UPSTANDER_SCREENING__EXTRA_MODELS=a.toml, models/b.toml\n"
        "UPSTANDER_SCREENING__LINKED_HOSTS=i.Example.org, cdn.example.net\n"
        "UPSTANDER_SCREENING__MAX_BYTES=5 MB\n"
        "UPSTANDER_LOG__LEVEL=debug\n"
        "UPSTANDER_LOG__FORMAT=json\n"
        "UPSTANDER_DATA_DIR=~/upstander\n"
    )

    settings = load_settings()

    assert settings.screening.extra_models == (Path("a.toml"), Path("models/b.toml"))
    assert settings.screening.linked_hosts == {"i.example.org", "cdn.example.net"}
    assert settings.screening.max_bytes == 5_000_000
    assert settings.log.level is LogLevel.DEBUG
    assert settings.log.format is LogFormat.JSON
    assert settings.data_dir == Path.home() / "upstander"


@pytest.mark.parametrize(
    "host",
    [
        "https://example.org", "example.org/a", "example.org:443", "*.example.org", ".example.org",
        "example.org.", "localhost", "127.0.0.1", "[::1]", "user@example.org", "exa mple.org",
        "exämple.org", "-a.example.org", f"{'a' * 64}.example.org",
    ],
)  # fmt: skip
def test_what_is_no_host_is_refused(host: str) -> None:
    write_env(f"UPSTANDER_SCREENING__LINKED_HOSTS=i.example.org,{host}\n")

    assert re.search("UPSTANDER_SCREENING__LINKED_HOSTS.*names of hosts", faults_of())


def test_byte_order_mark_of_notepad_does_no_harm() -> None:
    write_env("\ufeffUPSTANDER_WEB__PORT=81\n")

    assert load_settings().web.port == 81


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("UPSTANDER_WEB_PORT", "UPSTANDER_WEB__PORT"),
        ("UPSTANDER_POLICY__MOD", "UPSTANDER_POLICY__MODE"),
        ("UPSTANDER_WEB", "UPSTANDER_WEB__"),
    ],
)
def test_unknown_variable_names_the_nearest(
    name: str, nearest: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "1")

    assert re.search(rf"{name} \(in the environment\).*did you mean {nearest}", faults_of())


def test_unknown_name_in_env_file_is_an_error_even_without_our_prefix() -> None:
    write_env("TELEGRAM_TOKEN=123\n")

    assert "TELEGRAM_TOKEN (in .env): there is no such setting" in faults_of()


def test_unknown_secret_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "upstander_databse_url").write_text("x")

    assert "did you mean UPSTANDER_DATABASE_URL" in faults_of(secrets=tmp_path)


def test_variable_of_the_launcher_is_no_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UPSTANDER_PYTHON", "python3.12")

    load_settings()


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("UPSTANDER_WEB__PORT", "http", "a port from 1 to 65535"),
        ("UPSTANDER_WEB__PORT", "65536", "a port from 1 to 65535"),
        ("UPSTANDER_POLICY__MODE", "delete", "shadow, alert or remove"),
        ("UPSTANDER_POLICY__PRESET", "harsh", "lenient, school or strict"),
        ("UPSTANDER_POLICY__LANGUAGE", "Spanish", "a language code"),
        ("UPSTANDER_TIMEZONE", "Mars/Olympus", "an IANA name"),
        ("UPSTANDER_TIMEZONE", "../../etc/passwd", "an IANA name"),
        ("UPSTANDER_SCREENING__MAX_BYTES", "1GB", "a size from 1MB to 200MB"),
        ("UPSTANDER_SCREENING__TIMEOUT_SECONDS", "nan", "seconds from 1 to 60"),
        ("UPSTANDER_LOG__LEVEL", "LOUD", "DEBUG, INFO, WARNING or ERROR"),
        ("UPSTANDER_SANDBOX__ENABLED", "perhaps", "true or false"),
    ],
)
def test_bad_value_names_variable_value_and_what_is_allowed(
    name: str, value: str, allowed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)

    text = faults_of()

    assert f"{name} (in the environment): must be {allowed}" in text
    assert repr(value) in text


def test_all_faults_are_told_at_once() -> None:
    write_env("UPSTANDER_WEB__PORT=0\nUPSTANDER_POLICY__MODE=x\n")

    text = faults_of()

    assert "UPSTANDER_WEB__PORT (in .env)" in text
    assert "UPSTANDER_POLICY__MODE (in .env)" in text


@pytest.mark.parametrize(
    "url", [f"postgresql://u:{CANARY}@db/x", f"{CANARY}", "sqlite:///x?mode=ro"]
)
def test_bad_secret_is_not_repeated_in_the_error(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UPSTANDER_DATABASE_URL", url)

    text = faults_of()

    assert "UPSTANDER_DATABASE_URL (in the environment): must be sqlite" in text
    assert CANARY not in text


def test_env_file_with_a_secret_that_everybody_can_read_is_refused() -> None:
    write_env("UPSTANDER_DATABASE_URL=sqlite:///x.db\n", mode=0o644)

    assert "chmod 600" in faults_of()


def test_env_file_without_secrets_may_be_readable() -> None:
    write_env("UPSTANDER_WEB__PORT=81\nUPSTANDER_DATABASE_URL=\n", mode=0o644)

    assert load_settings().web.port == 81


def test_line_that_cannot_be_read_is_named_and_not_skipped() -> None:
    write_env("UPSTANDER_WEB__PORT=81\n'UPSTANDER_POLICY__MODE=alert\n")

    assert ".env: line 2 is not NAME=value" in faults_of()


def test_env_file_that_is_no_text_is_named() -> None:
    Path(".env").write_bytes(b"\xff\xfe\x00")

    assert ".env: cannot be read" in faults_of()


def test_secrets_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    assert "no-such-folder" in faults_of(secrets=tmp_path / "no-such-folder")
    (tmp_path / "upstander_timezone").write_bytes(b"\xff\xfe")
    assert str(tmp_path) in faults_of(secrets=tmp_path)


def test_settings_cannot_be_changed_afterwards() -> None:
    settings = load_settings()

    with pytest.raises(ValueError, match="frozen"):
        settings.web.port = 1


def test_settings_error_is_a_refusal_to_start() -> None:
    assert issubclass(SettingsError, StartRefused)


def test_every_setting_says_what_is_allowed() -> None:
    fields = list(setting_fields())

    assert len(fields) > 10
    assert [name for name, field in fields if not field.description] == []


def test_env_example_lists_exactly_the_settings_with_their_defaults() -> None:
    example = (Path(__file__).parents[3] / ".env.example").read_text(encoding="utf-8")
    listed = re.findall(r"^#(UPSTANDER_\w+=.*)$", example, re.MULTILINE)

    names = [line.split("=")[0] for line in listed]
    assert sorted(names) == sorted(name for name, _ in setting_fields())
    write_env("\n".join(listed))
    assert load_settings() == Settings()


def test_percent_sign_in_the_data_folder_is_no_escape() -> None:
    settings = Settings(data_dir=Path("/srv/a%41 b"))

    assert settings.database.get_secret_value() == ("sqlite:////srv/a%2541%20b/upstander.db")
