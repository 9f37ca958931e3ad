"""The settings of what reaches adults outside the chats: mail, a webhook, ntfy; and the summary."""

import ipaddress
import re
from collections.abc import Iterator
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr
from pydantic_settings import NoDecode

from bot.domain.chase import Step

# From the reminder on: at once is for the chat of the adults, or for all where there is none.
_AFTER = "15m, 1h, 24h or 48h"
# No more than a mail program takes for one. No quotes, no spaces: nothing may end a header.
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,190}\.[A-Za-z0-9-]+")
_HOST = re.compile(r"[A-Za-z0-9:][A-Za-z0-9.:-]{0,253}")
_TOPIC = re.compile(r"[A-Za-z0-9_-]{1,64}")


def _mail_address(text: str) -> str:
    if text and not _ADDRESS.fullmatch(text):
        raise ValueError("not an address")
    return text


def _mail_addresses(found: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(_mail_address, found)))


def _listed(value: object) -> object:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


def _host(name: str) -> str:
    if name and not _HOST.fullmatch(name):
        raise ValueError("not the name of a server")
    return name


def _page_address(url: SecretStr | None) -> SecretStr | None:
    """Return an address that pages may go to: encrypted, or on this machine."""
    if url is None:
        return url
    parts = urlsplit(url.get_secret_value())
    # `port` raises for one that is none.
    odd = parts.username or parts.password or parts.fragment or parts.port == 0
    here = parts.scheme == "http" and is_here(parts.hostname or "")
    if odd or not parts.hostname or not (parts.scheme == "https" or here):
        raise ValueError("not an address that pages may go to")
    return url


def _topic_address(url: SecretStr | None) -> SecretStr | None:
    checked = _page_address(url)
    if checked is not None:
        parts = urlsplit(checked.get_secret_value())
        if parts.query or not _TOPIC.fullmatch(parts.path.rstrip("/").rpartition("/")[2]):
            raise ValueError("not the address of a topic")
    return checked


def is_here(host: str) -> bool:
    """Say whether a name is that of this machine itself."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def _after(value: Step) -> Step:
    if value is Step.AT_ONCE:
        raise ValueError("not a step from which a pager is used")
    return value


After = Annotated[Step, AfterValidator(_after)]


class MailSettings(_Section):
    """Mail by SMTP; on where there is a host."""

    host: Annotated[str, AfterValidator(_host)] = Field(
        default="", description="the name of your mail server, or nothing"
    )
    port: int = Field(default=465, ge=1, le=65535, description="a port from 1 to 65535")
    security: Literal["tls", "starttls", "none"] = Field(
        default="tls", description="tls, starttls, or none for a server on this machine"
    )
    user: str | None = Field(default=None, description="the name at the mail server, or nothing")
    password: SecretStr | None = Field(default=None, description="the password that belongs to it")
    sender: Annotated[str, AfterValidator(_mail_address)] = Field(
        default="", description="the address that mails come from"
    )
    to: Annotated[
        tuple[str, ...], NoDecode, BeforeValidator(_listed), AfterValidator(_mail_addresses)
    ] = Field(
        default=(),
        max_length=9,
        description="one to nine addresses with commas between them; each is told one step later",
    )
    after: After = Field(default=Step.HOUR, description=_AFTER)


class WebhookSettings(_Section):
    """A POST of JSON; on where there is an address."""

    url: Annotated[SecretStr | None, AfterValidator(_page_address)] = Field(
        default=None, description="https://…, or http:// of this machine, or nothing"
    )
    token: SecretStr | None = Field(default=None, description="a bearer token, or nothing")
    after: After = Field(default=Step.HOUR, description=_AFTER)


class NtfySettings(_Section):
    """A message through an ntfy server; on where there is an address."""

    url: Annotated[SecretStr | None, AfterValidator(_topic_address)] = Field(
        default=None, description="https://SERVER/TOPIC, or http:// of this machine, or nothing"
    )
    token: SecretStr | None = Field(default=None, description="an access token, or nothing")
    after: After = Field(default=Step.HOUR, description=_AFTER)


class PagerSettings(_Section):
    """Whom the escalation clock reaches outside the chats, and when the day is summed up."""

    mail: MailSettings = MailSettings()
    webhook: WebhookSettings = WebhookSettings()
    ntfy: NtfySettings = NtfySettings()
    summary_hour: int = Field(default=8, ge=0, le=23, description="an hour from 0 to 23")


def incomplete(pagers: PagerSettings, prefix: str) -> Iterator[str]:
    """Yield what is missing or unsafe where a channel is set up in part.

    A pager that somebody believes in and that never works is worse than none.
    """
    mail, name = pagers.mail, f"{prefix}PAGERS__MAIL__"
    if bool(mail.user) != (mail.password is not None):
        yield f"{name}{'PASSWORD' if mail.user else 'USER'}: is missing beside the other half"
    if mail.host:
        missing = [one for one in ("sender", "to") if not getattr(mail, one)]
        yield from (f"{name}{one.upper()}: is missing beside the host" for one in missing)
    elif mail.to or mail.sender or mail.user:
        yield f"{name}HOST: is missing beside the rest"
    if mail.security == "none" and mail.host and not is_here(mail.host):
        yield f"{name}SECURITY: none is for a server on this machine; use tls or starttls"
    for section, given in (("WEBHOOK", pagers.webhook), ("NTFY", pagers.ntfy)):
        if given.token is not None and given.url is None:
            yield f"{prefix}PAGERS__{section}__URL: is missing beside the token"
