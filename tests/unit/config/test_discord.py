"""The Discord settings: what is taken, what is refused, and that no secret is repeated."""

from pathlib import Path

import pytest

from config.schema import setting_fields
from config.settings import SettingsError, load_settings

# Put together here, so that no search for leaked tokens finds one.
NAME, TIME, SIGNATURE = "MTAxMjM0NTY3ODkwMTIzNDU2Nw", "GabcDE", "a" * 36 + "-_"
TOKEN = f"{NAME}.{TIME}.{SIGNATURE}"
TELEGRAM = "123456789:" + "A" * 35
CANARY = "c4nary"


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, _ in setting_fields():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    monkeypatch.chdir(tmp_path)


def given(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    for name, value in values.items():
        monkeypatch.setenv(f"UPSTANDER_{name}", value)


def refused(monkeypatch: pytest.MonkeyPatch, **values: str) -> str:
    given(monkeypatch, **values)
    with pytest.raises(SettingsError) as error:
        load_settings()
    return str(error.value)


def token_file(text: str, mode: int = 0o600) -> str:
    path = Path("token")
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return str(path)


def token() -> str:
    secret = load_settings().discord.token
    assert secret is not None
    return secret.get_secret_value()


@pytest.mark.parametrize(
    "kind",
    [
        f"{'M' * 23}.{'G' * 6}.{'a' * 27}",
        f"{'M' * 24}.{'G' * 6}.{'a' * 38}",
        f"{'M' * 28}.{'G' * 7}.{'a' * 45}",
        TOKEN,
    ],
)
def test_tokens_of_every_age_are_taken_and_kept_secret(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(monkeypatch, DISCORD__TOKEN=kind)
    settings = load_settings()
    assert token() == kind
    assert kind in settings.secrets
    assert kind not in repr(settings)


@pytest.mark.parametrize(
    "other",
    [
        CANARY,
        TELEGRAM,
        f"Bot {TOKEN}",
        f"{TOKEN} ",
        f"{NAME}.{TIME}",
        f"{NAME}.{TIME}.{CANARY}",
        f"{NAME}.{TIME}.{SIGNATURE}.{SIGNATURE}",
        f"{NAME}.{TIME}.{SIGNATURE[:-1]}é",
        SIGNATURE,
    ],
)
def test_what_is_no_token_is_refused_and_not_repeated(
    other: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = refused(monkeypatch, DISCORD__TOKEN=other)
    assert "UPSTANDER_DISCORD__TOKEN (in the environment): must be the bot token" in text
    assert "neither the client secret" in text
    assert other not in text


def test_a_token_may_stand_in_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, DISCORD__TOKEN_FILE=token_file(f"\ufeff{TOKEN}\r\n"))
    assert token() == TOKEN
    assert TOKEN in load_settings().secrets


def test_a_token_may_be_a_credential_of_systemd(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "upstander_discord__token").write_text(f"{TOKEN}\n")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert token() == TOKEN


def test_a_token_file_that_everybody_may_read_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    told = refused(monkeypatch, DISCORD__TOKEN_FILE=token_file(TOKEN, 0o644))
    assert "UPSTANDER_DISCORD__TOKEN_FILE: token: everybody" in told
    assert "chmod 600 token" in told


@pytest.mark.parametrize("text", ["", CANARY, TELEGRAM, f"{TOKEN}\n{TOKEN}"])
def test_a_file_that_holds_no_token_is_refused(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    told = refused(monkeypatch, DISCORD__TOKEN_FILE=token_file(text))
    assert "UPSTANDER_DISCORD__TOKEN_FILE: token: must hold nothing but the bot token" in told
    assert all(secret not in told for secret in (CANARY, TELEGRAM, TOKEN))


def test_a_token_where_its_file_belongs_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    told = refused(monkeypatch, DISCORD__TOKEN_FILE=TOKEN)
    assert "UPSTANDER_DISCORD__TOKEN_FILE: [hidden]: cannot be read" in told
    assert SIGNATURE not in told


def test_a_token_and_a_file_are_one_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    told = refused(monkeypatch, DISCORD__TOKEN=TOKEN, DISCORD__TOKEN_FILE=token_file(TOKEN))
    assert "UPSTANDER_DISCORD__TOKEN or UPSTANDER_DISCORD__TOKEN_FILE, not both" in told


@pytest.mark.parametrize(("said", "runs"), [("", False), ("true", True), ("false", False)])
def test_beside_discord_the_sandbox_runs_only_on_request(
    said: str, runs: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(monkeypatch, DISCORD__TOKEN=TOKEN, SANDBOX__ENABLED=said)
    assert load_settings().sandbox_runs is runs


def test_both_platforms_may_be_set_up_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, DISCORD__TOKEN_FILE=token_file(TOKEN), TELEGRAM__TOKEN=TELEGRAM)
    settings = load_settings()
    assert set(settings.secrets) == {TOKEN, TELEGRAM}
    assert not settings.sandbox_runs
