"""Turns the Telegram settings into what its adapter takes; imports the client library."""

from adapters.telegram.api import Connection
from config.schema import TelegramSettings


def connection_of(settings: TelegramSettings) -> Connection:
    """Return where Telegram is and who we are there."""
    token, secret = settings.token, settings.webhook_secret
    return Connection(
        token=token.get_secret_value() if token else "",
        base_url=settings.base_url,
        base_file_url=settings.base_file_url,
        webhook_url=settings.webhook_url,
        webhook_secret=secret.get_secret_value() if secret else "",
    )
