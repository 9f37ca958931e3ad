"""What the values of the Telegram settings must look like; `config.schema` names them."""

import hashlib
import hmac
import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

from pydantic import SecretStr

PUBLIC_SERVER = "https://api.telegram.org"
_TOKEN = re.compile(r"\d{6,12}:[A-Za-z0-9_-]{30,}")
# The alphabet of https://core.telegram.org/bots/api#setwebhook, and enough of it to be a secret.
_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")


def bot_token(token: SecretStr | None) -> SecretStr | None:
    """Return a token; raise where it cannot be one."""
    if token is not None and not _TOKEN.fullmatch(token.get_secret_value()):
        raise ValueError("not a bot token")
    return token


def webhook_secret(secret: SecretStr | None) -> SecretStr | None:
    """Return a secret that Telegram takes; raise for another."""
    if secret is not None and not _WEBHOOK_SECRET.fullmatch(secret.get_secret_value()):
        raise ValueError("not a secret that Telegram takes")
    return secret


def secret_from(token: SecretStr) -> SecretStr:
    """Return a webhook secret that only who knows the token can make, the same at every start."""
    key = token.get_secret_value().encode()
    return SecretStr(hmac.new(key, b"upstander webhook secret", hashlib.sha256).hexdigest())


def api_server(url: str) -> str:
    """Return the address of a Bot API server; raise for one that would give the token away.

    Plain http is fine inside a machine or a network of its own, where such servers stand. An
    address, unlike a token, is shown to people: it must not hold one.
    """
    if not url:
        return url
    parts, url = _split(url), url.rstrip("/")
    far = parts.scheme == "http" and not _near(parts.hostname or "")
    if far or url.endswith("/bot") or _TOKEN.search(url):
        raise ValueError("not the address of a Bot API server")
    return url


def webhook_url(url: str) -> str:
    """Return an address that Telegram can deliver to; raise for another."""
    if url and _split(url).scheme != "https":
        raise ValueError("not an address that Telegram delivers to")
    return url


def _split(url: str) -> SplitResult:
    parts = urlsplit(url)
    # `port` raises for one that is none. An "@" would hide a password in an address.
    odd = parts.username or parts.password or parts.query or parts.fragment or parts.port == 0
    if parts.scheme not in {"http", "https"} or not parts.hostname or odd:
        raise ValueError("not a plain address")
    return parts


def _near(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        # A name without a dot is one of this machine or of its containers' network.
        return "." not in host or host.endswith((".localhost", ".local", ".internal"))
    return address.is_loopback or address.is_private
