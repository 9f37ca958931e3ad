"""The peer of the figures on Discord: a bot on discord.py as its documentation leads to it.

With a hash bank it looks at attachments with the same screener as Upstander, two at once, and
deletes what the bank knows, one message at a time. Without one it only listens. Everything is the
library's default; only the addresses lead to the fake.

    python -m benchmarks.discord_peer TOKEN API GATEWAY [BANK_FILE]
"""

import asyncio
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

READY = "all servers are there"
_WORKERS = 2


def main() -> None:
    token, api, gateway, *bank = sys.argv[1:]
    Route.BASE = api
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)
    client = discord.Client(intents=discord.Intents.all())

    @client.event
    async def on_ready() -> None:
        print(f"{READY}: {len(client.guilds)}, {len(client.users)} people", flush=True)

    if bank:
        known, workers = _bank(Path(bank[0])), ThreadPoolExecutor(_WORKERS)

        @client.event
        async def on_message(message: discord.Message) -> None:
            for attachment in message.attachments:
                data = await attachment.read()
                loop = asyncio.get_running_loop()
                if await loop.run_in_executor(workers, known, data):
                    await message.delete()

    client.run(token)


def _bank(file: Path) -> Callable[[bytes], bool]:
    # Not at the top: who only listens must not pay for the models.
    from bot.domain.bank import Bank
    from bot.domain.bank_file import read_bank
    from bot.domain.signal import BankMatch
    from classifiers.decoding.decoders import Decoders
    from classifiers.decoding.sniff import Limits
    from classifiers.registry import open_cascade
    from classifiers.screener import MediaScreener

    screener = MediaScreener(open_cascade(), Decoders(1, Limits(most_bytes=20_000_000)))
    screener.load_banks([Bank("drawn")], [read_bank("drawn", file.read_text().splitlines())])

    def known(data: bytes) -> bool:
        return any(isinstance(one, BankMatch) for one in screener.screen(data).signals)

    return known


if __name__ == "__main__":
    main()
