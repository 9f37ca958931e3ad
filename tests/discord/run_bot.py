"""Runs the real program before a fake Discord: `python -m tests.discord.run_bot API GATEWAY CDN …`.

The three addresses are the only thing that differs from `python -m bot …`: Discord itself has no
setting for them, and an operator who could change them could have pictures fetched from elsewhere.
"""

import sys

import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

import bot.__main__
import bot.cli.discord
from adapters.discord.api import Connection
from adapters.discord.hosts import MediaHosts
from config.schema import DiscordSettings


def main(api: str, gateway: str, cdn: str) -> None:
    """Point the client library and the adapter at the fake, and run the command line."""
    Route.BASE = api
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)

    def connection_of(settings: DiscordSettings) -> Connection:
        token = settings.token.get_secret_value() if settings.token else ""
        return Connection(token, MediaHosts(cdn, frozenset({cdn}), cdn))

    bot.cli.discord.connection_of = connection_of
    sys.argv = ["upstander", *sys.argv[4:]]
    bot.__main__.main()


if __name__ == "__main__":
    main(*sys.argv[1:4])
