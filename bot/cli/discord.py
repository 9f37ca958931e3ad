"""Turns the Discord settings into what its adapter takes; imports the client library."""

from adapters.discord.api import Connection
from config.schema import DiscordSettings


def connection_of(settings: DiscordSettings) -> Connection:
    """Return who we are on Discord."""
    return Connection(settings.token.get_secret_value() if settings.token else "")
