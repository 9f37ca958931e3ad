"""What the weekly word to adults needs from outside. `bot/storage` implements the books."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from bot.domain.dry_report import Tally
from bot.domain.message import ChatRef


class TallyBook(Protocol):
    """What became of the items of a chat since a time."""

    async def since(self, chat: ChatRef, start: datetime) -> Sequence[Tally]:
        """Return how many items of a chat ended how since a time, under all ids it ever had."""
        ...


class ToldBook(Protocol):
    """On which day a chat was told something that is told now and again."""

    async def last(self, chat: ChatRef, what: str) -> date | None:
        """Return the day that was noted last; None if none is."""
        ...

    async def note(self, chat: ChatRef, what: str, day: date) -> None:
        """Note a day in the place of the last one."""
        ...

    async def forget(self, chat: ChatRef, what: str) -> None:
        """Forget it: what comes again is told again."""
        ...
