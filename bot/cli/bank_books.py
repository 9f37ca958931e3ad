"""What the `bank` commands have in common: the books of a bot that may be running meanwhile."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.defaults import default_policy
from bot.domain.bank import Bank
from bot.domain.errors import BadBankFile
from bot.domain.message import ChatRef
from bot.services.system_clock import SystemClock
from bot.storage.books import Books, open_books
from bot.storage.instance import audit_key
from config.schema import Settings

T = TypeVar("T")

NEVER = "never"


def with_books(settings: Settings, use: Callable[[Books], Awaitable[T]]) -> T:
    """Open the books, use them, and close them."""

    async def opened() -> T:
        key = audit_key(settings.data_dir)
        url = settings.database.get_secret_value()
        policy = default_policy(settings)
        async with open_books(url, SystemClock(), key, policy, alone=False) as books:
            return await use(books)

    return asyncio.run(opened())


async def known_bank(books: Books, name: str) -> Bank:
    """Return the settings of a bank.

    Raises:
        BadBankFile: There is no such bank.
    """
    bank = await books.bank_settings.get(name)
    if bank is None:
        raise BadBankFile(f"There is no bank {name}. List them with: ./upstander bank list")
    return bank


def read_chat(text: str | None) -> ChatRef | None:
    """Read a chat as it is named on the command line, such as ``telegram:-1001234``.

    Raises:
        BadBankFile: It is not named like that.
    """
    if text is None:
        return None
    platform, _, chat = text.partition(":")
    if not platform or not chat:
        raise BadBankFile(
            f"{text!r} names no chat: write the platform, a colon and the chat's id, such as "
            "telegram:-1001234. The log names the ids of chats."
        )
    return ChatRef(platform, chat)


def read_day(text: str | None, settings: Settings) -> datetime | None:
    """Read the day from the beginning of which on something has ended; None where none is named.

    Raises:
        BadBankFile: It is no day.
    """
    if text is None or text == NEVER:
        return None
    try:
        day = datetime.strptime(text, "%Y-%m-%d")  # noqa: DTZ007 - the zone follows
    except ValueError:
        raise BadBankFile(
            f"{text!r} is no day: write it like 2027-01-31, or {NEVER} for no end."
        ) from None
    return day.replace(tzinfo=ZoneInfo(settings.timezone))


def written_day(moment: datetime | None, settings: Settings) -> str:
    """Write when something ends."""
    if moment is None:
        return "-"
    return moment.astimezone(ZoneInfo(settings.timezone)).strftime("%Y-%m-%d %H:%M")
