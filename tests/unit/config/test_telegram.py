"""The Telegram settings: what is taken, what is refused, and that no secret is repeated."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from config.schema import setting_fields
from config.settings import SettingsError, load_settings
from config.telegram import secret_from

TOKEN = "123456789:" + "A" * 35
CANARY = "c4nary"


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, _ in setting_fields():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    monkeypatch.chdir(tmp_path)


def given(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    for name, value in values.items():
        monkeypatch.setenv(f"UPSTANDER_TELEGRAM__{name}", value)


def refused(monkeypatch: pytest.MonkeyPatch, **values: str) -> str:
    given(monkeypatch, **values)
    with pytest.raises(SettingsError) as error:
        load_settings()
    return str(error.value)


def token_file(text: str, mode: int = 0o600) -> Path:
    path = Path("token")
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


def read(secret: SecretStr | None) -> str:
    assert secret is not None
    return secret.get_secret_value()


def test_without_a_token_the_sandbox_is_the_one_platform() -> None:
    settings = load_settings()
    assert settings.telegram.token is None
    assert settings.sandbox_runs


@pytest.mark.parametrize(("said", "runs"), [("", False), ("true", True), ("false", False)])
def test_beside_another_platform_the_sandbox_runs_only_on_request(
    said: str, runs: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(monkeypatch, TOKEN=TOKEN)
    monkeypatch.setenv("UPSTANDER_SANDBOX__ENABLED", said)
    assert load_settings().sandbox_runs is runs


@pytest.mark.parametrize(
    "token", [f"{CANARY}", f"12345:{'A' * 35}", f"123456789:{CANARY}", f"{TOKEN} ", f"bot{TOKEN}"]
)
def test_what_is_no_token_is_refused_and_not_repeated(
    token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = refused(monkeypatch, TOKEN=token)
    assert "UPSTANDER_TELEGRAM__TOKEN (in the environment): must be the token" in text
    assert token not in text


def test_a_token_may_stand_in_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, TOKEN_FILE=str(token_file(f"{TOKEN}\n")))
    settings = load_settings()
    assert read(settings.telegram.token) == TOKEN
    assert TOKEN in settings.secrets
    assert TOKEN not in repr(settings)


def test_a_token_may_be_a_credential_of_systemd(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "upstander_telegram__token").write_text(f"{TOKEN}\n")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert read(load_settings().telegram.token) == TOKEN


def test_a_token_file_that_everybody_may_read_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    path = token_file(TOKEN, 0o644)
    assert f"chmod 600 {path}" in refused(monkeypatch, TOKEN_FILE=str(path))


def test_notepads_byte_order_mark_before_a_token_does_no_harm(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given(monkeypatch, TOKEN_FILE=str(token_file(f"\ufeff{TOKEN}\r\n")))
    assert read(load_settings().telegram.token) == TOKEN


def test_no_folder_is_to_be_closed_to_its_users(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tmp_path.chmod(0o755)
    told = refused(monkeypatch, TOKEN_FILE=str(tmp_path))
    assert "cannot be read" in told
    assert "chmod" not in told


def test_a_token_where_its_file_belongs_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    told = refused(monkeypatch, TOKEN_FILE=TOKEN)
    assert "UPSTANDER_TELEGRAM__TOKEN_FILE" in told
    assert TOKEN[:20] not in told


@pytest.mark.parametrize("text", ["", CANARY, f"{TOKEN}\n{TOKEN}"])
def test_a_file_that_holds_no_token_is_refused(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    told = refused(monkeypatch, TOKEN_FILE=str(token_file(text)))
    assert "must hold nothing but the token that @BotFather gave" in told
    assert CANARY not in told
    assert TOKEN not in told


def test_a_token_file_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "no-such-file: cannot be read" in refused(monkeypatch, TOKEN_FILE="no-such-file")


def test_a_token_and_a_file_are_one_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    path = token_file(TOKEN)
    assert "not both" in refused(monkeypatch, TOKEN=TOKEN, TOKEN_FILE=str(path))


@pytest.mark.parametrize(
    "url",
    [
        "https://bots.school.example",
        "https://school.example/bot-api",
        "http://127.0.0.1:8081",
        "http://[::1]:8081",
        "http://[fd00::1]:8081",
        "http://telegram-bot-api:8081",
        "http://localhost:8081/",
    ],
)
def test_a_server_of_ones_own_may_be_named(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, BASE_URL=url, BASE_FILE_URL=f"{url.rstrip('/')}/file")
    assert load_settings().telegram.base_url == url.rstrip("/")


@pytest.mark.parametrize(
    "url",
    [
        "http://api.telegram.org",
        "http://8.8.8.8:8081",
        "https://api.telegram.org/bot",
        "https://user:secret@school.example",
        "https://school.example?token=1",
        "ftp://127.0.0.1",
        "telegram.org",
        "https://",
        "http://localhost:port",
    ],
)
def test_an_address_that_could_give_the_token_away_is_refused(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "UPSTANDER_TELEGRAM__BASE_URL" in refused(monkeypatch, BASE_URL=url)


@pytest.mark.parametrize(
    "server", ["https://api.telegram.org", "http://127.0.0.1:81", "http://h.x"]
)
def test_a_token_in_an_address_is_refused_and_not_repeated(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = refused(monkeypatch, BASE_URL=f"{server}/bot{TOKEN}")
    assert "UPSTANDER_TELEGRAM__BASE_URL" in told
    assert TOKEN[:10] not in told


@pytest.mark.parametrize("url", ["http://school.example/telegram/webhook", "school.example"])
def test_a_webhook_without_tls_is_refused(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "must be an address that starts with https://" in refused(monkeypatch, WEBHOOK_URL=url)


def test_the_webhooks_secret_is_made_from_the_token_and_is_a_secret(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given(monkeypatch, TOKEN=TOKEN, WEBHOOK_URL="https://school.example/telegram/webhook")
    settings = load_settings()
    secret = read(settings.telegram.webhook_secret)
    assert secret == read(secret_from(SecretStr(TOKEN))) != read(secret_from(SecretStr(TOKEN[1:])))
    assert secret in settings.secrets
    assert len(secret) == 64
    assert TOKEN not in secret


def test_a_secret_of_ones_own_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    url, secret = "https://school.example/x", "a_secret-of-16-chars"
    given(monkeypatch, TOKEN=TOKEN, WEBHOOK_URL=url, WEBHOOK_SECRET=secret)
    assert read(load_settings().telegram.webhook_secret) == secret


@pytest.mark.parametrize("secret", [f"{CANARY}", f"{CANARY} with spaces in it", "é" * 20])
def test_a_secret_that_telegram_does_not_take_is_refused_and_not_repeated(
    secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = refused(monkeypatch, WEBHOOK_SECRET=secret)
    assert "must be 16 to 256" in text
    assert secret not in text
