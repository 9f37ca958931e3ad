"""Reads the settings from the environment, a `.env` file and secret files; nothing else may.

The environment wins over `.env`, and `.env` over secret files. A name that we do not know is an
error, because a misspelt `UPSTANDER_POLICY__MODE` would leave a class unprotected in silence.
"""

import difflib
import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pydantic_settings
from dotenv.parser import parse_stream
from pydantic import SecretStr, ValidationError

from bot.domain.errors import StartRefused
from config import telegram
from config.pagers import incomplete
from config.redaction import Redactor
from config.schema import (
    DELIMITER,
    PREFIX,
    DiscordSettings,
    Settings,
    TelegramSettings,
    is_secret,
    setting_fields,
)

__all__ = ["Settings", "SettingsError", "load_settings"]

# Read by the launcher before there is a Python to read settings with.
FOREIGN = frozenset({"UPSTANDER_PYTHON"})
DOCKER_SECRETS = Path("/run/secrets")
# People put a token where an address or a path belongs, and the message into a bug report.
_REDACTOR = Redactor(())


class SettingsError(StartRefused):
    """Settings that cannot be used; names each variable, what is wrong and what is allowed."""

    def __init__(self, faults: list[str]) -> None:
        lines = "\n".join(f"  {fault}" for fault in faults)
        super().__init__(f"the settings cannot be used:\n{lines}\n.env.example lists them all")
        self.faults = tuple(faults)


def load_settings(
    env_file: Path | None = Path(".env"), secrets_dir: Path | None = None
) -> Settings:
    """Return all settings, checked.

    Args:
        env_file: Where it does not exist, that is fine.
        secrets_dir: Folder with one file for each secret, such as `upstander_database_url`. Left
            out: systemd's credentials or Docker's secrets, where there are any.

    Raises:
        SettingsError: Something is misspelt, malformed or out of bounds.
    """
    secrets_dir = secrets_dir or _standard_secrets_dir()
    written = _read_env_file(env_file) if env_file is not None and env_file.exists() else {}
    mounted = _names_in(secrets_dir)
    sources = {
        "the environment": [name for name in os.environ if name.upper().startswith(PREFIX)],
        str(env_file): list(written),
        str(secrets_dir): [name for name in mounted if name.upper().startswith(PREFIX)],
    }
    faults = [fault for source, names in sources.items() for fault in _unknown(names, source)]
    if env_file is not None:
        faults += _open_secrets(env_file, written)
    if faults:
        raise SettingsError(faults)
    try:
        # As a dictionary: pydantic-settings takes these two names but does not declare them.
        places: dict[str, Any] = {"_env_file": env_file, "_secrets_dir": secrets_dir}
        settings = Settings(**places)
    except ValidationError as error:
        raise SettingsError([_explain(each, sources) for each in error.errors()]) from None
    except (pydantic_settings.SettingsError, UnicodeDecodeError, OSError) as error:
        # A folder of secrets that is too big, unreadable or not text.
        raise SettingsError([f"{secrets_dir}: {error}"]) from None
    halves = [*_half_given(settings), *incomplete(settings.pagers, PREFIX)]
    if halves:
        raise SettingsError(halves)
    return _with_accounts(settings)


def _half_given(settings: Settings) -> Iterator[str]:
    """Yield what is missing of credentials for an exchange that come in pairs."""
    for name, *halves in (
        ("stopncii", "subscription_key", "function_key"),
        ("ncmec", "user", "password"),
        ("arachnid", "user", "password"),
    ):
        section = getattr(settings.exchange, name)
        missing = [half for half in halves if getattr(section, half) is None]
        if len(missing) == 1:
            variable = DELIMITER.join(("EXCHANGE", name, missing[0])).upper()
            yield f"{PREFIX}{variable}: is missing beside the other half of the credentials"


def _with_accounts(settings: Settings) -> Settings:
    """Return the settings with the tokens from their files, and what is made of a token."""
    given, other = settings.telegram, settings.discord
    token, secret = _token_of("TELEGRAM", given), given.webhook_secret
    if token is not None and given.webhook_url and secret is None:
        secret = telegram.secret_from(token)
    accounts = {
        "telegram": given.model_copy(update={"token": token, "webhook_secret": secret}),
        "discord": other.model_copy(update={"token": _token_of("DISCORD", other)}),
    }
    return settings.model_copy(update=accounts)


def _token_of(section: str, given: TelegramSettings | DiscordSettings) -> SecretStr | None:
    """Return the token of an account, from its variable or from its file."""
    if given.token_file is None:
        return given.token
    variable = f"{PREFIX}{section}{DELIMITER}TOKEN"
    if given.token is not None:
        raise SettingsError([f"set {variable} or {variable}_FILE, not both"])
    name = f"{variable}_FILE: {_REDACTOR.text(str(given.token_file))}"
    token = _token_in(given.token_file, name)
    try:
        # As if it had stood in the variable itself.
        return type(given)(token=token).token
    except ValidationError:
        wanted = type(given).model_fields["token"].description
        raise SettingsError([f"{name}: must hold nothing but {wanted}"]) from None


def _token_in(path: Path, name: str) -> SecretStr:
    try:
        # Read first: what is no file gets no advice about its mode.
        token = SecretStr(path.read_text(encoding="utf-8-sig").strip())
        open_to_all = path.stat().st_mode & stat.S_IROTH
    except (OSError, UnicodeDecodeError):
        # Without the cause, which names the path once more.
        raise SettingsError([f"{name}: cannot be read as a text file"]) from None
    if open_to_all:
        raise SettingsError([f"{name}: everybody on this machine may read it; chmod 600 {path}"])
    return token


def _standard_secrets_dir() -> Path | None:
    # systemd tells a unit by this variable where its LoadCredential= files are.
    given = os.environ.get("CREDENTIALS_DIRECTORY")
    if given:
        return Path(given)
    return DOCKER_SECRETS if DOCKER_SECRETS.is_dir() else None


def _names_in(folder: Path | None) -> list[str]:
    if folder is None:
        return []
    try:
        return [entry.name for entry in folder.iterdir()]
    except OSError as error:
        raise SettingsError([f"{folder}: {error.strerror}"]) from error


def _read_env_file(path: Path) -> dict[str, str | None]:
    """Return names and values; python-dotenv by itself only skips lines it cannot read."""
    try:
        with path.open(encoding="utf-8-sig") as stream:
            lines = list(parse_stream(stream))
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError([f"{path}: cannot be read as a text file in UTF-8"]) from error
    broken = [line.original.line for line in lines if line.error]
    if broken:
        raise SettingsError([f"{path}: line {number} is not NAME=value" for number in broken])
    return {line.key: line.value for line in lines if line.key is not None}


def _unknown(names: list[str], source: str) -> Iterator[str]:
    known = [name for name, _ in setting_fields()]
    for name in names:
        if name.upper() in known or name in FOREIGN:
            continue
        near = difflib.get_close_matches(name.upper(), known, n=1)
        hint = f"; did you mean {near[0]}?" if near else ""
        yield f"{name} (in {source}): there is no such setting{hint}"


def _open_secrets(path: Path, written: Mapping[str, str | None]) -> Iterator[str]:
    secret = {name for name, field in setting_fields() if is_secret(field)}
    held = [name for name, value in written.items() if value and name.upper() in secret]
    if held and path.stat().st_mode & stat.S_IROTH:
        yield f"{held[0]} (in {path}): everybody on this machine may read it; chmod 600 {path}"


def _explain(error: Mapping[str, Any], sources: Mapping[str, list[str]]) -> str:
    fields = dict(setting_fields())
    steps = [str(step).upper() for step in error["loc"]]
    # A place inside a value, such as the second of a list, belongs to the variable around it.
    name = next(
        known
        for length in range(len(steps), 0, -1)
        if (known := PREFIX + DELIMITER.join(steps[:length])) in fields
    )
    source = next(
        (place for place, names in sources.items() if name in (each.upper() for each in names)),
        "the program",
    )
    # The text of a secret stays out of a message that people paste into bug reports.
    shown = _REDACTOR.text(str(error["input"]))[:40]
    given = "" if is_secret(fields[name]) else f", not {shown!r}"
    return f"{name} (in {source}): must be {fields[name].description}{given}"
