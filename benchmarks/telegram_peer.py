"""The peer of the kill figure: a bot on python-telegram-bot's own `Application` and polling.

It looks at photos with the same screener and the same hash bank as Upstander and removes what the
bank knows. It is what the library's documentation leads to; only the way of the updates differs.

    python -m benchmarks.telegram_peer TOKEN BASE_URL BANK_FILE
"""

import asyncio
import sys
from pathlib import Path

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters

from bot.domain.bank import Bank
from bot.domain.bank_file import read_bank
from bot.domain.signal import BankMatch
from classifiers.decoding.decoders import Decoders
from classifiers.decoding.sniff import Limits
from classifiers.registry import open_cascade
from classifiers.screener import MediaScreener


def main() -> None:
    token, base_url, bank = sys.argv[1:]
    screener = MediaScreener(open_cascade(), Decoders(1, Limits(most_bytes=20_000_000)))
    screener.load_banks([Bank("drawn")], [read_bank("drawn", Path(bank).read_text().splitlines())])

    async def look(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        message = update.effective_message
        if message is None:
            return
        file = await message.photo[-1].get_file()
        data = bytes(await file.download_as_bytearray())
        screening = await asyncio.to_thread(screener.screen, data)
        if any(isinstance(one, BankMatch) for one in screening.signals):
            await message.delete()

    application = (
        Application.builder()
        .token(token)
        .base_url(f"{base_url}/bot")
        .base_file_url(f"{base_url}/file/bot")
        .build()
    )
    application.add_handler(MessageHandler(filters.PHOTO, look))
    application.run_polling()


if __name__ == "__main__":
    main()
