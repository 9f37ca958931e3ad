"""Every setting of the operator: name, type, default and what is allowed, in one place each.

`config.settings` reads them. What an admin may change in a chat is not here but in its policy.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal, get_args
from urllib.parse import quote
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ByteSize,
    ConfigDict,
    Field,
    SecretStr,
)
from pydantic.fields import FieldInfo
from pydantic_settings import (
    BaseSettings,
    NestedSecretsSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from bot.domain.digest import MOST_IN_ONE
from bot.domain.policy import Digest, Mode, OpaqueHandling, PresetName
from config import discord, exchange, telegram
from config.pagers import PagerSettings

PREFIX = "UPSTANDER_"
DELIMITER = "__"
SQLITE = "sqlite:///"
# As former versions wrote it. It names the same file.
_FORMER = "sqlite+aiosqlite:///"
MEGABYTE = 1_000_000


class LogFormat(StrEnum):
    """How a log line is written: for people or for machines."""

    CONSOLE = "console"
    JSON = "json"


class LogLevel(StrEnum):
    """The least important line that is still written."""

    DEBUG = "DEBUG"
    INFO = "INFO"
    WARNING = "WARNING"
    ERROR = "ERROR"


def _one_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError) as error:
        raise ValueError("no such time zone") from error
    return name


def _one_sqlite_file(url: SecretStr | None) -> SecretStr | None:
    # No "?": options of the driver would undo the safe ones that bot/storage sets.
    if url is None:
        return url
    address = url.get_secret_value().replace(_FORMER, SQLITE, 1)
    if not re.fullmatch(re.escape(SQLITE) + "[^?]+", address):
        raise ValueError("not an address of a SQLite file")
    return SecretStr(address)


def _listed(value: object) -> object:
    """Split a list as people write it into a variable; anything else goes on as it is."""
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


_LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"(?:{_LABEL}\.)+[a-z][a-z0-9-]{{0,61}}[a-z0-9]")


def _hosts(names: frozenset[str]) -> frozenset[str]:
    """Names as browsers ask for them; no addresses in numbers, ports, paths or wildcards."""
    lowered = frozenset(name.lower() for name in names)
    if not all(_HOST.fullmatch(name) for name in lowered):
        raise ValueError("not the name of a host")
    return lowered


def _upper(value: object) -> object:
    return value.upper() if isinstance(value, str) else value


# `description` says what is allowed. It ends up in error messages and beside `.env.example`.
class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class WebSettings(_Section):
    """Where the web server listens."""

    host: str = Field(default="127.0.0.1", min_length=1, description="an address of this machine")
    port: int = Field(default=8080, ge=1, le=65535, description="a port from 1 to 65535")


class LogSettings(_Section):
    """What is logged and how."""

    level: Annotated[LogLevel, BeforeValidator(_upper)] = Field(
        default=LogLevel.INFO, description="DEBUG, INFO, WARNING or ERROR"
    )
    format: LogFormat = Field(default=LogFormat.CONSOLE, description="console or json")


class ScreeningSettings(_Section):
    """How pictures are looked at."""

    workers: int = Field(default=2, ge=1, le=32, description="a number of threads from 1 to 32")
    max_bytes: ByteSize = Field(
        default=ByteSize(20 * MEGABYTE),
        ge=MEGABYTE,
        le=200 * MEGABYTE,
        description="a size from 1MB to 200MB; bigger files are opaque",
    )
    # Fetching, waiting for a worker and looking each take this long at most; together they must
    # end before the lease of an item does (bot/domain/work.py).
    timeout_seconds: float = Field(default=30, ge=1, le=60, description="seconds from 1 to 60")
    extra_models: Annotated[tuple[Path, ...], NoDecode, BeforeValidator(_listed)] = Field(
        default=(), description="manifest files of further models, with commas between them"
    )
    linked_hosts: Annotated[
        frozenset[str], NoDecode, BeforeValidator(_listed), AfterValidator(_hosts)
    ] = Field(
        default=frozenset(),
        description="names of hosts such as i.example.org, with commas between them",
    )
    accelerator: Literal["none", "openvino", "cuda"] = Field(
        default="none", description="none, openvino or cuda"
    )


class PolicySettings(_Section):
    """The policy of a chat until its admin changes it there."""

    mode: Mode = Field(default=Mode.REMOVE, description="shadow, alert or remove")
    preset: PresetName = Field(default=PresetName.SCHOOL, description="lenient, school or strict")
    opaque: OpaqueHandling = Field(
        default=OpaqueHandling.ALERT, description="count, alert or remove"
    )
    # Not alert: a class that shares a video link must not call an adult each time.
    links: OpaqueHandling = Field(
        default=OpaqueHandling.COUNT, description="count, alert or remove"
    )
    language: str = Field(
        default="en", pattern="^[a-z]{2,3}$", description="a language code such as en"
    )
    breaker_per_hour: int = Field(
        default=20, ge=1, le=10_000, description="a number from 1 to 10000"
    )
    weakening_delay_hours: float = Field(
        default=24, ge=0, le=720, description="hours from 0 to 720"
    )
    outbreak_minutes: float = Field(default=30, ge=1, le=1440, description="minutes from 1 to 1440")
    # As long as the button under the notice works, at most.
    appeal_days: float = Field(default=7, ge=1, le=30, description="days from 1 to 30")
    digest: Digest = Field(default=Digest.ON, description="on or off")
    digest_hours: float = Field(default=4, ge=0.1, le=24, description="hours from 0.1 to 24")
    digest_most: int = Field(
        default=10, ge=2, le=MOST_IN_ONE, description=f"a number from 2 to {MOST_IN_ONE}"
    )


class BankSettings(_Section):
    """How pictures are compared with known ones, and what people may register."""

    false_matches: float = Field(
        default=0.0005,
        ge=1e-9,
        le=0.1,
        description="a number from 0.000000001 to 0.1: false matches a posted picture",
    )
    seen_days: float = Field(default=14, ge=0, le=365, description="days from 0 to 365")
    second_adult: bool = Field(default=True, description="true or false")


class RetentionSettings(_Section):
    """How long what is stored stays."""

    raw_update_hours: float = Field(default=48, ge=1, le=720, description="hours from 1 to 720")
    sender_days: float = Field(default=90, ge=7, le=3650, description="days from 7 to 3650")
    record_days: float | None = Field(
        default=None, ge=30, le=3650, description="days from 30 to 3650; nothing: no end by itself"
    )


class SandboxSettings(_Section):
    """The built-in class chat."""

    enabled: bool | None = Field(
        default=None, description="true or false; nothing: while no other platform is set up"
    )


class TelegramSettings(_Section):
    """The bot's account on Telegram, and how its updates come here."""

    token: Annotated[SecretStr | None, AfterValidator(telegram.bot_token)] = Field(
        default=None, description="the token that @BotFather gave, such as 123456789:AAE..."
    )
    token_file: Path | None = Field(default=None, description="a file that holds only the token")
    base_url: Annotated[str, AfterValidator(telegram.api_server)] = Field(
        default=telegram.PUBLIC_SERVER,
        description="https://HOST, or http://HOST:PORT of this machine or network; without /bot",
    )
    base_file_url: Annotated[str, AfterValidator(telegram.api_server)] = Field(
        default="", description="like UPSTANDER_TELEGRAM__BASE_URL, or nothing for its /file"
    )
    webhook_url: Annotated[str, AfterValidator(telegram.webhook_url)] = Field(
        default="", description="an address that starts with https://, or nothing for long polling"
    )
    webhook_secret: Annotated[SecretStr | None, AfterValidator(telegram.webhook_secret)] = Field(
        default=None, description="16 to 256 of A-Z, a-z, 0-9, _ and -; nothing makes one"
    )


class DiscordSettings(_Section):
    """The bot's account on Discord."""

    token: Annotated[SecretStr | None, AfterValidator(discord.bot_token)] = Field(
        default=None,
        description="the bot token from Discord's developer portal, three parts with dots between "
        "them; neither the client secret nor the public key",
    )
    token_file: Path | None = Field(default=None, description="a file that holds only the token")


class StopNciiSettings(_Section):
    """The keys for StopNCII.org's list."""

    subscription_key: SecretStr | None = Field(
        default=None, description="the subscription key that StopNCII.org gave"
    )
    function_key: SecretStr | None = Field(
        default=None, description="the key for fetching hashes that StopNCII.org gave"
    )
    url: Annotated[str, AfterValidator(exchange.api_address)] = Field(
        default="", description="https://HOST/PATH, or nothing for theirs"
    )


class NcmecSettings(_Section):
    """The account for NCMEC's hash sharing."""

    user: SecretStr | None = Field(default=None, description="the name that NCMEC gave")
    password: SecretStr | None = Field(default=None, description="the password that NCMEC gave")
    place: Annotated[str, AfterValidator(exchange.ncmec_place)] = Field(
        default="NGO",
        description="NGO, Industry or another database of NCMEC, or https://HOST/PATH",
    )


class ArachnidSettings(_Section):
    """The account for Arachnid Shield."""

    user: SecretStr | None = Field(default=None, description="the name that Project Arachnid gave")
    password: SecretStr | None = Field(
        default=None, description="the password that Project Arachnid gave"
    )
    url: Annotated[str, AfterValidator(exchange.api_address)] = Field(
        default="", description="https://HOST, or nothing for theirs"
    )


class ExchangeSettings(_Section):
    """Lists and look-ups of hashes elsewhere; each is off without its credentials."""

    stopncii: StopNciiSettings = StopNciiSettings()
    ncmec: NcmecSettings = NcmecSettings()
    arachnid: ArachnidSettings = ArachnidSettings()


class Settings(BaseSettings):
    """All settings, valid and frozen. Made by `config.settings.load_settings`."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter=DELIMITER,
        env_ignore_empty=True,
        # Notepad puts a byte order mark in front of the first name.
        env_file_encoding="utf-8-sig",
        frozen=True,
        # Names are checked before, with a better message than "extra inputs are not permitted".
        extra="ignore",
        hide_input_in_errors=True,
    )

    data_dir: Annotated[Path, AfterValidator(Path.expanduser)] = Field(
        default=Path("data"), description="a folder that the bot may write to"
    )
    database_url: Annotated[SecretStr | None, AfterValidator(_one_sqlite_file)] = Field(
        default=None, description=f"{SQLITE}FILE, or nothing for upstander.db in the data folder"
    )
    timezone: Annotated[str, AfterValidator(_one_zone)] = Field(
        default="UTC", description="an IANA name such as Europe/Madrid"
    )
    country: Annotated[str, BeforeValidator(_upper)] = Field(
        default="",
        pattern="^([A-Z]{2})?$",
        description="the two letters of a country such as ES, or nothing",
    )
    web: WebSettings = WebSettings()
    log: LogSettings = LogSettings()
    screening: ScreeningSettings = ScreeningSettings()
    policy: PolicySettings = PolicySettings()
    banks: BankSettings = BankSettings()
    retention: RetentionSettings = RetentionSettings()
    sandbox: SandboxSettings = SandboxSettings()
    telegram: TelegramSettings = TelegramSettings()
    discord: DiscordSettings = DiscordSettings()
    exchange: ExchangeSettings = ExchangeSettings()
    pagers: PagerSettings = PagerSettings()

    @property
    def sandbox_runs(self) -> bool:
        """Whether the built-in class chat runs; unless somebody said, only as the one platform."""
        if self.sandbox.enabled is not None:
            return self.sandbox.enabled
        return self.telegram.token is None and self.discord.token is None

    @property
    def database(self) -> SecretStr:
        """The address of the database, as SQLAlchemy takes it."""
        if self.database_url is not None:
            return self.database_url
        # Quoted: SQLAlchemy reads a "%" in an address as an escape.
        return SecretStr(SQLITE + quote(str(self.data_dir.absolute() / "upstander.db")))

    @property
    def secrets(self) -> tuple[str, ...]:
        """The values that must never be logged; `config.logs` wants them."""
        return tuple(_secrets_in(self))

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - pydantic-settings passes it by name
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read nested names from secret files too, which pydantic-settings does not by itself."""
        nested = NestedSecretsSettingsSource(file_secret_settings)
        return (init_settings, env_settings, dotenv_settings, nested)


def setting_fields(
    section: type[BaseModel] = Settings, before: str = PREFIX
) -> Iterator[tuple[str, FieldInfo]]:
    """Yield the variable's name and the definition of every setting."""
    for name, field in section.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from setting_fields(kind, f"{before}{name.upper()}{DELIMITER}")
        else:
            yield f"{before}{name.upper()}", field


def is_secret(field: FieldInfo) -> bool:
    """Return whether the value of a setting must never be shown."""
    return SecretStr in (field.annotation, *get_args(field.annotation))


def _secrets_in(model: BaseModel) -> Iterator[str]:
    for name in type(model).model_fields:
        value = getattr(model, name)
        if isinstance(value, SecretStr):
            yield value.get_secret_value()
        elif isinstance(value, BaseModel):
            yield from _secrets_in(value)
